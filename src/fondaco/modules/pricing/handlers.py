"""What pricing offers to composition: its projection."""

from fondaco.modules.pricing.api import PriceBook
from fondaco.platform.jobs import Job
from fondaco.platform.subscriptions import Subscription

SUBSCRIPTIONS: tuple[Subscription, ...] = ()
JOBS: tuple[Job, ...] = ()
FOLLOWERS = (PriceBook,)
