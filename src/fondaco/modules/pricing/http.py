"""Routes of pricing: own prices with their reasons, many at once or one with its scales, and the staff's price check."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from fondaco.kernel import clock
from fondaco.kernel.actor import Actor
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.errors import Problem
from fondaco.kernel.ids import ExternalRef, inner_id, new_id, public_id
from fondaco.kernel.period import BEGINNING, Period
from fondaco.kernel.quantity import Quantity
from fondaco.modules.accounts import api as accounts
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.api import PriceBook
from fondaco.modules.pricing.errors import BadPriceLines, PriceMissing
from fondaco.modules.pricing.model import words
from fondaco.modules.pricing.types import (
    BecauseStep,
    Calculation,
    Kind,
    LinePrice,
    NoPrice,
    PriceRecord,
    PriceRecordDraft,
    PriceRequest,
)
from fondaco.platform.transaction import Database, Tx
from fondaco.platform.web.once import Once

ProductId = Annotated[str, Meta(max_length=40, examples=["prd_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
OrganisationId = Annotated[str, Meta(max_length=40, examples=["org_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
Unit = Annotated[str, Meta(max_length=10, examples=["PCE"])]
Amount = Annotated[str, Meta(pattern=r"^[0-9]{1,12}(\.[0-9]{1,6})?$", examples=["100"])]
Moment = Annotated[datetime, Meta(tz=True)]
Language = Literal["de", "en"]


class PriceLineIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A product and a quantity; without a unit in the product's base unit."""

    product: ProductId
    quantity: Amount = "1"
    unit: Unit | None = None


class PricesIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The lines to price, and a day in the future if not now."""

    lines: Annotated[list[PriceLineIn], Meta(min_length=1, max_length=1000)]
    as_of: Moment | None = None


class UnitPriceOut(Struct, frozen=True, kw_only=True):
    """Money per quantity."""

    amount: Decimal
    currency: Annotated[str, Meta(examples=["EUR"])]
    per: Decimal
    unit: Unit


class ReasonOut(Struct, frozen=True, kw_only=True):
    """One step that led to the price, in words, and in the numbers of its record."""

    step: Annotated[str, Meta(examples=["base"])]
    access: Annotated[str | None, Meta(examples=["contract"])]
    text: Annotated[str, Meta(examples=["Vertragspreis 12,50 EUR je 100 PCE ab 500 PCE"])]
    before: Decimal | None
    after: Decimal
    system: str
    record: str
    passed: list[str]


class LinePriceOut(Struct, frozen=True, kw_only=True):
    """The price of a line; without one, `reason` says why and the numbers are null."""

    product: ProductId
    quantity: Decimal
    unit: Unit
    net: UnitPriceOut | None
    amount: Decimal | None
    tax_rate: Decimal | None
    tax: Decimal | None
    list_price: UnitPriceOut | None
    reason: str | None
    because: list[ReasonOut]


class PricesOut(Struct, frozen=True, kw_only=True):
    """One price for each line, in their order."""

    items: list[LinePriceOut]


class ScaleOut(Struct, frozen=True, kw_only=True):
    """The price from a quantity of base units on."""

    quantity: Decimal
    unit: Unit
    net: UnitPriceOut


class ProductPriceOut(Struct, frozen=True, kw_only=True):
    """The price of a quantity, why it is so, and the prices of other quantities."""

    price: LinePriceOut
    scales: list[ScaleOut]


class PriceListOut(Struct, frozen=True, kw_only=True):
    """A price list."""

    id: Annotated[str, Meta(examples=["plt_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
    name: str
    currency: str


class PriceListsOut(Struct, frozen=True, kw_only=True):
    """All price lists."""

    items: list[PriceListOut]


class PriceRecordOut(Struct, frozen=True, kw_only=True):
    """A condition record as its source states it."""

    id: Annotated[str, Meta(examples=["prc_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
    kind: str
    calculation: str
    amount: Decimal
    currency: str
    per: Decimal
    unit: Unit
    scale: Decimal
    organisation: str | None
    price_list: str | None
    product: str | None
    category: str | None
    valid_from: datetime
    valid_to: datetime | None
    system: str
    key: str
    text: str


class PriceRecordIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A condition record of our own for a product: for an organisation and all below it, or for everybody."""

    product: ProductId
    amount: Amount
    organisation: OrganisationId | None = None
    kind: Kind = Kind.PRICE
    calculation: Calculation = Calculation.AMOUNT
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")] = "EUR"
    per: Amount = "1"
    unit: Unit = "PCE"
    scale: Amount = "0"
    valid_from: Moment | None = None
    valid_to: Moment | None = None
    text: Annotated[str, Meta(max_length=200)] = ""


class PriceRecordsOut(Struct, frozen=True, kw_only=True):
    """The condition records that may concern a product."""

    items: list[PriceRecordOut]


