"""Accounts: who buys, who acts for whom, and how they sign in."""
