"""A promise that was planned again: the order's line takes it over, and what was confirmed first stays beside it."""

from collections.abc import Sequence
from uuid import UUID

from fondaco.modules.availability import api as availability
from fondaco.modules.availability.types import ScheduleLine
from fondaco.modules.orders.events import PromiseChanged
from fondaco.modules.orders.model import promised
from fondaco.modules.orders.store import orders, promises
from fondaco.modules.orders.types import OrderState
from fondaco.platform.transaction import Tx

_OVER = frozenset({OrderState.SHIPPED, OrderState.COMPLETED, OrderState.CANCELLED})


def change_promise(*, tx: Tx, order: UUID, line: UUID, revision: int, rest: Sequence[ScheduleLine]) -> bool:
    """Give a line the dates which what is still open of it has by a plan of availability; tell whether they are news.

    A plan that is no newer than the one the line has (`revision`) changes nothing, nor does one for a line that is
    shipped or cancelled, or whose dates the ERP told itself: its word counts more.
    """
    found = promises.lock(tx=tx, order=order, line=line)
    if found is None or revision <= found.revision:
        return False
    before = found.line
    if before.state in _OVER or before.dated_by:
        return False
    schedule = promised.with_what_left(before=before.schedule, rest=rest)
    after = promised.changed(before, schedule=schedule)
    promises.store(tx=tx, line=after, revision=revision)
    until = promised.held_until(after.schedule)
    if until is not None:
        availability.prolong(tx=tx, document=order, until=until)
    if promised.same(before.schedule, after.schedule):
        return False
    orders.change(tx=tx, id=order)
    tx.publish(
        PromiseChanged(
            order=order,
            organisation=found.organisation,
            number=found.number,
            line=line,
            position=before.position,
            product=before.product,
            sku=before.sku,
            first=after.first_schedule or after.schedule,
            before=promised.by_date(before.schedule),
            now=after.schedule,
        )
    )
    return True
