"""What crosses the door of availability: locations, stock, receipts, reservations, promises."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from msgspec import Struct

from fondaco.kernel.ids import ExternalRef


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationDraft:
    """A place with stock, as a source states it; days are counted in its `zone`, goods taken in order of `position`."""

    ref: ExternalRef
    name: str
    country: str = "DE"
    zone: str = "Europe/Berlin"
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StockDraft:
    """What is on hand at a location as it was told at a moment, in base units (or in `unit`).

    `blocked` of it waits for quality, `safety` of it is kept back: neither is promised. Less than nothing is taken as
    told, ERPs have it; it promises nothing.
    """

    product: ExternalRef
    location: ExternalRef
    on_hand: Decimal
    told_at: datetime
    blocked: Decimal = Decimal(0)
    safety: Decimal = Decimal(0)
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptDraft:
    """A quantity expected at a location on a day; zero says that nothing is expected any more under this key."""

    ref: ExternalRef
    product: ExternalRef
    location: ExternalRef
    expected_on: date
    quantity: Decimal
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place with stock."""

    id: UUID
    name: str
    country: str
    zone: str
    position: int
    system: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What is on hand at a location, in base units."""

    product: UUID
    location: UUID
    on_hand: Decimal
    blocked: Decimal
    safety: Decimal
    told_at: datetime
    system: str
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A quantity in base units expected at a location on a day."""

    product: UUID
    location: UUID
    quantity: Decimal
    date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A quantity of a location's supply that a reservation holds from a day on."""

    product: UUID
    location: UUID
    quantity: Decimal
    date: date
    expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleLine:
    """A quantity in base units and the day it can be had; without a day nobody knows yet."""

    quantity: Decimal
    date: date | None
    location: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLocation:
    """What a location can give: at once, and what it expects."""

    location: UUID
    available: Decimal
    expected: tuple[ScheduleLine, ...]
    told_at: datetime
    known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailabilityRequest:
    """A product and a quantity in its base unit; nothing is promised for a day before `requested_on`."""

    product: UUID
    quantity: Decimal
    requested_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The answer by date: the schedule lines sum to the quantity asked for, in base units.

    `known` is False where no source was heard from within its patience; then all of it has no date. `told_at` is the
    oldest moment the answer rests on.
    """

    product: UUID
    quantity: Decimal
    schedule: tuple[ScheduleLine, ...]
    locations: tuple[AtLocation, ...]
    told_at: datetime | None
    known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationLine:
    """A quantity in base units to hold for a line of a document."""

    line: UUID
    product: UUID
    quantity: Decimal
    requested_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """What was held for a line; the part without a date is held nowhere."""

    line: UUID
    product: UUID
    schedule: tuple[ScheduleLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """All facts about one product that a promise rests on."""

    stock: tuple[Stock, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    held: tuple[Held, ...] = ()


Heard = Mapping[str, tuple[datetime, int]]
"""When each source was last heard from, and its patience in seconds."""


class StockTag(Struct, frozen=True, kw_only=True):
    """What a card says about availability, as JSON: what can be had at once, and what comes next, in base units.

    With `known` false nobody knows.
    """

    known: bool
    available: Decimal
    unit: str
    next_quantity: Decimal | None = None
    next_date: date | None = None
