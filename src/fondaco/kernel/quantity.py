"""Quantities: an exact number of a unit; conversions are exact fractions."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from fondaco.kernel.errors import Invalid


class BadQuantity(Invalid):
    """Not a finite decimal number with a unit, or two units that do not go together."""

    code = "kernel.bad_quantity"
    title = "The quantity is not valid."


class InexactConversion(Invalid):
    """The converted quantity has no finite decimal form (3 pieces in boxes of 7)."""

    code = "kernel.inexact_conversion"
    title = "The quantity cannot be converted without a remainder."


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value and its unit, a code of UN/ECE Recommendation 20 or a trade code (PCE, BX, MTR, KGM)."""

    value: Decimal
    unit: str

    def __post_init__(self) -> None:
        """Refuse what is not finite."""
        if not self.value.is_finite():
            raise BadQuantity(value=str(self.value), unit=self.unit)

    def __add__(self, other: "Quantity") -> "Quantity":
        """Add quantities of the same unit."""
        return Quantity(self.value + self._same(other).value, self.unit)

    def __sub__(self, other: "Quantity") -> "Quantity":
        """Subtract a quantity of the same unit."""
        return Quantity(self.value - self._same(other).value, self.unit)

    def __le__(self, other: "Quantity") -> bool:
        """Compare quantities of the same unit."""
        return self.value <= self._same(other).value

    def __lt__(self, other: "Quantity") -> bool:
        """Compare quantities of the same unit."""
        return self.value < self._same(other).value

    def converted(self, *, unit: str, factor: Fraction) -> "Quantity":
        """Convert: one of this unit is `factor` of `unit`. Refuse what has no finite decimal form."""
        return Quantity(exact_decimal(Fraction(self.value) * factor), unit)

    def _same(self, other: "Quantity") -> "Quantity":
        if other.unit != self.unit:
            raise BadQuantity(left=self.unit, right=other.unit)
        return other


def exact_decimal(number: Fraction) -> Decimal:
    """Write a fraction as a decimal with the very same value, or refuse."""
    denominator = number.denominator
    twos = (denominator & -denominator).bit_length() - 1
    rest, fives = denominator >> twos, 0
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        raise InexactConversion(value=str(number))
    places = max(twos, fives)
    digits = abs(number.numerator) * 10**places // denominator
    return Decimal((int(number < 0), tuple(int(digit) for digit in str(digits)), -places))
