"""The rule by examples: what a professional checks first, and the traps in which known systems sit."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fondaco.kernel.period import Period
from fondaco.modules.pricing.model.procedure import DEFAULT, Key, Op, OwnerKey, Procedure, Requirement, Step
from fondaco.modules.pricing.types import Access, Calculation, Kind, LinePrice, NoPrice, PriceRecord, ScaleBy
from tests.pricing.conditions import (
    ANYBODY,
    BUYER,
    ENTITY,
    FULL,
    GROUP,
    NOW,
    ORGANISATION,
    PRODUCTS,
    ROD,
    SCREWS,
    SITE,
    TRADE,
    ask,
    lists_of_records,
    priced,
    record,
)

PERCENT, AMOUNT, FIXED = Calculation.PERCENT, Calculation.AMOUNT, Calculation.FIXED
LIST = record("list")


def discount(key: str, percent: str, **stated: object) -> PriceRecord:
    stated = {"kind": Kind.DISCOUNT, "calculation": PERCENT, "amount": Decimal(percent), **stated}
    return record(key, **stated)


def base(*accesses: Key) -> Step:
    return Step(number=10, type="price", kind=Kind.PRICE, accesses=accesses)


def test_a_contract_above_the_list_is_still_the_price() -> None:
    assert priced(LIST, record("site", organisation=SITE, amount=Decimal(14))).net.amount == 14


def test_the_agreement_is_net_and_the_price_list_is_not() -> None:
    ten_off = discount("ten", "10")
    assert priced(LIST, ten_off, record("site", organisation=SITE, amount=Decimal(8))).net.amount == 8
    assert priced(LIST, ten_off, record("trade", price_list=TRADE, amount=Decimal(8))).net.amount == Decimal("7.2000")


def test_a_child_keeps_the_quantity_breaks_of_its_parent_where_the_procedure_says_so() -> None:
    # A child's list erases its parent's breaks in systems that merge lists by replacing them.
    records = [
        record("group", organisation=GROUP, amount=Decimal(9)),
        record("group from 100", organisation=GROUP, amount=Decimal(7), scale=Decimal(100)),
        record("site", organisation=SITE, amount=Decimal(8)),
    ]
    inherit = Procedure(code="inherit", steps=(base(Key(owner=OwnerKey.ORGANISATION, breaks_inherit=True)),))
    assert priced(*records, quantity="100", procedure=inherit).net.amount == 7
    assert priced(*records, quantity="99", procedure=inherit).net.amount == 8
    nearest = Procedure(code="nearest", steps=(base(ORGANISATION),))
    assert priced(*records, quantity="100", procedure=nearest).net.amount == 8


def test_five_boxes_of_ten_reach_the_scale_of_fifty_pieces() -> None:
    fifty = record("fifty", amount=Decimal(9), scale=Decimal(50))
    assert priced(LIST, fifty, quantity="5", unit="BX").amount.amount == Decimal("450.00")
    assert priced(LIST, fifty, quantity="4", unit="BX").amount.amount == Decimal("400.00")


def test_graduated_prices_price_each_part_by_its_interval() -> None:
    records = [
        record("first", scale_by=ScaleBy.GRADUATED),
        record("from 100", amount=Decimal(8), scale=Decimal(100), scale_by=ScaleBy.GRADUATED),
        record("from 500", amount=Decimal(5), scale=Decimal(500), scale_by=ScaleBy.GRADUATED),
    ]
    line = priced(*records, quantity="600")
    assert line.amount.amount == 100 * 10 + 400 * 8 + 100 * 5
    assert line.net.amount == Decimal("7.833333")


@settings(max_examples=100)
@given(quantity=st.integers(1, 2000), step=st.integers(1, 500))
def test_graduated_prices_never_fall_by_ordering_more(quantity: int, step: int) -> None:
    records = [
        record(f"from {start}", amount=Decimal(price), scale=Decimal(start), scale_by=ScaleBy.GRADUATED)
        for start, price in ((0, 10), (100, 8), (500, 5))
    ]
    less, more = priced(*records, quantity=str(quantity)), priced(*records, quantity=str(quantity + step))
    assert less.amount.amount <= more.amount.amount


def test_a_scale_by_value_counts_what_the_line_costs_so_far() -> None:
    bulk = discount("bulk", "5", scale=Decimal(1000), scale_by=ScaleBy.VALUE)
    assert priced(LIST, bulk, quantity="99").net.amount == 10
    assert priced(LIST, bulk, quantity="100").net.amount == Decimal("9.5000")


def test_of_promotions_only_the_best_counts_and_the_others_say_so() -> None:
    promotion = record("b", kind=Kind.DISCOUNT, type="promotion", calculation=PERCENT, amount=Decimal(8), arm="b")
    season = record("winter", kind=Kind.DISCOUNT, type="season", calculation=PERCENT, amount=Decimal(12))
    line = priced(LIST, promotion, season, procedure=FULL)
    assert line.net.amount == Decimal("8.8000")
    assert [(passed.record.key, passed.reason) for passed in line.because[1].passed] == [("b", "not_best")]


def test_a_promotion_is_for_its_segment_its_arm_and_its_time() -> None:
    def net(**stated: object) -> Decimal:
        promotion = record("p", kind=Kind.DISCOUNT, type="promotion", calculation=PERCENT, amount=Decimal(10), **stated)
        return priced(LIST, promotion, procedure=FULL).net.amount

    assert net(segment="craft") == net(arm="b") == Decimal("9.0000")
    assert net(segment="public") == net(arm="a") == 10
    assert net(segment="craft", valid=Period(NOW + timedelta(seconds=1))) == 10


def test_percentages_are_taken_of_the_step_they_name() -> None:
    first = discount("ten", "10", price_list=TRADE)
    of_base = record("bulk", kind=Kind.DISCOUNT, type="bulk", calculation=PERCENT, amount=Decimal(5))
    # 10 - 1 - 5 % of 10, not of 9.
    assert priced(LIST, first, of_base, procedure=FULL).net.amount == Decimal("8.5000")


def test_a_fixed_amount_is_added_once_whatever_the_quantity() -> None:
    setup = record("set-up", kind=Kind.SURCHARGE, type="setup", calculation=FIXED, amount=Decimal(25))
    line = priced(LIST, setup, quantity="7", procedure=FULL)
    assert (line.net.amount, line.amount.amount) == (10, Decimal("95.00"))
    assert line.fixed is not None
    assert line.fixed.amount == 25


def test_more_off_than_it_costs_is_free_and_never_less() -> None:
    off = record("voucher", kind=Kind.DISCOUNT, type="bulk", calculation=FIXED, amount=Decimal(999))
    assert priced(LIST, off, procedure=FULL).amount.amount == 0
    assert priced(LIST, discount("rebate", "11", calculation=AMOUNT)).net.amount == 0


def test_below_the_minimum_somebody_must_approve_and_the_price_stands() -> None:
    least = record("least", kind=Kind.MINIMUM, amount=Decimal("9.50"))
    low = priced(LIST, least, discount("ten", "10", price_list=TRADE), procedure=FULL)
    assert (low.net.amount, low.needs_approval) == (Decimal("9.0000"), True)
    assert not priced(LIST, least, procedure=FULL).needs_approval


def test_costs_are_told_and_change_nothing() -> None:
    line = priced(LIST, record("cost", kind=Kind.COST, amount=Decimal("6.10")), procedure=FULL)
    assert line.net.amount == 10
    assert [(step.step, step.after, step.statistical) for step in line.because[1:]] == [
        ("cost", Decimal("6.1000"), True)
    ]


def test_a_step_waits_for_its_requirement() -> None:
    surcharge = record("toll", kind=Kind.SURCHARGE, calculation=PERCENT, amount=Decimal(2))
    assert priced(LIST, surcharge, procedure=FULL).net.amount == Decimal("10.2000")
    abroad = replace(BUYER, country="AT")
    assert priced(LIST, surcharge, procedure=FULL, buyer=abroad).net.amount == 10


def test_requirements_can_exclude_and_look_into_segments() -> None:
    def steps(need: Requirement) -> Procedure:
        further = Step(number=20, type="discount", kind=Kind.DISCOUNT, accesses=(ANYBODY,), requires=(need,))
        return Procedure(code=str(need), steps=(base(ANYBODY), further))

    ten = discount("ten", "10")
    has = Requirement(field="segments", op=Op.HAS, values=("craft",))
    is_not = Requirement(field="segments", op=Op.IS_NOT, values=("craft",))
    assert priced(LIST, ten, procedure=steps(has)).net.amount == Decimal("9.0000")
    assert priced(LIST, ten, procedure=steps(is_not)).net.amount == 10


def test_the_record_of_the_own_sales_area_goes_before_the_general_one() -> None:
    area = record("area", sales_area="DE01", amount=Decimal(11))
    other = record("other", sales_area="AT01", amount=Decimal(1))
    assert priced(LIST, area, other).net.amount == 11


def test_other_currencies_count_by_the_rate_of_the_day_and_only_where_they_may() -> None:
    francs = record("francs", currency="CHF", amount=Decimal("9.99"))
    assert isinstance(ask(francs), NoPrice)
    converting = replace(DEFAULT, code="converting", converts=True)
    rates = {"CHF": Fraction(107, 100)}
    assert priced(francs, procedure=converting, rates=rates).net.amount == Decimal("10.6893")
    assert priced(francs, LIST, procedure=converting, rates=rates).net.amount == 10
    assert isinstance(ask(francs, procedure=converting), NoPrice)


METAL = Procedure(
    code="metal",
    steps=(base(ANYBODY), Step(number=20, type="metal", kind=Kind.SURCHARGE, accesses=(ANYBODY,))),
)


def test_metal_costs_what_the_day_says_above_the_quotation_included() -> None:
    # 0.09 kg copper a piece, 150 EUR per 100 kg included, 900 EUR on the day.
    goods = replace(PRODUCTS[LIST.product], metals={"CU": Fraction(9, 100)})  # type: ignore[index]
    copper = record(
        "cu",
        kind=Kind.SURCHARGE,
        type="metal",
        calculation=Calculation.METAL,
        amount=Decimal(150),
        per=Decimal(100),
        unit="KGM",
        metal="CU",
    )
    asked = {"procedure": METAL, "goods": goods}
    assert priced(LIST, copper, quotations={"CU": Fraction(9)}, **asked).net.amount == Decimal("10.6750")
    assert priced(LIST, copper, quotations={"CU": Fraction(1)}, **asked).net.amount == 10
    without = ask(LIST, copper, **asked)  # type: ignore[arg-type]
    assert isinstance(without, NoPrice)
    assert without.reason == "pricing.no_quotation"


def test_a_manual_price_is_a_step_of_its_own() -> None:
    own = record("by hand", system="manual", amount=Decimal("7.77"))
    tenth = record("tenth", kind=Kind.DISCOUNT, calculation=Calculation.PERCENT, amount=Decimal(10))
    line = priced(LIST, tenth, manual={"price": own})
    assert line.net.amount == Decimal("7.77"), "nothing is taken off what somebody gave by hand"
    assert [step.access for step in line.because] == [Access.BY_HAND]
    # A procedure without such a step takes no value by hand.
    none = Procedure(code="none", steps=(replace(DEFAULT.steps[0], manual=None), *DEFAULT.steps[1:]))
    assert priced(LIST, procedure=none, manual={"price": own}).net.amount == 10


def test_who_lost_and_why_is_told() -> None:
    line = priced(
        LIST,
        record("list from 100", amount=Decimal(9), scale=Decimal(100)),
        record("entity", organisation=ENTITY, amount=Decimal(8)),
        record("entity from 100", organisation=ENTITY, amount=Decimal(7), scale=Decimal(100)),
        quantity="10",
    )
    assert line.because[0].owner == ENTITY
    assert {(passed.record.key, passed.reason) for passed in line.because[0].passed} == {
        ("entity from 100", "scale_not_reached"),
        ("list", "later_access"),
        ("list from 100", "later_access"),
    }


def test_a_percentage_off_the_list_is_per_what_the_list_is_per() -> None:
    per_hundred = record("list", amount=Decimal("12.50"), per=Decimal(100))
    share = record("share", organisation=SITE, calculation=PERCENT, amount=Decimal(20), product=None, category=SCREWS)
    line = priced(per_hundred, share, quantity="100")
    assert (line.net.amount, line.net.per.value, line.amount.amount) == (Decimal("10.0000"), 100, Decimal("10.00"))


@pytest.mark.parametrize("unit", ["MTR", "PCE"])
def test_an_amount_per_piece_comes_to_a_price_per_metre(unit: str) -> None:
    metre = record("metre", product=ROD, unit="MTR")
    toll = record("toll", kind=Kind.SURCHARGE, product=ROD, unit="PCE", amount=Decimal(2))
    # A piece is two metres.
    assert priced(metre, toll, product=ROD, unit=unit).net.amount == Decimal("11.0000")


@settings(max_examples=100)
@given(records=lists_of_records(), shuffle=st.randoms(), quantity=st.sampled_from(["1", "10", "55"]))
def test_the_order_of_condition_records_does_not_matter(
    records: list[PriceRecord], shuffle: object, quantity: str
) -> None:
    first = ask(*records, quantity=quantity, procedure=FULL)
    shuffle.shuffle(records)  # type: ignore[attr-defined]
    assert ask(*records, quantity=quantity, procedure=FULL) == first


@settings(max_examples=100)
@given(records=lists_of_records(), quantity=st.sampled_from(["1", "10", "55"]))
def test_the_steps_lead_from_the_first_price_to_the_last(records: list[PriceRecord], quantity: str) -> None:
    line = ask(*records, quantity=quantity, procedure=FULL)
    if not isinstance(line, LinePrice):
        return
    price = line.because[0].after
    for step in line.because[1:]:
        assert step.before == price
        price = price if step.statistical else step.after
    assert price == line.net.amount
