"""Housekeeping: what is kept for a while and then no longer needed."""

from sqlalchemy import text

from fondaco.platform.jobs import Job
from fondaco.platform.transaction import Database

# A client repeats a request within minutes; a day covers a night's outage on its side.
_FORGET_ANSWERS = text("DELETE FROM platform.idempotency_key WHERE created_at < now() - interval '2 days'")
# A person looks at failed jobs within a month, or never.
_FORGET_JOBS = text("""
    DELETE FROM procrastinate.procrastinate_jobs
    WHERE status IN ('failed', 'cancelled', 'aborted')
      AND id IN (SELECT job_id FROM procrastinate.procrastinate_events
                 GROUP BY job_id HAVING max(at) < now() - interval '30 days')
""")


def clean_up(*, database: Database) -> None:
    """Delete answers kept for repeated requests and failed jobs nobody looked at."""
    with database.transaction() as tx:
        tx.execute(_FORGET_ANSWERS)
        tx.execute(_FORGET_JOBS)


JOBS = (Job(name="platform.clean_up", run=clean_up, every="17 3 * * *"),)
