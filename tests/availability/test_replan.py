"""Planning again when supply moves: the oldest has the first choice, good news puts nobody back, nothing is given twice."""

import threading
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event as hooks
from sqlalchemy import select

from fondaco.kernel.buyer import Buyer
from fondaco.modules.availability import api as availability
from fondaco.modules.availability import handlers
from fondaco.modules.availability.events import PromiseChanged, StockChanged
from fondaco.modules.availability.store import claims
from fondaco.modules.availability.tables import moved, receipt, reservation
from fondaco.modules.availability.types import (
    AvailabilityRequest,
    DeliveryRule,
    ReceiptDraft,
    ReservationLine,
    ScheduleLine,
    TransportTime,
)
from fondaco.platform.transaction import Database, Tx
from tests.availability.naive import DAYS, PLACES, Naive
from tests.availability.support import NOW, locations, on_hand, products, ref

TODAY = NOW.date()
Told = list[tuple[int, int | None]]


def expect(key: str, quantity: int, ahead: int, *, place: str = "NORD", product: str = "A") -> ReceiptDraft:
    """A receipt of so many pieces, so many days ahead."""
    return ReceiptDraft(
        ref=ref(key), product=ref(product), location=ref(place), quantity=Decimal(quantity),
        expected_on=TODAY + timedelta(days=ahead),
    )  # fmt: skip


def state(tx: Tx, *drafts: ReceiptDraft) -> None:
    assert not availability.put_receipts(tx=tx, drafts=drafts, source="erp").refused


def stock(tx: Tx, quantity: int, place: str = "NORD", key: str = "A") -> None:
    assert not availability.put_stock(tx=tx, drafts=[on_hand(key, quantity, place=place)], source="erp").refused


def reserve(tx: Tx, product: UUID, quantity: int, **more: object) -> tuple[UUID, Told]:
    """Reserve for a new document of one line, whose id is the document's."""
    document = uuid4()
    line = ReservationLine(line=document, product=product, quantity=Decimal(quantity))
    [answer] = availability.reserve(tx=tx, document=document, lines=[line], **{"as_of": NOW, **more})  # type: ignore[arg-type]
    return document, plain(answer.schedule)


def plain(schedule: tuple[ScheduleLine, ...]) -> Told:
    """Say a schedule in pieces and days ahead."""
    return [(int(part.quantity), (part.date - TODAY).days if part.date else None) for part in schedule]


def planned(tx: Tx, **more: object) -> list[tuple[UUID, Told, Told]]:
    """Plan all that moved; return what became of which document's promise."""
    seen, after = len(tx.events), None
    while (after := availability.replan(tx=tx, after=after, **{"as_of": NOW, **more})) is not None:  # type: ignore[arg-type]
        pass
    news = [event for event in tx.events[seen:] if isinstance(event, PromiseChanged)]
    return [(event.document, plain(event.before), plain(event.after)) for event in news]


def test_a_receipt_that_moves_takes_the_date_from_the_youngest_first(tx: Tx) -> None:
    [product] = products(tx, "A")
    locations(tx)
    stock(tx, 0)
    state(tx, expect("R1", 10, 3), expect("R2", 10, 8))
    first, told = reserve(tx, product, 10)
    second, also = reserve(tx, product, 10)
    assert (told, also) == ([(10, 3)], [(10, 8)])
    state(tx, expect("R1", 10, 12))
    assert planned(tx) == [(first, [(10, 3)], [(10, 8)]), (second, [(10, 8)], [(10, 12)])]
    state(tx, expect("R2", 4, 8))
    assert planned(tx) == [
        (first, [(10, 8)], [(4, 8), (6, 12)]),
        (second, [(10, 12)], [(4, 12), (6, None)]),
    ]
    state(tx, expect("R1", 0, 12))
    assert planned(tx) == [
        (first, [(4, 8), (6, 12)], [(4, 8), (6, None)]),
        (second, [(4, 12), (6, None)], [(10, None)]),
    ]
    assert planned(tx) == []


