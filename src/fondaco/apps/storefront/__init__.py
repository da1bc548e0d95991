"""The storefront: what a buyer sees. A guest of the public HTTP API."""