@post(
    "/v1/prices",
    operation_id="get_prices",
    summary="Own prices of many lines",
    tags=["pricing"],
    opt={"permission": "prices.view"},
    status_code=200,
    sync_to_thread=True,
)
def get_prices(data: JSONBody[PricesIn], buyer: NamedDependency[Buyer], book: NamedDependency[PriceBook]) -> PricesOut:
    """Price up to 1,000 lines, each with its reasons; all bad lines are named at once."""
    right = _at(buyer, data.as_of)
    requests = _requests(book, data.lines)
    prices = pricing.price_lines(book=book, buyer=right, lines=requests)
    return PricesOut(items=[line_price(price, right, right.language) for price in prices])


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
    buyer: NamedDependency[Buyer],
    book: NamedDependency[PriceBook],
    quantity: FromQuery[Amount] = "1",
    unit: FromQuery[Unit | None] = None,
    as_of: FromQuery[Moment | None] = None,
    language: FromQuery[Language | None] = None,
) -> ProductPriceOut:
    """Price a quantity, say why in words, and list the scales."""
    line = PriceLineIn(product=product_id, quantity=quantity, unit=unit)
    return _product_price(book, _at(buyer, as_of), line, language)


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
        buyer = accounts.buyer_for(tx=tx, actor=actor, organisation=inner_id("org", organisation), as_of=clock.now())
    line = PriceLineIn(product=product, quantity=quantity, unit=unit)
    return _product_price(book, _at(buyer, as_of), line, language or _language(actor.language))


@get(
    "/v1/price-lists",
    operation_id="list_price_lists",
    summary="Price lists",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def list_price_lists(database: NamedDependency[Database]) -> PriceListsOut:
    """List all price lists."""
    with database.transaction() as tx:
        found = pricing.price_lists(tx=tx)
    return PriceListsOut(
        items=[
            PriceListOut(id=public_id("plt", one.id), name=one.name, currency=one.currency)
            for one in sorted(found, key=lambda one: one.name)
        ]
    )


@get(
    "/v1/price-records",
    operation_id="list_price_records",
    summary="Condition records of a product",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=False,
)
def list_price_records(product: FromQuery[ProductId], book: NamedDependency[PriceBook]) -> PriceRecordsOut:
    """List all condition records that may concern a product, those for categories and everything included."""
    goods = book.goods(inner_id("prd", product))
    found = book.records(goods) if goods else ()
    return PriceRecordsOut(items=[_record(record) for record in found])


@post(
    "/v1/price-records",
    operation_id="create_price_record",
    summary="Add a condition record of our own",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def create_price_record(
    data: JSONBody[PriceRecordIn], once: NamedDependency[Once], actor: NamedDependency[Actor]
) -> Response[PriceRecordOut]:
    """Agree a price with an organisation, or set one for everybody; an ambiguous one is refused."""

    def work(tx: Tx) -> PriceRecordOut:
        organisation = inner_id("org", data.organisation) if data.organisation else None
        if organisation is not None:
            accounts.organisation(tx=tx, id=organisation, actor=actor)
        draft = PriceRecordDraft(
            ref=ExternalRef(pricing.OWN_SYSTEM, str(new_id())),
            kind=data.kind,
            calculation=data.calculation,
            amount=Decimal(data.amount),
            currency=data.currency,
            per=Decimal(data.per),
            unit=data.unit,
            scale=Decimal(data.scale),
            valid=Period(data.valid_from or BEGINNING, data.valid_to),
            text=data.text,
        )
        product = inner_id("prd", data.product)
        return _record(pricing.add_price_record(tx=tx, draft=draft, product=product, organisation=organisation))

    return once.run(work)


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
        requests.append(PriceRequest(product=id, quantity=Quantity(quantity, unit)))
    if problems:
        raise BadPriceLines(problems=problems)
    return requests


def _product_price(book: PriceBook, buyer: Buyer, line: PriceLineIn, language: Language | None) -> ProductPriceOut:
    requests = _requests(book, [line])
    [price] = pricing.price_lines(book=book, buyer=buyer, lines=requests)
    if isinstance(price, NoPrice) and price.reason == "pricing.not_for_sale":
        raise PriceMissing
    found = pricing.price_scales(book=book, buyer=buyer, product=requests[0].product)
    return ProductPriceOut(
        price=line_price(price, buyer, language or _language(buyer.language)),
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
    )


def _language(wanted: str) -> Language:
    return "de" if wanted == "de" else "en"


def line_price(price: LinePrice | NoPrice, buyer: Buyer, language: str) -> LinePriceOut:
    """Write a price, or that there is none, for the outside."""
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
        because=[_reason(step, buyer, language) for step in price.because],
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
        passed=[words.passed(passed=one, language=language) for one in step.passed],
    )


def _record(record: PriceRecord) -> PriceRecordOut:
    return PriceRecordOut(
        id=public_id("prc", record.id),
        kind=record.kind.value,
        calculation=record.calculation.value,
        amount=record.amount,
        currency=record.currency,
        per=record.per,
        unit=record.unit,
        scale=record.scale,
        organisation=public_id("org", record.organisation) if record.organisation else None,
        price_list=public_id("plt", record.price_list) if record.price_list else None,
        product=public_id("prd", record.product) if record.product else None,
        category=public_id("cat", record.category) if record.category else None,
        valid_from=record.valid.start,
        valid_to=record.valid.end,
        system=record.system,
        key=record.key,
        text=record.text,
    )


ROUTES: list[Any] = [
    get_prices,
    get_product_price,
    check_price,
    list_price_lists,
    list_price_records,
    create_price_record,
]
