"""What a document costs besides its lines, and how it is paid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fondaco.kernel.money import Money
from fondaco.modules.pricing.types.records import Kind, PriceRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A condition of the whole document: a discount (less than nothing) or a surcharge, such as freight.

    `of` is the value it was taken of or its scale was reached by; `shares` are what each line bears of it, in the order of
    the lines, and sum to `amount` exactly: each share is taxed as its line is. A `statistical` charge is only told.
    """

    number: int
    type: str
    kind: Kind
    record: PriceRecord
    of: Money
    amount: Money
    shares: tuple[Money, ...]
    statistical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CashDiscount:
    """So many percent less if paid within so many days of the invoice."""

    days: int
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentTerms:
    """Until when an invoice is paid: net after `days`, less a cash discount before; `names` say it by language."""

    code: str
    days: int
    discounts: tuple[CashDiscount, ...] = ()
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CashDiscountOffer:
    """What a cash discount is on an amount, were the invoice of today; `until` is the last day."""

    percent: Decimal
    days: int
    until: date
    discount: Money
    to_pay: Money
