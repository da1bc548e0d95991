"""The catalogue as arrays: the members of each category, the orders of a listing, the values that facets count.

A listing is built anew when the catalogue changes and never changed itself, so a reader needs no lock.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from fondaco.modules.search.model.words import fold
from fondaco.modules.search.types import Filters

Ordinals = NDArray[np.int32]
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What search knows of one product.

    `numbers` are its part numbers besides the SKU, `own` those of organisations, `categories` the nearest and all
    above it, `values` pairs of attribute and value as they are shown.
    """

    product: UUID
    sku: str
    numbers: tuple[str, ...] = ()
    own: tuple[tuple[UUID, str], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    categories: tuple[UUID, ...] = ()
    values: tuple[tuple[str, str], ...] = ()


class Listing:
    """All entries in the order of their numbers; an ordinal is a place in that order."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: Sequence[Entry] = sorted(entries, key=lambda entry: natural(entry.sku))
        self.ids = [entry.product for entry in self.entries]
        self.ordinal = {id: place for place, id in enumerate(self.ids)}
        self.everything: Ordinals = np.arange(len(self.ids), dtype=np.int32)
        members: dict[UUID, list[int]] = {}
        for place, entry in enumerate(self.entries):
            for category in entry.categories:
                members.setdefault(category, []).append(place)
        self.members: dict[UUID, Ordinals] = {
            category: np.array(places, dtype=np.int32) for category, places in members.items()
        }
        codes: dict[tuple[str, str], int] = {}
        rows = [[codes.setdefault(value, len(codes)) for value in entry.values] for entry in self.entries]
        self.values = list(codes)
        self._code = codes
        lengths = np.fromiter((len(row) for row in rows), dtype=np.int64, count=len(rows))
        self._value_of = np.fromiter(chain.from_iterable(rows), dtype=np.int32, count=int(lengths.sum()))
        self._owner_of = np.repeat(self.everything, lengths)
        self._name_ranks: dict[str, Ordinals] = {}

    def category(self, category: UUID | None) -> Ordinals:
        """Return the members of a category and everything below it, by number; None is the whole catalogue."""
        if category is None:
            return self.everything
        return self.members.get(category, self.everything[:0])

    def narrowed(self, ordinals: Ordinals, filters: Filters, *, but: str | None = None) -> Ordinals:
        """Keep those that fit the filters, in the order given; the attribute `but` does not count."""
        if filters.category is not None and but != "category":
            ordinals = ordinals[self._mask(self.category(filters.category))[ordinals]]
        for code, wanted in filters.attributes.items():
            if code != but:
                ordinals = ordinals[self._having(code, wanted)[ordinals]]
        return ordinals

    def by_name(self, ordinals: Ordinals, language: str) -> Ordinals:
        """Put them in the order of their names in the language."""
        rank = self._name_ranks.get(language)
        if rank is None:
            names = [fold(name_in(entry.names, language)) for entry in self.entries]
            rank = np.empty(len(names), dtype=np.int32)
            rank[sorted(range(len(names)), key=names.__getitem__)] = self.everything
            self._name_ranks[language] = rank
        return ordinals[np.argsort(rank[ordinals], kind="stable")]

    def counts(self, ordinals: Ordinals) -> dict[tuple[str, str], int]:
        """How many of them have each value of each attribute."""
        chosen = self._value_of[self._mask(ordinals)[self._owner_of]]
        counted = np.bincount(chosen, minlength=len(self.values))
        return {self.values[code]: int(counted[code]) for code in np.flatnonzero(counted)}

    def category_counts(self, ordinals: Ordinals, categories: Iterable[UUID]) -> dict[UUID, int]:
        """How many of them are in each category or below it."""
        mask = self._mask(ordinals)
        found = {category: int(mask[self.category(category)].sum()) for category in categories}
        return {category: count for category, count in found.items() if count}

    def _mask(self, ordinals: Ordinals) -> NDArray[np.bool_]:
        mask = np.zeros(len(self.ids), dtype=np.bool_)
        mask[ordinals] = True
        return mask

    def _having(self, code: str, wanted: Iterable[str]) -> NDArray[np.bool_]:
        numbers = [self._code[code, value] for value in wanted if (code, value) in self._code]
        mask = np.zeros(len(self.ids), dtype=np.bool_)
        mask[self._owner_of[np.isin(self._value_of, numbers)]] = True
        return mask


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return the order people expect: M8 before M10."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in _DIGITS.split(text.casefold()) if part
    )


def name_in(names: Mapping[str, str], language: str) -> str:
    """Return the text in the language, or else in English, or else in whatever there is."""
    return names.get(language) or names.get("en") or next(iter(names.values()), "")
