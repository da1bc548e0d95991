"""The embedded PostgreSQL: started twice at once, stopped by the last user, killed, joined, found stale."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from fondaco.platform import embedded
from fondaco.platform.embedded import EmbeddedServer, TcpNotOffered

pytestmark = pytest.mark.slow

_USER = """
import sys
from pathlib import Path
from fondaco.platform import embedded
server = embedded.start(home=Path(sys.argv[1]))
print(server.pid, server.url(), flush=True)
sys.stdin.read(1)
server.close()
"""


class User:
    """A process that uses the server of a home until it is told to end."""

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", _USER, str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = 0
        self.url = ""

    def wait(self) -> "User":
        assert self.process.stdout is not None
        pid, self.url = self.process.stdout.readline().split()
        self.pid = int(pid)
        return self

    def end(self) -> None:
        self.process.communicate("x")
        assert self.process.returncode == 0

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    # Whatever a failed test left running.
    for process in postmasters(tmp_path / "home"):
        process.kill()


@pytest.fixture
def start(home: Path) -> Iterator[Callable[..., EmbeddedServer]]:
    started: list[EmbeddedServer] = []

    def start(*, tcp: bool = False) -> EmbeddedServer:
        started.append(embedded.start(home=home, tcp=tcp, settings={"shared_buffers": "16MB"}))
        return started[-1]

    yield start
    for server in started:
        server.close()


def postmasters(home: Path) -> list[psutil.Process]:
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if str(home / "postgres") in (process.info["cmdline"] or ())
    ]


def execute(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def kill_everything(server_pid: int) -> None:
    postmaster = psutil.Process(server_pid)
    family = [postmaster, *postmaster.children(recursive=True)]
    for process in family:
        process.kill()
    psutil.wait_procs(family, timeout=30)


def test_it_runs_as_whoever_we_are_and_speaks_utf8(start: Callable[..., EmbeddedServer]) -> None:
    server = start()
    assert execute(server.url(), "SELECT upper('grün'), current_setting('TimeZone')") == [("GRÜN", "UTC")]
    assert int(str(execute(server.url(), "SHOW max_connections")[0][0])) >= 200
    assert execute(server.url(), "SHOW listen_addresses") == [("",)]
    assert execute(server.url(), "SELECT 1 FROM pg_available_extensions WHERE name = 'vector'") == [(1,)]


def test_its_files_belong_to_the_server_alone(start: Callable[..., EmbeddedServer], home: Path) -> None:
    sockets = Path(start().url().partition("host=")[2].partition("&")[0])
    assert (home / "postgres").stat().st_mode & 0o077 == 0
    assert sockets.stat().st_mode & 0o077 == 0
    assert (home / "postgres.password").stat().st_mode & 0o077 == 0


def test_tcp_needs_the_password(start: Callable[..., EmbeddedServer]) -> None:
    url = start(tcp=True).url(tcp=True)
    assert execute(url, "SELECT 1") == [(1,)]
    head, _, tail = url.rpartition("@")
    stranger = f"{head.rpartition(':')[0]}:guess@{tail}"
    with pytest.raises(psycopg.OperationalError, match="password"):
        execute(stranger, "SELECT 1")


def test_a_server_without_tcp_is_restarted_for_it_only_if_nobody_uses_it(
    start: Callable[..., EmbeddedServer], home: Path
) -> None:
    first = start()
    with pytest.raises(TcpNotOffered):
        start(tcp=True)
    with pytest.raises(TcpNotOffered):
        first.url(tcp=True)
    assert execute(first.url(), "SELECT 1") == [(1,)]
    first.close()
    user = User(home).wait()
    user.kill()
    assert execute(start(tcp=True).url(tcp=True), "SELECT 1") == [(1,)]


def test_many_starts_at_once_share_one_server_and_the_last_one_stops_it(home: Path) -> None:
    users = [user.wait() for user in [User(home) for _ in range(6)]]
    assert len({user.pid for user in users}) == 1
    for user in users[1:]:
        user.end()
    assert execute(users[0].url, "SELECT 1") == [(1,)]
    users[0].end()
    assert postmasters(home) == []
    assert not (home / "postgres" / "postmaster.pid").exists()


def test_what_was_committed_is_there_after_everything_was_killed(home: Path) -> None:
    for _ in range(3):
        user = User(home).wait()
        execute(user.url, "CREATE TABLE IF NOT EXISTS kept (turn int)")
        execute(user.url, "INSERT INTO kept SELECT count(*) FROM kept")
        user.kill()
        kill_everything(user.pid)
        assert (home / "postgres" / "postmaster.pid").exists()
    user = User(home).wait()
    assert execute(user.url, "SELECT turn FROM kept ORDER BY turn") == [(0,), (1,), (2,)]
    user.end()


def test_a_killed_users_server_is_found_and_used_on(home: Path) -> None:
    first = User(home).wait()
    first.kill()
    second = User(home).wait()
    assert second.pid == first.pid
    second.end()
    assert postmasters(home) == []


def test_only_the_postmaster_was_killed(home: Path) -> None:
    user = User(home).wait()
    with psycopg.connect(user.url):
        os.kill(user.pid, signal.SIGKILL)
        user.kill()
        # Our session's process is still there for a moment and holds the server's memory.
        again = User(home).wait()
    assert execute(again.url, "SELECT 1") == [(1,)]
    again.end()


def test_a_pid_file_that_names_somebody_else_is_not_believed(home: Path) -> None:
    user = User(home).wait()
    file = home / "postgres" / "postmaster.pid"
    lines = file.read_text().splitlines()
    user.end()
    file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    again = User(home).wait()
    assert execute(again.url, "SELECT 1") == [(1,)]
    again.end()


def test_an_initialisation_that_was_killed_starts_afresh(home: Path) -> None:
    (home / "postgres.new" / "cluster").mkdir(parents=True)
    (home / "postgres.new" / "cluster" / "PG_VERSION").write_text("18\n")
    user = User(home).wait()
    assert execute(user.url, "SELECT 1") == [(1,)]
    user.end()


def test_a_long_path_gets_its_socket_elsewhere(tmp_path: Path) -> None:
    server = embedded.start(home=tmp_path / ("long" * 30), settings={"shared_buffers": "16MB"})
    sockets = Path(server.url().partition("host=")[2].partition("&")[0])
    try:
        assert execute(server.url(), "SELECT 1") == [(1,)]
        assert sockets.is_dir()
    finally:
        server.close()
    assert not sockets.exists()
