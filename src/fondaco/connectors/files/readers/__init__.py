"""Readers: one per format, each gives rows with their line, one by one."""
