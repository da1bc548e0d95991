import time
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from fondaco.kernel.money import UnitPrice
from fondaco.modules.orders import api as orders
from fondaco.modules.orders.errors import NoSuchOrder, TooLateToCancel
from fondaco.modules.orders.types import (
    Change,
    HistoryLineDraft,
    OrderHistoryDraft,
    OrderQuery,
    OrderState,
    QuickOutcome,
)
from fondaco.platform.transaction import Tx
from tests.orders.shop import (
    NORTH,
    NOW,
    PRODUCTS,
    Shop,
    end_product,
    fill,
    open_shop,
    pieces,
    place,
    put_price,
    put_stock,
    ref,
    sku,
)


@pytest.fixture
def shop(tx: Tx) -> Shop:
    return open_shop(tx)


def draft(number: int, *, lines: int = 2, organisation: str = "site") -> OrderHistoryDraft:
    numbers = [2 * (number + place) % PRODUCTS for place in range(lines)]
    return OrderHistoryDraft(
        ref=ref(f"h{number}"),
        number=f"A{number:05d}",
        organisation=ref(organisation),
        placed_at=NOW - timedelta(days=number),
        state=OrderState.COMPLETED,
        currency="EUR",
        net=Decimal(lines) * Decimal("2.5010"),
        tax=Decimal("0.5"),
        freight=Decimal("3.25"),
        po_number=f"PO-{number % 7}",
        lines=tuple(
            HistoryLineDraft(
                product=ref(str(one)),
                quantity=pieces(2),
                net=UnitPrice(Decimal("1.2505"), "EUR", pieces(1)),
                amount=Decimal("2.5010"),
            )
            for one in numbers
        ),
    )


def test_orders_of_the_past_are_stored_to_the_last_decimal(tx: Tx, shop: Shop) -> None:
    result = orders.put_order_history(tx=tx, drafts=[draft(1), draft(2)], source=NORTH)
    assert (result.created, result.changed, result.unchanged, result.refused) == (2, 0, 0, ())
    page = orders.orders(tx=tx, actor=shop.site.actor, query=OrderQuery())
    assert [one.number for one in page.items] == ["A00001", "A00002"]
    order = orders.order(tx=tx, actor=shop.site.actor, id=page.items[0].id)
    assert order.net.amount == sum(line.amount.amount for line in order.lines) == Decimal("5.0020")
    assert order.gross.amount == Decimal("8.7520")
    assert [line.shipped for line in order.lines] == [2, 2]
    assert order.parts == ()
    with pytest.raises(TooLateToCancel):
        orders.cancel_order(tx=tx, actor=shop.site.actor, id=order.id)


def test_putting_the_same_again_changes_nothing_and_a_changed_order_is_replaced(tx: Tx, shop: Shop) -> None:
    drafts = [draft(number) for number in range(5)]
    orders.put_order_history(tx=tx, drafts=drafts, source=NORTH)
    before = {one.number: one.id for one in orders.orders(tx=tx, actor=shop.site.actor, query=OrderQuery()).items}
    assert orders.put_order_history(tx=tx, drafts=drafts, source=NORTH).unchanged == 5
    drafts[3] = replace(drafts[3], lines=drafts[3].lines[:1], net=Decimal("2.5010"))
    result = orders.put_order_history(tx=tx, drafts=drafts, source=NORTH)
    assert (result.created, result.changed, result.unchanged) == (0, 1, 4)
    after = {one.number: one.id for one in orders.orders(tx=tx, actor=shop.site.actor, query=OrderQuery()).items}
    assert after == before
    assert len(orders.order(tx=tx, actor=shop.site.actor, id=after["A00003"]).lines) == 1


def test_bad_orders_are_refused_by_themselves(tx: Tx, shop: Shop) -> None:
    unknown = replace(draft(4), lines=(*draft(4).lines, replace(draft(4).lines[0], product=ref("none"))))
    drafts = [
        draft(1),
        draft(2, organisation="nobody"),
        replace(draft(3), lines=()),
        unknown,
        replace(draft(5), ref=draft(1).ref),
        replace(draft(6), number=draft(1).number),
        draft(7),
    ]
    result = orders.put_order_history(tx=tx, drafts=drafts, source=NORTH)
    assert [(one.index, one.field, one.code) for one in result.refused] == [
        (1, "organisation", "orders.unknown_organisation"),
        (2, "lines", "orders.no_lines"),
        (3, "lines/2/product", "orders.unknown_product"),
        (4, "ref", "orders.double_key"),
        (5, "number", "orders.double_number"),
    ]
    assert result.created == 2


