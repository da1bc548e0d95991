"""Queries on carts: a cart is read with all its lines in two statements, whatever its length."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Update, bindparam, delete, func, insert, select, tuple_, update

from fondaco.kernel.actor import Actor
from fondaco.kernel.quantity import Quantity
from fondaco.modules.orders.store.scope import within
from fondaco.modules.orders.tables import cart, cart_line
from fondaco.modules.orders.types import Cart, CartLine, CartState, CartSummary, LineDraft
from fondaco.platform.transaction import Tx


def create(*, tx: Tx, values: Mapping[str, Any]) -> None:
    """Store a new cart."""
    tx.execute(insert(cart), values)


_LINES = select(cart_line).where(cart_line.c.cart == bindparam("id")).order_by(cart_line.c.position)
_ORDERED = (
    update(cart)
    .where(cart.c.id == bindparam("cart"))
    .values(version=cart.c.version + 1, updated_at=bindparam("at"), state=CartState.ORDERED.value)
)


def load(*, tx: Tx, actor: Actor, id: UUID, lock: bool = False) -> Cart | None:
    """Read a cart the actor sees, with its lines in order; `lock` holds it until the transaction ends."""
    statement = select(cart).where(cart.c.id == id, within(cart.c.organisation, actor))
    row = tx.execute(statement.with_for_update() if lock else statement).one_or_none()
    if row is None:
        return None
    lines = tx.execute(_LINES, {"id": id})
    return Cart(
        id=row.id,
        organisation=row.organisation,
        contact=row.contact,
        name=row.name,
        currency=row.currency,
        state=CartState(row.state),
        version=row.version,
        updated_at=row.updated_at,
        lines=tuple(_line(line) for line in lines),
    )


def listing(
    *, tx: Tx, actor: Actor, organisation: UUID | None, after: tuple[datetime, UUID] | None, limit: int
) -> list[CartSummary]:
    """Read open carts, the latest change first."""
    count = select(func.count()).where(cart_line.c.cart == cart.c.id).scalar_subquery().label("line_count")
    statement = select(cart, count).where(cart.c.state == CartState.OPEN.value, within(cart.c.organisation, actor))
    if organisation is not None:
        statement = statement.where(cart.c.organisation == organisation)
    if after is not None:
        statement = statement.where(tuple_(cart.c.updated_at, cart.c.id) < after)
    rows = tx.execute(statement.order_by(cart.c.updated_at.desc(), cart.c.id.desc()).limit(limit))
    return [
        CartSummary(
            id=row.id,
            organisation=row.organisation,
            name=row.name,
            state=CartState(row.state),
            version=row.version,
            line_count=row.line_count,
            updated_at=row.updated_at,
        )
        for row in rows
    ]


def touch(*, tx: Tx, id: UUID, at: datetime, **values: Any) -> int:  # noqa: ANN401 - columns of any type
    """Count the version up, set what else is given, and return the new version."""
    statement = update(cart).where(cart.c.id == id).values(version=cart.c.version + 1, updated_at=at, **values)
    return int(tx.execute(statement.returning(cart.c.version)).scalar_one())


def ordered(*, tx: Tx, id: UUID, at: datetime) -> None:
    """Close a cart that has become an order."""
    tx.execute(_ORDERED, {"cart": id, "at": at})


def reserve_positions(*, tx: Tx, id: UUID, count: int) -> int:
    """Take so many new positions of the cart and return the first."""
    statement = update(cart).where(cart.c.id == id).values(last_position=cart.c.last_position + count)
    return int(tx.execute(statement.returning(cart.c.last_position)).scalar_one()) - count + 1


def insert_lines(*, tx: Tx, id: UUID, lines: Sequence[tuple[UUID, int, LineDraft]]) -> None:
    """Store new lines of (id, position, draft) in one statement."""
    rows = [
        {
            "id": line,
            "cart": id,
            "position": position,
            "product": draft.product,
            "quantity": draft.quantity.value,
            "unit": draft.quantity.unit,
            "note": draft.note,
            "requested_date": draft.requested_date,
        }
        for line, position, draft in lines
    ]
    if rows:
        tx.execute(insert(cart_line), rows)


def update_line(*, tx: Tx, line: CartLine) -> None:
    """Store a line as it is now."""
    tx.execute(_of_line(line))


def change_line(*, tx: Tx, id: UUID, line: CartLine, at: datetime) -> int:
    """Store a line and count the cart's version up in one statement; return the new version."""
    statement = update(cart).where(cart.c.id == id).values(version=cart.c.version + 1, updated_at=at)
    return int(tx.execute(statement.add_cte(_of_line(line).cte("line")).returning(cart.c.version)).scalar_one())


def delete_lines(*, tx: Tx, ids: Iterable[UUID]) -> None:
    """Remove lines."""
    tx.execute(delete(cart_line).where(cart_line.c.id.in_(list(ids))))


def _line(row: Row[Any]) -> CartLine:
    return CartLine(
        id=row.id,
        position=row.position,
        product=row.product,
        quantity=Quantity(row.quantity, row.unit),
        note=row.note,
        requested_date=row.requested_date,
    )


def _of_line(line: CartLine) -> Update:
    return (
        update(cart_line)
        .where(cart_line.c.id == line.id)
        .values(
            quantity=line.quantity.value,
            unit=line.quantity.unit,
            note=line.note,
            requested_date=line.requested_date,
        )
    )
