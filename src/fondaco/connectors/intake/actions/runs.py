"""Runs: asked for by a person, a machine or the clock; taken by one worker; with progress, counts and an end."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from fondaco.connectors.intake.actions.connections import connection as connection_of
from fondaco.connectors.intake.errors import ConnectionPaused, NoSuchRun, RunInProgress, WrongRunState
from fondaco.connectors.intake.events import RunEnded
from fondaco.connectors.intake.model.fields import storable
from fondaco.connectors.intake.model.life_cycle import RUN
from fondaco.connectors.intake.store import quarantine
from fondaco.connectors.intake.store import runs as store
from fondaco.connectors.intake.types import Connection, Mode, Report, Run, RunState
from fondaco.kernel.ids import inner_id, new_id, public_id
from fondaco.kernel.page import Page
from fondaco.platform import jobs
from fondaco.platform.jobs import Job
from fondaco.platform.transaction import Database, Tx
from fondaco.platform.web.page import cut, read_cursor

_LONGEST_ERROR = 2000


def run_job(*, kind: str, run: Callable[..., None]) -> Job:
    """Declare the job that does the runs of one kind of connection: called as ``run(database=…, run="run_…")``."""
    return Job(name=f"intake.run.{kind}", run=run, attempts=3, first_pause=5)


def request_run(
    *,
    tx: Tx,
    connection: UUID,
    mode: Mode,
    dry_run: bool,
    requested_by: str,
    as_of: datetime,
    files: Sequence[str] = (),
) -> Run:
    """Ask for a run; a worker takes it as soon as this is committed. One connection carries one run at a time."""
    carrier = connection_of(tx=tx, id=connection)
    if carrier.paused:
        raise ConnectionPaused(connection=carrier.name)
    value = _add(tx, carrier, mode, requested_by, as_of, files, dry_run=dry_run, state=RunState.WAITING)
    jobs.defer(
        tx=tx,
        job=run_job(kind=carrier.kind, run=_elsewhere),
        arguments={"run": public_id("run", value.id)},
        lock=f"intake.run.{carrier.id}",
    )
    return value


def begin_run(
    *, tx: Tx, connection: UUID, mode: Mode, requested_by: str, as_of: datetime, dry_run: bool = False
) -> Run:
    """Begin a run at once, in the process that asks for it (the command line, a follower of changes)."""
    carrier = connection_of(tx=tx, id=connection)
    return _add(tx, carrier, mode, requested_by, as_of, (), dry_run=dry_run, state=RunState.RUNNING)


def take_run(*, tx: Tx, id: UUID, as_of: datetime) -> Run | None:
    """Take a waiting run, or one whose worker died, to do it now; None if there is nothing to do any more.

    The queue gives a job to another worker only when the first one is dead. What that one set aside is forgotten: the run
    is done anew from its first record, and what was stored already is found unchanged.
    """
    found = _locked(tx, id)
    if found.state is RunState.WAITING:
        store.set_state(tx=tx, id=id, state=RunState.RUNNING, started_at=as_of, heartbeat_at=as_of)
    elif found.state is RunState.RUNNING:
        quarantine.begin_anew(tx=tx, run=id)
        store.set_state(tx=tx, id=id, state=RunState.RUNNING, heartbeat_at=as_of, counts={}, progress="")
    else:
        return None
    return _locked(tx, id)


def succeed_run(*, tx: Tx, id: UUID, report: Report, as_of: datetime) -> Run:
    """Book that the run came to its end; what was set aside is in the counts."""
    store.set_progress(tx=tx, id=id, progress="", counts=report.counts, moment=as_of, problems=report.problems)
    return _end(tx, id, RunState.SUCCEEDED, as_of)


def fail_run(*, tx: Tx, id: UUID, error: str, as_of: datetime) -> Run:
    """Book that the run cannot go on; batches that were taken before stay taken, and nothing is ended."""
    return _end(tx, id, RunState.FAILED, as_of, error=storable(error)[:_LONGEST_ERROR])


def run(*, tx: Tx, id: UUID) -> Run:
    """Return a run or refuse."""
    found = store.find(tx=tx, id=id)
    if found is None:
        raise NoSuchRun
    return found


def run_problems(*, tx: Tx, id: UUID) -> list[Mapping[str, Any]]:
    """Return the first problems of a run with file, line, column, value and reason; of dry runs too."""
    run(tx=tx, id=id)
    return list(store.problems(tx=tx, id=id))


def runs(*, tx: Tx, connection: UUID, cursor: str | None = None, limit: int = 50) -> Page[Run]:
    """List the runs of a connection, latest first."""
    connection_of(tx=tx, id=connection)
    before = inner_id("run", read_cursor(cursor, tuple[str])[0]) if cursor else None
    rows = store.page(tx=tx, connection=connection, before=before, limit=limit + 1)
    return cut(rows, limit, lambda row: (public_id("run", row.id),))


def add_upload(*, tx: Tx, run: UUID, name: str, content: bytes) -> None:
    """Keep an uploaded file for a run, in pieces, until the run has ended."""
    pieces = (content[start : start + store.PIECE] for start in range(0, len(content) or 1, store.PIECE))
    store.add_upload(tx=tx, id=run, name=name, pieces=pieces)


def fetch_uploads(*, database: Database, run: UUID, write: Callable[[str, int, bytes], None]) -> list[str]:
    """Hand out the files uploaded for a run, piece by piece: ``write(name, number, piece)``; return their names."""
    with database.transaction() as tx:
        names = store.uploads(tx=tx, id=run)
        for name in names:
            number = 0
            while (piece := store.piece(tx=tx, id=run, name=name, number=number)) is not None:
                write(name, number, piece)
                number += 1
    return names


def _add(
    tx: Tx,
    carrier: Connection,
    mode: Mode,
    requested_by: str,
    as_of: datetime,
    files: Sequence[str],
    *,
    dry_run: bool,
    state: RunState,
) -> Run:
    present = store.in_progress(tx=tx, connection=carrier.id)
    if present is not None:
        raise RunInProgress(run=public_id("run", present))
    value = Run(
        id=new_id(),
        connection=carrier.id,
        mode=mode,
        dry_run=dry_run,
        state=state,
        requested_by=requested_by,
        created_at=as_of,
        started_at=as_of if state is RunState.RUNNING else None,
        finished_at=None,
        files=tuple(files),
        progress="",
        counts={},
        error="",
    )
    store.add(tx=tx, value=value)
    return value


def _end(tx: Tx, id: UUID, state: RunState, as_of: datetime, **values: object) -> Run:
    found = _locked(tx, id)
    if state not in RUN[found.state]:
        raise WrongRunState(run=public_id("run", id), state=found.state.value)
    store.set_state(tx=tx, id=id, state=state, finished_at=as_of, heartbeat_at=as_of, **values)
    store.drop_uploads(tx=tx, id=id)
    ended = _locked(tx, id)
    if not ended.dry_run:
        total = ended.total
        tx.publish(
            RunEnded(connection=ended.connection, run=id, state=state.value, read=total.read, refused=total.refused)
        )
    return ended


def _locked(tx: Tx, id: UUID) -> Run:
    found = store.find(tx=tx, id=id, lock=True)
    if found is None:
        raise NoSuchRun
    return found


def _elsewhere(**_: object) -> None:
    """Stand for what the connector that declares this kind's job does; here it is only promised."""
