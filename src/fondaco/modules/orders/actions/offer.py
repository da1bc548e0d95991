"""What the other rooms say about the lines of a cart: goods, prices, promises; each asked once for all lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from fondaco.kernel.actor import Actor
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.errors import Problem
from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.money import Money
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.types import Address
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.api import Board, Live
from fondaco.modules.availability.errors import BackorderNotAllowed
from fondaco.modules.availability.types import AvailabilityRequest, Promise, ReservationLine, ScheduleLine, Suggestion
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.catalog.types import Product
from fondaco.modules.orders.errors import BackorderRefused, NoSuchShipTo
from fondaco.modules.orders.model import amounts, backorders, charges, promised
from fondaco.modules.orders.model.goods import Goods, in_base, quantity_problems
from fondaco.modules.orders.model.parts import Part, on_top
from fondaco.modules.orders.types import Cart, CartLine, CartLineView, CartView
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.api import PriceBook
from fondaco.modules.pricing.types import Access, CallOff, ContractUse, LinePrice, OverCall, PriceRequest, Tax
from fondaco.platform.transaction import Tx


def goods(*, tx: Tx, shelf: Shelf | None, buyer: Buyer, ids: Iterable[UUID]) -> dict[UUID, Goods]:
    """Tell what may be ordered of these products: from the memory of this process, or else read in one go."""
    wanted = list(dict.fromkeys(ids))
    found: dict[UUID, Product] = {}
    if shelf is not None:
        found = {id: product for id in wanted if (product := shelf.product(id)) is not None}
    missing = [id for id in wanted if id not in found and not (shelf is not None and shelf.hides(id))]
    # What the memory does not know may have been made a moment ago.
    if missing:
        found |= {id: product for id, product in catalog.products(tx=tx, ids=missing).items() if product.active}
    return {
        id: Goods(
            id=id,
            sku=product.sku,
            name=product.name_in(buyer.language),
            conversions=product.conversions,
            sales_unit=product.sales_unit,
            minimum=product.minimum,
            multiple=product.multiple,
            system=product.system,
        )
        for id, product in found.items()
    }


def sales_units(*, tx: Tx, buyer: Buyer, ids: Iterable[UUID], shelf: Shelf | None = None) -> dict[UUID, str]:
    """Return the unit each product is sold in."""
    return {id: known.sales_unit for id, known in goods(tx=tx, shelf=shelf, buyer=buyer, ids=ids).items()}


def buyer_of(*, tx: Tx, actor: Actor, buyer: Buyer, cart: Cart) -> Buyer:
    """Return the buyer of a cart: who acts for a group may open the cart of a site, and then buys as that site."""
    if cart.organisation == buyer.sold_to:
        return buyer
    return accounts.buyer_for(tx=tx, actor=actor, organisation=cart.organisation, as_of=buyer.as_of)


def shipping_to(*, tx: Tx, buyer: Buyer, address: UUID | None) -> tuple[Buyer, Address | None]:
    """Return the buyer as one whose goods go to an address: to the one named, or else to his usual one.

    Refused: an address that is none of his organisation's or its parents' (`NoSuchShipTo`).
    """
    found = accounts.addresses_along(tx=tx, hierarchy=buyer.hierarchy)
    addresses = {known.id: known for known in found if known.ship_to}
    if address is not None and address not in addresses:
        raise NoSuchShipTo
    usual = next((known for known in addresses.values() if known.default), next(iter(addresses.values()), None))
    wanted = address or buyer.ship_to
    chosen = addresses.get(wanted, usual) if wanted else usual
    if chosen is None:
        return buyer, None
    return replace(buyer, ship_to=chosen.id, ships_to=chosen.country), chosen


def view_cart(
    *,
    tx: Tx,
    actor: Actor,
    cart: Cart,
    buyer: Buyer,
    book: PriceBook | None = None,
    board: Board | None = None,
    shelf: Shelf | None = None,
    ship_to: UUID | None = None,
    live: Live | None = None,
) -> CartView:
    """Return a cart at the prices and dates of the buyer's moment, with everything that stands in the way of ordering.

    What ERPs said `live` goes before what is remembered of them. Asks the memory of the process where it is given, otherwise the tables; never once per line. `ship_to` tells where it
    is to go: tax and dates depend on it. Refused: an address that is not the buyer's (`NoSuchShipTo`).
    """
    right = buyer_of(tx=tx, actor=actor, buyer=buyer, cart=cart)
    if ship_to is not None:
        right, _ = shipping_to(tx=tx, buyer=right, address=ship_to)
    return view(tx=tx, cart=cart, buyer=right, book=book, board=board, shelf=shelf, live=live)


def view(
    *,
    tx: Tx,
    cart: Cart,
    buyer: Buyer,
    book: PriceBook | None = None,
    board: Board | None = None,
    shelf: Shelf | None = None,
    dated: bool = True,
    live: Live | None = None,
) -> CartView:
    """Do the same for a buyer who is known to be the cart's; without dates where reserving will tell them."""
    known = goods(tx=tx, shelf=shelf, buyer=buyer, ids=[line.product for line in cart.lines])
    # A unit that the product has no more can be neither priced nor promised.
    quantities: dict[UUID, Decimal] = {}
    for line in cart.lines:
        value = in_base(known[line.product], line.quantity) if line.product in known else None
        if value is not None:
            quantities[line.id] = value
    askable = [line for line in cart.lines if line.id in quantities]
    requests = [PriceRequest(product=line.product, quantity=line.quantity) for line in askable]
    answers = pricing.price_lines(tx=tx, book=book, buyer=buyer, lines=requests) if requests else []
    prices = {
        line.id: answer
        for line, answer in zip(askable, answers, strict=True)
        if isinstance(answer, LinePrice) and answer.amount.currency == cart.currency
    }
    promises = _promises(tx, board, askable, quantities, buyer, live) if dated else {}
    instead = _suggestions(board, shelf, askable, promises, buyer)
    agreed = {use.line: use for use in pricing.uses(tx=tx, lines=call_offs(prices, quantities))}
    lines = tuple(
        _line_view(
            index,
            line,
            goods=known.get(line.product),
            quantity=quantities.get(line.id),
            price=prices.get(line.id),
            promise=promises.get(line.id),
            suggestions=instead.get(line.id, ()),
            contract=agreed.get(line.id),
        )
        for index, line in enumerate(cart.lines)
    )
    priced = [
        amounts.taxed(price=prices[line.id], goods=known[line.product]) for line in cart.lines if line.id in prices
    ]
    charged = pricing.document_charges(tx=tx, book=book, buyer=buyer, amounts=[line.amount for line in priced])
    priced = charges.taxed(lines=priced, charges=charged)
    net = Money(sum((line.amount.amount for line in priced), Decimal(0)), cart.currency)
    tax = pricing.document_tax(lines=priced, currency=cart.currency)
    return CartView(
        cart=cart,
        lines=lines,
        net=net,
        tax=tax,
        gross=net + tax,
        charges=charged,
        payment=pricing.payment_terms_of(buyer=buyer, tx=tx, book=book),
    )


