"""From which location a line comes and in how many deliveries: the customer's rule applied to what is free."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import accumulate
from typing import TypeAlias
from uuid import UUID

from fondaco.kernel.buyer import Buyer
from fondaco.modules.availability import allocations, backorders, days, model
from fondaco.modules.availability.model import NOTHING, Free, Step, Today
from fondaco.modules.availability.types import (
    AvailabilityRequest,
    BackorderPolicy,
    DeliveryRule,
    Location,
    Promise,
    ScheduleLine,
    Sourcing,
    Supply,
    Terms,
)

_ANY = DeliveryRule()
_NOTHING_KNOWN = Supply()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How one buyer is served: his rule, and when what is ready at a location on a day leaves and arrives.

    `policy` says of a product how much of it he may order beyond what is there on the day `today` tells, and
    `replenished_on` when what is replenished at a location within so many working days is ready there.
    """

    trip: Callable[[UUID, date, date | None], days.Trip | None]
    rule: DeliveryRule = _ANY
    policy: Callable[[UUID], BackorderPolicy] = lambda _: BackorderPolicy.ALLOW
    today: Today = lambda _: date.min
    replenished_on: Callable[[UUID, int], date | None] = lambda _place, _lead_time: None
    buyer: Buyer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    quantity: Decimal
    location: UUID
    trip: days.Trip
    rank: int
    replenished: Decimal = NOTHING

    @property
    def arrives(self) -> date:
        return self.trip.delivered_on or self.trip.ships_on


# Trips by the day goods are ready and the day that was requested, for each way from a location to an address.
Days: TypeAlias = dict[tuple[date, date | None], days.Trip | None]
Trips: TypeAlias = dict[tuple[object, ...], Days]
_MOST_WAYS, _MOST_DAYS = 20_000, 2_000
_UNKNOWN = days.Trip(ships_on=date.min, delivered_on=None)


def plan_for(
    *,
    buyer: Buyer | None,
    terms: Terms,
    places: Mapping[UUID, Location],
    today: Today,
    as_of: datetime,
    trips: Trips | None = None,
) -> Plan:
    """Find the routes and the rule of a buyer; without one goods are only made ready, by anybody's rule.

    `trips` remembers what was found for the same terms and places before, by whomever.
    """
    receives = terms.receiving.get(buyer.ship_to) if buyer and buyer.ship_to else None
    country = (buyer.ships_to or buyer.country) if buyer else ""
    zone = receives.zone if receives else ""
    gate = buyer.ship_to if buyer and receives else None
    remembered: Trips = {} if trips is None else trips
    known: dict[UUID, tuple[days.Route, Days]] = {}

    def way(location: UUID) -> tuple[days.Route, Days]:
        place, calendar = places.get(location), terms.calendars.get(location)
        start = days.start(as_of=as_of, zone=place.zone, calendar=calendar) if place else today(location)
        by_zone = {
            time.zone: time.days for time in terms.transport.get(location, ()) if buyer and time.country == country
        }
        route = days.Route(
            start=start,
            ships=calendar,
            transport_days=by_zone.get(zone, by_zone.get("")),
            country=country,
            receives=receives,
        )
        if len(remembered) >= _MOST_WAYS:
            remembered.clear()
        return route, remembered.setdefault((location, start, country, zone, gate, buyer is None), {})

    def known_way(location: UUID) -> tuple[days.Route, Days]:
        found = known.get(location)
        if found is None:
            found = known[location] = way(location)
        return found

    def trip(location: UUID, ready_on: date, requested_on: date | None) -> days.Trip | None:
        route, told = known_way(location)
        key = ready_on, requested_on
        # Read once: another thread may be forgetting them.
        answer = told.get(key, _UNKNOWN)
        if answer is _UNKNOWN:
            if len(told) >= _MOST_DAYS:
                told.clear()
            answer = told[key] = days.trip(ready_on=ready_on, route=route, requested_on=requested_on)
        return answer

    @cache
    def replenished_on(location: UUID, lead_time: int) -> date | None:
        route, _ = known_way(location)
        return days.after(start=route.start, working_days=lead_time, calendar=route.ships)

    of_buyer = backorders.policy_of_buyer(buyer=buyer, terms=terms)

    def policy(product: UUID) -> BackorderPolicy:
        return backorders.policy_for(product=product, of_buyer=of_buyer, terms=terms)

    return Plan(
        trip=trip,
        rule=rule_for(buyer=buyer, terms=terms),
        policy=policy,
        today=today,
        replenished_on=replenished_on,
        buyer=buyer,
    )


def rule_for(*, buyer: Buyer | None, terms: Terms) -> DeliveryRule:
    """Return the rule of the buyer's organisation, of the nearest parent that has one, or of his sales area."""
    keys = [str(organisation) for organisation in buyer.hierarchy] + [buyer.sales_area] if buyer else []
    return next((terms.rules[key] for key in keys if key in terms.rules), _ANY)


