"""A house for one benchmark: a fresh database on an embedded server, and the program's own processes in front of it."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from fondaco.platform import embedded, migrate
from fondaco.platform.transaction import Database

_PATIENCE_SECONDS = 120


class House:
    """The database and what is started beside it; everything ends with the benchmark."""

    def __init__(self, *, home: Path, url: str, database: Database, stack: ExitStack) -> None:
        self.home = home
        self.url = url
        self.database = database
        self._stack = stack

    def start_api(self) -> str:
        """Start one API process by `fondaco api`, wait until it is ready, and return its address."""
        port = free_port()
        self.start_process("api", "--port", str(port))
        address = f"http://127.0.0.1:{port}"
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                if httpx.get(f"{address}/health/ready").status_code == 200:
                    return address
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        raise RuntimeError("the API does not come up")

    def start_worker(self) -> None:
        """Start the worker, which relays events."""
        self.start_process("worker")

    def start_process(self, *arguments: str) -> None:
        """Start the program with some arguments; it is stopped at the end."""
        log = (self.home / f"{arguments[0]}-{free_port()}.log").open("w")
        process = subprocess.Popen(
            [sys.executable, "-m", "fondaco.apps.cli", *arguments],
            env={**os.environ, "FONDACO_DATABASE_URL": self.url, "FONDACO_HOME": str(self.home)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        self._stack.callback(_stop, process)


@contextmanager
def open_house() -> Iterator[House]:
    """Make the database, migrated and empty; take everything away at the end."""
    with ExitStack() as stack:
        home = Path(tempfile.mkdtemp(prefix="fondaco-bench-"))
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        server = embedded.start(home=home / "postgres")
        stack.callback(server.close)
        database = Database(server.url(), application="bench")
        stack.callback(database.close)
        migrate.migrate(database=database)
        yield House(home=home, url=server.url(), database=database, stack=stack)


def run_module(name: str, arguments: Sequence[str]) -> str:
    """Run a module as a process of its own and return what it prints."""
    answer = subprocess.run([sys.executable, "-m", name, *arguments], check=True, stdout=subprocess.PIPE, text=True)
    return answer.stdout


def free_port() -> int:
    """Ask the system for a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
