"""Delivery rules: never more deliveries than allowed, nothing lost, nothing twice, beside a plain search for one delivery."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from fondaco.kernel.buyer import Buyer
from fondaco.modules.availability import days, sourcing
from fondaco.modules.availability.days import Route, Trip
from fondaco.modules.availability.model import Step
from fondaco.modules.availability.types import DeliveryRule, ScheduleLine, Sourcing, Terms

TODAY = date(2026, 11, 23)
PLACES = [UUID(int=10), UUID(int=11), UUID(int=12)]
SITE, GROUP = UUID(int=1), UUID(int=2)

steps = st.lists(
    st.builds(
        lambda ahead, place, quantity: Step(
            date=TODAY + timedelta(days=ahead), location=place, quantity=Decimal(quantity)
        ),
        st.integers(0, 4),
        st.sampled_from(PLACES),
        st.integers(1, 6),
    ),
    max_size=6,
    unique_by=lambda step: (step.location, step.date),
).map(lambda found: sorted(found, key=lambda step: (PLACES.index(step.location), step.date)))
quantities = st.integers(1, 20).map(Decimal)
travel = st.tuples(*[st.none() | st.integers(0, 3)] * 3)
rules = st.builds(
    DeliveryRule,
    deliveries=st.none() | st.integers(1, 3),
    sourcing=st.sampled_from(Sourcing),
    places=st.just(()) | st.permutations(PLACES).map(lambda order: tuple(order[:2])),
)


def plan(rule: DeliveryRule, roads: tuple[int | None, ...] = (None, None, None)) -> sourcing.Plan:
    routes = {
        place: Route(start=TODAY, transport_days=road, country="DE") for place, road in zip(PLACES, roads, strict=True)
    }

    def trip(location: UUID, day: date, wanted: date | None) -> Trip | None:
        return days.trip(ready_on=day, route=routes[location], requested_on=wanted)

    return sourcing.Plan(trip=trip, rule=rule)


def arrives(line: ScheduleLine) -> date:
    assert line.date is not None
    return line.delivered_on or line.date


@given(free=steps, quantity=quantities, rule=rules, roads=travel)
def test_a_rule_is_kept_and_nothing_is_lost_or_given_twice(
    free: list[Step], quantity: Decimal, rule: DeliveryRule, roads: tuple[int | None, ...]
) -> None:
    lines = sourcing.schedule(free=free, quantity=quantity, plan=plan(rule, roads))
    assert sum(line.quantity for line in lines) == quantity
    assert all(line.quantity > 0 for line in lines)
    if rule.deliveries is not None:
        assert len(lines) <= rule.deliveries
    for place in PLACES:
        taken = [line for line in lines if line.location == place]
        assert not taken or place in (rule.places or PLACES)
        for day in {line.date for line in taken if line.date}:
            # What leaves by a day is there by that day.
            gone = sum((line.quantity for line in taken if line.date and line.date <= day), Decimal(0))
            there = sum((step.quantity for step in free if step.location == place and step.date <= day), Decimal(0))
            assert gone <= there


@given(free=steps, quantity=quantities, roads=travel)
def test_a_complete_delivery_is_the_soonest_that_one_location_can_make(
    free: list[Step], quantity: Decimal, roads: tuple[int | None, ...]
) -> None:
    lines = sourcing.schedule(free=free, quantity=quantity, plan=plan(DeliveryRule(deliveries=1), roads))
    without = plan(DeliveryRule(), roads)
    found = []
    for place in PLACES:
        alone = sourcing.schedule(
            free=[step for step in free if step.location == place], quantity=quantity, plan=without
        )
        if all(line.date for line in alone):
            found.append(max(arrives(line) for line in alone))
    assert len(lines) == 1
    assert (arrives(lines[0]) if lines[0].date else None) == min(found, default=None)


@given(free=steps, quantity=quantities)
def test_without_a_rule_each_day_gives_as_much_as_is_there_by_then(free: list[Step], quantity: Decimal) -> None:
    lines = sourcing.schedule(free=free, quantity=quantity, plan=plan(DeliveryRule()))
    for ahead in range(6):
        day = TODAY + timedelta(days=ahead)
        there = sum((step.quantity for step in free if step.date <= day), Decimal(0))
        assert sum((ln.quantity for ln in lines if ln.date and ln.date <= day), Decimal(0)) == min(there, quantity)


@given(free=steps, quantity=quantities, order=st.permutations(PLACES))
def test_the_preferred_location_is_used_up_before_the_next_is_asked(
    free: list[Step], quantity: Decimal, order: list[UUID]
) -> None:
    rule = DeliveryRule(sourcing=Sourcing.PREFERENCE, places=tuple(order))
    lines = sourcing.schedule(free=free, quantity=quantity, plan=plan(rule))
    left = quantity
    for place in order:
        has = sum((step.quantity for step in free if step.location == place), Decimal(0))
        assert sum((line.quantity for line in lines if line.location == place), Decimal(0)) == min(has, left)
        left -= min(has, left)


def test_two_deliveries_bring_what_is_there_and_then_all_the_rest() -> None:
    near, far, _ = PLACES
    free = [
        Step(date=TODAY, location=near, quantity=Decimal(4)),
        Step(date=TODAY + timedelta(days=1), location=near, quantity=Decimal(2)),
        Step(date=TODAY + timedelta(days=2), location=far, quantity=Decimal(9)),
    ]

    def told(deliveries: int | None) -> Counter[tuple[UUID | None, date | None]]:
        lines = sourcing.schedule(free=free, quantity=Decimal(10), plan=plan(DeliveryRule(deliveries=deliveries)))
        return Counter({(line.location, line.date): int(line.quantity) for line in lines})

    later = TODAY + timedelta(days=2)
    assert told(None) == {(near, TODAY): 4, (near, TODAY + timedelta(days=1)): 2, (far, later): 4}
    assert told(2) == {(near, TODAY): 4, (far, later): 6}
    # Nobody has ten alone: there is no complete delivery.
    assert told(1) == {(None, None): 10}


def test_the_nearest_rule_counts_and_a_shipment_in_time_is_told() -> None:
    group, area = DeliveryRule(deliveries=1), DeliveryRule(deliveries=3)
    buyer = Buyer(sold_to=SITE, hierarchy=(SITE, GROUP), as_of=datetime(2026, 11, 23, 9, tzinfo=UTC))
    for rules, counts in (
        ({}, DeliveryRule()),
        ({"DE01": area}, area),
        ({"DE01": area, str(GROUP): group}, group),
        ({"DE01": area, str(GROUP): group, str(SITE): DeliveryRule()}, DeliveryRule()),
    ):
        assert sourcing.rule_for(buyer=buyer, terms=Terms(rules=rules)) == counts
    line = ScheduleLine(quantity=Decimal(1), date=TODAY, delivered_on=TODAY + timedelta(days=2))
    assert sourcing.in_time(lines=[line], requested_on=None) is None
    assert sourcing.in_time(lines=[line], requested_on=TODAY + timedelta(days=2)) is True
    assert sourcing.in_time(lines=[line], requested_on=TODAY + timedelta(days=1)) is False
    undated = ScheduleLine(quantity=Decimal(1), date=None)
    assert sourcing.in_time(lines=[line, undated], requested_on=TODAY + timedelta(days=9)) is False
