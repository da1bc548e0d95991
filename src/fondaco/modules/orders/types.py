"""What crosses the door of orders: carts, orders, and what an ERP is told and tells about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from fondaco.kernel.errors import Problem
from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.money import Money, UnitPrice
from fondaco.kernel.quantity import Quantity
from fondaco.modules.availability.types import ScheduleLine
from fondaco.modules.pricing.types import BecauseStep


class CartState(StrEnum):
    """A cart is open until it is ordered or given up."""

    OPEN = "open"
    ORDERED = "ordered"
    DISCARDED = "discarded"


class OrderState(StrEnum):
    """How far an order is; `forwarded` means every ERP concerned has it."""

    PLACED = "placed"
    FORWARDED = "forwarded"
    CONFIRMED = "confirmed"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class ExportState(StrEnum):
    """How far one ERP's part of an order is on its way there.

    `sending` says that a call was begun and its end is not known: the ERP is asked before it is called again.
    `parked` waits for a person, `withdrawn` belongs to a cancelled order and is never sent.
    """

    WAITING = "waiting"
    SENDING = "sending"
    EXPORTED = "exported"
    PARKED = "parked"
    WITHDRAWN = "withdrawn"


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
    `system` is the ERP that delivers the product.
    """

    line: CartLine
    sku: str
    name: str
    system: str
    in_base: Decimal | None
    net: UnitPrice | None
    amount: Money | None
    tax_rate: Decimal | None
    because: tuple[BecauseStep, ...]
    schedule: tuple[ScheduleLine, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CartView:
    """A cart with prices and dates; `net + tax = gross`, and `net` is the sum of the lines' amounts."""

    cart: Cart
    lines: tuple[CartLineView, ...]
    net: Money
    tax: Money
    gross: Money

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
    """What the buyer saw before he ordered: the cart's version, its net total, and the lines' amounts if he sends them."""

    version: int
    net: Money
    amounts: Mapping[UUID, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDetails:
    """What belongs to the order besides its lines."""

    seen: Seen
    po_number: str = ""
    ship_to: UUID | None = None
    requested_date: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """A line as it was ordered: the price and its reasons do not change any more."""

    id: UUID
    position: int
    product: UUID
    sku: str
    name: str
    quantity: Quantity
    net: UnitPrice
    amount: Money
    tax_rate: Decimal
    state: OrderState
    system: str
    because: tuple[Mapping[str, object], ...] = ()
    schedule: tuple[ScheduleLine, ...] = ()
    shipped: Decimal = Decimal(0)
    note: str = ""
    requested_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPart:
    """What one ERP has to do with an order: its export state, its own number and how far it says it is."""

    id: UUID
    system: str
    state: ExportState
    attempts: int = 0
    error: str = ""
    next_attempt_at: datetime | None = None
    external_key: str | None = None
    external_number: str | None = None
    erp_state: OrderState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedLine:
    """How much of an order line a shipment holds."""

    position: int
    quantity: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """A delivery as the ERP tells it; `key` is its key in the ERP `system`."""

    system: str = ""
    key: str
    number: str
    state: str
    shipped_on: date | None = None
    tracking: str = ""
    lines: tuple[ShippedLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """An invoice or credit note as the ERP tells it; `key` is its key in the ERP `system`."""

    system: str = ""
    key: str
    number: str
    state: str
    issued_on: date | None
    due_on: date | None
    net: Money
    tax: Money
    gross: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSummary:
    """An order in the history."""

    id: UUID
    number: str
    organisation: UUID
    state: OrderState
    placed_at: datetime
    po_number: str
    net: Money
    gross: Money
    line_count: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order with everything that is known about it. `cart` is None for imported history."""

    id: UUID
    number: str
    organisation: UUID
    contact: UUID | None
    on_behalf: UUID | None
    cart: UUID | None
    state: OrderState
    version: int
    placed_at: datetime
    po_number: str
    ship_to: UUID | None
    ship_to_lines: tuple[str, ...]
    requested_date: date | None
    note: str
    source: str
    net: Money
    tax: Money
    freight: Money
    gross: Money
    lines: tuple[OrderLine, ...]
    parts: tuple[OrderPart, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    invoices: tuple[Invoice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderQuery:
    """What to look for in the history: a piece of the number, the PO number or a product's number; a time; a state."""

    text: str = ""
    state: OrderState | None = None
    placed_from: datetime | None = None
    placed_before: datetime | None = None
    organisation: UUID | None = None
    product: UUID | None = None


class Change(StrEnum):
    """What is different for a line that is ordered again."""

    PRICE = "price"
    UNAVAILABLE = "unavailable"
    LATER = "later"
    QUANTITY = "quantity"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDifference:
    """One difference between the old order and today: `before` and `now` in words a page can print."""

    position: int
    product: UUID
    sku: str
    change: Change
    before: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reordered:
    """The new cart of a reorder and everything that changed since."""

    cart: Cart
    differences: tuple[LineDifference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLineDraft:
    """A line of an imported order; `amount` is what the source charged, to the cent or finer."""

    product: ExternalRef
    quantity: Quantity
    net: UnitPrice
    amount: Decimal
    tax_rate: Decimal = Decimal(0)
    shipped: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderHistoryDraft:
    """An order that was made elsewhere; parties and products are named by the keys of the source.

    `net` may be finer than a cent where the source is. Orders of the past are never exported again.
    """

    ref: ExternalRef
    number: str
    organisation: ExternalRef
    placed_at: datetime
    state: OrderState
    currency: str
    net: Decimal
    tax: Decimal = Decimal(0)
    freight: Decimal = Decimal(0)
    po_number: str = ""
    requested_date: date | None = None
    note: str = ""
    ship_to_lines: tuple[str, ...] = ()
    lines: tuple[HistoryLineDraft, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One ERP's part of an order, ready to be sent: the lines that this ERP owns, and how it is known there.

    `reference` is the same in every attempt; the ERP keeps it, so that after a call whose end is unknown
    (`begun` is True) it can be asked whether it has the order.
    """

    id: UUID
    order: UUID
    system: str
    sequence: int
    reference: str
    begun: bool
    attempts: int
    organisation: UUID
    placed_at: datetime
    currency: str
    po_number: str
    ship_to: UUID | None
    ship_to_lines: tuple[str, ...]
    requested_date: date | None
    note: str
    lines: tuple[OrderLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRow:
    """An export in the list that staff look at."""

    id: UUID
    order: UUID
    number: str
    organisation: UUID
    system: str
    sequence: int
    state: ExportState
    attempts: int
    error: str
    placed_at: datetime
    next_attempt_at: datetime | None
    external_key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErpLineState:
    """What the ERP says about one line: how much is shipped, and when the rest is confirmed."""

    position: int
    shipped: Decimal = Decimal(0)
    schedule: tuple[ScheduleLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ErpOrderState:
    """How far the ERP says its part of an order is; shipments and invoices are complete lists."""

    state: OrderState
    number: str | None = None
    lines: tuple[ErpLineState, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    invoices: tuple[Invoice, ...] = ()
