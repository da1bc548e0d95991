"""Values of carts and quick order: what is about to be ordered, and at which prices and dates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from fondaco.kernel.errors import Problem
from fondaco.kernel.money import Money, UnitPrice
from fondaco.kernel.quantity import Quantity
from fondaco.modules.availability.types import ScheduleLine, Suggestion
from fondaco.modules.pricing.types import BecauseStep, Charge, ContractUse, FreeGoods, PaymentTerms, Tax


class CartState(StrEnum):
    """A cart is open until it is ordered or given up."""

    OPEN = "open"
    ORDERED = "ordered"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDraft:
    """What a buyer wants to have in the cart: a product and a quantity in the unit of his choice."""

    product: UUID
    quantity: Quantity
    note: str = ""
    requested_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """A change of one cart line; what is None stays as it is, `clear_date` takes the requested date away."""

    value: Decimal | None = None
    unit: str | None = None
    note: str | None = None
    requested_date: date | None = None
    clear_date: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CartLine:
    """One line of a cart; `position` orders the lines and is never used twice in a cart."""

    id: UUID
    position: int
    product: UUID
    quantity: Quantity
    note: str = ""
    requested_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cart:
    """A cart of one organisation; `version` grows with every change."""

    id: UUID
    organisation: UUID
    contact: UUID | None
    name: str
    currency: str
    state: CartState
    version: int
    updated_at: datetime
    lines: tuple[CartLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CartSummary:
    """A cart in the list of carts."""

    id: UUID
    organisation: UUID
    name: str
    state: CartState
    version: int
    line_count: int
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CartLineView:
    """A cart line as the buyer sees it: with today's own price, the promise, and what stands in its way.

    `net` is None where there is no price, `in_base` (the quantity in base units) where the product has no such unit;
    `system` is the ERP that delivers the product. `suggestions` are products that come in time where this one is late.
    With `noted_at` a date rests on data of that age, and says so.
    """

    line: CartLine
    sku: str
    name: str
    system: str
    in_base: Decimal | None
    net: UnitPrice | None
    amount: Money | None
    tax: Tax | None
    because: tuple[BecauseStep, ...]
    schedule: tuple[ScheduleLine, ...]
    problems: tuple[Problem, ...] = ()
    free: FreeGoods | None = None
    contract: ContractUse | None = None
    suggestions: tuple[Suggestion, ...] = ()
    noted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CartView:
    """A cart with prices and dates; `net + tax = gross`, and `net` is the sum of the lines' amounts and the charges.

    `charges` are those of the document, each split over the lines that have a price, in their order. `payment` are the
    terms it may be paid by.
    """

    cart: Cart
    lines: tuple[CartLineView, ...]
    net: Money
    tax: Money
    gross: Money
    charges: tuple[Charge, ...] = ()
    payment: PaymentTerms | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that stands in the way of ordering."""
        return tuple(problem for line in self.lines for problem in line.problems)


class QuickOutcome(StrEnum):
    """What became of one typed or pasted line."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickLine:
    """One typed or pasted line as the buyer wrote it; without a quantity the least orderable one is meant."""

    text: str
    quantity: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickMatch:
    """A product that a part number may mean, and by which kind of number it was found."""

    product: UUID
    sku: str
    name: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickAnswer:
    """The answer to one line: taken, ambiguous with all its meanings, unknown, or refused with the reason."""

    index: int
    text: str
    outcome: QuickOutcome
    quantity: Quantity | None = None
    matches: tuple[QuickMatch, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the buyer saw before he ordered: the cart's version and net total; the rest is compared if he sends it."""

    version: int
    net: Money
    gross: Money | None = None
    amounts: Mapping[UUID, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDetails:
    """What belongs to the order besides its lines."""

    seen: Seen
    po_number: str = ""
    ship_to: UUID | None = None
    requested_date: date | None = None
    note: str = ""
