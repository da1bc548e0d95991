"""Who listens, what runs by the clock, what is held in memory: the rooms' parts, listed where one sees them all."""

from collections.abc import Sequence

from fondaco.platform.follower import Projection
from fondaco.platform.jobs import Job
from fondaco.platform.subscriptions import Subscription

SUBSCRIPTIONS: tuple[Subscription, ...] = ()
JOBS: tuple[Job, ...] = ()


def projections() -> Sequence[Projection]:
    """Make what an API process holds in memory, still empty."""
    return ()
