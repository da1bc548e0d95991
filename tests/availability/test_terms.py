"""Terms of delivering as they are set: a promise carries both days, from memory as from the tables; flaws are refused."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from fondaco.kernel.buyer import Buyer
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.api import Board
from fondaco.modules.availability.errors import BadTerms, NoSuchLocation
from fondaco.modules.availability.types import (
    AvailabilityRequest,
    Calendar,
    DeliveryRule,
    Receiving,
    ReservationLine,
    ScheduleLine,
    Terms,
    TransportTime,
)
from fondaco.platform.follower import Follower
from fondaco.platform.subscriptions import run_until_quiet
from fondaco.platform.transaction import Database, Tx
from tests.availability.support import NOW, locations, on_hand, products

SITE, GATE = uuid4(), uuid4()
BUYER = Buyer(sold_to=SITE, hierarchy=(SITE,), ship_to=GATE, ships_to="DE", as_of=NOW)
# A Monday, nine in Greenwich, ten in Berlin.
MONDAY = NOW.date()


def line(quantity: int, ships: int, arrives: int | None) -> ScheduleLine:
    delivered_on = None if arrives is None else MONDAY + timedelta(days=arrives)
    return ScheduleLine(quantity=Decimal(quantity), date=MONDAY + timedelta(days=ships), delivered_on=delivered_on)


def test_terms_change_promises_in_memory_and_from_the_tables_alike(database: Database) -> None:
    with database.transaction() as tx:
        [product] = products(tx, "A")
        places = locations(tx)
        availability.put_stock(tx=tx, drafts=[on_hand("A", 5), on_hand("A", 3, place="SUED")], source="erp")
    north, south = places["NORD"], places["SUED"]
    board = Board()
    follower = Follower(database=database, projections=[board])
    follower.load()

    def promised(quantity: int, requested_on: date | None = None) -> tuple[ScheduleLine, ...]:
        run_until_quiet(database=database, subscriptions=[])
        follower.catch_up()
        asked = [AvailabilityRequest(product=product, quantity=Decimal(quantity), requested_on=requested_on)]
        with database.transaction() as tx:
            by_tables = availability.promise(tx=tx, requests=asked, as_of=NOW, buyer=BUYER)
        by_memory = availability.promise(board=board, requests=asked, as_of=NOW, buyer=BUYER)
        assert by_memory == by_tables
        return by_memory[0].schedule

    assert promised(8) == (line(8, 0, None),)
    with database.transaction() as tx:
        for place, zone_days in ((north, 1), (south, 3)):
            times = [TransportTime(country="DE", days=zone_days), TransportTime(country="FR", days=9)]
            availability.set_transport(tx=tx, location=place, times=times)
    assert promised(8) == (line(5, 0, 1), line(3, 0, 3))
    with database.transaction() as tx:
        availability.set_calendar(tx=tx, location=north, calendar=Calendar(country="DE", cut_off=time(10)))
    assert promised(8) == (line(5, 1, 2), line(3, 0, 3))
    with database.transaction() as tx:
        availability.set_receiving(tx=tx, address=GATE, receiving=Receiving(weekdays=frozenset({5}), zone="ISLE"))
    assert promised(5) == (line(3, 0, 4), line(2, 1, 4))
    with database.transaction() as tx:
        times = [TransportTime(country="DE", days=1), TransportTime(country="DE", zone="ISLE", days=5)]
        availability.set_transport(tx=tx, location=south, times=times)
        availability.set_delivery_rule(tx=tx, owner=SITE, rule=DeliveryRule(deliveries=1))
    assert promised(5) == (line(5, 1, 4),)
    assert promised(8) == (ScheduleLine(quantity=Decimal(8), date=None),)
    assert promised(5, MONDAY + timedelta(days=9)) == (line(5, 10, 11),)


def test_what_is_reserved_is_what_was_promised_and_is_gone_for_the_next(tx: Tx) -> None:
    [product] = products(tx, "A")
    places = locations(tx)
    availability.put_stock(tx=tx, drafts=[on_hand("A", 5)], source="erp")
    times = [TransportTime(country="DE", days=2)]
    availability.set_transport(tx=tx, location=places["NORD"], times=times)
    asked = [AvailabilityRequest(product=product, quantity=Decimal(4)) for _ in range(2)]
    first, second = availability.promise(tx=tx, requests=asked, as_of=NOW, buyer=BUYER, together=True)
    assert first.schedule == (line(4, 0, 2),)
    assert second.schedule == (line(1, 0, 2), ScheduleLine(quantity=Decimal(3), date=None))
    lines = [ReservationLine(line=uuid4(), product=product, quantity=Decimal(4)) for _ in range(2)]
    reserved = availability.reserve(tx=tx, document=uuid4(), lines=lines, as_of=NOW, buyer=BUYER)
    assert [answer.schedule for answer in reserved] == [first.schedule, second.schedule]
    [after] = availability.promise(tx=tx, requests=asked[:1], as_of=NOW, buyer=BUYER)
    assert after.schedule == (ScheduleLine(quantity=Decimal(4), date=None),)


def test_a_complete_delivery_that_cannot_be_holds_nothing(tx: Tx) -> None:
    [product] = products(tx, "A")
    locations(tx)
    availability.put_stock(tx=tx, drafts=[on_hand("A", 5)], source="erp")
    availability.set_delivery_rule(tx=tx, owner="DE01", rule=DeliveryRule(deliveries=1))
    wanted = [ReservationLine(line=uuid4(), product=product, quantity=Decimal(6))]
    [reserved] = availability.reserve(tx=tx, document=uuid4(), lines=wanted, as_of=NOW, buyer=BUYER)
    assert reserved.schedule == (ScheduleLine(quantity=Decimal(6), date=None),)
    [free] = availability.promise(
        tx=tx, requests=[AvailabilityRequest(product=product, quantity=Decimal(5))], as_of=NOW, buyer=BUYER
    )
    assert free.schedule == (line(5, 0, None),)


def test_terms_that_cannot_be_are_refused_and_nothing_is_stored(tx: Tx) -> None:
    place = locations(tx)["NORD"]
    times = [TransportTime(country="DE", days=1), TransportTime(country="DE", days=-1)]
    with pytest.raises(BadTerms) as refused:
        availability.set_transport(tx=tx, location=place, times=times)
    assert [problem.pointer for problem in refused.value.problems] == ["/transport/1/days", "/transport/1/zone"]
    for calendar in (
        Calendar(weekdays=frozenset()),
        Calendar(weekdays=frozenset({8})),
        Calendar(country="XX"),
        Calendar(country="DE", subdivision="XX"),
    ):
        with pytest.raises(BadTerms):
            availability.set_calendar(tx=tx, location=place, calendar=calendar)
    with pytest.raises(BadTerms):
        availability.set_receiving(tx=tx, address=GATE, receiving=Receiving(weekdays=frozenset()))
    for rule in (DeliveryRule(deliveries=0), DeliveryRule(places=(place, place))):
        with pytest.raises(BadTerms):
            availability.set_delivery_rule(tx=tx, owner=SITE, rule=rule)
    for nowhere in (
        lambda: availability.set_calendar(tx=tx, location=UUID(int=1), calendar=Calendar()),
        lambda: availability.set_delivery_rule(tx=tx, owner=SITE, rule=DeliveryRule(places=(UUID(int=1),))),
    ):
        with pytest.raises(NoSuchLocation):
            nowhere()
    assert availability.terms(tx=tx) == Terms()


def test_terms_are_read_as_they_were_set_and_can_be_taken_back(tx: Tx) -> None:
    place = locations(tx)["NORD"]
    told = Terms(
        calendars={
            place: Calendar(
                country="DE",
                subdivision="HH",
                weekdays=frozenset({1, 6}),
                closed_on=frozenset({MONDAY}),
                opened_on=frozenset({MONDAY + timedelta(days=6)}),
                cut_off=time(14, 30),
            )
        },
        transport={place: (TransportTime(country="DE", days=1), TransportTime(country="DE", zone="Z", days=3))},
        receiving={GATE: Receiving(zone="Z", closed_on=frozenset({MONDAY}))},
        rules={str(SITE): DeliveryRule(deliveries=2, places=(place,))},
    )
    availability.set_calendar(
        tx=tx, location=place, calendar=replace(told.calendars[place], country="", subdivision="")
    )
    availability.set_calendar(tx=tx, location=place, calendar=told.calendars[place])
    availability.set_transport(tx=tx, location=place, times=told.transport[place])
    availability.set_receiving(tx=tx, address=GATE, receiving=told.receiving[GATE])
    availability.set_delivery_rule(tx=tx, owner=SITE, rule=told.rules[str(SITE)])
    assert availability.terms(tx=tx) == told
    availability.set_calendar(tx=tx, location=place, calendar=None)
    availability.set_transport(tx=tx, location=place, times=[])
    availability.set_receiving(tx=tx, address=GATE, receiving=None)
    availability.set_delivery_rule(tx=tx, owner=SITE, rule=None)
    assert availability.terms(tx=tx) == Terms()
