"""The API's client. Written by `fondaco client generate` from the OpenAPI document; do not change it by hand."""
# ruff: noqa

from __future__ import annotations

import builtins
from collections.abc import AsyncIterator, Mapping, Sequence
import datetime as dt
from decimal import Decimal
from typing import Any, Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from fondaco.apps.client import base
from fondaco.apps.client.base import ApiProblem, ApiUnavailable, Upload
from fondaco.apps.client.transport import Answer, AsgiTransport, HttpTransport, Transport

__all__ = ["Answer", "ApiProblem", "ApiUnavailable", "AsgiTransport", "Client", "HttpTransport", "Transport", "Upload"]

ActionKind = Literal['change_price', 'change_stock', 'start_erp', 'stop_erp']

AssortmentMode = Literal['exclude', 'include']

BackorderPolicy = Literal['allow', 'dated', 'none']

BreakerState = Literal['closed', 'half_open', 'open']

Calculation = Literal['amount', 'exclusive', 'factor', 'fixed', 'inclusive', 'metal', 'percent']

CheckOutcome = Literal['not_registered', 'registered', 'unreachable']

ConnectionState = Literal['active', 'broken', 'paused']

Direction = Literal['both', 'in', 'out']

ExportState = Literal['waiting', 'sending', 'exported', 'parked', 'withdrawn']

Gives = Literal['amount', 'free_of', 'free_on_top', 'percent']

GoodsKey = Literal['anything', 'category', 'product']

IntakeKind = Literal['address', 'allocation', 'category', 'contact', 'customer_part_number', 'location', 'order', 'organisation', 'price_list', 'price_list_assignment', 'price_record', 'product', 'receipt', 'replenishment', 'stock']

Mode = Literal['delta', 'full']

Occasion = Literal['cart', 'order', 'product']

Op = Literal['among', 'has', 'is', 'is_not']

OrderState = Literal['placed', 'forwarded', 'confirmed', 'partly_shipped', 'shipped', 'completed', 'cancelled']

OrganisationKind = Literal['group', 'legal_entity', 'site']

OverCall = Literal['end', 'refuse', 'tell']

OwnerKey = Literal['anybody', 'arm', 'organisation', 'price_list', 'segment', 'sold_to']

PickKind = Literal['attribute', 'category', 'everything', 'manufacturer', 'product']

PricingKind = Literal['cost', 'discount', 'free', 'minimum', 'price', 'surcharge']

PromotionState = Literal['draft', 'ended', 'live', 'waiting']

ProposalState = Literal['open', 'accepted', 'rejected']

QuarantineState = Literal['corrected', 'dismissed', 'open', 'replayed']

RelationKind = Literal['accessory', 'spare_part', 'substitute', 'successor']

RunState = Literal['failed', 'running', 'succeeded', 'waiting']

ScaleBy = Literal['graduated', 'quantity', 'value']

Silence = Literal['ask_live', 'promise', 'promise_with_note', 'unknown']

Sort = Literal['relevance', 'name', 'number', 'price']

Sourcing = Literal['earliest', 'preference']

connectors_intake_model_kinds_Kind = Literal['category', 'product', 'organisation', 'address', 'contact', 'customer_part_number', 'price_list', 'price_list_assignment', 'price_record', 'location', 'stock', 'receipt', 'replenishment', 'allocation', 'order']

modules_pricing_types_records_Kind = Literal['price', 'discount', 'surcharge', 'minimum', 'cost', 'free']


class ActingCodeOut(Struct, frozen=True, kw_only=True):
    """A code that opens one session within two minutes; it is told this once."""

    code: str
    expires_at: str


class ActingIn(Struct, frozen=True, kw_only=True):
    """For whom to act: an organisation, or one of its people with what that person may do."""

    organisation: str
    contact: str | None = None


class ActingOut(Struct, frozen=True, kw_only=True):
    """For whom a member of staff acts in this session."""

    organisation: str
    organisation_name: str
    contact: str | None
    contact_name: str | None


class ActionIn(Struct, frozen=True, kw_only=True):
    """What to do: `sku` with `price` (EUR per base unit) or `quantity` (base units), or the `system` to switch."""

    action: ActionKind
    sku: str = ''
    price: Decimal | None = None
    quantity: int | None = None
    system: str = 'erp-alpin'


class ActionOut(Struct, frozen=True, kw_only=True):
    """What was done; the change arrives by the ERP's connector."""

    action: ActionKind
    system: str
    sku: str
    name: str
    before: str
    after: str


class AddressIn(Struct, frozen=True, kw_only=True):
    """A new address."""

    name: str
    street: str
    postal_code: str
    city: str
    addition: str | None = None
    region: str | None = None
    country: str = 'DE'
    ship_to: bool = True
    bill_to: bool = False
    default: bool = False


class AddressOut(Struct, frozen=True, kw_only=True):
    """A place goods (ship-to) or invoices (bill-to) go."""

    id: str
    organisation: str
    name: str
    addition: str | None
    street: str
    postal_code: str
    city: str
    region: str | None
    country: str
    ship_to: bool
    bill_to: bool
    default: bool
    version: int


class AddressPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: builtins.list[AddressOut]
    next: str | None = None


class AddressPatch(Struct, frozen=True, kw_only=True):
    """Changed fields; those left out stay."""

    name: str | UnsetType = UNSET
    addition: str | None | UnsetType = UNSET
    street: str | UnsetType = UNSET
    postal_code: str | UnsetType = UNSET
    city: str | UnsetType = UNSET
    region: str | None | UnsetType = UNSET
    country: str | UnsetType = UNSET
    ship_to: bool | UnsetType = UNSET
    bill_to: bool | UnsetType = UNSET
    default: bool | UnsetType = UNSET


class AllPaymentTermsOut(Struct, frozen=True, kw_only=True):
    """All terms of payment."""

    items: builtins.list[PaymentTermsOut]


class AllocationIn(Struct, frozen=True, kw_only=True):
    """A quantity to keep, without a unit in the product's base unit, for an organisation and all below it or for a segment. Exactly one of the two is named. Without a location it is kept wherever there is something first; without a beginning from now on, without an end for good."""

    product: str
    quantity: str
    unit: str | None = None
    organisation: str | None = None
    segment: str | None = None
    location: str | None = None
    valid_from: dt.datetime | None = None
    valid_to: dt.datetime | None = None


class AllocationOut(Struct, frozen=True, kw_only=True):
    """What is kept, in base units: of it so much is `held` for orders, `used` left the house, and `left` is still kept."""

    id: str
    product: str
    quantity: Decimal
    used: Decimal
    held: Decimal
    left: Decimal
    organisation: str | None
    segment: str | None
    location: str | None
    valid_from: str
    valid_to: str | None
    system: str
    key: str
    version: int


class AllocationPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: builtins.list[AllocationOut]
    next: str | None = None


class AllocationPatch(Struct, frozen=True, kw_only=True):
    """Another quantity, in base units, or another period; what is left out stays."""

    quantity: str | UnsetType = UNSET
    valid_from: dt.datetime | UnsetType = UNSET
    valid_to: dt.datetime | None | UnsetType = UNSET


class ApiClientCreated(Struct, frozen=True, kw_only=True):
    """A new API client. The secret is told this once (a repeat with the same Idempotency-Key does not tell it)."""

    id: str
    name: str
    role: str
    organisation: str | None
    created_at: str
    expires_at: str | None
    secret: str | None


class ApiClientIn(Struct, frozen=True, kw_only=True):
    """A machine that shall call the API, for an organisation or (staff only) for the house."""

    name: str
    role: str
    organisation: str | None = None
    expires_at: str | None = None


class ApiClientOut(Struct, frozen=True, kw_only=True):
    """A machine that calls the API."""

    id: str
    name: str
    role: str
    organisation: str | None
    created_at: str
    expires_at: str | None


class ApiClientPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: builtins.list[ApiClientOut]
    next: str | None = None


class AssortmentIn(Struct, frozen=True, kw_only=True):
    """Products that are shown to an audience, or hidden from it, for a period. Who has no inclusion sees everything, who has some sees what they show; what an exclusion hides nobody of its audience sees."""

    code: str
    name: str
    mode: AssortmentMode
    picks: builtins.list[PickBody]
    audience: AudienceBody | None = None
    valid_from: dt.datetime | None = None
    valid_to: dt.datetime | None = None


class AssortmentOut(Struct, frozen=True, kw_only=True):
    """A stored assortment."""

    id: str
    version: int
    code: str
    name: str
    mode: AssortmentMode
    picks: builtins.list[PickBody]
    audience: AudienceBody
    valid_from: str | None
    valid_to: str | None


class AssortmentsOut(Struct, frozen=True, kw_only=True):
    """All assortments by code."""

    items: builtins.list[AssortmentOut]


class AttributeOut(Struct, frozen=True, kw_only=True):
    """A typed property."""

    code: str
    name: str
    value: str
    number: Decimal | None
    unit: str | None


class AudienceBody(Struct, frozen=True, kw_only=True):
    """For whom it is: all that is named must fit; nothing named is everybody. An organisation means all below it too."""

    organisation: str | None = None
    role: str | None = None
    sales_area: str | None = None
    segment: str | None = None


class AvailabilityIn(Struct, frozen=True, kw_only=True):
    """The lines to promise, each by itself."""

    lines: builtins.list[AvailabilityLineIn]


class AvailabilityInsteadOut(Struct, frozen=True, kw_only=True):
    """A product that can be had instead: a successor or substitute, how much in base units, and when. With `noted_at` a date rests on data of that age."""

    product: str
    sku: str
    name: str
    kind: RelationKind
    unit: str
    quantity: Decimal
    schedule: builtins.list[ScheduleLineOut]
    noted_at: str | None = None


class AvailabilityLineIn(Struct, frozen=True, kw_only=True):
    """A product and a quantity, without a unit in the product's base unit; wanted on `requested_on` and not before."""

    product: str
    quantity: str = '1'
    unit: str | None = None
    requested_on: dt.date | None = None


class BackorderPolicyBody(Struct, frozen=True, kw_only=True):
    """How much is sold of a product, or to an organisation and all below it, or in a sales area: one of them is named. `allow`: any quantity. `dated`: what has a confirmed date. `none`: what can be had now. Null takes the policy back. Of the product's and the customer's the stricter counts."""

    policy: BackorderPolicy | None
    product: str | None = None
    organisation: str | None = None
    sales_area: str | None = None


class BackorderPolicyBodyPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: builtins.list[BackorderPolicyBody]
    next: str | None = None


class BreakerOut(Struct, frozen=True, kw_only=True):
    """The circuit breaker: open keeps calls away until `retry_at`."""

    state: BreakerState
    failures: int
    retry_at: str | None


class ByHandIn(Struct, frozen=True, kw_only=True, rename={'type_': 'type'}):
    """A value given by hand for a condition type: money in the buyer's currency per so many units, or a percentage. Without a unit it is per unit of the line."""

    type_: str = 'price'
    amount: str
    calculation: Literal['amount', 'fixed', 'percent'] = 'amount'
    per: str = '1'
    unit: str | None = None
    reason: str = ''


class CalendarBody(Struct, frozen=True, kw_only=True):
    """Days goods leave on: weekdays (Monday is 1) without public holidays; what comes in from `cut_off` on leaves later."""

    weekdays: builtins.list[int]
    country: str | None = None
    subdivision: str = ''
    closed_on: builtins.list[dt.date] = []
    opened_on: builtins.list[dt.date] = []
    cut_off: str | None = None


class CalledOffOut(Struct, frozen=True, kw_only=True):
    """A call-off by an order, in base units of the product or in money."""

    item: str
    order: str
    number: str
    quantity: Decimal
    at: str


class CartIn(Struct, frozen=True, kw_only=True):
    """A new cart, or its new name."""

    name: str = ''


class CartLineIn(Struct, frozen=True, kw_only=True):
    """A line to add to a cart; without a unit the product's sales unit is meant."""

    product: str
    quantity: Decimal
    unit: str | None = None
    note: str = ''
    requested_date: dt.date | None = None


class CartLineOut(Struct, frozen=True, kw_only=True):
    """A cart line with today's own price and the dates it can be had; null where there is no price. With `noted_at` a date rests on data of that age: its ERP is silent, or was to be asked live and gave no answer in time."""

    id: str
    position: int
    product: str
    sku: str
    name: str
    quantity: Decimal
    unit: str
    note: str
    requested_date: dt.date | None
    price: NetPriceOut | None
    amount: Decimal | None
    tax_rate: Decimal | None
    schedule: builtins.list[ScheduleOut]
    problems: builtins.list[ProblemOut]
    free: OrdersFreeOut | None = None
    contract: ContractUseOut | None = None
    suggestions: builtins.list[OrdersInsteadOut] = []
    noted_at: str | None = None


class CartOut(Struct, frozen=True, kw_only=True):
    """A cart with prices and dates of this moment; send `version` and `net` back to order it. `net` is the sum of the lines and the `charges`."""

    id: str
    organisation: str
    name: str
    state: str
    version: int
    currency: str
    updated_at: str
    lines: builtins.list[CartLineOut]
    net: Decimal
    tax: Decimal
    gross: Decimal
    orderable: bool
    charges: builtins.list[ChargeOut] = []
    payment: PaymentOut | None = None
    tax_reasons: builtins.list[TaxReasonOut] = []


class CartSummaryOut(Struct, frozen=True, kw_only=True):
    """A cart in the list."""

    id: str
    organisation: str
    name: str
    version: int
    line_count: int
    updated_at: str


class CartSummaryPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: builtins.list[CartSummaryOut]
    next: str | None = None


class CashDiscountBody(Struct, frozen=True, kw_only=True):
    """So many percent less if paid within so many days."""

    days: int
    percent: str


