"""Bringing the ERP's records in: everything at once, or what its log of changes names."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.api import Sink
from fondaco.connectors.intake.types import Connection, ConnectionDraft, Direction, Kind, Mode, Record, Report, Run
from fondaco.connectors.simulated import records
from fondaco.connectors.simulated.client import ErpClient
from fondaco.connectors.simulated.types import KIND, ErpSettings
from fondaco.platform.transaction import Database

_LISTS = ("gruppen", "artikel", "preise", "lager", "bestand", "wareneingaenge", "auftragsarchiv")
_CHANGING = {"preis": "preise", "bestand": "bestand"}


def connect(*, database: Database, system: str, url: str) -> Connection:
    """Make the connection to the ERP, or bring its address up to date."""
    with database.transaction() as tx:
        before = intake.connection_named(tx=tx, name=system)
        if before is not None and before.settings.get("url") == url:
            return before
        draft = ConnectionDraft(name=system, kind=KIND, system=system, direction=Direction.BOTH, settings={"url": url})
        return intake.put_connection(tx=tx, draft=draft)


def deliver_all(*, client: ErpClient, sink: Sink, mode: Mode) -> None:
    """Give the sink everything the ERP has; the lists are read while they are stored."""
    for what in _LISTS:
        if what == "preise":
            sink.take_prices(lambda: _read(client, "preise"), complete=mode is Mode.FULL)
        else:
            sink.take(_read(client, what))
    sink.end_missing((Kind.RECEIPT, Kind.STOCK, Kind.PRODUCT))


def deliver_changes(*, rows: Sequence[records.Row], sink: Sink) -> None:
    """Give the sink the prices and stocks that changed, each only as it stands last."""
    latest = {}
    for row in rows:
        if row["art"] in _CHANGING:
            latest[row["art"], row["nr"] if row["art"] == "preis" else (row["artikel"], row["lager"])] = row
    found = [records.record(_CHANGING[row["art"]], row) for row in latest.values()]
    for kind in (Kind.PRICE_RECORD, Kind.STOCK):
        sink.take(record for record in found if record.kind is kind)


def load(
    *, database: Database, connection: UUID, mode: Mode, requested_by: str, now: Callable[[], datetime]
) -> tuple[Run, Report]:
    """Read everything from the ERP into the rooms, as a run of the connection."""

    def deliver(carrier: Connection, sink: Sink) -> None:
        client = ErpClient(settings=ErpSettings.of(carrier.settings))
        try:
            deliver_all(client=client, sink=sink, mode=mode)
        finally:
            client.close()

    return intake.load(
        database=database, connection=connection, mode=mode, requested_by=requested_by, deliver=deliver, now=now
    )


def _read(client: ErpClient, what: str) -> Iterator[Record]:
    return (records.record(what, row) for row in client.rows(what))
