"""Requests and explained prices, and how the money of a document is reckoned."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from fondaco.kernel.money import Money, UnitPrice
from fondaco.kernel.quantity import Quantity
from fondaco.modules.pricing.types.records import Access, Calculation, PriceRecord


class Rounding(StrEnum):
    """What becomes of half a coin."""

    HALF_UP = ROUND_HALF_UP
    HALF_EVEN = ROUND_HALF_EVEN


class TaxBase(StrEnum):
    """What tax is taken of: the amounts as the document shows them, or as they were before rounding."""

    ROUNDED = "rounded"
    EXACT = "exact"


class TaxPer(StrEnum):
    """What tax is rounded for: the sum of each rate, or each line."""

    DOCUMENT = "document"
    LINE = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """How a source of goods reckons the money of a document it invoices; the default is commercial rounding."""

    rounding: Rounding = Rounding.HALF_UP
    tax_base: TaxBase = TaxBase.ROUNDED
    tax_per: TaxPer = TaxPer.DOCUMENT


USUAL = Reckoning()


class TaxReason(StrEnum):
    """Why this rate."""

    DOMESTIC = "domestic"
    INTRA_COMMUNITY = "intra_community"
    UNION = "union"
    UNCONFIRMED = "unconfirmed"
    OUTDATED = "outdated"
    DENIED = "denied"
    EXPORT = "export"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax:
    """The value added tax that is due, in percent, and why."""

    rate: Decimal
    reason: TaxReason


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxedLine:
    """A line of a document: its amount, and the source that invoices it.

    `exact` is the amount before rounding, for sources that tax it.
    """

    system: str
    amount: Money
    rate: Decimal
    exact: Fraction | None = None
    reckoning: Reckoning = USUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """A value given by hand for a condition type of one line; `amount` is money per `per` `unit`s, or a percentage.

    The money is the buyer's, and so many `unit`s are the line's own unit if none is named. `reason` is told with it.
    """

    type: str
    amount: Decimal
    calculation: Calculation = Calculation.AMOUNT
    per: Decimal = Decimal(1)
    unit: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRequest:
    """A product and a quantity in any of its units, and what is given by hand."""

    product: UUID
    quantity: Quantity
    by_hand: tuple[ByHand, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A record that was considered and did not decide, with the reason's code."""

    record: PriceRecord
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BecauseStep:
    """One step that led to a price: the record that decided, what it made of the price, and what it left behind."""

    step: str
    access: Access | None
    record: PriceRecord
    owner: UUID | None
    before: Decimal | None
    after: Decimal
    passed: tuple[Passed, ...] = ()
    number: int = 0
    type: str = ""
    statistical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeGoods:
    """So much costs nothing, in the unit of the line: `inclusive` of what is ordered, or else on top of it."""

    quantity: Quantity
    inclusive: bool
    record: PriceRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePrice:
    """The price of one line.

    `net` is the price after all conditions, for the quantity that the deciding record is per; `amount` is what the
    line costs, rounded once, without what is `free` of it; `tax` is for information and is rounded per document and rate
    where it is charged.
    """

    product: UUID
    quantity: Quantity
    list_price: UnitPrice | None
    net: UnitPrice
    amount: Money
    tax_rate: Decimal
    tax: Money
    because: tuple[BecauseStep, ...] = ()
    fixed: Money | None = None
    needs_approval: bool = False
    tax_reason: TaxReason = TaxReason.DOMESTIC
    reckoning: Reckoning = USUAL
    free: FreeGoods | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPrice:
    """There is no price for this product, quantity and day: it can be asked for, not ordered."""

    product: UUID
    quantity: Quantity
    reason: str = "pricing.no_price"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalePrice:
    """The price from a quantity on."""

    scale: Quantity
    net: UnitPrice
