"""Queries on the queues of the ERPs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, select, text, update

from fondaco.kernel.ids import new_id
from fondaco.modules.orders.tables import order_export, sales_order
from fondaco.modules.orders.types import ExportRow, ExportState, OrderPart, OrderState
from fondaco.platform.transaction import Tx

OPEN = (ExportState.WAITING.value, ExportState.SENDING.value)


_ENQUEUE = text("""
    WITH placed AS (
        INSERT INTO orders.export_queue AS queue (system, last_sequence)
        SELECT system, 1 FROM unnest(CAST(:systems AS text[])) AS asked (system) ORDER BY system
        ON CONFLICT (system) DO UPDATE SET last_sequence = queue.last_sequence + 1
        RETURNING system, last_sequence
    )
    INSERT INTO orders.order_export (id, sales_order, system, sequence, reference)
    SELECT part.id, :order, system, placed.last_sequence, :number || '/' || system
    FROM unnest(CAST(:ids AS uuid[]), CAST(:systems AS text[])) AS part (id, system) JOIN placed USING (system)
""")


def enqueue(*, tx: Tx, order: UUID, number: str, systems: Iterable[str]) -> tuple[OrderPart, ...]:
    """Put the order at the end of the queue of each ERP and return its parts; the queues stay locked until the end.

    The systems are taken in one order by everybody, so two orders never wait for each other.
    """
    parts = [(new_id(), system) for system in sorted(systems)]
    asked = {"ids": [id for id, _ in parts], "systems": [system for _, system in parts]}
    tx.execute(_ENQUEUE, asked | {"order": order, "number": number})
    return tuple(OrderPart(id=id, system=system, state=ExportState.WAITING) for id, system in parts)


def head(*, tx: Tx, system: str, limit: int) -> Sequence[Row[Any]]:
    """Read the open exports of a system in order of placing, parked ones left out."""
    statement = (
        select(order_export)
        .where(order_export.c.system == system, order_export.c.state.in_(OPEN))
        .order_by(order_export.c.sequence)
        .limit(limit)
    )
    return tx.execute(statement).all()


def lock(*, tx: Tx, id: UUID) -> Row[Any] | None:
    """Lock an export and, before it, its order: everybody takes the two in this order, so nobody waits in a circle."""
    return _locked(tx, order_export.c.id == id)


def lock_by_external_key(*, tx: Tx, system: str, key: str) -> Row[Any] | None:
    """Lock the export that an ERP knows by this key, and its order before it."""
    return _locked(tx, (order_export.c.system == system) & (order_export.c.external_key == key))


def _locked(tx: Tx, which: ColumnElement[bool]) -> Row[Any] | None:
    order = select(order_export.c.sales_order).where(which).scalar_subquery()
    tx.execute(select(sales_order.c.id).where(sales_order.c.id == order).with_for_update())
    return tx.execute(select(order_export).where(which).with_for_update()).one_or_none()


def keys_of(*, tx: Tx, system: str, orders: Sequence[UUID]) -> dict[UUID, str]:
    """Read by which key a system knows orders; those it was not given, or may not have, are missing."""
    statement = select(order_export.c.sales_order, order_export.c.external_key).where(
        order_export.c.system == system,
        order_export.c.sales_order.in_(orders),
        order_export.c.state == ExportState.EXPORTED.value,
        order_export.c.external_key.is_not(None),
    )
    return {row.sales_order: row.external_key for row in tx.execute(statement)}


def ahead(*, tx: Tx, system: str, sequence: int) -> bool:
    """Tell whether an open export of the system stands before this one."""
    statement = select(order_export.c.id).where(
        order_export.c.system == system, order_export.c.state.in_(OPEN), order_export.c.sequence < sequence
    )
    return tx.execute(statement.limit(1)).one_or_none() is not None


def of_order(*, tx: Tx, order: UUID, lock: bool = False) -> list[OrderPart]:
    """Read the parts of an order, by system."""
    statement = select(order_export).where(order_export.c.sales_order == order).order_by(order_export.c.system)
    return [part(row) for row in tx.execute(statement.with_for_update() if lock else statement)]


def change(*, tx: Tx, id: UUID, **values: Any) -> None:  # noqa: ANN401 - columns of any type
    """Store what changed about an export."""
    tx.execute(update(order_export).where(order_export.c.id == id).values(**values))


def withdraw(*, tx: Tx, order: UUID) -> None:
    """Take all parts of a cancelled order out of the queues."""
    tx.execute(
        update(order_export)
        .where(order_export.c.sales_order == order)
        .values(state=ExportState.WITHDRAWN.value, next_attempt_at=None)
    )


def listing(
    *, tx: Tx, system: str | None, state: ExportState | None, before: UUID | None, limit: int
) -> list[ExportRow]:
    """Read exports, the newest first."""
    statement = select(
        order_export, sales_order.c.number, sales_order.c.organisation, sales_order.c.placed_at
    ).join_from(order_export, sales_order, sales_order.c.id == order_export.c.sales_order)
    if system is not None:
        statement = statement.where(order_export.c.system == system)
    if state is not None:
        statement = statement.where(order_export.c.state == state.value)
    if before is not None:
        statement = statement.where(order_export.c.id < before)
    return [
        ExportRow(
            id=row.id,
            order=row.sales_order,
            number=row.number,
            organisation=row.organisation,
            system=row.system,
            sequence=row.sequence,
            state=ExportState(row.state),
            attempts=row.attempts,
            error=row.error,
            placed_at=row.placed_at,
            next_attempt_at=row.next_attempt_at,
            external_key=row.external_key,
        )
        for row in tx.execute(statement.order_by(order_export.c.id.desc()).limit(limit))
    ]


def waiting(*, tx: Tx) -> dict[str, dict[str, Any]]:
    """For each system: how many exports are open and parked, and since when the oldest waits."""
    statement = text(
        "SELECT e.system, count(*) FILTER (WHERE e.state <> 'parked') AS open,"
        " count(*) FILTER (WHERE e.state = 'parked') AS parked,"
        " min(o.placed_at) FILTER (WHERE e.state <> 'parked') AS oldest"
        " FROM orders.order_export e JOIN orders.sales_order o ON o.id = e.sales_order"
        " WHERE e.state IN ('waiting', 'sending', 'parked') GROUP BY e.system"
    )
    return {row.system: {"open": row.open, "parked": row.parked, "oldest": row.oldest} for row in tx.execute(statement)}


def due(row: Row[Any], *, at: datetime) -> bool:
    """Tell whether the export may be tried at the moment."""
    return row.next_attempt_at is None or row.next_attempt_at <= at


def part(row: Row[Any]) -> OrderPart:
    """Read a row as the part of an order."""
    return OrderPart(
        id=row.id,
        system=row.system,
        state=ExportState(row.state),
        attempts=row.attempts,
        error=row.error,
        next_attempt_at=row.next_attempt_at,
        external_key=row.external_key,
        external_number=row.external_number,
        erp_state=OrderState(row.erp_state) if row.erp_state else None,
    )
