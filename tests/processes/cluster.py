"""An external PostgreSQL for tests: Debian's own programs, a cluster of the test's own, a password over TCP."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Final

import psycopg

from tests.processes.roles import free_port, look_until

PROGRAMS: Final = Path(os.environ.get("FONDACO_POSTGRESQL") or "/usr/lib/postgresql/15/bin")
ROLE: Final = "shop"
_UNPRIVILEGED: Final = "nobody"
_SETTINGS: Final = {"fsync": "off", "unix_socket_directories": "", "listen_addresses": "127.0.0.1"}


class Cluster:
    """A server that the test starts and stops like an operator would; PostgreSQL refuses to run as root."""

    def __init__(self) -> None:
        if not (PROGRAMS / "initdb").exists():
            raise FileNotFoundError(f"no PostgreSQL in {PROGRAMS}: run `make postgresql`")
        # Not below pytest's folder: nobody else may pass through that.
        self._folder = Path(tempfile.mkdtemp(prefix="fondaco-cluster-"))
        self._account: dict[str, Any] = {}
        if os.geteuid() == 0:
            self._account = {"user": _UNPRIVILEGED, "group": _group(), "extra_groups": ()}
        self._password = secrets.token_urlsafe(16)
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._make()

    @property
    def url(self) -> str:
        """The address of a database that belongs to the role, as an operator would set it."""
        return f"postgresql://{ROLE}:{self._password}@127.0.0.1:{self._port}/shop"

    @property
    def user(self) -> str:
        """Whose account the server runs under."""
        import psutil

        assert self._process is not None
        return str(psutil.Process(self._process.pid).username())

    def start(self) -> None:
        """Start the server and wait until it takes sessions."""
        arguments = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [PROGRAMS / "postgres", "-D", self._folder / "data", "-p", str(self._port), *arguments],
                stdout=log,
                stderr=log,
                cwd="/",
                **self._account,
            )
        look_until(self._answers, "the start of PostgreSQL")

    def stop(self) -> None:
        """Stop the server; sessions are ended."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait()
            self._process = None

    def clear(self) -> None:
        """Stop it and take everything away."""
        self.stop()
        shutil.rmtree(self._folder)

    def _make(self) -> None:
        secret = self._folder / "password"
        secret.write_text(self._password)
        if self._account:
            for path in (self._folder, secret):
                shutil.chown(path, self._account["user"], self._account["group"])
        command = [PROGRAMS / "initdb", "-D", self._folder / "data", "-U", ROLE, f"--pwfile={secret}"]
        options = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
        subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL, cwd="/", **self._account)
        self.start()
        with psycopg.connect(self._maintenance(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE shop")

    def _maintenance(self) -> str:
        return self.url.removesuffix("shop") + "postgres"

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, (self._folder / "log").read_text()
        try:
            psycopg.connect(self._maintenance()).close()
        except psycopg.OperationalError:
            return False
        return True


def _group() -> int:
    import pwd

    return pwd.getpwnam(_UNPRIVILEGED).pw_gid
