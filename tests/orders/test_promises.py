"""A promise that changes after the order: the line tells both, once, and never an older plan after a newer one."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.kernel.ids import new_id
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.events import PromiseChanged as Planned
from fondaco.modules.availability.types import AvailabilityRequest, ReceiptDraft, ScheduleLine
from fondaco.modules.orders import api as orders
from fondaco.modules.orders import handlers
from fondaco.modules.orders.events import PromiseChanged
from fondaco.modules.orders.model import promised
from fondaco.modules.orders.types import ErpLineState, ErpOrderState, Order, OrderState
from fondaco.platform.transaction import Tx
from tests.orders.shop import NORTH, NOW, Shop, fill, open_shop, place, put_stock, ref

TODAY = NOW.date()
Told = list[tuple[int, int | None]]


@pytest.fixture
def shop(tx: Tx) -> Shop:
    return open_shop(tx)


def expect(tx: Tx, quantity: int, ahead: int) -> None:
    """State the one receipt of the first product."""
    draft = ReceiptDraft(
        ref=ref("PO-1"), product=ref("0"), location=ref("lager"), quantity=Decimal(quantity),
        expected_on=TODAY + timedelta(days=ahead),
    )  # fmt: skip
    assert not availability.put_receipts(tx=tx, drafts=[draft], source=NORTH).refused


def plan(tx: Tx) -> list[Planned]:
    """Plan what moved, and let orders hear of it."""
    seen, after = len(tx.events), None
    while (after := availability.replan(tx=tx, as_of=NOW, after=after)) is not None:
        pass
    news = [event for event in tx.events[seen:] if isinstance(event, Planned)]
    for event in news:
        handlers.promise_changed(tx=tx, event=event)
    return news


def told(tx: Tx) -> list[tuple[Told, Told, Told]]:
    news = [event for event in tx.events if isinstance(event, PromiseChanged)]
    return [(plain(event.first), plain(event.before), plain(event.now)) for event in news]


def plain(schedule: tuple[ScheduleLine, ...]) -> Told:
    return [(int(part.quantity), (part.date - TODAY).days if part.date else None) for part in schedule]


def read(tx: Tx, shop: Shop, order: Order) -> Order:
    return orders.order(tx=tx, actor=shop.site.actor, id=order.id)


def backorder(tx: Tx, shop: Shop) -> Order:
    """Order twelve of which five are there and the rest comes in three days."""
    put_stock(tx, 0, 5)
    expect(tx, 10, 3)
    order = place(tx, fill(tx, shop, [0], count=12), shop.site)
    assert plain(order.lines[0].schedule) == [(5, 0), (7, 3)]
    return order


def export(tx: Tx) -> None:
    [sent] = orders.next_exports(tx=tx, system=NORTH, as_of=NOW + timedelta(hours=1))
    assert orders.begin_export(tx=tx, export=sent.id, as_of=NOW)
    orders.mark_exported(tx=tx, export=sent.id, external_ref="SO-1", as_of=NOW)


def test_the_line_tells_the_new_dates_and_what_was_confirmed_first(tx: Tx, shop: Shop) -> None:
    order = backorder(tx, shop)
    assert read(tx, shop, order).lines[0].first_schedule == ()
    expect(tx, 10, 8)
    plan(tx)
    changed = read(tx, shop, order)
    assert plain(changed.lines[0].schedule) == [(5, 0), (7, 8)]
    assert plain(changed.lines[0].first_schedule) == [(5, 0), (7, 3)]
    assert changed.version == order.version + 1
    expect(tx, 4, 9)
    plan(tx)
    again = read(tx, shop, order)
    assert plain(again.lines[0].schedule) == [(5, 0), (4, 9), (3, None)]
    assert plain(again.lines[0].first_schedule) == [(5, 0), (7, 3)]
    assert told(tx) == [
        ([(5, 0), (7, 3)], [(5, 0), (7, 3)], [(5, 0), (7, 8)]),
        ([(5, 0), (7, 3)], [(5, 0), (7, 8)], [(5, 0), (4, 9), (3, None)]),
    ]
    expect(tx, 10, 3)
    plan(tx)
    # As it was confirmed: there is nothing to tell beside it any more.
    assert (plain(read(tx, shop, order).lines[0].schedule), read(tx, shop, order).lines[0].first_schedule) == (
        [(5, 0), (7, 3)],
        (),
    )


def test_hearing_it_again_or_late_changes_nothing(tx: Tx, shop: Shop) -> None:
    order = backorder(tx, shop)
    expect(tx, 10, 8)
    [first] = plan(tx)
    expect(tx, 10, 9)
    [second] = plan(tx)
    known, count = read(tx, shop, order), len(told(tx))
    for event in (first, second, second, first):
        handlers.promise_changed(tx=tx, event=event)
    assert read(tx, shop, order) == known
    assert len(told(tx)) == count
    nobody = Planned(
        document=new_id(), line=new_id(), product=first.product, revision=1, before=first.before, after=first.after
    )
    handlers.promise_changed(tx=tx, event=nobody)
    assert len(told(tx)) == count


def test_what_was_shipped_keeps_its_dates_and_the_rest_gets_new_ones(tx: Tx, shop: Shop) -> None:
    order = backorder(tx, shop)
    export(tx)
    shipped = ErpOrderState(state=OrderState.PARTLY_SHIPPED, lines=(ErpLineState(position=1, shipped=Decimal(5)),))
    orders.put_order_state(tx=tx, system=NORTH, key="SO-1", state=shipped)
    put_stock(tx, 0, 0, at=NOW + timedelta(minutes=1))
    expect(tx, 10, 8)
    [event] = plan(tx)
    assert (plain(event.before), plain(event.after)) == ([(7, 3)], [(7, 8)])
    assert plain(read(tx, shop, order).lines[0].schedule) == [(5, 0), (7, 8)]


def test_where_the_erp_told_the_dates_its_word_counts_more(tx: Tx, shop: Shop) -> None:
    order = backorder(tx, shop)
    export(tx)
    confirmed = (ScheduleLine(quantity=Decimal(12), date=TODAY + timedelta(days=4)),)
    state = ErpOrderState(state=OrderState.CONFIRMED, lines=(ErpLineState(position=1, schedule=confirmed),))
    for _ in range(2):
        orders.put_order_state(tx=tx, system=NORTH, key="SO-1", state=state)
    known = read(tx, shop, order)
    assert (plain(known.lines[0].schedule), plain(known.lines[0].first_schedule)) == ([(12, 4)], [(5, 0), (7, 3)])
    expect(tx, 10, 8)
    assert plan(tx)
    assert read(tx, shop, order) == known
    assert told(tx) == []


def test_a_cancelled_order_hears_nothing_and_what_it_held_goes_to_the_next(tx: Tx, shop: Shop) -> None:
    order = backorder(tx, shop)
    waiting = place(tx, fill(tx, shop, [0], count=8), shop.site)
    assert plain(waiting.lines[0].schedule) == [(3, 3), (5, None)]
    orders.cancel_order(tx=tx, actor=shop.site.actor, id=order.id)
    cancelled = read(tx, shop, order)
    plan(tx)
    assert plain(read(tx, shop, waiting).lines[0].schedule) == [(5, 0), (3, 3)]
    assert read(tx, shop, order) == cancelled


def test_what_was_promised_for_later_is_held_until_a_month_after_its_day(tx: Tx, shop: Shop) -> None:
    put_stock(tx, 0, 0)
    expect(tx, 10, 50)
    order = place(tx, fill(tx, shop, [0], count=10), shop.site)

    def held_after(days: int) -> bool:
        moment = NOW + timedelta(days=days)
        availability.heard_from(tx=tx, system=NORTH, at=moment)
        availability.expire(tx=tx, as_of=moment)
        asked = [AvailabilityRequest(product=order.lines[0].product, quantity=Decimal(10))]
        [answer] = availability.promise(tx=tx, requests=asked, as_of=moment)
        return answer.schedule[0].date is None

    assert held_after(45)
    expect(tx, 10, 70)
    plan(tx)
    # The day it was promised for moved, and with it how long it is held.
    put_stock(tx, 0, 10, at=NOW + timedelta(days=70))
    expect(tx, 0, 70)
    assert held_after(70)
    assert held_after(99)
    assert not held_after(101)


parts = st.lists(st.tuples(st.integers(1, 5), st.none() | st.integers(0, 4)), max_size=4)


def schedule(told: list[tuple[int, int | None]]) -> tuple[ScheduleLine, ...]:
    days = [None if ahead is None else TODAY + timedelta(days=ahead) for _, ahead in told]
    return tuple(ScheduleLine(quantity=Decimal(q), date=day) for (q, _), day in zip(told, days, strict=True))


@given(before=parts, rest=parts)
def test_a_schedule_is_completed_by_what_left_and_loses_nothing(
    before: list[tuple[int, int | None]], rest: list[tuple[int, int | None]]
) -> None:
    found = promised.with_what_left(before=schedule(before), rest=schedule(rest))
    whole, open_ = sum(quantity for quantity, _ in before), sum(quantity for quantity, _ in rest)
    assert sum(part.quantity for part in found) == max(whole, open_)
    pieces = sorted((9 if ahead is None else ahead) for quantity, ahead in before for _ in range(quantity))
    expected = pieces[: max(whole - open_, 0)] + [9 if ahead is None else ahead for q, ahead in rest for _ in range(q)]
    assert sorted(expected) == sorted(
        9 if part.date is None else (part.date - TODAY).days for part in found for _ in range(int(part.quantity))
    )
