"""Queries on orders: one order with everything about it, the history page by page, and what changes later."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, bindparam, delete, insert, or_, select, text, tuple_, update

from fondaco.kernel.actor import Actor
from fondaco.kernel.money import Money, UnitPrice
from fondaco.kernel.quantity import Quantity
from fondaco.modules.availability.types import ScheduleLine
from fondaco.modules.orders.store import exports
from fondaco.modules.orders.store.scope import within
from fondaco.modules.orders.tables import invoice, order_number, sales_order, sales_order_line, shipment
from fondaco.modules.orders.types import (
    Invoice,
    Order,
    OrderCharge,
    OrderLine,
    OrderQuery,
    OrderState,
    OrderSummary,
    Shipment,
    ShippedLine,
)
from fondaco.modules.pricing.types import PaymentTerms
from fondaco.platform.transaction import Tx

_HEAD = (
    "id, number, organisation, contact, on_behalf, cart, state, placed_at, po_number, ship_to, ship_to_lines,"
    " requested_date, note, currency, net, tax, freight, gross, line_count, source, charges, payment"
)
_LINE = (
    "id, sales_order, position, product, sku, name, quantity, unit, price, price_per, price_unit, amount, tax_rate,"
    " because, schedule, state, shipped, system, note, requested_date, free_of"
)
_ADD = text(f"""
    WITH head AS (
        INSERT INTO orders.sales_order ({_HEAD})
        SELECT {_HEAD} FROM json_populate_record(CAST(NULL AS orders.sales_order), CAST(:head AS json))
    )
    INSERT INTO orders.sales_order_line ({_LINE})
    SELECT {_LINE} FROM json_populate_recordset(CAST(NULL AS orders.sales_order_line), CAST(:lines AS json))
""")  # noqa: S608 - the text is ours
_NEXT = select(order_number.next_value())
_JSON = msgspec.json.Encoder()


def next_number(*, tx: Tx) -> str:
    """Take the next number of the range."""
    return str(tx.execute(_NEXT).scalar_one())


def add(*, tx: Tx, order: Order) -> None:
    """Store a new order and its lines, in one statement whatever their number."""
    head = {
        "id": order.id,
        "number": order.number,
        "organisation": order.organisation,
        "contact": order.contact,
        "on_behalf": order.on_behalf,
        "cart": order.cart,
        "state": order.state,
        "placed_at": order.placed_at,
        "po_number": order.po_number,
        "ship_to": order.ship_to,
        "ship_to_lines": order.ship_to_lines,
        "requested_date": order.requested_date,
        "note": order.note,
        "currency": order.net.currency,
        "net": order.net.amount,
        "tax": order.tax.amount,
        "freight": order.freight.amount,
        "gross": order.gross.amount,
        "line_count": len(order.lines),
        "source": order.source,
        "charges": order.charges,
        "payment": order.payment,
    }
    lines = [_line_values(order.id, line) for line in order.lines]
    tx.execute(_ADD, {"head": _JSON.encode(head).decode(), "lines": _JSON.encode(lines).decode()})


def id_of_cart(*, tx: Tx, cart: UUID) -> UUID | None:
    """Find the order a cart became."""
    return tx.execute(select(sales_order.c.id).where(sales_order.c.cart == cart)).scalar_one_or_none()


def load(*, tx: Tx, actor: Actor, id: UUID, lock: bool = False) -> Order | None:
    """Read an order the actor sees, with lines, parts, shipments and invoices."""
    statement = select(sales_order).where(sales_order.c.id == id, within(sales_order.c.organisation, actor))
    row = tx.execute(statement.with_for_update() if lock else statement).one_or_none()
    if row is None:
        return None
    return Order(
        id=row.id,
        number=row.number,
        organisation=row.organisation,
        contact=row.contact,
        on_behalf=row.on_behalf,
        cart=row.cart,
        state=OrderState(row.state),
        version=row.version,
        placed_at=row.placed_at,
        po_number=row.po_number,
        ship_to=row.ship_to,
        ship_to_lines=tuple(row.ship_to_lines),
        requested_date=row.requested_date,
        note=row.note,
        source=row.source,
        net=Money(row.net, row.currency),
        tax=Money(row.tax, row.currency),
        freight=Money(row.freight, row.currency),
        gross=Money(row.gross, row.currency),
        lines=lines_of(tx=tx, order=id, currency=row.currency),
        parts=tuple(exports.of_order(tx=tx, order=id, lock=lock)),
        shipments=tuple(_shipment(told) for told in tx.execute(_told(shipment, id))),
        invoices=tuple(_invoice(told) for told in tx.execute(_told(invoice, id))),
        charges=charges_of(row),
        payment=msgspec.convert(row.payment, PaymentTerms | None, strict=False),
    )


def charges_of(row: Row[Any]) -> tuple[OrderCharge, ...]:
    """Read the charges of an order's head."""
    return msgspec.convert(row.charges, tuple[OrderCharge, ...], strict=False) if row.charges else ()


