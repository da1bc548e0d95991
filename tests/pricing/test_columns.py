"""Columns of whole numbers give what the rule gives, to the last digit, whatever is stated, changed and asked."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from fractions import Fraction
from uuid import UUID

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fondaco.kernel.quantity import Quantity
from fondaco.modules.catalog.types import Handling
from fondaco.modules.pricing.columns.answer import Reading, named_owners
from fondaco.modules.pricing.columns.engine import Columns, price
from fondaco.modules.pricing.columns.reckon import amounts
from fondaco.modules.pricing.columns.rows import segment_of
from fondaco.modules.pricing.columns.wares import Wares, in_base
from fondaco.modules.pricing.model.find import Goods
from fondaco.modules.pricing.model.procedure import DEFAULT, Procedure
from fondaco.modules.pricing.types import LinePrice, NoPrice, PriceRecord, ScaleBy
from tests.pricing.conditions import BUYER, FULL, LISTS, NUT, PRODUCTS, ask, lists_of_records, record

Asked = Sequence[tuple[UUID, Decimal]]
lines = st.lists(
    st.tuples(
        st.sampled_from(list(PRODUCTS)), st.sampled_from([Decimal(q) for q in ("1", "3", "0.5", "10", "55", "1234")])
    ),
    min_size=1,
    max_size=8,
)


CONVERTING = replace(FULL, code="converting", converts=True)
# Every step rounds, one up and the next down: half a coin decides nothing then.
STRICT = replace(
    FULL,
    code="strict",
    steps=tuple(
        replace(step, rounding=ROUND_UP if number % 2 else ROUND_DOWN, places=number % 4)
        for number, step in enumerate(FULL.steps)
    ),
)
RATES = {"CHF": Fraction(106, 100), "USD": Fraction(92, 100)}


def handling(goods: Goods) -> Handling:
    """How a product is handled, sold from one base unit on."""
    return Handling(
        base_unit=goods.base_unit,
        sales_unit=goods.base_unit,
        conversions=goods.conversions,
        minimum=Decimal(1),
        categories=goods.categories,
        tax_class=goods.tax_class,
        system=goods.system,
    )


def columns_of(*stages: Sequence[PriceRecord], ended: Sequence[PriceRecord] = ()) -> tuple[Columns, Wares]:
    """Records as columns: the first stage is the large segment, each further one a change."""
    columns = Columns()
    wares = Wares(vocabulary=columns.vocabulary, units=columns.units)
    wares.put((handling(goods), id.bytes) for id, goods in PRODUCTS.items())
    first, *later = stages
    columns.segments = (segment_of(first, vocabulary=columns.vocabulary, goods=PRODUCTS),)
    for stage in later:
        newer = segment_of(stage, vocabulary=columns.vocabulary, goods=PRODUCTS)
        columns = columns.take(ended=[one.id for one in ended], newer=newer)
    return columns, wares


def quick(
    columns: Columns, wares: Wares, asked: Asked, procedure: Procedure, *, whole: bool = False
) -> list[tuple[Decimal, ...] | str]:
    """Price lines the fast way: unit price, fixed and low; "hard" for those left to the rule."""
    places, _ = wares.places(product for product, _ in asked)
    counted = [in_base(PRODUCTS[id], Quantity(value, PRODUCTS[id].base_unit)) for id, value in asked]
    found = wares.lines(places, np.array(counted, np.int64))
    answer = price(columns=columns, procedure=procedure, buyer=BUYER, price_lists=LISTS, lines=found, whole=whole)
    assert answer is not None
    reading = Reading(columns=columns, priced=answer, currency="EUR")
    told: list[tuple[Decimal, ...] | str] = []
    for line in range(len(asked)):
        if reading.hard[line]:
            told.append("hard")
        elif reading.unpriced[line]:
            told.append("none")
        else:
            net = reading.net(line)
            steps = tuple((step.number, step.record.id, step.before, step.after) for step in reading.because(line))
            listed = reading.listed(line)
            told.append((net.amount, net.per, listed, steps, bool(answer.reckoned.low[line])))  # type: ignore[arg-type]
    return told


def by_the_rule(records: Sequence[PriceRecord], asked: Asked, procedure: Procedure) -> list[tuple[Decimal, ...] | str]:
    told: list[tuple[Decimal, ...] | str] = []
    for product, value in asked:
        found = ask(
            *records,
            quantity=str(value),
            unit=PRODUCTS[product].base_unit,
            product=product,
            procedure=procedure,
            rates=RATES,
        )
        if isinstance(found, NoPrice):
            told.append("none")
        else:
            steps = tuple((step.number, step.record.id, step.before, step.after) for step in found.because)
            told.append((found.net.amount, found.net.per, found.list_price, steps, found.needs_approval))  # type: ignore[arg-type]
    return told


@settings(max_examples=150)
@given(records=lists_of_records(), asked=lines, procedure=st.sampled_from([DEFAULT, FULL, CONVERTING, STRICT]))
def test_columns_price_as_the_rule_does(records: list[PriceRecord], asked: Asked, procedure: Procedure) -> None:
    columns, wares = columns_of(records)
    for fast, exact in zip(
        quick(columns, wares, asked, procedure), by_the_rule(records, asked, procedure), strict=True
    ):
        assert fast in ("hard", exact)


@settings(max_examples=100)
@given(records=lists_of_records(), asked=lines, cuts=st.tuples(st.integers(0, 30), st.integers(0, 30)), data=st.data())
def test_after_changes_columns_price_as_if_loaded_anew(
    records: list[PriceRecord], asked: Asked, cuts: tuple[int, int], data: st.DataObject
) -> None:
    first, second = sorted(cuts)
    stated_before = [
        replace(one, amount=one.amount + 7)
        for one in data.draw(st.lists(st.sampled_from(records), unique=True) if records else st.just([]))
    ]
    gone = [record("gone", id=UUID(int=77), amount=Decimal(1))]
    old = [one for one in stated_before if one.id not in {r.id for r in records[:first]}]
    columns, wares = columns_of([*records[:first], *old, *gone], records[first:second], records[second:], ended=gone)
    fresh, same_wares = columns_of(records)
    for procedure in (DEFAULT, FULL, CONVERTING, STRICT):
        changed = quick(columns, wares, asked, procedure)
        anew = quick(fresh, same_wares, asked, procedure)
        exact = by_the_rule(records, asked, procedure)
        for fast, loaded, told in zip(changed, anew, exact, strict=True):
            assert fast in ("hard", told)
            assert loaded in ("hard", told)


@settings(max_examples=50)
@given(records=lists_of_records(), cut=st.integers(0, 30), quantity=st.sampled_from([1, 10, 55, 1234]))
def test_one_pass_over_all_products_prices_as_the_rule_does(
    records: list[PriceRecord], cut: int, quantity: int
) -> None:
    asked = [(product, Decimal(quantity)) for product in PRODUCTS]
    stale = [replace(one, amount=one.amount + 7) for one in records[cut:]]
    for procedure in (DEFAULT, FULL, CONVERTING):
        exact = by_the_rule(records, asked, procedure)
        # All in one segment, and half of them stated anew since.
        for held in (columns_of(records), columns_of([*records[:cut], *stale], records[cut:])):
            swept = quick(*held, asked, procedure, whole=True)
            for fast, told, line in zip(swept, exact, quick(*held, asked, procedure), strict=True):
                assert fast in ("hard", told)
                # What a page need not leave to the rule, one pass over everything need not either.
                assert line == "hard" or fast != "hard"


def test_what_only_the_rule_can_weigh_is_seen_before_what_anybody_can() -> None:
    graduated = record("a", product=NUT, amount=Decimal(9), scale=Decimal(1), scale_by=ScaleBy.GRADUATED)
    plain = record("b", product=NUT, amount=Decimal(8))
    asked = [(NUT, Decimal(10))]
    [exact] = by_the_rule([graduated, plain], asked, DEFAULT)
    for whole in (True, False):
        [fast] = quick(*columns_of([graduated, plain]), asked, DEFAULT, whole=whole)
        assert fast in ("hard", exact)


@settings(max_examples=100)
@given(records=lists_of_records(), product=st.sampled_from(list(PRODUCTS)))
def test_records_are_read_back_as_they_were_stated(records: list[PriceRecord], product: UUID) -> None:
    columns, _ = columns_of(records[:10], records[10:])
    goods = PRODUCTS[product]
    mine = {
        one.id: one
        for one in records
        if one.product in (None, product) and (one.category is None or one.category in goods.categories)
    }
    found = {one.id: one for one in columns.records_for(goods, named_owners(BUYER, LISTS))}
    assert found.items() <= mine.items()
    owners = {*BUYER.hierarchy, *LISTS, *BUYER.segments, *BUYER.arms, None}
    assert set(found) == {
        one.id for one in mine.values() if (one.organisation or one.price_list or one.segment or one.arm) in owners
    }


@settings(max_examples=150)
@given(
    amount=st.decimals("0", "999999", places=4),
    per=st.sampled_from([1, 100, 1000]),
    quantity=st.one_of(st.integers(1, 10**7).map(Decimal), st.decimals("0.000001", "100000", places=6)),
)
def test_amounts_of_lines_are_rounded_as_the_rule_rounds(amount: Decimal, per: int, quantity: Decimal) -> None:
    one = record(amount=amount, per=Decimal(per))
    columns, wares = columns_of([one])
    places, _ = wares.places([one.product])  # type: ignore[list-item]
    counted = np.array([in_base(PRODUCTS[one.product], Quantity(quantity, "PCE"))], np.int64)  # type: ignore[index]
    answer = price(
        columns=columns, procedure=DEFAULT, buyer=BUYER, price_lists=LISTS, lines=wares.lines(places, counted)
    )
    assert answer is not None
    coins = amounts(line=answer.reckoned, pieces=counted, currency="EUR")
    exact = ask(one, quantity=str(quantity))
    assert isinstance(exact, LinePrice)
    assert answer.reckoned.hard[0] or Decimal(int(coins[0])).scaleb(-2) == exact.amount.amount


def test_usual_prices_are_not_left_to_the_rule() -> None:
    # Otherwise the laws above would hold for an engine that does nothing.
    records = [record("list", amount=Decimal("12.34")), record("site", organisation=BUYER.sold_to, amount=Decimal(9))]
    columns, wares = columns_of(records)
    asked = [(product, Decimal(3)) for product in PRODUCTS]
    told = quick(columns, wares, asked, FULL)
    assert "hard" not in told
    assert told == by_the_rule(records, asked, FULL)
