"""The verbs of catalog that take more than a query."""
