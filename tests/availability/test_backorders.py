"""Policies of backorders: whose counts, what they leave of a quantity, and that what they forbid is never held."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from fondaco.kernel.buyer import Buyer
from fondaco.modules.availability import api as availability
from fondaco.modules.availability import backorders, sourcing
from fondaco.modules.availability.api import Board
from fondaco.modules.availability.backorders import Backorders
from fondaco.modules.availability.errors import BackorderNotAllowed, BadTerms
from fondaco.modules.availability.model import Step
from fondaco.modules.availability.tables import claim, reservation
from fondaco.modules.availability.types import (
    AvailabilityRequest,
    BackorderPolicy,
    DeliveryRule,
    ReceiptDraft,
    ReservationLine,
    Terms,
)
from fondaco.platform.follower import Follower
from fondaco.platform.subscriptions import run_until_quiet
from fondaco.platform.transaction import Database, Tx
from tests.availability.support import NOW, locations, on_hand, products, ref
from tests.availability.test_sourcing import PLACES, TODAY, plan, rules, steps, travel

ALLOW, DATED, NONE = BackorderPolicy
SITE, GROUP, AREA, PRODUCT = UUID(int=1), UUID(int=2), "DE01", UUID(int=3)
BUYER = Buyer(sold_to=SITE, hierarchy=(SITE, GROUP), as_of=NOW)
kept = st.dictionaries(st.sampled_from([str(SITE), str(GROUP), AREA, str(PRODUCT)]), st.sampled_from(BackorderPolicy))


@given(kept=kept)
def test_the_nearest_of_the_customer_counts_and_of_his_and_the_products_the_stricter(
    kept: dict[str, BackorderPolicy],
) -> None:
    terms = Terms(backorders=kept)
    of_buyer = backorders.policy_of_buyer(buyer=BUYER, terms=terms)
    found = backorders.policy_for(product=PRODUCT, of_buyer=of_buyer, terms=terms)
    customers = [kept[key] for key in (str(SITE), str(GROUP), AREA) if key in kept]
    both = customers[:1] + ([kept[str(PRODUCT)]] if str(PRODUCT) in kept else [])
    assert found is (NONE if NONE in both else DATED if DATED in both else ALLOW)


@given(free=steps, quantity=st.integers(1, 20), rule=rules, roads=travel)
def test_what_is_possible_has_a_date_for_all_of_it_and_no_more_of_it_would(
    free: list[Step], quantity: int, rule: DeliveryRule, roads: tuple[int | None, ...]
) -> None:
    served = plan(rule, roads)

    def dated(asked: int | Decimal) -> bool:
        lines = sourcing.schedule(free=free, quantity=Decimal(asked), plan=served)
        return all(line.date is not None for line in lines)

    if dated(quantity):
        return
    found = sourcing.most_dated(free=free, quantity=Decimal(quantity), plan=served)
    assert found < quantity
    assert dated(found)
    assert not any(dated(more) for more in range(int(found) + 1, quantity))


def test_only_what_is_there_is_sold_of_a_product_without_backorders() -> None:
    free = [
        Step(date=TODAY + timedelta(days=ahead), location=place, quantity=Decimal(ahead + 1))
        for place in PLACES[:2]
        for ahead in (0, 2)
    ]
    for policy, count in ((ALLOW, 4), (DATED, 4), (NONE, 2)):
        assert len(backorders.sold(steps=free, policy=policy, today=lambda _: TODAY)) == count


def promised(tx: Tx, board: Board | None, product: UUID, quantity: int) -> tuple[int, BackorderPolicy | None]:
    asked = [AvailabilityRequest(product=product, quantity=Decimal(quantity))]
    [answer] = availability.promise(tx=tx, board=board, requests=asked, as_of=NOW, buyer=BUYER)
    return int(answer.orderable), answer.reason


def stocked(tx: Tx) -> UUID:
    """Four pieces there, three more in two days."""
    [product] = products(tx, "A")
    locations(tx)
    availability.put_stock(tx=tx, drafts=[on_hand("A", 4)], source="erp")
    receipt = ReceiptDraft(
        ref=ref("R1"), product=ref("A"), location=ref("NORD"), quantity=Decimal(3), expected_on=TODAY + timedelta(2)
    )
    availability.put_receipts(tx=tx, drafts=[receipt], source="erp")
    return product


def test_a_policy_changes_promises_in_memory_and_from_the_tables_alike(database: Database) -> None:
    with database.transaction() as tx:
        product = stocked(tx)
    board = Board()
    follower = Follower(database=database, projections=[board])
    follower.load()
    told: list[tuple[dict[str, object], BackorderPolicy | None, tuple[int, BackorderPolicy | None]]] = [
        ({"organisation": GROUP}, DATED, (7, DATED)),
        ({"product": product}, NONE, (4, NONE)),
        ({"organisation": SITE}, ALLOW, (4, NONE)),
        ({"product": product}, None, (9, None)),
        ({"organisation": SITE}, None, (7, DATED)),
        ({"sales_area": AREA}, NONE, (7, DATED)),
        ({"organisation": GROUP}, None, (4, NONE)),
    ]
    for owner, policy, expected in told:
        with database.transaction() as tx:
            availability.set_backorder_policy(tx=tx, policy=policy, **owner)  # type: ignore[arg-type]
        run_until_quiet(database=database, subscriptions=[])
        follower.catch_up()
        with database.transaction() as tx:
            assert promised(tx, None, product, 9) == expected
            assert promised(tx, board, product, 9) == expected
            # What can be had now is nobody's backorder.
            assert promised(tx, board, product, 4) == (4, None)
    with database.transaction() as tx:
        listed = availability.backorder_policies(tx=tx)
    assert listed.items == [Backorders(kind="sales_area", owner=AREA, policy=NONE)]


def test_what_a_policy_forbids_is_refused_line_by_line_and_nothing_is_held(tx: Tx) -> None:
    product = stocked(tx)
    availability.set_backorder_policy(tx=tx, product=product, policy=DATED)
    asked = [ReservationLine(line=uuid4(), product=product, quantity=Decimal(quantity)) for quantity in (5, 4, 1)]
    with pytest.raises(BackorderNotAllowed) as refused:
        availability.reserve(tx=tx, document=uuid4(), lines=asked, as_of=NOW, buyer=BUYER)
    said = [
        (problem.pointer, problem.facts["orderable"], problem.facts["reason"]) for problem in refused.value.problems
    ]
    assert said == [("/lines/1", 2, DATED), ("/lines/2", 0, DATED)]
    assert tx.execute(select(reservation)).all() == tx.execute(select(claim)).all() == []
    assert promised(tx, None, product, 7) == (7, None)
    may_wait = [*asked[:1], ReservationLine(line=uuid4(), product=product, quantity=Decimal(9), may_wait=True)]
    answers = availability.reserve(tx=tx, document=uuid4(), lines=may_wait, as_of=NOW, buyer=BUYER)
    assert [part.quantity for part in answers[1].schedule] == [2, 7]


def test_a_policy_belongs_to_one(tx: Tx) -> None:
    for owner in ({}, {"product": PRODUCT, "sales_area": AREA}, {"sales_area": ""}):
        with pytest.raises(BadTerms):
            availability.set_backorder_policy(tx=tx, policy=NONE, **owner)  # type: ignore[arg-type]
    assert availability.terms(tx=tx) == Terms()
    for key in ("C", "A", "B"):
        availability.set_backorder_policy(tx=tx, policy=NONE, sales_area=key)
    page = availability.backorder_policies(tx=tx, limit=2)
    rest = availability.backorder_policies(tx=tx, limit=2, cursor=page.next)
    assert ([one.owner for one in page.items], [one.owner for one in rest.items], rest.next) == (
        ["A", "B"],
        ["C"],
        None,
    )
