"""The verbs of pricing, a file each."""
