"""Dates of several lines of one product: what is promised once is promised to one line only."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from fondaco.modules.availability.types import ScheduleLine


def shared(*, schedule: Sequence[ScheduleLine], quantities: Sequence[Decimal]) -> list[tuple[ScheduleLine, ...]]:
    """Share one product's schedule among lines, in their order; the parts sum to the whole."""
    rest = list(schedule)
    shares: list[tuple[ScheduleLine, ...]] = []
    for quantity in quantities:
        missing, share = quantity, []
        while missing > 0 and rest:
            part = min(missing, rest[0].quantity)
            share.append(replace(rest[0], quantity=part))
            missing -= part
            rest[0] = replace(rest[0], quantity=rest[0].quantity - part)
            if rest[0].quantity <= 0:
                del rest[0]
        shares.append(tuple(share))
    return shares


def by_date(lines: Sequence[ScheduleLine]) -> tuple[ScheduleLine, ...]:
    """Put parts of one date together, whatever location they come from."""
    merged: dict[object, ScheduleLine] = {}
    for line in lines:
        known = merged.get(line.date)
        quantity = line.quantity + (known.quantity if known else Decimal(0))
        merged[line.date] = ScheduleLine(quantity=quantity, date=line.date)
    return tuple(merged.values())


def not_before(*, schedule: Sequence[ScheduleLine], day: date | None) -> tuple[ScheduleLine, ...]:
    """Move what could come earlier to the requested day: nobody delivers before he is asked to."""
    if day is None:
        return tuple(schedule)
    return tuple(replace(line, date=max(line.date, day)) if line.date else line for line in schedule)
