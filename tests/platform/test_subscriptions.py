import pytest
from sqlalchemy import text

from fondaco.kernel.event import Event
from fondaco.platform import dead_letters, event_log
from fondaco.platform.dead_letters import NoSuchDeadLetter, NoSuchSubscription
from fondaco.platform.subscriptions import Subscriber, Subscription, Subscriptions, run_until_quiet
from fondaco.platform.transaction import Database, Tx
from tests.platform.events import (
    BrokenError,
    Counted,
    Ignored,
    counted,
    make_seen,
    remember,
    seen,
    subscription,
    write,
)


class Moody:
    """Stores what it sees, publishes an answer, and fails for the numbers it is told to."""

    def __init__(self, *failing: tuple[int, int]) -> None:
        self.failing = set(failing)

    def __call__(self, *, tx: Tx, event: Event) -> None:
        assert isinstance(event, Counted)
        remember(tx=tx, event=event)
        tx.publish(Ignored())
        if (event.writer, event.number) in self.failing:
            raise BrokenError("the mood is bad")

    def subscription(self, *, attempts: int = 3, first_pause: float = 1000) -> Subscription:
        return Subscription(name="memory", events=(Counted,), handle=self, attempts=attempts, first_pause=first_pause)


def let_pauses_pass(database: Database) -> None:
    with database.transaction() as tx:
        tx.execute(text("UPDATE platform.subscription_failure SET retry_at = clock_timestamp() WHERE dead_at IS NULL"))


def answers(database: Database) -> int:
    with database.transaction() as tx:
        return len(event_log.latest(tx=tx, type=Ignored.TYPE, limit=1000))


@pytest.fixture(autouse=True)
def _seen(database: Database) -> None:
    make_seen(database)


def test_a_subscriber_sees_every_fact_of_its_types_once_and_in_order(database: Database) -> None:
    write(database, counted(0, 0), Ignored(), counted(1, 0), counted(0, 1))
    run_until_quiet(database=database, subscriptions=[subscription(batch=2)])
    run_until_quiet(database=database, subscriptions=[subscription(batch=2)])
    assert seen(database) == [(0, 0), (1, 0), (0, 1)]


def test_a_subscriber_that_comes_late_sees_what_happened_before(database: Database) -> None:
    write(database, counted(0, 0))
    run_until_quiet(database=database, subscriptions=[subscription("early")])
    write(database, counted(0, 1))
    run_until_quiet(database=database, subscriptions=[subscription("early"), subscription("late")])
    assert seen(database, "early") == seen(database, "late") == [(0, 0), (0, 1)]


def test_a_failure_leaves_nothing_but_its_record_and_holds_back_its_subject_only(database: Database) -> None:
    moody = Moody((0, 0))
    write(database, counted(0, 0), counted(1, 0), counted(0, 1))
    run_until_quiet(database=database, subscriptions=[moody.subscription()])
    assert seen(database) == [(1, 0)]
    assert answers(database) == 1
    with database.transaction() as tx:
        later, failed = dead_letters.waiting(tx=tx)
        assert (failed.attempts, later.attempts) == (1, 0)
        assert "the mood is bad" in failed.error
        assert dead_letters.dead_letters(tx=tx) == []


def test_what_failed_is_tried_again_and_its_subject_goes_on_in_order(database: Database) -> None:
    moody = Moody((0, 0))
    write(database, *[counted(0, number) for number in range(5)])
    run_until_quiet(database=database, subscriptions=[moody.subscription()])
    assert seen(database) == []
    moody.failing.clear()
    let_pauses_pass(database)
    write(database, counted(0, 5))
    run_until_quiet(database=database, subscriptions=[moody.subscription()])
    assert seen(database) == [(0, number) for number in range(6)]
    with database.transaction() as tx:
        assert dead_letters.waiting(tx=tx) == []


def test_nothing_is_tried_before_its_time(database: Database) -> None:
    moody = Moody((0, 0))
    write(database, counted(0, 0))
    run_until_quiet(database=database, subscriptions=[moody.subscription()])
    moody.failing.clear()
    run_until_quiet(database=database, subscriptions=[moody.subscription()])
    assert seen(database) == []


def test_pauses_grow(database: Database) -> None:
    pauses = []
    write(database, counted(0, 0))
    for _ in range(3):
        run_until_quiet(database=database, subscriptions=[Moody((0, 0)).subscription(attempts=9)])
        with database.transaction() as tx:
            [failure] = dead_letters.waiting(tx=tx)
        assert failure.retry_at is not None
        pauses.append(round((failure.retry_at - failure.failed_at).total_seconds()))
        let_pauses_pass(database)
    assert pauses == [1000, 2000, 3600]


