import os
import signal
import subprocess
import sys
import threading

import pytest

from fondaco.apps import cli
from fondaco.apps.runtime import Runtime, open_runtime
from fondaco.apps.worker import Worker
from fondaco.kernel.event import Event
from fondaco.platform import event_log, jobs
from fondaco.platform.jobs import Job
from fondaco.platform.settings import Settings
from fondaco.platform.subscriptions import Subscription
from fondaco.platform.transaction import Database, Tx
from tests.platform.events import Counted, counted, write
from tests.platform.test_follower import Sum

PATIENCE = 20.0


def test_a_fact_leads_to_a_job_and_the_job_runs(database: Database) -> None:
    ran = threading.Event()

    def run(*, database: Database, number: int) -> None:
        assert isinstance(database, Database)
        assert number == 7
        ran.set()

    job = Job(name="tests.run", run=run)

    def handle(*, tx: Tx, event: Event) -> None:
        assert isinstance(event, Counted)
        jobs.defer(tx=tx, job=job, arguments={"number": event.number})

    listener = Subscription(name="listener", events=(Counted,), handle=handle)
    worker = Worker(database=database, subscriptions=[listener], jobs=[job])
    worker.start()
    try:
        write(database, counted(0, 7))
        assert ran.wait(PATIENCE)
        assert worker.errors == []
    finally:
        worker.stop()


@pytest.mark.slow
def test_the_command_works_until_it_is_told_to_stop(database: Database, database_url: str) -> None:
    environment = {**os.environ, "FONDACO_DATABASE_URL": database_url, "FONDACO_LOG_FORMAT": "json"}
    process = subprocess.Popen([sys.executable, "-W", "error", "-m", cli.__name__, "worker"], env=environment)
    follower_sees = Sum()
    try:
        with open_runtime(
            Settings(database_url=database_url), role="tests", projections=lambda: [follower_sees]
        ) as runtime:
            assert isinstance(runtime, Runtime)
            assert runtime.follower is not None
            write(database, counted(0, 1))
            assert runtime.follower.wait_for(1, timeout=PATIENCE)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert follower_sees.numbers == [1]
    with database.transaction() as tx:
        assert event_log.head(tx=tx) == 1
