"""Holding quantities: never one unit twice, whoever comes at the same time; released and expired ones are free again."""

import threading
from datetime import timedelta
from decimal import Decimal
from random import Random
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fondaco.modules.availability import api as availability
from fondaco.modules.availability.errors import AlreadyReserved
from fondaco.modules.availability.events import PromiseChanged
from fondaco.modules.availability.types import AvailabilityRequest, ReservationLine, Reserved
from fondaco.platform.transaction import Database, Tx
from tests.availability.support import NOW, locations, on_hand, products


def wanted(product: UUID, quantity: int) -> ReservationLine:
    return ReservationLine(line=uuid4(), product=product, quantity=Decimal(quantity))


def dated(answers: list[Reserved]) -> Decimal:
    parts = (part for answer in answers for part in answer.schedule)
    return sum((part.quantity for part in parts if part.date), Decimal(0))


def test_lines_of_one_document_share_what_there_is(tx: Tx) -> None:
    [product] = products(tx, "A")
    locations(tx)
    availability.put_stock(tx=tx, drafts=[on_hand("A", 5), on_hand("A", 2, place="SUED")], source="erp")
    answers = availability.reserve(tx=tx, document=uuid4(), lines=[wanted(product, 6), wanted(product, 3)], as_of=NOW)
    assert [dated([answer]) for answer in answers] == [Decimal(6), Decimal(1)]
    assert answers[1].schedule[-1].date is None


def test_a_document_holds_once_and_gives_all_back(tx: Tx) -> None:
    [product] = products(tx, "A")
    locations(tx)
    availability.put_stock(tx=tx, drafts=[on_hand("A", 5)], source="erp")
    document = uuid4()
    availability.reserve(tx=tx, document=document, lines=[wanted(product, 5)], as_of=NOW)
    with pytest.raises(AlreadyReserved):
        availability.reserve(tx=tx, document=document, lines=[wanted(product, 5)], as_of=NOW)
    assert availability.release(tx=tx, document=document) == [product]
    assert availability.release(tx=tx, document=document) == []
    assert dated(availability.reserve(tx=tx, document=document, lines=[wanted(product, 5)], as_of=NOW)) == 5


def test_an_expired_reservation_is_free_before_anybody_cleans_up(tx: Tx) -> None:
    [product] = products(tx, "A")
    locations(tx)
    availability.put_stock(tx=tx, drafts=[on_hand("A", 5)], source="erp")
    end = NOW + timedelta(minutes=10)
    availability.reserve(tx=tx, document=uuid4(), lines=[wanted(product, 5)], as_of=NOW, expires_at=end)
    asked = [AvailabilityRequest(product=product, quantity=Decimal(5))]
    for moment, there in ((NOW, False), (end, True)):
        [answer] = availability.promise(tx=tx, requests=asked, as_of=moment)
        assert (answer.schedule[0].date is not None) is there
    assert availability.expire(tx=tx, as_of=end - timedelta(seconds=1)) == 0
    assert availability.expire(tx=tx, as_of=end) == 1


def test_buyers_at_the_same_time_never_get_one_unit_twice_and_never_lock_each_other_out(database: Database) -> None:
    stock = 20
    keys = ["A", "B", "C", "D"]
    with database.transaction() as tx:
        ids = products(tx, *keys)
        locations(tx)
        availability.put_stock(tx=tx, drafts=[on_hand(key, stock) for key in keys], source="erp")
    # What each line holds by the last plan of it, with the number of the plan.
    holds: dict[tuple[UUID, UUID, UUID], tuple[int, Decimal]] = {}
    released: set[UUID] = set()
    guard, start, failures = threading.Lock(), threading.Barrier(6), []

    def buy(seed: int) -> None:
        rng = Random(seed)
        start.wait()
        try:
            for _ in range(8):
                document = uuid4()
                lines = [wanted(product, rng.randint(1, 3)) for product in rng.sample(ids, 3)]
                with database.transaction() as tx:
                    answers = availability.reserve(tx=tx, document=document, lines=lines, as_of=NOW)
                    changed = [event for event in tx.events if isinstance(event, PromiseChanged)]
                told = [((document, one.line, one.product), 0, one.schedule) for one in answers]
                told += [((one.document, one.line, one.product), one.revision, one.after) for one in changed]
                with guard:
                    for key, revision, schedule in told:
                        quantity = sum((part.quantity for part in schedule if part.date), Decimal(0))
                        holds[key] = max(holds.get(key, (-1, quantity)), (revision, quantity))
                if rng.random() < 0.2:
                    with database.transaction() as tx:
                        availability.release(tx=tx, document=document)
                    released.add(document)
        except Exception as error:  # noqa: BLE001 - told to the test below
            failures.append(error)

    threads = [threading.Thread(target=buy, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.transaction() as tx:
        asked = [AvailabilityRequest(product=product, quantity=Decimal(stock)) for product in ids]
        left = availability.promise(tx=tx, requests=asked, as_of=NOW)
    for product, answer in zip(ids, left, strict=True):
        free = sum((line.quantity for line in answer.schedule if line.date), Decimal(0))
        held = sum(
            (
                quantity
                for (document, _, of), (_, quantity) in holds.items()
                if of == product and document not in released
            ),
            Decimal(0),
        )
        assert held + free == stock


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    there=st.tuples(st.integers(0, 9), st.integers(0, 9)),
    asked=st.integers(1, 15),
    shipped=st.lists(st.integers(1, 6), max_size=5),
)
def test_what_left_the_house_is_held_no_longer(there: tuple[int, int], asked: int, shipped: list[int], tx: Tx) -> None:
    with tx.connection.begin_nested() as savepoint:
        first, other = products(tx, "A", "B")
        locations(tx)
        stock = [on_hand("A", there[0]), on_hand("A", there[1], place="SUED"), on_hand("B", 5)]
        availability.put_stock(tx=tx, drafts=stock, source="erp")
        line, document = wanted(first, asked), uuid4()
        reserved = availability.reserve(tx=tx, document=document, lines=[line, wanted(other, 2)], as_of=NOW)
        held = dated(reserved[:1])
        for quantity in shipped:
            before = held
            held = max(held - quantity, Decimal(0))
            changed = availability.deliver(tx=tx, document=document, quantities={line.line: Decimal(quantity)})
            assert changed == ([first] if held < before else [])
        rest = availability.reserve(tx=tx, document=uuid4(), lines=[wanted(first, 99), wanted(other, 9)], as_of=NOW)
        savepoint.rollback()
    # What of the line is still open takes what became free before the next one does.
    assert dated(rest[:1]) == sum(there) - min(max(asked - sum(shipped), 0), sum(there))
    assert dated(rest[1:]) == 3
