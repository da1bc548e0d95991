"""The demonstration: an invented distributor with three ERPs, and one process that shows the whole program on it."""
