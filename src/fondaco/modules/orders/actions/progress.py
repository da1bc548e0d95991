"""What happens to an order after it was placed: the ERP tells its state, the buyer cancels."""

from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from uuid import UUID

from fondaco.kernel.actor import Actor
from fondaco.kernel.money import round_fraction
from fondaco.modules.availability import api as availability
from fondaco.modules.catalog import api as catalog
from fondaco.modules.orders.actions.export import settle
from fondaco.modules.orders.errors import NoSuchExport, NoSuchOrder, TooLateToCancel
from fondaco.modules.orders.events import OrderCancelled, OrderStateChanged
from fondaco.modules.orders.model import life_cycle, promised
from fondaco.modules.orders.store import exports, orders
from fondaco.modules.orders.types import ErpOrderState, ExportState, Order, OrderLine, OrderPart, OrderState
from fondaco.modules.pricing import api as pricing
from fondaco.platform.transaction import Tx
from fondaco.platform.web.version import demand

HOUSE = Actor(organisations=None)
# A part shipped of a unit that is no whole number of base units frees less rather than more.
_PLACES = 6
_OVER = frozenset({OrderState.SHIPPED, OrderState.COMPLETED, OrderState.CANCELLED})


def cancel_order(*, tx: Tx, actor: Actor, id: UUID, expected_version: int | None = None) -> Order:
    """Cancel an order that no ERP has begun to take; its reservations are free again.

    Refused with `TooLateToCancel` afterwards. Cancelling a cancelled order changes nothing.
    """
    # The exports are locked with the order: a connector either began before, or finds them withdrawn.
    order = orders.load(tx=tx, actor=actor, id=id, lock=True)
    if order is None:
        raise NoSuchOrder
    if order.state is OrderState.CANCELLED:
        return order
    if expected_version is not None:
        demand(expected=expected_version, actual=order.version)
    begun = [part.system for part in order.parts if part.state in {ExportState.SENDING, ExportState.EXPORTED}]
    if begun or order.source:
        raise TooLateToCancel(systems=begun, state=order.state.value)
    life_cycle.check_order(before=order.state, after=OrderState.CANCELLED)
    pricing.take_back(tx=tx, document=order.id)
    availability.release(tx=tx, document=order.id)
    exports.withdraw(tx=tx, order=order.id)
    lines = tuple(replace(line, state=OrderState.CANCELLED) for line in order.lines)
    orders.change(tx=tx, id=order.id, state=OrderState.CANCELLED.value)
    orders.change_lines(tx=tx, lines=lines)
    tx.publish(OrderCancelled(order=order.id, organisation=order.organisation))
    return _read(tx, order.id)


def put_order_state(*, tx: Tx, system: str, key: str, state: ErpOrderState) -> Order:
    """Take in what the ERP says about the order it knows by this key. Saying the same again changes nothing.

    Shipped quantities come from `state.lines`, or else from the shipments that are done. Refused: a key the ERP was
    never given (`NoSuchExport`), a step backwards (`TransitionNotAllowed`).
    """
    row = exports.lock_by_external_key(tx=tx, system=system, key=key)
    if row is None:
        raise NoSuchExport(system=system, key=key)
    order = orders.load(tx=tx, actor=HOUSE, id=row.sales_order, lock=True)
    if order is None:
        raise NoSuchOrder
    part = next(part for part in order.parts if part.system == system)
    said = life_cycle.state_of_part(part)
    after = state.state if state.state is not OrderState.PLACED else OrderState.FORWARDED
    if after is not said:
        life_cycle.check_order(before=said, after=after)
    told = _lines(order, part, state, after)
    if not _news(order, part, state, after, told):
        return order
    orders.tell(tx=tx, order=order.id, system=system, shipments=state.shipments, invoices=state.invoices)
    orders.change_lines(tx=tx, lines=[line for line in told if line not in order.lines])
    exports.change(tx=tx, id=part.id, erp_state=after.value, external_number=state.number or part.external_number)
    result = settle(tx=tx, order=order.id, before=order.state)
    if result is order.state:
        orders.change(tx=tx, id=order.id)
    if after in _OVER and said not in _OVER:
        # From here on the ERP's own stock tells it; held any longer, the goods would count twice.
        availability.release(tx=tx, document=order.id, lines=[line.id for line in told])
    if said is not OrderState.CANCELLED and after is OrderState.CANCELLED:
        pricing.take_back(tx=tx, document=order.id, lines=[line.id for line in told])
        tx.publish(OrderCancelled(order=order.id, organisation=order.organisation, by_system=system))
    if after not in _OVER:
        availability.deliver(tx=tx, document=order.id, quantities=_left(tx, order, told))
    tx.publish(
        OrderStateChanged(
            order=order.id,
            organisation=order.organisation,
            system=system,
            before=order.state.value,
            state=result.value,
        )
    )
    return _read(tx, order.id)


def order_at(*, tx: Tx, system: str, key: str) -> Order | None:
    """Read the order that an ERP knows by this key; None where it was never given one."""
    row = exports.lock_by_external_key(tx=tx, system=system, key=key)
    return None if row is None else _read(tx, row.sales_order)


def _lines(order: Order, part: OrderPart, state: ErpOrderState, after: OrderState) -> list[OrderLine]:
    by_position = {told.position: told for told in state.lines}
    lines = []
    for line in order.lines:
        if line.system != part.system:
            continue
        told = by_position.get(line.position)
        shipped = told.shipped if told else line.shipped
        reached = life_cycle.state_of_line(line=line, told=told, part=after)
        dated = promised.changed(line, schedule=told.schedule, dated_by=part.system) if told and told.schedule else line
        lines.append(replace(dated, shipped=shipped, state=reached))
    return lines


def _left(tx: Tx, order: Order, told: list[OrderLine]) -> dict[UUID, Decimal]:
    """Return what has left the house since the ERP told last, by line, in base units.

    What can no longer be counted in base units stays held until the rest is shipped too.
    """
    before = {line.id: line.shipped for line in order.lines}
    moved = [line for line in told if line.shipped > before[line.id]]
    goods = catalog.products(tx=tx, ids=[line.product for line in moved]) if moved else {}
    left: dict[UUID, Decimal] = {}
    for line in moved:
        conversions = goods[line.product].conversions if line.product in goods else None
        if conversions is not None and conversions.knows(line.quantity.unit):
            exact = Fraction(line.shipped - before[line.id]) * conversions.factor(line.quantity.unit, conversions.base)
            left[line.id] = round_fraction(exact, places=_PLACES, mode=ROUND_FLOOR)
    return left


def _news(order: Order, part: OrderPart, state: ErpOrderState, after: OrderState, lines: list[OrderLine]) -> bool:
    shipments = {replace(told, system=part.system) for told in state.shipments}
    invoices = {replace(told, system=part.system) for told in state.invoices}
    return (
        part.erp_state is not after
        or (state.number is not None and state.number != part.external_number)
        or shipments != {told for told in order.shipments if told.system == part.system}
        or invoices != {told for told in order.invoices if told.system == part.system}
        or any(line not in order.lines for line in lines)
    )


def _read(tx: Tx, id: UUID) -> Order:
    order = orders.load(tx=tx, actor=HOUSE, id=id)
    if order is None:
        raise NoSuchOrder
    return order
