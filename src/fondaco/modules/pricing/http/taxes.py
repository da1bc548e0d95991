"""Routes of rates of value added tax, of who sells in which sales area, and of how long a confirmation counts."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.types import Seller, TaxRate
from fondaco.platform.transaction import Database

Area = Annotated[str, Meta(max_length=40, examples=["DE01"])]
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$", examples=["DE"])]
TaxClass = Annotated[str, Meta(min_length=1, max_length=60, examples=["standard"])]
Percent = Annotated[str, Meta(pattern=r"^[0-9]{1,3}(\.[0-9]{1,4})?$", examples=["19"])]


class TaxRateBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From a day on goods of a tax class bear so many percent in a country, until the next rate is stated."""

    country: Country
    tax_class: TaxClass
    rate: Percent
    since: date


class TaxRatesBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rates of value added tax."""

    items: Annotated[list[TaxRateBody], Meta(max_length=1000)]


class SellerBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From which country the goods of a sales area come and where their tax is declared; "" is every other area."""

    sales_area: Area
    country: Country


class SellersBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sellers by sales area."""

    items: Annotated[list[SellerBody], Meta(max_length=1000)]


class TaxPolicyBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For how many days a confirmation of a VAT number counts."""

    confirmation_days: Annotated[int, Meta(ge=1, le=3650, examples=[90])]


@get(
    "/v1/tax-rates",
    operation_id="list_tax_rates",
    summary="Rates of value added tax",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def list_tax_rates(database: NamedDependency[Database]) -> TaxRatesBody:
    """List the rates that hold, stated and built in, by country and class, the earliest first."""
    with database.transaction() as tx:
        known = pricing.taxes(tx=tx).rates
    return TaxRatesBody(
        items=[
            TaxRateBody(country=country, tax_class=tax_class, rate=f"{percent:f}", since=day)
            for (country, tax_class), rates in sorted(known.items())
            for day, percent in zip(rates.days, rates.percent, strict=True)
        ]
    )


@put(
    "/v1/tax-rates",
    operation_id="put_tax_rates",
    summary="State rates of value added tax",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def put_tax_rates(data: JSONBody[TaxRatesBody], database: NamedDependency[Database]) -> None:
    """Add rates, all or none; from the first day stated for a country and class on only stated ones count."""
    rates = [
        TaxRate(country=one.country, tax_class=one.tax_class, rate=Decimal(one.rate), since=one.since)
        for one in data.items
    ]
    with database.transaction() as tx:
        pricing.put_tax_rates(tx=tx, rates=rates)


@get(
    "/v1/sellers",
    operation_id="list_sellers",
    summary="Who sells in which sales area",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def list_sellers(database: NamedDependency[Database]) -> SellersBody:
    """List the sellers of sales areas, stated and built in."""
    with database.transaction() as tx:
        known = pricing.taxes(tx=tx).sellers
    return SellersBody(items=[SellerBody(sales_area=area, country=country) for area, country in sorted(known.items())])


@put(
    "/v1/sellers",
    operation_id="put_sellers",
    summary="State who sells in which sales area",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def put_sellers(data: JSONBody[SellersBody], database: NamedDependency[Database]) -> None:
    """Add sellers, all or none; the one of the same sales area is replaced."""
    with database.transaction() as tx:
        sellers = [Seller(sales_area=one.sales_area, country=one.country) for one in data.items]
        pricing.put_sellers(tx=tx, sellers=sellers)


@get(
    "/v1/tax-policy",
    operation_id="get_tax_policy",
    summary="How long a confirmed VAT number counts",
    tags=["pricing"],
    opt={"permission": ["staff.prices", "staff.customers"]},
    sync_to_thread=True,
)
def get_tax_policy(database: NamedDependency[Database]) -> TaxPolicyBody:
    """Read for how many days a confirmation counts."""
    with database.transaction() as tx:
        return TaxPolicyBody(confirmation_days=pricing.taxes(tx=tx).confirmed_for.days)


@put(
    "/v1/tax-policy",
    operation_id="set_tax_policy",
    summary="Set how long a confirmed VAT number counts",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def set_tax_policy(data: JSONBody[TaxPolicyBody], database: NamedDependency[Database]) -> TaxPolicyBody:
    """Set for how many days a confirmation counts; numbers are checked again at half that time."""
    with database.transaction() as tx:
        pricing.set_tax_policy(tx=tx, confirmation_days=data.confirmation_days)
    return data


ROUTES: list[Any] = [list_tax_rates, put_tax_rates, list_sellers, put_sellers, get_tax_policy, set_tax_policy]
