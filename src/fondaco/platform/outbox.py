"""The outbox: events are stored in the same transaction as the change they report (CloudEvents 1.0)."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, text

from fondaco.kernel.event import Event
from fondaco.kernel.ids import new_id

_INSERT = text(
    "INSERT INTO platform.outbox (id, type, subject, data)"
    " SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:types AS text[]), CAST(:subjects AS text[]),"
    " CAST(:data AS jsonb[]))"
)


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
