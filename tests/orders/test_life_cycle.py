from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.modules.orders.errors import TransitionNotAllowed
from fondaco.modules.orders.model import life_cycle
from fondaco.modules.orders.types import ExportState, OrderState

S = OrderState
states = st.sampled_from(OrderState)


def test_every_state_has_its_row_in_the_table() -> None:
    assert set(life_cycle.ORDER_TRANSITIONS) == set(OrderState)
    assert set(life_cycle.EXPORT_TRANSITIONS) == set(ExportState)


def test_what_is_shipped_cannot_be_cancelled() -> None:
    for state in (S.PARTLY_SHIPPED, S.SHIPPED, S.COMPLETED):
        with pytest.raises(TransitionNotAllowed):
            life_cycle.check_order(before=state, after=S.CANCELLED)


@given(start=states, steps=st.lists(states, max_size=8))
def test_an_order_never_comes_back_to_a_state_it_left(start: OrderState, steps: list[OrderState]) -> None:
    been, now = {start}, start
    for step in steps:
        if step in life_cycle.ORDER_TRANSITIONS[now]:
            assert step not in been
            been.add(step)
            now = step


@given(state=states, count=st.integers(1, 4))
def test_parts_that_agree_are_the_order(state: OrderState, count: int) -> None:
    assert life_cycle.combined([state] * count) is state


@given(parts=st.lists(states, min_size=1, max_size=4), data=st.data())
def test_the_order_of_the_parts_does_not_matter(parts: list[OrderState], data: st.DataObject) -> None:
    assert life_cycle.combined(data.draw(st.permutations(parts))) is life_cycle.combined(parts)


@given(parts=st.lists(states, min_size=1, max_size=3), data=st.data())
def test_a_part_that_moves_on_moves_the_order_along_the_table_or_not_at_all(
    parts: list[OrderState], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(parts) - 1))
    onward = sorted(life_cycle.ORDER_TRANSITIONS[parts[place]])
    if not onward:
        return
    moved = [*parts[:place], data.draw(st.sampled_from(onward)), *parts[place + 1 :]]
    before, after = life_cycle.combined(parts), life_cycle.combined(moved)
    assert after is before or after in life_cycle.ORDER_TRANSITIONS[before]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([S.PLACED, S.FORWARDED], S.PLACED),
        ([S.CONFIRMED, S.SHIPPED], S.PARTLY_SHIPPED),
        ([S.PLACED, S.COMPLETED], S.PARTLY_SHIPPED),
        ([S.CANCELLED, S.SHIPPED], S.SHIPPED),
        ([S.CANCELLED, S.CANCELLED], S.CANCELLED),
    ],
)
def test_an_order_is_as_far_as_its_parts(parts: list[OrderState], expected: OrderState) -> None:
    assert life_cycle.combined(parts) is expected


@given(attempts=st.integers(1, 500))
def test_the_pause_grows_and_stays_below_ten_minutes(attempts: int) -> None:
    pause = life_cycle.pause_after(attempts)
    assert timedelta(seconds=5) <= pause <= life_cycle.pause_after(attempts + 1) <= timedelta(minutes=10)
