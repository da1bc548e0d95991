"""Value added tax: which rate is due and why, and how the tax of a document comes out of its lines.

Whether a VAT number is registered is asked elsewhere; here it counts when it was last found to be, as the buyer brings it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from stdnum.eu import vat

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.money import Money, decimals, round_fraction
from fondaco.modules.pricing.types import Reckoning, Tax, TaxBase, TaxedLine, TaxPer, TaxRate, TaxReason

NO_TAX = Decimal(0)
# Goods of this class are not taxed anywhere; those of a class without a rate in a country bear its standard rate.
ZERO, STANDARD = "zero", "standard"
# Where nobody has said who sells in a sales area.
HOME = "DE"
# The sales area that stands for every one that is not named.
ELSEWHERE = ""
UNION = frozenset(
    ["AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
     "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of a country for one class of goods in the order of their days; each holds until the next one does.

    What came before the first day is told by the first.
    """

    days: tuple[date, ...]
    percent: tuple[Decimal, ...]

    def on(self, day: date) -> Decimal:
        """Return the percentage in force on a day."""
        return self.percent[max(bisect_right(self.days, day) - 1, 0)]


def rates_of(*stated: tuple[date, str | Decimal]) -> Rates:
    """Arrange rates by their days."""
    ordered = sorted((day, Decimal(percent)) for day, percent in stated)
    return Rates(tuple(day for day, _ in ordered), tuple(percent for _, percent in ordered))


# What holds until somebody states something else.
RATES: Mapping[tuple[str, str], Rates] = {
    ("DE", "standard"): rates_of((date(2007, 1, 1), "19"), (date(2020, 7, 1), "16"), (date(2021, 1, 1), "19")),
    ("DE", "reduced"): rates_of((date(2007, 1, 1), "7"), (date(2020, 7, 1), "5"), (date(2021, 1, 1), "7")),
    ("AT", "standard"): rates_of((date(1984, 1, 1), "20")),
    ("AT", "reduced"): rates_of((date(1984, 1, 1), "10")),
    ("CH", "standard"): rates_of((date(2018, 1, 1), "7.7"), (date(2024, 1, 1), "8.1")),
    ("CH", "reduced"): rates_of((date(2018, 1, 1), "2.5"), (date(2024, 1, 1), "2.6")),
}
# Who sells in a sales area: the country its goods are delivered from and its tax is declared in.
SELLERS: Mapping[str, str] = {"DE01": "DE", "AT01": "AT", "CH01": "CH"}
CONFIRMED_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxes:
    """By what tax is decided: rates by country and class of goods, sellers by sales area, and how long a check counts."""

    rates: Mapping[tuple[str, str], Rates] = field(default_factory=lambda: RATES)
    sellers: Mapping[str, str] = field(default_factory=lambda: SELLERS)
    confirmed_for: timedelta = CONFIRMED_FOR

    def seller(self, sales_area: str) -> str:
        """Return the country of who sells in a sales area."""
        return self.sellers.get(sales_area) or self.sellers.get(ELSEWHERE, HOME)

    def rate(self, *, country: str, tax_class: str, on: date) -> Decimal:
        """Return the percentage in force in a country on a day."""
        if tax_class == ZERO:
            return NO_TAX
        found = self.rates.get((country, tax_class)) or self.rates.get((country, STANDARD))
        return found.on(on) if found else NO_TAX


BUILT_IN = Taxes()


def taxes_of(*, rates: Iterable[TaxRate], sellers: Mapping[str, str], confirmation_days: int | None) -> Taxes:
    """Arrange what is stated over what is built in: a rate counts from its day on, and from then on only stated ones do."""
    by_class: dict[tuple[str, str], list[tuple[date, str | Decimal]]] = {}
    for one in rates:
        by_class.setdefault((one.country, one.tax_class), []).append((one.since, one.rate))
    arranged = dict(RATES)
    for key, stated in by_class.items():
        first = min(day for day, _ in stated)
        usual = RATES.get(key)
        before = (
            [(day, rate) for day, rate in zip(usual.days, usual.percent, strict=True) if day < first] if usual else []
        )
        arranged[key] = rates_of(*before, *stated)
    return Taxes(
        rates=arranged,
        sellers={**SELLERS, **sellers},
        confirmed_for=CONFIRMED_FOR if confirmation_days is None else timedelta(days=confirmation_days),
    )


