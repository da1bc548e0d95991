"""Procedures by sales area, dated exchange rates and quotations, as data: stated, followed, refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.quantity import Quantity
from fondaco.modules.catalog.errors import UnknownProduct
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.errors import AreaTaken, BadProcedure, BadRules, NoSuchProcedure
from fondaco.modules.pricing.events import MetalsChanged, RulesChanged
from fondaco.modules.pricing.model.procedure import DEFAULT, Key, Op, OwnerKey, Requirement, Step
from fondaco.modules.pricing.model.rules import procedure_for, quotations_for, rates_for, rules_of
from fondaco.modules.pricing.model.sound import problems
from fondaco.modules.pricing.types import (
    Calculation,
    ExchangeRate,
    Kind,
    LinePrice,
    NoPrice,
    PriceRequest,
    Quotation,
)
from fondaco.platform.transaction import Tx
from fondaco.platform.web.version import StaleVersion
from tests.pricing.conditions import FULL
from tests.pricing.test_book import NOW, house, product, put, record, unexplained

DAY = timedelta(days=1)
MONEY = st.sampled_from(["EUR", "CHF", "USD"])
COPPER = Step(number=25, type="metal", kind=Kind.SURCHARGE, accesses=(Key(owner=OwnerKey.ANYBODY),))


def rate(currency: str, to: str, value: str, *, since: datetime = NOW - DAY, area: str = "") -> ExchangeRate:
    return ExchangeRate(currency=currency, to=to, rate=Decimal(value), since=since, sales_area=area)


def buyer(**known: object) -> Buyer:
    plain = Buyer(sold_to=UUID(int=1), hierarchy=(UUID(int=1),), as_of=NOW)
    return replace(plain, **known)  # type: ignore[arg-type]


def follow(tx: Tx, asker: Buyer, quantity: str = "1") -> LinePrice | NoPrice:
    """Price one product from the tables, from a followed book and from a fresh one; all three say the same."""
    asked = [PriceRequest(product=product(tx), quantity=Quantity(Decimal(quantity), "PCE"))]
    [told] = pricing.price_lines(tx=tx, buyer=asker, lines=asked)
    fresh = pricing.PriceBook()
    fresh.load(tx=tx)
    [anew] = pricing.price_lines(book=fresh, buyer=asker, lines=asked)
    assert unexplained(anew) == unexplained(told)
    return told


def test_a_rate_of_the_area_goes_first_then_a_stated_one_then_the_inverse_of_the_opposite() -> None:
    known = rules_of(
        procedures=[],
        areas={},
        rates=[
            rate("CHF", "EUR", "1.05"),
            rate("CHF", "EUR", "1.07", area="CH01"),
            rate("EUR", "USD", "1.25"),
            rate("EUR", "CHF", "9"),
        ],
        quotations=[],
    )
    assert rates_for(known, buyer()) == {"CHF": Fraction("1.05"), "USD": Fraction("0.8")}
    assert rates_for(known, buyer(sales_area="CH01"))["CHF"] == Fraction("1.07")
    assert rates_for(known, buyer(as_of=NOW - 2 * DAY)) == {}


@given(
    stated=st.lists(
        st.builds(
            lambda currency, to, cents, day: rate(currency, to, f"{cents}.01", since=NOW + day * DAY),
            MONEY,
            MONEY,
            st.integers(0, 9),
            st.integers(-3, 3),
        ).filter(lambda one: one.currency != one.to),
        unique_by=lambda one: (one.currency, one.to, one.since),
        max_size=12,
    ),
    day=st.integers(-3, 3),
    money=MONEY,
)
def test_the_rate_in_force_is_the_last_one_stated(stated: list[ExchangeRate], day: int, money: str) -> None:
    asker = buyer(currency=money, as_of=NOW + day * DAY)
    found = rates_for(rules_of(procedures=[], areas={}, rates=stated, quotations=[]), asker)
    for other in {"EUR", "CHF", "USD"} - {money}:
        straight = [one for one in stated if (one.currency, one.to) == (other, money) and one.since <= asker.as_of]
        opposite = [one for one in stated if (one.currency, one.to) == (money, other) and one.since <= asker.as_of]
        if straight:
            assert found[other] == Fraction(max(straight, key=lambda one: one.since).rate)
        elif opposite:
            assert found[other] == 1 / Fraction(max(opposite, key=lambda one: one.since).rate)
        else:
            assert other not in found


def test_a_quotation_holds_until_the_next_and_is_converted() -> None:
    told = [
        Quotation(metal="CU", currency="USD", amount=Decimal(10), since=NOW - 2 * DAY),
        Quotation(metal="CU", currency="EUR", amount=Decimal(9), since=NOW),
    ]
    known = rules_of(procedures=[], areas={}, rates=[], quotations=told)
    assert quotations_for(known, buyer(), {}) == {"CU": Fraction(9)}
    before = buyer(as_of=NOW - DAY)
    assert quotations_for(known, before, {"USD": Fraction(1, 2)}) == {"CU": Fraction(5)}
    assert quotations_for(known, before, {}) == {}
    assert quotations_for(known, buyer(as_of=NOW - 3 * DAY), {}) == {}


def test_a_sales_area_works_by_its_own_procedure_and_others_by_the_houses() -> None:
    own, usual = replace(FULL, code="own"), replace(FULL, code="usual")
    known = rules_of(procedures=[own, usual], areas={"CH01": "own", "": "usual"}, rates=[], quotations=[])
    assert procedure_for(known, buyer(sales_area="CH01")) is own
    assert procedure_for(known, buyer()) is usual
    assert procedure_for(rules_of(procedures=[], areas={}, rates=[], quotations=[]), buyer()) is DEFAULT


def test_sound_procedures_are_taken_and_each_flaw_is_named() -> None:
    assert problems(DEFAULT) == []
    assert problems(FULL) == []
    first, second, *_ = FULL.steps
    broken = replace(
        FULL,
        steps=(
            replace(first, group="net"),
            replace(second, number=10, base=99, places=7, rounding="UP", group="never"),
            replace(second, number=30, type="", accesses=(), kind=Kind.PRICE),
            replace(
                second,
                number=40,
                requires=(Requirement(field="contact", op=Op.IS, values=()),),
                accesses=(Key(owner=OwnerKey.ANYBODY, goods=()),),
            ),
        ),
    )
    assert {(problem.pointer, problem.code) for problem in problems(broken)} == {
        ("/steps/0", "pricing.base_first"),
        ("/steps/1/number", "pricing.not_ascending"),
        ("/steps/1/base", "pricing.no_such_step"),
        ("/steps/1/group", "pricing.never_closed"),
        ("/steps/1/places", "pricing.places"),
        ("/steps/1/rounding", "pricing.rounding"),
        ("/steps/2/kind", "pricing.one_base"),
        ("/steps/2/type", "pricing.no_type"),
        ("/steps/2/accesses", "pricing.no_access"),
        ("/steps/3/requires/0/of", "pricing.not_askable"),
        ("/steps/3/requires/0/values", "pricing.no_values"),
        ("/steps/3/accesses/0/goods", "pricing.no_goods"),
    }
    assert [problem.code for problem in problems(replace(FULL, steps=()))] == ["pricing.no_steps"]


def test_a_stated_procedure_makes_prices_from_then_on_and_is_forgotten_again(tx: Tx) -> None:
    asker = house(tx)
    put(tx, record("list"), record("season", kind=Kind.DISCOUNT, calculation=Calculation.PERCENT, amount=Decimal(10),
                                   type="season"))  # fmt: skip
    book = pricing.PriceBook()
    book.load(tx=tx)
    before = follow(tx, asker)
    assert isinstance(before, LinePrice)
    known = len(tx.events)
    assert pricing.set_procedure(tx=tx, procedure=FULL, areas=[asker.sales_area], expected_version=0) == 1
    book.apply(tx=tx, events=tx.events[known:])
    after = follow(tx, asker)
    assert isinstance(after, LinePrice)
    assert after.net.amount == before.net.amount * Decimal("0.9")
    asked = [PriceRequest(product=product(tx), quantity=Quantity(Decimal(1), "PCE"))]
    assert unexplained(pricing.price_lines(book=book, buyer=asker, lines=asked)[0]) == unexplained(after)
    [(stored, areas, version)] = pricing.procedures(tx=tx)
    assert (stored, areas, version) == (FULL, (asker.sales_area,), 1)
    with pytest.raises(StaleVersion):
        pricing.set_procedure(tx=tx, procedure=FULL, areas=[], expected_version=0)
    with pytest.raises(AreaTaken) as taken:
        pricing.set_procedure(tx=tx, procedure=replace(FULL, code="other"), areas=[asker.sales_area])
    assert taken.value.facts["areas"] == {asker.sales_area: "full"}
    pricing.drop_procedure(tx=tx, code="full", expected_version=1)
    assert unexplained(follow(tx, asker)) == unexplained(before)
    with pytest.raises(NoSuchProcedure):
        pricing.drop_procedure(tx=tx, code="full")
    assert [event.what for event in tx.events if isinstance(event, RulesChanged)] == ["procedures"] * 2


def test_an_unsound_procedure_and_rates_that_cannot_be_meant_change_nothing(tx: Tx) -> None:
    known = len(tx.events)
    with pytest.raises(BadProcedure):
        pricing.set_procedure(tx=tx, procedure=replace(FULL, steps=()))
    with pytest.raises(BadRules) as bad:
        pricing.put_exchange_rates(
            tx=tx,
            rates=[rate("CHF", "EUR", "1"), rate("CHF", "EUR", "2"), rate("XXX", "EUR", "0"), rate("EUR", "EUR", "1")],
        )
    assert {problem.pointer for problem in bad.value.problems} == {
        "/items/1/since", "/items/2/currency", "/items/2/rate", "/items/3/to",
    }  # fmt: skip
    with pytest.raises(BadRules):
        pricing.put_quotations(tx=tx, quotations=[Quotation(metal="", currency="XXX", amount=Decimal(-1), since=NOW)])
    assert pricing.procedures(tx=tx) == []
    assert pricing.exchange_rates(tx=tx) == []
    assert pricing.quotations(tx=tx) == []
    assert len(tx.events) == known


def test_a_foreign_price_is_converted_at_the_rate_of_its_day_where_the_procedure_says_so(tx: Tx) -> None:
    asker = replace(house(tx), as_of=datetime(2026, 11, 23, 12, tzinfo=UTC))
    put(tx, record("francs", currency="CHF", amount=Decimal("10.00")))
    assert isinstance(follow(tx, asker), NoPrice)
    pricing.set_procedure(tx=tx, procedure=replace(DEFAULT, code="abroad", converts=True), areas=[""])
    assert isinstance(follow(tx, asker), NoPrice)
    stated = [rate("CHF", "EUR", "1.06", since=NOW - 2 * DAY), rate("CHF", "EUR", "1.07", since=NOW)]
    assert pricing.put_exchange_rates(tx=tx, rates=stated) == 2
    assert pricing.put_exchange_rates(tx=tx, rates=stated) == 0
    today, yesterday = follow(tx, asker), follow(tx, replace(asker, as_of=NOW - DAY))
    assert isinstance(today, LinePrice)
    assert isinstance(yesterday, LinePrice)
    assert (yesterday.net.amount, today.net.amount) == (Decimal("10.6000"), Decimal("10.7000"))


def test_copper_above_what_the_price_includes_is_charged_by_its_weight(tx: Tx) -> None:
    asker = house(tx)
    put(tx, record("list", amount=Decimal(100)),
        record("copper", kind=Kind.SURCHARGE, calculation=Calculation.METAL, amount=Decimal("1.50"), type="metal",
               metal="CU", unit="KGM"))  # fmt: skip
    base = DEFAULT.steps[0]
    pricing.set_procedure(tx=tx, procedure=replace(DEFAULT, code="cable", steps=(base, COPPER)), areas=[""])
    for wrong in ({"CU": Decimal(-1)}, {"CU": Decimal(1), "AL": Decimal(0)}):
        with pytest.raises(BadRules):
            pricing.set_metals(tx=tx, product=product(tx), kilograms=wrong)
    with pytest.raises(UnknownProduct):
        pricing.set_metals(tx=tx, product=UUID(int=1), kilograms={"CU": Decimal(1)})
    assert pricing.metals(tx=tx, product=product(tx)) == {}
    pricing.set_metals(tx=tx, product=product(tx), kilograms={"CU": Decimal("0.250")})
    without = follow(tx, asker)
    assert isinstance(without, NoPrice)
    assert without.reason == "pricing.no_quotation"
    pricing.put_quotations(
        tx=tx, quotations=[Quotation(metal="CU", currency="EUR", amount=Decimal("9.50"), since=NOW - DAY)]
    )
    line = follow(tx, asker)
    assert isinstance(line, LinePrice)
    assert line.net.amount == Decimal("102.0000")  # (9.50 - 1.50) * 0.250 kg
    for _ in range(2):
        pricing.set_metals(tx=tx, product=product(tx), kilograms={})
    line = follow(tx, asker)
    assert isinstance(line, LinePrice)
    assert line.net.amount == 100
    assert len([event for event in tx.events if isinstance(event, MetalsChanged)]) == 2
