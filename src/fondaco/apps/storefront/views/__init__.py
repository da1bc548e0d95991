"""From answers of the API to what templates show: no rules of commerce, only words and places."""
