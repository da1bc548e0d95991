"""Live checks of stock: asks ERPs while a buyer waits, all at once, within the time that is set for it.

It is done here at the edge, before a room begins its transaction: nothing in the database is held while an ERP thinks. Each
ERP has a few threads of its own, so that a slow one holds up nobody else; what comes too late is counted and thrown away.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from prometheus_client import CollectorRegistry, Counter

from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.types import Connection, LiveOutcome, StockAnswer, StockQuestion
from fondaco.connectors.simulated import api as simulated
from fondaco.connectors.tryton import api as tryton
from fondaco.kernel import clock
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.errors import Refusal
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.api import Board, Live, Occasion, SourceAsked, Told
from fondaco.platform import tracing
from fondaco.platform.transaction import Database

_log = logging.getLogger(__name__)
_MILLI = 1000
_AT_ONCE = 4
_PREPARED_AT_ONCE = 2


class Ask(Protocol):
    """A connector's way to ask its ERP about this moment."""

    def __call__(
        self, *, connection: Connection, question: StockQuestion, within: float, as_of: datetime
    ) -> StockAnswer:
        """Ask once, within so many seconds; refused with a `Refusal` where there is no answer."""
        ...


def _ask_simulated(
    *,
    connection: Connection,
    question: StockQuestion,
    within: float,
    as_of: datetime,  # noqa: ARG001 - it knows today
) -> StockAnswer:
    return simulated.stock_now(connection=connection, question=question, within=within)


ASKS: Mapping[str, Ask] = {simulated.KIND: _ask_simulated, tryton.KIND: tryton.stock_now}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """One question on its way, and the moment (of this process) at which nobody waits for it any more."""

    errand: intake.Errand
    until: float


