"""Reading the facts a promise rests on: a few statements whatever the number of products."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Text, Uuid, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from fondaco.kernel.ids import ExternalRef
from fondaco.modules.availability.tables import (
    allocation,
    location,
    receipt,
    replenishment,
    reservation,
    stock,
)
from fondaco.modules.availability.types import (
    Allocation,
    Held,
    Location,
    Receipt,
    Replenishment,
    Stock,
    Supply,
)
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


def supplies(*, tx: Tx, products: Sequence[UUID] | None, places: Mapping[UUID, Location]) -> dict[UUID, Supply]:
    """Load all facts about products, of all products for None, in five statements; stock in the order of places."""
    on_hand = tx.execute(_of(select(stock), stock.c.product, products))
    expected = tx.execute(_of(select(receipt), receipt.c.product, products))
    return gathered(
        stock=map(stock_of, on_hand),
        receipts=(
            Receipt(product=row.product, location=row.location, quantity=row.quantity, date=row.date)
            for row in expected
        ),
        held=_held(tx, products),
        allocations=map(allocation_of, tx.execute(_of(select(allocation), allocation.c.product, products))),
        replenishments=(
            Replenishment(product=row.product, location=row.location, lead_time=row.lead_time)
            for row in tx.execute(_of(select(replenishment), replenishment.c.product, products))
        ),
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
        reservation.c.replenished,
        reservation.c.allocation,
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
            replenished=row.replenished,
            allocation=row.allocation,
        )


def gathered(
    *,
    stock: Iterable[Stock],
    receipts: Iterable[Receipt],
    held: Iterable[Held],
    allocations: Iterable[Allocation],
    replenishments: Iterable[Replenishment],
    places: Mapping[UUID, Location],
) -> dict[UUID, Supply]:
    """Put facts together by product, stock in the order of places."""
    order = {id: place for place, id in enumerate(places)}
    facts = [_by_product(rows) for rows in (stock, receipts, held, allocations, replenishments)]
    on_hand, expected, taken, kept, replenished = facts
    return {
        product: Supply(
            stock=tuple(sorted(on_hand.get(product, ()), key=lambda told: order.get(told.location, len(order)))),
            receipts=tuple(expected.get(product, ())),
            held=tuple(taken.get(product, ())),
            allocations=tuple(kept.get(product, ())),
            replenishments=tuple(replenished.get(product, ())),
        )
        for product in set[UUID]().union(*facts)
    }


def _by_product(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.product, []).append(row)
    return found


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


def allocation_of(row: Row[Any]) -> Allocation:
    """Make the value of a row."""
    return Allocation(
        id=row.id,
        product=row.product,
        location=row.location,
        organisation=row.organisation,
        segment=row.segment,
        quantity=row.quantity,
        used=row.used,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        number=row.number,
        system=row.system,
        key=row.key,
        version=row.version,
    )


def _of(chosen: Select[Any], column: ColumnElement[Any], products: Sequence[UUID] | None) -> Select[Any]:
    return chosen if products is None else chosen.where(_among(column, products, Uuid))


def _among(column: ColumnElement[Any], values: Iterable[Any], kind: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a type of SQL
    return column == any_(literal(list(values), ARRAY(kind)))
