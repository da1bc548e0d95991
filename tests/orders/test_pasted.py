from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.modules.orders.model import pasted
from fondaco.modules.orders.model.pasted import Reading
from fondaco.modules.orders.types import QuickLine


@pytest.mark.parametrize(
    ("text", "number", "quantity", "unit"),
    [
        ("6204-2RS\t10", "6204-2RS", 10, None),
        ("6204-2RS;10;Stk", "6204-2RS", 10, "PCE"),
        ("DIN 912 M8x40; 200; PCE", "DIN 912 M8x40", 200, "PCE"),
        ("4711 | 1.000", "4711", 1000, None),
        ("4711;2,5;m", "4711", Decimal("2.5"), "MTR"),
    ],
)
def test_columns_are_number_quantity_unit(text: str, number: str, quantity: Decimal, unit: str | None) -> None:
    assert pasted.readings(QuickLine(text=text)) == [Reading(number=number, quantity=Decimal(quantity), unit=unit)]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("6204-2RS 10", Reading(number="6204-2RS", quantity=Decimal(10))),
        ("6204 2RS 10", Reading(number="6204 2RS", quantity=Decimal(10))),
        ("6204-2RS 10 Stk", Reading(number="6204-2RS", quantity=Decimal(10), unit="PCE")),
        ("10x 6204-2RS", Reading(number="6204-2RS", quantity=Decimal(10), unit="PCE")),
        ("DIN 912", Reading(number="DIN 912")),
    ],
)
def test_free_text_has_this_reading_among_others(text: str, reading: Reading) -> None:
    found = pasted.readings(QuickLine(text=text))
    assert reading in found
    assert found[0].number == text


def test_a_given_quantity_leaves_the_number_alone() -> None:
    line = QuickLine(text="DIN 912 100", quantity=Decimal(3), unit="Karton")
    assert pasted.readings(line) == [Reading(number="DIN 912 100", quantity=Decimal(3), unit="CT")]


def test_a_pasted_text_has_its_lines() -> None:
    assert [line.text for line in pasted.lines_of("A 1\n\n  B 2\r\n\tC")] == ["A 1", "B 2", "C"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.000", "1000"),
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("1'000,50", "1000.50"),
        ("12 000", "12000"),
        ("1,000.25", "1000.25"),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, value: str) -> None:
    assert pasted.number_of(text) == Decimal(value)


@given(text=st.text(max_size=80))
def test_whatever_is_pasted_can_be_read(text: str) -> None:
    for line in pasted.lines_of(text):
        for reading in pasted.readings(line):
            assert reading.quantity is None or reading.quantity.is_finite()
