"""Roles of the program as real processes: started by their command, asked over HTTP, told to stop by a signal."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest

from fondaco.apps import cli

# So many looks, a twentieth of a second apart, before a test gives up; it waits for things, never for time.
LOOKS = 1200


def look_until(seen: Callable[[], bool], what: str) -> None:
    """Look again and again until something is so."""
    for _ in range(LOOKS):
        if seen():
            return
        threading.Event().wait(0.05)
    raise TimeoutError(what)


class Role:
    """One running role."""

    def __init__(self, *, name: str, process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
        self.name = name
        self.process = process
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self._log = log

    @property
    def log(self) -> str:
        """What it has written so far."""
        return self._log.read_text(errors="replace")

    @property
    def memory(self) -> int:
        """The bytes that it and the processes it made hold in memory now."""
        processes = [psutil.Process(self.process.pid)]
        processes += processes[0].children(recursive=True)
        total = 0
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                total += process.memory_info().rss
        return total

    def get(self, path: str, *, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """Ask it, on a connection of its own."""
        return httpx.get(f"{self.address}{path}", headers=dict(headers or {}), timeout=60)

    def status(self, path: str) -> int:
        """Ask it for a status; 0 while nobody answers."""
        try:
            return self.get(path).status_code
        except httpx.TransportError:
            return 0

    def wait_for(self, path: str = "/health/ready", *, status: int = 200) -> "Role":
        """Wait until it answers so; a process that has ended never will."""

        def seen() -> bool:
            if self.process.poll() is not None:
                pytest.fail(f"{self.name} ended with {self.process.returncode}:\n{self.log[-3000:]}")
            return self.status(path) == status

        look_until(seen, f"{self.name} {path} {status}\n{self.log[-3000:]}")
        return self

    def tell_to_stop(self) -> None:
        """Send the signal by which every service manager stops a process."""
        self.process.send_signal(signal.SIGTERM)

    def ended(self) -> int:
        """Wait for its end and return the exit code."""
        look_until(lambda: self.process.poll() is not None, f"the end of {self.name}\n{self.log[-3000:]}")
        assert self.process.returncode is not None
        return self.process.returncode

    def stop(self) -> int:
        """Tell it to stop and return the exit code."""
        self.tell_to_stop()
        return self.ended()


class Starter:
    """Starts roles on one database; none outlives the test."""

    def __init__(self, *, folder: Path, database_url: str | None) -> None:
        self.folder = folder
        self.database_url = database_url
        self._started: list[Role] = []

    def __call__(self, name: str, *arguments: str, **settings: str) -> Role:
        port = free_port()
        own = {
            "FONDACO_HOME": str(self.folder / "home"),
            "FONDACO_LOG_FORMAT": "json",
            f"FONDACO_{name.upper()}_PORT": str(port),
        }
        if self.database_url is not None:
            own["FONDACO_DATABASE_URL"] = self.database_url
        own |= {f"FONDACO_{key.upper()}": value for key, value in settings.items()}
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("FONDACO_")}
        log = self.folder / f"{name}-{port}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", cli.__name__, name, *arguments],
                env=inherited | own,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        role = Role(name=name, process=process, port=port, log=log)
        self._started.append(role)
        return role

    def end(self) -> None:
        """Kill what a failed test left running, with all its processes."""
        for role in self._started:
            if role.process.poll() is None:
                with suppress(psutil.NoSuchProcess):
                    for process in psutil.Process(role.process.pid).children(recursive=True):
                        process.kill()
                role.process.kill()
            role.process.wait()


def free_port() -> int:
    """Ask the system for a port that nobody uses."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def locked(database_url: str, table: str) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """Hold a table so that nobody else reads or writes it, until the block ends."""
    with psycopg.connect(database_url) as connection:
        connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE".encode())
        yield connection


def somebody_waits(connection: "psycopg.Connection[tuple[object, ...]]") -> bool:
    """Tell whether another session of this database waits for a lock."""
    found = connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    ).fetchone()
    # Statistics are frozen for a transaction; the next look shall see anew.
    connection.execute("SELECT pg_stat_clear_snapshot()")
    return bool(found and found[0])
