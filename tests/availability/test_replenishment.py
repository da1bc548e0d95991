"""Replenishment: what neither lies there nor is expected comes after the lead time, in working days of the location."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.kernel.buyer import Buyer
from fondaco.modules.availability import api as availability
from fondaco.modules.availability import days
from fondaco.modules.availability.store import read
from fondaco.modules.availability.types import (
    AvailabilityRequest,
    BackorderPolicy,
    Calendar,
    DeliveryRule,
    Promise,
    ReceiptDraft,
    ReplenishmentDraft,
    ReservationLine,
    ScheduleLine,
    Sourcing,
)
from fondaco.platform.transaction import Tx
from tests.availability.support import NOW, locations, on_hand, products, ref

TODAY = NOW.date()  # a Monday
WORKING = Calendar(weekdays=frozenset({1, 2, 3, 4, 5}), country="DE")


def day(ahead: int) -> date:
    return TODAY + timedelta(days=ahead)


@pytest.fixture
def product(tx: Tx) -> UUID:
    [found] = products(tx, "A")
    locations(tx)
    availability.heard_from(tx=tx, system="erp", at=NOW, patience=10**7)
    availability.put_stock(tx=tx, drafts=[on_hand("A", 12)], source="erp")
    return found


def replenished(tx: Tx, lead_time: int | None, place: str | None = None) -> None:
    draft = ReplenishmentDraft(product=ref("A"), lead_time=lead_time, location=ref(place) if place else None)
    assert not availability.put_replenishments(tx=tx, drafts=[draft], source="erp").refused


def expect(tx: Tx, quantity: int, ahead: int) -> None:
    draft = ReceiptDraft(
        ref=ref("R"), product=ref("A"), location=ref("NORD"), quantity=Decimal(quantity), expected_on=day(ahead)
    )
    assert not availability.put_receipts(tx=tx, drafts=[draft], source="erp").refused


def ask(tx: Tx, product: UUID, quantity: int, buyer: Buyer | None = None) -> Promise:
    """Ask the tables and the board, which say the same."""
    requests = [AvailabilityRequest(product=product, quantity=Decimal(quantity))]
    board = availability.Board()
    board.load(tx=tx)
    by_tables = availability.promise(tx=tx, requests=requests, as_of=NOW, buyer=buyer)
    assert by_tables == availability.promise(board=board, requests=requests, as_of=NOW, buyer=buyer)
    return by_tables[0]


def told(schedule: tuple[ScheduleLine, ...]) -> list[tuple[int, int | None, int]]:
    """Say how much comes how many days ahead, and how much of it is to be replenished."""
    return [
        (int(line.quantity), (line.date - TODAY).days if line.date else None, int(line.replenished))
        for line in schedule
    ]


def reserve(tx: Tx, product: UUID, quantity: int, buyer: Buyer | None = None) -> UUID:
    document = uuid4()
    line = ReservationLine(line=document, product=product, quantity=Decimal(quantity))
    availability.reserve(tx=tx, document=document, lines=[line], as_of=NOW, buyer=buyer)
    return document


def held(tx: Tx, product: UUID) -> dict[UUID, list[tuple[int, int, int]]]:
    found: dict[UUID, list[tuple[int, int, int]]] = {}
    for one in read.held(tx=tx, products=[product])[product]:
        assert one.document is not None
        part = (int(one.quantity), (one.date - TODAY).days, int(one.replenished))
        found.setdefault(one.document, []).append(part)
    return found


def planned(tx: Tx, ahead: int = 0) -> None:
    availability.replan(tx=tx, as_of=NOW + timedelta(days=ahead))


@given(start=st.dates(date(2026, 1, 1), date(2027, 12, 31)), lead_time=st.integers(0, 30))
def test_working_days_are_counted_one_by_one(start: date, lead_time: int) -> None:
    found = days.after(start=start, working_days=lead_time, calendar=WORKING)
    assert found is not None
    between = [start + timedelta(days=n) for n in range(1, (found - start).days + 1)]
    assert sum(days.is_working_day(one, calendar=WORKING) for one in between) == lead_time
    assert lead_time == 0 or days.is_working_day(found, calendar=WORKING)


def test_without_a_lead_time_it_stays_unknown_and_one_that_is_taken_back_is_none(tx: Tx, product: UUID) -> None:
    assert told(ask(tx, product, 50).schedule) == [(12, 0, 0), (38, None, 0)]
    replenished(tx, 10)
    assert told(ask(tx, product, 50).schedule) == [(12, 0, 0), (38, 10, 38)]
    replenished(tx, None)
    assert told(ask(tx, product, 50).schedule) == [(12, 0, 0), (38, None, 0)]


def test_the_days_are_working_days_of_the_location_from_its_cut_off_on(tx: Tx, product: UUID) -> None:
    place = locations(tx)["NORD"]
    replenished(tx, 10)
    availability.set_calendar(tx=tx, location=place, calendar=WORKING)
    assert told(ask(tx, product, 50).schedule)[1] == (38, 14, 38)


def test_receipts_come_before_and_replenishment_counts_beyond_the_last_of_them(tx: Tx, product: UUID) -> None:
    replenished(tx, 10)
    expect(tx, 20, 5)
    assert told(ask(tx, product, 50).schedule) == [(12, 0, 0), (20, 5, 0), (18, 10, 18)]
    expect(tx, 20, 15)
    assert told(ask(tx, product, 50).schedule) == [(12, 0, 0), (38, 10, 38)]
    expect(tx, 20, 10)
    assert told(ask(tx, product, 50).schedule) == [(12, 0, 0), (38, 10, 18)]


def test_a_locations_own_lead_time_counts_before_the_products(tx: Tx, product: UUID) -> None:
    availability.put_stock(tx=tx, drafts=[on_hand("A", 0, place="SUED")], source="erp")
    replenished(tx, 10)
    replenished(tx, 3, "SUED")
    assert told(ask(tx, product, 50).schedule) == [(12, 0, 0), (38, 3, 38)]
    replenished(tx, None, "SUED")
    assert told(ask(tx, product, 50).schedule) == [(12, 0, 0), (38, 10, 38)]


def test_what_is_there_anywhere_goes_before_what_a_preferred_location_would_replenish(tx: Tx, product: UUID) -> None:
    places = locations(tx)
    availability.put_stock(tx=tx, drafts=[on_hand("A", 0, place="SUED")], source="erp")
    replenished(tx, 10)
    site = uuid4()
    rule = DeliveryRule(sourcing=Sourcing.PREFERENCE, places=(places["SUED"], places["NORD"]))
    availability.set_delivery_rule(tx=tx, owner=site, rule=rule)
    buyer = Buyer(sold_to=site, hierarchy=(site,), as_of=NOW)
    assert told(ask(tx, product, 50, buyer).schedule) == [(12, 0, 0), (38, 10, 38)]


def test_complete_delivery_waits_for_what_is_replenished_and_says_how_much_that_is(tx: Tx, product: UUID) -> None:
    replenished(tx, 10)
    site = uuid4()
    availability.set_delivery_rule(tx=tx, owner=site, rule=DeliveryRule(deliveries=1))
    buyer = Buyer(sold_to=site, hierarchy=(site,), as_of=NOW)
    assert told(ask(tx, product, 50, buyer).schedule) == [(50, 10, 38)]


def test_policies_of_backorders_keep_their_meaning(tx: Tx, product: UUID) -> None:
    replenished(tx, 10)
    availability.set_backorder_policy(tx=tx, product=product, policy=BackorderPolicy.DATED)
    assert ask(tx, product, 50).orderable == 50
    availability.set_backorder_policy(tx=tx, product=product, policy=BackorderPolicy.NONE)
    assert ask(tx, product, 50).orderable == 12


def test_a_receipt_stated_for_it_is_nobody_elses_and_takes_its_place(tx: Tx, product: UUID) -> None:
    replenished(tx, 10)
    document = reserve(tx, product, 50)
    assert held(tx, product) == {document: [(12, 0, 0), (38, 10, 38)]}
    expect(tx, 38, 10)
    assert told(ask(tx, product, 5).schedule) == [(5, 10, 5)]
    planned(tx)
    assert held(tx, product) == {document: [(12, 0, 0), (38, 10, 0)]}
    expect(tx, 40, 4)
    planned(tx)
    assert held(tx, product) == {document: [(12, 0, 0), (38, 4, 0)]}
    assert told(ask(tx, product, 5).schedule) == [(2, 4, 0), (3, 10, 3)]


def test_its_day_is_kept_while_it_is_to_come_and_planned_again_when_it_is_over(tx: Tx, product: UUID) -> None:
    replenished(tx, 10)
    document = reserve(tx, product, 50)
    availability.put_stock(tx=tx, drafts=[on_hand("A", 13, told_at=NOW + timedelta(days=3))], source="erp")
    planned(tx, ahead=3)
    assert held(tx, product) == {document: [(12, 0, 0), (1, 3, 0), (37, 10, 37)]}
    availability.put_stock(tx=tx, drafts=[on_hand("A", 14, told_at=NOW + timedelta(days=11))], source="erp")
    planned(tx, ahead=11)
    assert held(tx, product) == {document: [(12, 0, 0), (1, 3, 0), (1, 10, 0), (36, 21, 36)]}
    replenished(tx, None)
    planned(tx, ahead=11)
    assert held(tx, product) == {document: [(12, 0, 0), (1, 3, 0), (1, 10, 0)]}


def test_who_waits_without_a_date_gets_one_when_a_lead_time_is_stated(tx: Tx, product: UUID) -> None:
    document = reserve(tx, product, 50)
    assert held(tx, product) == {document: [(12, 0, 0)]}
    replenished(tx, 5)
    planned(tx)
    assert held(tx, product) == {document: [(12, 0, 0), (38, 5, 38)]}


def test_a_bad_statement_is_refused_by_itself(tx: Tx, product: UUID) -> None:
    drafts = [
        ReplenishmentDraft(product=ref("X"), lead_time=1),
        ReplenishmentDraft(product=ref("A"), lead_time=1, location=ref("X")),
        ReplenishmentDraft(product=ref("A"), lead_time=-1),
        ReplenishmentDraft(product=ref("A"), lead_time=4),
    ]
    result = availability.put_replenishments(tx=tx, drafts=drafts, source="erp")
    assert [(bad.index, bad.field) for bad in result.refused] == [(0, "product"), (1, "location"), (2, "lead_time")]
    assert result.created == 1
    assert told(ask(tx, product, 13).schedule) == [(12, 0, 0), (1, 4, 1)]
