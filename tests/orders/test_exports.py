from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fondaco.kernel.quantity import Quantity
from fondaco.modules.orders import api as orders
from fondaco.modules.orders.errors import NoSuchExport, NoSuchOrder, TooLateToCancel, TransitionNotAllowed
from fondaco.modules.orders.events import OrderCancelled, OrderExported, OrderStateChanged
from fondaco.modules.orders.types import (
    ErpLineState,
    ErpOrderState,
    Export,
    ExportState,
    Invoice,
    LineDraft,
    Order,
    OrderState,
    Shipment,
    ShippedLine,
)
from fondaco.platform.transaction import Database, Tx
from tests.orders.shop import NORTH, NOW, SOUTH, Shop, euros, fill, look, open_shop, place, put_stock

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def shop(tx: Tx) -> Shop:
    return open_shop(tx)


def waiting(tx: Tx, system: str = NORTH) -> list[Export]:
    return orders.next_exports(tx=tx, system=system, as_of=LATER)


def export(tx: Tx, order: Order, system: str = NORTH, key: str = "SO-1") -> None:
    """Hand the order over as a connector does."""
    sent = next(one for one in waiting(tx, system) if one.order == order.id)
    assert orders.begin_export(tx=tx, export=sent.id, as_of=LATER)
    orders.mark_exported(tx=tx, export=sent.id, external_ref=key, as_of=LATER)


def read(tx: Tx, shop: Shop, order: Order) -> Order:
    return orders.order(tx=tx, actor=shop.site.actor, id=order.id)


def test_each_erp_gets_its_own_lines_in_order_of_placing(tx: Tx, shop: Shop) -> None:
    placed = [place(tx, fill(tx, shop, numbers), shop.site) for numbers in ([0, 1], [3], [2, 4])]
    north, south = waiting(tx, NORTH), waiting(tx, SOUTH)
    assert [one.order for one in north] == [placed[0].id, placed[2].id]
    assert [one.order for one in south] == [placed[0].id, placed[1].id]
    assert [line.position for line in north[0].lines] == [1]
    assert [line.position for line in south[0].lines] == [2]
    assert north[0].reference != south[0].reference
    assert waiting(tx) == north


def test_nobody_overtakes_a_failed_export_until_its_pause_is_over(tx: Tx, shop: Shop) -> None:
    for _ in range(3):
        place(tx, fill(tx, shop, [0]), shop.site)
    first, second, third = waiting(tx)
    assert orders.begin_export(tx=tx, export=first.id, as_of=LATER)
    orders.mark_export_failed(tx=tx, export=first.id, error="503", as_of=LATER)
    assert waiting(tx) == []
    assert not orders.begin_export(tx=tx, export=second.id, as_of=LATER)
    soon = orders.next_exports(tx=tx, system=NORTH, as_of=LATER + timedelta(minutes=1))
    assert [one.id for one in soon] == [first.id, second.id, third.id]
    assert soon[0].attempts == 1


def test_a_parked_export_holds_up_nobody_and_can_be_tried_again(tx: Tx, shop: Shop) -> None:
    for _ in range(2):
        place(tx, fill(tx, shop, [0]), shop.site)
    first, second = waiting(tx)
    orders.mark_export_failed(tx=tx, export=first.id, error="unknown article", as_of=LATER, final=True)
    assert [one.id for one in waiting(tx)] == [second.id]
    assert orders.queues(tx=tx)[NORTH]["parked"] == 1
    orders.retry_export(tx=tx, export=first.id)
    assert [one.id for one in waiting(tx)] == [first.id, second.id]


def test_after_a_call_whose_end_is_unknown_the_intent_is_remembered(tx: Tx, shop: Shop) -> None:
    place(tx, fill(tx, shop, [0]), shop.site)
    (before,) = waiting(tx)
    assert not before.begun
    orders.begin_export(tx=tx, export=before.id, as_of=LATER)
    orders.mark_export_failed(tx=tx, export=before.id, error="connection reset", as_of=LATER, unsure=True)
    orders.retry_export(tx=tx, export=before.id)
    (after,) = waiting(tx)
    assert after.begun
    assert after.reference == before.reference


