"""Which tax is due and why: a table as a tax adviser would draw it, laws over everything, rates and sellers as data."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.kernel.buyer import Buyer, VatExemption
from fondaco.kernel.period import Period
from fondaco.kernel.quantity import Quantity
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.api import PriceBook
from fondaco.modules.pricing.errors import BadRules
from fondaco.modules.pricing.events import RulesChanged
from fondaco.modules.pricing.model import words
from fondaco.modules.pricing.model.tax import (
    BUILT_IN,
    NO_TAX,
    RATES,
    SELLERS,
    UNION,
    Dues,
    Taxes,
    registered_in,
    taxes_of,
)
from fondaco.modules.pricing.types import LinePrice, PriceRequest, Seller, Tax, TaxRate, TaxReason
from fondaco.platform.transaction import Tx
from tests.pricing.test_book import house, product, put, record, unexplained

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
DAY = timedelta(days=1)
AREAS = {"DE": "DE01", "AT": "AT01", "CH": "CH01"}
NUMBERS = {"DE": "DE136695976", "AT": "ATU13585627", "FR": "FR40303265045", "CH": "CHE-123.456.788"}
MALFORMED = "ATU13585628"


def buyer(**known: object) -> Buyer:
    plain = Buyer(sold_to=UUID(int=1), hierarchy=(UUID(int=1),), as_of=NOW)
    return replace(plain, **known)  # type: ignore[arg-type]


def exempt(start: datetime, end: datetime | None, country: str | None = None) -> dict[str, object]:
    return {"vat_exemptions": (VatExemption(Period(start, end), country),)}


def number(of: str, **known: object) -> dict[str, object]:
    return {"vat_number": NUMBERS[of], **known}


# How a buyer may stand; {} in a number is the country the goods go to.
BUYERS: dict[str, dict[str, object]] = {
    "no number": {},
    "malformed": {"vat_number": MALFORMED, "vat_checked_at": NOW - DAY},
    "of the seller's country": number("DE", vat_checked_at=NOW - DAY),
    "unconfirmed": number("AT"),
    "confirmed": number("AT", vat_checked_at=NOW - DAY),
    "stale": number("AT", vat_checked_at=NOW - 90 * DAY),
    # The register did not answer since: what is on record stays, and ages.
    "unreachable after confirmed": number("AT", vat_checked_at=NOW - 89 * DAY),
    "unreachable, never confirmed": number("AT", vat_checked_at=None),
    "denied": number("AT", vat_denied=True),
    "exempt, inside": exempt(NOW - DAY, NOW + DAY),
    "exempt, before": exempt(NOW + DAY, None),
    "exempt, after": exempt(NOW - 9 * DAY, NOW),
    "exempt elsewhere": exempt(NOW - DAY, None, "FR"),
    "exempt and confirmed": number("AT", vat_checked_at=NOW - DAY) | exempt(NOW - DAY, None),
    "exempt and denied": number("AT", vat_denied=True) | exempt(NOW - DAY, None),
}
D, U, X, I, E = "domestic", "union", "export", "intra_community", "exempt"  # noqa: E741 - as short as the columns
# Seller > ship-to:              DE>DE  DE>AT          DE>FR          DE>CH  AT>AT  AT>DE          CH>CH  CH>AT
TABLE = {
    "no number":                    (D, U,             U,             X,     D,     U,             D,     X),
    "malformed":                    (D, U,             U,             X,     D,     U,             D,     X),
    "of the seller's country":      (D, U,             U,             X,     D,     I,             D,     X),
    "unconfirmed":                  (D, "unconfirmed", "unconfirmed", X,     D,     U,             D,     X),
    "confirmed":                    (D, I,             I,             X,     D,     U,             D,     X),
    "stale":                        (D, "outdated",    "outdated",    X,     D,     U,             D,     X),
    "unreachable after confirmed":  (D, I,             I,             X,     D,     U,             D,     X),
    "unreachable, never confirmed": (D, "unconfirmed", "unconfirmed", X,     D,     U,             D,     X),
    "denied":                       (D, "denied",      "denied",      X,     D,     U,             D,     X),
    "exempt, inside":               (E, E,             E,             X,     E,     E,             E,     X),
    "exempt, before":               (D, U,             U,             X,     D,     U,             D,     X),
    "exempt, after":                (D, U,             U,             X,     D,     U,             D,     X),
    "exempt elsewhere":             (D, U,             U,             X,     D,     U,             D,     X),
    "exempt and confirmed":         (E, I,             I,             X,     E,     E,             E,     X),
    "exempt and denied":            (E, E,             E,             X,     E,     E,             E,     X),
}  # fmt: skip
WAYS = [("DE", "DE"), ("DE", "AT"), ("DE", "FR"), ("DE", "CH"), ("AT", "AT"), ("AT", "DE"), ("CH", "CH"), ("CH", "AT")]
STANDARD = {"DE": Decimal(19), "AT": Decimal(20), "CH": Decimal("8.1")}


@pytest.mark.parametrize("who", BUYERS)
def test_the_table_of_sellers_ways_and_buyers(who: str) -> None:
    assert BUYERS.keys() == TABLE.keys()
    found, expected = [], []
    for (seller, ship_to), reason in zip(WAYS, TABLE[who], strict=True):
        one = buyer(sales_area=AREAS[seller], ships_to=ship_to, **BUYERS[who])
        found.append(Dues(taxes=BUILT_IN, buyer=one)["standard"])
        rate = NO_TAX if reason in {X, I, E} else STANDARD[seller]
        expected.append(Tax(rate=rate, reason=TaxReason(reason)))
    assert found == expected


COUNTRIES = st.sampled_from(["DE", "AT", "FR", "GR", "CH", "US"])
MOMENTS = st.integers(-200, 200).map(lambda days: NOW + days * DAY)
PERIODS = st.builds(
    lambda start, length: Period(start, None if length is None else start + length * DAY),
    MOMENTS,
    st.none() | st.integers(1, 100),
)
EVERYBODY = st.builds(
    buyer,
    sales_area=st.sampled_from([*SELLERS, "elsewhere"]),
    ships_to=st.none() | COUNTRIES,
    country=COUNTRIES,
    vat_number=st.none() | st.sampled_from([*NUMBERS.values(), MALFORMED, "EU372022452"]),
    vat_checked_at=st.none() | MOMENTS,
    vat_denied=st.booleans(),
    vat_exemptions=st.lists(st.builds(VatExemption, PERIODS, st.none() | COUNTRIES), max_size=2).map(tuple),
    as_of=MOMENTS,
)
POLICIES = st.builds(lambda days: Taxes(confirmed_for=days * DAY), st.integers(1, 200))


@given(one=EVERYBODY, taxes=POLICIES, tax_class=st.sampled_from(["standard", "reduced", "unheard-of"]))
def test_within_the_union_nothing_is_untaxed_without_a_young_confirmation_or_an_exemption(
    one: Buyer, taxes: Taxes, tax_class: str
) -> None:
    found = Dues(taxes=taxes, buyer=one)[tax_class]
    seller = SELLERS.get(one.sales_area, "DE")
    goes_to = one.ships_to or one.country
    exempted = [
        item
        for item in one.vat_exemptions
        if item.valid.start <= one.as_of
        and (item.valid.end is None or one.as_of < item.valid.end)
        and item.country in {None, seller}
    ]
    foreign = one.vat_number in {NUMBERS["DE"], NUMBERS["AT"], NUMBERS["FR"]} and not str(one.vat_number).startswith(
        seller
    )
    age = one.as_of - one.vat_checked_at if one.vat_checked_at else None
    young = age is not None and timedelta(0) <= age < taxes.confirmed_for and not one.vat_denied
    stays_inside = seller == goes_to or {seller, goes_to} <= UNION
    if not stays_inside:
        assert found == Tax(rate=NO_TAX, reason=TaxReason.EXPORT)
    elif seller != goes_to and foreign and young:
        assert found == Tax(rate=NO_TAX, reason=TaxReason.INTRA_COMMUNITY)
    elif exempted:
        assert found == Tax(rate=NO_TAX, reason=TaxReason.EXEMPT)
    else:
        assert found.rate > 0
        assert found.rate == taxes.rate(country=seller, tax_class=tax_class, on=one.as_of.date())
        assert found.reason not in {TaxReason.EXPORT, TaxReason.INTRA_COMMUNITY, TaxReason.EXEMPT}


@given(text=st.text(max_size=20))
def test_whatever_is_no_number_registers_nobody(text: str) -> None:
    found = registered_in(text)
    assert found is None or found in UNION
    assert registered_in(f"{text}!") is None


def test_a_confirmation_counts_from_its_moment_to_before_its_last() -> None:
    one = buyer(ships_to="AT", **number("AT", vat_checked_at=NOW))
    moments = [NOW - timedelta(microseconds=1), NOW, NOW + 90 * DAY - timedelta(microseconds=1), NOW + 90 * DAY]
    found = [Dues(taxes=BUILT_IN, buyer=replace(one, as_of=moment))["standard"].reason for moment in moments]
    assert found == [TaxReason.UNCONFIRMED, TaxReason.INTRA_COMMUNITY, TaxReason.INTRA_COMMUNITY, TaxReason.OUTDATED]


def test_an_exemption_counts_not_a_moment_outside_its_period() -> None:
    one = buyer(**exempt(NOW, NOW + DAY))
    moments = [NOW - timedelta(microseconds=1), NOW, NOW + DAY - timedelta(microseconds=1), NOW + DAY]
    found = [Dues(taxes=BUILT_IN, buyer=replace(one, as_of=moment))["standard"] for moment in moments]
    assert [tax.rate for tax in found] == [Decimal(19), NO_TAX, NO_TAX, Decimal(19)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2020-06-30", "19"), ("2020-07-01", "16"), ("2020-12-31", "16"), ("2021-01-01", "19"), ("1990-01-01", "19")],
)
def test_a_rate_holds_from_its_day_on(day: str, expected: str) -> None:
    found = BUILT_IN.rate(country="DE", tax_class="standard", on=date.fromisoformat(day))
    assert found == Decimal(expected)


def test_goods_of_class_zero_are_never_taxed_and_those_of_an_unknown_class_like_others() -> None:
    on = NOW.date()
    assert BUILT_IN.rate(country="DE", tax_class="zero", on=on) == NO_TAX
    assert BUILT_IN.rate(country="DE", tax_class="books", on=on) == Decimal(19)


DAYS = st.integers(0, 6).map(lambda number: date(2019 + number, 6, 1))
STATED = st.lists(
    st.builds(
        TaxRate,
        country=st.sampled_from(["DE", "FR"]),
        tax_class=st.sampled_from(["standard", "reduced"]),
        rate=st.integers(0, 30).map(Decimal),
        since=DAYS,
    ),
    unique_by=lambda one: (one.country, one.tax_class, one.since),
    max_size=8,
)


@given(
    stated=STATED, on=DAYS, country=st.sampled_from(["DE", "FR"]), tax_class=st.sampled_from(["standard", "reduced"])
)
def test_stated_rates_count_from_the_first_day_stated_and_built_in_ones_before(
    stated: list[TaxRate], on: date, country: str, tax_class: str
) -> None:
    found = taxes_of(rates=stated, sellers={}, confirmation_days=None).rate(country=country, tax_class=tax_class, on=on)
    told = {one.since: one.rate for one in stated if (one.country, one.tax_class) == (country, tax_class)}
    past = [day for day in told if day <= on]
    if past:
        assert found == told[max(past)]
    elif country == "DE":
        assert found == RATES[country, tax_class].on(on)
    elif told:
        assert found == told[min(told)]


def test_every_reason_is_told_in_both_languages() -> None:
    said = words.tax(rate=NO_TAX, reason=TaxReason.INTRA_COMMUNITY, language="en")
    assert said == "VAT 0 %: exempt intra-Community supply, Art. 138 of Directive 2006/112/EC"
    said = words.tax(rate=Decimal(19), reason=TaxReason.UNCONFIRMED, language="en")
    assert said == "VAT 19 %: rate of the seller, because your VAT number has not been confirmed yet"
    told = {words.tax(rate=NO_TAX, reason=reason, language=one) for reason in TaxReason for one in ("de", "en")}
    assert len(told) == 2 * len(TaxReason)


def priced(tx: Tx, book: PriceBook, asker: Buyer) -> Tax:
    """Ask the tables, a followed book and a fresh one, explained and not; all say the same tax."""
    asked = [PriceRequest(product=product(tx), quantity=Quantity(Decimal(1), "PCE"))]
    fresh = PriceBook()
    fresh.load(tx=tx)
    [told] = pricing.price_lines(tx=tx, buyer=asker, lines=asked)
    for one in (book, fresh):
        for explained in (False, True):
            [line] = pricing.price_lines(book=one, buyer=asker, lines=asked, explained=explained)
            assert unexplained(line) == unexplained(told)
    assert isinstance(told, LinePrice)
    return Tax(rate=told.tax_rate, reason=told.tax_reason)


def test_what_is_stated_counts_in_the_tables_and_in_memory_from_then_on(tx: Tx) -> None:
    asker = replace(house(tx), ships_to="AT", as_of=NOW, **number("AT", vat_checked_at=NOW - 40 * DAY))  # type: ignore[arg-type]
    put(tx, record("list"))
    book = PriceBook()
    book.load(tx=tx)

    def follow() -> None:
        book.apply(tx=tx, events=tx.events[follow.known :])  # type: ignore[attr-defined]
        follow.known = len(tx.events)  # type: ignore[attr-defined]

    follow.known = len(tx.events)  # type: ignore[attr-defined]
    assert priced(tx, book, asker) == Tax(rate=NO_TAX, reason=TaxReason.INTRA_COMMUNITY)
    pricing.set_tax_policy(tx=tx, confirmation_days=30)
    follow()
    assert priced(tx, book, asker) == Tax(rate=Decimal(19), reason=TaxReason.OUTDATED)
    rates = [
        TaxRate(country="DE", tax_class="standard", rate=Decimal(21), since=NOW.date()),
        TaxRate(country="FR", tax_class="standard", rate=Decimal(20), since=date(2014, 1, 1)),
    ]
    assert pricing.put_tax_rates(tx=tx, rates=rates) == 2
    assert pricing.put_tax_rates(tx=tx, rates=rates) == 0
    follow()
    assert priced(tx, book, asker) == Tax(rate=Decimal(21), reason=TaxReason.OUTDATED)
    assert priced(tx, book, replace(asker, as_of=NOW - DAY)).rate == Decimal(19)
    assert pricing.put_sellers(tx=tx, sellers=[Seller(sales_area=asker.sales_area, country="FR")]) == 1
    follow()
    assert priced(tx, book, replace(asker, ships_to="FR")) == Tax(rate=Decimal(20), reason=TaxReason.DOMESTIC)
    assert pricing.put_sellers(tx=tx, sellers=[Seller(sales_area="", country="AT")]) == 1
    follow()
    assert priced(tx, book, replace(asker, sales_area="new")) == Tax(rate=Decimal(20), reason=TaxReason.DOMESTIC)
    said = [event.what for event in tx.events if isinstance(event, RulesChanged)]
    assert said == ["tax_policy", "tax_rates", "sellers", "sellers"]
    assert pricing.taxes(tx=tx).sellers == {**SELLERS, asker.sales_area: "FR", "": "AT"}


def test_what_cannot_be_meant_is_named_and_changes_nothing(tx: Tx) -> None:
    known, before = len(tx.events), pricing.taxes(tx=tx)
    one = TaxRate(country="FR", tax_class="standard", rate=Decimal(20), since=date(2014, 1, 1))
    with pytest.raises(BadRules) as bad:
        pricing.put_tax_rates(
            tx=tx,
            rates=[
                one,
                replace(one, rate=Decimal(21)),
                replace(one, country="France", rate=Decimal(101)),
                replace(one, tax_class="zero", rate=Decimal(-1)),
            ],
        )
    assert [(problem.pointer, problem.code) for problem in bad.value.problems] == [
        ("/items/2/country", "pricing.no_country"),
        ("/items/2/rate", "pricing.out_of_range"),
        ("/items/3/tax_class", "pricing.which_class"),
        ("/items/3/rate", "pricing.out_of_range"),
        ("/items/1/since", "pricing.stated_twice"),
    ]
    with pytest.raises(BadRules) as bad:
        pricing.put_sellers(
            tx=tx,
            sellers=[
                Seller(sales_area="FR01", country="FR"),
                Seller(sales_area="DE01", country="AT"),
                Seller(sales_area="DE01", country="CH"),
            ],
        )
    assert [(problem.pointer, problem.code) for problem in bad.value.problems] == [
        ("/items/0/country", "pricing.no_tax_rate"),
        ("/items/2/sales_area", "pricing.stated_twice"),
    ]
    for days in (0, 3651):
        with pytest.raises(BadRules):
            pricing.set_tax_policy(tx=tx, confirmation_days=days)
    assert pricing.taxes(tx=tx) == before == BUILT_IN
    assert len(tx.events) == known
