"""What crosses the door of pricing: condition records, price lists, requests and explained prices."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.money import Money, UnitPrice
from fondaco.kernel.period import ALWAYS, Period
from fondaco.kernel.quantity import Quantity


class Kind(StrEnum):
    """What a condition record says: a base price, or what is taken off or put on it."""

    PRICE = "price"
    DISCOUNT = "discount"
    SURCHARGE = "surcharge"
    MINIMUM = "minimum"  # below it somebody has to approve
    COST = "cost"  # told to those who may see it, changes nothing


class Calculation(StrEnum):
    """How the record's number works.

    An amount per quantity, a factor of the list price, a percentage, an amount once per line, or the quotation a metal
    is included at: what the metal costs more on the day is added by its weight.
    """

    AMOUNT = "amount"
    FACTOR = "factor"
    PERCENT = "percent"
    FIXED = "fixed"
    METAL = "metal"


class ScaleBy(StrEnum):
    """What a scale counts.

    The whole line is priced by the highest quantity (or value) reached, or, graduated, each part of the quantity by the
    interval it falls into.
    """

    QUANTITY = "quantity"
    VALUE = "value"
    GRADUATED = "graduated"


class Access(StrEnum):
    """Where a record was found, in the order in which base prices are looked for."""

    CONTRACT = "contract"
    PRICE_LIST = "price_list"
    ARM = "arm"
    SEGMENT = "segment"
    LIST = "list"


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
    EXPORT = "export"


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
class PriceListDraft:
    """A price list as a source states it."""

    ref: ExternalRef
    name: str
    currency: str = "EUR"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentDraft:
    """An organisation, and all below it, buys by a price list for a period."""

    organisation: ExternalRef
    price_list: ExternalRef
    valid: Period = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRecordDraft:
    """A condition record as a source states it.

    For whom: `organisation` (contract) or `price_list`, neither means everybody (list price). For what: `product` or
    `category` (with all below it), neither means everything. `amount` is money per `per` `unit`s, a factor of the list
    price, or a percentage (5 means 5 %), as `calculation` says. `scale` is the least quantity, in `unit`s.

    `type` is the condition type; without one the usual one of its kind. A record may also be for a `segment` of buyers
    or an `arm` of an experiment, and only for one `sales_area`. `metal` names what a metal surcharge is about.
    """

    ref: ExternalRef
    kind: Kind = Kind.PRICE
    calculation: Calculation = Calculation.AMOUNT
    amount: Decimal
    currency: str = "EUR"
    per: Decimal = Decimal(1)
    unit: str = "PCE"
    scale: Decimal = Decimal(0)
    organisation: ExternalRef | None = None
    price_list: ExternalRef | None = None
    product: ExternalRef | None = None
    category: ExternalRef | None = None
    valid: Period = ALWAYS
    text: str = ""
    type: str = ""
    scale_by: ScaleBy = ScaleBy.QUANTITY
    sales_area: str | None = None
    segment: str | None = None
    arm: str | None = None
    metal: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRecord:
    """A stored condition record; `scale` and `per` are in base units of the product where there is one."""

    id: UUID
    kind: Kind
    calculation: Calculation
    amount: Decimal
    currency: str
    per: Decimal
    unit: str
    scale: Decimal
    organisation: UUID | None
    price_list: UUID | None
    product: UUID | None
    category: UUID | None
    valid: Period
    system: str
    key: str
    text: str
    type: str = ""
    scale_by: ScaleBy = ScaleBy.QUANTITY
    sales_area: str | None = None
    segment: str | None = None
    arm: str | None = None
    metal: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceList:
    """A price list."""

    id: UUID
    name: str
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """An organisation, and all below it, buys by a price list for a period."""

    organisation: UUID
    price_list: UUID
    valid: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRequest:
    """A product and a quantity in any of its units."""

    product: UUID
    quantity: Quantity


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
class LinePrice:
    """The price of one line.

    `net` is the price after all conditions, for the quantity that the deciding record is per; `amount` is what the
    line costs, rounded once; `tax` is for information and is rounded per document and rate where it is charged.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadResult:
    """The answer of a streaming load; `refused` pairs the row's number with field, code and reason."""

    read: int
    stored: int
    unchanged: int
    ended: int
    refused: tuple[tuple[int, str, str, str], ...] = field(default=())
