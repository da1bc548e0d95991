"""Queries on runs and their uploads."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, delete, insert, select, tuple_, update

from fondaco.connectors.intake.model.fields import storable
from fondaco.connectors.intake.tables import run, upload
from fondaco.connectors.intake.types import Counts, Mode, Origin, Problem, Run, RunState
from fondaco.platform.transaction import Tx

PIECE = 1 << 20
_LONGEST_VALUE = 500


def add(*, tx: Tx, value: Run) -> None:
    """Insert a run."""
    tx.execute(
        insert(run).values(
            id=value.id,
            connection=value.connection,
            mode=value.mode.value,
            dry_run=value.dry_run,
            state=value.state.value,
            requested_by=value.requested_by,
            created_at=value.created_at,
            started_at=value.started_at,
            heartbeat_at=value.started_at,
            files=list(value.files),
        )
    )


def find(*, tx: Tx, id: UUID, lock: bool = False) -> Run | None:
    """Find one run."""
    statement = select(run).where(run.c.id == id)
    row = tx.execute(statement.with_for_update() if lock else statement).one_or_none()
    return read(row) if row else None


def in_progress(*, tx: Tx, connection: UUID) -> UUID | None:
    """Find the run of a connection that waits or is under way."""
    return tx.execute(
        select(run.c.id).where(run.c.connection == connection, run.c.state.in_(("waiting", "running")))
    ).scalar_one_or_none()


def page(*, tx: Tx, connection: UUID, before: UUID | None, limit: int) -> list[Run]:
    """List runs of a connection, latest first."""
    statement = select(run).where(run.c.connection == connection).order_by(run.c.id.desc()).limit(limit)
    if before:
        statement = statement.where(run.c.id < before)
    return [read(row) for row in tx.execute(statement)]


def set_state(*, tx: Tx, id: UUID, state: RunState, **values: object) -> None:
    """Store the next state and what belongs to it."""
    tx.execute(update(run).where(run.c.id == id).values(state=state.value, **values))


def set_progress(
    *,
    tx: Tx,
    id: UUID,
    progress: str,
    counts: Mapping[str, Counts],
    moment: datetime,
    problems: Sequence[tuple[Origin, Problem]] = (),
) -> None:
    """Store how far a run is; it is a sign of life too."""
    values: dict[str, object] = {"progress": progress, "counts": msgspec.to_builtins(counts), "heartbeat_at": moment}
    if problems:
        values["problems"] = [
            {
                "file": storable(origin.file),
                "line": origin.line,
                "column": storable(problem.column),
                "field": problem.field,
                "value": storable(problem.value[:_LONGEST_VALUE]),
                "code": problem.code,
                "detail": storable(problem.detail),
            }
            for origin, problem in problems
        ]
    tx.execute(update(run).where(run.c.id == id).values(values))


def problems(*, tx: Tx, id: UUID) -> list[dict[str, Any]]:
    """Return the first problems of a run with their places."""
    return tx.execute(select(run.c.problems).where(run.c.id == id)).scalar_one()  # type: ignore[no-any-return]


def add_upload(*, tx: Tx, id: UUID, name: str, pieces: Iterator[bytes]) -> int:
    """Store an uploaded file in pieces; return its size."""
    size = 0
    for number, piece in enumerate(pieces):
        tx.execute(insert(upload).values(run=id, name=name, piece=number, content=piece))
        size += len(piece)
    return size


def uploads(*, tx: Tx, id: UUID) -> list[str]:
    """Name the files uploaded for a run."""
    return list(
        tx.execute(select(upload.c.name).where(upload.c.run == id).distinct().order_by(upload.c.name)).scalars()
    )


def piece(*, tx: Tx, id: UUID, name: str, number: int) -> bytes | None:
    """Read one piece of an uploaded file; None after the last."""
    statement = select(upload.c.content).where(
        tuple_(upload.c.run, upload.c.name, upload.c.piece) == tuple_(id, name, number)
    )
    return tx.execute(statement).scalar_one_or_none()


def drop_uploads(*, tx: Tx, id: UUID) -> None:
    """Remove what was uploaded for a run."""
    tx.execute(delete(upload).where(upload.c.run == id))


def read(row: Row[Any]) -> Run:
    """Make the value of a row."""
    return Run(
        id=row.id,
        connection=row.connection,
        mode=Mode(row.mode),
        dry_run=row.dry_run,
        state=RunState(row.state),
        requested_by=row.requested_by,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        files=tuple(row.files),
        progress=row.progress,
        counts={kind: Counts(**counts) for kind, counts in row.counts.items()},
        error=row.error,
    )
