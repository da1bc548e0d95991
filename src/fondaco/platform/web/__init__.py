"""What every HTTP program of the house shares: problems, access, idempotency, versions, cursors, uploads, headers."""
