"""Connections: making, pausing and resuming them, and the circuit breaker around every call through them."""

from datetime import datetime, timedelta
from uuid import UUID

from fondaco.connectors.intake.errors import BadConnection, CircuitOpen, ConnectionPaused, NoSuchConnection
from fondaco.connectors.intake.events import ConnectionChanged
from fondaco.connectors.intake.model import breaker as breakers
from fondaco.connectors.intake.model import masks
from fondaco.connectors.intake.model.fields import storable
from fondaco.connectors.intake.store import connections as store
from fondaco.connectors.intake.types import BreakerState, Connection, ConnectionDraft
from fondaco.kernel.ids import new_id
from fondaco.platform.transaction import Tx
from fondaco.platform.web import version as versions

_LONGEST_ERROR = 1000


def put_connection(*, tx: Tx, draft: ConnectionDraft) -> Connection:
    """Make a connection, or bring the one of this name up to date."""
    for name in ("name", "kind", "system"):
        if not getattr(draft, name).strip():
            raise BadConnection(field=name)
    before = store.find(tx=tx, name=draft.name, lock=True)
    if before is None:
        id = new_id()
        store.add(tx=tx, id=id, draft=draft)
    else:
        id = before.id
        settings = masks.unmasked(given=draft.settings, stored=before.settings)
        same = ConnectionDraft(
            name=draft.name, kind=draft.kind, system=draft.system, direction=draft.direction, settings=settings
        )
        store.change(tx=tx, id=id, draft=same)
    return _told(tx, id)


def connection(*, tx: Tx, id: UUID) -> Connection:
    """Return a connection or refuse."""
    found = store.find(tx=tx, id=id)
    if found is None:
        raise NoSuchConnection
    return found


def connections(*, tx: Tx) -> list[Connection]:
    """List all connections by name."""
    return store.every(tx=tx)


def connection_named(*, tx: Tx, name: str) -> Connection | None:
    """Find a connection by its name."""
    return store.find(tx=tx, name=name)


def pause_connection(*, tx: Tx, id: UUID, expected: int | None = None) -> Connection:
    """Let nothing through until somebody resumes it; a run under way goes on to its end."""
    return _set_paused(tx, id, expected, paused=True)


def resume_connection(*, tx: Tx, id: UUID, expected: int | None = None) -> Connection:
    """Let calls through again; the circuit closes too."""
    return _set_paused(tx, id, expected, paused=False)


def admit_call(*, tx: Tx, connection: UUID, as_of: datetime) -> None:
    """Ask before calling the other side; refuse while the connection is paused or its circuit open.

    Whoever was admitted says afterwards `report_success` or `report_failure`.
    """
    found = _locked(tx, connection)
    if found.paused:
        raise ConnectionPaused(connection=found.name)
    admitted = breakers.admit(breaker=found.breaker, as_of=as_of)
    if admitted is None:
        retry_at = found.breaker.retry_at or as_of
        wait = max(1, int((retry_at - as_of).total_seconds()) + 1)
        raise CircuitOpen(connection=found.name, error=found.error, retry_at=retry_at, retry_after=wait)
    if admitted != found.breaker:
        store.set_breaker(tx=tx, id=connection, breaker=admitted)


def report_success(*, tx: Tx, connection: UUID, as_of: datetime, lag: timedelta | None = None) -> None:
    """Book that a call got its answer; `lag` is how far behind the other side we are now, where that is known."""
    found = _locked(tx, connection)
    store.success(tx=tx, id=connection, breaker=breakers.succeeded(), moment=as_of, lag=lag)
    if found.breaker.state is not BreakerState.CLOSED:
        _told(tx, connection)


def report_failure(*, tx: Tx, connection: UUID, as_of: datetime, error: str) -> Connection:
    """Book that a call failed: keep the error for people, and after several in a row keep calls away."""
    found = _locked(tx, connection)
    after = breakers.failed(breaker=found.breaker, as_of=as_of)
    store.set_breaker(tx=tx, id=connection, breaker=after, error=storable(error)[:_LONGEST_ERROR], error_at=as_of)
    if after.state is not found.breaker.state:
        return _told(tx, connection)
    return _locked(tx, connection)


def _set_paused(tx: Tx, id: UUID, expected: int | None, *, paused: bool) -> Connection:
    found = _locked(tx, id)
    if expected is not None:
        versions.demand(expected=expected, actual=found.version)
    if found.paused == paused and (paused or found.breaker.state is BreakerState.CLOSED):
        return found
    store.set_paused(tx=tx, id=id, paused=paused)
    return _told(tx, id)


def _locked(tx: Tx, id: UUID) -> Connection:
    found = store.find(tx=tx, id=id, lock=True)
    if found is None:
        raise NoSuchConnection
    return found


def _told(tx: Tx, id: UUID) -> Connection:
    found = connection(tx=tx, id=id)
    tx.publish(ConnectionChanged(connection=id, state=found.state.value))
    return found
