"""Facts that availability publishes."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from fondaco.kernel.event import Event
from fondaco.modules.availability.types import ScheduleLine

# Causes by which nothing but what is held changed.
OF_RESERVATIONS = frozenset({"reserved", "released", "delivered", "expired", "replanned", "prolonged"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StockChanged(Event):
    """What can be promised of these products changed: stock, receipts, reservations, allocations; `cause` says which.

    Of what was reserved it tells everything, one entry for each hold of the `document`: so nobody has to look it up.
    """

    TYPE: ClassVar[str] = "availability.stock_changed.v1"
    cause: str
    source: str
    products: tuple[UUID, ...]
    locations: tuple[UUID, ...] = ()
    quantities: tuple[Decimal, ...] = ()
    dates: tuple[date, ...] = ()
    document: UUID | None = None
    expires_at: datetime | None = None
    replenished: tuple[Decimal, ...] = ()
    allocations: tuple[UUID | None, ...] = ()

    @property
    def subject(self) -> str:
        """Name the source: its changes keep their order."""
        return self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHeard(Event):
    """A source of stock was heard from, or what is kept for it or its locations changed."""

    TYPE: ClassVar[str] = "availability.source_heard.v1"
    source: str

    @property
    def subject(self) -> str:
        """Name the source."""
        return self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRulesChanged(Event):
    """On which occasions ERPs are asked live for an organisation changed."""

    TYPE: ClassVar[str] = "availability.live_rules_changed.v1"
    organisation: UUID

    @property
    def subject(self) -> str:
        """Name the organisation."""
        return str(self.organisation)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsChanged(Event):
    """Calendars, transport times, receiving days or delivery rules changed; `of` says whose."""

    TYPE: ClassVar[str] = "availability.terms_changed.v1"
    of: str

    @property
    def subject(self) -> str:
        """Name what they are kept for."""
        return self.of


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseChanged(Event):
    """What a line of a document was promised was planned again and became another schedule, in base units.

    Both schedules sum to what is open of the line. `revision` grows with every plan of the line: what comes with a
    smaller one is old.
    """

    TYPE: ClassVar[str] = "availability.promise_changed.v1"
    document: UUID
    line: UUID
    product: UUID
    revision: int
    before: tuple[ScheduleLine, ...]
    after: tuple[ScheduleLine, ...]

    @property
    def subject(self) -> str:
        """Name the document: its promises change in order."""
        return str(self.document)