def schedule(
    *, free: Iterable[Step], quantity: Decimal, plan: Plan, requested_on: date | None = None
) -> tuple[ScheduleLine, ...]:
    """Take a quantity from what is free by the buyer's rule; what cannot come has no date.

    What is there or expected is taken before what would be replenished for the same day, or from a location preferred.
    Goods come in no more deliveries (a day and a location each) than allowed; a part without a date counts as one to
    come. The last delivery allowed brings all the rest from one location, or it is not promised at all.
    """
    parts = _in_order(free, plan, requested_on)
    taken = _together(_take(parts, quantity))
    most = plan.rule.deliveries
    missing = quantity - sum((part.quantity for part in taken), NOTHING)
    if most is not None and len(taken) + (missing > 0) > most:
        taken = sorted(taken, key=lambda part: (part.arrives, part.rank))[: most - 1]
        rest = quantity - sum((part.quantity for part in taken), NOTHING)
        last = _whole(_left(parts, taken), rest)
        taken = _together([*taken, last]) if last else taken
    return _lines(taken, quantity)


def replenished(*, free: Free, quantity: Decimal, plan: Plan) -> list[Step]:
    """Return what of a quantity would be replenished where and when: all of it, wherever it is replenished."""
    ready = ((place, plan.replenished_on(place, lead_time)) for place, lead_time in free.lead_times)
    return [Step(date=day, location=place, quantity=quantity, replenished=True) for place, day in ready if day]


def most_dated(*, free: Iterable[Step], quantity: Decimal, plan: Plan, requested_on: date | None = None) -> Decimal:
    """Return how much less than a quantity would have a date for all of it, if no more was asked for.

    By the buyer's rule that may be another quantity than has a date when all is asked for: complete or not at all.
    """
    steps = tuple(free)
    parts = _in_order(steps, plan, requested_on)
    if plan.rule.deliveries is None:
        return min(sum((part.quantity for part in parts), NOTHING), quantity)
    tries = {*accumulate(part.quantity for part in parts)}
    # What is asked for says which parts are taken before it is known that they are too many.
    for most in range(1, len(parts) + 1):
        trips = sorted(_together(parts[:most]), key=lambda part: (part.arrives, part.rank))
        first = trips[: plan.rule.deliveries - 1]
        before = sum((part.quantity for part in first), NOTHING)
        there: dict[UUID, Decimal] = {}
        for part in _left(parts, first):
            there[part.location] = there.get(part.location, NOTHING) + part.quantity
        tries |= {before, *(before + last for last in there.values()), *accumulate(part.quantity for part in trips)}
    for amount in sorted((amount for amount in tries if amount < quantity), reverse=True):
        lines = schedule(free=steps, quantity=amount, plan=plan, requested_on=requested_on)
        if all(line.date is not None for line in lines):
            return amount
    return NOTHING


def promise(*, request: AvailabilityRequest, free: Free, plan: Plan) -> tuple[Promise, tuple[ScheduleLine, ...]]:
    """Answer one request by schedule lines; also return them by location, to be held."""
    policy = plan.policy(request.product)
    at = allocations.for_buyer(free=free, buyer=plan.buyer) if free.kept else free
    steps = (*at.steps, *replenished(free=at, quantity=request.quantity, plan=plan)) if at.lead_times else at.steps
    steps = backorders.sold(steps=steps, policy=policy, today=plan.today)
    taken = schedule(free=steps, quantity=request.quantity, plan=plan, requested_on=request.requested_on)
    orderable = request.quantity
    if policy is not BackorderPolicy.ALLOW and taken and taken[-1].date is None:
        orderable = most_dated(free=steps, quantity=request.quantity, plan=plan, requested_on=request.requested_on)
    drawn, for_others = NOTHING, False
    if free.kept:
        taken = allocations.drawn(lines=taken, free=free, buyer=plan.buyer)
        drawn = sum((line.quantity for line in taken if line.allocation), NOTHING)
        late = _late(taken, request.requested_on, plan.today)
        for_others = late and allocations.kept_for_others(free=free, buyer=plan.buyer)
    answer = Promise(
        product=request.product,
        quantity=request.quantity,
        schedule=model.by_day(taken),
        locations=at.locations,
        told_at=min((place.told_at for place in at.locations), default=None),
        known=any(place.known for place in at.locations),
        in_time=in_time(lines=taken, requested_on=request.requested_on),
        orderable=orderable,
        reason=policy if orderable < request.quantity else None,
        drawn=drawn,
        kept_for_others=for_others,
        noted_at=_noted_at(taken, at),
    )
    return answer, taken


def _noted_at(lines: Iterable[ScheduleLine], free: Free) -> datetime | None:
    """Return the age that has to be told of the data on which these dates rest, the oldest; mostly none."""
    noted = {place.location: place.noted_at for place in free.locations if place.noted_at is not None}
    ages = (noted[line.location] for line in lines if line.location in noted) if noted else ()
    return min(ages, default=None)


