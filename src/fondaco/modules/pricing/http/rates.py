"""Routes of exchange rates, quotations of metals, and the metal in goods, for staff."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from fondaco.kernel.ids import inner_id
from fondaco.kernel.quantity import exact_decimal
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.http.schemas import ProductId
from fondaco.modules.pricing.types import ExchangeRate, Quotation
from fondaco.platform.transaction import Database

Area = Annotated[str, Meta(max_length=40, examples=["DE01"])]
Word = Annotated[str, Meta(min_length=1, max_length=60, examples=["discount"])]
Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}$", examples=["CHF"])]
Figure = Annotated[str, Meta(pattern=r"^[0-9]{1,12}(\.[0-9]{1,10})?$", examples=["0.9412"])]
Moment = Annotated[datetime, Meta(tz=True)]


class RateBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From a moment on one unit of `currency` is `rate` of `to`; one for a sales area goes before the general one."""

    currency: Currency
    to: Currency
    rate: Figure
    since: Moment
    sales_area: Area = ""


class RatesBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Exchange rates."""

    items: Annotated[list[RateBody], Meta(max_length=1000)]


class QuotationBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From a moment on a kilogram of a metal costs so much."""

    metal: Word
    currency: Currency
    amount: Figure
    since: Moment


class QuotationsBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Quotations of metals."""

    items: Annotated[list[QuotationBody], Meta(max_length=1000)]


class MetalsBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Kilograms of each metal in one base unit of a product."""

    metals: Annotated[dict[Word, Figure], Meta(max_length=20, examples=[{"CU": "0.250"}])]


@get(
    "/v1/exchange-rates",
    operation_id="list_exchange_rates",
    summary="Exchange rates",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def list_exchange_rates(database: NamedDependency[Database]) -> RatesBody:
    """List the rates of each pair of currencies, the latest first."""
    with database.transaction() as tx:
        found = pricing.exchange_rates(tx=tx)
    return RatesBody(
        items=[
            RateBody(currency=one.currency, to=one.to, rate=str(one.rate), since=one.since, sales_area=one.sales_area)
            for one in found
        ]
    )


@put(
    "/v1/exchange-rates",
    operation_id="put_exchange_rates",
    summary="State exchange rates",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def put_exchange_rates(data: JSONBody[RatesBody], database: NamedDependency[Database]) -> None:
    """Add rates, all or none; one of the same pair, area and moment is replaced."""
    rates = [
        ExchangeRate(
            currency=one.currency, to=one.to, rate=Decimal(one.rate), since=one.since, sales_area=one.sales_area
        )
        for one in data.items
    ]
    with database.transaction() as tx:
        pricing.put_exchange_rates(tx=tx, rates=rates)


@get(
    "/v1/quotations",
    operation_id="list_quotations",
    summary="Quotations of metals",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def list_quotations(database: NamedDependency[Database]) -> QuotationsBody:
    """List the quotations of each metal, the latest first."""
    with database.transaction() as tx:
        found = pricing.quotations(tx=tx)
    return QuotationsBody(
        items=[
            QuotationBody(metal=one.metal, currency=one.currency, amount=str(one.amount), since=one.since)
            for one in found
        ]
    )


@put(
    "/v1/quotations",
    operation_id="put_quotations",
    summary="State quotations of metals",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def put_quotations(data: JSONBody[QuotationsBody], database: NamedDependency[Database]) -> None:
    """Add quotations, all or none; one of the same metal and moment is replaced."""
    quotations = [
        Quotation(metal=one.metal, currency=one.currency, amount=Decimal(one.amount), since=one.since)
        for one in data.items
    ]
    with database.transaction() as tx:
        pricing.put_quotations(tx=tx, quotations=quotations)


@get(
    "/v1/products/{product_id:str}/metals",
    operation_id="get_metals",
    summary="The metal in a product",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def get_metals(product_id: FromPath[ProductId], database: NamedDependency[Database]) -> MetalsBody:
    """Read how many kilograms of each metal are in one base unit."""
    with database.transaction() as tx:
        return _metals(pricing.metals(tx=tx, product=inner_id("prd", product_id)))


@put(
    "/v1/products/{product_id:str}/metals",
    operation_id="set_metals",
    summary="Set the metal in a product",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def set_metals(
    product_id: FromPath[ProductId], data: JSONBody[MetalsBody], database: NamedDependency[Database]
) -> MetalsBody:
    """Replace all shares of a product; a metal surcharge is charged by them from now on."""
    product = inner_id("prd", product_id)
    with database.transaction() as tx:
        pricing.set_metals(
            tx=tx, product=product, kilograms={metal: Decimal(share) for metal, share in data.metals.items()}
        )
        return _metals(pricing.metals(tx=tx, product=product))


def _metals(found: Mapping[str, Fraction]) -> MetalsBody:
    return MetalsBody(metals={metal: f"{exact_decimal(share):f}" for metal, share in sorted(found.items())})


ROUTES: list[Any] = [
    list_exchange_rates,
    put_exchange_rates,
    list_quotations,
    put_quotations,
    get_metals,
    set_metals,
]
