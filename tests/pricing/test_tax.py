"""Tax and rounding of documents: laws that hold for any of them; the book reckons as the tables do."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fondaco.kernel.money import Money, round_fraction
from fondaco.kernel.quantity import Quantity
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.api import PriceBook
from fondaco.modules.pricing.events import ReckoningChanged
from fondaco.modules.pricing.model.tax import document_tax
from fondaco.modules.pricing.types import (
    Calculation,
    Kind,
    LinePrice,
    PriceRequest,
    Reckoning,
    Rounding,
    TaxBase,
    TaxedLine,
    TaxPer,
)
from fondaco.platform.transaction import Tx
from tests.pricing.test_book import house, product, put, record

TRYTON = Reckoning(rounding=Rounding.HALF_EVEN, tax_base=TaxBase.EXACT)
RECKONINGS = st.builds(
    Reckoning, rounding=st.sampled_from(Rounding), tax_base=st.sampled_from(TaxBase), tax_per=st.sampled_from(TaxPer)
)
CENT = Decimal("0.01")


@st.composite
def lines(draw: st.DrawFn) -> list[TaxedLine]:
    reckonings = {system: draw(RECKONINGS) for system in ("north", "south")}
    found = []
    for _ in range(draw(st.integers(0, 12))):
        system = draw(st.sampled_from(sorted(reckonings)))
        exact = Fraction(draw(st.integers(0, 10**8)), 10**4)
        mode = reckonings[system].rounding
        found.append(
            TaxedLine(
                system=system,
                amount=Money(round_fraction(exact, places=2, mode=mode), "EUR"),
                exact=exact,
                rate=Decimal(draw(st.sampled_from(["0", "7", "19", "8.1"]))),
                reckoning=reckonings[system],
            )
        )
    return found


@given(found=lines(), order=st.randoms())
def test_the_order_of_lines_does_not_matter(found: list[TaxedLine], order: object) -> None:
    mixed = list(found)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    assert document_tax(lines=mixed, currency="EUR") == document_tax(lines=found, currency="EUR")


@given(found=lines())
def test_each_source_writes_its_own_invoice(found: list[TaxedLine]) -> None:
    parts = [
        document_tax(lines=[line for line in found if line.system == one], currency="EUR") for one in ("north", "south")
    ]
    assert document_tax(lines=found, currency="EUR") == parts[0] + parts[1]


@given(found=lines())
def test_tax_is_whole_cents_and_at_most_half_a_cent_off_for_each_rounding(found: list[TaxedLine]) -> None:
    amount = document_tax(lines=found, currency="EUR").amount
    assert amount == amount.quantize(CENT)
    due, roundings = Fraction(0), set()
    for number, line in enumerate(found):
        exact = line.reckoning.tax_base is TaxBase.EXACT
        due += (line.exact if exact else Fraction(line.amount.amount)) * Fraction(line.rate) / 100
        roundings.add(number if line.reckoning.tax_per is TaxPer.LINE else (line.system, line.rate))
    assert abs(Fraction(amount) - due) <= Fraction(1, 200) * len(roundings)


@given(number=st.integers(-(10**9), 10**9), places=st.integers(0, 4), mode=st.sampled_from(Rounding))
def test_rounding_is_that_of_decimals_and_half_even_takes_no_side(number: int, places: int, mode: Rounding) -> None:
    exact = Decimal(number).scaleb(-6)
    found = round_fraction(Fraction(exact), places=places, mode=mode)
    assert found == exact.quantize(Decimal(1).scaleb(-places), rounding=mode.value)
    assert round_fraction(-Fraction(exact), places=places, mode=mode) == -found


def test_halves_and_bases_make_a_cent_of_difference() -> None:
    half = TaxedLine(system="s", amount=Money(Decimal("0.50"), "EUR"), exact=Fraction(1, 2), rate=Decimal(19))
    usual = [half, half, half]  # 0.095 each
    assert document_tax(lines=[half], currency="EUR").amount == Decimal("0.10")
    assert document_tax(lines=usual, currency="EUR").amount == Decimal("0.29")
    per_line = [replace(line, reckoning=Reckoning(tax_per=TaxPer.LINE)) for line in usual]
    assert document_tax(lines=per_line, currency="EUR").amount == Decimal("0.30")
    even = replace(half, exact=Fraction(5, 2), amount=Money(Decimal("2.50"), "EUR"), rate=Decimal("7.0"))
    assert document_tax(lines=[even], currency="EUR").amount == Decimal("0.18")
    assert document_tax(lines=[replace(even, reckoning=TRYTON)], currency="EUR").amount == Decimal("0.18")
    low = replace(even, exact=Fraction(3, 2), amount=Money(Decimal("1.50"), "EUR"))
    assert document_tax(lines=[low], currency="EUR").amount == Decimal("0.11")
    assert document_tax(lines=[replace(low, reckoning=TRYTON)], currency="EUR").amount == Decimal("0.10")


def test_a_source_states_once_how_it_reckons(tx: Tx) -> None:
    assert pricing.put_reckoning(tx=tx, system="erp", reckoning=TRYTON)
    assert not pricing.put_reckoning(tx=tx, system="erp", reckoning=TRYTON)
    assert pricing.put_reckoning(tx=tx, system="erp", reckoning=Reckoning())
    assert len([event for event in tx.events if isinstance(event, ReckoningChanged)]) == 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amount=st.integers(1, 99_999),
    quantity=st.integers(1, 999),
    fixed=st.integers(0, 3),
    rounding=st.sampled_from(Rounding),
)
def test_the_book_rounds_halves_as_the_tables_do(
    amount: int, quantity: int, fixed: int, rounding: Rounding, tx: Tx
) -> None:
    with_halves = Decimal(amount * 5).scaleb(-3)
    with tx.connection.begin_nested() as savepoint:
        buyer = house(tx)
        put(tx, record("list", amount=with_halves))
        if fixed:
            once = Decimal(fixed).scaleb(-2)
            put(tx, record("once", kind=Kind.SURCHARGE, calculation=Calculation.FIXED, amount=once))
        pricing.put_reckoning(tx=tx, system="erp", reckoning=replace(TRYTON, rounding=rounding))
        book = PriceBook()
        book.load(tx=tx)
        asked = [PriceRequest(product=product(tx), quantity=Quantity(Decimal(quantity), "PCE"))]
        (told,) = pricing.price_lines(tx=tx, buyer=buyer, lines=asked)
        (remembered,) = pricing.price_lines(book=book, buyer=buyer, lines=asked)
        savepoint.rollback()
    assert isinstance(told, LinePrice)
    assert isinstance(remembered, LinePrice)
    assert (remembered.amount, remembered.tax, remembered.reckoning) == (told.amount, told.tax, told.reckoning)
    exact = Fraction(with_halves) * quantity + Fraction(fixed, 100)
    assert told.amount.amount == round_fraction(exact, places=2, mode=rounding)
