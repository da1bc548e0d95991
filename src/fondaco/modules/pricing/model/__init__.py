"""Decisions of pricing: which record wins, what the price is, what a valid record is."""