def reserve(
    *,
    tx: Tx,
    document: UUID,
    parts: Sequence[Part],
    buyer: Buyer,
    shelf: Shelf | None = None,
    live: Live | None = None,
) -> list[tuple[ScheduleLine, ...]]:
    """Hold the quantities of all parts for the document; answer each one's dates in order.

    Refused: more than a policy of backorders lets be ordered (`BackorderRefused`, with what is possible of each line).
    """
    wanted = [
        ReservationLine(
            line=part.id,
            product=part.view.line.product,
            quantity=part.in_base,
            requested_on=part.view.line.requested_date,
            # What comes free on top was not asked for: it speaks against no order.
            may_wait=on_top(part),
        )
        for part in parts
    ]
    try:
        reserved = availability.reserve(
            tx=tx,
            document=document,
            lines=wanted,
            expires_at=buyer.as_of + promised.HELD_FOR,
            grace=promised.HELD_FOR,
            as_of=buyer.as_of,
            buyer=buyer,
            live=live,
        )
    except BackorderNotAllowed as refusal:
        known = goods(tx=tx, shelf=shelf, buyer=buyer, ids=[part.view.line.product for part in parts])
        raise BackorderRefused(problems=backorders.problems_of(parts=parts, refusal=refusal, goods=known)) from None
    return [answer.schedule for answer in reserved]


