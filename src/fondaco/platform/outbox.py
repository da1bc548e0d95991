"""The outbox: events are stored in the same transaction as the change they report (CloudEvents 1.0)."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, text

from fondaco.kernel.event import Event
from fondaco.kernel.ids import new_id

CHANNEL = "fondaco_outbox"

_INSERT = text(
    "INSERT INTO platform.outbox (id, type, subject, data)"
    " SELECT id, type, subject, data FROM unnest(CAST(:ids AS uuid[]), CAST(:types AS text[]),"
    " CAST(:subjects AS text[]), CAST(:data AS jsonb[])) WITH ORDINALITY AS fact (id, type, subject, data, place)"
    " ORDER BY place"
)
_WAKE = text("SELECT pg_notify(:channel, '')")


def write(connection: Connection, events: Sequence[Event]) -> None:
    """Store the events in one statement; `seq` numbers them in the order given."""
    connection.execute(
        _INSERT,
        {
            "ids": [new_id() for _ in events],
            "types": [event.TYPE for event in events],
            "subjects": [event.subject for event in events],
            "data": [msgspec.json.encode(event).decode() for event in events],
        },
    )


def wake_relay(connection: Connection) -> None:
    """Tell the relay that facts are waiting.

    It is sent after the commit, as a statement that commits by itself: inside, it would make all publishing
    transactions of the database wait for each other's disk write. If it gets lost, the relay looks by itself soon.
    """
    connection.execution_options(isolation_level="AUTOCOMMIT").execute(_WAKE, {"channel": CHANNEL})
