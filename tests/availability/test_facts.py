"""Taking in stock and receipts: bad ones answered, older ones ignored, memory equal to the tables."""

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from fondaco.modules.availability import api as availability
from fondaco.modules.availability.api import Board
from fondaco.modules.availability.errors import BadStock
from fondaco.modules.availability.events import StockChanged
from fondaco.modules.availability.types import (
    AvailabilityRequest,
    ReceiptDraft,
    ReservationLine,
    ScheduleLine,
    StockTag,
)
from fondaco.platform.follower import Follower
from fondaco.platform.subscriptions import run_until_quiet
from fondaco.platform.transaction import Database, Tx
from fondaco.platform.web.version import StaleVersion
from tests.availability.support import NOW, locations, on_hand, products, ref

TODAY = NOW.date()


def arrival(key: str, quantity: int, day: date, product: str = "A") -> ReceiptDraft:
    return ReceiptDraft(
        ref=ref(key), product=ref(product), location=ref("NORD"), expected_on=day, quantity=Decimal(quantity)
    )


def test_stock_is_stored_in_base_units_and_bad_drafts_are_answered(tx: Tx) -> None:
    [product] = products(tx, "A")
    places = locations(tx)
    drafts = [
        on_hand("A", 2, unit="BX"),
        on_hand("?", 1),
        on_hand("A", 1, place="?"),
        on_hand("A", 1, place="SUED", blocked=Decimal(-1)),
        on_hand("A", 1, place="SUED", unit="KGM"),
        on_hand("A", -3, place="SUED"),
    ]
    result = availability.put_stock(tx=tx, drafts=drafts, source="erp")
    assert result.created == 2
    assert [(bad.index, bad.field) for bad in result.refused] == [
        (1, "product"), (2, "location"), (3, "blocked"), (4, "unit"),
    ]  # fmt: skip
    assert availability.stock(tx=tx, product=product, location=places["NORD"]).on_hand == 200
    again = availability.put_stock(tx=tx, drafts=drafts[:1], source="erp")
    assert (again.created, again.changed, again.unchanged) == (0, 0, 1)


def test_what_was_told_earlier_changes_nothing(tx: Tx) -> None:
    [product] = products(tx, "A")
    place = locations(tx)["NORD"]
    availability.put_stock(tx=tx, drafts=[on_hand("A", 5)], source="erp")
    older = on_hand("A", 9, told_at=NOW - timedelta(minutes=1))
    assert availability.put_stock(tx=tx, drafts=[older], source="erp").changed == 0
    assert availability.stock(tx=tx, product=product, location=place).on_hand == 5


def test_a_complete_statement_removes_what_it_does_not_name(tx: Tx) -> None:
    first, second = products(tx, "A", "B")
    locations(tx)
    availability.put_stock(tx=tx, drafts=[on_hand("A", 5), on_hand("B", 5)], source="erp")
    availability.put_stock(tx=tx, drafts=[on_hand("A", 5)], source="erp", complete="erp")
    asked = [AvailabilityRequest(product=product, quantity=Decimal(1)) for product in (first, second)]
    assert [answer.known for answer in availability.promise(tx=tx, requests=asked, as_of=NOW)] == [True, False]
    assert StockChanged(cause="stock", source="erp", products=(second,)) in tx.events


def test_receipts_give_dates_until_a_quantity_of_zero_ends_them(tx: Tx) -> None:
    [product] = products(tx, "A")
    locations(tx)
    availability.put_stock(tx=tx, drafts=[on_hand("A", 5)], source="erp")
    day = TODAY + timedelta(days=4)
    assert availability.put_receipts(tx=tx, drafts=[arrival("R", 3, day)], source="erp").created == 1
    asked = [AvailabilityRequest(product=product, quantity=Decimal(9))]
    [answer] = availability.promise(tx=tx, requests=asked, as_of=NOW)
    assert [(line.quantity, line.date) for line in answer.schedule] == [
        (Decimal(5), TODAY), (Decimal(3), day), (Decimal(1), None),
    ]  # fmt: skip
    assert availability.put_receipts(tx=tx, drafts=[arrival("R", 0, day)], source="erp").changed == 1
    [answer] = availability.promise(tx=tx, requests=asked, as_of=NOW)
    assert answer.schedule[-1] == ScheduleLine(quantity=Decimal(4), date=None)


def test_a_correction_by_hand_needs_the_version_and_makes_sense(tx: Tx) -> None:
    [product] = products(tx, "A")
    place = locations(tx)["NORD"]
    availability.put_stock(tx=tx, drafts=[on_hand("A", 5)], source="erp")
    key = {"tx": tx, "product": product, "location": place, "as_of": NOW}
    with pytest.raises(StaleVersion):
        availability.change_stock(**key, expected_version=2, on_hand=Decimal(7))
    with pytest.raises(BadStock):
        availability.change_stock(**key, expected_version=1, on_hand=Decimal(-7))
    assert availability.stock(tx=tx, product=product, location=place).on_hand == 5
    changed = availability.change_stock(**key, expected_version=1, on_hand=Decimal(7))
    assert (changed.on_hand, changed.version) == (Decimal(7), 2)


def test_the_board_says_what_the_tables_say_after_every_change(database: Database) -> None:
    board = Board()
    follower = Follower(database=database, projections=[board])
    with database.transaction() as tx:
        first, second = products(tx, "A", "B")
        locations(tx)
    follower.load()

    def agree() -> StockTag:
        run_until_quiet(database=database, subscriptions=[])
        follower.catch_up()
        asked = [AvailabilityRequest(product=product, quantity=Decimal(8)) for product in (first, second)]
        with database.transaction() as tx:
            by_tables = availability.promise(tx=tx, requests=asked, as_of=NOW)
        assert availability.promise(board=board, requests=asked, as_of=NOW) == by_tables
        return msgspec.json.decode(board.page([first], as_of=NOW)[0], type=StockTag)

    assert agree() == StockTag(known=False, available=Decimal(0), unit="PCE")
    with database.transaction() as tx:
        availability.put_stock(tx=tx, drafts=[on_hand("A", 5), on_hand("A", 2, place="SUED")], source="erp")
    assert agree() == StockTag(known=True, available=Decimal(7), unit="PCE")
    day = TODAY + timedelta(days=1)
    with database.transaction() as tx:
        availability.put_receipts(tx=tx, drafts=[arrival("R", 3, day)], source="erp")
    assert agree() == StockTag(known=True, available=Decimal(7), unit="PCE", next_quantity=Decimal(3), next_date=day)
    with database.transaction() as tx:
        line = ReservationLine(line=first, product=first, quantity=Decimal(6))
        availability.reserve(tx=tx, document=first, lines=[line], as_of=NOW)
    assert agree().available == 1
    with database.transaction() as tx:
        availability.release(tx=tx, document=first)
    assert agree().available == 7
    silent = NOW + timedelta(days=3)
    assert not msgspec.json.decode(board.page([first], as_of=silent)[0], type=StockTag).known