class CashDiscountOut(Struct, frozen=True, kw_only=True):
    """What may be taken off when paid early; `until`, `discount` and `to_pay` are for an invoice of the day of the cart."""

    days: int
    percent: Decimal
    until: dt.date | None = None
    discount: Decimal | None = None
    to_pay: Decimal | None = None


class CategoriesOut(Struct, frozen=True, kw_only=True):
    """The whole tree in order, parents by id."""

    items: builtins.list[CategoryOut]


class CategoryOut(Struct, frozen=True, kw_only=True):
    """A node of the tree; `products` counts those of it and all below."""

    id: str
    parent: str | None
    name: str
    position: int
    products: int


class ChargeOut(Struct, frozen=True, kw_only=True, rename={'type_': 'type'}):
    """What a document costs besides its lines, or less (a discount is less than nothing), and what it was taken of."""

    type_: str
    text: str
    of: Decimal
    amount: Decimal


class CheckedLineOut(Struct, frozen=True, kw_only=True):
    """A part number with what it means; `product` is null for one nobody knows, or that means several (`candidates`)."""

    number: str
    product: str | None
    sku: str
    name: str
    candidates: builtins.list[str]
    price: LinePriceOut | None


class ChecksIn(Struct, frozen=True, kw_only=True):
    """Whose prices of which part numbers, and a day if not now, and the language of names and reasons."""

    organisation: str
    lines: builtins.list[NumberedLineIn]
    as_of: dt.datetime | None = None
    language: Literal['de', 'en'] | None = None


class ChecksOut(Struct, frozen=True, kw_only=True):
    """One answer for each line, in their order."""

    items: builtins.list[CheckedLineOut]


class CodeIn(Struct, frozen=True, kw_only=True):
    """The code of `offer_acting`."""

    code: str


class ConnectionOut(Struct, frozen=True, kw_only=True):
    """A line to one outside system, and how it is. Secrets in `settings` are not shown."""

    id: str
    name: str
    kind: str
    system: str
    direction: Direction
    state: ConnectionState
    breaker: BreakerOut
    last_success_at: str | None
    lag_seconds: int | None
    error: str
    error_at: str | None
    open_quarantine: int
    settings: dict[str, Any]
    version: int


class ConnectionPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: builtins.list[ConnectionOut]
    next: str | None = None


class ContactIn(Struct, frozen=True, kw_only=True):
    """A new person of an organisation; with a password he can sign in at once."""

    name: str
    email: str
    role: str = 'viewer'
    phone: str | None = None
    language: str = 'de'
    password: str | None = None


class ContactOut(Struct, frozen=True, kw_only=True):
    """A person with an e-mail address."""

    id: str
    organisation: str | None
    name: str
    email: str
    phone: str | None
    language: str
    blocked: bool
    version: int


class ContactPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: builtins.list[ContactOut]
    next: str | None = None


class ContactPatch(Struct, frozen=True, kw_only=True):
    """Changed fields; those left out stay."""

    name: str | UnsetType = UNSET
    phone: str | None | UnsetType = UNSET
    language: str | UnsetType = UNSET
    blocked: bool | UnsetType = UNSET


class ContractDetailOut(Struct, frozen=True, kw_only=True):
    """A contract and what was called off of it last."""

    contract: ContractOut
    called_off: builtins.list[CalledOffOut]


class ContractIn(Struct, frozen=True, kw_only=True):
    """A contract as a source states it, with all its items."""

    ref: RefIn
    number: str
    organisation: RefIn
    name: str = ''
    valid_from: dt.datetime | None = None
    valid_to: dt.datetime | None = None
    over: OverCall = 'tell'
    items: builtins.list[ContractItemIn] = []


class ContractItemIn(Struct, frozen=True, kw_only=True):
    """An item: a quantity of a product, or a value in money; `used` is what the source says was used by `used_at`."""

    position: int
    product: RefIn | None = None
    quantity: str | None = None
    unit: str = 'PCE'
    value: str | None = None
    currency: str = 'EUR'
    records: builtins.list[RefIn] = []
    used: str = '0'
    used_at: dt.datetime | None = None
    text: str = ''


class ContractItemOut(Struct, frozen=True, kw_only=True):
    """What is agreed, called off and left: in `unit`s of the product, or in money of `currency`."""

    id: str
    position: int
    product: str | None
    sku: str
    name: str
    agreed: Decimal
    used: Decimal
    remaining: Decimal
    unit: str | None
    currency: str | None


class ContractOut(Struct, frozen=True, kw_only=True):
    """A contract with its items; `over` says what becomes of a call-off past what was agreed."""

    id: str
    number: str
    name: str
    organisation: str
    valid_from: str | None
    valid_to: str | None
    over: OverCall
    system: str
    items: builtins.list[ContractItemOut]


class ContractUseOut(Struct, frozen=True, kw_only=True):
    """The contract a line calls off of: what is left of it, what the line wants, and whether that is more."""

    id: str
    number: str
    name: str
    remaining: Decimal
    wanted: Decimal
    unit: str | None
    currency: str | None
    past: bool


class ContractsIn(Struct, frozen=True, kw_only=True):
    """Contracts to store by their keys."""

    items: builtins.list[ContractIn]


class ContractsOut(Struct, frozen=True, kw_only=True):
    """Contracts, the one that began last first."""

    items: builtins.list[ContractOut]
    next: str | None = None


class ContractsPutOut(Struct, frozen=True, kw_only=True):
    """What became of the contracts; those that were refused are named, all others stored."""

    created: int
    changed: int
    refused: builtins.list[RefusedOut]


class CorrectionIn(Struct, frozen=True, kw_only=True):
    """Canonical fields to change, as text; an empty text takes a field away. With `replay` it is tried at once."""

    fields: dict[str, str]
    replay: bool = False


class CountsOut(Struct, frozen=True, kw_only=True):
    """What became of records."""

    read: int
    created: int
    changed: int
    unchanged: int
    refused: int
    ended: int


class DeadLetterOut(Struct, frozen=True, kw_only=True):
    """A fact that a subscriber gave up on, with the reason of its last attempt."""

    subscription: str
    event: EventOut
    attempts: int
    error: str
    failed_at: dt.datetime


class DeadLetterPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: builtins.list[DeadLetterOut]
    next: str | None = None


class DecisionIn(Struct, frozen=True, kw_only=True):
    """Whether a proposal is accepted, and why."""

    decision: Literal['accept', 'reject']
    comment: str = ''


class DifferenceOut(Struct, frozen=True, kw_only=True):
    """What is different from the old order: `change` is price, unavailable, later, quantity or withdrawn."""

    position: int
    product: str
    sku: str
    change: str
    before: str
    now: str


class EffectIn(Struct, frozen=True, kw_only=True):
    """For which customer, as if the promotion were for him, and for what it is tried out."""

    organisation: str
    lines: builtins.list[EffectLineIn]


class EffectLineIn(Struct, frozen=True, kw_only=True):
    """A product and a quantity in its base unit."""

    product: str
    quantity: str = '1'


class EffectLineOut(Struct, frozen=True, kw_only=True):
    """The price per quantity without the promotion and with it; null where there is none. `free` comes with it."""

    product: str
    before: Decimal | None
    after: Decimal | None
    per: Decimal
    unit: str
    currency: str
    free: Decimal


class EffectOut(Struct, frozen=True, kw_only=True):
    """What the promotion does, line by line."""

    items: builtins.list[EffectLineOut]


class ErpOut(Struct, frozen=True, kw_only=True):
    """An ERP of the demonstration and whether it runs."""

    system: str
    live: bool
    running: bool


class EventOut(Struct, frozen=True, kw_only=True, rename={'type_': 'type'}):
    """A fact of the log; `position` has no gaps."""

    id: str
    position: int
    type_: str
    subject: str
    occurred_at: dt.datetime
    recorded_at: dt.datetime
    data: dict[str, Any]


class EventPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: builtins.list[EventOut]
    next: str | None = None


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
    placed_at: str
    next_attempt_at: str | None
    external_key: str | None


class ExportPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: builtins.list[ExportOut]
    next: str | None = None


class FacetOut(Struct, frozen=True, kw_only=True):
    """The values of an attribute within the result; `category` is the first facet."""

    code: str
    label: str
    values: builtins.list[FacetValueOut]


class FacetValueOut(Struct, frozen=True, kw_only=True):
    """A value within the result and how many products have it."""

    value: str
    label: str
    count: int
    selected: bool


class FoundRecordsOut(Struct, frozen=True, kw_only=True):
    """Condition records that fit, in an order that stays."""

    items: builtins.list[PriceRecordOut]
    next: str | None = None


class ImportIn(Struct, frozen=True, kw_only=True):
    """A file of condition records of our own, with the columns of the download; what has no `key` is new."""

    content: str


class ImportedLineOut(Struct, frozen=True, kw_only=True):
    """A line of the file that was not taken, with the field and the reason."""

    line: int
    field: str
    code: str
    detail: str


class ImportedOut(Struct, frozen=True, kw_only=True):
    """What became of a file: so many lines were taken, all others are answered."""

    read: int
    taken: int
    refused: builtins.list[ImportedLineOut]


class InvoiceOut(Struct, frozen=True, kw_only=True):
    """An invoice as the ERP tells it."""

    system: str
    number: str
    state: str
    issued_on: dt.date | None
    due_on: dt.date | None
    currency: str
    net: Decimal
    tax: Decimal
    gross: Decimal


class KeyBody(Struct, frozen=True, kw_only=True):
    """One access: for whom and for what records are looked for, in this order. `closes` names a group of steps that are left out once a record was found here; with `breaks_inherit` the quantity breaks of all owners count together."""

    owner: OwnerKey
    goods: builtins.list[GoodsKey] | UnsetType = UNSET
    closes: str | None = None
    breaks_inherit: bool = False


class LinePatch(Struct, frozen=True, kw_only=True):
    """What to change about a line; what is left out stays, a requested date of null takes it away."""

    quantity: Decimal | UnsetType = UNSET
    unit: str | UnsetType = UNSET
    note: str | UnsetType = UNSET
    requested_date: dt.date | None | UnsetType = UNSET


class LinePriceOut(Struct, frozen=True, kw_only=True):
    """The price of a line; without one, `reason` says why and the numbers are null. `amount` is without what is `free` of it. Below a minimum price it `needs_approval`."""

    product: str
    quantity: Decimal
    unit: str
    net: UnitPriceOut | None
    amount: Decimal | None
    tax_rate: Decimal | None
    tax: Decimal | None
    list_price: UnitPriceOut | None
    reason: str | None
    because: builtins.list[ReasonOut]
    free: PricingFreeOut | None = None
    needs_approval: bool = False


class LinesIn(Struct, frozen=True, kw_only=True):
    """Lines to add to a cart: all of them or, if one cannot be taken, none."""

    lines: builtins.list[CartLineIn]


class LiveLineOut(Struct, frozen=True, kw_only=True):
    """How live questions over a connection went, with a circuit breaker of their own: open, nobody is asked until `retry_at`. Every one `asked` was `answered`, came `late` or `failed`; `differed` are the answers in which a figure was another than remembered. `error` is the last one, whatever came after it."""

    breaker: BreakerOut
    asked: int
    answered: int
    late: int
    failed: int
    differed: int
    answered_at: str | None
    error: str
    error_at: str | None


class LiveRuleBody(Struct, frozen=True, kw_only=True):
    """On which occasions all ERPs are asked live for an organisation and all below it, and the time for all of them. Where they do not answer in time, what is remembered is told with its age."""

    check_at: builtins.list[Occasion]
    limit_ms: int = 300


class LiveRuleOut(Struct, frozen=True, kw_only=True):
    """The rule of an organisation; with version 0 it has none of its own."""

    check_at: builtins.list[Occasion]
    limit_ms: int
    version: int


class LocationOut(Struct, frozen=True, kw_only=True):
    """A place with stock."""

    id: str
    name: str
    country: str
    zone: str
    system: str


class LocationStockOut(Struct, frozen=True, kw_only=True):
    """What one location has at once and expects; null where its source is silent, or with `noted_at` by data of that age."""

    id: str
    name: str
    now: Decimal | None
    receipts: builtins.list[ScheduleLineOut]
    told_at: str
    noted_at: str | None = None


class LocationsOut(Struct, frozen=True, kw_only=True):
    """All places with stock, in the order in which they deliver."""

    items: builtins.list[LocationOut]


class MappingIn(Struct, frozen=True, kw_only=True):
    """The text of a mapping file."""

    text: str


class MappingOut(Struct, frozen=True, kw_only=True):
    """What a valid mapping reads and makes."""

    system: str
    title: str
    files: builtins.list[str]
    kinds: builtins.list[str]


class Me(Struct, frozen=True, kw_only=True):
    """Who holds the token, for which organisation this request works and what is permitted there."""

    id: str
    kind: str
    name: str
    language: str
    organisation: str | None
    organisation_name: str | None
    currency: str | None
    country: str | None
    permissions: builtins.list[str]
    organisations: builtins.list[OrganisationChoice]
    acting: ActingOut | None = None


class MediaOut(Struct, frozen=True, kw_only=True):
    """A picture or document; read it at `address`."""

    id: str
    address: str
    content_type: str
    name: str


class MembershipBody(Struct, frozen=True, kw_only=True):
    """A role in an organisation and everything below it; without an organisation: in the house (staff)."""

    role: str
    organisation: str | None = None
    valid_from: dt.datetime | None = None
    valid_until: dt.datetime | None = None


class MembershipsBody(Struct, frozen=True, kw_only=True):
    """All roles of a contact within the scope."""

    items: builtins.list[MembershipBody]


class MetalsBody(Struct, frozen=True, kw_only=True):
    """Kilograms of each metal in one base unit of a product."""

    metals: dict[str, str]


class NetPriceOut(Struct, frozen=True, kw_only=True):
    """Money per quantity: 12.50 EUR per 100 PCE."""

    amount: Decimal
    currency: str
    per: Decimal
    unit: str


