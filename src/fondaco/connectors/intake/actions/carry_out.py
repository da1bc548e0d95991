"""Carrying a run out: open the sink, let the connector deliver, book the end; a refusal fails the run with its words."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from fondaco.connectors.intake.actions import runs
from fondaco.connectors.intake.actions.connections import connection as connection_of
from fondaco.connectors.intake.actions.connections import report_failure, report_success
from fondaco.connectors.intake.sink import Sink, open_sink
from fondaco.connectors.intake.types import Connection, Mode, Report, Run
from fondaco.kernel.errors import Refusal
from fondaco.platform.transaction import Database

_NAMED = 5


def carry_out(
    *,
    database: Database,
    run: Run,
    deliver: Callable[[Connection, Sink], None],
    now: Callable[[], datetime],
) -> tuple[Run, Report]:
    """Do a run that was begun or taken: `deliver` gives the sink its records.

    A `Refusal` on the way fails the run and is kept as its error; any other fault fails it and is raised. Neither
    undoes batches that were taken.
    """
    with database.transaction() as tx:
        carrier = connection_of(tx=tx, id=run.connection)
    try:
        with open_sink(database=database, connection=carrier, run=run, now=now) as sink:
            deliver(carrier, sink)
            report = sink.report
    except Refusal as refusal:
        return _failed(database, run, _words(refusal), now), Report(counts={})
    except Exception as error:
        _failed(database, run, f"{type(error).__name__}: {error}", now)
        raise
    with database.transaction() as tx:
        ended = runs.succeed_run(tx=tx, id=run.id, report=report, as_of=now())
        if not run.dry_run:
            report_success(tx=tx, connection=carrier.id, as_of=now())
    return ended, report


def load(
    *,
    database: Database,
    connection: UUID,
    mode: Mode,
    requested_by: str,
    deliver: Callable[[Connection, Sink], None],
    now: Callable[[], datetime],
    dry_run: bool = False,
) -> tuple[Run, Report]:
    """Begin a run here and now and carry it out."""
    with database.transaction() as tx:
        run = runs.begin_run(
            tx=tx, connection=connection, mode=mode, requested_by=requested_by, as_of=now(), dry_run=dry_run
        )
    return carry_out(database=database, run=run, deliver=deliver, now=now)


def _failed(database: Database, run: Run, error: str, now: Callable[[], datetime]) -> Run:
    with database.transaction() as tx:
        if not run.dry_run:
            report_failure(tx=tx, connection=run.connection, as_of=now(), error=error)
        return runs.fail_run(tx=tx, id=run.id, error=error, as_of=now())


def _words(refusal: Refusal) -> str:
    """Say a refusal with its first problems in one text."""
    details = "; ".join(problem.detail for problem in refusal.problems[:_NAMED])
    more = len(refusal.problems) - _NAMED
    return f"{refusal}{': ' + details if details else ''}{f'; and {more} more' if more > 0 else ''}"
