"""Available-to-promise: which quantity can be had by which day, without taking anything that is promised already.

At each location the supply (stock that is not blocked, receipts from their day on) minus what reservations hold is summed
up over the days. A quantity is free from a day on only if it stays free on every later day: so a new promise for today
never breaks an older one for next week.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate
from uuid import UUID
from zoneinfo import ZoneInfo

from fondaco.modules.availability import sources
from fondaco.modules.availability.sources import Heard
from fondaco.modules.availability.types import (
    Allocation,
    AtLocation,
    Held,
    Location,
    ScheduleLine,
    Supply,
)

NOTHING = Decimal(0)
Today = Callable[[UUID], date]
_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From a day on so much more is free at a location; `replenished` says that it is neither there nor expected yet."""

    date: date
    location: UUID
    quantity: Decimal
    replenished: bool = False


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
    sums: dict[tuple[date | None, date | None], ScheduleLine] = {}
    for line in lines:
        key = (line.date, line.delivered_on)
        known = sums.get(key)
        sums[key] = ScheduleLine(
            quantity=line.quantity + (known.quantity if known else NOTHING),
            date=line.date,
            delivered_on=line.delivered_on,
            replenished=line.replenished + (known.replenished if known else NOTHING),
        )
    return tuple(sums.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What of the supply is there for an allocation, and how much of the allocation is `left`; the supply may be less."""

    allocation: Allocation
    left: Decimal
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    """What is free of one product: the steps at all locations whose source was heard from, and each location's share.

    What is `kept` for some is no part of either; `days` tells which day it was at each location, where something is.
    `lead_times` are the working days after which any quantity is replenished at a location.
    """

    steps: tuple[Step, ...]
    locations: tuple[AtLocation, ...]
    kept: tuple[Kept, ...] = ()
    days: Mapping[UUID, date] = field(default_factory=dict)
    lead_times: tuple[tuple[UUID, int], ...] = ()


def free(*, supply: Supply, heard: Heard, today: Today, as_of: datetime) -> Free:
    """Say what can be had at once and what is expected; nothing where a location's source does not count."""
    found: list[Step] = []
    places = []
    for stock in supply.stock:
        known = sources.counts(stock=stock, heard=heard, as_of=as_of)
        day = today(stock.location)
        there = steps(supply=supply, location=stock.location, today=day, as_of=as_of) if known else []
        found += there
        available, expected = now_and_later(there, day)
        places.append(
            AtLocation(
                location=stock.location,
                available=available,
                expected=expected,
                told_at=stock.told_at,
                known=known,
                noted_at=sources.noted_at(stock=stock, heard=heard, as_of=as_of),
            )
        )
    return Free(
        steps=tuple(found),
        locations=tuple(places),
        lead_times=lead_times(supply=supply, at=[place.location for place in places if place.known]),
    )


def now_and_later(steps: Iterable[Step], day: date) -> tuple[Decimal, tuple[ScheduleLine, ...]]:
    """Tell what a location can give at once, and what it expects after the day."""
    available, expected = NOTHING, list[ScheduleLine]()
    for step in steps:
        if step.date <= day:
            available += step.quantity
        else:
            expected.append(ScheduleLine(quantity=step.quantity, date=step.date, location=step.location))
    return available, tuple(expected)


def lead_times(*, supply: Supply, at: Iterable[UUID]) -> tuple[tuple[UUID, int], ...]:
    """Return the lead time of replenishment of each of these locations that has one; its own counts before the product's."""
    if not supply.replenishments:
        return ()
    told = {one.location: one.lead_time for one in supply.replenishments}
    found = ((place, told.get(place, told.get(None))) for place in at)
    return tuple((place, lead_time) for place, lead_time in found if lead_time is not None)


def with_held(
    *,
    supply: Supply,
    product: UUID,
    lines: Sequence[ScheduleLine],
    expires_at: datetime | None,
) -> Supply:
    """Return the supply after a promise was made firm."""
    held = [
        Held(
            product=product,
            location=line.location,
            quantity=line.quantity,
            date=line.date,
            expires_at=expires_at,
            replenished=line.replenished,
            allocation=line.allocation,
        )
        for line in lines
        if line.location is not None and line.date is not None
    ]
    return replace(supply, held=(*supply.held, *held))


def days_at(places: Mapping[UUID, Location], as_of: datetime) -> Today:
    """Say which day it is at a location."""
    by_zone = {zone: as_of.astimezone(ZoneInfo(zone)).date() for zone in {place.zone for place in places.values()}}
    by_place = {id: by_zone[place.zone] for id, place in places.items()}
    fallback = as_of.date()
    return lambda location: by_place.get(location, fallback)


def next_change(*, supply: Supply, heard: Heard, as_of: datetime) -> datetime | None:
    """Return the next moment at which, by the mere passing of time, a promise of today may become another."""
    moments = [held.expires_at for held in supply.held if held.expires_at is not None and held.expires_at > as_of]
    for allocation in supply.allocations:
        moments += [moment for moment in (allocation.valid_from, allocation.valid_to) if moment and moment > as_of]
    moments += [
        end
        for system in {stock.system for stock in supply.stock}
        # One moment later it is silent.
        if system in heard and (end := sources.silent_from(heard[system]) + _MOMENT) >= as_of
    ]
    return min(moments, default=None)
