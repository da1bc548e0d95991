"""Periods of validity: half-open, in aware UTC; no end means for good."""

from dataclasses import dataclass
from datetime import UTC, datetime

from fondaco.kernel.errors import Invalid

BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)


class BadPeriod(Invalid):
    """A period that ends before it starts, or has a moment without a zone."""

    code = "kernel.bad_period"
    title = "The period is not valid."


@dataclass(frozen=True, slots=True)
class Period:
    """`start <= t < end`; `end=None` is open."""

    start: datetime = BEGINNING
    end: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse naive moments and empty periods."""
        for moment in (self.start, self.end):
            if moment is not None and moment.utcoffset() is None:
                raise BadPeriod(moment=moment.isoformat())
        if self.end is not None and self.end <= self.start:
            raise BadPeriod(start=self.start.isoformat(), end=self.end.isoformat())

    def contains(self, moment: datetime) -> bool:
        """Tell whether the period is in force at the moment."""
        return self.start <= moment and (self.end is None or moment < self.end)

    def overlaps(self, other: "Period") -> bool:
        """Tell whether some moment lies in both."""
        return (self.end is None or other.start < self.end) and (other.end is None or self.start < other.end)

    def intersection(self, other: "Period") -> "Period | None":
        """Return the moments that lie in both, or None if there are none."""
        if not self.overlaps(other):
            return None
        ends = [end for end in (self.end, other.end) if end is not None]
        return Period(max(self.start, other.start), min(ends) if ends else None)

    def before(self, moment: datetime) -> "Period | None":
        """Return the part before the moment, or None if there is none."""
        if moment <= self.start:
            return None
        return Period(self.start, moment if self.end is None else min(self.end, moment))

    def after(self, moment: datetime) -> "Period | None":
        """Return the part from the moment on, or None if there is none."""
        if self.end is not None and self.end <= moment:
            return None
        return Period(max(self.start, moment), self.end)


ALWAYS = Period()
