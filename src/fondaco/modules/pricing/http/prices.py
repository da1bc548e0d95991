"""Routes of own prices with their reasons, many at once or one with its scales, and the staff's price check."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from fondaco.kernel import clock
from fondaco.kernel.actor import Actor
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.errors import Problem
from fondaco.kernel.ids import inner_id, public_id
from fondaco.kernel.quantity import Quantity
from fondaco.modules.accounts import api as accounts
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.api import PriceBook
from fondaco.modules.pricing.errors import BadPriceLines, PriceMissing
from fondaco.modules.pricing.http.schemas import (
    Amount,
    ByHandIn,
    FreeOut,
    Language,
    LinePriceOut,
    Moment,
    OrganisationId,
    PriceLineIn,
    PricesIn,
    PricesOut,
    ProductId,
    ProductPriceOut,
    ReasonOut,
    ScaleOut,
    Unit,
    UnitPriceOut,
    UpcomingOut,
)
from fondaco.modules.pricing.model import words
from fondaco.modules.pricing.types import (
    BecauseStep,
    ByHand,
    Calculation,
    LinePrice,
    NoPrice,
    PriceRequest,
)
from fondaco.platform.transaction import Database

_INSIDE = "staff.price_check"
_NOT_FOR_SALE = "pricing.not_for_sale"


@post(
    "/v1/prices",
    operation_id="get_prices",
    summary="Own prices of many lines",
    tags=["pricing"],
    opt={"permission": "prices.view"},
    status_code=200,
    sync_to_thread=True,
)
def get_prices(
    data: JSONBody[PricesIn],
    actor: NamedDependency[Actor],
    buyer: NamedDependency[Buyer],
    book: NamedDependency[PriceBook],
    shelf: NamedDependency[Shelf],
) -> PricesOut:
    """Price up to 1,000 lines, each with its reasons; all bad lines are named at once."""
    right = _at(buyer, data.as_of)
    requests = _requests(book, data.lines)
    pricing.allow_by_hand(book=book, buyer=right, lines=requests, actor=actor)
    prices = [
        NoPrice(product=price.product, quantity=price.quantity, reason=_NOT_FOR_SALE)
        if shelf.hides(price.product)
        else price
        for price in pricing.price_lines(book=book, buyer=right, lines=requests)
    ]
    inside = actor.may(_INSIDE)
    return PricesOut(items=[line_price(price, right, right.language, inside=inside) for price in prices])


@get(
    "/v1/products/{product_id:str}/price",
    operation_id="get_product_price",
    summary="Own price of a product and why",
    tags=["pricing"],
    opt={"permission": "prices.view"},
    sync_to_thread=True,
)
def get_product_price(
    product_id: FromPath[ProductId],
    actor: NamedDependency[Actor],
    buyer: NamedDependency[Buyer],
    book: NamedDependency[PriceBook],
    shelf: NamedDependency[Shelf],
    quantity: FromQuery[Amount] = "1",
    unit: FromQuery[Unit | None] = None,
    as_of: FromQuery[Moment | None] = None,
    language: FromQuery[Language | None] = None,
) -> ProductPriceOut:
    """Price a quantity, say why in words, and list the scales."""
    if shelf.hides(inner_id("prd", product_id)):
        raise PriceMissing
    line = PriceLineIn(product=product_id, quantity=quantity, unit=unit)
    return _product_price(book, _at(buyer, as_of), line, language, inside=actor.may(_INSIDE))


@get(
    "/v1/price-check",
    operation_id="check_price",
    summary="The price an organisation would get",
    tags=["pricing"],
    opt={"permission": "staff.price_check"},
    sync_to_thread=True,
)
def check_price(
    organisation: FromQuery[OrganisationId],
    product: FromQuery[ProductId],
    actor: NamedDependency[Actor],
    book: NamedDependency[PriceBook],
    database: NamedDependency[Database],
    quantity: FromQuery[Amount] = "1",
    unit: FromQuery[Unit | None] = None,
    as_of: FromQuery[Moment | None] = None,
    language: FromQuery[Language | None] = None,
) -> ProductPriceOut:
    """Price as the organisation would see it, at any day, with everything that was passed over."""
    with database.transaction() as tx:
        buyer = accounts.buyer_for(
            tx=tx, actor=actor, organisation=inner_id("org", organisation), as_of=clock.now(), looking=True
        )
    line = PriceLineIn(product=product, quantity=quantity, unit=unit)
    return _product_price(book, _at(buyer, as_of), line, language or _language(actor.language), inside=True)


def _at(buyer: Buyer, as_of: datetime | None) -> Buyer:
    return replace(buyer, as_of=as_of) if as_of else buyer


def _requests(book: PriceBook, lines: Sequence[PriceLineIn]) -> list[PriceRequest]:
    requests, problems = [], []
    for index, line in enumerate(lines):
        id = inner_id("prd", line.product)
        goods = book.goods(id)
        quantity = Decimal(line.quantity)
        if not quantity:
            detail = "The quantity must be more than zero."
            pointer = f"/lines/{index}/quantity"
            problems.append(Problem(pointer=pointer, code="pricing.bad_quantity", detail=detail))
            continue
        unit = line.unit or (goods.base_unit if goods else "PCE")
        given = tuple(_by_hand(one) for one in line.by_hand)
        requests.append(PriceRequest(product=id, quantity=Quantity(quantity, unit), by_hand=given))
    if problems:
        raise BadPriceLines(problems=problems)
    return requests


def _by_hand(given: ByHandIn) -> ByHand:
    return ByHand(
        type=given.type,
        amount=Decimal(given.amount),
        calculation=Calculation(given.calculation),
        per=Decimal(given.per),
        unit=given.unit,
        reason=given.reason,
    )


def _product_price(
    book: PriceBook, buyer: Buyer, line: PriceLineIn, language: Language | None, *, inside: bool
) -> ProductPriceOut:
    requests = _requests(book, [line])
    [price] = pricing.price_lines(book=book, buyer=buyer, lines=requests, explained=True)
    if isinstance(price, NoPrice) and price.reason == _NOT_FOR_SALE:
        raise PriceMissing
    found = pricing.price_scales(book=book, buyer=buyer, product=requests[0].product)
    return ProductPriceOut(
        price=line_price(price, buyer, language or _language(buyer.language), inside=inside),
        scales=[
            ScaleOut(
                quantity=scale.scale.value,
                unit=scale.scale.unit,
                net=UnitPriceOut(
                    amount=scale.net.amount,
                    currency=scale.net.currency,
                    per=scale.net.per.value,
                    unit=scale.net.per.unit,
                ),
            )
            for scale in found
        ],
        upcoming=[
            _upcoming(since, then)
            for since, then in pricing.price_outlook(
                book=book, buyer=buyer, product=requests[0].product, quantity=requests[0].quantity
            )
        ],
    )


def _upcoming(since: datetime, price: LinePrice | NoPrice) -> UpcomingOut:
    if isinstance(price, NoPrice):
        return UpcomingOut(since=since, net=None, amount=None)
    net = price.net
    return UpcomingOut(
        since=since,
        net=UnitPriceOut(amount=net.amount, currency=net.currency, per=net.per.value, unit=net.per.unit),
        amount=price.amount.amount,
    )


def _language(wanted: str) -> Language:
    return "de" if wanted == "de" else "en"


def line_price(price: LinePrice | NoPrice, buyer: Buyer, language: str, *, inside: bool = False) -> LinePriceOut:
    """Write a price, or that there is none, for the outside.

    Steps that only tell a figure (costs, minimum prices) are for those who may see the `inside` of a price.
    """
    if isinstance(price, NoPrice):
        return LinePriceOut(
            product=public_id("prd", price.product),
            quantity=price.quantity.value,
            unit=price.quantity.unit,
            net=None,
            amount=None,
            tax_rate=None,
            tax=None,
            list_price=None,
            reason=price.reason,
            because=[],
        )
    listed = price.list_price
    return LinePriceOut(
        product=public_id("prd", price.product),
        quantity=price.quantity.value,
        unit=price.quantity.unit,
        net=UnitPriceOut(
            amount=price.net.amount,
            currency=price.net.currency,
            per=price.net.per.value,
            unit=price.net.per.unit,
        ),
        amount=price.amount.amount,
        tax_rate=price.tax_rate,
        tax=price.tax.amount,
        list_price=UnitPriceOut(
            amount=listed.amount, currency=listed.currency, per=listed.per.value, unit=listed.per.unit
        )
        if listed
        else None,
        reason=None,
        because=[
            *(_reason(step, buyer, language) for step in price.because if inside or not step.statistical),
            _taxed(price, language),
        ],
        needs_approval=price.needs_approval,
        free=FreeOut(
            quantity=price.free.quantity.value,
            unit=price.free.quantity.unit,
            inclusive=price.free.inclusive,
            text=pricing.free_in_words(free=price.free, language=language),
        )
        if price.free
        else None,
    )


def _reason(step: BecauseStep, buyer: Buyer, language: str) -> ReasonOut:
    return ReasonOut(
        step=step.step,
        access=step.access.value if step.access else None,
        text=words.step(step=step, nearest=buyer.sold_to, language=language),
        before=step.before,
        after=step.after,
        system=step.record.system,
        record=step.record.key,
        statistical=step.statistical,
        passed=[words.passed(passed=one, language=language) for one in step.passed],
    )


def _taxed(price: LinePrice, language: str) -> ReasonOut:
    """Write the tax as the last reason; what it comes to is money, as after every step."""
    return ReasonOut(
        step="tax",
        access=None,
        text=words.tax(rate=price.tax_rate, reason=price.tax_reason, language=language),
        before=None,
        after=price.tax.amount,
        system="",
        record="",
        passed=[],
    )


ROUTES: list[Any] = [get_prices, get_product_price, check_price]
