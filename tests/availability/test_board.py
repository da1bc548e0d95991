"""The board in memory follows the news and says what the tables say, from wherever it began to follow."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fondaco.modules.availability import api as availability
from fondaco.modules.availability.api import Board
from fondaco.modules.availability.types import AvailabilityRequest, ReservationLine
from fondaco.platform.transaction import Tx
from tests.availability.support import NOW, locations, on_hand, products

SOON = NOW + timedelta(minutes=10)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("reserve"), st.integers(0, 1), st.integers(1, 6), st.booleans()),
        st.tuples(st.just("release"), st.integers(0, 9), st.just(0), st.just(False)),
        st.tuples(st.just("deliver"), st.integers(0, 9), st.integers(1, 4), st.just(False)),
        st.tuples(st.just("stock"), st.integers(0, 1), st.integers(0, 12), st.just(False)),
        st.tuples(st.just("expire"), st.just(0), st.just(0), st.just(False)),
    ),
    max_size=12,
)


def promised(tx: Tx, board: Board | None, goods: list[UUID]) -> list[object]:
    asked = [AvailabilityRequest(product=product, quantity=Decimal(20)) for product in goods]
    answers = availability.promise(tx=tx, board=board, requests=asked, as_of=NOW)
    return [(answer.schedule, answer.locations) for answer in answers]


def act(tx: Tx, step: tuple[str, int, int, bool], goods: list[UUID], held: list[tuple[UUID, UUID]]) -> None:
    name, number, quantity, ends = step
    if name == "reserve":
        lines = [
            ReservationLine(line=uuid4(), product=product, quantity=Decimal(quantity))
            for product in (goods[number], goods[0])
        ]
        held.append((document := uuid4(), lines[0].line))
        expires_at = SOON if ends else None
        availability.reserve(tx=tx, document=document, lines=lines, as_of=NOW, expires_at=expires_at)
    elif name == "release" and held:
        availability.release(tx=tx, document=held[number % len(held)][0])
    elif name == "deliver" and held:
        document, line = held[number % len(held)]
        availability.deliver(tx=tx, document=document, quantities={line: Decimal(quantity)})
    elif name == "stock":
        availability.put_stock(tx=tx, drafts=[on_hand("AB"[number], quantity)], source="erp")
    elif name == "expire":
        availability.expire(tx=tx, as_of=SOON)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps, from_=st.integers(0, 12), loaded=st.integers(0, 12), batch=st.integers(1, 4))
def test_whoever_follows_the_news_knows_what_the_tables_know(
    steps: list[tuple[str, int, int, bool]], from_: int, loaded: int, batch: int, tx: Tx
) -> None:
    with tx.connection.begin_nested() as savepoint:
        goods = products(tx, "A", "B")
        locations(tx)
        availability.put_stock(
            tx=tx, drafts=[on_hand("A", 9), on_hand("B", 9), on_hand("A", 4, place="SUED")], source="erp"
        )
        early, late, held = Board(), Board(), list[tuple[UUID, UUID]]()
        early.load(tx=tx)
        begins = known = len(tx.events)
        for number, step in enumerate(steps):
            act(tx, step, goods, held)
            if number == min(from_, loaded):
                begins = len(tx.events)
            if number == loaded:
                # The tables are ahead of the log: what this one loads it is told once more.
                late.load(tx=tx)
        if loaded >= len(steps):
            late.load(tx=tx)
        for board, since in ((early, known), (late, begins)):
            news = tx.events[since:]
            for start in range(0, len(news), batch):
                board.apply(tx=tx, events=news[start : start + batch])
            assert promised(tx, board, goods) == promised(tx, None, goods)
        savepoint.rollback()
