"""Queries on the promise of one order line, which availability plans again."""

from dataclasses import dataclass
from uuid import UUID

import msgspec
from sqlalchemy import select, update

from fondaco.modules.orders.store import orders
from fondaco.modules.orders.tables import sales_order, sales_order_line
from fondaco.modules.orders.types import OrderLine
from fondaco.platform.transaction import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A line of an order, and the revision of the plan that it was given last."""

    organisation: UUID
    number: str
    line: OrderLine
    revision: int


def lock(*, tx: Tx, order: UUID, line: UUID) -> Promised | None:
    """Lock an order and read one of its lines; None where there is no such order or line."""
    head = tx.execute(select(sales_order).where(sales_order.c.id == order).with_for_update()).one_or_none()
    if head is None:
        return None
    # Only now: what changed while we waited for the order has to be seen.
    row = tx.execute(
        select(sales_order_line).where(sales_order_line.c.id == line, sales_order_line.c.sales_order == order)
    ).one_or_none()
    if row is None:
        return None
    return Promised(
        organisation=head.organisation,
        number=head.number,
        line=orders.line_of(row, head.currency),
        revision=row.promise_revision,
    )


def store(*, tx: Tx, line: OrderLine, revision: int) -> None:
    """Keep what is promised of a line by a plan."""
    tx.execute(
        update(sales_order_line)
        .where(sales_order_line.c.id == line.id)
        .values(
            schedule=msgspec.to_builtins(line.schedule),
            first_schedule=msgspec.to_builtins(line.first_schedule),
            promise_revision=revision,
        )
    )
