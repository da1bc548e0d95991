"""Verbs of accounts, one file per verb; the door is `api`."""
