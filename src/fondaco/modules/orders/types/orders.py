"""Values of orders: what was ordered, how far it is, and what differs when it is ordered again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from fondaco.kernel.money import Money, UnitPrice
from fondaco.kernel.quantity import Quantity
from fondaco.modules.availability.types import ScheduleLine
from fondaco.modules.orders.types.carts import Cart
from fondaco.modules.pricing.types import PaymentTerms


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
class OrderLine:
    """A line as it was ordered: the price and its reasons do not change any more.

    What costs nothing stands in a line of its own, `free_of` the line it belongs to.

    `schedule` is what is promised now, `first_schedule` what was promised first; empty as long as that holds. `dated_by`
    is the ERP that told the dates, if one did.
    """

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
    free_of: UUID | None = None
    first_schedule: tuple[ScheduleLine, ...] = ()
    dated_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCharge:
    """What a document costs besides its lines, as it was charged; it outlives the condition record.

    `of` is the value it was taken of; `shares` is what each line bears, by position.
    """

    type: str
    kind: str
    text: str
    of: Decimal
    amount: Decimal
    system: str
    record: str
    shares: Mapping[int, Decimal]


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
    charges: tuple[OrderCharge, ...] = ()
    payment: PaymentTerms | None = None


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
