"""Reading and storing the terms of delivering: calendars, transport times, receiving days, rules."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import Table, delete, insert, text
from sqlalchemy.dialects.postgresql import insert as upsert

from fondaco.modules.availability.tables import calendar, receiving, rule, transport
from fondaco.modules.availability.types import Calendar, DeliveryRule, Receiving, Terms, TransportTime
from fondaco.platform.transaction import Tx

# The terms as one piece of JSON; of receiving days, rules and policies, which are many, those that are let in.
AS_JSON = """json_build_object(
    'calendars', (SELECT coalesce(json_object_agg(location, c), '{{}}') FROM availability.calendar c),
    'transport', (SELECT coalesce(json_object_agg(location, times), '{{}}') FROM
                  (SELECT location, json_agg(t ORDER BY country, zone) AS times
                   FROM availability.transport t GROUP BY location) AS by_location),
    'receiving', (SELECT coalesce(json_object_agg(address, r), '{{}}') FROM availability.receiving r WHERE {receiving}),
    'rules', (SELECT coalesce(json_object_agg(owner, r), '{{}}') FROM availability.rule r WHERE {rules}),
    'backorders', (SELECT coalesce(json_object_agg(owner, policy), '{{}}') FROM availability.backorder WHERE {backorders})
)"""
_ALL = text(f"SELECT {AS_JSON.format(receiving='true', rules='true', backorders='true')}::text")
_decode = msgspec.json.Decoder(Terms).decode


def load(*, tx: Tx) -> Terms:
    """Load everybody's terms."""
    return _decode(tx.execute(_ALL).scalar_one())


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


def _put(tx: Tx, table: Table, key: str, owner: UUID | str, told: Calendar | Receiving | DeliveryRule | None) -> None:
    if told is None:
        tx.execute(delete(table).where(table.c[key] == owner))
        return
    values = {name: _plain(getattr(told, name)) for name in told.__dataclass_fields__}
    statement = upsert(table).values({key: owner} | values)
    tx.execute(statement.on_conflict_do_update(index_elements=[key], set_=values))


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else list(value) if isinstance(value, tuple) else value
