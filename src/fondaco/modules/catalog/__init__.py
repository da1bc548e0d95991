"""Catalog: what can be ordered, in which units, and under which numbers it is known."""
