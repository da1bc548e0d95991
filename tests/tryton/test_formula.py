"""Plain formulas come to exactly what Tryton's own evaluation comes to; others are recognised as not plain."""

import io
import tokenize
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.connectors.tryton.model.formula import plain

prices = st.decimals(min_value=0, max_value=Decimal(99999), places=4)
constants = st.one_of(
    st.integers(0, 2000).map(str),
    st.decimals(min_value=0, max_value=Decimal(50), places=4).map(str),
    st.sampled_from(["2", "4", "0.5", "1.25", "Decimal('0.995')"]),
)


def bases() -> st.SearchStrategy[str]:
    return st.sampled_from(["unit_price", "list_price", "cost_price"])


def formulas() -> st.SearchStrategy[str]:
    """Terms that are linear in one base, written in many ways."""
    return bases().flatmap(
        lambda base: st.sampled_from(
            ["{b}", "{b} * {c}", "{c} * {b}", "{b} * (1 - {c})", "{b} + {c}", "{b}-{c}", "-{b} * -{c}", "({b} + {c}) * {d}",
             "{b} / 4", "{b} + {b} * {c}", "{c}", "+{c} * {d}", "{b} * {c} + {d}"]
        ).flatmap(lambda shape: st.tuples(constants, constants).map(lambda cd: shape.format(b=base, c=cd[0], d=cd[1])))
    )  # fmt: skip


def tryton_says(formula: str, **names: Decimal) -> Decimal:
    """Evaluate as Tryton does: every number of the text becomes a Decimal, then plain Python."""
    tokens = [
        item
        for token in tokenize.generate_tokens(io.StringIO(formula).readline)
        for item in (
            [(tokenize.NAME, f"Decimal({token.string!r})")]
            if token.type == tokenize.NUMBER
            else [(token.type, token.string)]
        )
    ]
    result = eval(tokenize.untokenize(tokens), {"Decimal": Decimal, "__builtins__": {}}, names)  # noqa: S307 - our own text
    assert isinstance(result, Decimal)
    return result


@given(formula=formulas(), list_price=prices, cost_price=prices)
def test_a_plain_formula_comes_to_what_tryton_says(formula: str, list_price: Decimal, cost_price: Decimal) -> None:
    found = plain(formula)
    assert found is not None
    names = {"unit_price": list_price, "list_price": list_price, "cost_price": cost_price}
    assert found.price(names[found.base] if found.base else Decimal(0)) == tryton_says(formula, **names)


@pytest.mark.parametrize(
    "formula",
    [
        "unit_price * 0.9 if unit_price > 20 else unit_price",
        "list_price / 3",
        "list_price + cost_price",
        "unit_price * unit_price",
        "10 / unit_price",
        "max(unit_price, 3)",
        "unit_price ** 2",
        "round(unit_price, 2)",
        "unit_price * 0.12345678901234567890",
        "unit_price * 1.00000000000000000001",
        "quantity * 2",
        "Decimal('NaN')",
        "unit_price * Decimal('Infinity')",
        "unit_price // 2",
        "True",
        "'12'",
        "",
        "unit_price *",
        "(" * 300 + "1" + ")" * 300,
    ],
)
def test_what_is_not_plain_is_left_to_tryton(formula: str) -> None:
    assert plain(formula) is None