def test_stock_below_what_is_held_and_above_it_again(tx: Tx) -> None:
    [product] = products(tx, "A")
    locations(tx)
    stock(tx, 10)
    first, _ = reserve(tx, product, 6)
    second, _ = reserve(tx, product, 4)
    stock(tx, 7)
    assert planned(tx) == [(second, [(4, 0)], [(1, 0), (3, None)])]
    stock(tx, 5)
    assert planned(tx) == [
        (first, [(6, 0)], [(5, 0), (1, None)]),
        (second, [(1, 0), (3, None)], [(4, None)]),
    ]
    stock(tx, 30)
    assert [document for document, _, _ in planned(tx)] == [first, second]
    [left] = availability.promise(
        tx=tx, requests=[AvailabilityRequest(product=product, quantity=Decimal(30))], as_of=NOW
    )
    assert plain(left.schedule) == [(20, 0), (10, None)]


def test_good_news_puts_nobody_back_even_where_an_older_one_waits_for_a_complete_delivery(tx: Tx) -> None:
    [product] = products(tx, "A")
    locations(tx)
    stock(tx, 6)
    site = uuid4()
    buyer = Buyer(sold_to=site, hierarchy=(site,), as_of=NOW)
    availability.set_delivery_rule(tx=tx, owner=site, rule=DeliveryRule(deliveries=1))
    waiting, told = reserve(tx, product, 10, buyer=buyer)
    assert told == [(10, None)]
    _, told = reserve(tx, product, 6)
    assert told == [(6, 0)]
    state(tx, expect("R1", 4, 3))
    assert planned(tx) == []
    state(tx, expect("R2", 6, 5))
    assert planned(tx) == [(waiting, [(10, None)], [(10, 5)])]


def test_what_is_released_or_expires_goes_to_who_waits_longest(tx: Tx) -> None:
    [product] = products(tx, "A")
    locations(tx)
    stock(tx, 5)
    soon = NOW + timedelta(minutes=10)
    holding, _ = reserve(tx, product, 3)
    reserve(tx, product, 2, expires_at=soon)
    longest, told = reserve(tx, product, 4)
    next_, _ = reserve(tx, product, 4)
    assert told == [(4, None)]
    availability.release(tx=tx, document=holding)
    # Who comes in between is served after those who wait.
    _, told = reserve(tx, product, 1)
    assert told == [(1, None)]
    assert planned(tx) == []
    assert availability.expire(tx=tx, as_of=soon) == 1
    assert planned(tx, as_of=soon) == [
        (longest, [(3, 0), (1, None)], [(4, 0)]),
        (next_, [(4, None)], [(1, 0), (3, None)]),
    ]


def test_time_that_passes_changes_no_promise(tx: Tx) -> None:
    [product] = products(tx, "A", "B")[:1]
    locations(tx)
    stock(tx, 5)
    state(tx, expect("R1", 5, 3))
    first, told = reserve(tx, product, 8)
    assert told == [(5, 0), (3, 3)]
    tomorrow = NOW + timedelta(days=1)
    stock(tx, 6)
    # One piece more comes early; the five that were due yesterday are still yesterday's.
    assert planned(tx, as_of=tomorrow) == [(first, [(5, 0), (3, 3)], [(5, 0), (1, 1), (2, 3)])]
    stock(tx, 4)
    assert planned(tx, as_of=tomorrow) == [(first, [(5, 0), (1, 1), (2, 3)], [(4, 0), (4, 3)])]


def test_a_source_that_is_silent_neither_takes_nor_gives(tx: Tx) -> None:
    [product] = products(tx, "A")
    locations(tx)
    stock(tx, 5)
    south = [on_hand("A", 1, place="SUED")]
    availability.put_stock(tx=tx, drafts=south, source="erp")
    first, _ = reserve(tx, product, 6)
    second, told = reserve(tx, product, 2)
    assert told == [(2, None)]
    late = NOW + timedelta(days=9)
    availability.release(tx=tx, document=first, lines=[uuid4()])
    state(tx, expect("R1", 2, 20))
    # Nine days later nobody was heard from: all is kept, and what is expected counts for nothing.
    assert planned(tx, as_of=late) == []
    availability.heard_from(tx=tx, system="erp", at=late)
    state(tx, expect("R1", 2, 21))
    assert planned(tx, as_of=late) == [(second, [(2, None)], [(2, 21)])]