class NewRecordEffectIn(Struct, frozen=True, kw_only=True):
    """A record that is not stored, for whom it is tried out and for which part numbers."""

    organisation: str
    lines: builtins.list[NumberedLineIn]
    record: PriceRecordIn
    language: Literal['de', 'en'] | None = None


class NumberedLineIn(Struct, frozen=True, kw_only=True):
    """A part number in any spelling, the customer's own too; without a quantity the least that can be ordered."""

    number: str
    quantity: str | None = None
    unit: str | None = None


class OfferBody(Struct, frozen=True, kw_only=True):
    """What is given for a product, a category, or everything, from a quantity of `unit` on."""

    gives: Gives
    amount: str
    currency: str = 'EUR'
    per: str = '1'
    unit: str = 'PCE'
    scale: str = '0'
    product: str | None = None
    category: str | None = None


class OrderIn(Struct, frozen=True, kw_only=True):
    """An order of a cart: with the version and the net total the buyer saw, so that he pays no other price. With `gross`, the total with tax has to be the one he saw too."""

    cart: str
    version: int
    net: Decimal
    gross: Decimal | None = None
    lines: builtins.list[SeenLine] = []
    po_number: str = ''
    ship_to: str | None = None
    requested_date: dt.date | None = None
    note: str = ''


class OrderLineOut(Struct, frozen=True, kw_only=True):
    """A line as it was ordered, how far it is and why it costs what it costs. `schedule` is what is promised now; where that is no longer what was confirmed when it was ordered, `first_schedule` is the latter."""

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
    schedule: builtins.list[ScheduleOut]
    because: builtins.list[dict[str, Any]]
    note: str
    requested_date: dt.date | None
    free_of: str | None = None
    first_schedule: builtins.list[ScheduleOut] = []


class OrderOut(Struct, frozen=True, kw_only=True):
    """An order with everything that is known about it."""

    id: str
    number: str
    organisation: str
    state: str
    cancellable: bool
    version: int
    placed_at: str
    po_number: str
    ship_to: str | None
    ship_to_lines: builtins.list[str]
    requested_date: dt.date | None
    note: str
    source: str
    currency: str
    net: Decimal
    tax: Decimal
    freight: Decimal
    gross: Decimal
    lines: builtins.list[OrderLineOut]
    parts: builtins.list[OrderPartOut]
    shipments: builtins.list[ShipmentOut]
    invoices: builtins.list[InvoiceOut]
    charges: builtins.list[ChargeOut] = []
    payment: PaymentOut | None = None
    contact: PersonOut | None = None
    on_behalf: PersonOut | None = None


class OrderPartOut(Struct, frozen=True, kw_only=True):
    """What one ERP has of the order."""

    system: str
    state: str
    number: str | None


class OrderSummaryOut(Struct, frozen=True, kw_only=True):
    """An order in the history."""

    id: str
    number: str
    organisation: str
    state: str
    placed_at: str
    po_number: str
    currency: str
    net: Decimal
    gross: Decimal
    line_count: int
    source: str


class OrderSummaryPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: builtins.list[OrderSummaryOut]
    next: str | None = None


class OrdersFreeOut(Struct, frozen=True, kw_only=True):
    """So much of a line costs nothing: `inclusive` of what is ordered, or else on top of it."""

    quantity: Decimal
    unit: str
    inclusive: bool
    text: str


class OrdersInsteadOut(Struct, frozen=True, kw_only=True):
    """A product that can be had in time instead: a successor or substitute, how much in base units, and when. With `noted_at` a date rests on data of that age."""

    product: str
    sku: str
    name: str
    kind: str
    quantity: Decimal
    unit: str
    schedule: builtins.list[ScheduleOut]
    noted_at: str | None = None


class OrganisationChoice(Struct, frozen=True, kw_only=True):
    """An organisation one can work for: send its id as header Fondaco-Organisation."""

    id: str
    name: str
    roles: builtins.list[str]


class OrganisationIn(Struct, frozen=True, kw_only=True):
    """A new organisation."""

    name: str
    kind: OrganisationKind = 'legal_entity'
    parent: str | None = None
    number: str | None = None
    sales_area: str = 'DE01'
    country: str = 'DE'
    currency: str = 'EUR'
    language: str = 'de'
    vat_number: str | None = None
    payment_terms: str | None = None


class OrganisationOut(Struct, frozen=True, kw_only=True):
    """A buying company or a part of one."""

    id: str
    name: str
    kind: OrganisationKind
    parent: str | None
    number: str | None
    sales_area: str
    country: str
    currency: str
    language: str
    vat_number: str | None
    payment_terms: str | None
    blocked: bool
    segments: builtins.list[str]
    refs: builtins.list[RefOut]
    version: int


class OrganisationPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: builtins.list[OrganisationOut]
    next: str | None = None


class OrganisationPatch(Struct, frozen=True, kw_only=True):
    """Changed fields; those left out stay."""

    name: str | UnsetType = UNSET
    parent: str | None | UnsetType = UNSET
    number: str | None | UnsetType = UNSET
    country: str | UnsetType = UNSET
    currency: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    vat_number: str | None | UnsetType = UNSET
    payment_terms: str | None | UnsetType = UNSET
    blocked: bool | UnsetType = UNSET


class OwnTermsOut(Struct, frozen=True, kw_only=True):
    """The terms the buyer pays by, in words; null where none are stated."""

    terms: PaymentTermsOut | None


class PasswordIn(Struct, frozen=True, kw_only=True):
    """The present and the new password."""

    current: str
    new: str


class PaymentOut(Struct, frozen=True, kw_only=True):
    """Until when it is paid: net within `days`, or less a cash discount before."""

    code: str
    name: str
    days: int
    discounts: builtins.list[CashDiscountOut]


class PaymentTermsBody(Struct, frozen=True, kw_only=True):
    """Terms of payment, their names by language, and who pays by them: organisations with all below, sales areas. The sales area "" is everybody who has no terms of his own."""

    days: int
    names: dict[str, str] = {}
    discounts: builtins.list[CashDiscountBody] = []
    organisations: builtins.list[str] = []
    sales_areas: builtins.list[str] = []


class PaymentTermsOut(Struct, frozen=True, kw_only=True):
    """Terms of payment as they are in force."""

    code: str
    version: int
    days: int
    names: dict[str, str]
    discounts: builtins.list[CashDiscountBody]
    organisations: builtins.list[str]
    sales_areas: builtins.list[str]


class PersonOut(Struct, frozen=True, kw_only=True):
    """A person who had to do with an order."""

    id: str
    name: str


class PickBody(Struct, frozen=True, kw_only=True):
    """Some products: everything, a category with all below or a product by its `id`, a maker, a value of an attribute."""

    kind: PickKind
    id: str | None = None
    code: str = ''
    value: str = ''


class PlaceOut(Struct, frozen=True, kw_only=True):
    """A category on the way from the top to the product."""

    id: str
    name: str


class PriceLineIn(Struct, frozen=True, kw_only=True):
    """A product and a quantity; without a unit in the product's base unit. What is given by hand takes the permission that the pricing procedure names for it."""

    product: str
    quantity: str = '1'
    unit: str | None = None
    by_hand: builtins.list[ByHandIn] = []


class PriceListOut(Struct, frozen=True, kw_only=True):
    """A price list."""

    id: str
    name: str
    currency: str


class PriceListsOut(Struct, frozen=True, kw_only=True):
    """All price lists."""

    items: builtins.list[PriceListOut]


class PricePolicyBody(Struct, frozen=True, kw_only=True):
    """Above how many percent a second person decides about our own prices; null lets everybody decide alone."""

    second_person_above: str | None = None


class PriceRecordIn(Struct, frozen=True, kw_only=True, rename={'type_': 'type'}):
    """A condition record of our own: for an organisation and all below it, a price list, a segment, an arm, or everybody. And for a product, a category with all below it, or everything; without either of them also for whole documents. `type` is the condition type that a step of the procedure looks for, without one the usual one of the kind. `metal` names what a record is about that calculates by metal."""

    amount: str
    product: str | None = None
    category: str | None = None
    price_list: str | None = None
    arm: str | None = None
    organisation: str | None = None
    kind: PricingKind = 'price'
    calculation: Calculation = 'amount'
    currency: str = 'EUR'
    per: str = '1'
    unit: str = 'PCE'
    scale: str = '0'
    valid_from: dt.datetime | None = None
    valid_to: dt.datetime | None = None
    text: str = ''
    type_: str = ''
    scale_by: ScaleBy = 'quantity'
    sales_area: str | None = None
    segment: str | None = None
    metal: str | None = None


class PriceRecordOut(Struct, frozen=True, kw_only=True, rename={'type_': 'type'}):
    """A condition record as its source states it; `version` only where it is read by itself."""

    id: str
    kind: str
    calculation: str
    amount: Decimal
    currency: str
    per: Decimal
    unit: str
    scale: Decimal
    organisation: str | None
    price_list: str | None
    product: str | None
    category: str | None
    valid_from: str
    valid_to: str | None
    system: str
    key: str
    text: str
    type_: str = ''
    scale_by: str = 'quantity'
    sales_area: str | None = None
    segment: str | None = None
    metal: str | None = None
    version: int | None = None


class PriceRecordPatch(Struct, frozen=True, kw_only=True):
    """What changes of a condition record of our own; what is left out stays. `valid_to: null` means without end."""

    amount: str | UnsetType = UNSET
    per: str | UnsetType = UNSET
    unit: str | UnsetType = UNSET
    scale: str | UnsetType = UNSET
    valid_from: dt.datetime | UnsetType = UNSET
    valid_to: dt.datetime | None | UnsetType = UNSET
    text: str | UnsetType = UNSET


class PriceRecordsOut(Struct, frozen=True, kw_only=True):
    """The condition records that may concern a product."""

    items: builtins.list[PriceRecordOut]


class PricesIn(Struct, frozen=True, kw_only=True):
    """The lines to price, and a day in the future if not now."""

    lines: builtins.list[PriceLineIn]
    as_of: dt.datetime | None = None


class PricesOut(Struct, frozen=True, kw_only=True):
    """One price for each line, in their order."""

    items: builtins.list[LinePriceOut]


class PricingFreeOut(Struct, frozen=True, kw_only=True):
    """So much is free, in the unit of the line: `inclusive` of what is ordered, or else on top of it."""

    quantity: Decimal
    unit: str
    inclusive: bool
    text: str


class ProblemBody(Struct, frozen=True, kw_only=True, rename={'type_': 'type'}):
    """A refusal (RFC 9457) with a stable code and all the offending parts."""

    type_: str
    title: str
    status: int
    detail: str
    code: str
    problems: builtins.list[ProblemPart] = []
    facts: dict[str, Any] = {}


class ProblemOut(Struct, frozen=True, kw_only=True):
    """What stands in the way of ordering a line, or what is wrong with a typed one."""

    code: str
    detail: str
    facts: dict[str, str] = {}


class ProblemPart(Struct, frozen=True, kw_only=True):
    """One offending part of a request."""

    pointer: str
    code: str
    detail: str
    facts: dict[str, Any] = {}


class ProcedureBody(Struct, frozen=True, kw_only=True):
    """A pricing procedure and the sales areas that work by it, "" for all that have none of their own."""

    steps: builtins.list[StepBody]
    converts: bool = False
    areas: builtins.list[str] = []


class ProcedureOut(Struct, frozen=True, kw_only=True):
    """A pricing procedure as it is in force."""

    code: str
    version: int
    steps: builtins.list[StepBody]
    converts: bool
    areas: builtins.list[str]


class ProceduresOut(Struct, frozen=True, kw_only=True):
    """All procedures."""

    items: builtins.list[ProcedureOut]


class ProductDetailOut(Struct, frozen=True, kw_only=True):
    """A product with everything about it but prices and stock; `minimum` and `multiple` are in the sales unit."""

    id: str
    sku: str
    own_number: str | None
    name: str
    description: str
    path: builtins.list[PlaceOut]
    base_unit: str
    sales_unit: str
    units: builtins.list[UnitOut]
    minimum: Decimal
    multiple: Decimal
    gtin: str | None
    manufacturer: str | None
    manufacturer_number: str | None
    tax_class: str
    attributes: builtins.list[AttributeOut]
    varying: builtins.list[str]
    variants: builtins.list[VariantOut]
    relations: builtins.list[RelationOut]
    media: builtins.list[MediaOut]
    version: int


class ProductOut(Struct, frozen=True, kw_only=True):
    """A product as the buyer sees it in a list: with his own number, his own price and what there is of it."""

    id: str
    sku: str
    name: str
    own_number: str | None
    price: dict[str, Any] | None
    availability: dict[str, Any]
    category: str | None
    manufacturer: str | None
    manufacturer_number: str | None
    picture: str | None
    base_unit: str
    sales_unit: str
    minimum: Decimal
    multiple: Decimal
    attributes: builtins.list[dict[str, Any]]


class ProductPageOut(Struct, frozen=True, kw_only=True):
    """A page of products: how many there are in all and why they were found."""

    items: builtins.list[ProductOut]
    next: str | None
    total: int
    reason: str
    facets: builtins.list[FacetOut]


class ProductPriceOut(Struct, frozen=True, kw_only=True):
    """The price of a quantity, why it is so, the prices of other quantities, and those of the next months."""

    price: LinePriceOut
    scales: builtins.list[ScaleOut]
    upcoming: builtins.list[UpcomingOut]


