"""The verbs of orders, one file per group; `api` is the door that offers them."""