def test_the_days_of_arrival_and_the_rule_of_the_buyer_count_again(tx: Tx) -> None:
    [product] = products(tx, "A")
    place = locations(tx)["NORD"]
    site, gate = uuid4(), uuid4()
    buyer = Buyer(sold_to=site, hierarchy=(site,), ship_to=gate, ships_to="DE", contact=uuid4(), as_of=NOW)
    availability.set_transport(tx=tx, location=place, times=[TransportTime(country="DE", days=2)])
    stock(tx, 0)
    state(tx, expect("R1", 5, 1))
    document, _ = reserve(tx, product, 5, buyer=buyer)
    state(tx, expect("R1", 5, 2))
    planned(tx)
    [changed] = [event for event in tx.events if isinstance(event, PromiseChanged)]
    assert (changed.document, changed.revision, changed.product) == (document, 1, product)
    [before], [after] = changed.before, changed.after
    # Ready on Tuesday and on Wednesday, two days on the road.
    assert (before.delivered_on, after.delivered_on) == (date(2026, 11, 26), date(2026, 11, 27))


def test_all_of_a_receipt_that_comes_earlier_is_promised_earlier(tx: Tx) -> None:
    [product] = products(tx, "A")
    locations(tx)
    stock(tx, 0)
    state(tx, expect("R1", 5, 3))
    document, _ = reserve(tx, product, 5)
    state(tx, expect("R1", 5, 1))
    assert planned(tx) == [(document, [(5, 3)], [(5, 1)])]


def test_a_receipt_that_becomes_one_of_another_product_is_missed_by_its_old_one(tx: Tx) -> None:
    first, _ = products(tx, "A", "B")
    locations(tx)
    stock(tx, 0)
    state(tx, expect("R1", 5, 3))
    document, _ = reserve(tx, first, 5)
    state(tx, expect("R1", 5, 3, product="B"))
    assert planned(tx) == [(document, [(5, 3)], [(5, None)])]


def test_a_document_somebody_is_at_is_left_alone_and_planned_when_he_is_through(database: Database) -> None:
    with database.transaction() as tx:
        [product] = products(tx, "A")
        locations(tx)
        stock(tx, 10)
        busy, _ = reserve(tx, product, 4)
        other, _ = reserve(tx, product, 6)
        stock(tx, 7)
    with database.transaction() as delivering:
        availability.deliver(tx=delivering, document=busy, quantities={busy: Decimal(1)})
        with database.transaction() as tx:
            # Nobody waits: what is being delivered counts as held, and the product stays noted.
            assert planned(tx) == [(other, [(6, 0)], [(3, 0), (3, None)])]
            assert tx.execute(select(moved)).all()
    with database.transaction() as tx:
        assert planned(tx) == [(other, [(3, 0), (3, None)], [(4, 0), (2, None)])]
        assert tx.execute(select(moved)).all() == []


places, counts = st.sampled_from(PLACES), st.integers(0, 8)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("stock"), places, counts),
        st.tuples(st.just("receipt"), places, counts, st.integers(0, DAYS)),
        st.tuples(st.just("receipt"), places, counts, st.integers(0, DAYS)),
        st.tuples(st.just("reserve"), st.integers(1, 6), st.booleans()),
        st.tuples(st.just("reserve"), st.integers(1, 6), st.booleans()),
        st.tuples(st.just("release"), st.integers(0, 9)),
        st.tuples(st.just("deliver"), st.integers(0, 9), st.integers(1, 4)),
        st.tuples(st.just("a_day_passes")),
        st.tuples(st.just("plan")),
    ),
    max_size=14,
)


