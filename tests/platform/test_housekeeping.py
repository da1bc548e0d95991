from sqlalchemy import text

from fondaco.platform import housekeeping, jobs
from fondaco.platform.jobs import Job
from fondaco.platform.transaction import Database

ANSWERS = "INSERT INTO platform.idempotency_key (actor, key, fingerprint, created_at) VALUES ('a', :key, 'f', now() - CAST(:age AS interval))"


def test_old_answers_and_old_failed_jobs_go_and_young_ones_stay(database: Database) -> None:
    job = Job(name="tests.run", run=print)
    with database.transaction() as tx:
        for key, age in (("old", "3 days"), ("young", "1 day")):
            tx.execute(text(ANSWERS), {"key": key, "age": age})
        old, young, waiting = [jobs.defer(tx=tx, job=job) for _ in range(3)]
        tx.execute(
            text("UPDATE procrastinate.procrastinate_jobs SET status = 'failed' WHERE id IN (:old, :young)"),
            {"old": old, "young": young},
        )
        tx.execute(
            text(
                "UPDATE procrastinate.procrastinate_events SET at = now() - interval '31 days' WHERE job_id <> :young"
            ),
            {"young": young},
        )
    housekeeping.clean_up(database=database)
    with database.transaction() as tx:
        assert tx.execute(text("SELECT key FROM platform.idempotency_key")).scalars().all() == ["young"]
        left = tx.execute(text("SELECT id FROM procrastinate.procrastinate_jobs ORDER BY id")).scalars().all()
    assert left == [young, waiting]
