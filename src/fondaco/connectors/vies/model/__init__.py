"""Decisions of this connector."""
