"""Reading positions: three statements for any number of products, under locks where something is to be held."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from fondaco.modules.availability import model
from fondaco.modules.availability.tables import location, receipt, reservation, stock
from fondaco.modules.availability.types import Location, Position, Supply
from fondaco.platform.transaction import Tx


def locations(*, tx: Tx) -> dict[UUID, Location]:
    """Load all locations."""
    rows = tx.execute(select(location).order_by(location.c.position, location.c.name, location.c.id))
    return {
        row.id: Location(
            id=row.id,
            name=row.name,
            country=row.country,
            zone=row.zone,
            position=row.position,
            system=row.system,
            key=row.key,
        )
        for row in rows
    }


def positions(
    *, tx: Tx, products: Sequence[UUID] | None, places: dict[UUID, Location], lock: bool = False
) -> dict[UUID, Position]:
    """Load positions, all of them for `products=None`.

    With `lock` the stock rows and then the receipts are locked in the order of their keys, the same for everybody, and
    only then reservations are read: whoever comes second waits, and sees what the first one holds.
    """
    stocks = select(stock).order_by(stock.c.product, stock.c.location)
    receipts = select(receipt).order_by(receipt.c.id)
    if products is not None:
        stocks = stocks.where(stock.c.product.in_(products))
        receipts = receipts.where(receipt.c.product.in_(products))
    if lock:
        stocks, receipts = stocks.with_for_update(), receipts.with_for_update()
    stock_rows = tx.execute(stocks).all()
    receipt_rows = tx.execute(receipts).all()
    held = _held(tx, products)
    order = {id: place for place, id in enumerate(places)}
    supplies: dict[UUID, list[Supply]] = {}
    told: dict[UUID, datetime] = {}
    for row in stock_rows:
        free = model.free(
            on_hand=row.on_hand,
            blocked=row.blocked,
            safety=row.safety,
            reserved=held.get((row.product, row.location, None), Decimal(0)),
        )
        supplies.setdefault(row.product, []).append(Supply(location=row.location, free=free))
        told[row.product] = min(told.get(row.product, row.told_at), row.told_at)
    for row in receipt_rows:
        free = max(row.quantity - held.get((row.product, row.location, row.id), Decimal(0)), Decimal(0))
        supplies.setdefault(row.product, []).append(
            Supply(location=row.location, free=free, on=row.expected_on, receipt=row.id)
        )
    return {
        product: Position(product=product, supplies=model.ordered(found, order), told_at=told.get(product))
        for product, found in supplies.items()
    }


def _held(tx: Tx, products: Sequence[UUID] | None) -> dict[tuple[UUID, UUID, UUID | None], Decimal]:
    keys = (reservation.c.product, reservation.c.location, reservation.c.receipt)
    statement = select(*keys, func.sum(reservation.c.quantity).label("quantity")).group_by(*keys)
    if products is not None:
        statement = statement.where(reservation.c.product.in_(products))
    return {(row.product, row.location, row.receipt): row.quantity for row in tx.execute(statement)}