def promises(
    *,
    requests: Sequence[AvailabilityRequest],
    supplies: Mapping[UUID, Supply],
    reckon: Callable[[Supply], Free],
    plan: Plan,
    together: bool,
    free: Callable[[UUID], Free] | None = None,
) -> list[Promise]:
    """Answer requests in their order: each by itself, or `together`, what one is promised gone for the next.

    `reckon` says what is free of a supply; `free` says the same of a product as long as nothing of it is gone, for who
    knows that already.
    """
    times = Counter(request.product for request in requests)
    found, gone = [], dict[UUID, Supply]()
    for request in requests:
        product = request.product
        if free is not None and product not in gone:
            at = free(product)
        else:
            at = reckon(gone.get(product) or supplies.get(product, _NOTHING_KNOWN))
        answer, taken = promise(request=request, free=at, plan=plan)
        found.append(answer)
        if together and times[product] > 1:
            supply = gone.get(product) or supplies.get(product, _NOTHING_KNOWN)
            gone[product] = model.with_held(supply=supply, product=product, lines=taken, expires_at=None)
    return found


def in_time(*, lines: Sequence[ScheduleLine], requested_on: date | None) -> bool | None:
    """Tell whether everything arrives, or leaves where nobody knows how long it travels, by the requested day."""
    if requested_on is None:
        return None
    return all(line.date is not None and (line.delivered_on or line.date) <= requested_on for line in lines)


def _late(lines: Sequence[ScheduleLine], requested_on: date | None, today: Today) -> bool:
    """Tell whether some of it comes after the requested day, or is not there today where none was requested."""
    if requested_on is not None:
        return not in_time(lines=lines, requested_on=requested_on)
    return any(line.date is None or line.location is None or line.date > today(line.location) for line in lines)


def _in_order(free: Iterable[Step], plan: Plan, requested_on: date | None) -> list[_Part]:
    order = {location: rank for rank, location in enumerate(plan.rule.places)}
    seen: dict[UUID, int] = {}
    parts = []
    for step in free:
        if order and step.location not in order:
            continue
        rank = order[step.location] if order else seen.setdefault(step.location, len(seen))
        trip = plan.trip(step.location, step.date, requested_on)
        if trip is not None:
            later = step.quantity if step.replenished else NOTHING
            part = _Part(quantity=step.quantity, location=step.location, trip=trip, rank=rank, replenished=later)
            parts.append(part)
    if plan.rule.sourcing is Sourcing.PREFERENCE:
        return sorted(parts, key=lambda part: (part.replenished > 0, part.rank, part.arrives, part.trip.ships_on))
    return sorted(parts, key=lambda part: (part.arrives, part.replenished > 0, part.rank, part.trip.ships_on))


def _take(parts: Iterable[_Part], quantity: Decimal) -> list[_Part]:
    taken, left = [], quantity
    for part in parts:
        if left <= 0:
            break
        amount = min(left, part.quantity)
        taken.append(_of(part, amount))
        left -= amount
    return taken


def _left(parts: Iterable[_Part], taken: Iterable[_Part]) -> list[_Part]:
    """Return what is left when some is taken, of each trip."""
    gone: dict[tuple[UUID, date], Decimal] = {}
    for part in taken:
        key = (part.location, part.trip.ships_on)
        gone[key] = gone.get(key, NOTHING) + part.quantity
    left = []
    for part in parts:
        key = (part.location, part.trip.ships_on)
        less = min(gone.get(key, NOTHING), part.quantity)
        if less:
            gone[key] -= less
        if part.quantity > less:
            left.append(_of(part, part.quantity - less))
    return left


def _whole(parts: Iterable[_Part], quantity: Decimal) -> _Part | None:
    """Find the location that can send the quantity in one go the earliest (or the most preferred, as the parts stand)."""
    there: dict[UUID, _Part] = {}
    for part in parts:
        known = there.get(part.location)
        there[part.location] = _sum(part, known) if known else part
        if there[part.location].quantity >= quantity:
            return _of(there[part.location], quantity)
    return None


def _together(parts: Iterable[_Part]) -> list[_Part]:
    sums: dict[tuple[UUID, date], _Part] = {}
    for part in parts:
        key = (part.location, part.trip.ships_on)
        known = sums.get(key)
        sums[key] = _sum(known, part) if known else part
    return list(sums.values())


def _sum(one: _Part, other: _Part) -> _Part:
    return replace(one, quantity=one.quantity + other.quantity, replenished=one.replenished + other.replenished)


def _of(part: _Part, quantity: Decimal) -> _Part:
    """Return the same part with less of it; what need not be replenished is taken first."""
    there = part.quantity - part.replenished
    return replace(part, quantity=quantity, replenished=max(quantity - there, NOTHING) if part.replenished else NOTHING)


def _lines(taken: Iterable[_Part], quantity: Decimal) -> tuple[ScheduleLine, ...]:
    parts = sorted(taken, key=lambda part: (part.arrives, part.trip.ships_on, part.rank))
    lines = [
        ScheduleLine(
            quantity=part.quantity,
            date=part.trip.ships_on,
            location=part.location,
            delivered_on=part.trip.delivered_on,
            replenished=part.replenished,
        )
        for part in parts
    ]
    missing = quantity - sum((line.quantity for line in lines), NOTHING)
    return (*lines, ScheduleLine(quantity=missing, date=None)) if missing > 0 else tuple(lines)
