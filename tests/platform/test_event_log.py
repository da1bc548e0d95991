import threading
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from fondaco.platform import event_log
from fondaco.platform.event_log import Recorded, TwoEventsOfOneName, Vocabulary
from fondaco.platform.transaction import Database
from tests.platform.events import Counted, Ignored, counted, write

TYPES = [Counted.TYPE]


def whole_log(database: Database) -> list[Recorded]:
    with database.transaction() as tx:
        return event_log.read(tx=tx, types=TYPES, after=0, until=event_log.head(tx=tx), limit=1_000_000)


def numbers(database: Database) -> list[tuple[int, int]]:
    events = [Vocabulary([Counted]).event(fact) for fact in whole_log(database)]
    return [(event.writer, event.number) for event in events if isinstance(event, Counted)]


def test_facts_of_one_transaction_keep_their_order(database: Database) -> None:
    write(database, *[counted(0, number) for number in range(50)])
    assert event_log.relay(database=database) == 50
    assert [fact.position for fact in whole_log(database)] == list(range(1, 51))
    assert numbers(database) == [(0, number) for number in range(50)]


def test_nothing_is_moved_twice(database: Database) -> None:
    write(database, counted(0, 0))
    assert event_log.relay(database=database) == 1
    assert event_log.relay(database=database) is None
    assert len(whole_log(database)) == 1


def test_a_fact_of_a_transaction_rolled_back_never_happened(database: Database) -> None:
    class ChangedMindError(Exception):
        pass

    def change_mind() -> None:
        with database.transaction() as tx:
            tx.publish(counted(0, 0))
            raise ChangedMindError

    with pytest.raises(ChangedMindError):
        change_mind()
    write(database, counted(0, 1))
    assert event_log.relay(database=database) == 1
    assert numbers(database) == [(0, 1)]


def test_a_fact_committed_late_comes_late_and_leaves_no_gap(database: Database) -> None:
    with database.transaction() as slow:
        slow.publish(counted(0, 0))
        slow.flush_events()
        write(database, counted(1, 0))
        assert event_log.relay(database=database) == 1
    assert event_log.relay(database=database) == 2
    assert numbers(database) == [(1, 0), (0, 0)]


def test_who_waited_for_our_row_comes_after_us(database: Database) -> None:
    with database.transaction() as tx:
        tx.execute(text("INSERT INTO platform.subscription (name, position) VALUES ('row', 0)"))
    lock = text("SELECT * FROM platform.subscription WHERE name = 'row' FOR UPDATE")
    second_waits = threading.Event()

    def second() -> None:
        with database.transaction() as tx:
            tx.publish(counted(1, 0))
            second_waits.set()
            tx.execute(lock)

    with database.transaction() as tx:
        tx.execute(lock)
        thread = threading.Thread(target=second)
        thread.start()
        second_waits.wait()
        tx.publish(counted(0, 0))
    thread.join()
    event_log.relay(database=database)
    assert numbers(database) == [(0, 0), (1, 0)]


@settings(max_examples=15)
@given(turns=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4), st.integers(1, 5)), max_size=12))
def test_any_mixture_of_writing_and_relaying_keeps_each_writer_in_order(
    database: Database, turns: list[tuple[int, int, int]]
) -> None:
    with database.transaction() as tx:
        tx.execute(text("TRUNCATE platform.outbox, platform.event_log"))
        tx.execute(text("UPDATE platform.event_log_head SET position = 0"))
    written: list[tuple[int, int]] = []
    for writer, count, limit in turns:
        facts = [(writer, len(written) + index) for index in range(count)]
        written += facts
        write(database, *[counted(*fact) for fact in facts])
        event_log.relay(database=database, limit=limit)
    while event_log.relay(database=database, limit=3) is not None:
        pass
    assert numbers(database) == written
    assert [fact.position for fact in whole_log(database)] == list(range(1, len(written) + 1))


def test_the_relay_tells_everybody_who_listens(database: Database) -> None:
    with database.connect() as listener:
        listener.execute(f'LISTEN "{event_log.CHANNEL}"')
        write(database, counted(0, 0), counted(0, 1))
        event_log.relay(database=database)
        assert [notice.payload for notice in listener.notifies(timeout=5, stop_after=1)] == ["2"]


def test_a_fact_reads_back_as_the_event_that_was_published(database: Database) -> None:
    event = Counted(writer=3, number=4, amount=Decimal("12.500"))
    write(database, event)
    event_log.relay(database=database)
    assert Vocabulary([Counted, Ignored]).event(whole_log(database)[0]) == event


def test_two_classes_of_one_name_are_refused() -> None:
    class Other(Counted):
        pass

    with pytest.raises(TwoEventsOfOneName):
        Vocabulary([Counted, Other])


def test_people_see_the_newest_facts_first_and_can_go_on(database: Database) -> None:
    write(database, *[counted(number % 2, number) for number in range(6)], Ignored())
    event_log.relay(database=database)
    with database.transaction() as tx:
        first = event_log.latest(tx=tx, type=Counted.TYPE, subject="writer-1", limit=2)
        assert [fact.position for fact in first] == [6, 4]
        rest = event_log.latest(tx=tx, type=Counted.TYPE, subject="writer-1", before=4)
        assert [fact.position for fact in rest] == [2]
        assert event_log.latest(tx=tx)[0].type == Ignored.TYPE


def test_a_fact_is_written_as_a_cloud_event() -> None:
    moment = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    fact = Recorded(
        position=7,
        id=UUID(int=5),
        type="orders.order_placed.v1",
        subject="ord_1",
        data='{"number":"A-1"}',
        occurred_at=moment,
        recorded_at=moment,
    )
    written = event_log.cloud_event(fact)
    assert written == {
        "specversion": "1.0",
        "id": "evt_00000000000000000000000005",
        "source": "/fondaco/orders",
        "type": "orders.order_placed.v1",
        "subject": "ord_1",
        "time": "2026-03-01T12:30:00Z",
        "datacontenttype": "application/json",
        "sequence": "7",
        "data": {"number": "A-1"},
    }
    # The attributes CloudEvents 1.0 requires are non-empty strings, extensions have lower-case names.
    assert all(written[name] for name in ("specversion", "id", "source", "type"))
    assert msgspec.json.decode(msgspec.json.encode(written)) == written
