"""Ordering again: a new cart from an old order, with today's prices and a list of what changed."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo

from fondaco.kernel.actor import Actor
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.money import UnitPrice
from fondaco.kernel.quantity import Quantity
from fondaco.kernel.unit import UnknownConversion
from fondaco.modules.availability.api import Board
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.orders.actions import offer
from fondaco.modules.orders.actions.carts import add_lines, create_cart
from fondaco.modules.orders.errors import NoSuchOrder
from fondaco.modules.orders.model.goods import Goods, quantity_problems, rounded_up
from fondaco.modules.orders.model.parts import as_asked_for
from fondaco.modules.orders.store import orders
from fondaco.modules.orders.types import CartLineView, Change, LineDifference, LineDraft, OrderLine, Reordered
from fondaco.modules.pricing.api import PriceBook
from fondaco.platform.transaction import Tx

# The day on which a line counts as delivered at once is the one of the house.
_ZONE = ZoneInfo("Europe/Berlin")


def reorder(
    *,
    tx: Tx,
    actor: Actor,
    buyer: Buyer,
    order: UUID,
    book: PriceBook | None = None,
    board: Board | None = None,
    shelf: Shelf | None = None,
) -> Reordered:
    """Put the lines of an order into a new cart and name every difference.

    A product that may not be bought any more is left out (`withdrawn`), a quantity that may not be ordered any more is
    raised to the next that may (`quantity`); changed prices (`price`), lines without a price (`unavailable`) and lines
    that cannot be delivered at once (`later`) are in the cart and named.
    """
    old = orders.load(tx=tx, actor=actor, id=order)
    if old is None:
        raise NoSuchOrder
    lines = as_asked_for(old.lines)
    goods = offer.goods(tx=tx, shelf=shelf, buyer=buyer, ids=[line.product for line in lines])
    cart = create_cart(tx=tx, actor=actor, buyer=buyer, name=old.number)
    differences: list[LineDifference] = []
    drafts: list[LineDraft] = []
    taken: dict[tuple[UUID, str], OrderLine] = {}
    for line in lines:
        known = goods.get(line.product)
        if known is None:
            differences.append(_difference(line, Change.WITHDRAWN, before=line.sku, now=""))
            continue
        quantity = _orderable(known, line.quantity)
        if quantity != line.quantity:
            differences.append(_difference(line, Change.QUANTITY, before=_text(line.quantity), now=_text(quantity)))
        drafts.append(LineDraft(product=line.product, quantity=quantity, note=line.note))
        taken.setdefault((line.product, quantity.unit), line)
    if drafts:
        cart = add_lines(tx=tx, actor=actor, buyer=buyer, cart=cart.id, drafts=drafts, shelf=shelf)
    view = offer.view(tx=tx, cart=cart, buyer=buyer, book=book, board=board, shelf=shelf)
    today = buyer.as_of.astimezone(_ZONE).date()
    for now in view.lines:
        line = taken[now.line.product, now.line.quantity.unit]
        differences += _of_today(line, now, goods[line.product], today)
    return Reordered(cart=cart, differences=tuple(sorted(differences, key=lambda found: found.position)))


def _of_today(line: OrderLine, now: CartLineView, goods: Goods, today: date) -> list[LineDifference]:
    if now.net is None:
        return [_difference(line, Change.UNAVAILABLE, before=_price(line.net), now="")]
    found = []
    if not _same_price(line.net, now.net, goods):
        found.append(_difference(line, Change.PRICE, before=_price(line.net), now=_price(now.net)))
    dates = {part.date for part in now.schedule}
    if dates - {today}:
        told = "" if None in dates else max(day for day in dates if day is not None).isoformat()
        found.append(_difference(line, Change.LATER, before=today.isoformat(), now=told))
    return found


def _same_price(before: UnitPrice, now: UnitPrice, goods: Goods) -> bool:
    """Tell whether two prices are the same, whatever quantity they are for (1.20 per piece, 120.00 per 100)."""
    if before.currency != now.currency:
        return False
    try:
        factor = goods.conversions.factor(before.per.unit, now.per.unit)
    except UnknownConversion:
        return False
    one = Fraction(before.amount) / (Fraction(before.per.value) * factor)
    return one == Fraction(now.amount) / Fraction(now.per.value)


def _orderable(goods: Goods, quantity: Quantity) -> Quantity:
    """Return the old quantity where it is still possible, otherwise the next possible one in the sales unit."""
    if not quantity_problems(goods=goods, quantity=quantity, pointer=""):
        return quantity
    try:
        value = Fraction(quantity.value) * goods.conversions.factor(quantity.unit, goods.sales_unit)
    except UnknownConversion:
        value = Fraction(quantity.value)
    return Quantity(rounded_up(goods=goods, value=value), goods.sales_unit)


def _difference(line: OrderLine, change: Change, *, before: str, now: str) -> LineDifference:
    return LineDifference(
        position=line.position, product=line.product, sku=line.sku, change=change, before=before, now=now
    )


def _text(quantity: Quantity) -> str:
    return f"{_plain(quantity.value)} {quantity.unit}"


def _price(price: UnitPrice) -> str:
    return f"{price.amount:f} {price.currency} / {_text(price.per)}"


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
