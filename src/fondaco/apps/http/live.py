"""Live checks of stock: asks ERPs while a buyer waits, all at once, within the time that is set for it.

It is done here at the edge, before a room begins its transaction: nothing in the database is held while an ERP thinks. Each
ERP has a few threads of its own, so that a slow one holds up nobody else; what comes too late is counted and thrown away.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
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
        for line in list(self._lines.values()):
            for waiting in [line.submit(lambda: None) for _ in range(_AT_ONCE)]:
                waiting.result()
        self._bookkeeper.submit(lambda: None).result()

    def close(self) -> None:
        """Let what is in progress end, and book it."""
        for line in self._lines.values():
            line.shutdown(cancel_futures=True)
        self._bookkeeper.shutdown()

    async def _ask_all(self, questions: Sequence[SourceAsked], *, started: float, longest: float) -> dict[str, Told]:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(longest - (time.monotonic() - started)):
                errands = await asyncio.to_thread(self._prepare, questions)
        except TimeoutError:
            return {}
        except Exception:  # noqa: BLE001 - a buyer is answered from what is remembered, whatever fails here
            _log.exception("no ERP could be asked live")
            return {}
        calls = [_Call(errand=one, until=started + one.asked.limit_ms / _MILLI) for one in errands]
        asked = {loop.run_in_executor(self._line(call.errand.asked.system), self._ask, call): call for call in calls}
        told: dict[str, Told] = {}
        # Not all have the same time: each is waited for as long as its own lasts.
        waiting = set(asked)
        while waiting:
            left = min(asked[one].until for one in waiting) - time.monotonic()
            done, _ = await asyncio.wait(waiting, timeout=max(left, 0), return_when=asyncio.FIRST_COMPLETED)
            for one in done:
                answer = one.result()
                if answer is not None:
                    told[asked[one].errand.asked.system] = answer
            waiting = {one for one in waiting - done if asked[one].until > time.monotonic()}
        return told

    def _prepare(self, questions: Sequence[SourceAsked]) -> list[intake.Errand]:
        with self._database.transaction() as tx:
            errands, spared = intake.errands(tx=tx, questions=questions, kinds=self._asks.keys(), as_of=self._now())
        for system in spared:
            self._checks.labels(system, "spared").inc()
        return errands

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
        self._bookkeeper.submit(self._book, errand, outcome, differed, error)
        return told

    def _book(self, errand: intake.Errand, outcome: LiveOutcome, differed: bool, error: str) -> None:  # noqa: FBT001 - a step of its own thread
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
