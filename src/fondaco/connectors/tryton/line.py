"""A connection's line: its settings read, its client kept for the process, its circuit breaker asked and told."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.errors import BadConnection
from fondaco.connectors.intake.types import Connection
from fondaco.connectors.tryton.client import TrytonClient
from fondaco.connectors.tryton.types import TrytonSettings
from fondaco.kernel.errors import Unavailable
from fondaco.platform.transaction import Database

KIND = "tryton"
_REQUIRED = ("url", "database", "user", "password")
_LONGEST = 3600
_lock = threading.Lock()
_clients: dict[UUID, TrytonClient] = {}


def settings_of(connection: Connection) -> TrytonSettings:
    """Read the settings of a connection; refuse what is missing or no number of seconds."""
    given: Mapping[str, object] = connection.settings
    if missing := [name for name in _REQUIRED if not given.get(name)]:
        raise BadConnection(connection=connection.name, missing=missing)
    languages = given.get("languages") or ["en"]
    return TrytonSettings(
        system=connection.system,
        url=str(given["url"]),
        database=str(given["database"]),
        user=str(given["user"]),
        password=str(given["password"]),
        languages=tuple(languages.split()) if isinstance(languages, str) else tuple(map(str, _listed(languages))),
        warehouse=str(given.get("warehouse") or ""),
        charges=str(given.get("charges") or ""),
        vouches_for_vat=_flag(connection, "vouches_for_vat"),
        connect=_seconds(connection, "connect", Decimal(3)),
        patience=_seconds(connection, "patience", Decimal(30)),
    )


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _flag(connection: Connection, name: str) -> bool:
    given = connection.settings.get(name, False)
    if not isinstance(given, bool):
        raise BadConnection(connection=connection.name, field=name)
    return given


def _seconds(connection: Connection, name: str, usual: Decimal) -> Decimal:
    try:
        seconds = Decimal(str(connection.settings.get(name, usual)))
    except InvalidOperation:
        raise BadConnection(connection=connection.name, field=name) from None
    if not 0 < seconds < _LONGEST:
        raise BadConnection(connection=connection.name, field=name)
    return seconds


def client_for(connection: Connection) -> TrytonClient:
    """Return the process's client of a connection, a new one when the settings have changed."""
    settings = settings_of(connection)
    with _lock:
        client = _clients.get(connection.id)
        if client is None or client.settings != settings:
            if client is not None:
                client.close()
            client = _clients[connection.id] = TrytonClient(settings=settings)
        return client


def close_clients() -> None:
    """Close all lines of this process."""
    with _lock:
        for client in _clients.values():
            client.close()
        _clients.clear()


@contextmanager
def admitted(*, database: Database, connection: Connection, now: Callable[[], datetime]) -> Iterator[TrytonClient]:
    """Hand out the client if the circuit lets calls through, and tell the breaker how it went.

    Refused with `CircuitOpen` or `ConnectionPaused`. Only what says "not available" counts as a failure of the line.
    """
    with database.transaction() as tx:
        intake.admit_call(tx=tx, connection=connection.id, as_of=now())
    try:
        yield client_for(connection)
    except Unavailable as failure:
        with database.transaction() as tx:
            intake.report_failure(tx=tx, connection=connection.id, as_of=now(), error=str(failure))
        raise
    with database.transaction() as tx:
        intake.report_success(tx=tx, connection=connection.id, as_of=now())
