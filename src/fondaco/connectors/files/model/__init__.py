"""Decisions of files: the mapping language, its expressions, and how numbers and dates are written."""
