"""Conditions of whole documents: by steps, from values on, split over the lines to the coin; free goods; payment."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from fondaco.kernel.money import Money
from fondaco.kernel.period import Period
from fondaco.kernel.quantity import Quantity
from fondaco.modules.pricing.documents import cash_discounts
from fondaco.modules.pricing.model.document import charges
from fondaco.modules.pricing.model.find import Question
from fondaco.modules.pricing.model.free import charged, free_goods
from fondaco.modules.pricing.model.procedure import DEFAULT, DOCUMENT
from fondaco.modules.pricing.types import (
    Calculation,
    CashDiscount,
    Charge,
    FreeGoods,
    Kind,
    LinePrice,
    PaymentTerms,
    PriceRecord,
    ScaleBy,
)
from tests.pricing.conditions import BUYER, ENTITY, LISTS, NOW, PRODUCTS, SCREW, SITE, TRADE, ask, number, record

amounts = st.lists(
    st.integers(0, 10**7).map(lambda coins: Money(Decimal(coins).scaleb(-2), "EUR")), min_size=1, max_size=12
)


def condition(
    key: str, type: str, amount: str, *, percent: bool = False, scale: str = "0", **more: object
) -> PriceRecord:
    kind = Kind.DISCOUNT if type == "document_discount" else Kind.SURCHARGE
    values: dict[str, object] = {
        "product": None, "kind": kind, "type": type, "amount": Decimal(amount), "scale": Decimal(scale),
        "scale_by": ScaleBy.VALUE, "calculation": Calculation.PERCENT if percent else Calculation.FIXED,
    }  # fmt: skip
    return record(key, **(values | more))


def priced(*records: PriceRecord, of: list[Money], **rates: Fraction) -> tuple[Charge, ...]:
    return charges(amounts=of, buyer=BUYER, price_lists=[TRADE], steps=DOCUMENT, records=records, rates=rates)


def question(*, quantity: str, unit: str = "PCE") -> Question:
    return Question(
        buyer=BUYER, goods=PRODUCTS[SCREW], quantity=Quantity(Decimal(quantity), unit), price_lists=LISTS, as_of=NOW
    )


def euros(*amounts: str) -> list[Money]:
    return [Money(Decimal(amount), "EUR") for amount in amounts]


@given(of=amounts, percent=st.integers(0, 100), freight=st.integers(0, 5000), small=st.integers(0, 5000))
def test_shares_sum_to_the_charge_and_no_line_bears_a_coin_too_much(
    of: list[Money], percent: int, freight: int, small: int
) -> None:
    found = priced(
        condition("d", "document_discount", str(percent), percent=True),
        condition("f", "freight", str(Decimal(freight).scaleb(-2))),
        condition("s", "small_order", str(Decimal(small).scaleb(-2))),
        of=of,
    )
    whole = sum((line.amount for line in of), Decimal(0))
    for charge in found:
        assert sum((share.amount for share in charge.shares), Decimal(0)) == charge.amount.amount
        for line, share in zip(of, charge.shares, strict=True):
            exact = Fraction(charge.amount.amount) * (
                Fraction(line.amount) / Fraction(whole) if whole else Fraction(1, len(of))
            )
            assert abs(Fraction(share.amount) - exact) < Fraction(1, 100)
    discount = [charge for charge in found if charge.kind is Kind.DISCOUNT]
    assert all(-whole <= charge.amount.amount < 0 for charge in discount)


def test_the_steps_follow_each_other_and_scales_count_the_value_that_is_left() -> None:
    found = priced(
        condition("d", "document_discount", "10", percent=True, scale="100"),
        condition("f", "freight", "6.90"),
        condition("free", "freight", "0", scale="100"),
        condition("s", "small_order", "15"),
        condition("large", "small_order", "0", scale="95"),
        of=euros("70.00", "35.00"),
    )
    # 105.00 earns 10 %; the 94.50 left are below free freight, and with the freight above a small order.
    assert [(one.type, one.of.amount, one.amount.amount) for one in found] == [
        ("document_discount", Decimal("105.00"), Decimal("-10.50")),
        ("freight", Decimal("94.50"), Decimal("6.90")),
    ]
    assert [share.amount for share in found[0].shares] == [Decimal("-7.00"), Decimal("-3.50")]


def test_the_agreement_goes_first_then_the_own_area_then_the_highest_scale_and_only_what_is_in_force() -> None:
    everybody = condition("a", "freight", "9")
    agreed = condition("b", "freight", "5", organisation=ENTITY)
    area = condition("c", "freight", "7", sales_area=BUYER.sales_area)
    over = condition("d", "freight", "1", organisation=SITE, valid=Period(NOW - timedelta(days=9), NOW))
    elsewhere = condition("e", "freight", "2", organisation=number(99))
    for records, amount in (
        ([everybody], "9"),
        ([everybody, area], "7"),
        ([everybody, area, agreed, over, elsewhere], "5"),
    ):
        [charge] = priced(*records, of=euros("50"))
        assert charge.amount.amount == Decimal(amount)


def test_money_of_another_currency_needs_a_rate() -> None:
    freight = condition("f", "freight", "10", currency="CHF")
    assert priced(freight, of=euros("50")) == ()
    [charge] = priced(freight, of=euros("50"), CHF=Fraction(106, 100))
    assert charge.amount == Money(Decimal("10.60"), "EUR")


def test_what_is_for_goods_is_no_condition_of_a_document() -> None:
    assert priced(condition("f", "freight", "5", product=SCREW), of=euros("50")) == ()
    assert priced(condition("f", "freight", "5", category=number(31)), of=euros("50")) == ()


def gift(amount: str, per: str, calculation: Calculation, **more: object) -> PriceRecord:
    values: dict[str, object] = {
        "kind": Kind.FREE, "calculation": calculation, "amount": Decimal(amount), "per": Decimal(per),
    }  # fmt: skip
    return record("gift", **(values | more))


def given_free(gift: PriceRecord, quantity: str, unit: str = "PCE") -> FreeGoods | None:
    return free_goods(question=question(quantity=quantity, unit=unit), records=[gift])


@given(quantity=st.integers(1, 10**5), amount=st.integers(1, 9), per=st.integers(10, 100))
def test_free_goods_count_once_for_each_whole_quantity(quantity: int, amount: int, per: int) -> None:
    found = given_free(gift(str(amount), str(per), Calculation.EXCLUSIVE), str(quantity))
    assert (found.quantity.value if found else 0) == quantity // per * amount


def test_every_tenth_is_free_of_what_is_ordered() -> None:
    tenth = gift("1", "10", Calculation.INCLUSIVE)
    for quantity, free, amount in (("9", None, "18.00"), ("10", "1", "18.00"), ("25", "2", "46.00")):
        price = ask(record("list", amount=Decimal(2)), quantity=quantity)
        assert isinstance(price, LinePrice)
        found = given_free(tenth, quantity)
        assert (str(found.quantity.value) if found else None) == free
        if found is not None:
            price = charged(price=price, free=found, question=question(quantity=quantity))
            assert price.free == found
        assert price.amount.amount == Decimal(amount)


def test_a_hundred_and_five_more_cost_what_a_hundred_cost() -> None:
    price = ask(record("list", amount=Decimal(2)), quantity="200")
    assert isinstance(price, LinePrice)
    found = given_free(gift("5", "100", Calculation.EXCLUSIVE), "200")
    assert found is not None
    assert not found.inclusive
    with_gift = charged(price=price, free=found, question=question(quantity="200"))
    assert (with_gift.amount, with_gift.free) == (price.amount, found)
    assert found.quantity.value == 10


def test_boxes_earn_what_their_pieces_earn_and_half_a_box_is_not_free() -> None:
    one_box = gift("10", "100", Calculation.EXCLUSIVE)
    found = given_free(one_box, "10", "BX")
    assert found is not None
    assert (found.quantity.value, found.quantity.unit) == (1, "BX")
    # Kilograms of a third of a piece have no end behind the comma.
    assert given_free(gift("1", "10", Calculation.EXCLUSIVE), "70", "KGM") is None


def test_the_usual_procedure_looks_for_both() -> None:
    assert [step.type for step in DEFAULT.document] == ["document_discount", "freight", "small_order"]
    assert DEFAULT.free.type == "free"


def test_cash_discounts_are_of_the_gross_and_end_with_their_day() -> None:
    terms = PaymentTerms(
        code="x",
        days=30,
        names={},
        discounts=(CashDiscount(days=10, percent=Decimal(3)), CashDiscount(days=20, percent=Decimal(1))),
    )
    first, second = cash_discounts(terms=terms, gross=Money(Decimal("119.05"), "EUR"), on=date(2026, 11, 23))
    assert (first.discount.amount, first.to_pay.amount, first.until) == (
        Decimal("3.57"),
        Decimal("115.48"),
        date(2026, 12, 3),
    )
    assert (second.discount.amount, second.until) == (Decimal("1.19"), date(2026, 12, 13))


def test_a_step_may_be_told_only() -> None:
    told = tuple(replace(step, statistical=True) for step in DOCUMENT)
    found = charges(
        amounts=euros("50"), buyer=BUYER, price_lists=[], steps=told, rates={},
        records=[condition("f", "freight", "5"), condition("s", "small_order", "9", scale="55")],
    )  # fmt: skip
    assert [(one.type, one.statistical) for one in found] == [("freight", True)]