class LiveStock:
    """Asks the ERPs of this house about stock; a `LiveCheck` for the rooms."""

    def __init__(
        self,
        *,
        database: Database,
        board: Board | None,
        registry: CollectorRegistry | None = None,
        asks: Mapping[str, Ask] = ASKS,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._database = database
        self._board = board
        self._asks = asks
        self._now = now
        self._lines: dict[str, ThreadPoolExecutor] = {}
        self._desk = ThreadPoolExecutor(max_workers=_PREPARED_AT_ONCE, thread_name_prefix="live-desk")
        # What is booked is booked in order, and the buyer does not wait for it.
        self._bookkeeper = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-books")
        self._checks = Counter(
            "fondaco_live_checks_total",
            "Questions to ERPs about stock of the moment",
            ("system", "outcome"),
            registry=registry or CollectorRegistry(),
        )

    async def check(self, *, products: Callable[[], Iterable[UUID]], buyer: Buyer, occasion: Occasion) -> Live | None:
        """Ask whom this buyer's question is to be put to, all at once; mostly nobody, and then this costs nothing."""
        board = self._board
        if board is None or not (limits := board.live_limits(buyer=buyer, occasion=occasion)):
            return None
        started = time.monotonic()
        questions = await asyncio.to_thread(lambda: board.questions(limits=limits, products=products()))
        if not questions:
            return None
        longest = max(question.limit_ms for question in questions) / _MILLI
        with tracing.span("availability.live_check", sources=len(questions), occasion=occasion.value):
            told = await self._ask_all(questions, started=started, longest=longest)
        return Live(told=told, insisted=frozenset(one.system for one in questions if one.insisted))

    def settle(self) -> None:
        """Wait until everything that was asked has its end and is booked."""
        for pool, width in ((self._desk, _PREPARED_AT_ONCE), *((line, _AT_ONCE) for line in self._lines.values())):
            together = threading.Barrier(width)
            # Only when all threads of a pool have come here, none is still at work.
            for waiting in [pool.submit(together.wait) for _ in range(width)]:
                waiting.result()
        self._bookkeeper.submit(lambda: None).result()

    def close(self) -> None:
        """Let what is in progress end, and book it."""
        for pool in (self._desk, *self._lines.values()):
            pool.shutdown(cancel_futures=True)
        self._bookkeeper.shutdown()

    async def _ask_all(self, questions: Sequence[SourceAsked], *, started: float, longest: float) -> dict[str, Told]:
        preparing = self._desk.submit(self._prepare, questions)
        prepared = asyncio.wrap_future(preparing)
        done, _ = await asyncio.wait({prepared}, timeout=max(started + longest - time.monotonic(), 0))
        if not done:
            preparing.add_done_callback(self._too_late)
            preparing.cancel()
            prepared.cancel()
            return {}
        errands = prepared.result()
        calls = [_Call(errand=one, until=started + one.asked.limit_ms / _MILLI) for one in errands]
        jobs = [(call, self._line(call.errand.asked.system).submit(self._ask, call)) for call in calls]
        answers = await asyncio.gather(*(self._answer(call, job) for call, job in jobs))
        return {call.errand.asked.system: told for call, told in zip(calls, answers, strict=True) if told is not None}

    async def _answer(self, call: _Call, job: "Future[Told | None]") -> Told | None:
        """Wait for one answer as long as its time lasts; what comes later ends by itself."""
        answer = asyncio.wrap_future(job)
        done, _ = await asyncio.wait({answer}, timeout=max(call.until - time.monotonic(), 0))
        if done:
            return answer.result()
        if job.cancel():
            # All threads of its ERP are busy: it was not even put.
            self._bookkeeper.submit(self._book, call.errand, LiveOutcome.LATE, differed=False, error="no time left")
        answer.cancel()
        return None

    def _prepare(self, questions: Sequence[SourceAsked]) -> list[intake.Errand]:
        try:
            with self._database.transaction() as tx:
                errands, spared = intake.errands(tx=tx, questions=questions, kinds=self._asks.keys(), as_of=self._now())
        except Exception:  # noqa: BLE001 - a buyer is answered from what is remembered, whatever fails here
            _log.exception("no ERP could be asked live")
            return []
        for system in spared:
            self._checks.labels(system, "spared").inc()
        return errands

    def _too_late(self, prepared: "Future[list[intake.Errand]]") -> None:
        """Count questions that were ready when nobody waited for them any more."""
        for errand in [] if prepared.cancelled() else prepared.result():
            self._bookkeeper.submit(self._book, errand, LiveOutcome.LATE, differed=False, error="no time left")

    def _ask(self, call: _Call) -> Told | None:
        """Ask one ERP, in a thread of its own; what becomes of it is booked behind the buyer's back."""
        errand, at = call.errand, self._now()
        outcome, told, error = LiveOutcome.LATE, None, "no time left"
        left = call.until - time.monotonic()
        if left > 0:
            try:
                ask = self._asks[errand.connection.kind]
                answer = ask(connection=errand.connection, question=errand.question, within=left, as_of=at)
                outcome, told, error = LiveOutcome.ANSWERED, errand.told(answer=answer, at=at), ""
            except Refusal as refusal:
                outcome, error = LiveOutcome.FAILED, str(refusal)
            except Exception as failure:  # noqa: BLE001 - what an ERP says must never cost a buyer his page
                _log.exception("the live answer of %s cannot be read", errand.asked.system)
                outcome, error = LiveOutcome.FAILED, type(failure).__name__
            if time.monotonic() >= call.until:
                outcome, told, error = LiveOutcome.LATE, None, error or "the answer came too late"
        differed = told is not None and availability.differs(question=errand.asked, told=told)
        self._bookkeeper.submit(self._book, errand, outcome, differed=differed, error=error)
        return told

    def _book(self, errand: intake.Errand, outcome: LiveOutcome, *, differed: bool, error: str) -> None:
        system = errand.asked.system
        self._checks.labels(system, outcome.value).inc()
        if differed:
            self._checks.labels(system, "differed").inc()
        try:
            with self._database.transaction() as tx:
                intake.note_live(
                    tx=tx,
                    connection=errand.connection.id,
                    outcome=outcome,
                    as_of=self._now(),
                    differed=differed,
                    error=error,
                )
        except Exception:  # noqa: BLE001 - the answer was given; what is lost is one count
            _log.exception("a live check could not be counted")

    def _line(self, system: str) -> ThreadPoolExecutor:
        if system not in self._lines:
            self._lines[system] = ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix=f"live-{system}")
        return self._lines[system]
