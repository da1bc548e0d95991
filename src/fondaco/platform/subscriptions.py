"""Subscriptions: each reads the whole log at its own pace, and what it stores is stored together with its position.

A handler that fails is tried again with growing pauses; while it waits, later facts about the same subject wait
behind it, so that their order holds. After its last attempt the fact becomes a dead letter, which a person sees and
can replay, and the subject goes on without it.
"""

import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import sqlalchemy.exc
from sqlalchemy import text

from fondaco.kernel.event import Event
from fondaco.platform import event_log
from fondaco.platform.background import Loop
from fondaco.platform.event_log import Recorded, Vocabulary
from fondaco.platform.transaction import Database, Tx

_log = logging.getLogger(__name__)
_LONGEST_ERROR = 4000


class Handle(Protocol):
    """What a subscriber does about one fact, within the transaction; it may see the same fact again."""

    def __call__(self, *, tx: Tx, event: Event) -> None:
        """React to the fact."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Who listens to what: a stable name, the event classes, the handler, and which of the events concern it.

    A subscription that is new to a database starts at the first fact of the log. The pause before attempt n + 1 is
    `first_pause * 2 ** (n - 1)` seconds, at most an hour. Facts that are recorded within `rest` are handled together.
    """

    name: str
    events: tuple[type[Event], ...]
    handle: Handle
    concerns: Callable[[Event], bool] = lambda event: True  # noqa: ARG005 - all of them
    attempts: int = 10
    first_pause: float = 1.0
    batch: int = 200
    rest: timedelta = timedelta(milliseconds=50)


# Asking first: an upsert locks the row even where it changes nothing, and would wait for the one at work.
_KNOWN = text("SELECT FROM platform.subscription WHERE name = :name AND types = :types")
_REGISTER = text("""
    INSERT INTO platform.subscription (name, position, types) VALUES (:name, 0, :types)
    ON CONFLICT (name) DO UPDATE SET types = excluded.types
""")
# What there is to do is looked up along with the lock: most of the time it is nothing.
_LOCK = text("""
    SELECT s.position, (SELECT position FROM platform.event_log_head) AS head,
           EXISTS (SELECT FROM platform.subscription_failure f
                   WHERE f.subscription = s.name AND f.retry_at <= clock_timestamp()) AS due
    FROM platform.subscription s WHERE s.name = :name FOR UPDATE SKIP LOCKED
""")
_ADVANCE = text(
    "UPDATE platform.subscription SET position = :position, updated_at = clock_timestamp() WHERE name = :name"
)
_DUE = text("""
    SELECT f.position, f.attempts FROM platform.subscription_failure f
    WHERE f.subscription = :name AND f.retry_at <= clock_timestamp()
      AND NOT EXISTS (SELECT FROM platform.subscription_failure earlier
                      WHERE earlier.subscription = f.subscription AND earlier.subject = f.subject
                        AND earlier.dead_at IS NULL AND earlier.position < f.position)
    ORDER BY f.position LIMIT :limit
""")
_WAITING = text("""
    SELECT DISTINCT subject FROM platform.subscription_failure
    WHERE subscription = :name AND dead_at IS NULL AND subject = ANY(:subjects)
""")
_FAIL = text("""
    INSERT INTO platform.subscription_failure AS f
        (subscription, position, subject, attempts, error, failed_at, retry_at, dead_at)
    VALUES (:name, :position, :subject, :attempts, :error, clock_timestamp(),
            CASE WHEN :dead THEN NULL ELSE clock_timestamp() + make_interval(secs => :pause) END,
            CASE WHEN :dead THEN clock_timestamp() END)
    ON CONFLICT (subscription, position) DO UPDATE
    SET attempts = excluded.attempts, error = excluded.error, failed_at = excluded.failed_at,
        retry_at = excluded.retry_at, dead_at = excluded.dead_at
""")
_DONE = text("DELETE FROM platform.subscription_failure WHERE subscription = :name AND position = :position")
_LONGEST_PAUSE = 3600.0


