"""May it be ordered in this quantity: units, minimum order quantity, order multiple."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from uuid import UUID

from fondaco.kernel.errors import Problem
from fondaco.kernel.quantity import InexactConversion, Quantity, exact_decimal
from fondaco.kernel.unit import Conversions, UnknownConversion

_TOO_MUCH = Decimal(10**9)
_MOST_DECIMALS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """What ordering has to know of a product; `minimum` and `multiple` are in the sales unit.

    `system` is the ERP that delivers it, and so the one that gets the order line.
    """

    id: UUID
    sku: str
    name: str
    conversions: Conversions
    sales_unit: str
    minimum: Decimal | None
    multiple: Decimal | None
    system: str


def quantity_problems(*, goods: Goods, quantity: Quantity, pointer: str) -> Sequence[Problem]:
    """Name everything that speaks against the quantity, in the buyer's unit and with the nearest that would do."""
    if quantity.value <= 0:
        return [_problem(pointer, "orders.not_positive", "The quantity must be more than zero.")]
    # Checked first: exact arithmetic with 1E+999999 would never end.
    if quantity.value >= _TOO_MUCH or int(quantity.value.as_tuple().exponent) < -_MOST_DECIMALS:
        return [_problem(pointer, "orders.quantity_out_of_range", "No quantity is that large or that fine.")]
    try:
        factor = goods.conversions.factor(quantity.unit, goods.sales_unit)
        goods.conversions.convert(quantity, goods.conversions.base)
    except UnknownConversion as unknown:
        facts = {"unit": quantity.unit, "known": ", ".join(unknown.facts["known"])}
        return [_problem(pointer, "orders.unknown_unit", "This product is not sold in that unit.", **facts)]
    except InexactConversion:
        return [_problem(pointer, "orders.inexact_quantity", "This is no whole number of the base unit.")]
    value = quantity.value if factor == 1 else Fraction(quantity.value) * factor
    found = []
    if goods.minimum is not None and value < goods.minimum:
        facts = {"minimum": f"{goods.minimum.normalize():f}", "unit": goods.sales_unit}
        found.append(
            _problem(pointer, "orders.below_minimum", "This is less than the minimum order quantity.", **facts)
        )
    if goods.multiple is not None and Fraction(value) % Fraction(goods.multiple) != 0:
        facts = {
            "multiple": f"{goods.multiple.normalize():f}",
            "unit": goods.sales_unit,
            "next": f"{rounded_up(goods=goods, value=Fraction(value)).normalize():f}",
        }
        found.append(_problem(pointer, "orders.not_a_multiple", "This is not a whole order multiple.", **facts))
    return found


def in_base(goods: Goods, quantity: Quantity) -> Decimal | None:
    """Return the quantity in base units; None where the product has no such unit or a remainder would be left."""
    try:
        return goods.conversions.convert(quantity, goods.conversions.base).value
    except (UnknownConversion, InexactConversion):
        return None


def rounded_up(*, goods: Goods, value: Fraction) -> Decimal:
    """Return the least orderable quantity in the sales unit that is not below the value."""
    step = goods.multiple or Decimal(1)
    steps = max(ceil(max(value, Fraction(goods.minimum or 0)) / Fraction(step)), 1)
    return steps * step


def possible(*, goods: Goods, in_base: Decimal, unit: str) -> Decimal:
    """Return the most that may be ordered in a unit out of so many base units; zero where that is less than the least."""
    if not goods.conversions.knows(unit):
        return Decimal(0)
    factor = goods.conversions.factor(unit, goods.sales_unit)
    multiple = Fraction(goods.multiple or 1)
    # In another unit only whole ones count, as many as make whole multiples.
    step = multiple if unit == goods.sales_unit else Fraction((factor / multiple).denominator)
    there = Fraction(in_base) * goods.conversions.factor(goods.conversions.base, unit)
    found = floor(there / step) * step
    return exact_decimal(found) if found * factor >= Fraction(goods.minimum or 0) else Decimal(0)


def least(goods: Goods) -> Quantity:
    """Return the least quantity one may order."""
    return Quantity(rounded_up(goods=goods, value=Fraction(0)), goods.sales_unit)


def _problem(pointer: str, code: str, detail: str, **facts: str) -> Problem:
    return Problem(pointer=pointer, code=code, detail=detail, facts=facts)
