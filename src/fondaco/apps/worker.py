"""The worker: relays events, runs subscriptions and jobs; as many processes as one likes, they share the work."""

import argparse
import signal
import threading
from collections.abc import Sequence
from contextlib import ExitStack

from prometheus_client import CollectorRegistry

from fondaco.apps import rooms
from fondaco.apps.runtime import open_runtime
from fondaco.apps.worker_http import told
from fondaco.platform import logs, tracing
from fondaco.platform.figures import LogFigures
from fondaco.platform.job_worker import JobWorker
from fondaco.platform.jobs import Job
from fondaco.platform.relay import Relay
from fondaco.platform.settings import Settings
from fondaco.platform.subscriptions import Subscription, Subscriptions
from fondaco.platform.transaction import Database


class Worker:
    """All background work of the program in one object, for a process of its own or beside others in the demo."""

    def __init__(
        self,
        *,
        database: Database,
        subscriptions: Sequence[Subscription] = rooms.SUBSCRIPTIONS,
        jobs: Sequence[Job] = rooms.JOBS,
        concurrency: int = 4,
    ) -> None:
        self._relay = Relay(database=database)
        self._subscriptions = Subscriptions(database=database, subscriptions=subscriptions)
        self._jobs = JobWorker(database=database, jobs=jobs, concurrency=concurrency)

    @property
    def errors(self) -> list[str]:
        """What keeps parts of it from working right now."""
        found = [self._relay.error, *self._subscriptions.errors, self._jobs.error]
        return [error for error in found if error]

    def start(self) -> None:
        """Start all threads."""
        self._relay.start()
        self._subscriptions.start()
        self._jobs.start()

    def stop(self) -> None:
        """Let what is in progress end, and stop; the relay last, so that others soon see what was done."""
        self._jobs.stop()
        self._subscriptions.stop()
        self._relay.stop()


def main(arguments: Sequence[str]) -> int:
    """Run the worker until it is told to stop (`fondaco worker`)."""
    parser = argparse.ArgumentParser(prog="fondaco worker", description="Relay events, run subscriptions and jobs.")
    parser.add_argument("--concurrency", type=int, default=4, help="how many jobs may run at once (4)")
    settings = Settings.from_environment()
    parser.add_argument(
        "--port", type=int, default=settings.worker_port, help="serve health and Prometheus figures on this port"
    )
    given = parser.parse_args(arguments)
    logs.configure(level=settings.log_level, format=settings.log_format)
    flush = tracing.configure(settings=settings, role="worker")
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    pool_size = len(rooms.SUBSCRIPTIONS) + given.concurrency + settings.pool_size
    with ExitStack() as stack:
        runtime = stack.enter_context(open_runtime(settings, role="worker", pool_size=pool_size))
        worker = Worker(database=runtime.database, concurrency=given.concurrency)
        worker.start()
        stack.callback(worker.stop)
        if given.port:
            registry = CollectorRegistry()
            registry.register(LogFigures(database=runtime.database))
            stack.enter_context(
                told(host=settings.host, port=given.port, registry=registry, errors=lambda: worker.errors)
            )
        stop.wait()
    flush()
    return 0
