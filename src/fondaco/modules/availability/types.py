"""What crosses the door of availability: locations, stock, receipts, allocations, reservations, promises."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from msgspec import Struct

from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.period import ALWAYS, Period
from fondaco.modules.catalog.types import RelationKind

# A field named `date` hides the type of that name from the fields after it.
Day: TypeAlias = date


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
class ReplenishmentDraft:
    """After so many working days of a location any quantity of a product is replenished there, as a source states it.

    Without a location it counts wherever stock of the product is told of and nothing else is said. `lead_time=None` says
    that it is not replenished.
    """

    product: ExternalRef
    lead_time: int | None
    location: ExternalRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationDraft:
    """A quantity of a product to keep for an organisation and all below it, or for a segment: exactly one of the two.

    `quantity` is in base units, or in `unit`; without a `location` it is kept wherever there is something first.
    """

    ref: ExternalRef
    product: ExternalRef
    quantity: Decimal
    organisation: ExternalRef | None = None
    segment: str | None = None
    location: ExternalRef | None = None
    unit: str | None = None
    valid: Period = ALWAYS


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
    """What is on hand at a location, in base units; `live` says that it was asked for just now, and whether with success."""

    product: UUID
    location: UUID
    on_hand: Decimal
    blocked: Decimal
    safety: Decimal
    told_at: datetime
    system: str
    version: int = 1
    live: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A quantity in base units expected at a location on a day."""

    product: UUID
    location: UUID
    quantity: Decimal
    date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A quantity of a location's supply that the reservation of a document holds from a day on.

    So much of it is to be `replenished` until then; it is drawn from an `allocation` or, without one, from what is free.
    """

    product: UUID
    location: UUID
    quantity: Decimal
    date: date
    expires_at: datetime | None
    document: UUID | None = None
    replenished: Decimal = Decimal(0)
    allocation: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """A quantity kept for an organisation and all below it, or for a segment, in base units; `used` of it left the house.

    `number` is its place in the order in which documents reserve: who came before it gives way to nothing of it.
    """

    id: UUID
    product: UUID
    location: UUID | None
    organisation: UUID | None
    segment: str | None
    quantity: Decimal
    used: Decimal
    valid_from: datetime
    valid_to: datetime | None
    number: int = 0
    system: str = ""
    key: str = ""
    version: int = 1

    def in_force(self, moment: datetime) -> bool:
        """Tell whether it counts at a moment."""
        return self.valid_from <= moment and (self.valid_to is None or moment < self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationState:
    """An allocation, and how much of it is held for documents now."""

    allocation: Allocation
    held: Decimal

    @property
    def drawn(self) -> Decimal:
        """What of it is held or has left the house."""
        return self.allocation.used + self.held

    @property
    def left(self) -> Decimal:
        """What of it is still kept."""
        return max(self.allocation.quantity - self.drawn, Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Replenishment:
    """After how many working days of a location any quantity of a product is replenished there; None: it never is."""

    product: UUID
    location: UUID | None
    lead_time: int | None


class BackorderPolicy(StrEnum):
    """How much of a product is sold beyond what is there; the later in this order the stricter.

    `allow`: any quantity, what has no date comes when it comes. `dated`: what has a confirmed date. `none`: what can be
    had now.
    """

    ALLOW = "allow"
    DATED = "dated"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleLine:
    """A quantity in base units and the day it leaves the house; without a day nobody knows yet.

    `delivered_on` is the day it arrives; None where nobody told how long goods travel. So much of it is neither there nor
    expected and will be `replenished`; what is held of it may be drawn from an `allocation`.
    """

    quantity: Decimal
    date: date | None
    location: UUID | None = None
    delivered_on: Day | None = None
    replenished: Decimal = Decimal(0)
    allocation: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLocation:
    """What a location can give: at once, and what it expects; with `noted_at`, by data that is as old as that."""

    location: UUID
    available: Decimal
    expected: tuple[ScheduleLine, ...]
    told_at: datetime
    known: bool
    noted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailabilityRequest:
    """A product and a quantity in its base unit; nothing arrives before `requested_on`, the day it is wanted on."""

    product: UUID
    quantity: Decimal
    requested_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The answer by date: the schedule lines sum to the quantity asked for, in base units.

    `known` is False where no source counts, since all are silent; then all of it has no date. `told_at` is the oldest moment
    the answer rests on; where a date rests on data that is too old to be told without its age, `noted_at` is that age. `in_time` says whether all of it arrives by the requested day; None where no day
    was requested. `orderable` is how much of the quantity may be ordered, in base units, and `reason` the policy that
    lets no more be ordered; None where all of it may. `drawn` is how much of it comes from allocations of the buyer;
    `kept_for_others` says that not all of it is to be had now while something is kept for others.
    """

    product: UUID
    quantity: Decimal
    schedule: tuple[ScheduleLine, ...]
    locations: tuple[AtLocation, ...]
    told_at: datetime | None
    known: bool
    in_time: bool | None = None
    orderable: Decimal
    reason: BackorderPolicy | None = None
    drawn: Decimal = Decimal(0)
    kept_for_others: bool = False
    noted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Another product that can be had where one is late: a successor or a substitute of it, and its promise.

    The quantity is the one asked for, rounded up to what may be ordered of it, in the base unit that both have.
    """

    kind: RelationKind
    product: UUID
    sku: str
    name: str
    unit: str
    promise: Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationLine:
    """A quantity in base units to hold for a line of a document; some `may_wait`, whatever policy of backorders there is."""

    line: UUID
    product: UUID
    quantity: Decimal
    requested_on: date | None = None
    may_wait: bool = False


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
    allocations: tuple[Allocation, ...] = ()
    replenishments: tuple[Replenishment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The days a location ships on: weekdays (Monday is 1) without public holidays, closed days taken out, others added.

    What is ordered from `cut_off` on, in the location's zone, leaves on the next working day.
    """

    weekdays: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    country: str = ""
    subdivision: str = ""
    closed_on: frozenset[date] = frozenset()
    opened_on: frozenset[date] = frozenset()
    cut_off: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportTime:
    """How many days carriers need from a location to a country, or to one transport zone of it."""

    country: str
    days: int
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiving:
    """The days the gate of a ship-to address is open, and the transport zone it lies in."""

    weekdays: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    closed_on: frozenset[date] = frozenset()
    zone: str = ""


