"""Faults that need more than a bad line: a call that is stopped in its middle, work beside the test."""

import threading
from collections.abc import Callable
from typing import Any, Self

import psycopg
from psycopg import sql

from tests.support import tryton_install
from tests.support.tryton_server import TrytonServer

_LOOKS = 3000
_WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND wait_event_type = 'Lock'"
)
_WORKING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND state <> 'idle'"
)


class HeldUp:
    """A table of Tryton that somebody else has locked, so that a call stops in its middle until the block ends."""

    def __init__(self, *, tryton: TrytonServer, table: str) -> None:
        self._url = tryton_install.libpq(tryton.postgres, tryton.database)
        self._table = table

    def __enter__(self) -> Self:
        """Lock it."""
        self._holder = psycopg.connect(self._url)
        statement = sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(sql.Identifier(self._table))
        self._holder.execute(statement)
        return self

    def __exit__(self, *_: object) -> None:
        """Let everybody go on."""
        self._holder.close()

    def wait_for_callers(self, least: int = 1) -> None:
        """Return once so many calls stand before the lock."""
        self._until(_WAITING, lambda waiting: waiting >= least)

    def wait_for_silence(self) -> None:
        """Return once nobody works in the database any more."""
        self._until(_WORKING, lambda working: working == 0)

    def _until(self, query: str, enough: Callable[[int], bool]) -> None:
        with psycopg.connect(self._url, autocommit=True) as watcher:
            for _ in range(_LOOKS):
                (found,) = watcher.execute(query.encode()).fetchone() or (0,)
                if enough(found):
                    return
                watcher.execute("SELECT pg_sleep(0.01)")
        raise AssertionError("it does not happen")


class Beside:
    """Work that is done beside the test; `result` waits for it and returns or raises what it did."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work, self._result, self._error = work, None, None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def result(self) -> Any:
        """Wait for the end."""
        self._thread.join()
        if self._error:
            raise self._error
        return self._result

    def _run(self) -> None:
        try:
            self._result = self._work()
        except Exception as error:  # noqa: BLE001 - it is raised where the result is asked for
            self._error = error
