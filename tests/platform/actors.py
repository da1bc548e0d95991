"""The processes that the tests of the event log and the jobs start, and kill: ``python -m tests.platform.actors ROLE URL …``."""

import random
import sys
import threading
from collections.abc import Sequence

from sqlalchemy import text

from fondaco.platform.job_worker import JobWorker
from fondaco.platform.jobs import Job
from fondaco.platform.relay import Relay
from fondaco.platform.subscriptions import Subscriptions
from fondaco.platform.transaction import Database
from tests.platform.events import BrokenError, Counted, counted, subscription

SUBSCRIBERS = ("first", "second", "third")


def write(database: Database, writers: Sequence[int]) -> None:
    """Each writer in a thread, until our input ends: one to three facts a time, committed late or given up at random."""
    ended = threading.Event()
    threads = [threading.Thread(target=_one_writer, args=(database, writer, ended)) for writer in writers]
    for thread in threads:
        thread.start()
    sys.stdin.read()
    ended.set()
    for thread in threads:
        thread.join()


def _one_writer(database: Database, writer: int, ended: threading.Event) -> None:
    chance = random.Random(writer)
    pause = threading.Event()
    number = 0
    while not ended.wait(chance.uniform(0.02, 0.2)):
        facts = [counted(writer, number + index) for index in range(chance.randint(1, 3))]
        try:
            _one_transaction(database, facts, pause, chance)
        except BrokenError:
            continue
        number += len(facts)
    with database.transaction() as tx:
        tx.execute(text("INSERT INTO written VALUES (:writer, :number)"), {"writer": writer, "number": number})


def _one_transaction(
    database: Database, facts: Sequence[Counted], pause: threading.Event, chance: random.Random
) -> None:
    with database.transaction() as tx:
        for fact in facts:
            tx.publish(fact)
        tx.flush_events()
        # The numbers of the outbox are taken; others commit before us.
        pause.wait(chance.choice([0, 0, 0.001, 0.01]))
        if chance.random() < 0.1:
            raise BrokenError


def subscribe(database: Database) -> None:
    """Run all subscriptions until somebody kills it."""
    Subscriptions(database=database, subscriptions=[subscription(name, batch=20) for name in SUBSCRIBERS]).start()
    threading.Event().wait()


def work(database: Database, *, patient: bool) -> None:
    """Run jobs; the impatient worker's jobs end at once, the patient one's never."""

    def run(*, database: Database, number: int) -> None:
        with database.transaction() as tx:
            tx.execute(text("INSERT INTO runs VALUES (:number, :patient)"), {"number": number, "patient": patient})
        if patient:
            threading.Event().wait()

    job = Job(name="tests.run", run=run)
    JobWorker(database=database, jobs=[job], heartbeat=0.2, dead_after=1.0, poll=0.1).start()
    threading.Event().wait()


def main() -> None:
    role, url, *rest = sys.argv[1:]
    database = Database(url, pool_size=20, application=f"actor-{role}")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    if role == "write":
        write(database, [int(writer) for writer in rest[0].split(",")])
    elif role == "relay":
        Relay(database=database).start()
        threading.Event().wait()
    elif role == "subscribe":
        subscribe(database)
    elif role == "work":
        work(database, patient=rest[0] == "patient")


if __name__ == "__main__":
    main()
