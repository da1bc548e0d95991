from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.kernel.ids import new_id
from fondaco.kernel.quantity import Quantity
from fondaco.kernel.unit import Conversions, UnitOfMeasure
from fondaco.modules.orders.model.goods import Goods, least, quantity_problems, rounded_up

steps = st.integers(1, 12).map(Decimal)


def goods(minimum: Decimal, multiple: Decimal) -> Goods:
    return Goods(
        id=new_id(),
        sku="1",
        name="Mutter",
        conversions=Conversions("PCE", (UnitOfMeasure("BX", Fraction(10)),)),
        sales_unit="PCE",
        minimum=minimum,
        multiple=multiple,
        system="erp",
    )


@given(minimum=steps, multiple=steps, value=st.integers(1, 60))
def test_what_is_proposed_can_be_ordered_and_is_the_least(minimum: Decimal, multiple: Decimal, value: int) -> None:
    known = goods(minimum, multiple)
    proposed = rounded_up(goods=known, value=Fraction(value))
    assert proposed >= value
    assert quantity_problems(goods=known, quantity=Quantity(proposed, "PCE"), pointer="") == []
    for less in range(value, int(proposed)):
        assert quantity_problems(goods=known, quantity=Quantity(Decimal(less), "PCE"), pointer="")
    assert quantity_problems(goods=known, quantity=least(known), pointer="") == []


@given(minimum=steps, multiple=steps, boxes=st.integers(1, 9))
def test_boxes_are_judged_like_their_pieces(minimum: Decimal, multiple: Decimal, boxes: int) -> None:
    known = goods(minimum, multiple)
    in_boxes = quantity_problems(goods=known, quantity=Quantity(Decimal(boxes), "BX"), pointer="")
    in_pieces = quantity_problems(goods=known, quantity=Quantity(Decimal(boxes * 10), "PCE"), pointer="")
    assert [problem.code for problem in in_boxes] == [problem.code for problem in in_pieces]


@pytest.mark.parametrize("value", ["1E+999999", "1E-999999", "1000000000", "0.0000001"])
def test_absurd_quantities_are_refused_at_once(value: str) -> None:
    found = quantity_problems(
        goods=goods(Decimal(1), Decimal(1)), quantity=Quantity(Decimal(value), "PCE"), pointer="/q"
    )
    assert [problem.code for problem in found] == ["orders.quantity_out_of_range"]
