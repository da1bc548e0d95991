"""The steps of a product on a price list say, for every quantity, which line is the first that matches."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fondaco.connectors.tryton.model.price_list import LineFinder, Step
from fondaco.connectors.tryton.model.unit import convert_price, factor, round_price
from fondaco.connectors.tryton.types import RemoteLine, RemotePriceList, RemoteProduct, RemoteUnit

UNIT = RemoteUnit(id=1, symbol="u", category=1, factor=Decimal(1), rate=Decimal(1), digits=0)
HUNDRED = RemoteUnit(id=2, symbol="C", category=1, factor=Decimal(100), rate=Decimal("0.01"), digits=2)
METER = RemoteUnit(id=3, symbol="m", category=2, factor=Decimal(1), rate=Decimal(1), digits=2)
INCH = RemoteUnit(id=4, symbol="in", category=2, factor=Decimal("0.0254"), rate=Decimal("39.370078740157"), digits=2)
UNITS = {unit.id: unit for unit in (UNIT, HUNDRED, METER, INCH)}
# 1 is above 2, 2 above 3; 4 stands alone.
PARENTS = {1: None, 2: 1, 3: 2, 4: None}

maybe = st.none()
lines = st.lists(
    st.tuples(
        maybe | st.integers(1, 4),
        maybe | st.integers(1, 3),
        st.sampled_from([0, 1, 2, 5, 10]),
        st.sampled_from(["unit_price", "unit_price * 0.9", "unit_price * 0.8", "list_price / 3", "7"]),
    ),
    max_size=8,
)


def a_list(rows: list[tuple[int | None, int | None, int, str]]) -> RemotePriceList:
    return RemotePriceList(
        id=1,
        name="L",
        price="list_price",
        in_sale_unit=False,
        tax_included=False,
        lines=tuple(
            RemoteLine(
                id=at, price_list=1, category=category, product=product, quantity=Decimal(quantity), formula=formula
            )
            for at, (category, product, quantity, formula) in enumerate(rows)
        ),
    )


def a_product(*, categories: tuple[int, ...] = (3,), id: int = 1, sale_uom: int = 1) -> RemoteProduct:
    return RemoteProduct(
        id=id, template=1, code="P", names={"en": "P"}, salable=True, default_uom=1, sale_uom=sale_uom,
        list_price=Decimal("10.0050"), cost_price=None, categories=categories, account_category=None,
    )  # fmt: skip


def first_match(price_list: RemotePriceList, product: RemoteProduct, quantity: Decimal) -> RemoteLine | None:
    """Find the line as Tryton does: try them all in order."""
    above: set[int | None] = set()
    for category in product.categories:
        at: int | None = category
        while at is not None:
            above.add(at)
            at = PARENTS[at]
    for line in price_list.lines:
        if line.quantity <= quantity and line.product in {None, product.id} and line.category in {None, *above}:
            return line
    return None


def reached(steps: list[Step], quantity: Decimal) -> Step | None:
    return next((step for step in reversed(steps) if step.minimum <= quantity), None)


@given(
    rows=lines,
    categories=st.sets(st.integers(1, 4)).map(tuple),
    product=st.integers(1, 3),
    quantity=st.sampled_from([Decimal(n) / 2 for n in range(25)]),
)
def test_the_step_reached_has_the_price_of_the_first_matching_line(
    rows: list[tuple[int | None, int | None, int, str]], categories: tuple[int, ...], product: int, quantity: Decimal
) -> None:
    price_list, bought = a_list(rows), a_product(categories=categories, id=product)
    steps = list(LineFinder(price_list=price_list, parents=PARENTS).steps(product=bought, units=UNITS))
    assert [step.minimum for step in steps] == sorted({step.minimum for step in steps})
    step, line = reached(steps, quantity), first_match(price_list, bought, quantity)
    if line is None:
        assert step is None
    else:
        assert step is not None
        assert step.line.formula == line.formula or step.price is not None
        expected = {"unit_price": "10.0050", "unit_price * 0.9": "9.0045", "unit_price * 0.8": "8.0040", "7": "7.0000"}
        assert step.price == (Decimal(expected[line.formula]) if line.formula in expected else None)


def test_halves_go_to_the_even_neighbour() -> None:
    assert round_price(Decimal("0.00005")) == Decimal("0.0000")
    assert round_price(Decimal("0.00015")) == Decimal("0.0002")
    assert round_price(Decimal("2.99985")) == Decimal("2.9998")


def test_a_price_per_hundred_is_rounded_once_more_after_the_conversion() -> None:
    assert convert_price(Decimal("0.0123"), of=UNIT, to=HUNDRED) == Decimal("1.2300")
    assert convert_price(Decimal("1.2345"), of=METER, to=INCH) == Decimal("0.0314")


def test_conversions_are_exact() -> None:
    assert factor(of=HUNDRED, to=UNIT) == 100
    assert factor(of=UNIT, to=HUNDRED) * 100 == 1
    assert factor(of=INCH, to=METER) * 10000 == 254