class PromiseOut(Struct, frozen=True, kw_only=True):
    """The answer to one line: the schedule sums to the quantity, in base units. `in_time` says whether all of it arrives by the requested day; null where no day was requested. `orderable` is how much of it may be ordered, and `reason` the backorder policy by which it is no more; null where all of it may. Where it is late, `suggestions` come in time instead, or sooner where no day was requested. `drawn` is how much of it comes from what is kept for the buyer, in base units; `kept_for_others` says that it is late and something is kept for others. `noted_at` is not null where a date rests on data that has to be told with its age: its ERP is silent, or was to be asked live and gave no answer in time. It is the moment as of which the data is known; show it with the date."""

    product: str
    unit: str
    quantity: Decimal
    known: bool
    schedule: builtins.list[ScheduleLineOut]
    locations: builtins.list[LocationStockOut]
    told_at: str | None
    in_time: bool | None = None
    orderable: Decimal
    reason: BackorderPolicy | None = None
    drawn: Decimal = Decimal('0')
    kept_for_others: bool = False
    noted_at: str | None = None
    suggestions: builtins.list[AvailabilityInsteadOut] = []


class PromisesOut(Struct, frozen=True, kw_only=True):
    """One answer for each line, in their order."""

    items: builtins.list[PromiseOut]


class PromotionIn(Struct, frozen=True, kw_only=True):
    """A promotion: for segments, for one arm of an experiment, or for everybody."""

    code: str
    names: PromotionNames
    valid_from: dt.datetime
    valid_to: dt.datetime
    segments: builtins.list[str] = []
    arm: str | None = None
    sales_area: str | None = None
    offers: builtins.list[OfferBody]


class PromotionNames(Struct, frozen=True, kw_only=True):
    """What buyers read, in each language."""

    de: str
    en: str


class PromotionOut(Struct, frozen=True, kw_only=True):
    """A promotion and what became of it; `asked_by` wants it to be live, and a second person is to agree."""

    id: str
    code: str
    names: PromotionNames
    state: PromotionState
    valid_from: str
    valid_to: str | None
    segments: builtins.list[str]
    arm: str | None
    sales_area: str | None
    offers: builtins.list[OfferBody]
    asked_by: str | None
    version: int


class PromotionsOut(Struct, frozen=True, kw_only=True):
    """Promotions, the one that begins last first."""

    items: builtins.list[PromotionOut]
    next: str | None = None


class ProposalIn(Struct, frozen=True, kw_only=True):
    """A change to decide about: a new record, or other values or the end of one as of a version."""

    reason: str
    add: PriceRecordIn | None = None
    record: str | None = None
    version: int | None = None
    change: PriceRecordPatch | None = None


class ProposalOut(Struct, frozen=True, kw_only=True):
    """A proposal: what is to change from what, who asks for it and what became of it."""

    id: str
    action: str
    state: str
    record: str | None
    reason: str
    proposed_by: str
    proposed_at: str
    stated: dict[str, str]
    decided_by: str | None
    decided_at: str | None
    comment: str


class ProposalsOut(Struct, frozen=True, kw_only=True):
    """Proposals, the newest first."""

    items: builtins.list[ProposalOut]
    next: str | None = None


class QuarantinedOut(Struct, frozen=True, kw_only=True):
    """A record that was set aside: where it came from, why, its canonical fields as text and its raw columns."""

    id: str
    connection: str
    run: str | None
    kind: IntakeKind
    file: str
    line: int | None
    column: str
    field: str
    value: str
    code: str
    detail: str
    fields: dict[str, str]
    raw: dict[str, Any]
    state: QuarantineState
    created_at: str
    changed_at: str
    changed_by: str
    version: int


class QuarantinedPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: builtins.list[QuarantinedOut]
    next: str | None = None


class QueueOut(Struct, frozen=True, kw_only=True):
    """What waits for one ERP."""

    system: str
    open: int
    parked: int
    oldest: str | None


class QueuePage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: builtins.list[QueueOut]
    next: str | None = None


class QuickAnswerOut(Struct, frozen=True, kw_only=True):
    """The answer to one line: found, ambiguous, unknown or refused."""

    index: int
    text: str
    outcome: str
    quantity: Decimal | None
    unit: str | None
    matches: builtins.list[QuickMatchOut]
    problem: ProblemOut | None


class QuickLineIn(Struct, frozen=True, kw_only=True):
    """A typed line: any part number in any spelling, perhaps with quantity and unit."""

    number: str
    quantity: Decimal | None = None
    unit: str | None = None


class QuickMatchOut(Struct, frozen=True, kw_only=True):
    """A product that the number may mean, and what kind of number it is there."""

    product: str
    sku: str
    name: str
    by: str


class QuickOrderIn(Struct, frozen=True, kw_only=True):
    """Typed lines, or a pasted text with one line each ("6204-2RS 10"); `cart` takes what is found."""

    lines: builtins.list[QuickLineIn] = []
    text: str = ''
    cart: str | None = None


class QuickOrderOut(Struct, frozen=True, kw_only=True):
    """Every line answered in order, and the cart if found lines were put into one."""

    answers: builtins.list[QuickAnswerOut]
    cart: CartOut | None = None


class QuotationBody(Struct, frozen=True, kw_only=True):
    """From a moment on a kilogram of a metal costs so much."""

    metal: str
    currency: str
    amount: str
    since: dt.datetime


class QuotationsBody(Struct, frozen=True, kw_only=True):
    """Quotations of metals."""

    items: builtins.list[QuotationBody]


class RateBody(Struct, frozen=True, kw_only=True):
    """From a moment on one unit of `currency` is `rate` of `to`; one for a sales area goes before the general one."""

    currency: str
    to: str
    rate: str
    since: dt.datetime
    sales_area: str = ''


class RatesBody(Struct, frozen=True, kw_only=True):
    """Exchange rates."""

    items: builtins.list[RateBody]


class ReasonOut(Struct, frozen=True, kw_only=True):
    """One step that led to the price, in words, and in the numbers of its record; a `statistical` one only tells a figure."""

    step: str
    access: str | None
    text: str
    before: Decimal | None
    after: Decimal
    system: str
    record: str
    passed: builtins.list[str]
    statistical: bool = False


class ReceivingBody(Struct, frozen=True, kw_only=True):
    """Days an address takes goods on, and the transport zone it lies in."""

    weekdays: builtins.list[int]
    closed_on: builtins.list[dt.date] = []
    zone: str = ''


class RecordEffectIn(Struct, frozen=True, kw_only=True):
    """What is to change of a record (nothing: what it does as it is), for whom and for which part numbers."""

    organisation: str
    lines: builtins.list[NumberedLineIn]
    change: PriceRecordPatch | None = None
    language: Literal['de', 'en'] | None = None


class RecordEffectLineOut(Struct, frozen=True, kw_only=True):
    """The net price of a line without the record, with it as it is stored, and as it is to be; null is no price. `sku` is empty for a number nobody knows, or that means several (`candidates`)."""

    number: str
    sku: str
    name: str
    candidates: builtins.list[str]
    quantity: Decimal | None
    unit: str | None
    without: UnitPriceOut | None
    now: UnitPriceOut | None
    then: UnitPriceOut | None


class RecordEffectOut(Struct, frozen=True, kw_only=True):
    """The effect at a moment: now, or where the period of the record begins."""

    as_of: str
    items: builtins.list[RecordEffectLineOut]


class RefIn(Struct, frozen=True, kw_only=True):
    """The key under which a source knows a thing."""

    system: str
    key: str


class RefOut(Struct, frozen=True, kw_only=True):
    """The key under which an outside system knows it."""

    system: str
    key: str


class RefusedOut(Struct, frozen=True, kw_only=True):
    """What was not stored, and why."""

    index: int
    field: str
    code: str
    detail: str


class RelationOut(Struct, frozen=True, kw_only=True):
    """Another product and how it relates to this one."""

    kind: str
    id: str
    sku: str
    name: str
    picture: str | None


class ReorderedOut(Struct, frozen=True, kw_only=True):
    """The new cart and everything that changed since the old order."""

    cart: CartOut
    differences: builtins.list[DifferenceOut]


class RequirementBody(Struct, frozen=True, kw_only=True):
    """A step counts only if a field of the buyer is as said: `country` `is` `DE`."""

    of: str
    op: Op
    values: builtins.list[str]


class RoleOut(Struct, frozen=True, kw_only=True):
    """A named set of permissions."""

    role: str
    staff: bool
    permissions: builtins.list[str]


class RolePage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: builtins.list[RoleOut]
    next: str | None = None


class RuleBody(Struct, frozen=True, kw_only=True):
    """How many deliveries a line may come in (1: complete, null: any number), and which locations deliver in what order. It is kept for an organisation and all below it, or for a sales area."""

    organisation: str | None = None
    sales_area: str | None = None
    deliveries: int | None = None
    sourcing: Sourcing = 'earliest'
    locations: builtins.list[str] = []


class RulesOut(Struct, frozen=True, kw_only=True):
    """All delivery rules."""

    items: builtins.list[RuleBody]


class RunDetailOut(Struct, frozen=True, kw_only=True):
    """A run with its first problems."""

    id: str
    connection: str
    mode: Mode
    dry_run: bool
    state: RunState
    requested_by: str
    created_at: str
    started_at: str | None
    finished_at: str | None
    duration_ms: int | None
    files: builtins.list[str]
    progress: str
    total: CountsOut
    counts: dict[str, CountsOut]
    error: str
    problems: builtins.list[RunProblemOut]


class RunIn(Struct, frozen=True, kw_only=True):
    """A run to be done by a worker, on the folder or system of the connection's settings."""

    mode: Mode = 'delta'
    dry_run: bool = False


class RunOut(Struct, frozen=True, kw_only=True):
    """A load with its progress, its counts (all together and by kind) and its error."""

    id: str
    connection: str
    mode: Mode
    dry_run: bool
    state: RunState
    requested_by: str
    created_at: str
    started_at: str | None
    finished_at: str | None
    duration_ms: int | None
    files: builtins.list[str]
    progress: str
    total: CountsOut
    counts: dict[str, CountsOut]
    error: str


class RunPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: builtins.list[RunOut]
    next: str | None = None


class RunProblemOut(Struct, frozen=True, kw_only=True):
    """A record that was set aside, or in a dry run would be."""

    file: str
    line: int | None
    column: str
    field: str
    value: str
    code: str
    detail: str


class ScaleOut(Struct, frozen=True, kw_only=True):
    """The price from a quantity of base units on."""

    quantity: Decimal
    unit: str
    net: UnitPriceOut


class ScheduleLineOut(Struct, frozen=True, kw_only=True):
    """A quantity in base units, the day it leaves and the day it arrives; without a day nobody knows yet. `delivered_on` is null where nobody told how long goods travel. So much of it is neither there nor expected yet and rests on the lead time of replenishment."""

    quantity: Decimal
    date: dt.date | None
    delivered_on: dt.date | None = None
    replenished: Decimal = Decimal('0')


class ScheduleOut(Struct, frozen=True, kw_only=True):
    """A quantity in base units, the day it leaves and the day it arrives; without a date nobody knows yet. `delivered_on` is null where nobody told how long goods travel."""

    quantity: Decimal
    date: dt.date | None
    delivered_on: dt.date | None = None


class SeenLine(Struct, frozen=True, kw_only=True):
    """The amount of a line as the buyer saw it."""

    id: str
    amount: Decimal


class SeenOut(Struct, frozen=True, kw_only=True):
    """Whether somebody sees a product, and the assortments that decide it. Hidden is what one of `hides` hides, what is not sold any more (`ended`), and what none of `among` shows if there is any."""

    seen: bool
    ended: bool
    hides: builtins.list[AssortmentOut]
    shows: builtins.list[AssortmentOut]
    among: builtins.list[AssortmentOut]


class SellerBody(Struct, frozen=True, kw_only=True):
    """From which country the goods of a sales area come and where their tax is declared; "" is every other area."""

    sales_area: str
    country: str


class SellersBody(Struct, frozen=True, kw_only=True):
    """Sellers by sales area."""

    items: builtins.list[SellerBody]


class SessionCreated(Struct, frozen=True, kw_only=True):
    """A new session; the token is told this once and goes into `Authorization: Bearer …`."""

    id: str
    token: str
    expires_at: str


class SessionOut(Struct, frozen=True, kw_only=True):
    """A place where the person is signed in."""

    id: str
    created_at: str
    expires_at: str
    user_agent: str
    current: bool


class SessionPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: builtins.list[SessionOut]
    next: str | None = None


class ShipmentOut(Struct, frozen=True, kw_only=True):
    """A delivery as the ERP tells it."""

    system: str
    number: str
    state: str
    shipped_on: dt.date | None
    tracking: str
    lines: builtins.list[ShippedLineOut]


class ShippedLineOut(Struct, frozen=True, kw_only=True):
    """How much of a line a shipment holds."""

    position: int
    quantity: Decimal


class ShippingBody(Struct, frozen=True, kw_only=True):
    """How a location ships; without a calendar on every day."""

    calendar: CalendarBody | None = None
    transport: builtins.list[TransportBody] = []


class SignInIn(Struct, frozen=True, kw_only=True):
    """A person's e-mail address and password."""

    email: str
    password: str


class SourceBody(Struct, frozen=True, kw_only=True):
    """How long the silence of a source is borne, what it means then, and on which occasions it is asked live for everybody. `unknown`: nothing is promised of it. `promise_with_note`: what was told last, with its age. `promise`: the same without its age. `ask_live`: it is asked within `limit_ms`; where it gives no answer, `fallback` counts."""

    patience: int
    policy: Silence
    fallback: Literal['promise', 'promise_with_note', 'unknown'] = 'unknown'
    limit_ms: int = 300
    check_at: builtins.list[Occasion] = []


class SourceOut(Struct, frozen=True, kw_only=True):
    """A source of stock: when it was last heard from, whether it is silent now, and what is kept for it."""

    system: str
    heard_at: str
    silent: bool
    patience: int
    policy: Silence
    fallback: Silence
    limit_ms: int
    check_at: builtins.list[Occasion]
    version: int


