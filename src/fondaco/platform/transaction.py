"""One transaction per request or job: the only way to the database, and the only place that commits."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

from sqlalchemy import Connection, CursorResult, Engine, Executable, create_engine
from sqlalchemy.engine import make_url

from fondaco.kernel.event import Event
from fondaco.platform import outbox

Parameters: TypeAlias = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Tx:
    """An open transaction. Verbs receive it as `tx`, work with it and never commit."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._events: list[Event] = []
        self._after_commit: list[Callable[[], None]] = []

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

    def flush_events(self) -> None:
        """Write the kept events to the outbox; the transaction calls it before it commits."""
        if self._events:
            outbox.write(self.connection, self._events)
            self._events = []

    def committed(self) -> None:
        """Run what waited for the commit."""
        for action in self._after_commit:
            action()


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
            pool_pre_ping=True,
            connect_args={"application_name": application, "options": "-c timezone=UTC"},
        )

    @contextmanager
    def transaction(self) -> Iterator[Tx]:
        """Open a transaction; commit when the block ends, roll everything back when it raises."""
        with self.engine.connect() as connection:
            with connection.begin():
                tx = Tx(connection)
                yield tx
                tx.flush_events()
            tx.committed()

    def close(self) -> None:
        """Close all pooled connections."""
        self.engine.dispose()
