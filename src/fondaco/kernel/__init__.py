"""Pure values that mean the same on every floor; standard library only."""
