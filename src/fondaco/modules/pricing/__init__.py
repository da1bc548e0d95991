"""Pricing: what a buyer pays for a quantity on a day, and why."""
