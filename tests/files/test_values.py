"""Numbers and dates of files: what is written comes back exactly, and nothing is guessed."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.connectors.files.errors import BadValue
from fondaco.connectors.files.model.values import (
    after_that_day,
    day_reader,
    decimal_reader,
    flag_reader,
    moment_reader,
    write_decimal,
)

SIGNS = st.sampled_from([(".", ""), (",", ""), (".", ","), (",", "."), (",", " "), (".", "'"), (",", "\u00a0")])
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12)


@given(number=NUMBERS, signs=SIGNS, behind=st.sampled_from(["in front", "behind"]))
def test_a_number_comes_back_exactly(number: Decimal, signs: tuple[str, str], behind: str) -> None:
    decimal, thousands = signs
    text = write_decimal(number, decimal=decimal, thousands=thousands)
    if behind == "behind" and text.startswith("-"):
        text = f"{text[1:]}-"
    assert decimal_reader(decimal=decimal, thousands=thousands)(text) == number


@given(text=st.text(alphabet="0123456789.,-+ e'", max_size=12), signs=SIGNS)
def test_what_is_read_is_what_is_written(text: str, signs: tuple[str, str]) -> None:
    decimal, thousands = signs
    try:
        number = decimal_reader(decimal=decimal, thousands=thousands)(text)
    except BadValue:
        return
    digits = "".join(sign for sign in text if sign.isdigit() or sign == decimal).replace(decimal, ".")
    assert abs(number) == Decimal(digits)
    assert (number < 0) == ("-" in text and number != 0)


@pytest.mark.parametrize(
    "text", ["1.500", "1,5,0", "12.", "1e5", "NaN", "Infinity", "--1", "-1-", "", "-", ",", "\uff11", "0x1"]
)
def test_a_wrong_sign_is_never_guessed(text: str) -> None:
    with pytest.raises(BadValue):
        decimal_reader(decimal=",", thousands="")(text)


def test_groups_of_three_are_groups_of_three() -> None:
    read = decimal_reader(decimal=",", thousands=".")
    assert read("1.234.567,8") == Decimal("1234567.8")
    for text in ("1.23", "12.34,5", ".123", "1..234", "1234.567"):
        with pytest.raises(BadValue):
            read(text)


@given(day=st.dates(min_value=date(1900, 1, 2), max_value=date(2999, 12, 30)))
def test_a_day_comes_back_in_any_form(day: date) -> None:
    for pattern in ("%d.%m.%Y", "%Y%m%d", "%m/%d/%Y", ""):
        text = day.strftime(pattern) if pattern else day.isoformat()
        assert day_reader(pattern=pattern)(text) == day
        assert moment_reader(pattern=pattern, zone="UTC")(text) == datetime(day.year, day.month, day.day, tzinfo=UTC)


def test_a_day_is_a_day_of_the_zone() -> None:
    moment = moment_reader(pattern="%d.%m.%Y", zone="Europe/Berlin")("01.07.2026")
    assert moment == datetime(2026, 6, 30, 22, tzinfo=UTC)
    # The night in which the clocks go back has 25 hours.
    eve = moment_reader(pattern="%d.%m.%Y", zone="Europe/Berlin")("25.10.2026")
    assert after_that_day(eve, zone="Europe/Berlin") == datetime(2026, 10, 25, 23, tzinfo=UTC)


@pytest.mark.parametrize("text", ["31.02.2026", "2026-01-01", "1.1.26", "", "heute"])
def test_an_impossible_day_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        day_reader(pattern="%d.%m.%Y")(text)


def test_yes_and_no_are_the_words_of_the_file() -> None:
    read = flag_reader(true=("J",), false=("N",))
    assert (read("j"), read("N")) == (True, False)
    with pytest.raises(BadValue):
        read("vielleicht")
