"""The event log: every committed fact once, at position 1, 2, 3 … without gaps, in an order of cause and effect.

Why nothing is lost or doubled: a fact leaves the outbox in the very transaction that gives it its position. A fact
of a transaction that commits late is simply found late; no reader's position can have passed it, because it had none.
Why the order respects causes: who saw our change committed writes his own facts with a higher `seq`, and one
snapshot that shows his shows ours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, text

from fondaco.kernel.errors import Conflict, NotFound
from fondaco.kernel.event import Event
from fondaco.kernel.ids import public_id
from fondaco.platform.transaction import Database, Tx

CHANNEL = "fondaco_event_log"

_WAITING = text("SELECT EXISTS (SELECT FROM platform.outbox)")
# The second statement must see everything committed before it got the lock: it has to be a statement of its own.
_LOCK_HEAD = text("SELECT position FROM platform.event_log_head FOR UPDATE")
_MOVE = text("""
    WITH moved AS (
        DELETE FROM platform.outbox
        WHERE seq IN (SELECT seq FROM platform.outbox ORDER BY seq LIMIT :limit)
        RETURNING seq, id, type, subject, data, occurred_at
    ), logged AS (
        INSERT INTO platform.event_log (position, id, type, subject, data, occurred_at)
        SELECT :head + row_number() OVER (ORDER BY seq), id, type, subject, data, occurred_at FROM moved
        RETURNING position
    ), advanced AS (
        UPDATE platform.event_log_head SET position = (SELECT max(position) FROM logged)
        WHERE EXISTS (SELECT FROM logged)
        RETURNING position
    )
    SELECT position, pg_notify(:channel, position::text) FROM advanced
""")
_HEAD = text("SELECT position FROM platform.event_log_head")
_READ = text("""
    SELECT position, id, type, subject, data::text AS data, occurred_at, recorded_at FROM platform.event_log
    WHERE position > :after AND position <= :until AND type = ANY(:types)
    ORDER BY position LIMIT :limit
""")
_SINCE = text("""
    SELECT head.position AS head, fact.position, fact.id, fact.type, fact.subject, fact.data::text AS data,
           fact.occurred_at, fact.recorded_at
    FROM platform.event_log_head head LEFT JOIN LATERAL (
        SELECT * FROM platform.event_log
        WHERE position > :after AND position <= head.position AND type = ANY(:types)
        ORDER BY position LIMIT :limit
    ) fact ON true ORDER BY fact.position
""")
# One statement, so that a fact on its way from the outbox to the log is seen in one of them.
_NEWS = text("""
    SELECT EXISTS (SELECT FROM platform.outbox WHERE type = ANY(:types))
        OR EXISTS (SELECT FROM platform.event_log WHERE type = ANY(:types) AND position > :after)
""")
_AT = text("""
    SELECT position, id, type, subject, data::text AS data, occurred_at, recorded_at FROM platform.event_log
    WHERE position = :position
""")
_LATEST = text("""
    SELECT position, id, type, subject, data::text AS data, occurred_at, recorded_at FROM platform.event_log
    WHERE (CAST(:before AS bigint) IS NULL OR position < :before)
      AND (CAST(:type AS text) IS NULL OR type = :type)
      AND (CAST(:subject AS text) IS NULL OR subject = :subject)
    ORDER BY position DESC LIMIT :limit
""")


class TwoEventsOfOneName(Conflict):
    """Two event classes claim the same type name, so that stored facts could not be read back for sure."""

    code = "platform.two_events_of_one_name"
    title = "Two event classes have the same type name."


class NoSuchPosition(NotFound):
    """The log has no fact at this position."""

    code = "platform.no_such_position"
    title = "The event log has no such position."


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A fact in the log, with its data still as JSON."""

    position: int
    id: UUID
    type: str
    subject: str
    data: str
    occurred_at: datetime
    recorded_at: datetime


