from prometheus_client import CollectorRegistry, generate_latest

from fondaco.platform import event_log, jobs
from fondaco.platform.figures import LogFigures
from fondaco.platform.follower import Follower
from fondaco.platform.jobs import Job
from fondaco.platform.subscriptions import Subscriber, Subscription
from fondaco.platform.transaction import Database
from tests.platform.events import BrokenError, Counted, counted, write


def test_the_figures_tell_what_waits_and_what_failed(database: Database) -> None:
    def fail(**_: object) -> None:
        raise BrokenError

    registry = CollectorRegistry()
    follower = Follower(database=database, projections=[], name="api")
    follower.catch_up()
    registry.register(LogFigures(database=database, followers=[follower]))
    listener = Subscription(name="listener", events=(Counted,), handle=fail, attempts=1)
    write(database, counted(0, 0), counted(0, 1))
    event_log.relay(database=database)
    Subscriber(database=database, subscription=listener).step()
    write(database, counted(0, 2))
    event_log.relay(database=database)
    write(database, counted(0, 3))
    with database.transaction() as tx:
        jobs.defer(tx=tx, job=Job(name="tests.run", run=fail))
    lines = generate_latest(registry).decode().splitlines()
    for expected in (
        "fondaco_event_log_position 3.0",
        "fondaco_outbox_waiting 1.0",
        'fondaco_subscription_behind{subscription="listener"} 1.0',
        'fondaco_subscription_dead_letters{subscription="listener"} 1.0',
        'fondaco_subscription_retrying{subscription="listener"} 1.0',
        'fondaco_jobs{status="todo"} 1.0',
        'fondaco_follower_behind{follower="api"} 3.0',
    ):
        assert expected in lines
