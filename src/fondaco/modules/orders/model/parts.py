"""The lines an order has for one line of a cart: what is charged, and what of it or on top of it is free."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from fondaco.kernel.ids import new_id
from fondaco.kernel.quantity import Quantity, exact_decimal
from fondaco.modules.orders.types import CartLineView, OrderLine
from fondaco.modules.pricing.types import Calculation


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A quantity of a cart's line that becomes a line of the order, `free_of` the one it belongs to."""

    id: UUID
    view: CartLineView
    quantity: Quantity
    in_base: Decimal
    free_of: UUID | None = None


def parts_of(view: CartLineView) -> list[Part]:
    """Split a line into what is charged and what is free; one whose unit is unknown has none."""
    ordered = view.line.quantity
    if view.in_base is None:
        return []
    if view.free is None:
        return [Part(id=new_id(), view=view, quantity=ordered, in_base=view.in_base)]
    free = view.free.quantity.value
    per_unit = Fraction(view.in_base) / Fraction(ordered.value)
    charged = ordered.value - free if view.free.inclusive else ordered.value
    line = Part(
        id=new_id(),
        view=view,
        quantity=Quantity(charged, ordered.unit),
        in_base=exact_decimal(Fraction(charged) * per_unit),
    )
    gift = Part(
        id=new_id(),
        view=view,
        quantity=Quantity(free, ordered.unit),
        in_base=exact_decimal(Fraction(free) * per_unit),
        free_of=line.id,
    )
    return [line, gift]


def on_top(part: Part) -> bool:
    """Tell whether a part comes free on top of what was asked for."""
    return part.free_of is not None and part.view.free is not None and not part.view.free.inclusive


def as_asked_for(lines: Iterable[OrderLine]) -> list[OrderLine]:
    """Return the lines of an order as the buyer asked for them: with what of them was free, without what came on top."""
    found: dict[UUID, OrderLine] = {}
    for line in lines:
        if line.free_of is None:
            found[line.id] = line
        elif line.free_of in found and _of_what_was_ordered(line):
            bought = found[line.free_of]
            whole = Quantity(bought.quantity.value + line.quantity.value, bought.quantity.unit)
            found[line.free_of] = replace(bought, quantity=whole)
    return list(found.values())


def _of_what_was_ordered(line: OrderLine) -> bool:
    return any(step.get("calculation") == Calculation.INCLUSIVE for step in line.because)
