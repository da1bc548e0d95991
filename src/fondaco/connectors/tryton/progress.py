"""What became of our orders in Tryton: read back what changed there and tell it to orders."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from fondaco.connectors.tryton import follow, readers, sales, wire
from fondaco.connectors.tryton.client import TrytonClient
from fondaco.connectors.tryton.model.order import state_of
from fondaco.connectors.tryton.types import RemoteSale
from fondaco.modules.orders import api as orders
from fondaco.modules.orders.errors import TransitionNotAllowed
from fondaco.platform.transaction import Database

_BATCH = 100


def read_back(*, database: Database, client: TrytonClient, since: datetime) -> int:
    """Take over every sale of ours that changed since the moment, itself, its shipments or its invoices.

    Returns how many. A sale that orders does not know (its export is not booked yet, or a person made it by hand)
    is left for the next look. A step backwards in Tryton is not followed.
    """
    system, currency, units = client.settings.system, readers.currency(client), readers.units(client)
    told = 0
    for batch in _changed(client, since):
        sales.remove_doubles(client, references=sorted({sale.reference for sale in batch}))
        for sale in batch:
            with database.transaction() as tx:
                order = orders.order_at(tx=tx, system=system, key=str(sale.id))
                if order is None:
                    continue
                lines = {line.position: line for line in order.lines}
                state = state_of(sale=sale, lines=lines, units=units, currency=currency)
                try:
                    orders.put_order_state(tx=tx, system=system, key=str(sale.id), state=state)
                except TransitionNotAllowed:
                    continue
                told += 1
    return told


def _changed(client: TrytonClient, since: datetime) -> Iterator[list[RemoteSale]]:
    start = wire.moment(since)
    anything: list[Any] = ["OR"]
    for path in ("", "shipments.", "invoices."):
        anything += [[(f"{path}write_date", ">=", start)], [(f"{path}create_date", ">=", start)]]
    domain = [("reference", "like", f"%/{client.settings.system}/%"), anything]
    ids = [row["id"] for page in readers.pages(client, model="sale.sale", domain=domain, fields=["id"]) for row in page]
    for start_at in range(0, len(ids), _BATCH):
        yield follow.sales(client, ids=ids[start_at : start_at + _BATCH])
