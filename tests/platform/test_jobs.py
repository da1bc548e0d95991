import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from fondaco.platform import jobs
from fondaco.platform.job_worker import JobWorker
from fondaco.platform.jobs import Job, NoSuchFailedJob
from fondaco.platform.transaction import Database
from tests.platform.events import BrokenError

pytestmark = pytest.mark.slow

PATIENCE = 20.0


class Work:
    """Notes its runs; lets the test wait for a number of them."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.runs: list[dict[str, Any]] = []
        self.changed = threading.Condition()

    def __call__(self, *, database: Database, **arguments: Any) -> None:  # noqa: ARG002 - every job is given the database
        with self.changed:
            self.runs.append(arguments)
            self.changed.notify_all()
            if len(self.runs) <= self.failures:
                raise BrokenError("not yet")

    def wait_for(self, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.runs) >= count, PATIENCE), self.runs


@contextmanager
def working(database: Database, *kinds: Job) -> Iterator[JobWorker]:
    worker = JobWorker(database=database, jobs=kinds, heartbeat=0.2, dead_after=60, poll=0.05)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


def queue(database: Database) -> list[tuple[str, str]]:
    with database.transaction() as tx:
        rows = tx.execute(text("SELECT task_name, status::text FROM procrastinate.procrastinate_jobs ORDER BY id"))
        return [(row.task_name, row.status) for row in rows]


def settled(database: Database, expected: list[tuple[str, str]]) -> Callable[[], bool]:
    return lambda: queue(database) == expected


def wait_until(condition: Callable[[], bool]) -> None:
    gone = threading.Event()
    for _ in range(int(PATIENCE / 0.02)):
        if condition():
            return
        gone.wait(0.02)
    raise AssertionError("it did not happen")


def test_a_job_exists_only_if_the_transaction_commits(database: Database) -> None:
    job = Job(name="tests.note", run=Work())
    with suppress(BrokenError), database.transaction() as tx:
        jobs.defer(tx=tx, job=job)
        raise BrokenError
    assert queue(database) == []
    with database.transaction() as tx:
        jobs.defer(tx=tx, job=job)
    assert queue(database) == [("tests.note", "todo")]


def test_a_job_runs_with_its_arguments_and_leaves_the_queue(database: Database) -> None:
    work = Work()
    job = Job(name="tests.note", run=work)
    with working(database, job):
        with database.transaction() as tx:
            jobs.defer(tx=tx, job=job, arguments={"order": "A-1", "lines": [1, 2]})
        work.wait_for(1)
        wait_until(settled(database, []))
    assert work.runs == [{"order": "A-1", "lines": [1, 2]}]


def test_a_job_that_fails_is_tried_again(database: Database) -> None:
    work = Work(failures=2)
    job = Job(name="tests.note", run=work, first_pause=0.01)
    with database.transaction() as tx:
        jobs.defer(tx=tx, job=job)
    with working(database, job):
        work.wait_for(3)
        wait_until(settled(database, []))
    assert len(work.runs) == 3


def test_a_job_that_always_fails_is_kept_for_a_person_who_can_run_it_again(database: Database) -> None:
    work = Work(failures=2)
    job = Job(name="tests.note", run=work, attempts=2, first_pause=0.01)
    with database.transaction() as tx:
        jobs.defer(tx=tx, job=job, arguments={"number": 1})
    with working(database, job):
        wait_until(settled(database, [("tests.note", "failed")]))
        with database.transaction() as tx:
            [failed] = jobs.failed_jobs(tx=tx)
            assert (failed.name, failed.arguments) == ("tests.note", {"number": 1})
            jobs.run_again(tx=tx, id=failed.id)
            with pytest.raises(NoSuchFailedJob):
                jobs.run_again(tx=tx, id=failed.id)
        work.wait_for(3)
        wait_until(settled(database, []))


def test_a_job_is_not_queued_twice_under_one_key(database: Database) -> None:
    job = Job(name="tests.note", run=Work())
    with database.transaction() as tx:
        assert jobs.defer(tx=tx, job=job, once="a") is not None
        assert jobs.defer(tx=tx, job=job, once="a") is None
        assert jobs.defer(tx=tx, job=job, once="b") is not None
    assert len(queue(database)) == 2


def test_a_job_waits_for_its_moment(database: Database) -> None:
    early, late = Work(), Work()
    kinds = Job(name="tests.early", run=early), Job(name="tests.late", run=late)
    with database.transaction() as tx:
        jobs.defer(tx=tx, job=kinds[1], at=datetime.now(UTC) + timedelta(hours=1))
        jobs.defer(tx=tx, job=kinds[0])
    with working(database, *kinds):
        early.wait_for(1)
    assert late.runs == []


def test_jobs_of_one_lock_run_one_after_the_other_and_in_order(database: Database) -> None:
    running: list[int] = []
    ended = Work()

    def run(*, database: Database, number: int) -> None:
        running.append(number)
        assert len(running) == 1
        threading.Event().wait(0.01)
        running.remove(number)
        ended(database=database, number=number)

    job = Job(name="tests.one", run=run)
    with database.transaction() as tx:
        for number in range(8):
            jobs.defer(tx=tx, job=job, lock="erp", arguments={"number": number})
    with working(database, job):
        ended.wait_for(8)
    assert [run["number"] for run in ended.runs] == list(range(8))


def test_the_clock_starts_a_job(database: Database) -> None:
    work = Work()
    with working(database, Job(name="tests.tick", run=work, every="* * * * * *")):
        work.wait_for(2)
    assert work.runs[0] == {}


def test_the_worker_comes_back_when_its_connections_were_cut(database: Database) -> None:
    work = Work()
    job = Job(name="tests.note", run=work)
    with working(database, job):
        with database.transaction() as tx:
            jobs.defer(tx=tx, job=job)
        work.wait_for(1)
        with database.connect() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = 'fondaco-jobs'"
            )
        with database.transaction() as tx:
            jobs.defer(tx=tx, job=job)
        work.wait_for(2)


@pytest.mark.slow
def test_a_worker_ends_at_whatever_moment_of_its_start_it_is_told_to(database: Database) -> None:
    """A stop that falls into the opening of its connections must not be lost: it would run for good."""
    for moment in range(40):
        worker = JobWorker(database=database, jobs=[], poll=1.0)
        worker.start()
        # Moments spread over its start, which takes about a tenth of a second.
        threading.Event().wait(moment * 0.004)
        stopping = threading.Thread(target=worker.stop, daemon=True)
        stopping.start()
        stopping.join(PATIENCE)
        assert not stopping.is_alive(), f"told to stop after {moment * 4} ms, it still runs"
