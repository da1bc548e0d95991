"""All products of an index in one row of numbers, though they lie in two segments, and some of the first are outdated.

The base is everything as it was when it was built; the rest are products that came or changed since. A place is an ordinal
of the base, or behind its last one an ordinal of the rest.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from fondaco.modules.search.arrays.segment import Segment
from fondaco.modules.search.model import counting
from fondaco.modules.search.model.counting import Ordinals
from fondaco.modules.search.model.entry import natural

Flags = NDArray[np.bool_]
Ranks = NDArray[np.float64]


class Places:
    """The products of two segments by their places."""

    def __init__(self, *, base: Segment, rest: Segment | None = None, gone: Iterable[UUID] = ()) -> None:
        self.base, self.rest = base, rest
        self.segments: Sequence[Segment] = (base, rest) if rest is not None else (base,)
        self.offsets = (0, len(base))[: len(self.segments)]
        self.gone = frozenset(gone)
        self.size = sum(len(segment) for segment in self.segments)
        changed = (*self.gone, *rest.ids) if rest is not None else self.gone
        outdated = [place for id in changed if (place := base.ordinal(id)) is not None]
        self.dead: Ordinals = np.array(sorted(set(outdated)), np.int32)
        self._lists: dict[UUID, Ordinals] = {}
        self._ranks: dict[str, Ranks] = {}

    @cached_property
    def alive(self) -> tuple[Flags | None, ...]:
        """Mark the products of each segment that are not outdated; None where none is."""
        if not len(self.dead):
            return (None,) * len(self.segments)
        living = np.ones(len(self.base), np.bool_)
        living[self.dead] = False
        return (living, None)[: len(self.segments)]

    @cached_property
    def everything(self) -> Ordinals:
        """Return all living products by number."""
        return self.by_number(np.flatnonzero(self._all_alive).astype(np.int32))

    @cached_property
    def _all_alive(self) -> Flags:
        marks = np.ones(self.size, np.bool_)
        marks[self.dead] = False
        return marks

    def id(self, place: int) -> UUID:
        """Return the product at a place."""
        rest = self.rest
        return self.base.ids[place] if place < len(self.base) or rest is None else rest.ids[place - len(self.base)]

    def ids(self, places: Ordinals) -> list[UUID]:
        """Return the products at some places."""
        if self.rest is None:
            return [self.base.ids[place] for place in places.tolist()]
        return [self.id(place) for place in places.tolist()]

    def place(self, product: UUID) -> int | None:
        """Return where a living product is."""
        added = self.rest.ordinal(product) if self.rest is not None else None
        if added is not None:
            return len(self.base) + added
        return self.base.ordinal(product) if product not in self.gone else None

    def sku(self, place: int) -> str:
        """Return the number of the product at a place."""
        segment, ordinal = self._at(place)
        return segment.skus[ordinal]

    def name(self, place: int, language: str) -> str:
        """Return the name of the product at a place."""
        segment, ordinal = self._at(place)
        return segment.tongues[language].names[ordinal]

    def category(self, category: UUID | None) -> Ordinals:
        """Return the members of a category and everything below it, by number; None is the whole catalogue."""
        if category is None:
            return self.everything
        found = self._lists.get(category)
        if found is None:
            parts = [
                segment.members.get(category, np.zeros(0, np.int32)) + np.int32(offset)
                for segment, offset in zip(self.segments, self.offsets, strict=True)
            ]
            together = np.concatenate(parts)
            found = self._lists[category] = self.by_number(together[self._all_alive[together]])
        return found

    def by_number(self, places: Ordinals) -> Ordinals:
        """Put products in the order of their numbers."""
        rest = self.rest
        if rest is None:
            return np.sort(places)
        return places[np.argsort(self._rank("", lambda: self._number_rank(rest))[places], kind="stable")]

    def by_name(self, places: Ordinals, language: str) -> Ordinals:
        """Put products in the order of their names."""
        rest = self.rest
        if rest is None:
            return places[np.argsort(self.base.tongues[language].name_rank[places], kind="stable")]
        ranks = self._rank(language, lambda: self._name_rank(language, rest))
        return places[np.argsort(ranks[places], kind="stable")]

    def value_counts(self, places: Ordinals) -> NDArray[np.int64]:
        """Count how many of the products have each value, by its code."""
        codes = len(self.codes)
        total = np.zeros(codes, np.int64)
        for segment, offset in zip(self.segments, self.offsets, strict=True):
            mine = places[(places >= offset) & (places < offset + len(segment))] - np.int32(offset)
            total += counting.counts(
                mine if self.rest is not None else places,
                starts=segment.value_starts,
                values=segment.values,
                owners=segment.value_owners,
                codes=codes,
            )
        return total

    @property
    def codes(self) -> Mapping[tuple[str, str], int]:
        """Return the code of every value of every attribute."""
        return self.segments[-1].codes

    @cached_property
    def values(self) -> Sequence[tuple[str, str]]:
        """Return all values by code."""
        return list(self.codes)

    def having(self, code: str, wanted: Iterable[str]) -> Flags:
        """Mark the products that have one of some values of an attribute."""
        numbers = [self.codes[code, value] for value in wanted if (code, value) in self.codes]
        marks = np.zeros(self.size, np.bool_)
        for segment, offset in zip(self.segments, self.offsets, strict=True):
            marks[segment.value_owners[np.isin(segment.values, numbers)] + offset] = True
        return marks

    def marks(self, places: Ordinals) -> Flags:
        """Mark some products."""
        marks = np.zeros(self.size, np.bool_)
        marks[places] = True
        return marks

    def _at(self, place: int) -> tuple[Segment, int]:
        rest = self.rest
        return (self.base, place) if place < len(self.base) or rest is None else (rest, place - len(self.base))

    def _rank(self, key: str, make: Callable[[], Ranks]) -> Ranks:
        ranks = self._ranks.get(key)
        if ranks is None:
            ranks = self._ranks[key] = make()
        return ranks

    def _number_rank(self, rest: Segment) -> Ranks:
        base = self.base
        between = [
            bisect_right(range(len(base)), natural(sku), key=lambda place: natural(base.skus[place]))
            for sku in rest.skus
        ]
        return _ranks(np.arange(len(base)), np.array(between, np.int64), np.arange(len(rest)))

    def _name_rank(self, language: str, added: Segment) -> Ranks:
        base, rest = self.base.tongues[language], added.tongues[language]
        order = base.by_name
        between = [
            bisect_right(range(len(order)), rest.name_key(place), key=lambda at: base.name_key(int(order[at])))
            for place in range(len(rest.names))
        ]
        return _ranks(base.name_rank, np.array(between, np.int64), rest.name_rank)


def _ranks(base: NDArray[np.int64] | Ordinals, between: NDArray[np.int64], rest: NDArray[np.int64] | Ordinals) -> Ranks:
    """Give the products of the rest ranks between those of the base, in their own order."""
    return np.concatenate((base, between - 1 + (rest + 1) / (len(rest) + 1)))
