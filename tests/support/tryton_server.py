"""The Tryton of the tests as processes: started, killed without warning, paused, started again."""

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from types import TracebackType
from typing import Any, Self

from tests.support import tryton_install

START_LIMIT = 60.0


class TrytonServer:
    """A gunicorn with Tryton on a database of its own; the address stays the same over restarts."""

    login = "admin"
    password = tryton_install.PASSWORD

    def __init__(self, *, server: str, database: str, workers: int = 2) -> None:
        self.postgres, self.database, self.workers = server, database, workers
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return the address without the database's name."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def killed(self) -> bool:
        """Tell whether it does not run."""
        return self._process is None

    def __enter__(self) -> Self:
        """Copy the database and start."""
        self._programs = tryton_install.environment()
        tryton_install.copy_database(server=self.postgres, name=self.database)
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the processes and drop the database."""
        self.kill()
        tryton_install.drop_database(server=self.postgres, name=self.database)

    def start(self) -> None:
        """Start the processes and return once they answer."""
        if self._process:
            return
        environ = tryton_install.tryton_environ(self.postgres)
        environ |= {"TRYTOND_DATABASE_NAMES": self.database, "PYTHONWARNINGS": "ignore"}
        command = [
            self._programs / "gunicorn", "--preload", "--workers", str(self.workers), "--worker-class", "gthread",
            "--threads", "4", "--bind", f"127.0.0.1:{self.port}", "--timeout", "120", "--no-control-socket",
            "trytond.application:app",
        ]  # fmt: skip
        with (tryton_install.home() / f"{self.database}.log").open("ab") as log:
            # A session of their own, so that a kill reaches master and workers and nobody else.
            self._process = subprocess.Popen(
                command, env=environ, cwd=tryton_install.home(), stdout=log, stderr=log, start_new_session=True
            )
        limit = time.monotonic() + START_LIMIT
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError(f"Tryton does not start; see {log.name}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End all processes at once, as a power cut would (SIGKILL)."""
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def restart(self) -> None:
        """Start again after a kill; do nothing where it runs."""
        self.start()

    def pause(self) -> None:
        """Stop answering without closing a connection (SIGSTOP)."""
        assert self._process
        os.killpg(self._process.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Go on where it was paused."""
        assert self._process
        os.killpg(self._process.pid, signal.SIGCONT)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        body = json.dumps({"id": 1, "method": "common.server.version", "params": []})
        try:
            connection.request("POST", "/rpc/", body, {"Content-Type": "application/json"})
            answer: dict[str, Any] = json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError):
            return False
        else:
            return "result" in answer
        finally:
            connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
