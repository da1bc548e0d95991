"""The follower: keeps the projections of one process (price book, board, shelf, index) abreast of the event log."""

import logging
import threading
import time
from collections.abc import Sequence
from typing import Protocol

from fondaco.kernel.event import Event
from fondaco.platform import event_log, heap
from fondaco.platform.background import Loop
from fondaco.platform.event_log import Vocabulary
from fondaco.platform.transaction import Database, Tx

_log = logging.getLogger(__name__)
_BATCH = 2000
# What happens within this time is taken in together: far below the time in which news has to be known.
_REST_SECONDS = 0.03


class Projection(Protocol):
    """What is held in memory for reading: loaded whole at the start, then kept by events.

    `apply` may see an event again that `load` has already seen, and must then change nothing.
    """

    @property
    def EVENTS(self) -> tuple[type[Event], ...]:  # noqa: N802 - a class constant of the projections
        """The events it wants to see."""
        ...

    def load(self, *, tx: Tx) -> None:
        """Read everything from the tables, replacing what is there."""
        ...

    def apply(self, *, tx: Tx, events: Sequence[Event]) -> None:
        """Take in what happened, in the order of the log; it may read the tables, which may be newer."""
        ...


class Follower:
    """One thread that feeds all projections of a process; a projection that fails is loaded anew."""

    def __init__(self, *, database: Database, projections: Sequence[Projection], name: str = "follower") -> None:
        self.name = name
        self._database = database
        self._projections = [
            (projection, Vocabulary(projection.EVENTS), frozenset(kind.TYPE for kind in projection.EVENTS))
            for projection in projections
        ]
        self._vocabulary = Vocabulary(kind for projection in projections for kind in projection.EVENTS)
        self._position: int | None = None
        self._moved = threading.Condition()
        self._loop = Loop(database=database, name=name, channel=event_log.CHANNEL, step=self._step, rest=_REST_SECONDS)

    @property
    def position(self) -> int | None:
        """The last position taken in; None until everything is loaded."""
        return self._position

    @property
    def ready(self) -> bool:
        """Tell whether all projections are loaded."""
        return self._position is not None

    @property
    def error(self) -> str | None:
        """What keeps it from following, None if nothing does."""
        return self._loop.error

    def start(self) -> None:
        """Load and follow in a thread."""
        self._loop.start()

    def stop(self) -> None:
        """Stop following; the projections stay as they are."""
        self._loop.stop()

    def abreast(self, *, tx: Tx, projection: object) -> bool:
        """Tell whether a projection has taken in everything that was committed by now and concerns it.

        Then what it answers is as new as what the tables say to the transaction.
        """
        # Read first: what is taken in meanwhile only makes it newer.
        position = self._position
        types = next((types for held, _, types in self._projections if held is projection), None)
        return position is not None and types is not None and not event_log.news(tx=tx, types=types, after=position)

    def load(self) -> None:
        """Load all projections at one moment of the database, now and in this thread."""
        with self._database.snapshot() as tx, heap.taking_in():
            position = event_log.head(tx=tx)
            for projection, _, _ in self._projections:
                started = time.perf_counter()
                projection.load(tx=tx)
                _log.info("loaded %s in %.2f s", type(projection).__name__, time.perf_counter() - started)
        self._advance(position)

    def catch_up(self) -> None:
        """Take in everything that is in the log, now and in this thread (for processes without a thread)."""
        while self._step():
            pass

    def wait_for(self, position: int, *, timeout: float = 10.0) -> bool:
        """Wait until the position is taken in; tell whether it was within the time."""
        with self._moved:
            return self._moved.wait_for(lambda: self._position is not None and self._position >= position, timeout)

    def _step(self) -> bool:
        if self._position is None:
            self.load()
        position = self._position or 0
        with self._database.transaction() as tx:
            head, facts = event_log.since(tx=tx, types=self._vocabulary.types, after=position, limit=_BATCH)
            if head < position:
                # The database was put back to an earlier state: nothing in memory can be trusted.
                self._position = None
                return True
            if head == position:
                return False
            self._apply(tx, facts)
        full = len(facts) == _BATCH
        self._advance(facts[-1].position if full else head)
        return full

    def _apply(self, tx: Tx, facts: Sequence[event_log.Recorded]) -> None:
        for projection, vocabulary, types in self._projections:
            mine = [fact for fact in facts if fact.type in types]
            if not mine:
                continue
            try:
                with heap.taking_in():
                    projection.apply(tx=tx, events=[vocabulary.event(fact) for fact in mine])
            except Exception:
                _log.exception("%s could not take in events and is loaded anew", type(projection).__name__)
                self._position = None
                raise

    def _advance(self, position: int) -> None:
        with self._moved:
            self._position = position
            self._moved.notify_all()