def test_after_the_last_attempt_it_is_a_dead_letter_and_the_subject_goes_on(database: Database) -> None:
    write(database, counted(0, 0), counted(0, 1))
    run_until_quiet(database=database, subscriptions=[Moody((0, 0)).subscription(attempts=3, first_pause=0)])
    assert seen(database) == [(0, 1)]
    with database.transaction() as tx:
        [dead] = dead_letters.dead_letters(tx=tx)
        [standing] = dead_letters.standings(tx=tx)
    assert (dead.attempts, dead.fact.position, dead.fact.subject) == (3, 1, "writer-0")
    assert (standing.dead, standing.waiting, standing.behind) == (1, 0, 0)


def test_a_dead_letter_can_be_replayed(database: Database) -> None:
    write(database, counted(0, 0))
    run_until_quiet(database=database, subscriptions=[Moody((0, 0)).subscription(attempts=1)])
    with database.transaction() as tx:
        dead_letters.replay(tx=tx, subscription="memory", position=1)
    run_until_quiet(database=database, subscriptions=[Moody().subscription(attempts=1)])
    assert seen(database) == [(0, 0)]
    with database.transaction() as tx:
        assert dead_letters.dead_letters(tx=tx) == []


def test_all_dead_letters_can_be_replayed_and_one_can_be_discarded(database: Database) -> None:
    write(database, counted(0, 0), counted(1, 0), counted(2, 0))
    failing = [(0, 0), (1, 0), (2, 0)]
    run_until_quiet(database=database, subscriptions=[Moody(*failing).subscription(attempts=1)])
    with database.transaction() as tx:
        dead_letters.discard(tx=tx, subscription="memory", position=2)
        assert dead_letters.replay_all(tx=tx, subscription="memory") == 2
    run_until_quiet(database=database, subscriptions=[Moody().subscription()])
    assert seen(database) == [(0, 0), (2, 0)]


def test_what_is_no_dead_letter_cannot_be_replayed_or_discarded(database: Database) -> None:
    with database.transaction() as tx:
        with pytest.raises(NoSuchDeadLetter):
            dead_letters.replay(tx=tx, subscription="memory", position=1)
        with pytest.raises(NoSuchDeadLetter):
            dead_letters.discard(tx=tx, subscription="memory", position=1)
        with pytest.raises(NoSuchSubscription):
            dead_letters.rewind(tx=tx, subscription="memory", after=0)


def test_a_subscription_can_see_the_past_again(database: Database) -> None:
    write(database, counted(0, 0), counted(0, 1), counted(0, 2))
    run_until_quiet(database=database, subscriptions=[subscription()])
    with database.transaction() as tx:
        dead_letters.rewind(tx=tx, subscription="memory", after=1)
    run_until_quiet(database=database, subscriptions=[subscription()])
    assert seen(database) == [(0, 0), (0, 1), (0, 2), (0, 1), (0, 2)]


def test_a_fact_that_cannot_be_read_becomes_a_dead_letter(database: Database) -> None:
    write(database, counted(0, 0), counted(1, 1))
    event_log.relay(database=database)
    with database.transaction() as tx:
        tx.execute(text('UPDATE platform.event_log SET data = \'{"writer": "none"}\' WHERE position = 1'))
    run_until_quiet(database=database, subscriptions=[subscription(attempts=1)])
    assert seen(database) == [(1, 1)]
    with database.transaction() as tx:
        assert "ValidationError" in dead_letters.dead_letters(tx=tx)[0].error


def test_only_one_process_works_for_a_subscription(database: Database) -> None:
    write(database, counted(0, 0))
    event_log.relay(database=database)
    Subscriber(database=database, subscription=subscription()).step()
    write(database, counted(0, 1))
    event_log.relay(database=database)
    with database.transaction() as other:
        other.execute(text("SELECT 1 FROM platform.subscription WHERE name = 'memory' FOR UPDATE"))
        assert not Subscriber(database=database, subscription=subscription()).step()
        assert seen(database) == [(0, 0)]
    Subscriber(database=database, subscription=subscription()).step()
    assert seen(database) == [(0, 0), (0, 1)]


def test_two_subscriptions_of_one_name_are_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="same name"):
        Subscriptions(database=database, subscriptions=[subscription(), subscription()])