def lines_of(*, tx: Tx, order: UUID, currency: str, system: str | None = None) -> tuple[OrderLine, ...]:
    """Read the lines of an order in order, or only those that one ERP owns."""
    statement = select(sales_order_line).where(sales_order_line.c.sales_order == order)
    if system is not None:
        statement = statement.where(sales_order_line.c.system == system)
    return tuple(line_of(row, currency) for row in tx.execute(statement.order_by(sales_order_line.c.position)))


def heads(*, tx: Tx, ids: Sequence[UUID]) -> dict[UUID, Row[Any]]:
    """Read the heads of orders, without lines, for the exports."""
    return {row.id: row for row in tx.execute(select(sales_order).where(sales_order.c.id.in_(ids)))}


def listing(
    *,
    tx: Tx,
    actor: Actor,
    query: OrderQuery,
    products: Sequence[UUID],
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[OrderSummary]:
    """Read the history, the latest order first; `products` are the meanings of the text as a part number."""
    statement = select(sales_order).where(within(sales_order.c.organisation, actor), *_conditions(query, products))
    if after is not None:
        statement = statement.where(tuple_(sales_order.c.placed_at, sales_order.c.id) < after)
    rows = tx.execute(statement.order_by(sales_order.c.placed_at.desc(), sales_order.c.id.desc()).limit(limit))
    return [
        OrderSummary(
            id=row.id,
            number=row.number,
            organisation=row.organisation,
            state=OrderState(row.state),
            placed_at=row.placed_at,
            po_number=row.po_number,
            net=Money(row.net, row.currency),
            gross=Money(row.gross, row.currency),
            line_count=row.line_count,
            source=row.source,
        )
        for row in rows
    ]


def change(*, tx: Tx, id: UUID, **values: Any) -> None:  # noqa: ANN401 - columns of any type
    """Store what changed about an order and count its version up."""
    tx.execute(update(sales_order).where(sales_order.c.id == id).values(version=sales_order.c.version + 1, **values))


def change_lines(*, tx: Tx, lines: Sequence[OrderLine]) -> None:
    """Store state, shipped quantity and both schedules of lines, all in one go."""
    if lines:
        statement = (
            update(sales_order_line)
            .where(sales_order_line.c.id == bindparam("line"))
            .values(
                state=bindparam("state"),
                shipped=bindparam("shipped"),
                schedule=bindparam("schedule"),
                first_schedule=bindparam("first_schedule"),
                dated_by=bindparam("dated_by"),
            )
        )
        tx.execute(
            statement,
            [
                {
                    "line": line.id,
                    "state": line.state.value,
                    "shipped": line.shipped,
                    "schedule": msgspec.to_builtins(line.schedule),
                    "first_schedule": msgspec.to_builtins(line.first_schedule),
                    "dated_by": line.dated_by,
                }
                for line in lines
            ],
        )


def tell(*, tx: Tx, order: UUID, system: str, shipments: Sequence[Shipment], invoices: Sequence[Invoice]) -> None:
    """Keep what one ERP tells: its complete lists of shipments and invoices replace the earlier ones."""
    for table in (shipment, invoice):
        tx.execute(delete(table).where(table.c.sales_order == order, table.c.system == system))
    common = {"sales_order": order, "system": system}
    if shipments:
        tx.execute(
            insert(shipment),
            [
                common
                | {
                    "key": told.key,
                    "number": told.number,
                    "state": told.state,
                    "shipped_on": told.shipped_on,
                    "tracking": told.tracking,
                    "lines": msgspec.to_builtins(told.lines),
                }
                for told in shipments
            ],
        )
    if invoices:
        tx.execute(
            insert(invoice),
            [
                common
                | {
                    "key": told.key,
                    "number": told.number,
                    "state": told.state,
                    "issued_on": told.issued_on,
                    "due_on": told.due_on,
                    "currency": told.net.currency,
                    "net": told.net.amount,
                    "tax": told.tax.amount,
                    "gross": told.gross.amount,
                }
                for told in invoices
            ],
        )


def _conditions(query: OrderQuery, products: Sequence[UUID]) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.state is not None:
        found.append(sales_order.c.state == query.state.value)
    if query.placed_from is not None:
        found.append(sales_order.c.placed_at >= query.placed_from)
    if query.placed_before is not None:
        found.append(sales_order.c.placed_at < query.placed_before)
    if query.organisation is not None:
        found.append(sales_order.c.organisation == query.organisation)
    if query.product is not None:
        found.append(_has_line(sales_order_line.c.product == query.product))
    if query.text:
        wanted = query.text.strip()
        either = [
            sales_order.c.number.icontains(wanted, autoescape=True),
            sales_order.c.po_number.icontains(wanted, autoescape=True),
            _has_line(sales_order_line.c.sku == wanted),
        ]
        if products:
            either.append(_has_line(sales_order_line.c.product.in_(products)))
        found.append(or_(*either))
    return found


def _has_line(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    # A semi-join by id: PostgreSQL starts from the few lines of the product, not from all orders.
    return sales_order.c.id.in_(select(sales_order_line.c.sales_order).where(condition))


def _told(table: Any, order: UUID) -> Any:  # noqa: ANN401 - two tables of one shape
    return select(table).where(table.c.sales_order == order).order_by(table.c.system, table.c.key)


def _line_values(order: UUID, line: OrderLine) -> Mapping[str, Any]:
    return {
        "id": line.id,
        "sales_order": order,
        "position": line.position,
        "product": line.product,
        "sku": line.sku,
        "name": line.name,
        "quantity": line.quantity.value,
        "unit": line.quantity.unit,
        "price": line.net.amount,
        "price_per": line.net.per.value,
        "price_unit": line.net.per.unit,
        "amount": line.amount.amount,
        "tax_rate": line.tax_rate,
        "because": line.because,
        "schedule": line.schedule,
        "state": line.state,
        "shipped": line.shipped,
        "system": line.system,
        "note": line.note,
        "requested_date": line.requested_date,
        "free_of": line.free_of,
    }


def line_of(row: Row[Any], currency: str) -> OrderLine:
    """Make the value of a row."""
    return OrderLine(
        id=row.id,
        position=row.position,
        product=row.product,
        sku=row.sku,
        name=row.name,
        quantity=Quantity(row.quantity, row.unit),
        net=UnitPrice(row.price, currency, Quantity(row.price_per, row.price_unit)),
        amount=Money(row.amount, currency),
        tax_rate=row.tax_rate,
        because=tuple(row.because),
        schedule=msgspec.convert(row.schedule, tuple[ScheduleLine, ...]),
        state=OrderState(row.state),
        shipped=row.shipped,
        system=row.system,
        note=row.note,
        requested_date=row.requested_date,
        free_of=row.free_of,
        first_schedule=msgspec.convert(row.first_schedule, tuple[ScheduleLine, ...]),
        dated_by=row.dated_by,
    )


def _shipment(row: Row[Any]) -> Shipment:
    return Shipment(
        system=row.system,
        key=row.key,
        number=row.number,
        state=row.state,
        shipped_on=row.shipped_on,
        tracking=row.tracking,
        lines=msgspec.convert(row.lines, tuple[ShippedLine, ...]),
    )


def _invoice(row: Row[Any]) -> Invoice:
    return Invoice(
        system=row.system,
        key=row.key,
        number=row.number,
        state=row.state,
        issued_on=row.issued_on,
        due_on=row.due_on,
        net=Money(row.net, row.currency),
        tax=Money(row.tax, row.currency),
        gross=Money(row.gross, row.currency),
    )
