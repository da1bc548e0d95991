"""What crosses the door of intake: connections, runs, canonical records, and what was set aside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from fondaco.connectors.intake.model.kinds import SPECS, Field, Kind, Spec, Type

__all__ = [
    "SPECS",
    "Breaker",
    "BreakerState",
    "Connection",
    "ConnectionDraft",
    "ConnectionState",
    "Counts",
    "Direction",
    "Field",
    "Fields",
    "Kind",
    "LiveLine",
    "LiveOutcome",
    "Mode",
    "Origin",
    "Problem",
    "QuarantineQuery",
    "QuarantineState",
    "Quarantined",
    "Record",
    "Rejected",
    "Report",
    "Run",
    "RunState",
    "Spec",
    "StockAnswer",
    "StockQuestion",
    "Type",
]

Fields: TypeAlias = Mapping[str, object]
"""Canonical fields of one record by name: texts, or values that a text would be read to."""


class Direction(StrEnum):
    """Which way a connection carries."""

    INWARD = "in"
    OUTWARD = "out"
    BOTH = "both"


class ConnectionState(StrEnum):
    """`paused` by a person; `broken` while the circuit breaker keeps calls away."""

    ACTIVE = "active"
    PAUSED = "paused"
    BROKEN = "broken"


class BreakerState(StrEnum):
    """Closed lets calls through, open keeps them away, half-open lets one through to see."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """The circuit breaker of one connection, the same for every process."""

    state: BreakerState = BreakerState.CLOSED
    failures: int = 0
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionDraft:
    """A connection to make or to bring up to date; its `name` is unique.

    `system` is the name under which keys of the other side are stored as external references. `settings` are of the
    connector named by `kind`; values whose name says password, secret or token are never shown.
    """

    name: str
    kind: str
    system: str
    direction: Direction = Direction.INWARD
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A line to one outside system, and how it is."""

    id: UUID
    name: str
    kind: str
    system: str
    direction: Direction
    settings: Mapping[str, object] = field(repr=False)
    paused: bool
    breaker: Breaker
    last_success_at: datetime | None
    lag: timedelta | None
    error: str
    error_at: datetime | None
    open_quarantine: int
    version: int

    @property
    def state(self) -> ConnectionState:
        """How a person would call its state."""
        if self.paused:
            return ConnectionState.PAUSED
        return ConnectionState.ACTIVE if self.breaker.state is BreakerState.CLOSED else ConnectionState.BROKEN


class LiveOutcome(StrEnum):
    """What became of a question about stock of this moment: too late is an answer that nobody waited for any more."""

    ANSWERED = "answered"
    LATE = "late"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveLine:
    """How live questions over a connection went: every one `asked` was answered, late or failed.

    `differed` counts the answers in which a figure was another than remembered. The breaker is that of live questions alone.
    """

    breaker: Breaker = field(default_factory=Breaker)
    asked: int = 0
    answered: int = 0
    late: int = 0
    failed: int = 0
    differed: int = 0
    answered_at: datetime | None = None
    error: str = ""
    error_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockQuestion:
    """What an ERP is asked about this moment, by its own keys: stock of products, and what is still open of orders."""

    products: tuple[str, ...]
    orders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StockAnswer:
    """What an ERP says of this moment, by its own keys, in base units; what it does not name, it does not say.

    `on_hand` is by product and location. `open` is what the ERP has still to take off these figures, by order and product:
    an order it knows and has delivered stands there with zero.
    """

    on_hand: Mapping[tuple[str, str], Decimal]
    open: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)


class Mode(StrEnum):
    """A full load states everything: what it does not name is ended. A delta states only what changed."""

    FULL = "full"
    DELTA = "delta"


class RunState(StrEnum):
    """A run waits for a worker, runs, and ends one way or the other; see `model/life_cycle.py`."""

    WAITING = "waiting"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of records; `ended` are those that a full load no longer names."""

    read: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    ended: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Add up."""
        return Counts(
            read=self.read + other.read,
            created=self.created + other.created,
            changed=self.changed + other.changed,
            unchanged=self.unchanged + other.unchanged,
            refused=self.refused + other.refused,
            ended=self.ended + other.ended,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One load through a connection, with its progress while it runs and its counts by kind."""

    id: UUID
    connection: UUID
    mode: Mode
    dry_run: bool
    state: RunState
    requested_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    files: tuple[str, ...]
    progress: str
    counts: Mapping[str, Counts]
    error: str

    @property
    def total(self) -> Counts:
        """All kinds together."""
        return sum(self.counts.values(), Counts())

    @property
    def duration(self) -> timedelta | None:
        """How long it took; None while it runs."""
        if self.started_at is None or self.finished_at is None:
            return None
        return self.finished_at - self.started_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a record comes from: the file (or the other side's name of the table), the line, the raw columns.

    `columns` says from which column each canonical field was made, so that a refusal can name the column.
    """

    file: str
    line: int | None = None
    raw: Mapping[str, object] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One canonical record: its kind and fields (see `model/kinds.py`), ready for the rooms' doors.

    `systems` names the system whose keys a field holds where it is not that of the connection.
    """

    kind: Kind
    fields: Fields
    origin: Origin
    systems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a record was set aside: the canonical field, a stable code, the reason in words."""

    field: str
    code: str
    detail: str
    column: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A record that could not even be read; `record` holds what could be, so that a person can complete it."""

    record: Record
    problem: Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a load did or, as a dry run, would do; `problems` are the first ones, with their place."""

    counts: Mapping[str, Counts]
    problems: tuple[tuple[Origin, Problem], ...] = ()

    @property
    def total(self) -> Counts:
        """All kinds together."""
        return sum(self.counts.values(), Counts())


class QuarantineState(StrEnum):
    """Set aside; changed by a person; taken after all; given up."""

    OPEN = "open"
    CORRECTED = "corrected"
    REPLAYED = "replayed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """A record that was set aside, where it came from, why, and its canonical fields as text."""

    id: UUID
    connection: UUID
    run: UUID | None
    kind: Kind
    file: str
    line: int | None
    problem: Problem
    fields: Mapping[str, str]
    raw: Mapping[str, object]
    systems: Mapping[str, str]
    state: QuarantineState
    created_at: datetime
    changed_at: datetime
    changed_by: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineQuery:
    """Which quarantined records to list."""

    connection: UUID | None = None
    run: UUID | None = None
    state: QuarantineState | None = None
    kind: Kind | None = None
    code: str | None = None