def call_offs(prices: Mapping[UUID, LinePrice], quantities: Mapping[UUID, Decimal]) -> list[CallOff]:
    """Return what lines would call off of contracts: those whose price is agreed, by the record that states it."""
    return [
        CallOff(
            line=line,
            record=ExternalRef(base.record.system, base.record.key),
            quantity=quantities[line],
            amount=price.amount,
        )
        for line, price in prices.items()
        if price.because and (base := price.because[0]).access is Access.CONTRACT
    ]


def no_such_product(pointer: str) -> Problem:
    """Say that a product may not be bought, or does not exist: the two are never told apart."""
    return Problem(pointer=pointer, code="orders.no_such_product", detail="There is no such product to order.")


def _promises(
    tx: Tx,
    board: Board | None,
    lines: Sequence[CartLine],
    quantities: Mapping[UUID, Decimal],
    buyer: Buyer,
    live: Live | None,
) -> dict[UUID, Promise]:
    requests = [
        AvailabilityRequest(product=line.product, quantity=quantities[line.id], requested_on=line.requested_date)
        for line in lines
    ]
    # Lines of one product share what there is: the first is served first.
    answers = (
        availability.promise(
            tx=tx, board=board, requests=requests, as_of=buyer.as_of, buyer=buyer, together=True, live=live
        )
        if requests
        else []
    )
    return {line.id: answer for line, answer in zip(lines, answers, strict=True)}


def _suggestions(
    board: Board | None,
    shelf: Shelf | None,
    lines: Sequence[CartLine],
    promises: Mapping[UUID, Promise],
    buyer: Buyer,
) -> dict[UUID, tuple[Suggestion, ...]]:
    """Say what comes in time where a line is late; only who has the memory of the process at hand is told."""
    asked = [line for line in lines if line.id in promises]
    if board is None or shelf is None or not asked:
        return {}
    found = availability.suggest(
        shelf=shelf,
        board=board,
        promises=[promises[line.id] for line in asked],
        requested_on=[line.requested_date for line in asked],
        buyer=buyer,
    )
    return {line.id: suggested for line, suggested in zip(asked, found, strict=True)}


def _line_view(
    index: int,
    line: CartLine,
    *,
    goods: Goods | None,
    quantity: Decimal | None,
    price: LinePrice | None,
    promise: Promise | None,
    suggestions: tuple[Suggestion, ...],
    contract: ContractUse | None,
) -> CartLineView:
    pointer = f"/lines/{index}"
    if goods is None:
        problems = [no_such_product(f"{pointer}/product")]
    else:
        problems = list(quantity_problems(goods=goods, quantity=line.quantity, pointer=f"{pointer}/quantity"))
        if price is None and not problems:
            problems.append(
                Problem(
                    pointer=f"{pointer}/price",
                    code="orders.no_price",
                    detail="There is no price for this; ask us.",
                    facts={"sku": goods.sku},
                )
            )
        if promise is not None and not problems:
            found = backorders.problem_of(
                goods=goods,
                quantity=line.quantity,
                orderable=promise.orderable,
                reason=promise.reason,
                pointer=f"{pointer}/quantity",
            )
            problems += [found] if found else []
    if contract is not None and contract.past and contract.over is OverCall.REFUSE:
        problems.append(pricing.exceeded(contract, f"{pointer}/quantity"))
    return CartLineView(
        line=line,
        sku=goods.sku if goods else "",
        name=goods.name if goods else "",
        system=goods.system if goods else "",
        in_base=quantity,
        net=price.net if price else None,
        amount=price.amount if price else None,
        tax=Tax(rate=price.tax_rate, reason=price.tax_reason) if price else None,
        because=price.because if price else (),
        schedule=promise.schedule if promise else (),
        noted_at=promise.noted_at if promise else None,
        problems=tuple(problems),
        free=price.free if price else None,
        contract=contract,
        suggestions=suggestions,
    )