class Sourcing(StrEnum):
    """Which location gives first: the one it arrives from first, or each used up before the next is asked."""

    EARLIEST = "earliest"
    PREFERENCE = "preference"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRule:
    """In how many deliveries a line may come (1: complete or not at all; None: any number), and from where.

    `places` are the locations that may deliver, the preferred first; empty means all, in their own order.
    """

    deliveries: int | None = None
    sourcing: Sourcing = Sourcing.EARLIEST
    places: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything about delivering that is no stock: by location, destination, ship-to address, and who buys.

    A rule is kept for an organisation (its id as text) or a sales area; the nearest counts. A policy of backorders is
    kept for these and for products.
    """

    calendars: Mapping[UUID, Calendar] = field(default_factory=dict)
    transport: Mapping[UUID, tuple[TransportTime, ...]] = field(default_factory=dict)
    receiving: Mapping[UUID, Receiving] = field(default_factory=dict)
    rules: Mapping[str, DeliveryRule] = field(default_factory=dict)
    backorders: Mapping[str, BackorderPolicy] = field(default_factory=dict)


class StockTag(Struct, frozen=True, kw_only=True):
    """What a card says about availability, as JSON: what can be had at once, and what comes next, in base units.

    What is allocated is told to whom it is kept for. With `known` false nobody knows; `noted_at` is the age to be told.
    """

    known: bool
    available: Decimal
    unit: str
    next_quantity: Decimal | None = None
    next_date: date | None = None
    noted_at: datetime | None = None
