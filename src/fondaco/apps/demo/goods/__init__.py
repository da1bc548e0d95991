"""The articles of the invented distributor, computed from the norms' own dimensions."""
