"""The file drops of the two older ERPs: each in its own shape, with its own bad rows."""
