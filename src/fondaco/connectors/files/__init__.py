"""Files: CSV, XLSX and JSON Lines, read by a declarative mapping."""
