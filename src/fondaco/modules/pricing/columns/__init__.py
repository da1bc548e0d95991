"""Condition records as columns of whole numbers: small, mapped from a file, searched many lines at a time."""
