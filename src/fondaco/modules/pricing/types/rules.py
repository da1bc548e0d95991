"""What prices are made by besides records: exchange rates, quotations of metals, and rates of tax."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate:
    """From a moment on one unit of `currency` is `rate` of `to`, until the next one is stated.

    One for a `sales_area` goes before the general one: each area may have its own source of rates.
    """

    currency: str
    to: str
    rate: Decimal
    since: datetime
    sales_area: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """From a moment on a kilogram of a metal costs so much, until the next day's quotation is told."""

    metal: str
    currency: str
    amount: Decimal
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRate:
    """From a day on goods of a tax class bear so many percent in a country, until the next rate is stated."""

    country: str
    tax_class: str
    rate: Decimal
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """Goods of a sales area ("" for every other one) are delivered from this country, and their tax is declared there."""

    sales_area: str
    country: str