class SourcesOut(Struct, frozen=True, kw_only=True):
    """All sources of stock, by name."""

    items: builtins.list[SourceOut]


class StageOut(Struct, frozen=True, kw_only=True):
    """What there is to play with: the ERPs, and for each an article that buyers often look at."""

    erps: builtins.list[ErpOut]
    samples: builtins.list[str]


class StepBody(Struct, frozen=True, kw_only=True, rename={'type_': 'type'}):
    """A step: which condition type, where its records are looked for, and how what it makes is rounded. `base` is the number of the step a percentage is taken of, the price so far if there is none."""

    number: int
    type_: str
    kind: PricingKind
    accesses: builtins.list[KeyBody] = []
    base: int | None = None
    group: str | None = None
    best_of: str | None = None
    requires: builtins.list[RequirementBody] = []
    manual: str | None = None
    statistical: bool = False
    places: int = 4
    rounding: str = 'ROUND_HALF_UP'


class StockOut(Struct, frozen=True, kw_only=True):
    """What a source told about a product at a location, in base units."""

    product: str
    location: str
    on_hand: Decimal
    blocked: Decimal
    safety: Decimal
    told_at: str
    system: str
    version: int


class StockPatch(Struct, frozen=True, kw_only=True):
    """A correction by hand; what is left out stays."""

    on_hand: str | UnsetType = UNSET
    blocked: str | UnsetType = UNSET


class SuggestionOut(Struct, frozen=True, kw_only=True):
    """A product or category that may be meant."""

    kind: str
    id: str
    label: str
    number: str
    reason: str


class SuggestionsOut(Struct, frozen=True, kw_only=True):
    """What may be meant, the likeliest first."""

    items: builtins.list[SuggestionOut]


class TaxPolicyBody(Struct, frozen=True, kw_only=True):
    """For how many days a confirmation of a VAT number counts."""

    confirmation_days: int


class TaxRateBody(Struct, frozen=True, kw_only=True):
    """From a day on goods of a tax class bear so many percent in a country, until the next rate is stated."""

    country: str
    tax_class: str
    rate: str
    since: dt.date


class TaxRatesBody(Struct, frozen=True, kw_only=True):
    """Rates of value added tax."""

    items: builtins.list[TaxRateBody]


class TaxReasonOut(Struct, frozen=True, kw_only=True):
    """A rate of tax that lines bear, in percent, and why, as a code and in words."""

    rate: Decimal
    reason: str
    text: str


class TokenError(Struct, frozen=True, kw_only=True):
    """RFC 6749, 5.2."""

    error: str
    error_description: str


