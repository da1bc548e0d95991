"""Storing locations, stock, receipts and reservations in bulk."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, insert, select, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert

from fondaco.modules.availability.tables import location, receipt, reservation, stock
from fondaco.platform.transaction import Tx


def by_refs(*, tx: Tx, table: Table, refs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """Return the ids of locations or receipts behind keys of sources."""
    if not refs:
        return {}
    rows = tx.execute(
        select(table.c.system, table.c.key, table.c.id).where(
            tuple_(table.c.system, table.c.key).in_(sorted(set(refs)))
        )
    )
    return {(row.system, row.key): row.id for row in rows}


def save_locations(*, tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Make or change locations."""
    _save(tx, location, ("id",), ("name", "country", "zone", "position"), rows)


def stored_stock(*, tx: Tx, keys: Sequence[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], tuple[Any, ...]]:
    """Return (on_hand, blocked, safety) of the rows that are there; they are locked in the order of their keys."""
    rows = tx.execute(
        select(stock)
        .where(tuple_(stock.c.product, stock.c.location).in_(keys))
        .order_by(stock.c.product, stock.c.location)
        .with_for_update()
    )
    return {(row.product, row.location): (row.on_hand, row.blocked, row.safety) for row in rows}


def save_stock(*, tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Make or change stock; rows come sorted by product and location."""
    _save(tx, stock, ("product", "location"), ("on_hand", "blocked", "safety", "system", "told_at"), rows)


def remove_stock(*, tx: Tx, system: str, keep: Sequence[tuple[UUID, UUID]]) -> list[UUID]:
    """Remove the stock which a source told before and tells no more; return the products."""
    kept = set(keep)
    told = tx.execute(select(stock.c.product, stock.c.location).where(stock.c.system == system)).all()
    gone = sorted((row.product, row.location) for row in told if (row.product, row.location) not in kept)
    if gone:
        tx.execute(delete(stock).where(tuple_(stock.c.product, stock.c.location).in_(gone)))
    return sorted({product for product, _ in gone})


def save_receipts(*, tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Make or change receipts."""
    _save(tx, receipt, ("id",), ("product", "location", "expected_on", "quantity"), rows)


def remove_receipts(*, tx: Tx, ids: Sequence[UUID]) -> None:
    """Take receipts back; what was reserved on them is held by nothing any more."""
    if ids:
        tx.execute(delete(reservation).where(reservation.c.receipt.in_(ids)))
        tx.execute(delete(receipt).where(receipt.c.id.in_(ids)))


def add_reservations(*, tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Hold quantities."""
    if rows:
        tx.execute(insert(reservation), rows)


def has_reservations(*, tx: Tx, document: UUID) -> bool:
    """Tell whether a document holds something."""
    return tx.execute(select(reservation.c.id).where(reservation.c.document == document).limit(1)).first() is not None


def release(*, tx: Tx, document: UUID) -> list[UUID]:
    """End the reservations of a document; return the products."""
    rows = tx.execute(delete(reservation).where(reservation.c.document == document).returning(reservation.c.product))
    return sorted(set(rows.scalars()))


def expire(*, tx: Tx, as_of: datetime) -> list[UUID]:
    """End the reservations whose time is over; return the products."""
    rows = tx.execute(delete(reservation).where(reservation.c.expires_at <= as_of).returning(reservation.c.product))
    return sorted(set(rows.scalars()))


def _save(
    tx: Tx, table: Table, keys: tuple[str, ...], values: tuple[str, ...], rows: Sequence[Mapping[str, Any]]
) -> None:
    if rows:
        statement = upsert(table)
        tx.execute(
            statement.on_conflict_do_update(
                index_elements=[table.c[key] for key in keys],
                set_={name: statement.excluded[name] for name in values},
            ),
            rows,
        )
