"""Migrations: how the tables of every room came to be, one numbered file after the other, forward only."""
