"""The expression language: it calculates what it says, and nothing else can be said in it."""

import builtins
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.connectors.files.errors import BadExpression, BadValue
from fondaco.connectors.files.model.expression import columns_of, compile_expression
from fondaco.connectors.files.model.functions import FUNCTIONS
from fondaco.connectors.files.model.values import decimal_reader

ROW = {"A": "12,50", "B": "Mutter", "g.NAME": "Schrauben", "LEER": None, "mit Lücke": "x"}


def evaluate(text: str, row: dict[str, Any] = ROW) -> Any:
    def column(name: str) -> Callable[[Any], Any]:
        return lambda values: values[name]

    number = decimal_reader(decimal=",", thousands=".")
    return compile_expression(text, column=column, number=number, maps={"einheit": {"ST": "PCE"}})(row)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A", "12,50"),
        ("g.NAME + '/' + B", "Schrauben/Mutter"),
        ("number(A) * 2", Decimal("25.00")),
        ("number(A) / 4 + 0.1", Decimal("3.225")),
        ("-number(A)", Decimal("-12.50")),
        ("round(number(A) / 3, 2)", Decimal("4.17")),
        ("'leer' if empty(LEER) else LEER", "leer"),
        ("coalesce(LEER, B)", "Mutter"),
        ("B in ('Mutter', 'Bolzen') and not starts(B, 'X')", True),
        ("number(A) >= 12.5", True),
        ("LEER == ''", True),
        ("lookup('einheit', 'ST')", "PCE"),
        ("lookup('einheit', 'KG')", None),
        ("column('mit Lücke')", "x"),
        ("upper(left(B, 3)) + right(B, 1) + middle(B, 2, 2)", "MUTrut"),
        ("split('a;b;c', ';', 2)", "b"),
        ("split('a;b;c', ';', 9)", None),
        ("pad('7', 3)", "007"),
        ("join('-', A, LEER, B)", "12,50-Mutter"),
        ("length(B)", Decimal(6)),
        ("max(1, 2.5)", Decimal("2.5")),
    ],
)
def test_it_calculates_what_it_says(text: str, expected: object) -> None:
    assert evaluate(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "open('/etc/passwd')",
        "().__class__",
        "B.__class__.__mro__",
        "(lambda: 1)()",
        "[x for x in B]",
        "{1: 2}",
        "f'{B}'",
        "B[0]",
        "A ** 9",
        "A % 2",
        "A @ B",
        "A << 2",
        "(A := 1)",
        "B.upper()",
        "upper(text=B)",
        "upper(*B)",
        "column(A)",
        "lookup(A, B)",
        "lookup('keine', B)",
        "unknown(A)",
        "1 < 2 < 3",
        "A in B",
        "b'x'",
        "1j",
        "1e99",
        "...",
        "upper()",
        "a; b",
        "",
        "(" * 300,
        "+".join(["1"] * 400),
        "A" * 1001,
        "await A",
        "\x00",
    ],
)
def test_nothing_else_can_be_said(text: str) -> None:
    with pytest.raises(BadExpression):
        evaluate(text)


@given(text=st.text(alphabet="abAB_.()[]{}'\",:+-*/%<>=! \n0123456789ifelsnotadrlmbo@^&|~`\\", max_size=60))
def test_any_text_is_a_value_or_refused(text: str) -> None:
    row = dict.fromkeys([*ROW, "a", "b"], "1")
    try:
        value = evaluate(text, row)
    except (BadExpression, BadValue, KeyError):
        return
    assert value is None or isinstance(value, str | Decimal | bool)


@given(name=st.sampled_from(sorted(set(dir(builtins)) - set(FUNCTIONS))), argument=st.text())
def test_no_function_of_python_can_be_called(name: str, argument: str) -> None:
    with pytest.raises(BadExpression):
        evaluate(f"{name}({argument!r})")


@pytest.mark.parametrize(
    "text",
    ["A + 1", "A * 2", "number(B)", "number(A) / 0", "number(A) < B", "left(B, 1.5)", "replace(B, '', 'x')",
     "round(1, 99)", "number(A) * 99999999999999999999 * 99999999999999999999"],
)  # fmt: skip
def test_a_row_that_cannot_be_calculated_is_bad_by_itself(text: str) -> None:
    with pytest.raises(BadValue):
        evaluate(text)


def test_texts_cannot_grow_out_of_all_proportion() -> None:
    with pytest.raises(BadValue):
        evaluate("replace(replace(A, 'a', A), 'a', A)", {"A": "a" * 200})


def test_the_columns_of_an_expression_are_known() -> None:
    assert columns_of("upper(A) + g.NAME if column('mit Lücke') else lookup('m', B)") == {
        "A",
        "B",
        "g.NAME",
        "mit Lücke",
    }


def test_a_mistake_is_named_by_its_place() -> None:
    with pytest.raises(BadExpression) as refused:
        columns_of("A + unknown(B)")
    assert refused.value.facts["column"] == 5
