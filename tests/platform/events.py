"""Facts for the tests of the log, and a handler that stores what it saw."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import text

from fondaco.kernel.event import Event
from fondaco.platform.subscriptions import Subscription
from fondaco.platform.transaction import Database, Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Event):
    TYPE: ClassVar[str] = "tests.counted.v1"
    writer: int
    number: int
    amount: Decimal = Decimal("1.10")

    @property
    def subject(self) -> str:
        return f"writer-{self.writer}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored(Event):
    TYPE: ClassVar[str] = "tests.ignored.v1"


class BrokenError(Exception):
    pass


def make_seen(database: Database) -> None:
    """A table without any key: a fact seen twice is two rows."""
    with database.transaction() as tx:
        tx.execute(text("CREATE TABLE IF NOT EXISTS seen (subscriber text, writer int, number int, place serial)"))


def write(database: Database, *events: Event) -> None:
    with database.transaction() as tx:
        for event in events:
            tx.publish(event)


def counted(writer: int, number: int) -> Counted:
    return Counted(writer=writer, number=number)


def remember(*, tx: Tx, event: Event, subscriber: str = "memory") -> None:
    assert isinstance(event, Counted)
    tx.execute(
        text("INSERT INTO seen (subscriber, writer, number) VALUES (:subscriber, :writer, :number)"),
        {"subscriber": subscriber, "writer": event.writer, "number": event.number},
    )


def seen(database: Database, subscriber: str = "memory") -> list[tuple[int, int]]:
    with database.transaction() as tx:
        rows = tx.execute(
            text("SELECT writer, number FROM seen WHERE subscriber = :s ORDER BY place"), {"s": subscriber}
        )
        return [(row.writer, row.number) for row in rows]


def subscription(name: str = "memory", **options: float) -> Subscription:
    def handle(*, tx: Tx, event: Event) -> None:
        remember(tx=tx, event=event, subscriber=name)

    return Subscription(name=name, events=(Counted,), handle=handle, **options)  # type: ignore[arg-type]