class TokenOut(Struct, frozen=True, kw_only=True):
    """RFC 6749, 5.1."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str


class TokenRequest(Struct, frozen=True, kw_only=True):
    """RFC 6749, 4.4.2: client id and secret here or by HTTP Basic."""

    grant_type: str = ''
    client_id: str | None = None
    client_secret: str | None = None
    scope: str | None = None


class TransportBody(Struct, frozen=True, kw_only=True):
    """Working days of carriers to a country, or to a zone of it."""

    country: str
    days: int
    zone: str = ''


class UnitOut(Struct, frozen=True, kw_only=True):
    """A unit the product is handled in: one of it is so many base units, as a decimal or a fraction."""

    code: str
    in_base: str


class UnitPriceOut(Struct, frozen=True, kw_only=True):
    """Money per quantity."""

    amount: Decimal
    currency: str
    per: Decimal
    unit: str


class UpcomingOut(Struct, frozen=True, kw_only=True):
    """The price from a moment on; null where there will be none."""

    since: str
    net: UnitPriceOut | None
    amount: Decimal | None


class UploadOut(Struct, frozen=True, kw_only=True):
    """The run that was asked for, and the names under which the files were kept for it."""

    run: str
    files: builtins.list[str]
    mode: Mode
    dry_run: bool


class VariantOut(Struct, frozen=True, kw_only=True):
    """A sister product, with the values of the attributes that vary."""

    id: str
    sku: str
    name: str
    values: dict[str, str]


class VatCheckIn(Struct, frozen=True, kw_only=True):
    """A check made by hand: which number, what came of it, when (now, if nothing is said), and the proof."""

    number: str
    outcome: Literal['not_registered', 'registered'] = 'registered'
    checked_at: dt.datetime | None = None
    reference: str = ''


class VatCheckOut(Struct, frozen=True, kw_only=True):
    """A check of a VAT number; `by` is a register, an outside system, or `staff` with the person who looked it up."""

    number: str
    checked_at: str
    outcome: CheckOutcome
    by: str
    contact: str | None
    name: str
    reference: str


class VatChecksOut(Struct, frozen=True, kw_only=True):
    """The checks of an organisation, and the number it has now, as checks name it."""

    number: str | None
    items: builtins.list[VatCheckOut]


class VatExemptionIn(Struct, frozen=True, kw_only=True):
    """A new exemption; `country` is the one whose tax it is about, all of them where none is named."""

    certificate: str
    reason: str
    valid_from: dt.datetime
    valid_to: dt.datetime | None = None
    country: str | None = None


class VatExemptionOut(Struct, frozen=True, kw_only=True):
    """An exemption from value added tax from a moment on, until another one; of one country or of all."""

    id: str
    organisation: str
    certificate: str
    reason: str
    valid_from: str
    valid_to: str | None
    country: str | None
    version: int


class VatExemptionPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: builtins.list[VatExemptionOut]
    next: str | None = None


class VatExemptionPatch(Struct, frozen=True, kw_only=True):
    """Changed fields; those left out stay."""

    certificate: str | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    valid_from: dt.datetime | UnsetType = UNSET
    valid_to: dt.datetime | None | UnsetType = UNSET
    country: str | None | UnsetType = UNSET

_decoder_0 = msgspec.json.Decoder(ActingCodeOut)

_decoder_32 = msgspec.json.Decoder(ActionOut)

_decoder_2 = msgspec.json.Decoder(AddressOut)

_decoder_48 = msgspec.json.Decoder(AddressPage)

_decoder_55 = msgspec.json.Decoder(AllPaymentTermsOut)

_decoder_5 = msgspec.json.Decoder(AllocationOut)

_decoder_4 = msgspec.json.Decoder(AllocationPage)

_decoder_7 = msgspec.json.Decoder(ApiClientCreated)

_decoder_6 = msgspec.json.Decoder(ApiClientPage)

_decoder_9 = msgspec.json.Decoder(AssortmentOut)

_decoder_8 = msgspec.json.Decoder(AssortmentsOut)

_decoder_13 = msgspec.json.Decoder(BackorderPolicyBody)

_decoder_12 = msgspec.json.Decoder(BackorderPolicyBodyPage)

_decoder_15 = msgspec.json.Decoder(CartOut)

_decoder_14 = msgspec.json.Decoder(CartSummaryPage)

_decoder_16 = msgspec.json.Decoder(CategoriesOut)

_decoder_59 = msgspec.json.Decoder(ChecksOut)

_decoder_18 = msgspec.json.Decoder(ConnectionOut)

_decoder_17 = msgspec.json.Decoder(ConnectionPage)

_decoder_23 = msgspec.json.Decoder(ContactOut)

_decoder_49 = msgspec.json.Decoder(ContactPage)

_decoder_27 = msgspec.json.Decoder(ContractDetailOut)

_decoder_25 = msgspec.json.Decoder(ContractsOut)

_decoder_26 = msgspec.json.Decoder(ContractsPutOut)

_decoder_28 = msgspec.json.Decoder(DeadLetterPage)

_decoder_77 = msgspec.json.Decoder(EffectOut)

_decoder_33 = msgspec.json.Decoder(EventPage)

_decoder_42 = msgspec.json.Decoder(ExportOut)

_decoder_40 = msgspec.json.Decoder(ExportPage)

_decoder_68 = msgspec.json.Decoder(FoundRecordsOut)

_decoder_67 = msgspec.json.Decoder(ImportedOut)

_decoder_19 = msgspec.json.Decoder(LiveLineOut)

_decoder_50 = msgspec.json.Decoder(LiveRuleOut)

_decoder_35 = msgspec.json.Decoder(LocationsOut)

_decoder_37 = msgspec.json.Decoder(MappingOut)

_decoder_38 = msgspec.json.Decoder(Me)

_decoder_24 = msgspec.json.Decoder(MembershipsBody)

_decoder_74 = msgspec.json.Decoder(MetalsBody)

_decoder_44 = msgspec.json.Decoder(OrderOut)

_decoder_43 = msgspec.json.Decoder(OrderSummaryPage)

_decoder_47 = msgspec.json.Decoder(OrganisationOut)

_decoder_46 = msgspec.json.Decoder(OrganisationPage)

_decoder_56 = msgspec.json.Decoder(OwnTermsOut)

_decoder_57 = msgspec.json.Decoder(PaymentTermsOut)

_decoder_60 = msgspec.json.Decoder(PriceListsOut)

_decoder_61 = msgspec.json.Decoder(PricePolicyBody)

_decoder_65 = msgspec.json.Decoder(PriceRecordOut)

_decoder_64 = msgspec.json.Decoder(PriceRecordsOut)

_decoder_69 = msgspec.json.Decoder(PricesOut)

_decoder_71 = msgspec.json.Decoder(ProcedureOut)

_decoder_70 = msgspec.json.Decoder(ProceduresOut)

_decoder_73 = msgspec.json.Decoder(ProductDetailOut)

_decoder_72 = msgspec.json.Decoder(ProductPageOut)

_decoder_58 = msgspec.json.Decoder(ProductPriceOut)

_decoder_11 = msgspec.json.Decoder(PromisesOut)

_decoder_76 = msgspec.json.Decoder(PromotionOut)

_decoder_75 = msgspec.json.Decoder(PromotionsOut)

_decoder_63 = msgspec.json.Decoder(ProposalOut)

_decoder_62 = msgspec.json.Decoder(ProposalsOut)

_decoder_79 = msgspec.json.Decoder(QuarantinedOut)

_decoder_78 = msgspec.json.Decoder(QuarantinedPage)

_decoder_41 = msgspec.json.Decoder(QueuePage)

_decoder_80 = msgspec.json.Decoder(QuickOrderOut)

_decoder_81 = msgspec.json.Decoder(QuotationsBody)

_decoder_34 = msgspec.json.Decoder(RatesBody)

_decoder_3 = msgspec.json.Decoder(ReceivingBody)

_decoder_66 = msgspec.json.Decoder(RecordEffectOut)

_decoder_45 = msgspec.json.Decoder(ReorderedOut)

_decoder_82 = msgspec.json.Decoder(RolePage)

_decoder_30 = msgspec.json.Decoder(RuleBody)

_decoder_29 = msgspec.json.Decoder(RulesOut)

_decoder_83 = msgspec.json.Decoder(RunDetailOut)

_decoder_21 = msgspec.json.Decoder(RunOut)

_decoder_20 = msgspec.json.Decoder(RunPage)

_decoder_10 = msgspec.json.Decoder(SeenOut)

_decoder_84 = msgspec.json.Decoder(SellersBody)

_decoder_1 = msgspec.json.Decoder(SessionCreated)

_decoder_85 = msgspec.json.Decoder(SessionPage)

_decoder_36 = msgspec.json.Decoder(ShippingBody)

_decoder_87 = msgspec.json.Decoder(SourceOut)

_decoder_86 = msgspec.json.Decoder(SourcesOut)

_decoder_31 = msgspec.json.Decoder(StageOut)

_decoder_88 = msgspec.json.Decoder(StockOut)

_decoder_89 = msgspec.json.Decoder(SuggestionsOut)

_decoder_90 = msgspec.json.Decoder(TaxPolicyBody)

_decoder_91 = msgspec.json.Decoder(TaxRatesBody)

_decoder_39 = msgspec.json.Decoder(TokenOut)

_decoder_22 = msgspec.json.Decoder(UploadOut)

_decoder_52 = msgspec.json.Decoder(VatCheckOut)

_decoder_51 = msgspec.json.Decoder(VatChecksOut)

_decoder_54 = msgspec.json.Decoder(VatExemptionOut)

_decoder_53 = msgspec.json.Decoder(VatExemptionPage)



class Client(base.BaseClient):
    """Every operation of the API, typed."""
    async def add_cart_lines(self, *, cart_id: str, data: LinesIn, idempotency_key: str | None = None, version: int | None = None) -> CartOut:
        """Add lines to a cart."""
        answer = await self.call("POST", f"/v1/carts/{base.path_part(cart_id)}/lines", headers={"Idempotency-Key": base.new_key(idempotency_key), "If-Match": base.version_tag(version)}, body=base.json_body(data), media_type="application/json")
        return _decoder_15.decode(answer.body)

    async def add_vat_exemption(self, *, organisation_id: str, data: VatExemptionIn, idempotency_key: str | None = None) -> VatExemptionOut:
        """Exempt an organisation from value added tax."""
        answer = await self.call("POST", f"/v1/organisations/{base.path_part(organisation_id)}/vat-exemptions", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_54.decode(answer.body)

    async def address(self, *, address_id: str) -> AddressOut:
        """One address."""
        answer = await self.call("GET", f"/v1/addresses/{base.path_part(address_id)}")
        return _decoder_2.decode(answer.body)

    async def begin_acting(self, *, data: CodeIn) -> SessionCreated:
        """Act for a customer."""
        answer = await self.call("POST", "/v1/acting-sessions", body=base.json_body(data), media_type="application/json")
        return _decoder_1.decode(answer.body)

    async def cancel_order(self, *, order_id: str, idempotency_key: str | None = None, version: int | None = None) -> OrderOut:
        """Cancel an order."""
        answer = await self.call("POST", f"/v1/orders/{base.path_part(order_id)}/cancellation", headers={"Idempotency-Key": base.new_key(idempotency_key), "If-Match": base.version_tag(version)})
        return _decoder_44.decode(answer.body)

    async def change_address(self, *, address_id: str, version: int, data: AddressPatch) -> AddressOut:
        """Change an address."""
        answer = await self.call("PATCH", f"/v1/addresses/{base.path_part(address_id)}", headers={"If-Match": base.version_tag(version)}, body=base.json_body(data), media_type="application/json")
        return _decoder_2.decode(answer.body)

    async def change_allocation(self, *, allocation_id: str, version: int, data: AllocationPatch) -> AllocationOut:
        """Change an allocation."""
        answer = await self.call("PATCH", f"/v1/allocations/{base.path_part(allocation_id)}", headers={"If-Match": base.version_tag(version)}, body=base.json_body(data), media_type="application/json")
        return _decoder_5.decode(answer.body)

    async def change_assortment(self, *, assortment_id: str, version: int, data: AssortmentIn) -> AssortmentOut:
        """Change an assortment."""
        answer = await self.call("PUT", f"/v1/assortments/{base.path_part(assortment_id)}", headers={"If-Match": base.version_tag(version)}, body=base.json_body(data), media_type="application/json")
        return _decoder_9.decode(answer.body)

    async def change_cart(self, *, cart_id: str, data: CartIn, version: int | None = None) -> CartOut:
        """Rename a cart."""
        answer = await self.call("PATCH", f"/v1/carts/{base.path_part(cart_id)}", headers={"If-Match": base.version_tag(version)}, body=base.json_body(data), media_type="application/json")
        return _decoder_15.decode(answer.body)

    async def change_cart_line(self, *, cart_id: str, line_id: str, data: LinePatch, version: int | None = None) -> CartOut:
        """Change a line."""
        answer = await self.call("PATCH", f"/v1/carts/{base.path_part(cart_id)}/lines/{base.path_part(line_id)}", headers={"If-Match": base.version_tag(version)}, body=base.json_body(data), media_type="application/json")
        return _decoder_15.decode(answer.body)

    async def change_contact(self, *, contact_id: str, version: int, data: ContactPatch) -> ContactOut:
        """Change or block a contact."""
        answer = await self.call("PATCH", f"/v1/contacts/{base.path_part(contact_id)}", headers={"If-Match": base.version_tag(version)}, body=base.json_body(data), media_type="application/json")
        return _decoder_23.decode(answer.body)

    async def change_organisation(self, *, organisation_id: str, version: int, data: OrganisationPatch) -> OrganisationOut:
        """Change an organisation."""
        answer = await self.call("PATCH", f"/v1/organisations/{base.path_part(organisation_id)}", headers={"If-Match": base.version_tag(version)}, body=base.json_body(data), media_type="application/json")
        return _decoder_47.decode(answer.body)

    async def change_password(self, *, data: PasswordIn) -> None:
        """Change my password."""
        await self.call("POST", "/v1/me/password", body=base.json_body(data), media_type="application/json")

    async def change_price_record(self, *, record_id: str, version: int, data: PriceRecordPatch) -> PriceRecordOut:
        """Change a condition record of our own."""
        answer = await self.call("PATCH", f"/v1/price-records/{base.path_part(record_id)}", headers={"If-Match": base.version_tag(version)}, body=base.json_body(data), media_type="application/json")
        return _decoder_65.decode(answer.body)

    async def change_promotion(self, *, promotion_id: str, version: int, data: PromotionIn) -> PromotionOut:
        """State a promotion anew."""
        answer = await self.call("PUT", f"/v1/promotions/{base.path_part(promotion_id)}", headers={"If-Match": base.version_tag(version)}, body=base.json_body(data), media_type="application/json")
        return _decoder_76.decode(answer.body)

    async def change_stock(self, *, product_id: str, location_id: str, version: int, data: StockPatch) -> StockOut:
        """Correct a stock."""
        answer = await self.call("PATCH", f"/v1/stock/{base.path_part(product_id)}/{base.path_part(location_id)}", headers={"If-Match": base.version_tag(version)}, body=base.json_body(data), media_type="application/json")
        return _decoder_88.decode(answer.body)

    async def change_vat_exemption(self, *, exemption_id: str, version: int, data: VatExemptionPatch) -> VatExemptionOut:
        """Change an exemption."""
        answer = await self.call("PATCH", f"/v1/vat-exemptions/{base.path_part(exemption_id)}", headers={"If-Match": base.version_tag(version)}, body=base.json_body(data), media_type="application/json")
        return _decoder_54.decode(answer.body)

    async def check_mapping(self, *, data: MappingIn) -> MappingOut:
        """Check a mapping file."""
        answer = await self.call("POST", "/v1/mapping-checks", body=base.json_body(data), media_type="application/json")
        return _decoder_37.decode(answer.body)

    async def check_price(self, *, organisation: str, product: str, quantity: str | None = None, unit: str | None = None, as_of: dt.datetime | None = None, language: Literal['de', 'en', None] = None) -> ProductPriceOut:
        """The price an organisation would get."""
        answer = await self.call("GET", "/v1/price-check", query={"organisation": organisation, "product": product, "quantity": quantity, "unit": unit, "as_of": as_of, "language": language})
        return _decoder_58.decode(answer.body)

    async def check_prices(self, *, data: ChecksIn) -> ChecksOut:
        """The prices an organisation would get, by part numbers."""
        answer = await self.call("POST", "/v1/price-check", body=base.json_body(data), media_type="application/json")
        return _decoder_59.decode(answer.body)

    async def contact(self, *, contact_id: str) -> ContactOut:
        """One contact."""
        answer = await self.call("GET", f"/v1/contacts/{base.path_part(contact_id)}")
        return _decoder_23.decode(answer.body)

    async def correct_quarantined(self, *, item_id: str, version: int, data: CorrectionIn) -> QuarantinedOut:
        """Correct a record, and with `replay` give it to its room."""
        answer = await self.call("PATCH", f"/v1/quarantine/{base.path_part(item_id)}", headers={"If-Match": base.version_tag(version)}, body=base.json_body(data), media_type="application/json")
        return _decoder_79.decode(answer.body)

    async def create_address(self, *, organisation_id: str, data: AddressIn, idempotency_key: str | None = None) -> AddressOut:
        """Add an address."""
        answer = await self.call("POST", f"/v1/organisations/{base.path_part(organisation_id)}/addresses", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_2.decode(answer.body)

    async def create_allocation(self, *, data: AllocationIn, idempotency_key: str | None = None) -> AllocationOut:
        """Keep a quantity for a customer or a segment."""
        answer = await self.call("POST", "/v1/allocations", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_5.decode(answer.body)

    async def create_api_client(self, *, data: ApiClientIn, idempotency_key: str | None = None) -> ApiClientCreated:
        """Make an API client."""
        answer = await self.call("POST", "/v1/api-clients", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_7.decode(answer.body)

    async def create_assortment(self, *, data: AssortmentIn, idempotency_key: str | None = None) -> AssortmentOut:
        """State an assortment."""
        answer = await self.call("POST", "/v1/assortments", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_9.decode(answer.body)

    async def create_cart(self, *, data: CartIn, idempotency_key: str | None = None) -> CartOut:
        """Make a cart."""
        answer = await self.call("POST", "/v1/carts", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_15.decode(answer.body)

    async def create_contact(self, *, organisation_id: str, data: ContactIn, idempotency_key: str | None = None) -> ContactOut:
        """Add a contact."""
        answer = await self.call("POST", f"/v1/organisations/{base.path_part(organisation_id)}/contacts", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_23.decode(answer.body)

    async def create_organisation(self, *, data: OrganisationIn, idempotency_key: str | None = None) -> OrganisationOut:
        """Add an organisation."""
        answer = await self.call("POST", "/v1/organisations", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_47.decode(answer.body)

    async def create_price_record(self, *, data: PriceRecordIn, idempotency_key: str | None = None) -> PriceRecordOut:
        """Add a condition record of our own."""
        answer = await self.call("POST", "/v1/price-records", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_65.decode(answer.body)

    async def create_promotion(self, *, data: PromotionIn, idempotency_key: str | None = None) -> PromotionOut:
        """State a promotion."""
        answer = await self.call("POST", "/v1/promotions", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_76.decode(answer.body)

    async def decide_price(self, *, proposal_id: str, data: DecisionIn, idempotency_key: str | None = None) -> ProposalOut:
        """Decide about a proposed price."""
        answer = await self.call("POST", f"/v1/price-proposals/{base.path_part(proposal_id)}/decision", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_63.decode(answer.body)

    async def discard_cart(self, *, cart_id: str) -> None:
        """Give a cart up."""
        await self.call("DELETE", f"/v1/carts/{base.path_part(cart_id)}")

    async def dismiss_quarantined(self, *, item_id: str) -> QuarantinedOut:
        """Give a record up."""
        answer = await self.call("POST", f"/v1/quarantine/{base.path_part(item_id)}/dismissal")
        return _decoder_79.decode(answer.body)

    async def do_demo_action(self, *, data: ActionIn) -> ActionOut:
        """Do something in an ERP of the demonstration."""
        answer = await self.call("POST", "/v1/demo/actions", body=base.json_body(data), media_type="application/json")
        return _decoder_32.decode(answer.body)

    async def drop_assortment(self, *, assortment_id: str, version: int) -> None:
        """Remove an assortment."""
        await self.call("DELETE", f"/v1/assortments/{base.path_part(assortment_id)}", headers={"If-Match": base.version_tag(version)})

    async def drop_pricing_procedure(self, *, code: str, version: int) -> None:
        """Drop a pricing procedure."""
        await self.call("DELETE", f"/v1/pricing-procedures/{base.path_part(code)}", headers={"If-Match": base.version_tag(version)})

    async def drop_promotion(self, *, promotion_id: str, version: int) -> None:
        """Drop a draft."""
        await self.call("DELETE", f"/v1/promotions/{base.path_part(promotion_id)}", headers={"If-Match": base.version_tag(version)})

    async def end_allocation(self, *, allocation_id: str, version: int) -> AllocationOut:
        """End an allocation."""
        answer = await self.call("DELETE", f"/v1/allocations/{base.path_part(allocation_id)}", headers={"If-Match": base.version_tag(version)})
        return _decoder_5.decode(answer.body)

    async def end_price_record(self, *, record_id: str, version: int) -> None:
        """End a condition record of our own."""
        await self.call("DELETE", f"/v1/price-records/{base.path_part(record_id)}", headers={"If-Match": base.version_tag(version)})

    async def end_promotion(self, *, promotion_id: str, version: int) -> PromotionOut:
        """End a promotion."""
        answer = await self.call("POST", f"/v1/promotions/{base.path_part(promotion_id)}/end", headers={"If-Match": base.version_tag(version)})
        return _decoder_76.decode(answer.body)

    async def find_price_records(self, *, product: str | None = None, organisation: str | None = None, price_list: str | None = None, kind: modules_pricing_types_records_Kind | None = None, type_: str | None = None, system: str | None = None, sales_area: str | None = None, on: dt.datetime | None = None, cursor: str | None = None, limit: int | None = None) -> FoundRecordsOut:
        """Find condition records."""
        answer = await self.call("GET", "/v1/price-records/search", query={"product": product, "organisation": organisation, "price_list": price_list, "kind": kind, "type": type_, "system": system, "sales_area": sales_area, "on": on, "cursor": cursor, "limit": limit})
        return _decoder_68.decode(answer.body)

    async def get_allocation(self, *, allocation_id: str) -> AllocationOut:
        """An allocation."""
        answer = await self.call("GET", f"/v1/allocations/{base.path_part(allocation_id)}")
        return _decoder_5.decode(answer.body)

    async def get_assortment(self, *, assortment_id: str) -> AssortmentOut:
        """An assortment."""
        answer = await self.call("GET", f"/v1/assortments/{base.path_part(assortment_id)}")
        return _decoder_9.decode(answer.body)

    async def get_availability(self, *, data: AvailabilityIn) -> PromisesOut:
        """Quantities by date."""
        answer = await self.call("POST", "/v1/availability", body=base.json_body(data), media_type="application/json")
        return _decoder_11.decode(answer.body)

    async def get_cart(self, *, cart_id: str, ship_to: str | None = None) -> CartOut:
        """A cart with prices and dates."""
        answer = await self.call("GET", f"/v1/carts/{base.path_part(cart_id)}", query={"ship_to": ship_to})
        return _decoder_15.decode(answer.body)

    async def get_connection(self, *, connection_id: str) -> ConnectionOut:
        """One connection."""
        answer = await self.call("GET", f"/v1/connections/{base.path_part(connection_id)}")
        return _decoder_18.decode(answer.body)

    async def get_contract(self, *, contract_id: str) -> ContractDetailOut:
        """A contract."""
        answer = await self.call("GET", f"/v1/contracts/{base.path_part(contract_id)}")
        return _decoder_27.decode(answer.body)

    async def get_live_check(self, *, organisation_id: str) -> LiveRuleOut:
        """Where ERPs are asked live for an organisation."""
        answer = await self.call("GET", f"/v1/organisations/{base.path_part(organisation_id)}/live-check")
        return _decoder_50.decode(answer.body)

    async def get_live_checks(self, *, connection_id: str) -> LiveLineOut:
        """How live questions over a connection went."""
        answer = await self.call("GET", f"/v1/connections/{base.path_part(connection_id)}/live-checks")
        return _decoder_19.decode(answer.body)

    async def get_media(self, *, media_id: str) -> Answer:
        """A picture or document."""
        return await self.call("GET", f"/v1/media/{base.path_part(media_id)}")

    async def get_metals(self, *, product_id: str) -> MetalsBody:
        """The metal in a product."""
        answer = await self.call("GET", f"/v1/products/{base.path_part(product_id)}/metals")
        return _decoder_74.decode(answer.body)

    async def get_order(self, *, order_id: str) -> OrderOut:
        """An order."""
        answer = await self.call("GET", f"/v1/orders/{base.path_part(order_id)}")
        return _decoder_44.decode(answer.body)

    async def get_price_policy(self) -> PricePolicyBody:
        """Who decides about prices."""
        answer = await self.call("GET", "/v1/price-policy")
        return _decoder_61.decode(answer.body)

    async def get_price_record(self, *, record_id: str) -> PriceRecordOut:
        """A condition record."""
        answer = await self.call("GET", f"/v1/price-records/{base.path_part(record_id)}")
        return _decoder_65.decode(answer.body)

    async def get_prices(self, *, data: PricesIn) -> PricesOut:
        """Own prices of many lines."""
        answer = await self.call("POST", "/v1/prices", body=base.json_body(data), media_type="application/json")
        return _decoder_69.decode(answer.body)

    async def get_pricing_procedure(self, *, code: str) -> ProcedureOut:
        """A pricing procedure."""
        answer = await self.call("GET", f"/v1/pricing-procedures/{base.path_part(code)}")
        return _decoder_71.decode(answer.body)

    async def get_product(self, *, product_id: str) -> ProductDetailOut:
        """One product."""
        answer = await self.call("GET", f"/v1/products/{base.path_part(product_id)}")
        return _decoder_73.decode(answer.body)

    async def get_product_price(self, *, product_id: str, quantity: str | None = None, unit: str | None = None, as_of: dt.datetime | None = None, language: Literal['de', 'en', None] = None) -> ProductPriceOut:
        """Own price of a product and why."""
        answer = await self.call("GET", f"/v1/products/{base.path_part(product_id)}/price", query={"quantity": quantity, "unit": unit, "as_of": as_of, "language": language})
        return _decoder_58.decode(answer.body)

    async def get_promotion(self, *, promotion_id: str) -> PromotionOut:
        """A promotion."""
        answer = await self.call("GET", f"/v1/promotions/{base.path_part(promotion_id)}")
        return _decoder_76.decode(answer.body)

    async def get_quarantined(self, *, item_id: str) -> QuarantinedOut:
        """One record that was set aside."""
        answer = await self.call("GET", f"/v1/quarantine/{base.path_part(item_id)}")
        return _decoder_79.decode(answer.body)

    async def get_run(self, *, run_id: str) -> RunDetailOut:
        """One run with its first problems."""
        answer = await self.call("GET", f"/v1/runs/{base.path_part(run_id)}")
        return _decoder_83.decode(answer.body)

    async def get_shipping(self, *, location_id: str) -> ShippingBody:
        """How a location ships."""
        answer = await self.call("GET", f"/v1/locations/{base.path_part(location_id)}/shipping")
        return _decoder_36.decode(answer.body)

    async def get_source(self, *, system: str) -> SourceOut:
        """A source of stock."""
        answer = await self.call("GET", f"/v1/sources/{base.path_part(system)}")
        return _decoder_87.decode(answer.body)

    async def get_stock(self, *, product_id: str, location_id: str) -> StockOut:
        """Stock of a product at a location."""
        answer = await self.call("GET", f"/v1/stock/{base.path_part(product_id)}/{base.path_part(location_id)}")
        return _decoder_88.decode(answer.body)

    async def get_tax_policy(self) -> TaxPolicyBody:
        """How long a confirmed VAT number counts."""
        answer = await self.call("GET", "/v1/tax-policy")
        return _decoder_90.decode(answer.body)

    async def import_price_records(self, *, data: ImportIn, idempotency_key: str | None = None) -> ImportedOut:
        """Take condition records from a file."""
        answer = await self.call("POST", "/v1/price-records/import", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_67.decode(answer.body)

    async def list_addresses(self, *, organisation_id: str, inherited: bool | None = None) -> AddressPage:
        """Addresses of an organisation."""
        answer = await self.call("GET", f"/v1/organisations/{base.path_part(organisation_id)}/addresses", query={"inherited": inherited})
        return _decoder_48.decode(answer.body)

    async def list_allocations(self, *, product: str | None = None, organisation: str | None = None, segment: str | None = None, over: bool | None = None, cursor: str | None = None, limit: int | None = None) -> AllocationPage:
        """Allocations."""
        answer = await self.call("GET", "/v1/allocations", query={"product": product, "organisation": organisation, "segment": segment, "over": over, "cursor": cursor, "limit": limit})
        return _decoder_4.decode(answer.body)

    async def list_api_clients(self) -> ApiClientPage:
        """API clients."""
        answer = await self.call("GET", "/v1/api-clients")
        return _decoder_6.decode(answer.body)

    async def list_assortments(self) -> AssortmentsOut:
        """Assortments."""
        answer = await self.call("GET", "/v1/assortments")
        return _decoder_8.decode(answer.body)

    async def list_backorder_policies(self, *, cursor: str | None = None, limit: int | None = None) -> BackorderPolicyBodyPage:
        """Backorder policies."""
        answer = await self.call("GET", "/v1/backorder-policies", query={"cursor": cursor, "limit": limit})
        return _decoder_12.decode(answer.body)

    async def list_carts(self, *, cursor: str | None = None, limit: int | None = None) -> CartSummaryPage:
        """Open carts."""
        answer = await self.call("GET", "/v1/carts", query={"cursor": cursor, "limit": limit})
        return _decoder_14.decode(answer.body)

    async def list_categories(self) -> CategoriesOut:
        """The tree of categories."""
        answer = await self.call("GET", "/v1/categories")
        return _decoder_16.decode(answer.body)

    async def list_connections(self) -> ConnectionPage:
        """Connections to outside systems and their health."""
        answer = await self.call("GET", "/v1/connections")
        return _decoder_17.decode(answer.body)

    async def list_contacts(self, *, organisation_id: str) -> ContactPage:
        """Contacts of an organisation."""
        answer = await self.call("GET", f"/v1/organisations/{base.path_part(organisation_id)}/contacts")
        return _decoder_49.decode(answer.body)

    async def list_contracts(self, *, organisation: str | None = None, product: str | None = None, cursor: str | None = None, limit: int | None = None) -> ContractsOut:
        """Contracts."""
        answer = await self.call("GET", "/v1/contracts", query={"organisation": organisation, "product": product, "cursor": cursor, "limit": limit})
        return _decoder_25.decode(answer.body)

    async def list_dead_letters(self, *, subscription: str | None = None, cursor: str | None = None, limit: int | None = None) -> DeadLetterPage:
        """Facts that a subscriber gave up on."""
        answer = await self.call("GET", "/v1/dead-letters", query={"subscription": subscription, "cursor": cursor, "limit": limit})
        return _decoder_28.decode(answer.body)

    async def list_delivery_rules(self) -> RulesOut:
        """Delivery rules."""
        answer = await self.call("GET", "/v1/delivery-rules")
        return _decoder_29.decode(answer.body)

    async def list_demo_actions(self) -> StageOut:
        """What can be done in the demonstration's ERPs."""
        answer = await self.call("GET", "/v1/demo/actions")
        return _decoder_31.decode(answer.body)

    async def list_events(self, *, type_: str | None = None, subject: str | None = None, cursor: str | None = None, limit: int | None = None) -> EventPage:
        """The event log, newest first."""
        answer = await self.call("GET", "/v1/events", query={"type": type_, "subject": subject, "cursor": cursor, "limit": limit})
        return _decoder_33.decode(answer.body)

    async def list_exchange_rates(self) -> RatesBody:
        """Exchange rates."""
        answer = await self.call("GET", "/v1/exchange-rates")
        return _decoder_34.decode(answer.body)

    async def list_export_queues(self) -> QueuePage:
        """What waits for each ERP."""
        answer = await self.call("GET", "/v1/order-exports/queues")
        return _decoder_41.decode(answer.body)

    async def list_locations(self) -> LocationsOut:
        """Places with stock."""
        answer = await self.call("GET", "/v1/locations")
        return _decoder_35.decode(answer.body)

    async def list_memberships(self, *, contact_id: str) -> MembershipsBody:
        """Roles of a contact."""
        answer = await self.call("GET", f"/v1/contacts/{base.path_part(contact_id)}/memberships")
        return _decoder_24.decode(answer.body)

    async def list_order_exports(self, *, system: str | None = None, state: ExportState | None = None, cursor: str | None = None, limit: int | None = None) -> ExportPage:
        """Orders on their way to the ERPs."""
        answer = await self.call("GET", "/v1/order-exports", query={"system": system, "state": state, "cursor": cursor, "limit": limit})
        return _decoder_40.decode(answer.body)

    async def list_orders(self, *, q: str | None = None, state: OrderState | None = None, placed_from: dt.datetime | None = None, placed_before: dt.datetime | None = None, organisation: str | None = None, product: str | None = None, cursor: str | None = None, limit: int | None = None) -> OrderSummaryPage:
        """Order history."""
        answer = await self.call("GET", "/v1/orders", query={"q": q, "state": state, "placed_from": placed_from, "placed_before": placed_before, "organisation": organisation, "product": product, "cursor": cursor, "limit": limit})
        return _decoder_43.decode(answer.body)

    async def list_organisations(self, *, query: str | None = None, cursor: str | None = None, limit: int | None = None) -> OrganisationPage:
        """Organisations in my scope."""
        answer = await self.call("GET", "/v1/organisations", query={"query": query, "cursor": cursor, "limit": limit})
        return _decoder_46.decode(answer.body)

    async def list_payment_terms(self) -> AllPaymentTermsOut:
        """Terms of payment."""
        answer = await self.call("GET", "/v1/payment-terms")
        return _decoder_55.decode(answer.body)

    async def list_price_lists(self) -> PriceListsOut:
        """Price lists."""
        answer = await self.call("GET", "/v1/price-lists")
        return _decoder_60.decode(answer.body)

    async def list_price_proposals(self, *, state: ProposalState | None = None, cursor: str | None = None, limit: int | None = None) -> ProposalsOut:
        """Proposed prices."""
        answer = await self.call("GET", "/v1/price-proposals", query={"state": state, "cursor": cursor, "limit": limit})
        return _decoder_62.decode(answer.body)

    async def list_price_records(self, *, product: str) -> PriceRecordsOut:
        """Condition records of a product."""
        answer = await self.call("GET", "/v1/price-records", query={"product": product})
        return _decoder_64.decode(answer.body)

    async def list_pricing_procedures(self) -> ProceduresOut:
        """Pricing procedures."""
        answer = await self.call("GET", "/v1/pricing-procedures")
        return _decoder_70.decode(answer.body)

    async def list_products(self, *, ids: Sequence[str] | None = None, q: str | None = None, category: str | None = None, attribute: Sequence[str] | None = None, sort: Sort | None = None, facets: bool | None = None, cursor: str | None = None, limit: int | None = None) -> ProductPageOut:
        """Find products, with own prices and availability."""
        answer = await self.call("GET", "/v1/products", query={"ids": ids, "q": q, "category": category, "attribute": attribute, "sort": sort, "facets": facets, "cursor": cursor, "limit": limit})
        return _decoder_72.decode(answer.body)

    async def list_promotions(self, *, state: PromotionState | None = None, cursor: str | None = None, limit: int | None = None) -> PromotionsOut:
        """Promotions."""
        answer = await self.call("GET", "/v1/promotions", query={"state": state, "cursor": cursor, "limit": limit})
        return _decoder_75.decode(answer.body)

    async def list_quarantine(self, *, connection: str | None = None, run: str | None = None, state: QuarantineState | None = None, kind: connectors_intake_model_kinds_Kind | None = None, code: str | None = None, cursor: str | None = None, limit: int | None = None) -> QuarantinedPage:
        """Records that were set aside."""
        answer = await self.call("GET", "/v1/quarantine", query={"connection": connection, "run": run, "state": state, "kind": kind, "code": code, "cursor": cursor, "limit": limit})
        return _decoder_78.decode(answer.body)

    async def list_quotations(self) -> QuotationsBody:
        """Quotations of metals."""
        answer = await self.call("GET", "/v1/quotations")
        return _decoder_81.decode(answer.body)

    async def list_roles(self) -> RolePage:
        """Roles and their permissions."""
        answer = await self.call("GET", "/v1/roles")
        return _decoder_82.decode(answer.body)

    async def list_runs(self, *, connection_id: str, cursor: str | None = None, limit: int | None = None) -> RunPage:
        """Runs of a connection, latest first."""
        answer = await self.call("GET", f"/v1/connections/{base.path_part(connection_id)}/runs", query={"cursor": cursor, "limit": limit})
        return _decoder_20.decode(answer.body)

    async def list_sellers(self) -> SellersBody:
        """Who sells in which sales area."""
        answer = await self.call("GET", "/v1/sellers")
        return _decoder_84.decode(answer.body)

    async def list_sessions(self) -> SessionPage:
        """Where I am signed in."""
        answer = await self.call("GET", "/v1/sessions")
        return _decoder_85.decode(answer.body)

    async def list_sources(self) -> SourcesOut:
        """Sources of stock."""
        answer = await self.call("GET", "/v1/sources")
        return _decoder_86.decode(answer.body)

    async def list_tax_rates(self) -> TaxRatesBody:
        """Rates of value added tax."""
        answer = await self.call("GET", "/v1/tax-rates")
        return _decoder_91.decode(answer.body)

    async def list_vat_checks(self, *, organisation_id: str) -> VatChecksOut:
        """Checks of an organisation's VAT numbers."""
        answer = await self.call("GET", f"/v1/organisations/{base.path_part(organisation_id)}/vat-checks")
        return _decoder_51.decode(answer.body)

    async def list_vat_exemptions(self, *, organisation_id: str) -> VatExemptionPage:
        """Exemptions of an organisation."""
        answer = await self.call("GET", f"/v1/organisations/{base.path_part(organisation_id)}/vat-exemptions")
        return _decoder_53.decode(answer.body)

    async def me(self) -> Me:
        """Who I am and what I may do."""
        answer = await self.call("GET", "/v1/me")
        return _decoder_38.decode(answer.body)

    async def oauth_token(self, *, data: TokenRequest) -> TokenOut:
        """Get an access token (OAuth 2 client credentials)."""
        answer = await self.call("POST", "/v1/oauth/token", body=base.form_body(data), media_type="application/x-www-form-urlencoded")
        return _decoder_39.decode(answer.body)

    async def offer_acting(self, *, data: ActingIn) -> ActingCodeOut:
        """Get a code to act for a customer."""
        answer = await self.call("POST", "/v1/acting-codes", body=base.json_body(data), media_type="application/json")
        return _decoder_0.decode(answer.body)

    async def organisation(self, *, organisation_id: str) -> OrganisationOut:
        """One organisation."""
        answer = await self.call("GET", f"/v1/organisations/{base.path_part(organisation_id)}")
        return _decoder_47.decode(answer.body)

    async def own_payment_terms(self) -> OwnTermsOut:
        """The own terms of payment."""
        answer = await self.call("GET", "/v1/payment-terms/own")
        return _decoder_56.decode(answer.body)

    async def pause_connection(self, *, connection_id: str) -> ConnectionOut:
        """Pause a connection."""
        answer = await self.call("POST", f"/v1/connections/{base.path_part(connection_id)}/pause")
        return _decoder_18.decode(answer.body)

    async def place_order(self, *, data: OrderIn, idempotency_key: str | None = None) -> OrderOut:
        """Order a cart."""
        answer = await self.call("POST", "/v1/orders", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_44.decode(answer.body)

    async def propose_price(self, *, data: ProposalIn, idempotency_key: str | None = None) -> ProposalOut:
        """Propose a price."""
        answer = await self.call("POST", "/v1/price-proposals", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_63.decode(answer.body)

    async def put_contracts(self, *, data: ContractsIn) -> ContractsPutOut:
        """State contracts."""
        answer = await self.call("PUT", "/v1/contracts", body=base.json_body(data), media_type="application/json")
        return _decoder_26.decode(answer.body)

    async def put_exchange_rates(self, *, data: RatesBody) -> None:
        """State exchange rates."""
        await self.call("PUT", "/v1/exchange-rates", body=base.json_body(data), media_type="application/json")

    async def put_quotations(self, *, data: QuotationsBody) -> None:
        """State quotations of metals."""
        await self.call("PUT", "/v1/quotations", body=base.json_body(data), media_type="application/json")

    async def put_sellers(self, *, data: SellersBody) -> None:
        """State who sells in which sales area."""
        await self.call("PUT", "/v1/sellers", body=base.json_body(data), media_type="application/json")

    async def put_tax_rates(self, *, data: TaxRatesBody) -> None:
        """State rates of value added tax."""
        await self.call("PUT", "/v1/tax-rates", body=base.json_body(data), media_type="application/json")

    async def quick_order(self, *, data: QuickOrderIn, idempotency_key: str | None = None) -> QuickOrderOut:
        """Quick order by part numbers."""
        answer = await self.call("POST", "/v1/quick-orders", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_80.decode(answer.body)

    async def record_vat_check(self, *, organisation_id: str, data: VatCheckIn, idempotency_key: str | None = None) -> VatCheckOut:
        """Record a check made by hand."""
        answer = await self.call("POST", f"/v1/organisations/{base.path_part(organisation_id)}/vat-checks", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_52.decode(answer.body)

    async def remove_address(self, *, address_id: str) -> None:
        """Remove an address."""
        await self.call("DELETE", f"/v1/addresses/{base.path_part(address_id)}")

    async def remove_cart_line(self, *, cart_id: str, line_id: str, version: int | None = None) -> CartOut:
        """Take a line out."""
        answer = await self.call("DELETE", f"/v1/carts/{base.path_part(cart_id)}/lines/{base.path_part(line_id)}", headers={"If-Match": base.version_tag(version)})
        return _decoder_15.decode(answer.body)

    async def remove_vat_exemption(self, *, exemption_id: str, version: int) -> None:
        """Remove an exemption."""
        await self.call("DELETE", f"/v1/vat-exemptions/{base.path_part(exemption_id)}", headers={"If-Match": base.version_tag(version)})

    async def reorder(self, *, order_id: str, idempotency_key: str | None = None) -> ReorderedOut:
        """Order again."""
        answer = await self.call("POST", f"/v1/orders/{base.path_part(order_id)}/reorder", headers={"Idempotency-Key": base.new_key(idempotency_key)})
        return _decoder_45.decode(answer.body)

    async def replay_dead_letter(self, *, subscription: str, position: str) -> None:
        """Let the subscriber try a dead letter again."""
        await self.call("POST", f"/v1/dead-letters/{base.path_part(subscription)}/{base.path_part(position)}/replay")

    async def replay_quarantined(self, *, item_id: str) -> QuarantinedOut:
        """Give a record to its room again."""
        answer = await self.call("POST", f"/v1/quarantine/{base.path_part(item_id)}/replay")
        return _decoder_79.decode(answer.body)

    async def request_run(self, *, connection_id: str, data: RunIn, idempotency_key: str | None = None) -> RunOut:
        """Ask for a run."""
        answer = await self.call("POST", f"/v1/connections/{base.path_part(connection_id)}/runs", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_21.decode(answer.body)

    async def resume_connection(self, *, connection_id: str) -> ConnectionOut:
        """Resume a connection."""
        answer = await self.call("POST", f"/v1/connections/{base.path_part(connection_id)}/resumption")
        return _decoder_18.decode(answer.body)

    async def retry_order_export(self, *, export_id: str, idempotency_key: str | None = None) -> ExportOut:
        """Try an export again."""
        answer = await self.call("POST", f"/v1/order-exports/{base.path_part(export_id)}/retry", headers={"Idempotency-Key": base.new_key(idempotency_key)})
        return _decoder_42.decode(answer.body)

    async def revoke_api_client(self, *, client_id: str) -> None:
        """Revoke an API client."""
        await self.call("DELETE", f"/v1/api-clients/{base.path_part(client_id)}")

    async def set_backorder_policy(self, *, data: BackorderPolicyBody) -> BackorderPolicyBody:
        """Set a backorder policy."""
        answer = await self.call("PUT", "/v1/backorder-policies", body=base.json_body(data), media_type="application/json")
        return _decoder_13.decode(answer.body)

    async def set_delivery_rule(self, *, data: RuleBody) -> RuleBody:
        """Set a delivery rule."""
        answer = await self.call("PUT", "/v1/delivery-rules", body=base.json_body(data), media_type="application/json")
        return _decoder_30.decode(answer.body)

    async def set_live_check(self, *, organisation_id: str, version: int, data: LiveRuleBody) -> LiveRuleOut:
        """Ask ERPs live for an organisation."""
        answer = await self.call("PUT", f"/v1/organisations/{base.path_part(organisation_id)}/live-check", headers={"If-Match": base.version_tag(version)}, body=base.json_body(data), media_type="application/json")
        return _decoder_50.decode(answer.body)

    async def set_memberships(self, *, contact_id: str, data: MembershipsBody) -> MembershipsBody:
        """Give a contact roles."""
        answer = await self.call("PUT", f"/v1/contacts/{base.path_part(contact_id)}/memberships", body=base.json_body(data), media_type="application/json")
        return _decoder_24.decode(answer.body)

    async def set_metals(self, *, product_id: str, data: MetalsBody) -> MetalsBody:
        """Set the metal in a product."""
        answer = await self.call("PUT", f"/v1/products/{base.path_part(product_id)}/metals", body=base.json_body(data), media_type="application/json")
        return _decoder_74.decode(answer.body)

    async def set_payment_terms(self, *, code: str, version: int, data: PaymentTermsBody) -> PaymentTermsOut:
        """Set terms of payment."""
        answer = await self.call("PUT", f"/v1/payment-terms/{base.path_part(code)}", headers={"If-Match": base.version_tag(version)}, body=base.json_body(data), media_type="application/json")
        return _decoder_57.decode(answer.body)

    async def set_price_policy(self, *, data: PricePolicyBody) -> PricePolicyBody:
        """Set who decides about prices."""
        answer = await self.call("PUT", "/v1/price-policy", body=base.json_body(data), media_type="application/json")
        return _decoder_61.decode(answer.body)

    async def set_pricing_procedure(self, *, code: str, version: int, data: ProcedureBody) -> ProcedureOut:
        """Set a pricing procedure."""
        answer = await self.call("PUT", f"/v1/pricing-procedures/{base.path_part(code)}", headers={"If-Match": base.version_tag(version)}, body=base.json_body(data), media_type="application/json")
        return _decoder_71.decode(answer.body)

    async def set_receiving(self, *, address_id: str, data: ReceivingBody) -> ReceivingBody:
        """Set the days an address takes goods on."""
        answer = await self.call("PUT", f"/v1/addresses/{base.path_part(address_id)}/receiving", body=base.json_body(data), media_type="application/json")
        return _decoder_3.decode(answer.body)

    async def set_shipping(self, *, location_id: str, data: ShippingBody) -> ShippingBody:
        """Set how a location ships."""
        answer = await self.call("PUT", f"/v1/locations/{base.path_part(location_id)}/shipping", body=base.json_body(data), media_type="application/json")
        return _decoder_36.decode(answer.body)

    async def set_source(self, *, system: str, version: int, data: SourceBody) -> SourceOut:
        """Say what the silence of a source means."""
        answer = await self.call("PUT", f"/v1/sources/{base.path_part(system)}", headers={"If-Match": base.version_tag(version)}, body=base.json_body(data), media_type="application/json")
        return _decoder_87.decode(answer.body)

    async def set_tax_policy(self, *, data: TaxPolicyBody) -> TaxPolicyBody:
        """Set how long a confirmed VAT number counts."""
        answer = await self.call("PUT", "/v1/tax-policy", body=base.json_body(data), media_type="application/json")
        return _decoder_90.decode(answer.body)

    async def sign_in(self, *, data: SignInIn) -> SessionCreated:
        """Sign in."""
        answer = await self.call("POST", "/v1/sessions", body=base.json_body(data), media_type="application/json")
        return _decoder_1.decode(answer.body)

    async def sign_out(self, *, session_id: str) -> None:
        """Sign out."""
        await self.call("DELETE", f"/v1/sessions/{base.path_part(session_id)}")

    async def start_promotion(self, *, promotion_id: str, version: int) -> PromotionOut:
        """Make a promotion live."""
        answer = await self.call("POST", f"/v1/promotions/{base.path_part(promotion_id)}/start", headers={"If-Match": base.version_tag(version)})
        return _decoder_76.decode(answer.body)

    async def suggest(self, *, q: str | None = None, limit: int | None = None) -> SuggestionsOut:
        """Suggestions while typing."""
        answer = await self.call("GET", "/v1/suggestions", query={"q": q, "limit": limit})
        return _decoder_89.decode(answer.body)

    async def try_new_price_record(self, *, data: NewRecordEffectIn) -> RecordEffectOut:
        """What a new condition record would do to prices."""
        answer = await self.call("POST", "/v1/price-records/effect", body=base.json_body(data), media_type="application/json")
        return _decoder_66.decode(answer.body)

    async def try_price_record(self, *, record_id: str, data: RecordEffectIn) -> RecordEffectOut:
        """What a changed condition record would do to prices."""
        answer = await self.call("POST", f"/v1/price-records/{base.path_part(record_id)}/effect", body=base.json_body(data), media_type="application/json")
        return _decoder_66.decode(answer.body)

    async def try_promotion(self, *, promotion_id: str, data: EffectIn) -> EffectOut:
        """What a promotion does to prices."""
        answer = await self.call("POST", f"/v1/promotions/{base.path_part(promotion_id)}/effect", body=base.json_body(data), media_type="application/json")
        return _decoder_77.decode(answer.body)

    async def upload_files(self, *, connection_id: str, files: Mapping[str, Upload], idempotency_key: str | None = None, mode: Mode | None = None, dry_run: bool | None = None, fields: Mapping[str, str] | None = None) -> UploadOut:
        """Upload files for a run."""
        answer = await self.call("POST", f"/v1/connections/{base.path_part(connection_id)}/uploads", query={"mode": mode, "dry_run": dry_run}, headers={"Idempotency-Key": base.new_key(idempotency_key)}, **base.multipart(files, fields))
        return _decoder_22.decode(answer.body)

    async def why_seen(self, *, organisation: str, product: str, role: str | None = None) -> SeenOut:
        """Why a buyer sees a product or not."""
        answer = await self.call("GET", "/v1/assortments/why", query={"organisation": organisation, "product": product, "role": role})
        return _decoder_10.decode(answer.body)

    def changes(self, *, products: Sequence[str]) -> AsyncIterator[bytes]:
        """Changes of prices and stock as they happen."""
        return self.stream("/v1/changes", query={"products": products})

    def own_prices_csv(self) -> AsyncIterator[bytes]:
        """All own prices as CSV."""
        return self.stream("/v1/own-prices.csv")

    def own_prices_xlsx(self) -> AsyncIterator[bytes]:
        """All own prices as a workbook."""
        return self.stream("/v1/own-prices.xlsx")

    def price_records_csv(self, *, product: str | None = None, organisation: str | None = None, price_list: str | None = None, kind: modules_pricing_types_records_Kind | None = None, type_: str | None = None, system: str | None = None, sales_area: str | None = None, on: dt.datetime | None = None) -> AsyncIterator[bytes]:
        """Condition records as CSV."""
        return self.stream("/v1/price-records/search.csv", query={"product": product, "organisation": organisation, "price_list": price_list, "kind": kind, "type": type_, "system": system, "sales_area": sales_area, "on": on})
