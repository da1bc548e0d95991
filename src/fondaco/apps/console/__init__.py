"""The console: what the staff of the house sees. A guest of the public HTTP API."""
