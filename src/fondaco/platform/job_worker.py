"""The worker of jobs: runs deferred and scheduled jobs in threads, and rescues those of workers that died."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Sequence
from typing import Any

import procrastinate
import psycopg
from procrastinate import jobs as procrastinate_jobs
from procrastinate import worker as procrastinate_worker

from fondaco.platform.jobs import SCHEMA, Job
from fondaco.platform.transaction import Database

_log = logging.getLogger(__name__)
_LONGEST_PAUSE = 3600.0


class JobWorker:
    """One thread with an event loop; at most `concurrency` jobs run at once, each in a thread of its own.

    `heartbeat` is how often it says that it lives, `dead_after` how long others wait before they take its jobs.
    """

    def __init__(
        self,
        *,
        database: Database,
        jobs: Sequence[Job],
        concurrency: int = 4,
        heartbeat: float = 2.0,
        dead_after: float = 15.0,
        poll: float = 1.0,
    ) -> None:
        self.error: str | None = None
        self._database = database
        self._jobs = {job.name: job for job in jobs}
        self._concurrency = concurrency
        self._heartbeat = heartbeat
        self._dead_after = dead_after
        self._poll = poll
        self._stopping = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._worker: Any = None  # procrastinate does not type its worker
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)

    def start(self) -> None:
        """Start working in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more jobs, let the running ones end, and wait for them."""
        self._stopping.set()
        loop = self._loop
        if loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has just ended by itself
                loop.call_soon_threadsafe(self._stop_worker)
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        pause = 0.1
        while not self._stopping.is_set():
            try:
                asyncio.run(self._work())
                pause = 0.1
            except Exception as error:  # noqa: BLE001 - a thread that ended would be missed by nobody
                self.error = f"{type(error).__name__}: {error}"[:500]
                _log.warning("the jobs' worker starts over after: %s", self.error, exc_info=error)
            # It ends by itself only if the database went away.
            self._stopping.wait(pause)
            pause = min(5.0, pause * 2)

    def _stop_worker(self) -> None:
        if self._worker is not None:
            self._worker.stop()

    async def _work(self) -> None:
        # Nothing here is ever cancelled to make it stop: a cancellation that falls into the opening of a connection can
        # be swallowed there, and the worker would run on for good. It is asked to stop instead, once it can be asked.
        self._loop = asyncio.get_running_loop()
        app = self._app()
        async with app.open_async():
            self.error = None
            worker: Any = procrastinate_worker.Worker(
                app,
                concurrency=self._concurrency,
                install_signal_handlers=False,
                fetch_job_polling_interval=self._poll,
                update_heartbeat_interval=self._heartbeat,
                stalled_worker_timeout=self._dead_after,
                delete_jobs="successful",
            )
            rescue = asyncio.create_task(self._rescue(app))
            running = asyncio.create_task(worker.run())
            # Its first step forgets earlier wishes to stop; from here on it keeps them.
            await asyncio.sleep(0)
            self._worker = worker
            if self._stopping.is_set():
                worker.stop()
            try:
                await running
            finally:
                self._worker = None
                rescue.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await rescue

    async def _rescue(self, app: procrastinate.App) -> None:
        """Give the jobs of dead workers back to the queue, or up if they had all their attempts."""
        while True:
            try:
                for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=self._dead_after):
                    await self._give_back(app, job)
            except (psycopg.Error, procrastinate.exceptions.ProcrastinateException) as error:
                # Two workers may rescue the same job; who comes second finds it no longer stalled.
                _log.info("rescuing stalled jobs: %r", error)
            await asyncio.sleep(self._heartbeat)

    async def _give_back(self, app: procrastinate.App, job: procrastinate_jobs.Job) -> None:
        known = self._jobs.get(job.task_name)
        _log.warning("job %s (%s) was left behind by a worker that died", job.id, job.task_name)
        if known is not None and job.attempts + 1 >= known.attempts:
            await app.job_manager.finish_job(job, status=procrastinate_jobs.Status.FAILED, delete_job=False)
        else:
            await app.job_manager.retry_job(job)

    def _app(self) -> procrastinate.App:
        address = self._database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        connector = procrastinate.PsycopgConnector(
            conninfo=address,
            kwargs={"options": f"-c search_path={SCHEMA} -c timezone=UTC", "application_name": "fondaco-jobs"},
            min_size=1,
            max_size=self._concurrency + 3,
        )
        app = procrastinate.App(connector=connector, periodic_defaults={"max_delay": 60})
        for job in self._jobs.values():
            task = app.task(name=job.name, retry=_Pauses(job), priority=job.priority)(self._callable(job))
            if job.every:
                # While one run waits to start, the clock does not queue a second.
                app.periodic_registry.register_task(
                    task=task, cron=job.every, periodic_id="", configure_kwargs={"queueing_lock": job.name}
                )
        return app

    def _callable(self, job: Job) -> Callable[..., None]:
        def run(**arguments: Any) -> None:  # noqa: ANN401 - whatever was deferred
            if job.every:
                arguments.pop("timestamp", None)
            job.run(database=self._database, **arguments)

        return run


class _Pauses(procrastinate.BaseRetryStrategy):
    """Doubling pauses up to an hour, a number of attempts."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def get_retry_decision(
        self, *, exception: BaseException, job: procrastinate_jobs.Job
    ) -> procrastinate.RetryDecision | None:
        del exception  # every kind of failure is tried again
        if job.attempts + 1 >= self._job.attempts:
            return None
        pause = min(_LONGEST_PAUSE, self._job.first_pause * 2**job.attempts)
        return procrastinate.RetryDecision(retry_in={"seconds": pause})
