"""Real PostgreSQL for every test: one embedded server, a migrated template, a clean copy or a rolled back transaction.

All test processes share the server (its folder lies under `.fondaco/`); whoever ends last stops it. The template is
named after the migrations' contents, so a changed migration makes a new one.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg import sql

from fondaco.platform import embedded, migrate
from fondaco.platform.embedded import EmbeddedServer
from fondaco.platform.transaction import Database, Tx
from tests.support.washing import Washing

REPOSITORY = Path(__file__).parents[2]
_LOCK = 4_611_686_003
_KEPT_TEMPLATES = 12
_numbers = count(1)

# Tests may lose data in a power cut; they may not wait for the disk.
_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "600",
    "autovacuum_naptime": "5min",
}


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    """The embedded server of the test run, with a TCP port too."""
    home = Path(os.environ.get("FONDACO_TEST_HOME") or REPOSITORY / ".fondaco" / "tests")
    server = embedded.start(home=home, tcp=True, settings=_SETTINGS)
    yield server
    server.close()


@pytest.fixture(scope="session")
def server_url(server: EmbeddedServer) -> str:
    """The address of the server's maintenance database."""
    return server.url(database="postgres")


@pytest.fixture(scope="session")
def template(server: EmbeddedServer) -> str:
    """The name of the migrated database that all others are copied from."""
    name = f"template_{migrate.fingerprint()}"
    with psycopg.connect(server.url(database="postgres"), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        _sweep(connection)
        # A limit of -2 marks a database that somebody began to drop.
        whole = "SELECT 1 FROM pg_database WHERE datname = %s AND datconnlimit <> -2"
        if not connection.execute(whole, [name]).fetchone():
            _drop(connection, name)
            unfinished = f"unfinished_{name}"
            _drop(connection, unfinished)
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
            database = Database(server.url(database=unfinished))
            migrate.migrate(database=database)
            database.close()
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(name))
            )
    return name


@pytest.fixture(scope="session")
def washing(server: EmbeddedServer, template: str) -> Iterator[Washing]:
    """The databases of this test process that are clean again, and what clean means."""
    washing = Washing(server)
    yield washing
    with psycopg.connect(server.url(database="postgres"), autocommit=True) as connection:
        for name in washing.clean:
            _drop(connection, name)


@pytest.fixture
def database_url(server: EmbeddedServer, template: str, washing: Washing) -> Iterator[str]:
    """The address of a migrated database of the test's own in which nothing is yet."""
    name = washing.clean.pop() if washing.clean else washing.learn(_clone(server, template))
    yield server.url(database=name)
    if not washing.wash(name):
        with psycopg.connect(server.url(database="postgres"), autocommit=True) as connection:
            _drop(connection, name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh migrated database of the test's own, for code that commits."""
    database = Database(database_url, application="tests")
    yield database
    database.close()


@pytest.fixture
def empty(server: EmbeddedServer) -> Iterator[Database]:
    """A database in which nothing is yet."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(server.url(database="postgres"), autocommit=True) as connection:
        _drop(connection, name)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        database = Database(server.url(database=name), application="tests")
        yield database
        database.close()
        _drop(connection, name)


@pytest.fixture(scope="session")
def shared_database(server: EmbeddedServer, template: str) -> Iterator[Database]:
    """The migrated, always empty database in which transactions of tests are rolled back."""
    name = _clone(server, template)
    database = Database(server.url(database=name), application="tests")
    yield database
    database.close()
    with psycopg.connect(server.url(database="postgres"), autocommit=True) as connection:
        _drop(connection, name)


@pytest.fixture
def tx(shared_database: Database) -> Iterator[Tx]:
    """A transaction that is rolled back; what it published is in `tx.events`."""
    with shared_database.engine.connect() as connection:
        transaction = connection.begin()
        yield Tx(connection)
        transaction.rollback()


def _clone(server: EmbeddedServer, template: str) -> str:
    # The process id tells a later run whether a left-over database still has an owner.
    name = f"test_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(server.url(database="postgres"), autocommit=True) as connection:
        _drop(connection, name)
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    return name


def _sweep(connection: psycopg.Connection) -> None:
    """Drop what killed runs left behind, and all but the latest templates."""
    names = [row[0] for row in connection.execute("SELECT datname FROM pg_database ORDER BY oid")]
    for name in names:
        kind, _, rest = name.partition("_")
        if kind == "test" and not psutil.pid_exists(int(rest.split("_")[0])):
            _drop(connection, name)
    for name in [name for name in names if name.startswith("template_")][:-_KEPT_TEMPLATES]:
        _drop(connection, name)


def _drop(connection: psycopg.Connection, name: str) -> None:
    """Drop a database, but not at any price.

    PostgreSQL waits for all sessions of the server to take notice, and a session stuck in COPY takes none: one
    hanging test would hold up every other. What stays is swept up by a later run.
    """
    connection.execute("SET statement_timeout = '5s'")
    with suppress(psycopg.errors.QueryCanceled):
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    connection.execute("RESET statement_timeout")
