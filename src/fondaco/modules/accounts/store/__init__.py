"""Queries of accounts, one file per noun."""
