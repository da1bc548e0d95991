"""What availability does by itself: it lets go of reservations whose time is over, plans anew, and keeps the board."""

from datetime import timedelta

from fondaco.kernel import clock
from fondaco.kernel.event import Event
from fondaco.modules.availability import api
from fondaco.modules.availability.events import StockChanged
from fondaco.platform import jobs
from fondaco.platform.jobs import Job
from fondaco.platform.subscriptions import Subscription
from fondaco.platform.transaction import Database, Tx

# An ERP tells in pieces: what left the house in one, the stock that is less by it in another. Plans wait for both.
_PATIENCE = timedelta(seconds=5)
_OUR_OWN = frozenset({"reserved", "replanned", "prolonged"})


def expire_reservations(*, database: Database) -> None:
    """End reservations whose time is over; running it twice does no harm."""
    with database.transaction() as tx:
        api.expire(tx=tx, as_of=clock.now())


def replan(*, database: Database) -> None:
    """Plan again whatever moved, a few hundred products in a transaction; running it twice does no harm."""
    after = None
    while True:
        with database.transaction() as tx:
            after = api.replan(tx=tx, as_of=clock.now(), after=after)
        if after is None:
            return


def moved(*, tx: Tx, event: Event) -> None:  # noqa: ARG001 - whatever moved is planned, not only this
    """Plan soon; the clock's job is there for what was busy then."""
    jobs.defer(tx=tx, job=REPLAN_SOON, once=REPLAN_SOON.name, at=clock.now() + _PATIENCE)


def may_free(event: Event) -> bool:
    """Tell whether others may get more or less than they were promised; what was reserved took only what was free."""
    return isinstance(event, StockChanged) and event.cause not in _OUR_OWN


REPLAN = Job(name="availability.replan", run=replan, every="* * * * *")
REPLAN_SOON = Job(name="availability.replan_soon", run=replan)

SUBSCRIPTIONS: tuple[Subscription, ...] = (
    Subscription(
        name="availability.replan",
        events=(StockChanged,),
        handle=moved,
        concerns=may_free,
        rest=timedelta(milliseconds=250),
    ),
)
JOBS = (
    Job(name="availability.expire_reservations", run=expire_reservations, every="* * * * *"),
    REPLAN,
    REPLAN_SOON,
)
FOLLOWERS = (api.Board,)
