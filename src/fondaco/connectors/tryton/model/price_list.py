"""Which line of a price list prices a product from which quantity on: the first line that matches wins.

A line matches by product, by category (or a category above) and from its minimum quantity on. Lines are tried in
their order, so a general line that stands higher hides a better one below it. As a function of the quantity the
winner can only change at a minimum quantity, and only to a line that stands higher.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import merge

from fondaco.connectors.tryton.model.formula import PlainFormula, plain
from fondaco.connectors.tryton.model.unit import convert_price, round_price
from fondaco.connectors.tryton.types import RemoteLine, RemotePriceList, RemoteProduct, RemoteUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From `minimum` on (in the list's unit) the line prices the product; `price` is per sale unit.

    The price is None where the formula is not plain: then Tryton has to be asked.
    """

    minimum: Decimal
    line: RemoteLine
    price: Decimal | None


class LineFinder:
    """The lines of one price list, found by product and category without trying them all."""

    def __init__(self, *, price_list: RemotePriceList, parents: Mapping[int, int | None]) -> None:
        self.price_list = price_list
        self._parents = parents
        self._general: list[int] = []
        self._by_product: dict[int, list[int]] = {}
        self._by_category: dict[int, list[int]] = {}
        self._formulas: dict[str, PlainFormula | None] = {}
        for place, line in enumerate(price_list.lines):
            if line.product is not None:
                self._by_product.setdefault(line.product, []).append(place)
            elif line.category is not None:
                self._by_category.setdefault(line.category, []).append(place)
            else:
                self._general.append(place)

    def steps(self, *, product: RemoteProduct, units: Mapping[int, RemoteUnit]) -> Sequence[Step]:
        """Return who prices the product from which minimum on, lowest minimum first; empty where nobody does."""
        winners: list[RemoteLine] = []
        for line in self._matching(product):
            # Only a line with a lower minimum than all above it is ever reached.
            if not winners or line.quantity < winners[-1].quantity:
                winners.append(line)
            if not line.quantity:
                break
        steps: list[Step] = []
        for line in reversed(winners):
            price = self._price(line, product, units)
            # The same price from a higher quantity on is no step of its own.
            if steps and price is not None and steps[-1].price == price:
                continue
            steps.append(Step(minimum=line.quantity, line=line, price=price))
        return steps

    def _matching(self, product: RemoteProduct) -> Iterator[RemoteLine]:
        above = set(self._with_parents(product.categories))
        found = [self._general, self._by_product.get(product.id, [])]
        found += [self._by_category[category] for category in above & self._by_category.keys()]
        for place in merge(*found):
            line = self.price_list.lines[place]
            if line.category is None or line.category in above:
                yield line

    def _with_parents(self, categories: Iterable[int]) -> Iterator[int]:
        for category in categories:
            at: int | None = category
            while at is not None:
                yield at
                at = self._parents.get(at)

    def _price(self, line: RemoteLine, product: RemoteProduct, units: Mapping[int, RemoteUnit]) -> Decimal | None:
        if line.formula not in self._formulas:
            self._formulas[line.formula] = plain(line.formula)
        formula = self._formulas[line.formula]
        if formula is None:
            return None
        price = priced(formula, price_list=self.price_list, product=product)
        if price is None:
            return None
        return convert_price(price, of=units[product.default_uom], to=units[product.sale_uom])


def priced(formula: PlainFormula, *, price_list: RemotePriceList, product: RemoteProduct) -> Decimal | None:
    """Return what a plain formula comes to per default unit; None where its base price is not known."""
    base = price_list.price if formula.base == "unit_price" else formula.base
    if formula.base is None:
        return round_price(formula.amount)
    # Tryton takes a missing cost price for zero and a missing list price for "no price".
    known = {"list_price": product.list_price, "cost_price": product.cost_price or Decimal(0)}
    base_price = known.get(base or "")
    return None if base_price is None else round_price(formula.price(base_price))