def test_an_exported_order_is_forwarded_once(tx: Tx, shop: Shop) -> None:
    order = place(tx, fill(tx, shop, [0, 1]), shop.site)
    export(tx, order, NORTH)
    assert read(tx, shop, order).state is OrderState.PLACED
    export(tx, order, SOUTH, key="77")
    assert read(tx, shop, order).state is OrderState.FORWARDED
    part = read(tx, shop, order).parts[0]
    orders.mark_exported(tx=tx, export=part.id, external_ref="SO-1", as_of=LATER)
    with pytest.raises(TransitionNotAllowed):
        orders.mark_exported(tx=tx, export=part.id, external_ref="SO-2", as_of=LATER)
    assert [event.system for event in tx.events if isinstance(event, OrderExported)] == [NORTH, SOUTH]
    assert waiting(tx) == []


def test_an_order_is_cancelled_while_no_erp_has_begun(tx: Tx, shop: Shop) -> None:
    order = place(tx, fill(tx, shop, [0], count=60), shop.site)
    with pytest.raises(NoSuchOrder):
        orders.cancel_order(tx=tx, actor=shop.stranger.actor, id=order.id)
    cancelled = orders.cancel_order(tx=tx, actor=shop.site.actor, id=order.id)
    assert cancelled.state is OrderState.CANCELLED
    assert {line.state for line in cancelled.lines} == {OrderState.CANCELLED}
    assert [part.state for part in cancelled.parts] == [ExportState.WITHDRAWN]
    assert waiting(tx) == []
    assert orders.cancel_order(tx=tx, actor=shop.site.actor, id=order.id) == cancelled
    free = look(tx, fill(tx, shop, [0], count=100), shop.site).lines[0].schedule
    assert [part.quantity for part in free] == [100]
    assert len([event for event in tx.events if isinstance(event, OrderCancelled)]) == 1


def test_an_order_that_an_erp_is_taking_cannot_be_cancelled(tx: Tx, shop: Shop) -> None:
    order = place(tx, fill(tx, shop, [0]), shop.site)
    (sent,) = waiting(tx)
    orders.begin_export(tx=tx, export=sent.id, as_of=LATER)
    with pytest.raises(TooLateToCancel):
        orders.cancel_order(tx=tx, actor=shop.site.actor, id=order.id)
    assert read(tx, shop, order).state is OrderState.PLACED


def test_a_withdrawn_export_is_never_begun(tx: Tx, shop: Shop) -> None:
    order = place(tx, fill(tx, shop, [0]), shop.site)
    (sent,) = waiting(tx)
    orders.cancel_order(tx=tx, actor=shop.site.actor, id=order.id)
    assert not orders.begin_export(tx=tx, export=sent.id, as_of=LATER)


def _told(shipped: int, state: OrderState) -> ErpOrderState:
    return ErpOrderState(
        state=state,
        number="SO2026-1",
        lines=(ErpLineState(position=1, shipped=euros(str(shipped)).amount),),
        shipments=(Shipment(key="9", number="LS9", state="done", lines=(ShippedLine(position=1, quantity=1),)),),  # type: ignore[arg-type]
        invoices=(
            Invoice(
                key="5",
                number="RE5",
                state="posted",
                issued_on=NOW.date(),
                due_on=None,
                net=euros("1.80"),
                tax=euros("0.34"),
                gross=euros("2.14"),
            ),
        ),
    )


def test_state_shipments_and_invoices_come_back_from_the_erp(tx: Tx, shop: Shop) -> None:
    order = place(tx, fill(tx, shop, [0, 1]), shop.site)
    export(tx, order, NORTH, key="k")
    export(tx, order, SOUTH, key="k")
    told = orders.put_order_state(tx=tx, system=NORTH, key="k", state=_told(1, OrderState.PARTLY_SHIPPED))
    assert told.state is OrderState.PARTLY_SHIPPED
    assert [line.state for line in told.lines] == [OrderState.PARTLY_SHIPPED, OrderState.PLACED]
    assert [(one.system, one.number) for one in told.shipments] == [(NORTH, "LS9")]
    assert [(one.system, one.number) for one in told.invoices] == [(NORTH, "RE5")]
    assert told.parts[0].external_number == "SO2026-1"
    again = orders.put_order_state(tx=tx, system=NORTH, key="k", state=_told(1, OrderState.PARTLY_SHIPPED))
    assert again == told
    assert len([event for event in tx.events if isinstance(event, OrderStateChanged)]) == 1
    with pytest.raises(TransitionNotAllowed):
        orders.put_order_state(tx=tx, system=NORTH, key="k", state=_told(1, OrderState.CONFIRMED))
    with pytest.raises(NoSuchExport):
        orders.put_order_state(tx=tx, system=NORTH, key="other", state=_told(1, OrderState.SHIPPED))
    for system in (NORTH, SOUTH):
        orders.put_order_state(tx=tx, system=system, key="k", state=ErpOrderState(state=OrderState.COMPLETED))
    assert read(tx, shop, order).state is OrderState.COMPLETED


