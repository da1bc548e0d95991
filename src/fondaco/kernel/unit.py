"""Units of measure: the codes in use and how one product's units convert, as exact fractions.

Codes are those of UN/ECE Recommendation 20/21 (MTR, KGM, BX), with PCE for the piece as the trade writes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from fondaco.kernel.errors import Invalid
from fondaco.kernel.quantity import Quantity

CODES = frozenset(
    {"PCE", "SET", "PR", "BX", "CT", "PK", "BG", "RO", "PF", "TU", "BO", "CA", "MTR", "CMT", "MMT", "KMT", "MTK",
     "KGM", "GRM", "TNE", "LTR", "MLT", "MTQ", "HUR", "DZN", "INH", "FOT", "LBR", "ONZ", "C62"}
)  # fmt: skip


class UnknownConversion(Invalid):
    """The product has no conversion between these units."""

    code = "kernel.unknown_conversion"
    title = "This product is not handled in that unit."


@dataclass(frozen=True, slots=True)
class UnitOfMeasure:
    """One unit a product is handled in: one `code` is `in_base` base units (one BX = 100 PCE)."""

    code: str
    in_base: Fraction


class Conversions:
    """The units of one product: a base unit and exact factors to it."""

    __slots__ = ("__weakref__", "_between", "_factors", "base")

    def __init__(self, base: str, units: Iterable[UnitOfMeasure] = ()) -> None:
        self.base = base
        self._factors = {unit.code: unit.in_base for unit in units} | {base: Fraction(1)}
        self._between: dict[tuple[str, str], Fraction] = {}

    @property
    def units(self) -> tuple[str, ...]:
        """All units the product is handled in."""
        return tuple(self._factors)

    def __eq__(self, other: object) -> bool:
        """Tell whether both convert alike."""
        if not isinstance(other, Conversions):
            return NotImplemented
        return self.base == other.base and self._factors == other._factors

    def __hash__(self) -> int:
        """Agree with equality, so that products of the same units can share one value."""
        return hash((self.base, frozenset(self._factors.items())))

    def knows(self, unit: str) -> bool:
        """Tell whether the product is handled in the unit."""
        return unit in self._factors

    def factor(self, unit: str, to: str) -> Fraction:
        """Return how many `to` one `unit` is; refuse units this product does not have."""
        known = self._between.get((unit, to))
        if known is not None:
            return known
        try:
            found = self._factors[unit] / self._factors[to]
        except KeyError as missing:
            raise UnknownConversion(unit=str(missing.args[0]), known=sorted(self._factors)) from None
        self._between[unit, to] = found
        return found

    def convert(self, quantity: Quantity, to: str) -> Quantity:
        """Convert exactly; refuse what leaves a remainder."""
        if quantity.unit == to:
            return quantity
        return quantity.converted(unit=to, factor=self.factor(quantity.unit, to))
