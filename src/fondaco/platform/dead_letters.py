"""Dead letters: facts that a subscriber gave up on, for a person to look at, replay or set aside for good."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from fondaco.kernel.errors import NotFound
from fondaco.platform.event_log import Recorded, recorded
from fondaco.platform.transaction import Tx


class NoSuchDeadLetter(NotFound):
    """The subscription has no dead letter at this position (any more)."""

    code = "platform.no_such_dead_letter"
    title = "There is no such dead letter."


class NoSuchSubscription(NotFound):
    """No subscription of this name has ever run here."""

    code = "platform.no_such_subscription"
    title = "There is no such subscription."


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A fact that a subscriber could not handle: waiting for its next attempt, or dead."""

    subscription: str
    fact: Recorded
    attempts: int
    error: str
    failed_at: datetime
    retry_at: datetime | None
    dead_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a subscription stands: where it is, how far behind, what waits and what is dead."""

    name: str
    types: tuple[str, ...]
    position: int
    behind: int
    waiting: int
    dead: int
    updated_at: datetime


_FAILURES = text("""
    SELECT f.subscription, f.attempts, f.error, f.failed_at, f.retry_at, f.dead_at,
           e.position, e.id, e.type, e.subject, e.data::text AS data, e.occurred_at, e.recorded_at
    FROM platform.subscription_failure f JOIN platform.event_log e USING (position)
    WHERE (CAST(:subscription AS text) IS NULL OR f.subscription = :subscription)
      AND (f.dead_at IS NOT NULL) = :dead
      AND (CAST(:before AS bigint) IS NULL OR f.position < :before)
    ORDER BY f.position DESC, f.subscription LIMIT :limit
""")
_STANDINGS = text("""
    SELECT s.name, s.types, s.position, s.updated_at,
           (SELECT count(*) FROM platform.event_log e
            WHERE e.position > s.position AND e.type = ANY(s.types)) AS behind,
           count(f.position) FILTER (WHERE f.dead_at IS NULL) AS waiting,
           count(f.position) FILTER (WHERE f.dead_at IS NOT NULL) AS dead
    FROM platform.subscription s LEFT JOIN platform.subscription_failure f ON f.subscription = s.name
    GROUP BY s.name ORDER BY s.name
""")
_REVIVE = text("""
    UPDATE platform.subscription_failure SET dead_at = NULL, attempts = 0, retry_at = clock_timestamp()
    WHERE subscription = :subscription AND position = :position AND dead_at IS NOT NULL
""")
_REVIVE_ALL = text("""
    UPDATE platform.subscription_failure SET dead_at = NULL, attempts = 0, retry_at = clock_timestamp()
    WHERE subscription = :subscription AND dead_at IS NOT NULL
""")
_DISCARD = text("""
    DELETE FROM platform.subscription_failure
    WHERE subscription = :subscription AND position = :position AND dead_at IS NOT NULL
""")
_REWIND = text("""
    UPDATE platform.subscription SET position = LEAST(position, :position), updated_at = clock_timestamp()
    WHERE name = :subscription
""")
_FORGET = text("DELETE FROM platform.subscription_failure WHERE subscription = :subscription AND position > :position")
_NOTIFY = text("SELECT pg_notify('fondaco_event_log', '')")


def dead_letters(
    *, tx: Tx, subscription: str | None = None, before: int | None = None, limit: int = 50
) -> list[Failure]:
    """Return dead letters, newest first; `before` is a position to go on from."""
    return _failures(tx, subscription=subscription, before=before, limit=limit, dead=True)


def waiting(*, tx: Tx, subscription: str | None = None, before: int | None = None, limit: int = 50) -> list[Failure]:
    """Return what waits for its next attempt, newest first."""
    return _failures(tx, subscription=subscription, before=before, limit=limit, dead=False)


def standings(*, tx: Tx) -> list[Standing]:
    """Return how every subscription stands."""
    return [
        Standing(
            name=row.name,
            types=tuple(row.types),
            position=row.position,
            behind=row.behind,
            waiting=row.waiting,
            dead=row.dead,
            updated_at=row.updated_at,
        )
        for row in tx.execute(_STANDINGS)
    ]


def replay(*, tx: Tx, subscription: str, position: int) -> None:
    """Let the subscriber try a dead letter again, at once and with all attempts."""
    if not tx.execute(_REVIVE, {"subscription": subscription, "position": position}).rowcount:
        raise NoSuchDeadLetter(subscription=subscription, position=position)
    tx.execute(_NOTIFY)


def replay_all(*, tx: Tx, subscription: str) -> int:
    """Let the subscriber try all its dead letters again; return how many."""
    revived = tx.execute(_REVIVE_ALL, {"subscription": subscription}).rowcount
    tx.execute(_NOTIFY)
    return revived


def discard(*, tx: Tx, subscription: str, position: int) -> None:
    """Set a dead letter aside for good; the fact itself stays in the log."""
    if not tx.execute(_DISCARD, {"subscription": subscription, "position": position}).rowcount:
        raise NoSuchDeadLetter(subscription=subscription, position=position)


def rewind(*, tx: Tx, subscription: str, after: int) -> None:
    """Let the subscriber see everything after a position again (its handler must bear that, as always)."""
    if not tx.execute(_REWIND, {"subscription": subscription, "position": after}).rowcount:
        raise NoSuchSubscription(subscription=subscription)
    tx.execute(_FORGET, {"subscription": subscription, "position": after})
    tx.execute(_NOTIFY)


def _failures(tx: Tx, *, subscription: str | None, before: int | None, limit: int, dead: bool) -> list[Failure]:
    rows = tx.execute(_FAILURES, {"subscription": subscription, "before": before, "limit": limit, "dead": dead})
    return [
        Failure(
            subscription=row.subscription,
            fact=recorded(row),
            attempts=row.attempts,
            error=row.error,
            failed_at=row.failed_at,
            retry_at=row.retry_at,
            dead_at=row.dead_at,
        )
        for row in rows
    ]
