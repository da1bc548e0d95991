"""Decisions of intake: what a canonical record is, when a circuit breaks, how a run lives."""
