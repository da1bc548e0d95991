"""Available-to-promise: which quantity can be had by which day, without taking anything that is promised already.

At each location the supply (stock that is not blocked, receipts from their day on) minus what reservations hold is summed
up over the days. A quantity is free from a day on only if it stays free on every later day: so a new promise for today
never breaks an older one for next week.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate
from uuid import UUID
from zoneinfo import ZoneInfo

from fondaco.modules.availability.types import (
    AtLocation,
    Heard,
    Held,
    Location,
    ScheduleLine,
    Supply,
)

NOTHING = Decimal(0)
Today = Callable[[UUID], date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From a day on so much more is free at a location."""

    date: date
    location: UUID
    quantity: Decimal


def fresh(*, heard: Heard, system: str, as_of: datetime) -> bool:
    """Tell whether a source was heard from within its patience."""
    known = heard.get(system)
    return known is not None and as_of <= known[0] + timedelta(seconds=known[1])


def steps(*, supply: Supply, location: UUID, today: date, as_of: datetime) -> list[Step]:
    """Return what is free at a location, by day, earliest first; overdue receipts count for nothing."""
    changes = _changes(supply=supply, location=location, today=today, as_of=as_of)
    days = sorted(changes)
    sums, total = [], NOTHING
    for day in days:
        total += changes[day]
        sums.append(total)
    least = sums[-1]
    for place in range(len(sums) - 1, -1, -1):
        least = sums[place] = min(sums[place], least)
    found, free = [], NOTHING
    for day, lasting in zip(days, sums, strict=True):
        if lasting > free:
            found.append(Step(date=day, location=location, quantity=lasting - free))
            free = lasting
    return found


def lowest(*, supply: Supply, location: UUID, today: date, as_of: datetime) -> Decimal:
    """Return the least that is left at a location on any day; less than nothing says that more is held than there will be."""
    changes = _changes(supply=supply, location=location, today=today, as_of=as_of)
    return min(accumulate(changes[day] for day in sorted(changes)))


def most(*, supply: Supply, location: UUID, today: date, as_of: datetime) -> Decimal:
    """Return the most that is left at a location on any day: where it is nothing, no part of it can leave earlier."""
    changes = _changes(supply=supply, location=location, today=today, as_of=as_of)
    return max(accumulate(changes[day] for day in sorted(changes)))


def _changes(*, supply: Supply, location: UUID, today: date, as_of: datetime) -> dict[date, Decimal]:
    changes: dict[date, Decimal] = {today: NOTHING}
    for stock in supply.stock:
        if stock.location == location:
            changes[today] += max(stock.on_hand - stock.blocked - stock.safety, NOTHING)
    for receipt in supply.receipts:
        if receipt.location == location and receipt.date >= today:
            changes[receipt.date] = changes.get(receipt.date, NOTHING) + receipt.quantity
    for held in supply.held:
        if held.location == location and in_force(held, as_of):
            day = max(held.date, today)
            changes[day] = changes.get(day, NOTHING) - held.quantity
    return changes


def in_force(held: Held, as_of: datetime) -> bool:
    """Tell whether a reservation still holds its quantity."""
    return held.expires_at is None or as_of < held.expires_at


def by_day(lines: Iterable[ScheduleLine]) -> tuple[ScheduleLine, ...]:
    """Put together what leaves and arrives on the same days, wherever it lies."""
    sums: dict[tuple[date | None, date | None], Decimal] = {}
    for line in lines:
        key = (line.date, line.delivered_on)
        sums[key] = sums.get(key, NOTHING) + line.quantity
    return tuple(
        ScheduleLine(quantity=quantity, date=day, delivered_on=delivered_on)
        for (day, delivered_on), quantity in sums.items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    """What is free of one product: the steps at all locations whose source was heard from, and each location's share."""

    steps: tuple[Step, ...]
    locations: tuple[AtLocation, ...]


def free(*, supply: Supply, heard: Heard, today: Today, as_of: datetime) -> Free:
    """Say what can be had at once and what is expected; nothing where a location's source is silent."""
    found: list[Step] = []
    places = []
    for stock in supply.stock:
        known = fresh(heard=heard, system=stock.system, as_of=as_of)
        day = today(stock.location)
        there = steps(supply=supply, location=stock.location, today=day, as_of=as_of) if known else []
        found += there
        places.append(
            AtLocation(
                location=stock.location,
                available=sum((step.quantity for step in there if step.date <= day), NOTHING),
                expected=tuple(
                    ScheduleLine(quantity=step.quantity, date=step.date, location=step.location)
                    for step in there
                    if step.date > day
                ),
                told_at=stock.told_at,
                known=known,
            )
        )
    return Free(steps=tuple(found), locations=tuple(places))


def with_held(
    *,
    supply: Supply,
    product: UUID,
    lines: Sequence[ScheduleLine],
    expires_at: datetime | None,
) -> Supply:
    """Return the supply after a promise was made firm."""
    held = [
        Held(product=product, location=line.location, quantity=line.quantity, date=line.date, expires_at=expires_at)
        for line in lines
        if line.location is not None and line.date is not None
    ]
    return Supply(stock=supply.stock, receipts=supply.receipts, held=(*supply.held, *held))


def days_at(places: Mapping[UUID, Location], as_of: datetime) -> Today:
    """Say which day it is at a location."""
    by_zone = {zone: as_of.astimezone(ZoneInfo(zone)).date() for zone in {place.zone for place in places.values()}}
    by_place = {id: by_zone[place.zone] for id, place in places.items()}
    fallback = as_of.date()
    return lambda location: by_place.get(location, fallback)


def next_change(*, supply: Supply, heard: Heard, as_of: datetime) -> datetime | None:
    """Return the next moment at which, by the mere passing of time, a promise of today may become another."""
    moments = [held.expires_at for held in supply.held if held.expires_at is not None and held.expires_at > as_of]
    moments += [
        end
        for system in {stock.system for stock in supply.stock}
        if system in heard and (end := _silent_from(heard, system)) >= as_of
    ]
    return min(moments, default=None)


def _silent_from(heard: Mapping[str, tuple[datetime, int]], system: str) -> datetime:
    moment, patience = heard[system]
    return moment + timedelta(seconds=patience, microseconds=1)
