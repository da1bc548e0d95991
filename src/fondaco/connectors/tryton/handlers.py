"""What the Tryton connector does by itself: runs, forwarding as soon as an order is placed, looks by the clock.

Every job finds the connections of kind `tryton` itself. A closed circuit or a paused connection is no failure of the
job: the next one asks again.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.errors import CircuitOpen, ConnectionPaused, RunInProgress
from fondaco.connectors.intake.types import Connection
from fondaco.connectors.tryton import api
from fondaco.kernel import clock
from fondaco.kernel.errors import Unavailable
from fondaco.kernel.event import Event
from fondaco.kernel.ids import inner_id
from fondaco.modules.orders.events import OrderPlaced
from fondaco.platform import jobs
from fondaco.platform.jobs import Job
from fondaco.platform.subscriptions import Subscription
from fondaco.platform.transaction import Database, Tx

_log = logging.getLogger(__name__)
_RESTING = (CircuitOpen, ConnectionPaused, RunInProgress)


def do_run(*, database: Database, run: str) -> None:
    """Do a run that a person or a machine asked for."""
    with database.transaction() as tx:
        taken = intake.take_run(tx=tx, id=inner_id("run", run), as_of=clock.now())
    if taken is not None:
        api.carry_out(database=database, run=taken, now=clock.now)


def forward(*, database: Database) -> None:
    """Send what waits, to every Tryton that has something waiting."""
    for connection in _connections(database):
        _quietly(connection, lambda c: api.forward(database=database, connection=c, now=clock.now))


def look(*, database: Database) -> None:
    """Take over what changed, and what became of orders."""
    for connection in _connections(database):
        _quietly(connection, lambda c: api.read_back(database=database, connection=c, now=clock.now))
        _quietly(connection, lambda c: api.look(database=database, connection=c, now=clock.now))


def order_placed(*, tx: Tx, event: Event) -> None:  # noqa: ARG001 - every waiting order is sent, not only this one
    """Forward at once; the clock's job is there for what waits after a failure."""
    jobs.defer(tx=tx, job=FORWARD_NOW, once=FORWARD_NOW.name)


def _connections(database: Database) -> list[Connection]:
    with database.transaction() as tx:
        return [found for found in intake.connections(tx=tx) if found.kind == api.KIND and not found.paused]


def _quietly(connection: Connection, work: Callable[[Connection], object]) -> None:
    try:
        work(connection)
    except _RESTING:
        return
    except Unavailable as failure:
        # The breaker and the run have it on record; a job that fails would only be tried again on top.
        _log.warning("tryton %s: %s", connection.name, failure.code)


RUN = intake.run_job(kind=api.KIND, run=do_run)
FORWARD = Job(name="tryton.forward", run=forward, every="* * * * * */5", attempts=1)
FORWARD_NOW = Job(name="tryton.forward_now", run=forward, attempts=1)
LOOK = Job(name="tryton.look", run=look, every="* * * * * */5", attempts=1)

JOBS: tuple[Job, ...] = (RUN, FORWARD, FORWARD_NOW, LOOK)
SUBSCRIPTIONS: tuple[Subscription, ...] = (
    Subscription(name="tryton.forward", events=(OrderPlaced,), handle=order_placed, rest=timedelta(milliseconds=250)),
)
