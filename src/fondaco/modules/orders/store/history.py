"""Writing imported orders: compared by a digest, written by COPY, so that tens of thousands of lines take seconds."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Text, Uuid, any_, delete, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from fondaco.modules.orders.tables import sales_order, sales_order_line
from fondaco.platform.transaction import Tx

ORDER_COLUMNS = (
    "id", "number", "organisation", "state", "placed_at", "po_number", "ship_to_lines", "requested_date", "note",
    "currency", "net", "tax", "freight", "gross", "line_count", "source", "source_key", "digest",
)  # fmt: skip
LINE_COLUMNS = (
    "id", "sales_order", "position", "product", "sku", "name", "quantity", "unit", "price", "price_per", "price_unit",
    "amount", "tax_rate", "state", "shipped", "system",
)  # fmt: skip


def known(*, tx: Tx, source: str, keys: Sequence[str]) -> Mapping[str, tuple[UUID, str]]:
    """Find what is stored already: key → (order, digest)."""
    statement = select(sales_order.c.source_key, sales_order.c.id, sales_order.c.digest).where(
        sales_order.c.source == source, _among(sales_order.c.source_key, keys, Text)
    )
    return {row.source_key: (row.id, row.digest) for row in tx.execute(statement)}


def numbers_taken(*, tx: Tx, source: str, numbers: Sequence[str]) -> Mapping[str, str]:
    """Find numbers of the source that are in use: number → key."""
    statement = select(sales_order.c.number, sales_order.c.source_key).where(
        sales_order.c.source == source, _among(sales_order.c.number, numbers, Text)
    )
    return {row.number: row.source_key for row in tx.execute(statement)}


def remove(*, tx: Tx, ids: Sequence[UUID]) -> None:
    """Remove orders with their lines, to be written anew under the same ids."""
    if ids:
        tx.execute(delete(sales_order_line).where(_among(sales_order_line.c.sales_order, ids, Uuid)))
        tx.execute(delete(sales_order).where(_among(sales_order.c.id, ids, Uuid)))


def write(*, tx: Tx, orders: Iterable[Sequence[Any]], lines: Iterable[Sequence[Any]]) -> None:
    """Copy rows in the order of the columns above."""
    driver = tx.connection.connection.driver_connection
    if driver is None:
        raise RuntimeError
    with driver.cursor() as cursor:
        for table, columns, rows in (
            ("sales_order", ORDER_COLUMNS, orders),
            ("sales_order_line", LINE_COLUMNS, lines),
        ):
            with cursor.copy(f"COPY orders.{table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)


def _among(column: Column[Any], values: Sequence[Any], kind: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a type class
    # One array instead of a list: a statement takes at most 65,535 parameters.
    return column == any_(literal(list(values), ARRAY(kind)))
