"""Reading the facts a promise rests on: a few statements whatever the number of products."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Text, Uuid, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from fondaco.kernel.ids import ExternalRef
from fondaco.modules.availability.tables import location, receipt, reservation, source, stock
from fondaco.modules.availability.types import Heard, Held, Location, Receipt, Stock, Supply
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


def locations_by_refs(*, tx: Tx, refs: Iterable[ExternalRef]) -> dict[ExternalRef, UUID]:
    """Return the locations behind keys of sources."""
    keys = {ref.key for ref in refs}
    rows = tx.execute(
        select(location.c.id, location.c.system, location.c.key).where(_among(location.c.key, keys, Text))
    )
    return {ExternalRef(row.system, row.key): row.id for row in rows}


def heard(*, tx: Tx) -> Heard:
    """Load when each source was last heard from, and its patience."""
    return {row.system: (row.heard_at, row.patience) for row in tx.execute(select(source))}


def supplies(*, tx: Tx, products: Sequence[UUID] | None, places: Mapping[UUID, Location]) -> dict[UUID, Supply]:
    """Load all facts about products, of all products for None, in three statements; stock in the order of places."""
    on_hand = tx.execute(_of(select(stock), stock.c.product, products))
    expected = tx.execute(_of(select(receipt), receipt.c.product, products))
    return gathered(
        stock=map(stock_of, on_hand),
        receipts=(
            Receipt(product=row.product, location=row.location, quantity=row.quantity, date=row.date)
            for row in expected
        ),
        held=_held(tx, products),
        places=places,
    )


def held(*, tx: Tx, products: Sequence[UUID]) -> dict[UUID, tuple[Held, ...]]:
    """Load what is held of products, in the order it was."""
    found: dict[UUID, list[Held]] = {product: [] for product in products}
    for hold in _held(tx, products):
        found[hold.product].append(hold)
    return {product: tuple(holds) for product, holds in found.items()}


def _held(tx: Tx, products: Sequence[UUID] | None) -> Iterable[Held]:
    # Thousands of orders a minute are followed by reading this: nothing but what a promise needs.
    chosen = select(
        reservation.c.product,
        reservation.c.location,
        reservation.c.quantity,
        reservation.c.date,
        reservation.c.expires_at,
        reservation.c.document,
    ).order_by(reservation.c.id)
    rows = tx.execute(_of(chosen, reservation.c.product, products))
    for row in rows:
        yield Held(
            product=row.product,
            location=row.location,
            quantity=row.quantity,
            date=row.date,
            expires_at=row.expires_at,
            document=row.document,
        )


def gathered(
    *, stock: Iterable[Stock], receipts: Iterable[Receipt], held: Iterable[Held], places: Mapping[UUID, Location]
) -> dict[UUID, Supply]:
    """Put facts together by product, stock in the order of places."""
    order = {id: place for place, id in enumerate(places)}
    on_hand: dict[UUID, list[Stock]] = {}
    expected: dict[UUID, list[Receipt]] = {}
    taken: dict[UUID, list[Held]] = {}
    for told in stock:
        on_hand.setdefault(told.product, []).append(told)
    for coming in receipts:
        expected.setdefault(coming.product, []).append(coming)
    for hold in held:
        taken.setdefault(hold.product, []).append(hold)
    return {
        product: Supply(
            stock=tuple(sorted(on_hand.get(product, ()), key=lambda told: order.get(told.location, len(order)))),
            receipts=tuple(expected.get(product, ())),
            held=tuple(taken.get(product, ())),
        )
        for product in on_hand.keys() | expected.keys() | taken.keys()
    }


def stock_at(*, tx: Tx, product: UUID, location: UUID, lock: bool = False) -> Stock | None:
    """Load one stock."""
    chosen = select(stock).where(stock.c.product == product, stock.c.location == location)
    row = tx.execute(chosen.with_for_update() if lock else chosen).first()
    return stock_of(row) if row else None


def stock_of(row: Row[Any]) -> Stock:
    """Make the value of a row."""
    return Stock(
        product=row.product,
        location=row.location,
        on_hand=row.on_hand,
        blocked=row.blocked,
        safety=row.safety,
        told_at=row.told_at,
        system=row.system,
        version=row.version,
    )


def _of(chosen: Select[Any], column: ColumnElement[Any], products: Sequence[UUID] | None) -> Select[Any]:
    return chosen if products is None else chosen.where(_among(column, products, Uuid))


def _among(column: ColumnElement[Any], values: Iterable[Any], kind: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a type of SQL
    return column == any_(literal(list(values), ARRAY(kind)))
