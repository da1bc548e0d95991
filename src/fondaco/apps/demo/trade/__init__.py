"""Who buys from the invented distributor, at which terms, from which stock, and what was ordered so far."""
