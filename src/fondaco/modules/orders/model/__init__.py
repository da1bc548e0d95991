"""Decisions of orders: pure functions, no clock, no database."""
