"""Allocations: quantities of a product that are kept for a customer or a segment; pure decisions, no database.

Of what is free at each location every allocation in force is given what is left of it, the earliest goods first: those for
one location before those for any, and of these the one that was stated first. What nobody is given is free for all. A buyer is
promised what is kept for him and what is free for all, and what he takes is drawn from his own allocations first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from fondaco.kernel.buyer import Buyer
from fondaco.modules.availability import model
from fondaco.modules.availability.model import NOTHING, Free, Kept, Step, Today
from fondaco.modules.availability.sources import Heard
from fondaco.modules.availability.types import Allocation, ScheduleLine, Supply


def entitled(*, allocation: Allocation, buyer: Buyer | None) -> bool:
    """Tell whether an allocation is a buyer's: of his organisation or one above it, or of a segment he is in."""
    return buyer is not None and (allocation.organisation in buyer.hierarchy or allocation.segment in buyer.segments)


def left(*, supply: Supply, as_of: datetime) -> list[tuple[Allocation, Decimal]]:
    """Return what of each allocation in force is neither used nor held, in the order in which they are served."""
    found = {
        one.id: one.quantity - one.used
        for one in sorted(supply.allocations, key=lambda one: (one.location is None, one.number, one.id))
        if one.in_force(as_of)
    }
    for held in supply.held:
        if held.allocation in found and model.in_force(held, as_of):
            found[held.allocation] -= held.quantity
    by_id = {one.id: one for one in supply.allocations}
    return [(by_id[id], quantity) for id, quantity in found.items() if quantity > 0]


def reckon(*, supply: Supply, heard: Heard, today: Today, as_of: datetime) -> Free:
    """Say what of a product is free for all, with what is kept for some set aside."""
    free = model.free(supply=supply, heard=heard, today=today, as_of=as_of)
    wanted = left(supply=supply, as_of=as_of) if supply.allocations else []
    if not wanted:
        return free
    there = [step.quantity for step in free.steps]
    earliest = sorted(range(len(there)), key=lambda place: free.steps[place].date)
    kept = []
    for allocation, quantity in wanted:
        mine, missing = [], quantity
        for place in earliest:
            step = free.steps[place]
            amount = min(missing, there[place])
            if amount > 0 and allocation.location in {None, step.location}:
                mine.append(replace(step, quantity=amount))
                there[place] -= amount
                missing -= amount
        kept.append(Kept(allocation=allocation, left=quantity, steps=tuple(mine)))
    rest = [replace(step, quantity=amount) for step, amount in zip(free.steps, there, strict=True) if amount > 0]
    days = {place.location: today(place.location) for place in free.locations}
    return _with(replace(free, kept=tuple(kept), days=days), rest)


def for_buyer(*, free: Free, buyer: Buyer | None) -> Free:
    """Add what is kept for a buyer to what is free for all."""
    mine = [step for kept in free.kept if entitled(allocation=kept.allocation, buyer=buyer) for step in kept.steps]
    return _with(free, [*free.steps, *mine]) if mine else free


def drawn(*, lines: Iterable[ScheduleLine], free: Free, buyer: Buyer | None) -> tuple[ScheduleLine, ...]:
    """Say from which of his allocations a buyer draws these lines, as far as they reach; the rest is drawn from none."""
    mine = {one.allocation.id: one for one in free.kept if entitled(allocation=one.allocation, buyer=buyer)}
    if not mine:
        return tuple(lines)
    open_ = {id: one.left for id, one in mine.items()}
    found: list[ScheduleLine] = []
    for line in lines:
        rest = line
        for id, there in open_.items():
            amount = min(rest.quantity, there)
            if amount > 0 and line.date is not None and mine[id].allocation.location in {None, line.location}:
                part, rest = _split(rest, amount)
                found.append(replace(part, allocation=id))
                open_[id] = there - amount
        if rest.quantity > 0:
            found.append(rest)
    return tuple(found)


def kept_for_others(*, free: Free, buyer: Buyer | None) -> bool:
    """Tell whether something of the supply is kept for somebody else."""
    return any(kept.steps and not entitled(allocation=kept.allocation, buyer=buyer) for kept in free.kept)


def _split(line: ScheduleLine, amount: Decimal) -> tuple[ScheduleLine, ScheduleLine]:
    """Take an amount off a line, first of what need not be replenished."""
    rest = line.quantity - amount
    later = min(line.replenished, rest)
    part = replace(line, quantity=amount, replenished=line.replenished - later)
    return part, replace(line, quantity=rest, replenished=later)


def _with(free: Free, steps: Sequence[Step]) -> Free:
    """Return the same with these steps: those of one location and day together, locations in their order."""
    sums: dict[UUID, dict[date, Decimal]] = {place.location: {} for place in free.locations}
    for step in steps:
        there = sums[step.location]
        there[step.date] = there.get(step.date, NOTHING) + step.quantity
    together: list[Step] = []
    places = []
    for place in free.locations:
        found = [
            Step(date=day, location=place.location, quantity=quantity)
            for day, quantity in sorted(sums[place.location].items())
        ]
        available, expected = model.now_and_later(found, free.days[place.location])
        places.append(replace(place, available=available, expected=expected))
        together += found
    return replace(free, steps=tuple(together), locations=tuple(places))
