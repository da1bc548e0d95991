"""What availability does by itself: it lets go of reservations whose time is over, and keeps the board."""

from fondaco.kernel import clock
from fondaco.modules.availability import api
from fondaco.platform.jobs import Job
from fondaco.platform.subscriptions import Subscription
from fondaco.platform.transaction import Database


def expire_reservations(*, database: Database) -> None:
    """End reservations whose time is over; running it twice does no harm."""
    with database.transaction() as tx:
        api.expire(tx=tx, as_of=clock.now())


SUBSCRIPTIONS: tuple[Subscription, ...] = ()
JOBS = (Job(name="availability.expire_reservations", run=expire_reservations, every="* * * * *"),)
FOLLOWERS = (api.Board,)
