"""What orders does by itself: it keeps the promises of its lines up to date; connectors fetch the exports."""

from fondaco.kernel.event import Event
from fondaco.modules.availability.events import PromiseChanged
from fondaco.modules.orders import api
from fondaco.platform.subscriptions import Subscription
from fondaco.platform.transaction import Tx


def promise_changed(*, tx: Tx, event: Event) -> None:
    """Take over what was planned again; documents that are no orders are not ours."""
    if isinstance(event, PromiseChanged):
        api.change_promise(tx=tx, order=event.document, line=event.line, revision=event.revision, rest=event.after)


SUBSCRIPTIONS: tuple[Subscription, ...] = (
    # One at a time: two orders locked in one transaction might be locked the other way round elsewhere.
    Subscription(name="orders.promise_changed", events=(PromiseChanged,), handle=promise_changed, batch=1),
)
