"""The clock: read in apps, handlers and jobs only; everything else receives `as_of`."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return this moment as aware UTC."""
    return datetime.now(UTC)
