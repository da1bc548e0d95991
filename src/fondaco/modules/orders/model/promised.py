"""Dates of a line as they are told to others, and what becomes of them when they change."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from fondaco.modules.availability.types import ScheduleLine
from fondaco.modules.orders.types import OrderLine

# An ERP that takes longer than this to take and book an order, or to ship what is due, has lost it; the goods are free again.
HELD_FOR = timedelta(days=30)


def by_date(lines: Sequence[ScheduleLine]) -> tuple[ScheduleLine, ...]:
    """Put parts of the same days together, whatever location they come from."""
    merged: dict[object, ScheduleLine] = {}
    for line in lines:
        known = merged.get((line.date, line.delivered_on))
        quantity = line.quantity + (known.quantity if known else Decimal(0))
        merged[line.date, line.delivered_on] = replace(line, quantity=quantity, location=None)
    return tuple(merged.values())


def held_until(schedule: Sequence[ScheduleLine]) -> datetime | None:
    """Return the moment up to which a promise has to be held: a month beyond its last day; None where it has no day."""
    last = max((line.date for line in schedule if line.date is not None), default=None)
    return datetime.combine(last, time(), UTC) + HELD_FOR if last else None


def same(one: Sequence[ScheduleLine], other: Sequence[ScheduleLine]) -> bool:
    """Tell whether two schedules bring the same quantities on the same days."""
    return set(by_date(one)) == set(by_date(other))


def changed(line: OrderLine, *, schedule: Sequence[ScheduleLine], dated_by: str = "") -> OrderLine:
    """Return a line with other dates; what was promised first stays beside them until it is so again."""
    first = line.first_schedule or line.schedule
    now = tuple(schedule)
    holds = same(first, now)
    return replace(line, schedule=now, first_schedule=() if holds else first, dated_by=dated_by or line.dated_by)


def with_what_left(*, before: Sequence[ScheduleLine], rest: Sequence[ScheduleLine]) -> tuple[ScheduleLine, ...]:
    """Complete a schedule of what is still open: what has left the house since kept its dates, the earliest ones."""
    left = sum((part.quantity for part in before), Decimal(0)) - sum((part.quantity for part in rest), Decimal(0))
    found = []
    for part in sorted(before, key=lambda part: (part.date is None, part.date)):
        quantity = min(part.quantity, left)
        if quantity > 0:
            found.append(replace(part, quantity=quantity))
            left -= quantity
    return by_date([*found, *rest])