class Both:
    """The room and the naive plan, told the same."""

    def __init__(self, tx: Tx) -> None:
        [self.product] = products(tx, "A")
        locations(tx)
        availability.heard_from(tx=tx, system="erp", at=NOW, patience=10**7)
        availability.put_stock(tx=tx, drafts=[on_hand("A", 0), on_hand("A", 0, place="SUED")], source="erp")
        self.tx, self.naive, self.as_of, self.told_at = tx, Naive(), NOW, NOW
        self.promised: dict[UUID, Told] = {}
        self.seen = len(tx.events)

    def stock(self, place: str, quantity: int) -> None:
        self.told_at += timedelta(seconds=1)
        draft = on_hand("A", quantity, place=place, told_at=self.told_at)
        availability.put_stock(tx=self.tx, drafts=[draft], source="erp")
        self.naive.stock[place] = quantity

    def receipt(self, place: str, quantity: int, ahead: int) -> None:
        """State the one receipt of a place: it comes, moves, shrinks, disappears."""
        state(self.tx, expect(f"R-{place}", quantity, ahead, place=place))
        self.naive.receipts[place] = (ahead, quantity)

    def reserve(self, quantity: int, expires: bool) -> None:  # noqa: FBT001 - a drawn value
        claims.mark(tx=self.tx, changed=[self.product])
        self.naive.plan()
        ends = self.as_of + timedelta(hours=12) if expires else None
        document, told = reserve(self.tx, self.product, quantity, as_of=self.as_of, expires_at=ends)
        self.naive.reserve(document, quantity, expires=expires)
        self.promised[document] = told

    def release(self, which: int) -> None:
        if self.naive.claims:
            document = list(self.naive.claims)[which % len(self.naive.claims)]
            availability.release(tx=self.tx, document=document)
            self.naive.release(document)

    def deliver(self, which: int, quantity: int) -> None:
        if self.naive.claims:
            document = list(self.naive.claims)[which % len(self.naive.claims)]
            availability.deliver(tx=self.tx, document=document, quantities={document: Decimal(quantity)})
            self.naive.deliver(document, quantity)

    def a_day_passes(self) -> None:
        self.as_of += timedelta(days=1)
        self.naive.pass_a_day()
        availability.expire(tx=self.tx, as_of=self.as_of)

    def plan(self) -> None:
        claims.mark(tx=self.tx, changed=[self.product])
        planned(self.tx, as_of=self.as_of)
        self.naive.plan()

    def hear(self) -> None:
        """Follow the news as the owner of a document would."""
        for news in self.tx.events[self.seen :]:
            if isinstance(news, PromiseChanged):
                known = self.naive.still_open(news.document, summed(self.promised[news.document]))
                assert summed(plain(news.before)) == known
                self.promised[news.document] = plain(news.after)
        self.seen = len(self.tx.events)

    def compare(self) -> None:
        for document in self.naive.claims:
            known = self.naive.still_open(document, summed(self.promised[document]))
            assert known == self.naive.told(document)
        self.naive.demand_nothing_twice()


@pytest.mark.slow
@settings(max_examples=150)
@given(steps=steps)
def test_whatever_happens_in_whatever_order_everybody_is_promised_what_the_naive_plan_gives_him(
    steps: list[tuple[object, ...]], tx: Tx
) -> None:
    with tx.connection.begin_nested() as savepoint:
        both = Both(tx)
        for name, *values in [*steps, ("plan",)]:
            getattr(both, str(name))(*values)
            both.hear()
            if name == "plan":
                both.compare()
        savepoint.rollback()


def summed(told: Told) -> Told:
    sums: Counter[int | None] = Counter()
    for quantity, ahead in told:
        sums[ahead] += quantity
    return sorted(((q, day) for day, q in sums.items()), key=lambda one: (one[1] is None, one[1] or 0))


