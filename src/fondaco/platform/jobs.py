"""Jobs and schedules: work that is promised in a transaction and done by a worker, at least once.

The queue is procrastinate's, in the schema `procrastinate` of the same database. A job deferred in a transaction
exists if and only if the transaction commits. A worker proves by heartbeats that it lives; the jobs of one that was
killed are given to others. A job may therefore run twice and has to bear it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import text

from fondaco.kernel.errors import NotFound
from fondaco.platform.transaction import Tx

SCHEMA = "procrastinate"
_QUEUE = "default"

_DEFER = text("""
    INSERT INTO procrastinate.procrastinate_jobs
        (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
    VALUES (:queue, :name, :priority, :lock, :once, CAST(:arguments AS jsonb), :at)
    ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
    RETURNING id
""")
_FAILED = text("""
    SELECT id, task_name, args, attempts,
           (SELECT max(at) FROM procrastinate.procrastinate_events e WHERE e.job_id = j.id) AS failed_at
    FROM procrastinate.procrastinate_jobs j WHERE status = 'failed' ORDER BY id DESC LIMIT :limit
""")
_AGAIN = text("""
    UPDATE procrastinate.procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = NULL
    WHERE id = :id AND status = 'failed'
""")


class NoSuchFailedJob(NotFound):
    """No job of this id has failed for good."""

    code = "platform.no_such_failed_job"
    title = "There is no such failed job."


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A kind of job: its stable name and what it does.

    `run` is called as ``run(database=…, **arguments)``. `every` is a cron line (with seconds as an optional sixth
    field) for jobs that start by the clock, in one process whatever the number of workers. After a failure it is
    tried again, up to `attempts` times, with pauses of `first_pause` seconds, doubled each time up to an hour.
    """

    name: str
    run: Callable[..., None]
    every: str | None = None
    attempts: int = 10
    first_pause: float = 1.0
    priority: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedJob:
    """A job that used up its attempts."""

    id: int
    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    attempts: int
    failed_at: datetime | None


def defer(
    *,
    tx: Tx,
    job: Job,
    arguments: Mapping[str, Any] | None = None,
    at: datetime | None = None,
    lock: str | None = None,
    once: str | None = None,
) -> int | None:
    """Promise a job together with the transaction; return its number.

    Jobs of one `lock` run one after the other, in order. With `once`, no second job of that key is queued while
    the first has not started: the answer is then None.
    """
    encoded = msgspec.json.encode(dict(arguments or {})).decode()
    values = {"queue": _QUEUE, "name": job.name, "priority": job.priority, "lock": lock, "once": once}
    row = tx.execute(_DEFER, {**values, "arguments": encoded, "at": at}).first()
    return int(row.id) if row else None


def failed_jobs(*, tx: Tx, limit: int = 50) -> list[FailedJob]:
    """Return jobs that failed for good, newest first."""
    return [
        FailedJob(id=row.id, name=row.task_name, arguments=row.args, attempts=row.attempts, failed_at=row.failed_at)
        for row in tx.execute(_FAILED, {"limit": limit})
    ]


def run_again(*, tx: Tx, id: int) -> None:
    """Queue a failed job again, with all its attempts."""
    if not tx.execute(_AGAIN, {"id": id}).rowcount:
        raise NoSuchFailedJob(id=id)
