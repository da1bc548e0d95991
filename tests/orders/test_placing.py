import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from fondaco.kernel.errors import Refusal
from fondaco.kernel.ids import new_id
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.types import AddressDraft
from fondaco.modules.orders import api as orders
from fondaco.modules.orders.errors import (
    BadDetails,
    CannotBeOrdered,
    CartChanged,
    CartClosed,
    EmptyCart,
    NoSuchShipTo,
    PriceChanged,
)
from fondaco.modules.orders.events import OrderPlaced
from fondaco.modules.orders.tables import order_export, sales_order
from fondaco.modules.orders.types import Order, OrderDetails, OrderState, Seen
from fondaco.platform.transaction import Database, Tx
from tests.orders.shop import NORTH, SOUTH, Shop, euros, fill, look, open_shop, place, put_price, put_stock, ref, seen


@pytest.fixture
def shop(tx: Tx) -> Shop:
    return open_shop(tx)


def count_orders(tx: Tx) -> int:
    return int(tx.execute(select(func.count()).select_from(sales_order)).scalar_one())


def test_an_order_keeps_price_reasons_promise_and_the_erp_of_each_line(tx: Tx, shop: Shop) -> None:
    cart = fill(tx, shop, [0, 1])
    order = place(tx, cart, shop.site, po_number="4500012345")
    stored = orders.order(tx=tx, actor=shop.site.actor, id=order.id)
    assert [(line.system, line.amount, line.state) for line in stored.lines] == [
        (NORTH, euros("1.80"), OrderState.PLACED),
        (SOUTH, euros("4.00"), OrderState.PLACED),
    ]
    assert stored.net == euros("5.80")
    assert stored.net + stored.tax == stored.gross
    assert stored.lines[0].because[0]["access"] == "contract"
    assert stored.lines[1].because[0]["access"] == "list"
    assert [part.quantity for part in stored.lines[0].schedule] == [2]
    assert stored.ship_to_lines[0] == "site Tor 3"
    assert stored.po_number == "4500012345"
    assert [part.system for part in stored.parts] == [NORTH, SOUTH]
    assert orders.cart(tx=tx, actor=shop.site.actor, id=cart.id).state.value == "ordered"
    placed = [event for event in tx.events if isinstance(event, OrderPlaced)]
    assert [(event.order, event.systems) for event in placed] == [(order.id, (NORTH, SOUTH))]


def test_what_is_ordered_is_reserved(tx: Tx, shop: Shop) -> None:
    place(tx, fill(tx, shop, [0], count=70), shop.site)
    view = look(tx, fill(tx, shop, [0], count=70), shop.site)
    assert [(part.quantity, part.date is None) for part in view.lines[0].schedule] == [(30, False), (40, True)]


def test_a_price_that_changed_since_is_told_and_nothing_is_ordered(tx: Tx, shop: Shop) -> None:
    cart = fill(tx, shop, [1, 2])
    view = look(tx, cart, shop.site)
    put_price(tx, 1, Decimal("2.50"))
    with pytest.raises(PriceChanged) as refused:
        place(tx, cart, shop.site, view=view)
    assert [(problem.pointer, problem.facts["before"], problem.facts["now"]) for problem in refused.value.problems] == [
        ("/lines/0/amount", "4.00", "5.00"),
        ("/seen/net", "9.40", "10.40"),
    ]
    assert count_orders(tx) == 0
    assert place(tx, cart, shop.site).net == euros("10.40")


def test_a_cart_that_changed_since_is_not_ordered(tx: Tx, shop: Shop) -> None:
    cart = fill(tx, shop, [1, 2])
    view = look(tx, cart, shop.site)
    orders.remove_line(tx=tx, actor=shop.site.actor, cart=cart.id, line=cart.lines[0].id, as_of=shop.site.buyer.as_of)
    with pytest.raises(CartChanged):
        place(tx, cart, shop.site, view=view)
    assert count_orders(tx) == 0


def test_what_has_no_price_cannot_be_ordered(tx: Tx, shop: Shop) -> None:
    cart = fill(tx, shop, [1, 39])
    with pytest.raises(CannotBeOrdered) as refused:
        place(tx, cart, shop.site)
    assert [problem.pointer for problem in refused.value.problems] == ["/lines/1/price"]
    assert count_orders(tx) == 0


