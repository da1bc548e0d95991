"""Composition only: which rooms run together in which process."""
