"""The products prices are asked for, as numbers: their categories, base units and least orderable quantities."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from fondaco.kernel.quantity import Quantity
from fondaco.modules.pricing.columns.choose import Lines
from fondaco.modules.pricing.columns.profile import MILLION, Codes
from fondaco.modules.pricing.columns.rows import Vocabulary
from fondaco.modules.pricing.columns.segment import NO_CATEGORY, Ints
from fondaco.modules.pricing.model.find import Goods

# What cannot be counted in millionths is left to the reference.
UNCOUNTED = -1
_UNKNOWN = Quantity(Decimal(1), "PCE")


class Wares:
    """Arrays by place; a product keeps its place while the process lives."""

    def __init__(self, *, vocabulary: Vocabulary, units: Codes) -> None:
        self._vocabulary, self._units = vocabulary, units
        # By the number of the id: whole numbers are found faster than ids.
        self.places: dict[int, int] = {}
        self.goods: list[Goods | None] = []
        self.least: list[Quantity] = []
        self._arrays = _Arrays(0, 1)

    def put(self, goods: Mapping[UUID, tuple[Goods, Quantity]]) -> None:
        """Take products in, new or changed, with the least quantity one can order."""
        depth = max((len(one.categories) for one, _ in goods.values()), default=0)
        new = [id.int for id in goods if id.int not in self.places]
        places = {number: place for place, number in enumerate(new, start=len(self.goods))}
        self.goods += [None] * len(new)
        self.least += [_UNKNOWN] * len(new)
        arrays = self._arrays.grown(len(self.goods), depth)
        for id, (one, least) in goods.items():
            place = self.places[id.int] if id.int in self.places else places[id.int]
            self.goods[place], self.least[place] = one, least
            arrays.product[place] = self._vocabulary.products.of(id)
            arrays.categories[place] = NO_CATEGORY
            codes = [self._vocabulary.categories.of(category) for category in one.categories]
            arrays.categories[place, : len(codes)] = codes
            arrays.base_unit[place] = self._units.of(one.base_unit)
            arrays.least[place] = in_base(one, least)
        # Last, so that whoever finds a place finds all that is known of it.
        self._arrays = arrays
        self.places |= places

    def drop(self, ids: Iterable[UUID]) -> None:
        """Take products out that cannot be bought any more."""
        for id in ids:
            place = self.places.pop(id.int, None)
            if place is not None:
                self.goods[place] = None

    def known(self) -> dict[UUID, Goods]:
        """Return what is known of all products."""
        return {one.product: one for place in self.places.values() if (one := self.goods[place]) is not None}

    def lines(self, places: Ints, quantities: Ints | None = None) -> Lines:
        """Return lines of products by place; of their least quantities unless others are given."""
        arrays = self._arrays
        return Lines(
            products=arrays.product[places],
            categories=arrays.categories[places],
            base_units=arrays.base_unit[places],
            quantities=arrays.least[places] if quantities is None else quantities,
        )


def in_base(goods: Goods, quantity: Quantity) -> int:
    """Count a quantity in millionths of the base unit, or say that it cannot be."""
    if quantity.unit == goods.base_unit:
        scaled = quantity.value * MILLION
        return int(scaled) if scaled == int(scaled) else UNCOUNTED
    exact = Fraction(quantity.value) * goods.conversions.factor(quantity.unit, goods.base_unit) * MILLION
    return int(exact) if exact.denominator == 1 else UNCOUNTED


class _Arrays:
    """Arrays that grow by doubling."""

    def __init__(self, size: int, depth: int) -> None:
        self.product = np.zeros(size, np.int64)
        self.categories: NDArray[np.int32] = np.full((size, depth), NO_CATEGORY, np.int32)
        self.base_unit = np.zeros(size, np.int64)
        self.least = np.zeros(size, np.int64)

    def grown(self, size: int, depth: int) -> "_Arrays":
        """Return arrays with room for so many products, these ones if they have it."""
        held, deep = self.categories.shape
        if size <= held and depth <= deep:
            return self
        larger = _Arrays(max(size, 2 * held) if size > held else held, max(depth, deep))
        larger.product[:held], larger.base_unit[:held], larger.least[:held] = self.product, self.base_unit, self.least
        larger.categories[:held, :deep] = self.categories
        return larger
