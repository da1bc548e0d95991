"""What knows PostgreSQL, HTTP plumbing and telemetry, and nothing of commerce."""
