"""Condition records and price lists, as sources state them and as they are stored."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.period import ALWAYS, Period


class Kind(StrEnum):
    """What a condition record says: a base price, or what is taken off or put on it."""

    PRICE = "price"
    DISCOUNT = "discount"
    SURCHARGE = "surcharge"
    MINIMUM = "minimum"  # below it somebody has to approve
    COST = "cost"  # told to those who may see it, changes nothing
    FREE = "free"  # goods that cost nothing


class Calculation(StrEnum):
    """How the record's number works.

    An amount per quantity, a factor of the list price, a percentage, an amount once per line (or document), or the
    quotation a metal is included at: what the metal costs more on the day is added by its weight. Of free goods the amount
    is how many are free for each so many: of those that are ordered, or on top of them.
    """

    AMOUNT = "amount"
    FACTOR = "factor"
    PERCENT = "percent"
    FIXED = "fixed"
    METAL = "metal"
    INCLUSIVE = "inclusive"
    EXCLUSIVE = "exclusive"


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
    BY_HAND = "by_hand"


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
class LoadResult:
    """The answer of a streaming load; `refused` pairs the row's number with field, code and reason."""

    read: int
    stored: int
    unchanged: int
    ended: int
    refused: tuple[tuple[int, str, str, str], ...] = field(default=())
