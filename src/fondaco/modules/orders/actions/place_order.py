"""Placing an order: the cart is locked, checked, reserved, priced, stored and queued for the ERPs in one transaction."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from fondaco.kernel.actor import Actor
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.errors import Problem
from fondaco.kernel.ids import ExternalRef, new_id
from fondaco.kernel.money import Money
from fondaco.modules.accounts.types import Address
from fondaco.modules.availability.api import Live
from fondaco.modules.availability.types import ScheduleLine
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.orders.actions import offer
from fondaco.modules.orders.errors import (
    BadDetails,
    CannotBeOrdered,
    CartChanged,
    CartClosed,
    EmptyCart,
    NoSuchCart,
    PriceChanged,
)
from fondaco.modules.orders.events import OrderPlaced
from fondaco.modules.orders.model import amounts, because, charges
from fondaco.modules.orders.model.parts import Part, parts_of
from fondaco.modules.orders.store import carts, exports, orders
from fondaco.modules.orders.types import (
    Cart,
    CartState,
    CartView,
    Order,
    OrderDetails,
    OrderLine,
    OrderState,
)
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.api import PriceBook
from fondaco.modules.pricing.types import CallOff
from fondaco.platform.transaction import Tx


def place_order(
    *,
    tx: Tx,
    actor: Actor,
    buyer: Buyer,
    cart: UUID,
    details: OrderDetails,
    shelf: Shelf | None = None,
    book: PriceBook | None = None,
    live: Live | None = None,
) -> Order:
    """Order a cart at exactly the prices the buyer saw.

    Stock is read from the tables, not from memory, so that nothing committed is missed, and what ERPs said `live` goes
    before it. Prices are read there too, unless a `book` is given, which the caller has found abreast of everything
    committed. Refused, with nothing changed: `CartChanged` and `PriceChanged` (with the differences) when it is not what the buyer saw,
    `CannotBeOrdered` when a line has no price or may not be bought, `BackorderRefused` when a line is for more than its
    policy of backorders lets be ordered, `CartClosed` (with the order) the second time.
    """
    actor.require("orders.place")
    found = _locked(tx, actor, cart, details)
    buyer = offer.buyer_of(tx=tx, actor=actor, buyer=buyer, cart=found)
    _demand_future(buyer, details)
    buyer, ship_to = offer.shipping_to(tx=tx, buyer=buyer, address=details.ship_to)
    view = offer.view(tx=tx, cart=found, buyer=buyer, book=book, shelf=shelf, dated=False)
    if view.problems:
        raise CannotBeOrdered(problems=view.problems)
    changed = amounts.differences(seen=details.seen, view=view)
    if changed:
        raise PriceChanged(problems=changed, before=str(details.seen.net.amount), now=str(view.net.amount))
    order = _order(tx, found, view, buyer, details, ship_to, shelf=shelf, live=live)
    pricing.call_off(tx=tx, document=order.id, number=order.number, lines=_call_offs(view, order), at=buyer.as_of)
    systems = tuple(sorted({line.system for line in order.lines if line.system}))
    tx.publish(
        OrderPlaced(
            order=order.id,
            organisation=order.organisation,
            number=order.number,
            placed_at=order.placed_at,
            systems=systems,
            products=tuple(dict.fromkeys(line.product for line in order.lines)),
            contact=order.contact,
            on_behalf=order.on_behalf,
        )
    )
    orders.add(tx=tx, order=order)
    carts.ordered(tx=tx, id=cart, at=buyer.as_of)
    # The very last: from here to the commit the queue is locked, and orders get in line one after the other.
    parts = exports.enqueue(tx=tx, order=order.id, number=order.number, systems=systems) if systems else ()
    return replace(order, parts=parts)


def _call_offs(view: CartView, order: Order) -> list[CallOff]:
    """Return what the lines of an order call off of contracts, by the lines that are charged."""
    charged = [line for line in order.lines if line.free_of is None]
    return [
        CallOff(
            line=line.id,
            record=ExternalRef(base.record.system, base.record.key),
            quantity=seen.in_base,
            amount=line.amount,
        )
        for line, seen in zip(charged, view.lines, strict=True)
        if seen.contract is not None and seen.in_base is not None and (base := seen.because[0])
    ]


def _locked(tx: Tx, actor: Actor, id: UUID, details: OrderDetails) -> Cart:
    found = carts.load(tx=tx, actor=actor, id=id, lock=True)
    if found is None:
        raise NoSuchCart
    if found.state is not CartState.OPEN:
        order = orders.id_of_cart(tx=tx, cart=id)
        raise CartClosed(state=found.state.value, order=str(order) if order else None)
    if found.version != details.seen.version:
        raise CartChanged(expected=details.seen.version, actual=found.version)
    if not found.lines:
        raise EmptyCart
    return found


def _demand_future(buyer: Buyer, details: OrderDetails) -> None:
    today = buyer.as_of.date()
    if details.requested_date is not None and details.requested_date < today:
        problem = Problem(
            pointer="/requested_date",
            code="orders.date_in_the_past",
            detail="The requested date lies in the past.",
            facts={"today": today.isoformat()},
        )
        raise BadDetails(problems=[problem])


def _order(
    tx: Tx,
    cart: Cart,
    view: CartView,
    buyer: Buyer,
    details: OrderDetails,
    ship_to: Address | None,
    *,
    shelf: Shelf | None,
    live: Live | None,
) -> Order:
    id = new_id()
    parts = [part for line in view.lines for part in parts_of(line)]
    reserved = offer.reserve(tx=tx, document=id, parts=parts, buyer=buyer, shelf=shelf, live=live)
    lines = tuple(
        _line(position, part, schedule, buyer.language)
        for position, (part, schedule) in enumerate(zip(parts, reserved, strict=True), start=1)
    )
    return Order(
        id=id,
        number=orders.next_number(tx=tx),
        organisation=cart.organisation,
        contact=buyer.contact,
        on_behalf=buyer.on_behalf,
        cart=cart.id,
        state=OrderState.PLACED,
        version=1,
        placed_at=buyer.as_of,
        po_number=details.po_number.strip(),
        ship_to=ship_to.id if ship_to else None,
        ship_to_lines=_lines_of(ship_to) if ship_to else (),
        requested_date=details.requested_date,
        note=details.note,
        source="",
        net=view.net,
        tax=view.tax,
        freight=Money(view.net.amount * 0, cart.currency).rounded(),
        gross=view.gross,
        lines=lines,
        charges=charges.kept(
            charges=view.charges,
            positions=[line.position for line in lines if line.free_of is None],
            said=lambda charge: pricing.charge_in_words(charge=charge, language=buyer.language),
        ),
        payment=view.payment,
    )


def _line(position: int, part: Part, schedule: tuple[ScheduleLine, ...], language: str) -> OrderLine:
    view = part.view
    if view.net is None or view.amount is None or view.tax is None:
        # Lines without a price were refused before.
        raise CannotBeOrdered
    if part.free_of is not None and view.free is not None:
        said = pricing.free_in_words(free=view.free, language=language)
        reasons = because.free(free=view.free, tax=view.tax, said=said)
        net, amount = replace(view.net, amount=Decimal(0)), replace(view.amount, amount=view.amount.amount * 0)
    else:
        said = pricing.tax_in_words(tax=view.tax, language=language)
        reasons = because.kept(steps=view.because, tax=view.tax, said=said)
        net, amount = view.net, view.amount
    return OrderLine(
        id=part.id,
        position=position,
        product=view.line.product,
        sku=view.sku,
        name=view.name,
        quantity=part.quantity,
        net=net,
        amount=amount,
        tax_rate=view.tax.rate,
        state=OrderState.PLACED,
        system=view.system,
        because=reasons,
        schedule=schedule,
        note=view.line.note,
        requested_date=view.line.requested_date,
        free_of=part.free_of,
    )


def _lines_of(address: Address) -> tuple[str, ...]:
    lines = (
        address.name,
        address.addition,
        address.street,
        f"{address.postal_code} {address.city}",
        address.region,
        address.country,
    )
    return tuple(line for line in lines if line)