class Subscriber:
    """Runs one subscription: `step` by `step`, each a transaction of its own."""

    def __init__(self, *, database: Database, subscription: Subscription) -> None:
        self._database = database
        self._subscription = subscription
        self._vocabulary = Vocabulary(subscription.events)
        self._registered = False

    def step(self) -> bool:
        """Retry what is due and handle one batch of news; tell whether there may be more to do at once.

        Only one process works for a subscription at a time; for the others the step does nothing.
        """
        name = self._subscription.name
        self._register()
        with self._database.transaction() as tx:
            mine = tx.execute(_LOCK, {"name": name}).one_or_none()
            if mine is None:
                return False
            retried = mine.due and self._retry(tx)
            facts, reached = self._news(tx, mine.position, mine.head)
            self._handle_all(tx, facts)
            if reached > mine.position:
                tx.execute(_ADVANCE, {"name": name, "position": reached})
        return retried or bool(facts)

    def _register(self) -> None:
        if self._registered:
            return
        mine = {"name": self._subscription.name, "types": self._vocabulary.types}
        with self._database.transaction() as tx:
            if tx.execute(_KNOWN, mine).first() is None:
                tx.execute(_REGISTER, mine)
        self._registered = True

    def _news(self, tx: Tx, position: int, head: int) -> tuple[list[Recorded], int]:
        if head <= position:
            return [], position
        batch = self._subscription.batch
        facts = event_log.read(tx=tx, types=self._vocabulary.types, after=position, until=head, limit=batch)
        return facts, facts[-1].position if len(facts) == batch else head

    def _handle_all(self, tx: Tx, facts: Sequence[Recorded]) -> None:
        if not facts:
            return
        subjects = sorted({fact.subject for fact in facts})
        waiting = set(tx.execute(_WAITING, {"name": self._subscription.name, "subjects": subjects}).scalars())
        for fact in facts:
            if fact.subject in waiting:
                self._fail(tx, fact, attempts=0, error="waits for an earlier fact of the same subject")
            elif not self._attempt(tx, fact, earlier=0):
                waiting.add(fact.subject)

    def _retry(self, tx: Tx) -> bool:
        name = self._subscription.name
        due = tx.execute(_DUE, {"name": name, "limit": self._subscription.batch}).all()
        for row in due:
            fact = event_log.at(tx=tx, position=row.position)
            if self._attempt(tx, fact, earlier=row.attempts):
                tx.execute(_DONE, {"name": name, "position": row.position})
        return bool(due)

    def _attempt(self, tx: Tx, fact: Recorded, *, earlier: int) -> bool:
        """Handle one fact so that a failure leaves nothing behind but its record; tell whether it went well."""
        try:
            event = self._vocabulary.event(fact)
            if not self._subscription.concerns(event):
                return True
            with tx.savepoint():
                self._subscription.handle(tx=tx, event=event)
        except Exception as error:
            if isinstance(error, sqlalchemy.exc.DBAPIError) and error.connection_invalidated:
                # The database went away; that is not the fact's fault.
                raise
            _log.warning("%s failed at position %d: %r", self._subscription.name, fact.position, error)
            told = "".join(traceback.format_exception(error))[-_LONGEST_ERROR:]
            self._fail(tx, fact, attempts=earlier + 1, error=told)
            return False
        return True

    def _fail(self, tx: Tx, fact: Recorded, *, attempts: int, error: str) -> None:
        subscription = self._subscription
        pause = min(_LONGEST_PAUSE, subscription.first_pause * 2 ** max(0, attempts - 1)) if attempts else 0.0
        facts = {"name": subscription.name, "position": fact.position, "subject": fact.subject}
        dead = attempts >= subscription.attempts
        tx.execute(_FAIL, {**facts, "attempts": attempts, "error": error, "pause": pause, "dead": dead})


class Subscriptions:
    """All subscriptions of a worker, each in a thread: a slow one holds up nobody else."""

    def __init__(self, *, database: Database, subscriptions: Sequence[Subscription]) -> None:
        names = [subscription.name for subscription in subscriptions]
        if len(set(names)) < len(names):
            raise ValueError(f"two subscriptions have the same name: {sorted(names)}")
        self._loops = [
            Loop(
                database=database,
                name=f"subscription {subscription.name}",
                channel=event_log.CHANNEL,
                step=Subscriber(database=database, subscription=subscription).step,
                rest=subscription.rest.total_seconds(),
            )
            for subscription in subscriptions
        ]

    @property
    def errors(self) -> list[str]:
        """What keeps them from working."""
        return [loop.error for loop in self._loops if loop.error]

    def start(self) -> None:
        """Start all threads."""
        for loop in self._loops:
            loop.start()

    def stop(self) -> None:
        """Stop each after its step in progress."""
        for loop in self._loops:
            loop.stop()


def run_until_quiet(*, database: Database, subscriptions: Sequence[Subscription]) -> None:
    """Relay and handle in this thread until nothing is left to do: for imports, the demo's loading and tests."""
    subscribers = [Subscriber(database=database, subscription=subscription) for subscription in subscriptions]
    relayed = True
    while relayed:
        while event_log.relay(database=database) is not None:
            pass
        for subscriber in subscribers:
            while subscriber.step():
                pass
        relayed = event_log.waiting(database=database)
