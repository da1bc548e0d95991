from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fondaco.kernel.ids import new_id
from fondaco.kernel.quantity import Quantity
from fondaco.modules.orders import api as orders
from fondaco.modules.orders.errors import BadLines, CartChanged, CartClosed, NoSuchCart, NoSuchLine
from fondaco.modules.orders.types import LineChange, LineDraft
from fondaco.platform.transaction import Tx
from tests.orders.shop import NOW, Shop, euros, fill, look, open_shop, pieces


@pytest.fixture
def shop(tx: Tx) -> Shop:
    return open_shop(tx)


def test_an_organisation_has_several_carts_and_nobody_else_sees_them(tx: Tx, shop: Shop) -> None:
    one, two = fill(tx, shop, [1]), fill(tx, shop, [2])
    page = orders.carts(tx=tx, actor=shop.site.actor)
    assert {cart.id for cart in page.items} == {one.id, two.id}
    assert orders.carts(tx=tx, actor=shop.stranger.actor).items == []
    with pytest.raises(NoSuchCart):
        orders.cart(tx=tx, actor=shop.stranger.actor, id=one.id)
    with pytest.raises(NoSuchCart):
        orders.change_line(
            tx=tx,
            actor=shop.stranger.actor,
            buyer=shop.stranger.buyer,
            cart=one.id,
            line=one.lines[0].id,
            change=LineChange(value=Decimal(9)),
        )
    assert orders.cart(tx=tx, actor=shop.site.actor, id=one.id) == one


def test_the_group_opens_the_cart_of_a_site_and_sees_the_sites_prices(tx: Tx, shop: Shop) -> None:
    cart = fill(tx, shop, [4])
    assert look(tx, cart, shop.group) == look(tx, cart, shop.site)


