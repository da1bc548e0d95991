"""Dates of a line as they are told to others."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from fondaco.modules.availability.types import ScheduleLine


def by_date(lines: Sequence[ScheduleLine]) -> tuple[ScheduleLine, ...]:
    """Put parts of the same days together, whatever location they come from."""
    merged: dict[object, ScheduleLine] = {}
    for line in lines:
        known = merged.get((line.date, line.delivered_on))
        quantity = line.quantity + (known.quantity if known else Decimal(0))
        merged[line.date, line.delivered_on] = replace(line, quantity=quantity, location=None)
    return tuple(merged.values())