def test_a_load_that_moves_thousands_of_receipts_is_planned_product_by_product_not_line_by_line(
    database: Database,
) -> None:
    keys = [f"P{number}" for number in range(60)]
    with database.transaction() as tx:
        ids = products(tx, *keys)
        locations(tx)
        availability.put_stock(tx=tx, drafts=[on_hand(key, 0) for key in keys], source="erp")
        state(tx, *(expect(f"R-{key}-{n}", 1, n % 4, product=key) for key in keys for n in range(50)))
        for _ in range(20):
            lines = [ReservationLine(line=uuid4(), product=id, quantity=Decimal(2)) for id in ids]
            availability.reserve(tx=tx, document=uuid4(), lines=lines, as_of=NOW)
    statements: list[str] = []

    def count(_c: object, _k: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    with database.transaction() as tx:
        state(tx, *(expect(f"R-{key}-{n}", 1, 5 + n % 4, product=key) for key in keys for n in range(50)))
        hooks.listen(database.engine, "before_cursor_execute", count)
        try:
            news = planned(tx)
        finally:
            hooks.remove(database.engine, "before_cursor_execute", count)
    assert len(news) == 60 * 20
    assert len(statements) < 20, statements


KEYS = ["A", "B", "C", "D"]


class Crowd:
    """Buyers, ERPs and the planner at the same time, each with his own dice."""

    def __init__(self, database: Database, goods: list[UUID]) -> None:
        self.database, self.goods = database, goods
        self.documents: list[tuple[UUID, list[UUID]]] = []
        self.failures: list[Exception] = []
        self.start = threading.Barrier(6)

    def work(self, seed: int) -> None:
        rng = Random(seed)
        self.start.wait()
        verbs = [self.reserve, self.reserve, self.release, self.deliver, self.stock, self.receipts, self.replan]
        try:
            for _ in range(25):
                with self.database.transaction() as tx:
                    rng.choice(verbs)(tx, rng)
        except Exception as error:  # noqa: BLE001 - told to the test below
            self.failures.append(error)

    def reserve(self, tx: Tx, rng: Random) -> None:
        document = uuid4()
        lines = [
            ReservationLine(line=uuid4(), product=product, quantity=Decimal(rng.randint(1, 4)))
            for product in rng.sample(self.goods, 3)
        ]
        availability.reserve(tx=tx, document=document, lines=lines, as_of=NOW)
        tx.after_commit(lambda: self.documents.append((document, [line.line for line in lines])))

    def release(self, tx: Tx, rng: Random) -> None:
        if self.documents:
            availability.release(tx=tx, document=rng.choice(self.documents)[0])

    def deliver(self, tx: Tx, rng: Random) -> None:
        if self.documents:
            document, lines = rng.choice(self.documents)
            availability.deliver(tx=tx, document=document, quantities={rng.choice(lines): Decimal(1)})

    def stock(self, tx: Tx, rng: Random) -> None:
        drafts = [on_hand(key, rng.randint(0, 12)) for key in rng.sample(KEYS, 2)]
        availability.put_stock(tx=tx, drafts=drafts, source="erp")

    def receipts(self, tx: Tx, rng: Random) -> None:
        state(tx, *(expect(f"R-{key}", rng.randint(0, 9), rng.randint(0, 4), product=key) for key in KEYS))

    def replan(self, tx: Tx, rng: Random) -> None:
        availability.replan(tx=tx, as_of=NOW, limit=rng.randint(1, 4))


@pytest.mark.slow
def test_at_the_same_time_nothing_is_given_twice_and_nobody_locks_anybody_out(database: Database) -> None:
    with database.transaction() as tx:
        goods = products(tx, *KEYS)
        place = locations(tx)["NORD"]
        availability.put_stock(tx=tx, drafts=[on_hand(key, 10) for key in KEYS], source="erp")
    crowd = Crowd(database, goods)
    threads = [threading.Thread(target=crowd.work, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert crowd.failures == []
    with database.transaction() as tx:
        planned(tx)
        assert tx.execute(select(moved)).all() == []
        for product in goods:
            held = tx.execute(select(reservation).where(reservation.c.product == product)).all()
            coming = tx.execute(select(receipt).where(receipt.c.product == product)).all()
            there = availability.stock(tx=tx, product=product, location=place).on_hand
            for day in (TODAY + timedelta(days=ahead) for ahead in range(6)):
                supply = there + sum((row.quantity for row in coming if row.date <= day), Decimal(0))
                assert sum((row.quantity for row in held if row.date <= day), Decimal(0)) <= supply


def test_the_news_wakes_the_planner_once_and_its_own_news_does_not(database: Database) -> None:
    with database.transaction() as tx:
        for cause in ("reserved", "replanned", "stock", "receipts", "released"):
            handlers.moved(tx=tx, event=StockChanged(cause=cause, source="erp", products=(uuid4(),)))
        query = "SELECT count(*) FROM procrastinate.procrastinate_jobs WHERE task_name = 'availability.replan_soon'"
        assert tx.connection.exec_driver_sql(query).scalar_one() == 1
    handlers.replan(database=database)
