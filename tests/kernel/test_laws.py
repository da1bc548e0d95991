"""The kernel's laws: conversions go there and back, shares sum to the whole, periods are an algebra, ids come back."""

from datetime import UTC, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal, localcontext
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fondaco.kernel.errors import Refusal
from fondaco.kernel.ids import UnknownId, inner_id, new_id, public_id
from fondaco.kernel.money import BadMoney, Money, UnitPrice, allocate, round_fraction, smallest_unit
from fondaco.kernel.period import BadPeriod, Period
from fondaco.kernel.quantity import InexactConversion, Quantity, exact_decimal
from fondaco.kernel.unit import Conversions, UnitOfMeasure, UnknownConversion

DAY = datetime(2026, 1, 1, tzinfo=UTC)
amounts = st.decimals(-10_000, 10_000, places=4)
factors = st.builds(Fraction, st.integers(1, 50), st.integers(1, 50))
moments = st.integers(0, 8).map(lambda days: DAY + timedelta(days=days))
periods = st.builds(
    lambda start, length: Period(start, start + timedelta(days=length) if length else None), moments, st.integers(0, 5)
)


@given(value=amounts, factor=factors)
def test_a_conversion_that_is_exact_comes_back_the_same(value: Decimal, factor: Fraction) -> None:
    conversions = Conversions("PCE", [UnitOfMeasure("BX", factor)])
    try:
        there = conversions.convert(Quantity(value, "BX"), "PCE")
    except InexactConversion:
        return
    assert conversions.convert(there, "BX").value == value
    assert Fraction(there.value) == Fraction(value) * factor


@given(a=factors, b=factors)
def test_a_way_over_a_third_unit_is_the_direct_way(a: Fraction, b: Fraction) -> None:
    conversions = Conversions("PCE", [UnitOfMeasure("BX", a), UnitOfMeasure("CT", b)])
    assert conversions.factor("CT", "PCE") * conversions.factor("PCE", "BX") == conversions.factor("CT", "BX")
    assert conversions.knows("CT")
    assert not conversions.knows("KGM")
    with pytest.raises(UnknownConversion):
        conversions.factor("CT", "KGM")


@given(number=st.fractions(max_denominator=10_000))
def test_a_decimal_is_the_very_same_number_or_refused(number: Fraction) -> None:
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest == 1:
        assert Fraction(exact_decimal(number)) == number
    else:
        with pytest.raises(InexactConversion):
            exact_decimal(number)


@given(
    number=st.fractions(-1000, 1000, max_denominator=2000),
    places=st.integers(0, 4),
    mode=st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_FLOOR, ROUND_UP, ROUND_DOWN]),
)
def test_rounding_is_that_of_decimal_without_its_limits(number: Fraction, places: int, mode: str) -> None:
    rounded = round_fraction(number, places=places, mode=mode)
    with localcontext() as context:
        # So many digits that the division loses nothing that could matter for the rounding of these numbers.
        context.prec = 200
        reference = (Decimal(number.numerator) / Decimal(number.denominator)).quantize(
            Decimal(1).scaleb(-places), rounding=mode
        )
    assert rounded == reference
    assert abs(Fraction(rounded) - number) < Fraction(1, 10**places)


@given(
    cents=st.integers(-100_000, 100_000),
    weights=st.lists(st.decimals(0, 50, places=2), min_size=1, max_size=9),
    currency=st.sampled_from(["EUR", "JPY", "KWD"]),
)
def test_shares_sum_to_the_whole_and_none_is_off_by_a_unit(cents: int, weights: list[Decimal], currency: str) -> None:
    unit = smallest_unit(currency)
    total = Money(cents * unit, currency)
    shares = allocate(total, weights)
    assert sum((share.amount for share in shares), Decimal(0)) == total.amount
    whole = sum(Fraction(weight) for weight in weights)
    for share, weight in zip(shares, weights, strict=True):
        exact = Fraction(total.amount) * (Fraction(weight) / whole if whole else Fraction(1, len(weights)))
        assert abs(Fraction(share.amount) - exact) < Fraction(unit)
        assert share.amount % unit == 0


def test_shares_of_nothing_to_nobody_and_by_less_than_nothing_are_refused() -> None:
    for total, weights in ((Money(Decimal(1), "EUR"), []), (Money(Decimal(1), "EUR"), [Decimal(-1)]),
                           (Money(Decimal("0.001"), "EUR"), [Decimal(1)])):  # fmt: skip
        with pytest.raises(BadMoney):
            allocate(total, weights)


@given(
    amount=st.decimals(0, 1000, places=4), quantity=st.decimals(0, 1000, places=2), per=st.sampled_from([1, 100, 1000])
)
def test_what_a_quantity_costs_is_rounded_once(amount: Decimal, quantity: Decimal, per: int) -> None:
    price = UnitPrice(amount, "EUR", Quantity(Decimal(per), "PCE"))
    exact = Fraction(amount) * Fraction(quantity) / per
    cost = price.of(Quantity(quantity, "PCE"))
    assert cost == Money(round_fraction(exact, places=2), "EUR")
    assert abs(Fraction(cost.amount) - exact) <= Fraction(1, 200)


@given(a=periods, b=periods, moment=moments)
def test_periods_are_sets_of_moments(a: Period, b: Period, moment: datetime) -> None:
    both = a.intersection(b)
    assert a.overlaps(b) == b.overlaps(a) == (both is not None)
    assert (both is not None and both.contains(moment)) == (a.contains(moment) and b.contains(moment))
    assert both == b.intersection(a)


@given(period=periods, cut=moments, moment=moments)
def test_before_and_after_are_the_whole_and_share_nothing(period: Period, cut: datetime, moment: datetime) -> None:
    parts = [part for part in (period.before(cut), period.after(cut)) if part is not None]
    assert sum(part.contains(moment) for part in parts) == period.contains(moment)


@given(start=moments, end=moments)
def test_a_period_that_does_not_end_after_its_start_is_refused(start: datetime, end: datetime) -> None:
    assume(end <= start)
    with pytest.raises(BadPeriod):
        Period(start, end)
    with pytest.raises(BadPeriod):
        Period(start.replace(tzinfo=None))


@given(value=st.uuids(), prefix=st.sampled_from(["ord", "prd", "org"]))
def test_an_id_comes_back_as_it_went_out_and_under_no_other_prefix(value: UUID, prefix: str) -> None:
    outer = public_id(prefix, value)
    assert inner_id(prefix, outer) == value
    with pytest.raises(UnknownId):
        inner_id("xxx", outer)


@given(text=st.text(max_size=40))
def test_any_other_text_is_refused_as_an_id(text: str) -> None:
    assume(not text.startswith("prd_"))
    with pytest.raises(Refusal):
        inner_id("prd", text)
    with pytest.raises(UnknownId):
        inner_id("prd", f"prd_{text[:25]}")


def test_new_ids_increase_and_are_of_version_seven() -> None:
    ids = [new_id() for _ in range(2000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert all(id.version == 7 for id in ids)