def test_the_history_is_found_by_number_po_and_part_number(tx: Tx, shop: Shop) -> None:
    orders.put_order_history(tx=tx, drafts=[draft(number) for number in range(20)], source=NORTH)

    def numbers(text: str) -> list[str]:
        page = orders.orders(
            tx=tx, actor=shop.site.actor, query=OrderQuery(text=text), buyer=shop.site.buyer, limit=100
        )
        return [one.number for one in page.items]

    assert numbers("A00007") == ["A00007"]
    assert numbers("po-3") == ["A00003", "A00010", "A00017"]
    assert numbers(sku(4)) == numbers("kl 0815") == ["A00001", "A00002"]
    assert numbers("nichts davon") == []


def test_the_history_comes_in_pages_and_to_its_owner_only(tx: Tx, shop: Shop) -> None:
    orders.put_order_history(tx=tx, drafts=[draft(number) for number in range(7)], source=NORTH)
    found, cursor = [], None
    while True:
        page = orders.orders(tx=tx, actor=shop.group.actor, query=OrderQuery(), cursor=cursor, limit=3)
        found += [one.number for one in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert found == [f"A{number:05d}" for number in range(7)]
    assert orders.orders(tx=tx, actor=shop.stranger.actor, query=OrderQuery()).items == []
    first = orders.orders(tx=tx, actor=shop.site.actor, query=OrderQuery()).items[0]
    with pytest.raises(NoSuchOrder):
        orders.order(tx=tx, actor=shop.stranger.actor, id=first.id)


def test_reordering_names_every_difference(tx: Tx, shop: Shop) -> None:
    old = place(tx, fill(tx, shop, [1, 2, 3, 4, 5], count=10), shop.site)
    put_price(tx, 1, Decimal("2.20"))
    end_product(tx, shop, 3)
    put_stock(tx, 5, 12, at=shop.site.buyer.as_of)
    again = orders.reorder(tx=tx, actor=shop.site.actor, buyer=shop.site.buyer, order=old.id)
    assert [(one.position, one.change, one.before, one.now) for one in again.differences] == [
        (1, Change.PRICE, "2 EUR / 1 PCE", "2.20 EUR / 1 PCE"),
        (3, Change.WITHDRAWN, sku(3), ""),
        (5, Change.LATER, "2026-03-02", ""),
    ]
    assert [line.product for line in again.cart.lines] == [shop.products[number] for number in (1, 2, 4, 5)]
    assert {line.quantity for line in again.cart.lines} == {pieces(10)}


def test_quick_order_answers_every_line_and_fills_the_cart(tx: Tx, shop: Shop) -> None:
    cart = fill(tx, shop, [0])
    text = f"{sku(1)} 5\nkl-0815;20\n6206 2rs\tx\n\nSKF 2/C3 1\nquatsch 7\n{sku(7)} 3\n{sku(9).lower()}"
    answers, filled = orders.quick_order(
        tx=tx, actor=shop.site.actor, buyer=shop.site.buyer, lines=orders.lines_of_text(text), cart=cart.id
    )
    assert [answer.outcome for answer in answers] == [
        QuickOutcome.FOUND,
        QuickOutcome.FOUND,
        QuickOutcome.FOUND,
        QuickOutcome.AMBIGUOUS,
        QuickOutcome.UNKNOWN,
        QuickOutcome.REFUSED,
        QuickOutcome.FOUND,
    ]
    assert answers[1].matches[0].by == "own"
    assert {match.product for match in answers[3].matches} == {shop.products[2], shop.products[3]}
    assert filled is not None
    assert [(line.product, line.quantity) for line in filled.lines[1:]] == [
        (shop.products[1], pieces(5)),
        (shop.products[4], pieces(20)),
        (shop.products[2], pieces(1)),
        (shop.products[9], pieces(1)),
    ]


@pytest.mark.slow
def test_sixty_thousand_lines_of_history_are_stored_without_a_query_per_line(tx: Tx, shop: Shop) -> None:
    drafts = [draft(number, lines=16) for number in range(3800)]
    started = time.perf_counter()
    result = orders.put_order_history(tx=tx, drafts=drafts, source=NORTH)
    print(f"60,800 lines in {time.perf_counter() - started:.1f} s")  # noqa: T201 - shown with -s
    assert (result.created, result.refused) == (3800, ())
