"""What prices are made by besides records: exchange rates, quotations of metals, and the metal in goods."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from fondaco.kernel.ids import ExternalRef


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
class MetalShareDraft:
    """One base unit of a product holds so many kilograms of a metal; zero means none any more."""

    product: ExternalRef
    metal: str
    kilograms: Decimal
