"""Runs: one a connection at a time, taken by one worker, and whole again after a worker died."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from fondaco.connectors.files import handlers
from fondaco.connectors.files.api import connect, read_mapping
from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.errors import ConnectionPaused, RunInProgress, WrongRunState
from fondaco.connectors.intake.events import RunEnded
from fondaco.connectors.intake.types import Connection, Kind, Mode, Origin, Record, Report, RunState
from fondaco.kernel.errors import Unavailable
from fondaco.kernel.ids import public_id
from fondaco.platform.transaction import Database
from tests.files.builders import PRODUCTS, products, write

pytestmark = pytest.mark.slow

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def connection(database: Database, tmp_path: Path) -> Connection:
    return connect(database=database, mapping=read_mapping(PRODUCTS), text=PRODUCTS, folder=tmp_path)


def ask(database: Database, connection: Connection, *, dry_run: bool = False) -> str:
    with database.transaction() as tx:
        run = intake.request_run(
            tx=tx, connection=connection.id, mode=Mode.FULL, dry_run=dry_run, requested_by="Eva", as_of=NOW
        )
    return public_id("run", run.id)


def test_a_run_is_promised_with_its_job_and_done(database: Database, connection: Connection, tmp_path: Path) -> None:
    write(tmp_path, "A1;Mutter;1", "A2;Bolzen;x")
    run = ask(database, connection)
    with database.transaction() as tx:
        job = tx.execute(text("SELECT task_name, args FROM procrastinate.procrastinate_jobs")).one()
    assert (job.task_name, job.args) == ("intake.run.files", {"run": run})
    handlers.run_import(database=database, run=run)
    handlers.run_import(database=database, run=run)
    with database.transaction() as tx:
        (done,) = intake.runs(tx=tx, connection=connection.id).items
        assert (done.state, done.total.created, done.total.refused) == (RunState.SUCCEEDED, 1, 1)
        assert intake.connection(tx=tx, id=connection.id).last_success_at is not None
        assert intake.connection(tx=tx, id=connection.id).open_quarantine == 1
    assert set(products(database)) == {"A1"}


def test_uploaded_files_are_used_and_then_removed(database: Database, connection: Connection) -> None:
    with database.transaction() as tx:
        run = intake.request_run(
            tx=tx, connection=connection.id, mode=Mode.DELTA, dry_run=False, requested_by="Eva", as_of=NOW
        )
        rows = "".join(f"A{n};{'Mutter' * 75};1\n" for n in range(5_000))
        intake.add_upload(tx=tx, run=run.id, name="artikel.csv", content=f"NR;NAME;MENGE\n{rows}".encode())
        assert tx.execute(text("SELECT count(*) FROM intake.upload")).scalar_one() == 3
    handlers.run_import(database=database, run=public_id("run", run.id))
    with database.transaction() as tx:
        assert intake.run(tx=tx, id=run.id).total.created == 5_000
        assert tx.execute(text("SELECT count(*) FROM intake.upload")).scalar_one() == 0


def test_one_run_at_a_time(database: Database, connection: Connection) -> None:
    ask(database, connection)
    with pytest.raises(RunInProgress), database.transaction() as tx:
        intake.begin_run(tx=tx, connection=connection.id, mode=Mode.FULL, requested_by="Eva", as_of=NOW)


def test_a_paused_connection_takes_no_run(database: Database, connection: Connection) -> None:
    with database.transaction() as tx:
        intake.pause_connection(tx=tx, id=connection.id)
    with pytest.raises(ConnectionPaused):
        ask(database, connection)


def test_a_run_whose_worker_died_is_done_anew(database: Database, connection: Connection, tmp_path: Path) -> None:
    write(tmp_path, "A1;Mutter;1", "A2;Bolzen;1")
    with database.transaction() as tx:
        run = intake.request_run(
            tx=tx, connection=connection.id, mode=Mode.FULL, dry_run=False, requested_by="Eva", as_of=NOW
        )
        taken = intake.take_run(tx=tx, id=run.id, as_of=NOW)
    assert taken is not None
    # The worker stored a batch and was killed; the queue gives the job to another one.
    first = Record(
        kind=Kind.PRODUCT,
        fields={"key": "A1", "sku": "A1", "names.de": "Mutter", "minimum": "1"},
        origin=Origin(file="artikel.csv", line=2),
    )
    with intake.open_sink(database=database, connection=connection, run=taken, now=lambda: NOW) as sink:
        sink.take([first])
    handlers.run_import(database=database, run=public_id("run", run.id))
    with database.transaction() as tx:
        done = intake.run(tx=tx, id=run.id)
    assert done.state is RunState.SUCCEEDED
    assert done.total.refused == 0
    assert set(products(database)) == {"A1", "A2"}


def test_a_failed_run_keeps_its_reason_and_is_told(database: Database, connection: Connection) -> None:
    def deliver(_: Connection, sink: intake.Sink) -> None:
        raise Unavailable("The ERP does not answer.")

    run, report = intake.load(
        database=database,
        connection=connection.id,
        mode=Mode.FULL,
        requested_by="Eva",
        deliver=deliver,
        now=lambda: NOW,
    )
    assert (run.state, report.total.read) == (RunState.FAILED, 0)
    assert "does not answer" in run.error
    with database.transaction() as tx:
        assert "does not answer" in intake.connection(tx=tx, id=connection.id).error
        told = tx.execute(text("SELECT data FROM platform.outbox WHERE type = :type"), {"type": RunEnded.TYPE}).one()
    assert told.data["state"] == "failed"


def test_a_run_ends_once(database: Database, connection: Connection) -> None:
    with database.transaction() as tx:
        run = intake.begin_run(tx=tx, connection=connection.id, mode=Mode.FULL, requested_by="Eva", as_of=NOW)
        intake.fail_run(tx=tx, id=run.id, error="x", as_of=NOW + timedelta(seconds=1))
    with pytest.raises(WrongRunState), database.transaction() as tx:
        intake.succeed_run(tx=tx, id=run.id, report=Report(counts={}), as_of=NOW)


def test_runs_come_in_pages_latest_first(database: Database, connection: Connection) -> None:
    made = []
    for _ in range(5):
        with database.transaction() as tx:
            run = intake.begin_run(tx=tx, connection=connection.id, mode=Mode.FULL, requested_by="Eva", as_of=NOW)
            intake.fail_run(tx=tx, id=run.id, error="x", as_of=NOW)
            made.append(run.id)
    seen, cursor = [], None
    with database.transaction() as tx:
        while True:
            page = intake.runs(tx=tx, connection=connection.id, cursor=cursor, limit=2)
            seen += [run.id for run in page.items]
            cursor = page.next
            if cursor is None:
                break
    assert seen == made[::-1]
