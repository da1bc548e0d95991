"""What orders tells the house: past-tense facts, written in the transaction that made them true."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from fondaco.kernel.event import Event
from fondaco.modules.availability.types import ScheduleLine


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEvent(Event):
    """The base of all facts about one order."""

    order: UUID
    organisation: UUID

    @property
    def subject(self) -> str:
        """Name the order."""
        return str(self.order)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPlaced(OrderEvent):
    """An order was placed; `systems` are the ERPs that get a part of it, `on_behalf` is the member of staff who did it."""

    TYPE: ClassVar[str] = "orders.order_placed.v1"
    number: str
    placed_at: datetime
    systems: tuple[str, ...]
    products: tuple[UUID, ...]
    contact: UUID | None = None
    on_behalf: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCancelled(OrderEvent):
    """An order was cancelled; `by_system` names the ERP that did it, if one did."""

    TYPE: ClassVar[str] = "orders.order_cancelled.v1"
    by_system: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderExported(OrderEvent):
    """An ERP has its part of the order."""

    TYPE: ClassVar[str] = "orders.order_exported.v1"
    system: str
    external_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderExportFailed(OrderEvent):
    """An attempt to hand the order to an ERP failed; `parked` says that a person has to look."""

    TYPE: ClassVar[str] = "orders.order_export_failed.v1"
    system: str
    attempts: int
    error: str
    parked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderStateChanged(OrderEvent):
    """An ERP told something new about the order: state, shipments or invoices."""

    TYPE: ClassVar[str] = "orders.order_state_changed.v1"
    system: str
    before: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseChanged(OrderEvent):
    """A line comes on other days than was promised `before`; `first` is what was confirmed when it was ordered."""

    TYPE: ClassVar[str] = "orders.promise_changed.v1"
    number: str
    line: UUID
    position: int
    product: UUID
    sku: str
    first: tuple[ScheduleLine, ...]
    before: tuple[ScheduleLine, ...]
    now: tuple[ScheduleLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderHistoryImported(Event):
    """Orders of the past were imported from a source."""

    TYPE: ClassVar[str] = "orders.order_history_imported.v1"
    source: str
    created: int
    changed: int

    @property
    def subject(self) -> str:
        """Name the source."""
        return self.source
