"""What orders does by itself: it listens to nobody and has no schedules; connectors fetch the exports."""

from fondaco.platform.subscriptions import Subscription

SUBSCRIPTIONS: tuple[Subscription, ...] = ()
