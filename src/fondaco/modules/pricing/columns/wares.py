"""The products prices are asked for, as numbers: how each is handled, and what of it decides where records are found.

Thousands of products are handled in the same few ways; of a product itself only the number of its way is kept.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from fondaco.kernel.quantity import Quantity
from fondaco.kernel.unit import Conversions
from fondaco.modules.catalog.types import Handling
from fondaco.modules.pricing.columns.choose import Lines
from fondaco.modules.pricing.columns.profile import MILLION, Codes, numbers_of
from fondaco.modules.pricing.columns.rows import Vocabulary
from fondaco.modules.pricing.columns.segment import FIRST_PRODUCT, NO_CATEGORY, Flags, Ints, Small
from fondaco.modules.pricing.facts import goods_of
from fondaco.modules.pricing.model.find import Goods

# What cannot be counted in millionths is left to the reference.
UNCOUNTED = -1
_NONE = -1
_MOST_GOODS = 20_000


class Wares:
    """Products by place, which is their number in the vocabulary; a product keeps its place while the process lives."""

    def __init__(self, *, vocabulary: Vocabulary, units: Codes) -> None:
        self._codes, self._categories, self._units = vocabulary.products, vocabulary.categories, units
        self._handlings: dict[Handling, int] = {}
        self._ways: list[Handling] = []
        self._facts = _Facts(0, 1)
        # The way each product is handled in; none for one that cannot be bought.
        self._way: Small = np.empty(0, np.int32)
        self._metals: dict[UUID, Mapping[str, Fraction]] = {}
        self._goods: dict[int, Goods] = {}
        self._everything: tuple[list[int], Ints] | None = None

    def __len__(self) -> int:
        """Count the products that can be bought."""
        return int(np.count_nonzero(self._way != _NONE))

    def put(self, products: Iterable[tuple[Handling, bytes]]) -> None:
        """Take products in, new or changed: their ids by how they are handled, 16 bytes each."""
        way = self._way
        for handling, ids in products:
            number = self._number(handling)
            places = np.array([self._codes.of(id) for id in numbers_of(ids)], np.int64) - FIRST_PRODUCT
            most = int(places.max(initial=-1)) + 1
            if most > len(way):
                grown = np.full(max(most, len(self._codes), 2 * len(way)), _NONE, np.int32)
                grown[: len(way)] = way
                way = grown
            way[places] = number
        # Last, so that whoever finds a place finds all that is known of it.
        self._way, self._goods, self._everything = way, {}, None

    def drop(self, ids: Iterable[UUID]) -> None:
        """Take products out that cannot be bought any more."""
        for id in ids:
            place = self.place(id)
            if place is not None:
                self._way[place] = _NONE
        self._goods, self._everything = {}, None

    def contain(self, metals: Mapping[UUID, Mapping[str, Fraction]]) -> None:
        """Take in how many kilograms of metals one base unit of products holds."""
        self._metals = {**self._metals, **metals}
        self._goods = {}

    def place(self, product: UUID) -> int | None:
        """Return the place of a product; None for one that cannot be bought."""
        place: int = self._codes.get(product.int, -1) - FIRST_PRODUCT
        return place if 0 <= place < len(self._way) and self._way[place] != _NONE else None

    def places(self, products: Iterable[UUID]) -> tuple[Ints, Flags]:
        """Return the places of products, and which of them can be bought; of the others the place means nothing."""
        known, way = self._codes, self._way
        places = np.array([known.get(product.int, -1) for product in products], np.int64) - FIRST_PRODUCT
        there = (places >= 0) & (places < len(way))
        if len(way):
            there &= way.take(places, mode="clip") != _NONE
        return places, there

    def goods(self, place: int) -> Goods:
        """Return what the rule needs to know of the product at a place."""
        found = self._goods.get(place)
        if found is None:
            if len(self._goods) >= _MOST_GOODS:
                self._goods = {}
            product = UUID(int=self._codes.things[place])  # type: ignore[arg-type]
            found = goods_of(product, self._ways[self._way[place]], self._metals.get(product))
            self._goods[place] = found
        return found

    def get(self, product: UUID) -> Goods | None:
        """Return what the rule needs to know of a product; None for one that cannot be bought."""
        place = self.place(product)
        return None if place is None else self.goods(place)

    def least(self, place: int) -> Quantity:
        """Return the least quantity one can order of the product at a place."""
        handling = self._ways[self._way[place]]
        return Quantity(handling.minimum, handling.sales_unit)

    def everything(self) -> tuple[list[int], Ints]:
        """Return the numbers of the ids and the places of all products that can be bought."""
        found = self._everything
        if found is None:
            places = np.flatnonzero(self._way != _NONE)
            things = self._codes.things
            numbers: list[int] = [things[place] for place in places.tolist()]  # type: ignore[misc]
            found = self._everything = (numbers, places)
        return found

    def lines(self, places: Ints, quantities: Ints | None = None) -> Lines:
        """Return lines of products by place; of their least quantities unless others are given."""
        way, known = self._way[places], self._facts
        return Lines(
            products=places + FIRST_PRODUCT,
            categories=known.categories[way],
            base_units=known.base_unit[way],
            quantities=known.least[way] if quantities is None else quantities,
        )

    def _number(self, handling: Handling) -> int:
        number = self._handlings.get(handling)
        if number is None:
            number = len(self._ways)
            known = self._facts.grown(number + 1, len(handling.categories))
            codes = [self._categories.of(category) for category in handling.categories]
            known.categories[number, : len(codes)] = codes
            known.base_unit[number] = self._units.of(handling.base_unit)
            least = Quantity(handling.minimum, handling.sales_unit)
            known.least[number] = counted(least, handling.base_unit, handling.conversions)
            self._facts = known
            self._ways.append(handling)
            self._handlings[handling] = number
        return number


def in_base(goods: Goods, quantity: Quantity) -> int:
    """Count a quantity in millionths of the base unit, or say that it cannot be."""
    return counted(quantity, goods.base_unit, goods.conversions)


def counted(quantity: Quantity, base_unit: str, conversions: Conversions) -> int:
    """Count a quantity in millionths of a base unit, or say that it cannot be."""
    if quantity.unit == base_unit:
        scaled = quantity.value * MILLION
        return int(scaled) if scaled == int(scaled) else UNCOUNTED
    if not conversions.knows(quantity.unit):
        return UNCOUNTED
    exact = Fraction(quantity.value) * conversions.factor(quantity.unit, base_unit) * MILLION
    return int(exact) if exact.denominator == 1 else UNCOUNTED


class _Facts:
    """Arrays by way of handling, which grow by doubling."""

    def __init__(self, size: int, depth: int) -> None:
        self.categories: NDArray[np.int32] = np.full((size, depth), NO_CATEGORY, np.int32)
        self.base_unit = np.zeros(size, np.int64)
        self.least = np.zeros(size, np.int64)

    def grown(self, size: int, depth: int) -> "_Facts":
        """Return arrays with room for so many ways, these ones if they have it."""
        held, deep = self.categories.shape
        if size <= held and depth <= deep:
            return self
        larger = _Facts(max(size, 2 * held) if size > held else held, max(depth, deep))
        larger.base_unit[:held], larger.least[:held] = self.base_unit, self.least
        larger.categories[:held, :deep] = self.categories
        return larger
