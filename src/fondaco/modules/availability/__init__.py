"""Availability: what can be promised by which date, and what is reserved."""
