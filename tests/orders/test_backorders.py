"""Ordering more than is there: the cart says what is possible, placing refuses, and nothing changes."""

from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from fondaco.kernel.quantity import Quantity
from fondaco.kernel.unit import Conversions, UnitOfMeasure
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.types import BackorderPolicy
from fondaco.modules.orders import api as orders
from fondaco.modules.orders.errors import BackorderRefused
from fondaco.modules.orders.model.goods import Goods, in_base, possible, quantity_problems
from fondaco.modules.orders.tables import sales_order
from fondaco.modules.orders.types import CartState, LineDraft
from fondaco.platform.transaction import Tx
from tests.orders.shop import Shop, fill, look, open_shop, place, put_stock


@pytest.fixture
def shop(tx: Tx) -> Shop:
    return open_shop(tx)


def test_every_line_is_named_with_what_is_possible_and_nothing_is_ordered(tx: Tx, shop: Shop) -> None:
    for number, quantity in ((0, 25), (2, 0), (4, 6), (6, 3)):
        put_stock(tx, number, quantity)
    availability.set_backorder_policy(tx=tx, product=shop.products[0], policy=BackorderPolicy.NONE)
    group = shop.group.buyer.sold_to
    availability.set_backorder_policy(tx=tx, organisation=group, policy=BackorderPolicy.DATED)
    cart = fill(tx, shop, [2, 4, 6], count=5)
    boxes = LineDraft(product=shop.products[0], quantity=Quantity(Decimal(3), "BX"))
    who = shop.site
    cart = orders.add_lines(tx=tx, actor=who.actor, buyer=who.buyer, cart=cart.id, drafts=[boxes])
    view = look(tx, cart, who)
    expected = [
        ("/lines/0/quantity", "orders.no_date", "0", "PCE"),
        ("/lines/2/quantity", "orders.only_with_date", "3", "PCE"),
        ("/lines/3/quantity", "orders.only_in_stock", "2", "BX"),
    ]
    assert [(one.pointer, one.code, one.facts["possible"], one.facts["unit"]) for one in view.problems] == expected
    seen = len(tx.events)
    with pytest.raises(BackorderRefused) as refused:
        place(tx, cart, who)
    assert list(refused.value.problems) == list(view.problems)
    assert tx.execute(select(func.count()).select_from(sales_order)).scalar_one() == 0
    assert tx.events[seen:] == ()
    stored = orders.cart(tx=tx, actor=who.actor, id=cart.id)
    assert (stored, stored.state) == (cart, CartState.OPEN)
    assert look(tx, cart, who) == view


def test_what_is_possible_is_ordered_and_who_has_no_policy_may_wait(tx: Tx, shop: Shop) -> None:
    put_stock(tx, 0, 5)
    site = shop.site.buyer.sold_to
    availability.set_backorder_policy(tx=tx, organisation=site, policy=BackorderPolicy.DATED)
    assert look(tx, fill(tx, shop, [0], count=6, person=shop.site), shop.site).problems
    order = place(tx, fill(tx, shop, [0], count=5, person=shop.site), shop.site)
    assert [part.quantity for part in order.lines[0].schedule] == [5]
    waiting = place(tx, fill(tx, shop, [0], count=6, person=shop.stranger), shop.stranger)
    assert waiting.lines[0].schedule[0].date is None


def test_two_lines_of_one_product_share_what_is_there(tx: Tx, shop: Shop) -> None:
    put_stock(tx, 0, 5)
    availability.set_backorder_policy(tx=tx, product=shop.products[0], policy=BackorderPolicy.NONE)
    cart, who = fill(tx, shop, [0], count=4), shop.site
    other = LineDraft(product=shop.products[0], quantity=Quantity(Decimal(4), "PCE"), note="Halle 2")
    cart = orders.add_lines(tx=tx, actor=who.actor, buyer=who.buyer, cart=cart.id, drafts=[other])
    [problem] = look(tx, cart, who).problems
    assert (problem.pointer, problem.facts["possible"]) == ("/lines/1/quantity", "1")


amounts = st.integers(0, 60).map(Decimal)
goods = st.builds(
    lambda box, minimum, multiple, sales: Goods(
        id=UUID(int=1), sku="A", name="A", conversions=Conversions("PCE", [UnitOfMeasure("BX", Fraction(box))]),
        sales_unit=sales, minimum=Decimal(minimum), multiple=multiple, system="erp",
    ),
    st.integers(2, 12), st.integers(0, 9), st.sampled_from([Decimal("0.5"), *map(Decimal, (1, 2, 3, 5))]),
    st.sampled_from(["PCE", "BX"]),
)  # fmt: skip


@given(goods=goods, there=amounts, unit=st.sampled_from(["PCE", "BX"]))
def test_what_is_possible_may_be_ordered_and_the_next_more_may_not(goods: Goods, there: Decimal, unit: str) -> None:
    found = possible(goods=goods, in_base=there, unit=unit)
    if found:
        assert not quantity_problems(goods=goods, quantity=Quantity(found, unit), pointer="/q")
    tries = [Quantity(Decimal(halves) / 2, unit) for halves in range(1, 130)]
    whole = [one for one in tries if unit == goods.sales_unit or one.value % 1 == 0]
    good = [
        one.value
        for one in whole
        if not quantity_problems(goods=goods, quantity=one, pointer="/q") and (in_base(goods, one) or 999) <= there
    ]
    assert found == max(good, default=Decimal(0))
