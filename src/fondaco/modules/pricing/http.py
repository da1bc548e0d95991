"""Routes of pricing: own prices of many lines, one price with its reasons, the price check of staff, condition records."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from fondaco.kernel import clock
from fondaco.kernel.actor import Actor
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.ids import ExternalRef, inner_id, new_id, public_id
from fondaco.kernel.money import UnitPrice
from fondaco.kernel.period import Period
from fondaco.kernel.quantity import Quantity
from fondaco.modules.accounts import api as accounts
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.errors import BadPriceRecord, PriceMissing
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

Amount = Annotated[str, Meta(pattern=r"^[0-9]{1,12}(\.[0-9]{1,6})?$", examples=["100"])]
UnitCode = Annotated[str, Meta(min_length=1, max_length=10, examples=["PCE"])]
ProductId = Annotated[str, Meta(max_length=40, examples=["prd_01jd8k3z5v9w2x4y6a8c0e1g3h"])]


class UnitPriceOut(Struct, frozen=True, kw_only=True):
    """Money per quantity: 12.50 EUR per 100 PCE."""

    amount: Decimal
    currency: str
    per: Decimal
    unit: str


class RecordOut(Struct, frozen=True, kw_only=True):
    """A condition record: for whom, for what, from which quantity, how much, and which source says so."""

    id: str
    kind: Kind
    calculation: Calculation
    amount: Decimal
    currency: str
    per: Decimal
    unit: str
    scale: Decimal
    organisation: str | None
    price_list: str | None
    product: str | None
    category: str | None
    valid_from: datetime
    valid_until: datetime | None
    system: str
    key: str
    text: str


class PassedOut(Struct, frozen=True, kw_only=True):
    """A record that was considered and did not decide, with the reason."""

    record: RecordOut
    reason: str


class StepOut(Struct, frozen=True, kw_only=True):
    """One step that led to the price."""

    step: str
    access: str | None
    before: Decimal | None
    after: Decimal | None
    record: RecordOut
    passed: list[PassedOut]


class ScaleOut(Struct, frozen=True, kw_only=True):
    """The price from a quantity on, in base units."""

    quantity: Decimal
    unit: str
    price: UnitPriceOut


class PriceOut(Struct, frozen=True, kw_only=True):
    """The price of a line; `price` is null where there is none, and `reason` then says why."""

    product: str
    quantity: Decimal
    unit: str
    price: UnitPriceOut | None
    list_price: UnitPriceOut | None
    amount: Decimal | None
    tax_rate: Decimal | None
    tax: Decimal | None
    reason: str | None


class ExplainedPriceOut(PriceOut, frozen=True, kw_only=True):
    """The price of a line with every step that led to it, and the price from each other quantity on."""

    because: list[StepOut]
    scales: list[ScaleOut]


class LineIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A product and how much of it."""

    product: ProductId
    quantity: Amount
    unit: UnitCode


class PricesIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Up to 1,000 lines to be priced."""

    lines: Annotated[list[LineIn], Meta(min_length=1, max_length=1000)]


class PricesOut(Struct, frozen=True, kw_only=True):
    """The prices in the order of the lines."""

    items: list[PriceOut]


class PriceCheckIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a buying organisation pays for a line, on any day."""

    organisation: Annotated[str, Meta(max_length=40, examples=["org_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
    product: ProductId
    quantity: Amount
    unit: UnitCode
    as_of: Annotated[datetime, Meta(tz=True)] | None = None


class RecordIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A condition record kept here and by no ERP: a base price, a discount or a surcharge."""

    kind: Kind = Kind.PRICE
    calculation: Calculation = Calculation.AMOUNT
    amount: Amount
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")] = "EUR"
    per: Amount = "1"
    unit: UnitCode = "PCE"
    scale: Amount = "0"
    organisation: Annotated[str, Meta(max_length=40)] | None = None
    product: ProductId
    valid_from: Annotated[datetime, Meta(tz=True)] | None = None
    valid_until: Annotated[datetime, Meta(tz=True)] | None = None
    text: Annotated[str, Meta(max_length=200)] = ""


class RecordsOut(Struct, frozen=True, kw_only=True):
    """Condition records."""

    items: list[RecordOut]


@post(
    "/v1/prices",
    operation_id="price_lines",
    summary="Own prices of many lines",
    tags=["pricing"],
    opt={"permission": "prices.view"},
    status_code=200,
    sync_to_thread=True,
)
def price_lines(
    data: JSONBody[PricesIn], buyer: NamedDependency[Buyer], book: NamedDependency[pricing.PriceBook]
) -> PricesOut:
    """Price up to 1,000 lines from memory; a line without a price says why."""
    requests = [_request(line.product, line.quantity, line.unit) for line in data.lines]
    return PricesOut(items=[_price(answer) for answer in pricing.price_lines(buyer=buyer, lines=requests, book=book)])


@get(
    "/v1/products/{product_id:str}/price",
    operation_id="explain_price",
    summary="Own price of a product, and why",
    tags=["pricing"],
    opt={"permission": "prices.view"},
    sync_to_thread=True,
)
def explain_price(
    product_id: FromPath[str],
    buyer: NamedDependency[Buyer],
    book: NamedDependency[pricing.PriceBook],
    quantity: FromQuery[Amount] = "1",
    unit: FromQuery[UnitCode | None] = None,
) -> ExplainedPriceOut:
    """Say what the product costs the buyer in this quantity, by which steps, and from which quantities on it changes."""
    product = inner_id("prd", product_id)
    goods = book.goods(product)
    if goods is None:
        raise PriceMissing(product=product_id)
    return _explained(buyer, _request(product_id, quantity, unit or goods.base_unit), book)


@post(
    "/v1/price-check",
    operation_id="check_price",
    summary="What an organisation pays, and why",
    tags=["pricing"],
    opt={"permission": "staff.price_check"},
    status_code=200,
    sync_to_thread=True,
)
def check_price(
    data: JSONBody[PriceCheckIn],
    database: NamedDependency[Database],
    book: NamedDependency[pricing.PriceBook],
    actor: NamedDependency[Actor],
) -> ExplainedPriceOut:
    """Price a line as the organisation would be priced, now or on any day, with the full explanation."""
    with database.transaction() as tx:
        buyer = accounts.buyer_for(
            tx=tx,
            actor=actor,
            organisation=inner_id("org", data.organisation),
            as_of=data.as_of or clock.now(),
            looking=True,
        )
    return _explained(buyer, _request(data.product, data.quantity, data.unit), book)


@get(
    "/v1/price-records",
    operation_id="list_price_records",
    summary="Condition records of a product",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def list_price_records(product: FromQuery[ProductId], database: NamedDependency[Database]) -> RecordsOut:
    """List every condition record that is for the product, of all owners and periods."""
    with database.transaction() as tx:
        found = pricing.records_of(tx=tx, product=inner_id("prd", product))
    return RecordsOut(items=[_record(record) for record in found])


@post(
    "/v1/price-records",
    operation_id="create_price_record",
    summary="Add a condition record",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def create_price_record(data: JSONBody[RecordIn], once: NamedDependency[Once]) -> Response[RecordOut]:
    """Add a record of our own; one that would be in force together with another of its kind is refused."""

    def work(tx: Tx) -> RecordOut:
        draft = PriceRecordDraft(
            ref=ExternalRef(pricing.OWN_SYSTEM, new_id().hex),
            kind=data.kind,
            calculation=data.calculation,
            amount=Decimal(data.amount),
            currency=data.currency,
            per=Decimal(data.per),
            unit=data.unit,
            scale=Decimal(data.scale),
            valid=Period(data.valid_from or Period().start, data.valid_until),
            text=data.text,
        )
        made = pricing.add_price_record(
            tx=tx,
            draft=draft,
            organisation=inner_id("org", data.organisation) if data.organisation else None,
            product=inner_id("prd", data.product),
        )
        return _record(made)

    return once.run(work)


def _request(product: str, quantity: str, unit: str) -> PriceRequest:
    value = Decimal(quantity)
    if value <= 0:
        raise BadPriceRecord("The quantity must be more than zero.", quantity=quantity)
    return PriceRequest(product=inner_id("prd", product), quantity=Quantity(value, unit))


def _explained(buyer: Buyer, request: PriceRequest, book: pricing.PriceBook) -> ExplainedPriceOut:
    (answer,) = pricing.price_lines(buyer=buyer, lines=[request], book=book)
    plain = _price(answer)
    found = pricing.price_scales(buyer=buyer, product=request.product, book=book)
    return ExplainedPriceOut(
        **{name: getattr(plain, name) for name in PriceOut.__struct_fields__},
        because=[_step(step) for step in answer.because] if isinstance(answer, LinePrice) else [],
        scales=[
            ScaleOut(quantity=scale.scale.value, unit=scale.scale.unit, price=_unit_price(scale.net)) for scale in found
        ],
    )


def _price(answer: LinePrice | NoPrice) -> PriceOut:
    common: dict[str, Any] = {
        "product": public_id("prd", answer.product),
        "quantity": answer.quantity.value,
        "unit": answer.quantity.unit,
    }
    if isinstance(answer, NoPrice):
        return PriceOut(
            **common, price=None, list_price=None, amount=None, tax_rate=None, tax=None, reason=answer.reason
        )
    return PriceOut(
        **common,
        price=_unit_price(answer.net),
        list_price=_unit_price(answer.list_price) if answer.list_price else None,
        amount=answer.amount.amount,
        tax_rate=answer.tax_rate,
        tax=answer.tax.amount,
        reason=None,
    )


def _unit_price(price: UnitPrice) -> UnitPriceOut:
    return UnitPriceOut(amount=price.amount, currency=price.currency, per=price.per.value, unit=price.per.unit)


def _step(step: BecauseStep) -> StepOut:
    return StepOut(
        step=step.step,
        access=step.access.value if step.access else None,
        before=step.before,
        after=step.after,
        record=_record(step.record),
        passed=[PassedOut(record=_record(passed.record), reason=passed.reason) for passed in step.passed],
    )


def _record(record: PriceRecord) -> RecordOut:
    return RecordOut(
        id=public_id("prc", record.id),
        kind=record.kind,
        calculation=record.calculation,
        amount=record.amount,
        currency=record.currency,
        per=record.per,
        unit=record.unit,
        scale=record.scale,
        organisation=_public("org", record.organisation),
        price_list=_public("plt", record.price_list),
        product=_public("prd", record.product),
        category=_public("cat", record.category),
        valid_from=record.valid.start,
        valid_until=record.valid.end,
        system=record.system,
        key=record.key,
        text=record.text,
    )


def _public(prefix: str, id: UUID | None) -> str | None:
    return public_id(prefix, id) if id else None


ROUTES = [price_lines, explain_price, check_price, list_price_records, create_price_record]
