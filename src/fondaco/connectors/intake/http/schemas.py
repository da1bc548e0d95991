"""What connections, runs and quarantine look like in JSON."""

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from fondaco.connectors.intake.model.masks import masked
from fondaco.connectors.intake.types import (
    Breaker,
    BreakerState,
    Connection,
    ConnectionState,
    Counts,
    Direction,
    Kind,
    LiveLine,
    Mode,
    Quarantined,
    QuarantineState,
    Run,
    RunState,
)
from fondaco.kernel.ids import public_id

ConnectionId = Annotated[str, Meta(max_length=40, examples=["cnn_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
RunId = Annotated[str, Meta(max_length=40, examples=["run_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
Text = Annotated[str, Meta(max_length=10_000)]


class BreakerOut(Struct, frozen=True, kw_only=True):
    """The circuit breaker: open keeps calls away until `retry_at`."""

    state: BreakerState
    failures: int
    retry_at: datetime | None


class LiveLineOut(Struct, frozen=True, kw_only=True):
    """How live questions over a connection went, with a circuit breaker of their own: open, nobody is asked until `retry_at`.

    Every one `asked` was `answered`, came `late` or `failed`; `differed` are the answers in which a figure was another than
    remembered. `error` is the last one, whatever came after it.
    """

    breaker: BreakerOut
    asked: int
    answered: int
    late: int
    failed: int
    differed: int
    answered_at: datetime | None
    error: str
    error_at: datetime | None


class ConnectionOut(Struct, frozen=True, kw_only=True):
    """A line to one outside system, and how it is. Secrets in `settings` are not shown."""

    id: ConnectionId
    name: Annotated[str, Meta(examples=["erp-sued"])]
    kind: Annotated[str, Meta(examples=["files"])]
    system: Annotated[str, Meta(examples=["erp-sued"])]
    direction: Direction
    state: ConnectionState
    breaker: BreakerOut
    last_success_at: datetime | None
    lag_seconds: Annotated[int, Meta(description="How far behind the other side, where known.")] | None
    error: str
    error_at: datetime | None
    open_quarantine: int
    settings: dict[str, Any]
    version: int


class RunIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A run to be done by a worker, on the folder or system of the connection's settings."""

    mode: Mode = Mode.DELTA
    dry_run: bool = False


class CountsOut(Struct, frozen=True, kw_only=True):
    """What became of records."""

    read: int
    created: int
    changed: int
    unchanged: int
    refused: int
    ended: int


class RunOut(Struct, frozen=True, kw_only=True):
    """A load with its progress, its counts (all together and by kind) and its error."""

    id: RunId
    connection: ConnectionId
    mode: Mode
    dry_run: bool
    state: RunState
    requested_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    duration_ms: int | None
    files: list[str]
    progress: str
    total: CountsOut
    counts: dict[str, CountsOut]
    error: str


class RunProblemOut(Struct, frozen=True, kw_only=True):
    """A record that was set aside, or in a dry run would be."""

    file: str
    line: int | None
    column: str
    field: str
    value: str
    code: str
    detail: str


class RunDetailOut(RunOut, frozen=True, kw_only=True):
    """A run with its first problems."""

    problems: list[RunProblemOut]


class QuarantinedOut(Struct, frozen=True, kw_only=True):
    """A record that was set aside: where it came from, why, its canonical fields as text and its raw columns."""

    id: Annotated[str, Meta(max_length=40, examples=["qua_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
    connection: ConnectionId
    run: RunId | None
    kind: Kind
    file: str
    line: int | None
    column: str
    field: str
    value: str
    code: Annotated[str, Meta(examples=["intake.unreadable"])]
    detail: str
    fields: dict[str, str]
    raw: dict[str, Any]
    state: QuarantineState
    created_at: datetime
    changed_at: datetime
    changed_by: str
    version: int


class CorrectionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Canonical fields to change, as text; an empty text takes a field away. With `replay` it is tried at once."""

    fields: Annotated[
        dict[Annotated[str, Meta(max_length=200)], Text], Meta(max_length=2000, examples=[{"amount": "12.50"}])
    ]
    replay: bool = False


def connection_out(value: Connection) -> ConnectionOut:
    """Write a connection."""
    return ConnectionOut(
        id=public_id("cnn", value.id),
        name=value.name,
        kind=value.kind,
        system=value.system,
        direction=value.direction,
        state=value.state,
        breaker=_breaker(value.breaker),
        last_success_at=value.last_success_at,
        lag_seconds=None if value.lag is None else int(value.lag.total_seconds()),
        error=value.error,
        error_at=value.error_at,
        open_quarantine=value.open_quarantine,
        settings=masked(value.settings),
        version=value.version,
    )


def live_line_out(value: LiveLine) -> LiveLineOut:
    """Write how live questions went."""
    return LiveLineOut(
        breaker=_breaker(value.breaker),
        asked=value.asked,
        answered=value.answered,
        late=value.late,
        failed=value.failed,
        differed=value.differed,
        answered_at=value.answered_at,
        error=value.error,
        error_at=value.error_at,
    )


def _breaker(value: Breaker) -> BreakerOut:
    return BreakerOut(state=value.state, failures=value.failures, retry_at=value.retry_at)


def run_fields(value: Run) -> dict[str, Any]:
    """Write what every form of a run shows."""
    return {
        "id": public_id("run", value.id),
        "connection": public_id("cnn", value.connection),
        "mode": value.mode,
        "dry_run": value.dry_run,
        "state": value.state,
        "requested_by": value.requested_by,
        "created_at": value.created_at,
        "started_at": value.started_at,
        "finished_at": value.finished_at,
        "duration_ms": None if value.duration is None else int(value.duration.total_seconds() * 1000),
        "files": list(value.files),
        "progress": value.progress,
        "total": counts_out(value.total),
        "counts": {kind: counts_out(counts) for kind, counts in value.counts.items()},
        "error": value.error,
    }


def run_out(value: Run) -> RunOut:
    """Write a run."""
    return RunOut(**run_fields(value))


def counts_out(value: Counts) -> CountsOut:
    """Write counts."""
    return CountsOut(
        read=value.read,
        created=value.created,
        changed=value.changed,
        unchanged=value.unchanged,
        refused=value.refused,
        ended=value.ended,
    )


def quarantined_out(value: Quarantined) -> QuarantinedOut:
    """Write a record that was set aside."""
    return QuarantinedOut(
        id=public_id("qua", value.id),
        connection=public_id("cnn", value.connection),
        run=public_id("run", value.run) if value.run else None,
        kind=value.kind,
        file=value.file,
        line=value.line,
        column=value.problem.column,
        field=value.problem.field,
        value=value.problem.value,
        code=value.problem.code,
        detail=value.problem.detail,
        fields=dict(value.fields),
        raw=dict(value.raw),
        state=value.state,
        created_at=value.created_at,
        changed_at=value.changed_at,
        changed_by=value.changed_by,
        version=value.version,
    )