def test_an_empty_cart_an_old_date_and_a_foreign_address_are_refused(tx: Tx, shop: Shop) -> None:
    site = shop.site
    empty = orders.create_cart(tx=tx, actor=site.actor, buyer=site.buyer)
    full = fill(tx, shop, [1])
    ready = seen(look(tx, full, site))
    cases: list[tuple[type[Refusal], OrderDetails, object]] = [
        (EmptyCart, OrderDetails(seen=Seen(version=empty.version, net=euros("0"))), empty.id),
        (BadDetails, OrderDetails(seen=ready, requested_date=date(2020, 1, 1)), full.id),
        (NoSuchShipTo, OrderDetails(seen=ready, ship_to=new_id()), full.id),
    ]
    for refusal, details, cart in cases:
        with pytest.raises(refusal):
            orders.place_order(tx=tx, actor=site.actor, buyer=site.buyer, cart=cart, details=details)  # type: ignore[arg-type]
    assert count_orders(tx) == 0


def at_once(works: list[Callable[[], Order]]) -> tuple[list[Order], list[Refusal]]:
    """Let everybody start at the same moment; return the orders and the refusals."""
    ready = threading.Barrier(len(works))

    def run(work: Callable[[], Order]) -> Order | Refusal:
        ready.wait()
        try:
            return work()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(works)) as pool:
        answers = list(pool.map(run, works))
    return (
        [answer for answer in answers if not isinstance(answer, Refusal)],
        [answer for answer in answers if isinstance(answer, Refusal)],
    )


def test_a_cart_ordered_in_two_tabs_is_ordered_once(database: Database) -> None:
    with database.transaction() as tx:
        shop = open_shop(tx)
        cart = fill(tx, shop, [0, 1, 2])
        view = look(tx, cart, shop.site)

    def click() -> Order:
        with database.transaction() as tx:
            return place(tx, cart, shop.site, view=view)

    placed, refused = at_once([click] * 8)
    assert len(placed) == 1
    assert {type(refusal) for refusal in refused} == {CartClosed}
    assert {refusal.facts["order"] for refusal in refused} == {str(placed[0].id)}
    with database.transaction() as tx:
        assert count_orders(tx) == 1
        held = look(tx, fill(tx, shop, [0], count=100), shop.site).lines[0].schedule
        assert [part.quantity for part in held] == [98, 2]


def test_of_sixteen_buyers_one_gets_the_last_piece(database: Database) -> None:
    with database.transaction() as tx:
        shop = open_shop(tx)
        put_stock(tx, 0, 1, at=shop.site.buyer.as_of)
        carts = [fill(tx, shop, [0, 1, 2], count=1) for _ in range(16)]
        views = [look(tx, cart, shop.site) for cart in carts]

    def buyer(number: int) -> Callable[[], Order]:
        def buy() -> Order:
            with database.transaction() as tx:
                return place(tx, carts[number], shop.site, view=views[number])

        return buy

    placed, refused = at_once([buyer(number) for number in range(16)])
    assert refused == []
    assert len({order.number for order in placed}) == 16
    promised = [order.lines[0].schedule[0].date is not None for order in placed]
    assert sum(promised) == 1
    with database.transaction() as tx:
        sequences = tx.execute(
            select(order_export.c.sequence).where(order_export.c.system == NORTH).order_by(order_export.c.sequence)
        ).scalars()
        assert list(sequences) == list(range(1, 17))


def test_goods_that_go_abroad_are_taxed_there_and_never_at_another_total_than_was_seen(tx: Tx, shop: Shop) -> None:
    abroad = AddressDraft(
        ref=ref("basel"), organisation=ref("site"), name="Werk Basel", street="Rheinweg 2", postal_code="4051",
        city="Basel", country="CH",
    )  # fmt: skip
    accounts.put_addresses(tx=tx, source=NORTH, drafts=[abroad])
    known = accounts.addresses(tx=tx, organisation=shop.site.buyer.sold_to, inherited=True)
    basel = next(address.id for address in known if address.city == "Basel")
    cart = fill(tx, shop, [0])
    actor, buyer = shop.site.actor, shop.site.buyer
    home = look(tx, cart, shop.site)
    there = orders.view_cart(tx=tx, actor=actor, cart=cart, buyer=buyer, ship_to=basel)
    assert (home.net, home.tax.amount > 0, there.tax) == (there.net, True, euros("0.00"))
    details = OrderDetails(seen=replace(seen(home), gross=home.gross), ship_to=basel)
    with pytest.raises(PriceChanged) as refused:
        orders.place_order(tx=tx, actor=actor, buyer=buyer, cart=cart.id, details=details)
    assert [problem.pointer for problem in refused.value.problems] == ["/seen/gross"]
    assert count_orders(tx) == 0
    details = OrderDetails(seen=replace(seen(there), gross=there.gross), ship_to=basel)
    assert orders.place_order(tx=tx, actor=actor, buyer=buyer, cart=cart.id, details=details).gross == there.gross
    with pytest.raises(NoSuchShipTo):
        orders.view_cart(tx=tx, actor=actor, cart=cart, buyer=buyer, ship_to=new_id())
