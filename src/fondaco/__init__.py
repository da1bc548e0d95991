"""Fondaco: B2C-grade buying in front of the ERPs a distributor already has."""

__version__ = "0.1.0"
