"""Asking Tryton about its stock of this moment: one call a warehouse for all products, and what is open of our sales.

Its figure is the one that is followed: what is assigned to a shipment is no part of it any more. So of a sale is open what
stands in no shipment that is assigned, picked, packed or done.
"""

import threading
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import ROUND_UP, Decimal
from fractions import Fraction
from uuid import UUID

from fondaco.connectors.intake.types import Connection, StockAnswer, StockQuestion
from fondaco.connectors.tryton import follow, readers
from fondaco.connectors.tryton.client import TrytonClient
from fondaco.connectors.tryton.line import client_for
from fondaco.connectors.tryton.model.unit import factor
from fondaco.connectors.tryton.types import RemoteLocation, RemoteUnit
from fondaco.kernel.money import round_fraction

_TAKEN = frozenset({"assigned", "picked", "packed", "done"})
_PLACES = 6
_lock = threading.Lock()
# Warehouses and units stay what they are; asking for them every time would take the time of the question itself.
_ground: dict[tuple[UUID, int], tuple[list[RemoteLocation], dict[int, RemoteUnit]]] = {}


def stock_now(*, connection: Connection, question: StockQuestion, within: float, as_of: datetime) -> StockAnswer:
    """Ask within so many seconds, of the stock at the end of this day. Refused with `Unavailable`."""
    line = client_for(connection)
    client = line.within(within)
    places, units = _known(connection, line)
    products = sorted({int(key) for key in question.products if key.isdigit()})
    # First what is open: what is assigned in between makes the stock less, and never more than there is.
    open_ = dict(_open(client, units, [int(key) for key in question.orders if key.isdigit()]))
    on_hand: dict[tuple[str, str], Decimal] = {}
    for place in places:
        for rows in readers.stock(client, products=products, location=place, day=as_of.date()):
            # As it is followed: what is promised beyond the stock is no stock.
            on_hand |= {(str(row.product), str(row.location)): max(row.quantity, Decimal(0)) for row in rows}
    return StockAnswer(on_hand=on_hand, open=open_)


def _known(connection: Connection, line: TrytonClient) -> tuple[list[RemoteLocation], dict[int, RemoteUnit]]:
    key = (connection.id, connection.version)
    with _lock:
        if key not in _ground:
            _ground[key] = (readers.locations(line), readers.units(line))
        return _ground[key]


def _open(
    client: TrytonClient, units: dict[int, RemoteUnit], sales: Sequence[int]
) -> Iterator[tuple[tuple[str, str], Decimal]]:
    if not sales:
        return
    lines, shipped = follow.shipped(client, ids=sales, states=_TAKEN)
    default = readers.default_units(client, products=sorted({line.product for _, line in lines}))
    totals: dict[tuple[int, int], Fraction] = {}
    for sale, line in lines:
        if line.product in default:
            left = max(line.quantity - shipped.get(line.id, Decimal(0)), Decimal(0))
            each = factor(of=units[line.unit], to=units[default[line.product]])
            totals[sale, line.product] = totals.get((sale, line.product), Fraction(0)) + Fraction(left) * each
    for (sale, product), quantity in totals.items():
        # Rather a little more is subtracted than promised twice.
        yield (str(sale), str(product)), round_fraction(quantity, places=_PLACES, mode=ROUND_UP)
