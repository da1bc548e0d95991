"""Tryton's units: how it converts a price or a quantity between two units, digit by digit, and its rounding."""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from fondaco.connectors.tryton.types import RemoteUnit

# Python's default context, in which Tryton computes: 28 digits, halves to the even neighbour.
_TRYTON = Context(prec=28, rounding=ROUND_HALF_EVEN)
_PRICE_DIGITS = Decimal("0.0001")
_CONVERSION_DIGITS = Decimal("1e-12")
# UN/ECE Recommendation 20 by Tryton's symbols; what is not here goes by its symbol.
_CODES = {
    "u": "PCE", "C": "CEN", "m": "MTR", "km": "KMT", "cm": "CMT", "mm": "MMT", "in": "INH", "ft": "FOT", "kg": "KGM",
    "g": "GRM", "t": "TNE", "lb": "LBR", "oz": "ONZ", "l": "LTR", "ml": "MLT", "m³": "MTQ", "m²": "MTK", "h": "HUR",
}  # fmt: skip


def code_of(unit: RemoteUnit) -> str:
    """Return our code of a unit."""
    return _CODES.get(unit.symbol, unit.symbol.upper())


def round_price(price: Decimal) -> Decimal:
    """Round a unit price as Tryton does: four decimals, halves to even."""
    return price.quantize(_PRICE_DIGITS, context=_TRYTON)


def convert_price(price: Decimal, *, of: RemoteUnit, to: RemoteUnit) -> Decimal:
    """Say a price per one unit as a price per another one of the same category, rounded once at the end."""
    if of.id == to.id or not price:
        return round_price(price)
    price = _divide(price, of.factor) if _by_factor(of) else _multiply(price, of.rate)
    price = _multiply(price, to.factor) if _by_factor(to) else _divide(price, to.rate)
    return round_price(price)


def factor(*, of: RemoteUnit, to: RemoteUnit) -> Fraction:
    """Return how many of the one unit another one is, exactly (one Hundred is 100 Units)."""
    return _in_base(of) / _in_base(to)


def _in_base(unit: RemoteUnit) -> Fraction:
    return Fraction(unit.factor) if _by_factor(unit) else 1 / Fraction(unit.rate)


def _by_factor(unit: RemoteUnit) -> bool:
    """Tell which of the two numbers is the accurate one: the one with fewer decimals, else the one not below 1."""
    factor, rate = _places(unit.factor), _places(unit.rate)
    return factor < rate or (factor == rate and unit.factor >= 1)


def _places(number: Decimal) -> int:
    exponent = _digits(number).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _multiply(price: Decimal, number: Decimal) -> Decimal:
    return _TRYTON.multiply(price, _digits(number))


def _divide(price: Decimal, number: Decimal) -> Decimal:
    return _TRYTON.divide(price, _digits(number))


def _digits(number: Decimal) -> Decimal:
    return number.quantize(_CONVERSION_DIGITS)
