from collections.abc import Callable, Iterator, Sequence

import pytest
from sqlalchemy import text

from fondaco.kernel.event import Event
from fondaco.platform import event_log
from fondaco.platform.follower import Follower
from fondaco.platform.relay import Relay
from fondaco.platform.transaction import Database, Tx
from tests.platform.events import BrokenError, Counted, Ignored, counted, write


class Sum:
    """Adds up what the writers counted; fails once when told to."""

    EVENTS: tuple[type[Event], ...] = (Counted,)

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.loads = 0
        self.fails = False

    def load(self, *, tx: Tx) -> None:
        self.loads += 1
        rows = tx.execute(text("SELECT (data ->> 'number')::int AS number FROM platform.event_log ORDER BY position"))
        self.numbers = list(rows.scalars())

    def apply(self, *, tx: Tx, events: Sequence[Event]) -> None:  # noqa: ARG002 - the form of all projections
        if self.fails:
            self.fails = False
            raise BrokenError("once")
        self.numbers += [event.number for event in events if isinstance(event, Counted)]


@pytest.fixture
def following(database: Database) -> Iterator[Callable[..., Follower]]:
    started: list[Follower] = []

    def follow(*projections: Sum) -> Follower:
        started.append(Follower(database=database, projections=projections))
        started[-1].start()
        return started[-1]

    yield follow
    for follower in started:
        follower.stop()


@pytest.fixture
def _relay(database: Database) -> Iterator[None]:
    relay = Relay(database=database)
    relay.start()
    yield
    relay.stop()
    assert relay.error is None


def test_it_is_abreast_until_something_of_interest_is_committed_that_it_has_not_seen(database: Database) -> None:
    projection = Sum()
    follower = Follower(database=database, projections=[projection])
    with database.transaction() as tx:
        assert not follower.abreast(tx=tx, projection=projection)
    follower.load()
    with database.transaction() as tx:
        assert follower.abreast(tx=tx, projection=projection)
        assert not follower.abreast(tx=tx, projection=Sum())
        tx.publish(Ignored())
    with database.transaction() as tx:
        assert follower.abreast(tx=tx, projection=projection)
    write(database, counted(0, 1))
    with database.transaction() as tx:
        assert not follower.abreast(tx=tx, projection=projection), "it waits in the outbox"
    while event_log.relay(database=database) is not None:
        pass
    with database.transaction() as tx:
        assert not follower.abreast(tx=tx, projection=projection), "it is in the log"
    follower.catch_up()
    with database.transaction() as tx:
        assert follower.abreast(tx=tx, projection=projection)


def test_what_was_there_is_loaded_and_what_comes_is_applied(
    database: Database, following: Callable[..., Follower]
) -> None:
    write(database, counted(0, 1))
    event_log.relay(database=database)
    total = Sum()
    follower = following(total)
    assert follower.wait_for(1)
    assert total.numbers == [1]
    write(database, counted(0, 2), Ignored(), counted(0, 3))
    event_log.relay(database=database)
    assert follower.wait_for(4)
    assert total.numbers == [1, 2, 3]
    assert follower.ready
    assert follower.error is None


@pytest.mark.usefixtures("_relay")
def test_a_commit_reaches_the_projections_by_itself(database: Database, following: Callable[..., Follower]) -> None:
    total = Sum()
    follower = following(total)
    for number in range(20):
        write(database, counted(0, number))
        assert follower.wait_for(number + 1)
    assert total.numbers == list(range(20))


def test_a_projection_that_fails_is_loaded_anew(database: Database, following: Callable[..., Follower]) -> None:
    total = Sum()
    follower = following(total)
    assert follower.wait_for(0)
    total.fails = True
    write(database, counted(0, 7))
    event_log.relay(database=database)
    assert follower.wait_for(1)
    assert (total.numbers, total.loads) == ([7], 2)


def test_a_database_put_back_to_an_earlier_state_is_loaded_anew(database: Database) -> None:
    total = Sum()
    follower = Follower(database=database, projections=[total])
    write(database, counted(0, 1), counted(0, 2))
    event_log.relay(database=database)
    follower.catch_up()
    assert total.numbers == [1, 2]
    with database.transaction() as tx:
        tx.execute(text("DELETE FROM platform.event_log WHERE position = 2"))
        tx.execute(text("UPDATE platform.event_log_head SET position = 1"))
    follower.catch_up()
    assert (total.numbers, follower.position) == ([1], 1)


def test_it_goes_on_when_its_connections_were_cut(database: Database, following: Callable[..., Follower]) -> None:
    total = Sum()
    follower = following(total)
    assert follower.wait_for(0)
    with database.connect() as connection:
        connection.execute(
            # The second argument waits until the backend is gone: ended a moment later, it could still take a statement.
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    write(database, counted(0, 1))
    event_log.relay(database=database)
    assert follower.wait_for(1)
    assert total.numbers == [1]


def test_it_cannot_be_waited_for_beyond_the_log(database: Database) -> None:
    follower = Follower(database=database, projections=[Sum()])
    follower.catch_up()
    assert follower.wait_for(0, timeout=0)
    assert not follower.wait_for(1, timeout=0)