@settings(max_examples=20)
@given(steps=st.lists(st.sampled_from(["place", "send", "fail", "unsure", "park"]), max_size=14))
def test_whatever_fails_an_erp_gets_each_order_once_and_in_order(database: Database, steps: list[str]) -> None:
    """An ERP that remembers references takes every order once, whichever way the calls end."""
    taken: list[int] = []
    now = LATER
    with database.transaction() as tx:
        shop = open_shop(tx) if not _known else _known[0]
        _known[:] = [shop]
        for sent in orders.next_exports(tx=tx, system=NORTH, limit=1000, as_of=NOW + timedelta(days=999)):
            orders.mark_exported(tx=tx, export=sent.id, external_ref=sent.reference, as_of=NOW)
        placed = 0
        for step in [*steps, *["send"] * (len(steps) + 1)]:
            now += timedelta(hours=1)
            if step == "place":
                place(tx, fill(tx, shop, [0], count=1), shop.site)
                placed += 1
                continue
            for sent in orders.next_exports(tx=tx, system=NORTH, limit=1, as_of=now):
                assert orders.begin_export(tx=tx, export=sent.id, as_of=now)
                if step in {"send", "unsure"} and sent.sequence not in taken:
                    taken.append(sent.sequence)
                if step == "send":
                    orders.mark_exported(tx=tx, export=sent.id, external_ref=sent.reference, as_of=now)
                else:
                    orders.mark_export_failed(
                        tx=tx, export=sent.id, error="x", as_of=now, unsure=step == "unsure", final=step == "park"
                    )
                    if step == "park":
                        orders.retry_export(tx=tx, export=sent.id)
        assert len(taken) == placed
        assert taken == sorted(taken)


_known: list[Shop] = []


def test_what_an_erp_has_shipped_is_not_held_beside_its_lower_stock(tx: Tx, shop: Shop) -> None:
    """Of 100 pieces 60 are ordered by the box of ten, 20 of them leave the house: 40 stay held, 40 are free."""
    person = shop.site
    cart = orders.create_cart(tx=tx, actor=person.actor, buyer=person.buyer)
    boxes = LineDraft(product=shop.products[0], quantity=Quantity(Decimal(6), "BX"))
    cart = orders.add_lines(tx=tx, actor=person.actor, buyer=person.buyer, cart=cart.id, drafts=[boxes])
    order = place(tx, cart, person)
    export(tx, order, NORTH, key="k")

    def free() -> Decimal:
        schedule = look(tx, fill(tx, shop, [0], count=100), person).lines[0].schedule
        return sum((part.quantity for part in schedule if part.date), Decimal(0))

    def tell(shipped: int, state: OrderState) -> None:
        told = ErpOrderState(state=state, lines=(ErpLineState(position=1, shipped=Decimal(shipped)),))
        orders.put_order_state(tx=tx, system=NORTH, key="k", state=told)

    assert free() == 40
    put_stock(tx, 0, 80, at=LATER)
    assert free() == 20
    tell(2, OrderState.PARTLY_SHIPPED)
    assert free() == 40
    tell(2, OrderState.PARTLY_SHIPPED)
    assert free() == 40
    put_stock(tx, 0, 50, at=LATER)
    tell(5, OrderState.PARTLY_SHIPPED)
    assert free() == 40
    put_stock(tx, 0, 40, at=LATER)
    tell(6, OrderState.SHIPPED)
    assert free() == 40


def test_tax_follows_the_country_the_goods_go_to(tx: Tx, shop: Shop) -> None:
    person = shop.site
    number = {"vat_number": "ATU13585627", "vat_checked_at": person.buyer.as_of}
    abroad = replace(person, buyer=replace(person.buyer, ships_to="AT", **number))
    view = look(tx, fill(tx, shop, [0, 1]), abroad)
    assert (view.tax, view.gross) == (euros("0.00"), view.net)
    # The order goes to the address that is known, in Germany, whatever the page believed.
    order = place(tx, view.cart, abroad)
    assert order.tax == euros("1.10")
    assert order.lines[0].because[-1]["reason"] == "domestic"
    assert order.lines[0].because[-1]["rate"] == "19"