class Vocabulary:
    """The event classes that a reader understands, by their type names."""

    def __init__(self, classes: Iterable[type[Event]]) -> None:
        self._classes: dict[str, type[Event]] = {}
        for kind in classes:
            if self._classes.setdefault(kind.TYPE, kind) is not kind:
                raise TwoEventsOfOneName(type=kind.TYPE)

    @property
    def types(self) -> list[str]:
        """The type names, sorted."""
        return sorted(self._classes)

    def event(self, recorded: Recorded) -> Event:
        """Read the fact back as the event that was published."""
        return msgspec.json.decode(recorded.data, type=self._classes[recorded.type])


def relay(*, database: Database, limit: int = 1000) -> int | None:
    """Move committed facts from the outbox to the log; return the new last position, None if none was waiting.

    Any number of processes may call it at the same time; they take turns.
    """
    with database.transaction() as tx:
        if not tx.execute(_WAITING).scalar_one():
            return None
        last = tx.execute(_LOCK_HEAD).scalar_one()
        moved = tx.execute(_MOVE, {"head": last, "limit": limit, "channel": CHANNEL}).first()
    return int(moved.position) if moved else None


def news(*, tx: Tx, types: Iterable[str], after: int) -> bool:
    """Tell whether facts of these types were committed that are not in the log up to a position."""
    return bool(tx.execute(_NEWS, {"types": list(types), "after": after}).scalar_one())


def head(*, tx: Tx) -> int:
    """Return the last position given, 0 for an empty log."""
    return int(tx.execute(_HEAD).scalar_one())


def read(*, tx: Tx, types: Sequence[str], after: int, until: int, limit: int) -> list[Recorded]:
    """Return facts of these types at positions `after < position <= until`, oldest first."""
    rows = tx.execute(_READ, {"types": list(types), "after": after, "until": until, "limit": limit})
    return [recorded(row) for row in rows]


def since(*, tx: Tx, types: Sequence[str], after: int, limit: int) -> tuple[int, list[Recorded]]:
    """Return the last position given, and the first facts of these types after a position, in one statement."""
    rows = tx.execute(_SINCE, {"types": list(types), "after": after, "limit": limit}).all()
    return rows[0].head, [recorded(row) for row in rows if row.position is not None]


def at(*, tx: Tx, position: int) -> Recorded:
    """Return the fact at a position; refuse a position that was never given."""
    row = tx.execute(_AT, {"position": position}).first()
    if row is None:
        raise NoSuchPosition(position=position)
    return recorded(row)


def waiting(*, database: Database) -> bool:
    """Tell whether committed facts wait for the relay."""
    with database.transaction() as tx:
        return bool(tx.execute(_WAITING).scalar_one())


def latest(
    *, tx: Tx, before: int | None = None, type: str | None = None, subject: str | None = None, limit: int = 50
) -> list[Recorded]:
    """Return the newest facts first, for people who look at the log; `before` is the cursor."""
    rows = tx.execute(_LATEST, {"before": before, "type": type, "subject": subject, "limit": limit})
    return [recorded(row) for row in rows]


def cloud_event(recorded: Recorded, *, source: str = "/fondaco") -> Mapping[str, Any]:
    """Write a fact as CloudEvents 1.0 in its JSON format; `sequence` is the position in the log."""
    room = recorded.type.partition(".")[0]
    return {
        "specversion": "1.0",
        "id": public_id("evt", recorded.id),
        "source": f"{source}/{room}",
        "type": recorded.type,
        "subject": recorded.subject,
        "time": recorded.occurred_at.isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "sequence": str(recorded.position),
        "data": msgspec.json.decode(recorded.data),
    }


def recorded(row: Row[Any]) -> Recorded:
    """Make the value of a row of the log."""
    return Recorded(
        position=row.position,
        id=row.id,
        type=row.type,
        subject=row.subject,
        data=row.data,
        occurred_at=row.occurred_at,
        recorded_at=row.recorded_at,
    )
