"""Fixtures with a real Tryton: the ERP of the test run, a client, a bad line between them, a clean state per test."""

import os
from collections.abc import Iterator
from decimal import Decimal

import pytest

from fondaco.connectors.tryton.client import TrytonClient
from fondaco.connectors.tryton.types import TrytonSettings
from fondaco.platform.embedded import EmbeddedServer
from tests.support.tryton_proxy import FaultyLine
from tests.support.tryton_server import TrytonServer

SYSTEM = "tryton"


@pytest.fixture(scope="session")
def tryton_of_the_run(server: EmbeddedServer) -> Iterator[TrytonServer]:
    """The ERP, installed, filled and started by the first test that asks for it."""
    # A name of this form is swept by a later run if this one is killed.
    with TrytonServer(server=server.url(database="postgres"), database=f"test_{os.getpid()}_tryton") as tryton:
        yield tryton


@pytest.fixture
def tryton(tryton_of_the_run: TrytonServer) -> TrytonServer:
    """The ERP, running, whatever the test before did to it."""
    tryton_of_the_run.restart()
    return tryton_of_the_run


def settings_for(tryton: TrytonServer, *, url: str | None = None, patience: Decimal = Decimal(60)) -> TrytonSettings:
    """Return how to reach the ERP, directly or over another address."""
    return TrytonSettings(
        system=SYSTEM,
        url=url or tryton.url,
        database=tryton.database,
        user=tryton.login,
        password=tryton.password,
        languages=("en", "de"),
        warehouse="WH",
        patience=patience,
    )


@pytest.fixture
def client(tryton: TrytonServer) -> Iterator[TrytonClient]:
    """A direct line to the ERP."""
    with TrytonClient(settings=settings_for(tryton)) as client:
        yield client


@pytest.fixture
def line(tryton: TrytonServer) -> Iterator[FaultyLine]:
    """A line to the ERP that goes wrong when told to."""
    with FaultyLine(port=tryton.port) as line:
        yield line
