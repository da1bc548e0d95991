"""What to take instead of a product that is late: its successors and substitutes that can be had sooner; pure decisions."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from uuid import UUID

from fondaco.kernel.quantity import exact_decimal
from fondaco.modules.availability.types import Promise
from fondaco.modules.catalog.types import Product, RelationKind

# Who is offered too much chooses nothing; and a chain of successors that is longer is a ring.
MOST = 3
_LONGEST_CHAIN = 8
Find = Callable[[UUID], Product | None]


def late(*, promise: Promise, today: date) -> bool:
    """Tell whether something of it comes after the requested day; where none was requested, whether not all is there now."""
    if promise.orderable < promise.quantity:
        return True
    if promise.in_time is not None:
        return not promise.in_time
    return any(line.date is None or line.date > today for line in promise.schedule)


def better(*, other: Promise, than: Promise) -> bool:
    """Tell whether all of another product can be had, and in time; where no day was requested, sooner."""
    last, known = _last(other), _last(than)
    if last is None or other.orderable < other.quantity:
        return False
    if other.in_time is not None:
        return other.in_time
    return than.orderable < than.quantity or known is None or last < known


def candidates(*, product: Product, find: Find) -> list[tuple[RelationKind, Product]]:
    """Return what may stand in for a product, measured as it is: its successor and that one's, then its substitutes."""
    found: dict[UUID, tuple[RelationKind, Product]] = {}
    for kind, other in (*_successors(product, find), *_related(product, RelationKind.SUBSTITUTE, find)):
        if other.id != product.id and other.base_unit == product.base_unit:
            found.setdefault(other.id, (kind, other))
    return list(found.values())


def quantity_of(*, product: Product, in_base: Decimal) -> Decimal:
    """Return the least quantity that may be ordered of a product and is not below so many base units, in base units."""
    factor = product.conversions.factor(product.sales_unit, product.base_unit)
    least = max(Fraction(in_base) / factor, Fraction(product.minimum))
    step = Fraction(product.multiple or 1)
    return exact_decimal(ceil(least / step) * step * factor)


def _successors(product: Product, find: Find) -> Iterator[tuple[RelationKind, Product]]:
    at: list[Product] = [product]
    for _ in range(_LONGEST_CHAIN):
        at = [other for one in at for _, other in _related(one, RelationKind.SUCCESSOR, find)]
        for other in at:
            yield RelationKind.SUCCESSOR, other


def _related(product: Product, kind: RelationKind, find: Find) -> Iterator[tuple[RelationKind, Product]]:
    for relation in product.relations:
        other = find(relation.product) if relation.kind is kind else None
        if other is not None:
            yield kind, other


def _last(promise: Promise) -> date | None:
    """Return the day on which all of it has come; None where something has no date."""
    days = [None if line.date is None else line.delivered_on or line.date for line in promise.schedule]
    return None if None in days else max((day for day in days if day is not None), default=None)
