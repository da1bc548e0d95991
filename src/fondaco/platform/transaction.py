"""One transaction per request or job: the only way to the database, and the only place that commits."""

import logging
import select
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

import psycopg
from sqlalchemy import Connection, CursorResult, Engine, Executable, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from fondaco.kernel.event import Event
from fondaco.platform import outbox

Parameters: TypeAlias = Mapping[str, Any] | Sequence[Mapping[str, Any]]
_log = logging.getLogger(__name__)


class Tx:
    """An open transaction. Verbs receive it as `tx`, work with it and never commit."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._events: list[Event] = []
        self._after_commit: list[Callable[[], None]] = []
        self._wake = False

    def execute(self, statement: Executable, parameters: Parameters | None = None) -> CursorResult[Any]:
        """Run one statement of SQLAlchemy Core."""
        return self.connection.execute(statement, parameters)

    def publish(self, event: Event) -> None:
        """Keep the fact for the outbox.

        It is written at the very end of the transaction: whoever waited for our row locks then writes his
        events after ours, so the order of the log agrees with cause and effect.
        """
        self._events.append(event)

    def after_commit(self, action: Callable[[], None]) -> None:
        """Do something once the transaction is safely stored (wake a relay, drop a cache entry)."""
        self._after_commit.append(action)

    @property
    def events(self) -> tuple[Event, ...]:
        """What was published and not written yet, in order."""
        return tuple(self._events)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Open a part that can fail by itself: if it raises, its rows, events and actions are as if never done."""
        events, actions = len(self._events), len(self._after_commit)
        try:
            with self.connection.begin_nested():
                yield
        except BaseException:
            del self._events[events:], self._after_commit[actions:]
            raise

    def flush_events(self) -> None:
        """Write the kept events to the outbox; the transaction calls it before it commits."""
        if self._events:
            outbox.write(self.connection, self._events)
            self._events = []
            self._wake = True

    def committed(self) -> None:
        """Do what waited for the commit. What fails here cannot undo it, so it is told and not raised."""
        if self._wake:
            try:
                outbox.wake_relay(self.connection)
            except SQLAlchemyError:
                _log.warning("the relay was not woken; it will look by itself")
        for action in self._after_commit:
            try:
                action()
            except Exception:  # noqa: BLE001 - the commit stands, whatever the action does
                _log.exception("an action after the commit failed")


class Database:
    """A pool of connections to one PostgreSQL database."""

    def __init__(self, url: str, *, pool_size: int = 10, application: str = "fondaco") -> None:
        parsed = make_url(url)
        if parsed.drivername in {"postgresql", "postgres"}:
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.url = parsed
        self.engine: Engine = create_engine(
            parsed,
            pool_size=pool_size,
            max_overflow=pool_size,
            connect_args={"application_name": application, "options": "-c timezone=UTC"},
        )
        _watch(self.engine)

    @contextmanager
    def transaction(self) -> Iterator[Tx]:
        """Open a transaction; commit when the block ends, roll everything back when it raises."""
        with self.engine.connect() as connection:
            with connection.begin():
                tx = Tx(connection)
                yield tx
                tx.flush_events()
            tx.committed()

    @contextmanager
    def snapshot(self) -> Iterator[Tx]:
        """Open a transaction in which every statement sees the same moment; it only reads."""
        with self.engine.connect().execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        ) as connection:
            yield Tx(connection)

    def connect(self) -> "psycopg.Connection[tuple[Any, ...]]":
        """Open a connection outside of the pool, in which each statement commits by itself: to listen, to copy."""
        address = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(address, autocommit=True)

    def close(self) -> None:
        """Close all pooled connections."""
        self.engine.dispose()


def _watch(engine: Engine) -> None:
    """Before a pooled connection is used, find out whether the server has closed it meanwhile.

    A server that hangs up says so first: as long as there is nothing to read, asking would be a way there and back for
    nothing.
    """

    @event.listens_for(engine, "checkout")
    def wake(connection: DBAPIConnection, entry: ConnectionPoolEntry, proxy: PoolProxiedConnection) -> None:  # noqa: ARG001 - the event's form
        try:
            line = select.poll()
            line.register(entry.driver_connection, select.POLLIN)  # type: ignore[arg-type]
            alive = not line.poll(0) or engine.dialect.do_ping(connection)
        except (psycopg.Error, OSError):
            alive = False
        if not alive:
            raise InvalidatePoolError
