"""Reading and storing the terms of delivering: calendars, transport times, receiving days, rules."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Table, delete, insert, text
from sqlalchemy.dialects.postgresql import insert as upsert

from fondaco.modules.availability.tables import calendar, receiving, rule, transport
from fondaco.modules.availability.types import Calendar, DeliveryRule, Receiving, Terms, TransportTime
from fondaco.platform.transaction import Tx

# One round trip for all of it.
_TERMS = text("""
    SELECT (SELECT jsonb_agg(c) FROM availability.calendar c) AS calendars,
           (SELECT jsonb_agg(t ORDER BY country, zone) FROM availability.transport t) AS transport,
           (SELECT jsonb_agg(r) FROM availability.receiving r) AS receiving,
           (SELECT jsonb_agg(r) FROM availability.rule r) AS rules
""")


def load(*, tx: Tx) -> Terms:
    """Load everybody's terms."""
    row = tx.execute(_TERMS).one()
    by_location: dict[UUID, list[TransportTime]] = {}
    for told in row.transport or ():
        by_location.setdefault(UUID(told["location"]), []).append(_made(told, TransportTime))
    return Terms(
        calendars={UUID(told["location"]): _made(told, Calendar) for told in row.calendars or ()},
        transport={location: tuple(times) for location, times in by_location.items()},
        receiving={UUID(told["address"]): _made(told, Receiving) for told in row.receiving or ()},
        rules={told["owner"]: _made(told, DeliveryRule) for told in row.rules or ()},
    )


def put_calendar(*, tx: Tx, location: UUID, told: Calendar | None) -> None:
    """Store the days a location ships on; None forgets them."""
    _put(tx, calendar, "location", location, told)


def put_transport(*, tx: Tx, location: UUID, times: Sequence[TransportTime]) -> None:
    """Store all transport times of a location; they replace the earlier ones."""
    tx.execute(delete(transport).where(transport.c.location == location))
    if times:
        rows = [{"location": location, "country": to.country, "zone": to.zone, "days": to.days} for to in times]
        tx.execute(insert(transport), rows)


def put_receiving(*, tx: Tx, address: UUID, told: Receiving | None) -> None:
    """Store the days an address takes goods on; None forgets them."""
    _put(tx, receiving, "address", address, told)


def put_rule(*, tx: Tx, owner: str, told: DeliveryRule | None) -> None:
    """Store a delivery rule; None forgets it."""
    _put(tx, rule, "owner", owner, told)


def _made(told: dict[str, Any], kind: type[Any]) -> Any:  # noqa: ANN401 - four kinds, each by its own fields
    return msgspec.convert({name: told[name] for name in kind.__dataclass_fields__}, kind)


def _put(tx: Tx, table: Table, key: str, owner: UUID | str, told: Calendar | Receiving | DeliveryRule | None) -> None:
    if told is None:
        tx.execute(delete(table).where(table.c[key] == owner))
        return
    values = {name: _plain(getattr(told, name)) for name in told.__dataclass_fields__}
    statement = upsert(table).values({key: owner} | values)
    tx.execute(statement.on_conflict_do_update(index_elements=[key], set_=values))


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else list(value) if isinstance(value, tuple) else value