def test_carts_come_in_pages_the_latest_change_first(tx: Tx, shop: Shop) -> None:
    made = [fill(tx, shop, [n], person=shop.site.at(NOW + timedelta(hours=n))).id for n in range(1, 6)]
    found, cursor = [], None
    while True:
        page = orders.carts(tx=tx, actor=shop.site.actor, cursor=cursor, limit=2)
        found += [cart.id for cart in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert found == made[::-1]


def test_the_same_product_again_adds_to_its_line(tx: Tx, shop: Shop) -> None:
    cart = fill(tx, shop, [1, 1, 2], count=3)
    assert [(line.position, line.quantity) for line in cart.lines] == [(1, pieces(6)), (2, pieces(3))]
    again = orders.add_lines(
        tx=tx,
        actor=shop.site.actor,
        buyer=shop.site.buyer,
        cart=cart.id,
        drafts=[LineDraft(product=shop.products[2], quantity=pieces(1))],
    )
    assert [line.quantity for line in again.lines] == [pieces(6), pieces(4)]


def test_a_line_with_another_unit_note_or_date_is_a_line_of_its_own(tx: Tx, shop: Shop) -> None:
    cart = fill(tx, shop, [1])
    drafts = [
        LineDraft(product=shop.products[1], quantity=Quantity(Decimal(1), "BX")),
        LineDraft(product=shop.products[1], quantity=pieces(2), note="für Halle 3"),
        LineDraft(product=shop.products[1], quantity=pieces(2), requested_date=date(2026, 4, 1)),
    ]
    cart = orders.add_lines(tx=tx, actor=shop.site.actor, buyer=shop.site.buyer, cart=cart.id, drafts=drafts)
    assert [line.position for line in cart.lines] == [1, 2, 3, 4]
    view = look(tx, cart, shop.site)
    assert [line.in_base for line in view.lines] == [2, 10, 2, 2]
    assert [line.amount for line in view.lines] == [euros("4.00"), euros("20.00"), euros("4.00"), euros("4.00")]
    assert view.lines[3].schedule[0].date == date(2026, 4, 1)


def test_all_bad_lines_are_named_and_none_is_taken(tx: Tx, shop: Shop) -> None:
    cart = fill(tx, shop, [1])
    drafts = [
        LineDraft(product=shop.products[2], quantity=pieces(5)),
        LineDraft(product=new_id(), quantity=pieces(5)),
        LineDraft(product=shop.products[7], quantity=pieces(1)),
        LineDraft(product=shop.products[3], quantity=Quantity(Decimal(1), "KGM")),
        LineDraft(product=shop.products[7], quantity=pieces(3)),
    ]
    with pytest.raises(BadLines) as refused:
        orders.add_lines(tx=tx, actor=shop.site.actor, buyer=shop.site.buyer, cart=cart.id, drafts=drafts)
    assert [(problem.pointer, problem.code) for problem in refused.value.problems] == [
        ("/lines/1/product", "orders.no_such_product"),
        ("/lines/2/quantity", "orders.below_minimum"),
        ("/lines/2/quantity", "orders.not_a_multiple"),
        ("/lines/3/quantity", "orders.unknown_unit"),
        ("/lines/4/quantity", "orders.not_a_multiple"),
    ]
    assert refused.value.problems[4].facts["next"] == "4"
    assert orders.cart(tx=tx, actor=shop.site.actor, id=cart.id) == cart


def test_a_line_is_changed_and_the_version_grows(tx: Tx, shop: Shop) -> None:
    cart = fill(tx, shop, [1, 2])
    change = LineChange(value=Decimal(7), note="eilig", requested_date=date(2026, 5, 1))
    changed = orders.change_line(
        tx=tx,
        actor=shop.site.actor,
        buyer=shop.site.buyer,
        cart=cart.id,
        line=cart.lines[1].id,
        change=change,
        expected_version=cart.version,
    )
    assert changed.version == cart.version + 1
    assert changed.lines[0] == cart.lines[0]
    assert changed.lines[1] == replace(cart.lines[1], quantity=pieces(7), note="eilig", requested_date=date(2026, 5, 1))
    assert orders.cart(tx=tx, actor=shop.site.actor, id=cart.id) == changed


def test_a_stale_change_is_refused(tx: Tx, shop: Shop) -> None:
    cart = fill(tx, shop, [1, 2])
    with pytest.raises(CartChanged):
        orders.remove_line(
            tx=tx,
            actor=shop.site.actor,
            cart=cart.id,
            line=cart.lines[0].id,
            as_of=NOW,
            expected_version=cart.version - 1,
        )
    assert orders.cart(tx=tx, actor=shop.site.actor, id=cart.id) == cart


def test_a_removed_line_is_gone_and_its_position_stays_free(tx: Tx, shop: Shop) -> None:
    cart = fill(tx, shop, [1, 2])
    left = orders.remove_line(tx=tx, actor=shop.site.actor, cart=cart.id, line=cart.lines[1].id, as_of=NOW)
    assert left.lines == cart.lines[:1]
    with pytest.raises(NoSuchLine):
        orders.remove_line(tx=tx, actor=shop.site.actor, cart=cart.id, line=cart.lines[1].id, as_of=NOW)
    draft = LineDraft(product=shop.products[5], quantity=pieces(1))
    more = orders.add_lines(tx=tx, actor=shop.site.actor, buyer=shop.site.buyer, cart=cart.id, drafts=[draft])
    assert [line.position for line in more.lines] == [1, 3]


def test_a_discarded_cart_is_closed(tx: Tx, shop: Shop) -> None:
    cart = fill(tx, shop, [1])
    orders.discard_cart(tx=tx, actor=shop.site.actor, id=cart.id, as_of=NOW)
    assert orders.carts(tx=tx, actor=shop.site.actor).items == []
    with pytest.raises(CartClosed):
        orders.rename_cart(tx=tx, actor=shop.site.actor, id=cart.id, name="noch einmal", as_of=NOW)


def test_lines_of_one_product_share_what_there_is(tx: Tx, shop: Shop) -> None:
    cart = fill(tx, shop, [1], count=80)
    draft = LineDraft(product=shop.products[1], quantity=pieces(30), note="zweite")
    cart = orders.add_lines(tx=tx, actor=shop.site.actor, buyer=shop.site.buyer, cart=cart.id, drafts=[draft])
    first, second = look(tx, cart, shop.site).lines
    assert [(part.quantity, part.date is None) for part in first.schedule] == [(80, False)]
    assert [(part.quantity, part.date is None) for part in second.schedule] == [(20, False), (10, True)]


@settings(max_examples=25)
@given(data=st.data())
def test_net_plus_tax_is_gross_and_net_the_sum_of_the_lines(data: st.DataObject, tx: Tx) -> None:
    shop = _shop_of(tx)
    numbers = data.draw(st.lists(st.integers(0, 12).filter(lambda number: number != 7), min_size=1, max_size=6))
    view = look(tx, fill(tx, shop, numbers, count=data.draw(st.integers(1, 9))), shop.site)
    assert view.net.amount == sum(line.amount.amount for line in view.lines if line.amount)
    assert view.net + view.tax == view.gross
    assert view.tax == view.tax.rounded()
    assert view.problems == ()


def test_what_has_no_price_is_named(tx: Tx, shop: Shop) -> None:
    view = look(tx, fill(tx, shop, [1, 39]), shop.site)
    assert [(problem.pointer, problem.code) for problem in view.problems] == [("/lines/1/price", "orders.no_price")]
    assert view.net == euros("4.00")


_SHOPS: dict[int, Shop] = {}


def _shop_of(tx: Tx) -> Shop:
    if id(tx) not in _SHOPS:
        _SHOPS.clear()
        _SHOPS[id(tx)] = open_shop(tx)
    return _SHOPS[id(tx)]
