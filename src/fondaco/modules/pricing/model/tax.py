"""Value added tax: which rate is due and why, and how the tax of a document comes out of its lines.

Rates and sellers are data of this file. Nothing here asks whether a VAT number is registered, only whether it can be one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from stdnum.eu import vat

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.money import Money, decimals, round_fraction
from fondaco.modules.pricing.types import Reckoning, Tax, TaxBase, TaxedLine, TaxPer, TaxReason

NO_TAX = Decimal(0)
# Who sells in a sales area: the country its goods are delivered from and its tax is declared in.
SELLERS = {"DE01": "DE", "AT01": "AT", "CH01": "CH"}
HOME = "DE"
UNION = frozenset(
    ["AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
     "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of a country from a day on, by the tax class of the goods, in percent."""

    since: date
    by_class: Mapping[str, Decimal]


def _rates(since: date, standard: str, reduced: str) -> Rates:
    return Rates(since, {"standard": Decimal(standard), "reduced": Decimal(reduced)})


# In the order of their days; what came before the first is told by the first.
RATES: Mapping[str, tuple[Rates, ...]] = {
    "DE": (
        _rates(date(2007, 1, 1), "19", "7"),
        _rates(date(2020, 7, 1), "16", "5"),
        _rates(date(2021, 1, 1), "19", "7"),
    ),
    "AT": (_rates(date(1984, 1, 1), "20", "10"),),
    "CH": (_rates(date(2018, 1, 1), "7.7", "2.5"), _rates(date(2024, 1, 1), "8.1", "2.6")),
}


def tax(*, seller: str, ship_to: str, registered_in: str | None, tax_class: str, on: date) -> Tax:
    """Return the tax on goods that go from the seller's country to another, or stay, and the reason.

    `registered_in` is the country of the buyer's valid VAT number. Within the Union a buyer registered elsewhere than
    the seller owes the tax himself. One without a number pays the seller's rate, not his own country's: a house that
    sells to businesses is registered at home, and the supply is taxed where it begins until it registers elsewhere.
    """
    if ship_to == seller:
        return Tax(rate=rate(country=seller, tax_class=tax_class, on=on), reason=TaxReason.DOMESTIC)
    if seller in UNION and ship_to in UNION:
        if registered_in is not None and registered_in != seller:
            return Tax(rate=NO_TAX, reason=TaxReason.INTRA_COMMUNITY)
        return Tax(rate=rate(country=seller, tax_class=tax_class, on=on), reason=TaxReason.UNION)
    return Tax(rate=NO_TAX, reason=TaxReason.EXPORT)


def tax_for(buyer: Buyer, tax_class: str) -> Tax:
    """Return the tax for a buyer at his moment."""
    return tax(
        seller=SELLERS.get(buyer.sales_area, HOME),
        ship_to=buyer.ships_to or buyer.country,
        registered_in=registered_in(buyer.vat_number),
        tax_class=tax_class,
        on=buyer.as_of.date(),
    )


def rate(*, country: str, tax_class: str, on: date) -> Decimal:
    """Return the percentage in force in a country on a day; goods of a class without a rate are not taxed."""
    stated = RATES.get(country, ())
    known = [rates for rates in stated if rates.since <= on] or list(stated[:1])
    return known[-1].by_class.get(tax_class, NO_TAX) if known else NO_TAX


@lru_cache(maxsize=65_536)
def registered_in(vat_number: str | None) -> str | None:
    """Return the member state of a VAT number that is well formed, check digits included; None for any other."""
    if not vat_number or not vat.is_valid(vat_number):
        return None
    country = vat.compact(vat_number)[:2]
    return "GR" if country == "EL" else country


def document_tax(*, lines: Iterable[TaxedLine], currency: str) -> Money:
    """Return the tax of a document: of each source and rate by itself, since each source writes its own invoice."""
    rounded: dict[tuple[str, Decimal, Reckoning], Decimal] = {}
    exact: dict[tuple[str, Decimal, Reckoning], Fraction] = {}
    total, places = NO_TAX, decimals(currency)
    for line in lines:
        base, key = line.amount.amount, (line.system, line.rate, line.reckoning)
        before = None if line.reckoning.tax_base is not TaxBase.EXACT else line.exact
        if line.reckoning.tax_per is TaxPer.LINE:
            total += _due(base if before is None else before, line.rate, line.reckoning, places)
        elif before is None:
            # Amounts add up as they are; only what was not rounded yet needs fractions.
            rounded[key] = rounded.get(key, NO_TAX) + base
        else:
            exact[key] = exact.get(key, Fraction(0)) + before
    for key, amount in rounded.items():
        if key in exact:
            exact[key] += Fraction(amount)
        else:
            total += _due(amount, key[1], key[2], places)
    for (_, rate, reckoning), fraction in exact.items():
        total += _due(fraction, rate, reckoning, places)
    return Money(total, currency)


def _due(base: Decimal | Fraction, rate: Decimal, reckoning: Reckoning, places: int) -> Decimal:
    return round_fraction(Fraction(base) * Fraction(rate) / 100, places=places, mode=reckoning.rounding)
