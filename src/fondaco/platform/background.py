"""Background loops: a thread that works when PostgreSQL says there is news, and survives PostgreSQL going away."""

import logging
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from fondaco.platform.transaction import Database

_log = logging.getLogger(__name__)
_LONGEST_PAUSE = 5.0


class Loop:
    """Calls `step` again and again while it answers True, then sleeps until there is news on the channel.

    `poll` seconds is the longest sleep: a notice can get lost with its sender. Two steps begin at least `rest` seconds
    apart where one did all there was: what comes thick and fast is then taken together. An error ends nothing: the loop
    starts over after a growing pause, and `error` tells what went wrong until a step succeeds again.
    """

    def __init__(
        self,
        *,
        database: Database,
        name: str,
        channel: str,
        step: Callable[[], bool],
        poll: float = 1.0,
        rest: float = 0.0,
    ) -> None:
        self.error: str | None = None
        self._database = database
        self._name = name
        self._channel = channel
        self._step = step
        self._poll = poll
        self._rest = rest
        self._stopping = threading.Event()
        self._bell: socket.socket | None = None
        self._ringer: socket.socket | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._bell, self._ringer = socket.socketpair()
        self._thread.start()

    def stop(self) -> None:
        """Stop after the step in progress and wait for it."""
        self._stopping.set()
        if self._bell is None or self._ringer is None:
            return
        self._ringer.send(b".")
        self._thread.join()
        self._bell.close()
        self._ringer.close()
        self._bell = self._ringer = None

    @property
    def stopping(self) -> bool:
        """Tell whether the loop was asked to stop."""
        return self._stopping.is_set()

    def _run(self) -> None:
        pause = 0.05
        while not self._stopping.is_set():
            try:
                # Listening starts before the first step looks, so nothing can fall in between.
                with self._listening() as connection:
                    while not self._stopping.is_set():
                        began = time.monotonic()
                        more = self._step()
                        self.error, pause = None, 0.05
                        if not more:
                            self._sleep(connection, until=began + self._rest)
            except (psycopg.Error, SQLAlchemyError, OSError) as error:
                self._failed(error, pause)
            except Exception as error:  # noqa: BLE001 - a thread that ended would be missed by nobody
                _log.exception("%s failed and starts over", self._name)
                self._failed(error, pause)
            pause = min(_LONGEST_PAUSE, pause * 2)

    def _failed(self, error: Exception, pause: float) -> None:
        if not self._stopping.is_set():
            self.error = f"{type(error).__name__}: {error}"[:500]
            _log.warning("%s waits %.2f s after: %s", self._name, pause, self.error)
            self._stopping.wait(pause)

    @contextmanager
    def _listening(self) -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
        with self._database.connect() as connection:
            connection.execute(f'LISTEN "{self._channel}"'.encode())
            yield connection

    def _sleep(self, connection: "psycopg.Connection[tuple[Any, ...]]", *, until: float) -> None:
        if (left := until - time.monotonic()) > 0 and self._stopping.wait(left):
            return
        # select wakes for both, a notice and the bell of stop(); what was read along with a command is kept by
        # psycopg and would not wake it, but this connection runs none after LISTEN.
        watched: list[Any] = [connection, self._bell]
        select.select(watched, [], [], self._poll)
        for _ in connection.notifies(timeout=0):
            pass
