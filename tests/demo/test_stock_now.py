"""The ERP "Alpin" is asked about its stock of the moment: by its own keys, in its own units, and without an answer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fondaco.apps.demo.alpin.books import Books, Pace
from fondaco.apps.demo.alpin.server import AlpinServer, Manners
from fondaco.apps.demo.alpin.stockroom import Stockroom
from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.types import (
    BreakerState,
    Connection,
    ConnectionDraft,
    LiveLine,
    LiveOutcome,
    StockQuestion,
)
from fondaco.connectors.simulated import api as simulated
from fondaco.kernel.errors import Unavailable
from fondaco.modules.availability.api import SourceAsked
from fondaco.platform.transaction import Database, Tx
from tests.availability.support import NOW, locations, products

QUICK = Manners(slow=(0, 0), quick=(0, 0), maintenance=())
SLOW = Pace(confirmed=3600, delivered=3600, invoiced=3600)
AT_ONCE = Pace(confirmed=0, delivered=0, invoiced=3600)


@pytest.fixture(params=[SLOW])
def alpin(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[AlpinServer]:
    books = Books(path=tmp_path / "alpin.sqlite", pace=request.param)
    room = Stockroom(books=books, today=date(2026, 3, 2), scale=0.02, density=0.1)
    server = AlpinServer(books=books, stockroom=room, manners=replace(QUICK))
    server.start()
    yield server
    server.close()
    books.close()
    simulated.close_clients()


def connection(tx: Tx, url: str = "http://127.0.0.1:9") -> Connection:
    draft = ConnectionDraft(name="erp", kind=simulated.KIND, system="erp", settings={"url": url})
    return intake.put_connection(tx=tx, draft=draft)


def boxed(alpin: AlpinServer) -> tuple[str, int]:
    """An article by the piece that also comes in boxes, and how many pieces one holds."""
    return next(
        (key, article.box) for key, article in alpin.stockroom.mine.items() if article.box and article.unit == "PCE"
    )


def order(key: str, *lines: tuple[str, str]) -> dict[str, Any]:
    positions = [
        {"pos": at, "artikel": key, "menge": quantity, "einheit": unit, "betrag": "1.00", "mwst": "0.081"}
        for at, (quantity, unit) in enumerate(lines, 1)
    ]
    return {"referenz": "R-1", "kunde": "D70000", "waehrung": "CHF", "positionen": positions}


def test_it_tells_stock_and_what_is_open_of_orders_in_pieces(alpin: AlpinServer, tx: Tx) -> None:
    key, box = boxed(alpin)
    alpin.change_stock(key=key, quantity="4321")
    number = str(alpin.books.take_order(order(key, ("3", "Stk"), ("2", "Karton"))))
    question = StockQuestion(products=(key, "A000000"), orders=(number, "999999"))
    answer = simulated.stock_now(connection=connection(tx, alpin.url), question=question, within=10)
    assert list(answer.on_hand.values()) == [Decimal(4321)]
    assert {article for article, _ in answer.on_hand} == {key}
    assert answer.open == {(number, key): Decimal(3 + 2 * box)}


@pytest.mark.parametrize("alpin", [AT_ONCE], indirect=True)
def test_nothing_is_open_of_an_order_it_has_delivered(alpin: AlpinServer, tx: Tx) -> None:
    key, _ = boxed(alpin)
    number = alpin.books.take_order(order(key, ("3", "Stk")))
    alpin.books.changes(after=0, wait=0)
    question = StockQuestion(products=(key,), orders=(str(number),))
    answer = simulated.stock_now(connection=connection(tx, alpin.url), question=question, within=10)
    assert answer.open == {(str(number), key): 0}


def test_whoever_is_stopped_garbled_or_gone_gives_no_answer(alpin: AlpinServer, tx: Tx) -> None:
    line, question = connection(tx, alpin.url), StockQuestion(products=(boxed(alpin)[0],))
    alpin.manners.garbled = {"bestand": 7}
    with pytest.raises(Unavailable):
        simulated.stock_now(connection=line, question=question, within=10)
    alpin.manners.garbled = None
    alpin.manners.stopped = True
    with pytest.raises(Unavailable):
        simulated.stock_now(connection=line, question=question, within=10)
    with pytest.raises(Unavailable):
        simulated.stock_now(connection=connection(tx), question=question, within=10)


# --- how it went, and who is asked at all ---


def asked(database: Database) -> SourceAsked:
    with database.transaction() as tx:
        [product] = products(tx, "BOLT")
        north = locations(tx)["NORD"]
    return SourceAsked(
        system="erp", products=(product,), documents=(), remembered={(product, north): Decimal(1)}, limit_ms=100,
        insisted=True,
    )  # fmt: skip


def test_three_failures_in_a_row_open_the_circuit_and_one_question_is_tried_after_its_rest(database: Database) -> None:
    question = asked(database)
    with database.transaction() as tx:
        line = connection(tx)
        assert intake.live_line(tx=tx, connection=line.id) == LiveLine()

    def spared(seconds: float) -> list[str]:
        from datetime import timedelta

        with database.transaction() as tx:
            moment = NOW + timedelta(seconds=seconds)
            found, spared = intake.errands(tx=tx, questions=[question], kinds=[simulated.KIND], as_of=moment)
        assert bool(found) is not bool(spared)
        return spared

    def note(outcome: LiveOutcome, **more: Any) -> LiveLine:
        with database.transaction() as tx:
            intake.note_live(tx=tx, connection=line.id, outcome=outcome, as_of=NOW, **more)
            return intake.live_line(tx=tx, connection=line.id)

    note(LiveOutcome.LATE, error="too late")
    note(LiveOutcome.FAILED, error="no answer")
    assert note(LiveOutcome.ANSWERED, differed=True).breaker.failures == 0
    assert spared(0) == []
    for _ in range(3):
        last = note(LiveOutcome.LATE, error="too late")
    assert (last.asked, last.answered, last.late, last.failed, last.differed) == (6, 1, 4, 1, 1)
    assert (last.breaker.state, last.error, last.error_at, last.answered_at) == (
        BreakerState.OPEN,
        "too late",
        NOW,
        NOW,
    )
    assert spared(0) == ["erp"]
    # One is let through to see, the next is kept away until that one is back.
    assert spared(6) == []
    assert spared(6) == ["erp"]
    assert note(LiveOutcome.ANSWERED).breaker.state is BreakerState.CLOSED
    assert spared(6) == []
    # The line itself has a rest, or a person paused it.
    with database.transaction() as tx:
        for _ in range(3):
            intake.report_failure(tx=tx, connection=line.id, as_of=NOW, error="down")
    assert spared(1) == ["erp"]
    with database.transaction() as tx:
        intake.pause_connection(tx=tx, id=line.id)
        assert intake.errands(tx=tx, questions=[question], kinds=[simulated.KIND], as_of=NOW) == ([], [])
        # A live question that failed says nothing about the line, and the other way round.
        assert intake.live_line(tx=tx, connection=line.id).breaker.state is BreakerState.CLOSED
