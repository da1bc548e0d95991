"""Writers, relays, subscribers and workers in processes of their own, killed without warning again and again."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from itertools import groupby

import pytest
from sqlalchemy import text

from fondaco.kernel.event import Event
from fondaco.platform import event_log, jobs
from fondaco.platform.event_log import Vocabulary
from fondaco.platform.follower import Follower
from fondaco.platform.jobs import Job
from fondaco.platform.subscriptions import run_until_quiet
from fondaco.platform.transaction import Database, Tx
from tests.platform.actors import SUBSCRIBERS
from tests.platform.events import Counted, make_seen, seen, subscription

pytestmark = pytest.mark.slow

WRITERS = 32
PROCESSES = 4
KILLS = 8
CUTS = 3
PATIENCE = 60.0


class Actor:
    """A process that plays a role until it is killed, or its input ends."""

    def __init__(self, role: str, url: str, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "tests.platform.actors", role, url, *arguments],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ready(self) -> None:
        """Wait until it has begun: before, there is nothing to kill."""
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def end(self) -> int:
        self.process.communicate()
        return self.process.returncode

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()


class Notes:
    """A projection that notes what was there when it was loaded, and what came after."""

    EVENTS: tuple[type[Event], ...] = (Counted,)

    def __init__(self) -> None:
        self.loaded: set[tuple[int, int]] = set()
        self.applied: list[tuple[int, int]] = []

    def load(self, *, tx: Tx) -> None:
        self.loaded = set(facts(tx))

    def apply(self, *, tx: Tx, events: Sequence[Event]) -> None:  # noqa: ARG002 - the form of all projections
        self.applied += [(event.writer, event.number) for event in events if isinstance(event, Counted)]


def facts(tx: Tx) -> list[tuple[int, int]]:
    until = event_log.head(tx=tx)
    vocabulary = Vocabulary([Counted])
    found = event_log.read(tx=tx, types=[Counted.TYPE], after=0, until=until, limit=1_000_000)
    assert [fact.position for fact in found] == list(range(1, until + 1))
    events = [vocabulary.event(fact) for fact in found]
    return [(event.writer, event.number) for event in events if isinstance(event, Counted)]


def in_order(found: Sequence[tuple[int, int]]) -> dict[int, list[int]]:
    return {
        writer: [number for _, number in group]
        for writer, group in groupby(sorted(found, key=lambda f: f[0]), lambda f: f[0])
    }


def cut(database: Database, *applications: str) -> None:
    with database.transaction() as tx:
        tx.execute(
            text("""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = ANY(:applications) AND random() < 0.5
            """),
            {"applications": list(applications)},
        )


def test_nothing_is_missed_or_doubled_whoever_is_killed_whenever(database: Database, database_url: str) -> None:
    make_seen(database)
    with database.transaction() as tx:
        tx.execute(text("CREATE TABLE written (writer int, number int)"))
    chance = random.Random(7)
    pause = threading.Event()
    share = WRITERS // PROCESSES
    writers = [
        Actor("write", database_url, ",".join(map(str, range(first, first + share))))
        for first in range(0, WRITERS, share)
    ]
    roles = ["relay", "subscribe", "relay", "subscribe"]
    others = [Actor(role, database_url) for role in roles]
    followers: list[tuple[Notes, Follower]] = []
    try:
        for kill in range(KILLS):
            victim = kill % len(roles)
            others[victim].ready()
            # Between two kills connections are cut: to the database it is the same death, and it can come more often.
            for _ in range(CUTS):
                pause.wait(chance.uniform(0.05, 0.2))
                cut(database, "actor-relay", "actor-subscribe")
            others[victim].kill()
            others[victim] = Actor(roles[victim], database_url)
            notes = Notes()
            followers.append((notes, Follower(database=database, projections=[notes])))
            followers[-1][1].start()
        assert [writer.end() for writer in writers] == [0] * PROCESSES
    finally:
        for actor in (*writers, *others):
            actor.kill()
        for _, follower in followers:
            follower.stop()
    # The killed ones have done much of the work; what is left is done here.
    handled = {name: len(seen(database, name)) for name in SUBSCRIBERS}
    run_until_quiet(database=database, subscriptions=[subscription(name) for name in (*SUBSCRIBERS, "latecomer")])
    with database.transaction() as tx:
        logged = facts(tx)
        head = event_log.head(tx=tx)
        expected = {row.writer: list(range(row.number)) for row in tx.execute(text("SELECT * FROM written"))}
    assert min(handled.values()) > 100
    assert len(expected) == WRITERS
    assert in_order(logged) == expected
    for name in (*SUBSCRIBERS, "latecomer"):
        assert seen(database, name) == logged
    for notes, follower in followers:
        follower.catch_up()
        assert follower.position == head
        assert len(notes.loaded) + len(notes.applied) == len(logged)
        assert [fact for fact in logged if fact not in notes.loaded] == notes.applied


def test_the_jobs_of_a_killed_worker_are_done_by_another(database: Database, database_url: str) -> None:
    with database.transaction() as tx:
        tx.execute(text("CREATE TABLE runs (number int, patient bool)"))

    def runs(*, patient: bool) -> list[int]:
        with database.transaction() as tx:
            rows = tx.execute(
                text("SELECT number FROM runs WHERE patient = :patient ORDER BY number"), {"patient": patient}
            )
            return list(rows.scalars())

    def wait_for_runs(count: int, *, patient: bool) -> None:
        pause = threading.Event()
        for _ in range(int(PATIENCE / 0.05)):
            if len(runs(patient=patient)) >= count:
                return
            pause.wait(0.05)
        raise AssertionError(runs(patient=patient))

    def never(*, database: Database) -> None:
        raise AssertionError(database)

    with database.transaction() as tx:
        for number in range(6):
            lock = "one by one" if number >= 4 else None
            jobs.defer(tx=tx, job=Job(name="tests.run", run=never), arguments={"number": number}, lock=lock)
    actors = [Actor("work", database_url, "patient")]
    try:
        # Four jobs at once is all that a worker takes; each hangs.
        wait_for_runs(4, patient=True)
        actors[0].kill()
        actors.append(Actor("work", database_url, "impatient"))
        wait_for_runs(6, patient=False)
    finally:
        for actor in actors:
            actor.kill()
    assert runs(patient=False) == list(range(6))
    with database.transaction() as tx:
        left = tx.execute(text("SELECT count(*) FROM procrastinate.procrastinate_jobs WHERE status = 'todo'"))
        assert left.scalar_one() == 0
