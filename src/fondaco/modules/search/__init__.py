"""Search: find products by number, name or attribute, with own prices and facets."""
