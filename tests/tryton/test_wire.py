"""What is written for Tryton is read back the same; quantities keep their digits."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.connectors.tryton import wire

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.text(max_size=20)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.datetimes(timezones=st.just(dt.UTC)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(value=values.filter(lambda value: "__class__" not in str(value)))
def test_values_survive_the_journey(value: object) -> None:
    back = wire.decode(wire.encode(value))
    assert back == value
    assert type(back) is type(value)


@given(quantity=st.decimals(min_value=0, max_value=Decimal(10**6), places=3))
def test_a_quantity_keeps_its_digits(quantity: Decimal) -> None:
    sent = wire.encode([wire.Quantity.of(quantity)])
    assert isinstance(json.loads(sent)[0], float)
    assert wire.decode(sent) == [quantity]


def test_other_things_do_not_travel() -> None:
    with pytest.raises(TypeError):
        wire.encode(object())
