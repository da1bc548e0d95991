"""What people paste into the price check of several products."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.apps.console.views.checks import Asked, asked

numbers = st.from_regex(r"[0-9]{0,4}[A-Z]-[0-9A-Z]{1,4}|[0-9]{4}", fullmatch=True)
lines = st.lists(
    st.builds(Asked, number=numbers, quantity=st.none() | st.from_regex(r"[1-9][0-9]{0,2}", fullmatch=True))
)


@given(
    wanted=lines,
    between=st.sampled_from(["\n", "\r\n", ", ", ",", ";", "\n\n"]),
    gap=st.sampled_from([" ", "\t", "   "]),
)
def test_what_is_written_line_by_line_is_read_as_it_was_meant(wanted: list[Asked], between: str, gap: str) -> None:
    text = between.join(one.number + (gap + one.quantity if one.quantity else "") for one in wanted)
    assert asked(text) == wanted


@given(found=st.lists(numbers))
def test_numbers_of_one_length_need_nothing_but_spaces_between_them(found: list[str]) -> None:
    digits = [one for one in found if one.isdigit()]
    assert asked(" ".join(digits)) == [Asked(number=one) for one in digits]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("933-M8 100", [("933-M8", "100")]),
        ("933-M8 100 934-M8 6204-2RS 4", [("933-M8", "100"), ("934-M8", None), ("6204-2RS", "4")]),
        ("100234 200345", [("100234", None), ("200345", None)]),
        ("100234 50", [("100234", "50")]),
        ("100\n933-M8", [("100", None), ("933-M8", None)]),
        ("933-M8 100 200", [("933-M8", "100"), ("200", None)]),
        (" \n, ", []),
    ],
)
def test_digits_after_a_part_number_are_its_quantity(text: str, found: list[tuple[str, str | None]]) -> None:
    assert [(one.number, one.quantity) for one in asked(text)] == found
