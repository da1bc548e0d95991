"""What carts and orders look like in JSON."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from fondaco.modules.availability.types import Day
from fondaco.modules.orders.http.agreed import ChargeOut, ContractUseOut, FreeOut, PaymentOut

MOST_LINES = 1000
Id = Annotated[str, Meta(max_length=40)]
ProductId = Annotated[str, Meta(max_length=40, examples=["prd_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
Amount = Annotated[Decimal, Meta(description="Decimal number as text", examples=["12.50"])]
Count = Annotated[Decimal, Meta(description="Decimal number as text, more than zero", examples=["100"])]
Unit = Annotated[str, Meta(min_length=1, max_length=8, description="UN/ECE Rec 20 code", examples=["PCE"])]
Note = Annotated[str, Meta(max_length=1000)]
Name = Annotated[str, Meta(max_length=120, examples=["Montage Halle 3"])]
PoNumber = Annotated[str, Meta(max_length=60, pattern="^[^\\x00-\\x1f]*$", examples=["4500012345"])]
PartNumber = Annotated[str, Meta(min_length=1, max_length=200, examples=["6204-2RS"])]


class CartLineIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line to add to a cart; without a unit the product's sales unit is meant."""

    product: ProductId
    quantity: Count
    unit: Unit | None = None
    note: Note = ""
    requested_date: date | None = None


class LinesIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lines to add to a cart: all of them or, if one cannot be taken, none."""

    lines: Annotated[list[CartLineIn], Meta(min_length=1, max_length=MOST_LINES)]


class LinePatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change about a line; what is left out stays, a requested date of null takes it away."""

    quantity: Count | UnsetType = UNSET
    unit: Unit | UnsetType = UNSET
    note: Note | UnsetType = UNSET
    requested_date: date | UnsetType | None = UNSET


class CartIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new cart, or its new name."""

    name: Name = ""


class QuickLineIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A typed line: any part number in any spelling, perhaps with quantity and unit."""

    number: PartNumber
    quantity: Count | None = None
    unit: Unit | None = None


class QuickOrderIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Typed lines, or a pasted text with one line each ("6204-2RS 10"); `cart` takes what is found."""

    lines: Annotated[list[QuickLineIn], Meta(max_length=500)] = []
    text: Annotated[str, Meta(max_length=50_000, examples=["6204-2RS\t10\nDIN 912 M8x40; 200; PCE"])] = ""
    cart: Id | None = None


class SeenLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The amount of a line as the buyer saw it."""

    id: Id
    amount: Amount


class OrderIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An order of a cart: with the version and the net total the buyer saw, so that he pays no other price.

    With `gross`, the total with tax has to be the one he saw too.
    """

    cart: Annotated[str, Meta(max_length=40, examples=["crt_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
    version: Annotated[int, Meta(ge=1, examples=[7])]
    net: Amount
    gross: Amount | None = None
    lines: Annotated[list[SeenLine], Meta(max_length=MOST_LINES)] = []
    po_number: PoNumber = ""
    ship_to: Id | None = None
    requested_date: date | None = None
    note: Note = ""


class NetPriceOut(Struct, frozen=True, kw_only=True):
    """Money per quantity: 12.50 EUR per 100 PCE."""

    amount: Amount
    currency: str
    per: Decimal
    unit: str


class ProblemOut(Struct, frozen=True, kw_only=True):
    """What stands in the way of ordering a line, or what is wrong with a typed one."""

    code: str
    detail: str
    facts: dict[str, str] = {}


class ScheduleOut(Struct, frozen=True, kw_only=True):
    """A quantity in base units, the day it leaves and the day it arrives; without a date nobody knows yet.

    `delivered_on` is null where nobody told how long goods travel.
    """

    quantity: Decimal
    date: date | None
    delivered_on: Day | None = None


class InsteadOut(Struct, frozen=True, kw_only=True):
    """A product that can be had in time instead: a successor or substitute, how much in base units, and when.

    With `noted_at` a date rests on data of that age.
    """

    product: str
    sku: str
    name: str
    kind: str
    quantity: Decimal
    unit: str
    schedule: list[ScheduleOut]
    noted_at: datetime | None = None


class CartLineOut(Struct, frozen=True, kw_only=True):
    """A cart line with today's own price and the dates it can be had; null where there is no price.

    With `noted_at` a date rests on data of that age: its ERP is silent, or was to be asked live and gave no answer in time.
    """

    id: str
    position: int
    product: str
    sku: str
    name: str
    quantity: Decimal
    unit: str
    note: str
    requested_date: date | None
    price: NetPriceOut | None
    amount: Decimal | None
    tax_rate: Decimal | None
    schedule: list[ScheduleOut]
    problems: list[ProblemOut]
    free: FreeOut | None = None
    contract: ContractUseOut | None = None
    suggestions: list[InsteadOut] = []
    noted_at: datetime | None = None


class TaxReasonOut(Struct, frozen=True, kw_only=True):
    """A rate of tax that lines bear, in percent, and why, as a code and in words."""

    rate: Decimal
    reason: Annotated[str, Meta(examples=["domestic"])]
    text: Annotated[str, Meta(examples=["VAT 19 %: rate of the seller's country"])]


class CartOut(Struct, frozen=True, kw_only=True):
    """A cart with prices and dates of this moment; send `version` and `net` back to order it.

    `net` is the sum of the lines and the `charges`.
    """

    id: str
    organisation: str
    name: str
    state: str
    version: int
    currency: str
    updated_at: datetime
    lines: list[CartLineOut]
    net: Decimal
    tax: Decimal
    gross: Decimal
    orderable: bool
    charges: list[ChargeOut] = []
    payment: PaymentOut | None = None
    tax_reasons: list[TaxReasonOut] = []


class CartSummaryOut(Struct, frozen=True, kw_only=True):
    """A cart in the list."""

    id: str
    organisation: str
    name: str
    version: int
    line_count: int
    updated_at: datetime


class QuickMatchOut(Struct, frozen=True, kw_only=True):
    """A product that the number may mean, and what kind of number it is there."""

    product: str
    sku: str
    name: str
    by: str


class QuickAnswerOut(Struct, frozen=True, kw_only=True):
    """The answer to one line: found, ambiguous, unknown or refused."""

    index: int
    text: str
    outcome: str
    quantity: Decimal | None
    unit: str | None
    matches: list[QuickMatchOut]
    problem: ProblemOut | None


class QuickOrderOut(Struct, frozen=True, kw_only=True):
    """Every line answered in order, and the cart if found lines were put into one."""

    answers: list[QuickAnswerOut]
    cart: CartOut | None = None


class OrderLineOut(Struct, frozen=True, kw_only=True):
    """A line as it was ordered, how far it is and why it costs what it costs.

    `schedule` is what is promised now; where that is no longer what was confirmed when it was ordered, `first_schedule`
    is the latter.
    """

    id: str
    position: int
    product: str
    sku: str
    name: str
    quantity: Decimal
    unit: str
    price: NetPriceOut
    amount: Decimal
    tax_rate: Decimal
    state: str
    shipped: Decimal
    schedule: list[ScheduleOut]
    because: list[dict[str, Any]]
    note: str
    requested_date: date | None
    free_of: str | None = None
    first_schedule: list[ScheduleOut] = []


class OrderPartOut(Struct, frozen=True, kw_only=True):
    """What one ERP has of the order."""

    system: str
    state: str
    number: str | None


class ShippedLineOut(Struct, frozen=True, kw_only=True):
    """How much of a line a shipment holds."""

    position: int
    quantity: Decimal


class ShipmentOut(Struct, frozen=True, kw_only=True):
    """A delivery as the ERP tells it."""

    system: str
    number: str
    state: str
    shipped_on: date | None
    tracking: str
    lines: list[ShippedLineOut]


class InvoiceOut(Struct, frozen=True, kw_only=True):
    """An invoice as the ERP tells it."""

    system: str
    number: str
    state: str
    issued_on: date | None
    due_on: date | None
    currency: str
    net: Decimal
    tax: Decimal
    gross: Decimal


class PersonOut(Struct, frozen=True, kw_only=True):
    """A person who had to do with an order."""

    id: Annotated[str, Meta(examples=["con_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
    name: str


class OrderOut(Struct, frozen=True, kw_only=True):
    """An order with everything that is known about it."""

    id: str
    number: str
    organisation: str
    state: str
    cancellable: bool
    version: int
    placed_at: datetime
    po_number: str
    ship_to: str | None
    ship_to_lines: list[str]
    requested_date: date | None
    note: str
    source: str
    currency: str
    net: Decimal
    tax: Decimal
    freight: Decimal
    gross: Decimal
    lines: list[OrderLineOut]
    parts: list[OrderPartOut]
    shipments: list[ShipmentOut]
    invoices: list[InvoiceOut]
    charges: list[ChargeOut] = []
    payment: PaymentOut | None = None
    contact: Annotated[PersonOut | None, Meta(description="The customer's person whose order it is, if one is.")] = None
    on_behalf: Annotated[
        PersonOut | None, Meta(description="The member of staff who placed it on the customer's behalf, if one did.")
    ] = None


class OrderSummaryOut(Struct, frozen=True, kw_only=True):
    """An order in the history."""

    id: str
    number: str
    organisation: str
    state: str
    placed_at: datetime
    po_number: str
    currency: str
    net: Decimal
    gross: Decimal
    line_count: int
    source: str


class DifferenceOut(Struct, frozen=True, kw_only=True):
    """What is different from the old order: `change` is price, unavailable, later, quantity or withdrawn."""

    position: int
    product: str
    sku: str
    change: str
    before: str
    now: str


class ReorderedOut(Struct, frozen=True, kw_only=True):
    """The new cart and everything that changed since the old order."""

    cart: CartOut
    differences: list[DifferenceOut]


class ExportOut(Struct, frozen=True, kw_only=True):
    """One ERP's part of an order on its way there."""

    id: str
    order: str
    number: str
    organisation: str
    system: str
    sequence: int
    state: str
    attempts: int
    error: str
    placed_at: datetime
    next_attempt_at: datetime | None
    external_key: str | None


class QueueOut(Struct, frozen=True, kw_only=True):
    """What waits for one ERP."""

    system: str
    open: int
    parked: int
    oldest: datetime | None