class Standing(StrEnum):
    """What is known of a VAT number besides its form."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    OUTDATED = "outdated"
    DENIED = "denied"


_DUE_ALL_THE_SAME = {
    Standing.UNCONFIRMED: TaxReason.UNCONFIRMED,
    Standing.OUTDATED: TaxReason.OUTDATED,
    Standing.DENIED: TaxReason.DENIED,
}
_UNTAXED = frozenset({TaxReason.INTRA_COMMUNITY, TaxReason.EXPORT, TaxReason.EXEMPT})


def standing(*, checked_at: datetime | None, denied: bool, as_of: datetime, confirmed_for: timedelta) -> Standing:
    """Tell what a number is worth at a moment: a confirmation counts from its moment on and for so long.

    What cannot be asked confirms nothing, and does not take back what was confirmed before.
    """
    if denied:
        return Standing.DENIED
    if checked_at is None or as_of < checked_at:
        return Standing.UNCONFIRMED
    return Standing.CONFIRMED if as_of < checked_at + confirmed_for else Standing.OUTDATED


def reason(*, seller: str, ship_to: str, registered_in: str | None, standing: Standing, exempt: bool) -> TaxReason:
    """Tell why goods that go from the seller's country to another, or stay, bear tax or none.

    `registered_in` is the country of the buyer's well-formed VAT number. Within the Union a buyer registered elsewhere
    than the seller owes the tax himself, as long as that is confirmed. Any other pays the seller's rate, not his own
    country's: a house that sells to businesses is registered at home, and the supply is taxed where it begins until it
    registers elsewhere. An exemption counts where tax would be due.
    """
    if ship_to == seller:
        due = TaxReason.DOMESTIC
    elif seller not in UNION or ship_to not in UNION:
        return TaxReason.EXPORT
    elif registered_in is None or registered_in == seller:
        due = TaxReason.UNION
    elif standing is Standing.CONFIRMED:
        return TaxReason.INTRA_COMMUNITY
    else:
        due = _DUE_ALL_THE_SAME[standing]
    return TaxReason.EXEMPT if exempt else due


class Dues(dict[str, Tax]):
    """The tax of one buyer at his moment by the tax class of goods: decided once, asked for every line."""

    def __init__(self, *, taxes: Taxes, buyer: Buyer) -> None:
        super().__init__()
        self._taxes, self._on = taxes, buyer.as_of.date()
        self._seller = taxes.seller(buyer.sales_area)
        self._reason = reason(
            seller=self._seller,
            ship_to=buyer.ships_to or buyer.country,
            registered_in=registered_in(buyer.vat_number),
            standing=standing(
                checked_at=buyer.vat_checked_at,
                denied=buyer.vat_denied,
                as_of=buyer.as_of,
                confirmed_for=taxes.confirmed_for,
            ),
            exempt=any(
                one.valid.contains(buyer.as_of) and one.country in {None, self._seller} for one in buyer.vat_exemptions
            ),
        )

    def __missing__(self, tax_class: str) -> Tax:
        untaxed = self._reason in _UNTAXED
        rate = NO_TAX if untaxed else self._taxes.rate(country=self._seller, tax_class=tax_class, on=self._on)
        found = self[tax_class] = Tax(rate=rate, reason=self._reason)
        return found


@lru_cache(maxsize=65_536)
def registered_in(vat_number: str | None) -> str | None:
    """Return the member state of a VAT number that is well formed, check digits included; None for any other."""
    if not vat_number or not vat.is_valid(vat_number):
        return None
    country = vat.compact(vat_number)[:2]
    country = "GR" if country == "EL" else country
    # Numbers of the one-stop shop begin with EU or IM: they are no registration in a member state.
    return country if country in UNION else None


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
