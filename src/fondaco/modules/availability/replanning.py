"""Planning what documents claim of one product again after its supply moved: pure decisions, no clock, no database.

As long as everything that is held can be kept, nobody is put back: in the order in which the claims were made, each may
take what is free for an earlier day, or for what has no date yet. Where something cannot be kept, all of it is planned
again in that order: the oldest claim has the first choice, and what cannot be covered has no date.

Two things change no promise: time that passes (what was due and is there keeps its day), and a source that is silent
(at its locations a claim keeps what the last statement covers, and gets no more).

An allocation has its place in the same order: who claimed before it was stated gives way to nothing of it, who came later
gets nothing of what is kept for others. What is to be replenished keeps its day as long as that is to come and the product
is replenished there; it takes what comes in no later instead.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from fondaco.kernel.buyer import Buyer
from fondaco.modules.availability import allocations, model, sources, sourcing
from fondaco.modules.availability.model import NOTHING, Free, Step, Today
from fondaco.modules.availability.sources import Heard, Hearing
from fondaco.modules.availability.sourcing import Plan
from fondaco.modules.availability.types import Held, ScheduleLine, Supply


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is still open of a line of a document, in base units, and which dated parts of it are held where.

    What is not held has no date: it waits. `revision` counts how often it was planned, `number` is the place of its document
    in the order in which documents reserved.
    """

    document: UUID
    line: UUID
    product: UUID
    quantity: Decimal
    requested_on: date | None = None
    expires_at: datetime | None = None
    revision: int = 0
    number: int = 0
    buyer: Buyer | None = None
    held: tuple[ScheduleLine, ...] = ()

    @property
    def waiting(self) -> Decimal:
        """What of it has no date."""
        return self.quantity - sum((part.quantity for part in self.held), Decimal(0))

    @property
    def schedule(self) -> tuple[ScheduleLine, ...]:
        """What it is promised, with the location of each part."""
        if self.waiting <= 0:
            return self.held
        return (*self.held, ScheduleLine(quantity=self.waiting, date=None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What besides the supply a plan rests on: who was heard from, which day it is where, and how each is served."""

    heard: Heard
    today: Today
    as_of: datetime
    plan: Callable[[Claim], Plan]


def again(*, claims: Sequence[Claim], supply: Supply, ground: Ground) -> list[Claim]:
    """Plan the claims, the oldest first; answer them in the same order with what they hold from now on.

    `supply.held` is what is held besides and stays as it is.
    """
    ledger = _Ledger(supply, ground)
    for claim in claims:
        ledger.take(claim)
    if ledger.covered():
        return _improved(claims, ledger)
    ledger.clear()
    return [ledger.take(_planned(claim, ledger)) for claim in claims]


def told(claim: Claim) -> tuple[ScheduleLine, ...]:
    """Return what is promised of a claim by day, wherever it lies; what has no date stands last."""
    return model.by_day(sorted(claim.schedule, key=lambda part: (part.date is None, part.date, part.delivered_on or 0)))


class _Ledger:
    """The supply of a product, and what is held of it while plans are made."""

    def __init__(self, supply: Supply, ground: Ground) -> None:
        self.ground = ground
        # By location, day and allocation; what is to be replenished takes nothing of what there is.
        self._held: dict[tuple[UUID, date, UUID | None], Decimal] = defaultdict(Decimal)
        self._later: dict[tuple[UUID, date], Decimal] = defaultdict(Decimal)
        self._supply = replace(supply, held=tuple(_there(held) for held in supply.held))
        self._lead_times = dict(model.lead_times(supply=supply, at=[stock.location for stock in supply.stock]))
        self._everybody = {stock.system: Hearing(ground.as_of, 0) for stock in supply.stock}

    def clear(self) -> None:
        self._held.clear()
        self._later.clear()

    def take(self, claim: Claim) -> Claim:
        self._add(claim, 1)
        return claim

    def give_back(self, claim: Claim) -> None:
        self._add(claim, -1)

    def _add(self, claim: Claim, sign: int) -> None:
        for part in claim.held:
            place, day = _spot(part)
            self._held[place, day, part.allocation] += sign * (part.quantity - part.replenished)
            self._later[place, day] += sign * part.replenished

    def covered(self) -> bool:
        """Tell whether all that is held can be kept, by what was told last."""
        supply, today, as_of = self._now(), self.ground.today, self.ground.as_of
        places = {stock.location for stock in supply.stock}
        if any(quantity and not self._comes(place, day) for (place, day), quantity in self._later.items()):
            return False
        return all(
            place in places and model.lowest(supply=supply, location=place, today=today(place), as_of=as_of) >= 0
            for place in {place for (place, _, _), quantity in self._held.items() if quantity}
        )

    def slack(self) -> bool:
        """Tell whether on any day more is there than has to leave by then: if not, nothing can leave earlier."""
        supply, today, as_of = self._now(), self.ground.today, self.ground.as_of
        return bool(self._lead_times) or any(
            model.most(supply=supply, location=stock.location, today=today(stock.location), as_of=as_of) > 0
            for stock in supply.stock
        )

    def steps(self, claim: Claim, free: Free, plan: Plan) -> list[Step]:
        """Return what a claim may take: of silent sources no more than it holds already."""
        heard, as_of = self.ground.heard, self.ground.as_of
        silent = {
            stock.location for stock in self._supply.stock if not sources.counts(stock=stock, heard=heard, as_of=as_of)
        }
        found = list(allocations.for_buyer(free=free, buyer=claim.buyer).steps)
        if silent:
            found = self._with_silent(found, claim, silent)
        later = sourcing.replenished(free=free, quantity=claim.quantity, plan=plan)
        return [*found, *self._promised_later(claim), *later]

    def free_for(self, claim: Claim) -> Free:
        """Return what is free where claims before an allocation give way to nothing of it."""
        shares = tuple(
            one
            for one in self._supply.allocations
            if one.number < claim.number or allocations.entitled(allocation=one, buyer=claim.buyer)
        )
        ground = self.ground
        supply = replace(self._now(), allocations=shares)
        return allocations.reckon(supply=supply, heard=ground.heard, today=ground.today, as_of=ground.as_of)

    def _with_silent(self, found: Iterable[Step], claim: Claim, silent: Collection[UUID]) -> list[Step]:
        by_place: dict[UUID, list[Step]] = defaultdict(list)
        for step in found:
            by_place[step.location].append(step)
        left: dict[UUID, Decimal] = defaultdict(Decimal)
        for part in claim.held:
            left[_spot(part)[0]] += part.quantity - part.replenished
        for step in self._free(self._everybody).steps:
            if step.location in silent and (quantity := min(step.quantity, left[step.location])):
                left[step.location] -= quantity
                by_place[step.location].append(replace(step, quantity=quantity))
        return [step for stock in self._supply.stock for step in by_place[stock.location]]

    def _promised_later(self, claim: Claim) -> list[Step]:
        """Return what was to be replenished for a claim, on the day it was promised for."""
        return [
            Step(date=day, location=place, quantity=part.replenished, replenished=True)
            for part in claim.held
            for place, day in [_spot(part)]
            if part.replenished and self._comes(place, day)
        ]

    def _comes(self, place: UUID, day: date) -> bool:
        """Tell whether what was to be replenished for a day may still come."""
        return place in self._lead_times and day >= self.ground.today(place)

    def _free(self, heard: Heard) -> Free:
        return model.free(supply=self._now(), heard=heard, today=self.ground.today, as_of=self.ground.as_of)

    def _now(self) -> Supply:
        product = self._supply.stock[0].product if self._supply.stock else UUID(int=0)
        held = [
            Held(product=product, location=place, quantity=quantity, date=day, expires_at=None, allocation=allocation)
            for (place, day, allocation), quantity in self._held.items()
            if quantity
        ]
        return replace(self._supply, held=(*self._supply.held, *held))


def _improved(claims: Sequence[Claim], ledger: _Ledger) -> list[Claim]:
    found, slack = [], ledger.slack()
    for claim in claims:
        if slack and not _at_best(claim, ledger.ground.today):
            ledger.give_back(claim)
            other = _planned(claim, ledger)
            better = _sooner(other, claim)
            found.append(ledger.take(other if better else claim))
            slack = not better or ledger.slack()
        else:
            found.append(claim)
    return found


def _planned(claim: Claim, ledger: _Ledger) -> Claim:
    free, plan = ledger.free_for(claim), ledger.ground.plan(claim)
    steps = ledger.steps(claim, free, plan)
    lines = sourcing.schedule(free=steps, quantity=claim.quantity, plan=plan, requested_on=claim.requested_on)
    held = [line for line in lines if line.date is not None]
    kept = _with_days_kept(held, claim, steps, plan, ledger.ground.today)
    return replace(claim, held=allocations.drawn(lines=kept, free=free, buyer=claim.buyer))


def _with_days_kept(
    lines: Sequence[ScheduleLine], claim: Claim, steps: Iterable[Step], plan: Plan, today: Today
) -> tuple[ScheduleLine, ...]:
    """Let what was due by today, and is there, keep its day: that it did not leave yet is no other promise."""
    there: dict[UUID, Decimal] = {}
    for step in steps:
        if step.date <= today(step.location) and not step.replenished:
            there[step.location] = there.get(step.location, NOTHING) + step.quantity
    left = list(lines)
    found: list[ScheduleLine] = []
    for old in claim.held:
        place, day = _spot(old)
        trip = plan.trip(place, day, claim.requested_on) if day <= today(place) else None
        if trip is None:
            continue
        for number, line in enumerate(left):
            if (line.location, line.date) == (place, trip.ships_on):
                quantity = min(old.quantity, line.quantity - line.replenished, there.get(place, NOTHING))
                if quantity > 0:
                    found.append(replace(old, quantity=quantity, replenished=NOTHING, allocation=None))
                    there[place] -= quantity
                    left[number] = replace(line, quantity=line.quantity - quantity)
                break
    found += [line for line in left if line.quantity > 0]
    return tuple(sorted(_together(found), key=lambda line: (_spot(line)[1], _arrives(line))))


def _together(lines: Iterable[ScheduleLine]) -> Iterable[ScheduleLine]:
    sums: dict[tuple[UUID | None, date | None, date | None], ScheduleLine] = {}
    for line in lines:
        key = (line.location, line.date, line.delivered_on)
        known = sums.get(key)
        sums[key] = (
            replace(known, quantity=known.quantity + line.quantity, replenished=known.replenished + line.replenished)
            if known
            else line
        )
    return sums.values()


def _at_best(claim: Claim, today: Today) -> bool:
    return (
        claim.waiting <= 0 and not _later(claim) and all(day <= today(place) for place, day in map(_spot, claim.held))
    )


def _sooner(one: Claim, other: Claim) -> bool:
    """Tell whether by every day as much arrives as before, and by one of them more or less of it to be replenished."""
    days = sorted({_arrives(part) for part in (*one.held, *other.held)})
    gains = [_by(one, day) - _by(other, day) for day in days]
    if min(gains, default=NOTHING) < 0:
        return False
    return max(gains, default=NOTHING) > 0 or _later(one) < _later(other)


def _later(claim: Claim) -> Decimal:
    return sum((part.replenished for part in claim.held), NOTHING)


def _by(claim: Claim, day: date) -> Decimal:
    return sum((part.quantity for part in claim.held if _arrives(part) <= day), NOTHING)


def _arrives(part: ScheduleLine) -> date:
    return part.delivered_on or _spot(part)[1]


def _there(held: Held) -> Held:
    return replace(held, quantity=held.quantity - held.replenished, replenished=NOTHING)


def _spot(part: ScheduleLine) -> tuple[UUID, date]:
    if part.location is None or part.date is None:
        raise TypeError("what is held has a place and a day")
    return part.location, part.date
