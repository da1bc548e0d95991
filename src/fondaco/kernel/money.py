"""Money: decimal amounts with a currency; the only place that rounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction

from fondaco.kernel.errors import Invalid
from fondaco.kernel.quantity import Quantity

# Currencies whose smallest coin is not a hundredth (ISO 4217); all others have two decimals.
_DECIMALS = {"JPY": 0, "KRW": 0, "CLP": 0, "ISK": 0, "VND": 0, "HUF": 2, "KWD": 3, "BHD": 3, "TND": 3}
_CODE_LENGTH = 3


class BadMoney(Invalid):
    """Not a finite decimal with a currency of three letters, or two currencies in one sum."""

    code = "kernel.bad_money"
    title = "The amount of money is not valid."


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency, exact; it is rounded only where somebody says so."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        """Refuse what is not finite or has no currency."""
        if not self.amount.is_finite() or len(self.currency) != _CODE_LENGTH or not self.currency.isupper():
            raise BadMoney(amount=str(self.amount), currency=self.currency)

    def __add__(self, other: "Money") -> "Money":
        """Add money of the same currency."""
        return Money(self.amount + self._same(other).amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        """Subtract money of the same currency."""
        return Money(self.amount - self._same(other).amount, self.currency)

    def __neg__(self) -> "Money":
        """Return the same amount owed the other way."""
        return Money(-self.amount, self.currency)

    def times(self, factor: Decimal) -> "Money":
        """Multiply exactly; nothing is rounded."""
        return Money(self.amount * factor, self.currency)

    def rounded(self, *, mode: str = ROUND_HALF_UP) -> "Money":
        """Round to the currency's smallest unit (commercial rounding unless told otherwise)."""
        return Money(self.amount.quantize(smallest_unit(self.currency), rounding=mode), self.currency)

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise BadMoney(left=self.currency, right=other.currency)
        return other


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """Money per quantity: 12.50 EUR per 100 PCE."""

    amount: Decimal
    currency: str
    per: Quantity

    def __post_init__(self) -> None:
        """Refuse a price per zero or fewer units."""
        if self.per.value <= 0:
            raise BadMoney(per=str(self.per.value))

    def of(self, quantity: Quantity, *, mode: str = ROUND_HALF_UP) -> Money:
        """Return the amount for a quantity in the price's own unit, rounded once to the currency's smallest unit."""
        if quantity.unit != self.per.unit:
            raise BadMoney(price_unit=self.per.unit, quantity_unit=quantity.unit)
        exact = Fraction(self.amount) * Fraction(quantity.value) / Fraction(self.per.value)
        return Money(round_fraction(exact, places=decimals(self.currency), mode=mode), self.currency)


def decimals(currency: str) -> int:
    """Return how many decimals the currency's smallest unit has."""
    return _DECIMALS.get(currency, 2)


def smallest_unit(currency: str) -> Decimal:
    """Return the smallest unit of the currency: 0.01 for EUR."""
    return Decimal(1).scaleb(-decimals(currency))


def round_fraction(number: Fraction, *, places: int, mode: str = ROUND_HALF_UP) -> Decimal:
    """Round an exact fraction to decimal places without any rounding in between."""
    scaled = number * 10**places
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    if mode == ROUND_HALF_UP:
        up = 2 * rest >= scaled.denominator
    elif mode == ROUND_HALF_EVEN:
        up = 2 * rest > scaled.denominator or (2 * rest == scaled.denominator and whole % 2 == 1)
    elif mode == ROUND_FLOOR:
        up = number < 0 and rest > 0
    elif mode in {ROUND_UP, ROUND_DOWN}:
        up = mode == ROUND_UP and rest > 0
    else:
        raise BadMoney(rounding=mode)
    digits = whole + int(up)
    return Decimal((int(number < 0 and digits > 0), tuple(int(digit) for digit in str(digits)), -places))


def allocate(total: Money, weights: Sequence[Decimal]) -> list[Money]:
    """Split a rounded total by weights so that the parts sum to it exactly (largest remainder method).

    All weights zero means equal shares. Ties go to the earlier part. Refuses negative weights and no weights.
    """
    unit = smallest_unit(total.currency)
    units = int(total.amount / unit)
    if not weights or any(weight < 0 for weight in weights) or units * unit != total.amount:
        raise BadMoney(total=str(total.amount), weights=[str(weight) for weight in weights])
    shares = [Fraction(weight) for weight in weights]
    if not any(shares):
        shares = [Fraction(1)] * len(shares)
    whole, sign = sum(shares), 1 if units >= 0 else -1
    exact = [abs(units) * share / whole for share in shares]
    parts = [int(part) for part in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: abs(units) - sum(parts)]:
        parts[i] += 1
    return [Money(sign * part * unit, total.currency) for part in parts]
