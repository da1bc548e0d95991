"""Queries on connections and their circuit breakers."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update

from fondaco.connectors.intake.tables import connection, quarantine
from fondaco.connectors.intake.types import Breaker, BreakerState, Connection, ConnectionDraft, Direction
from fondaco.platform.transaction import Tx

_OPEN = (
    select(func.count())
    .where(quarantine.c.connection == connection.c.id, quarantine.c.state.in_(("open", "corrected")))
    .scalar_subquery()
    .label("open_quarantine")
)


def find(*, tx: Tx, id: UUID | None = None, name: str | None = None, lock: bool = False) -> Connection | None:
    """Find one connection by id or by name; `lock` keeps others from changing it until the transaction ends."""
    statement = select(connection, _OPEN).where(connection.c.id == id if id else connection.c.name == name)
    if lock:
        statement = statement.with_for_update(of=connection)
    row = tx.execute(statement).one_or_none()
    return _connection(row) if row else None


def every(*, tx: Tx) -> list[Connection]:
    """List all connections by name."""
    return [_connection(row) for row in tx.execute(select(connection, _OPEN).order_by(connection.c.name))]


def add(*, tx: Tx, id: UUID, draft: ConnectionDraft) -> None:
    """Insert a connection."""
    tx.execute(insert(connection).values(id=id, breaker=BreakerState.CLOSED.value, version=1, **_values(draft)))


def change(*, tx: Tx, id: UUID, draft: ConnectionDraft) -> None:
    """Bring a connection up to date."""
    _update(tx, id, **_values(draft))


def set_paused(*, tx: Tx, id: UUID, paused: bool) -> None:
    """Pause or resume; resuming closes the circuit too."""
    closed = {} if paused else {"breaker": BreakerState.CLOSED.value, "failures": 0, "retry_at": None}
    _update(tx, id, paused=paused, **closed)


def set_breaker(*, tx: Tx, id: UUID, breaker: Breaker, **more: object) -> None:
    """Store the breaker, and with it what else became known."""
    tx.execute(
        update(connection)
        .where(connection.c.id == id)
        .values(breaker=breaker.state.value, failures=breaker.failures, retry_at=breaker.retry_at, **more)
    )


def _update(tx: Tx, id: UUID, **values: object) -> None:
    tx.execute(update(connection).where(connection.c.id == id).values(version=connection.c.version + 1, **values))


def _values(draft: ConnectionDraft) -> dict[str, object]:
    return {
        "name": draft.name,
        "kind": draft.kind,
        "system": draft.system,
        "direction": draft.direction.value,
        "settings": dict(draft.settings),
    }


def _connection(row: Row[Any]) -> Connection:
    return Connection(
        id=row.id,
        name=row.name,
        kind=row.kind,
        system=row.system,
        direction=Direction(row.direction),
        settings=row.settings,
        paused=row.paused,
        breaker=Breaker(state=BreakerState(row.breaker), failures=row.failures, retry_at=row.retry_at),
        last_success_at=row.last_success_at,
        lag=None if row.lag_seconds is None else timedelta(seconds=row.lag_seconds),
        error=row.error,
        error_at=row.error_at,
        open_quarantine=row.open_quarantine,
        version=row.version,
    )


def success(*, tx: Tx, id: UUID, breaker: Breaker, moment: datetime, lag: timedelta | None) -> None:
    """Store that a call succeeded; a last error stays readable no longer."""
    set_breaker(
        tx=tx,
        id=id,
        breaker=breaker,
        last_success_at=moment,
        lag_seconds=None if lag is None else int(lag.total_seconds()),
        error="",
        error_at=None,
    )
