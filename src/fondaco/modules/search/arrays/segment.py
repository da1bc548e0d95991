"""A set of products ready to be searched: never changed once it is built, so readers need no lock."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import partial
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from fondaco.modules.search.arrays.collecting import Collector, name_for
from fondaco.modules.search.arrays.nearby import Nearby
from fondaco.modules.search.arrays.postings import USUAL, Ordinals, Postings, Sorted, Statistics, Weights
from fondaco.modules.search.arrays.texts import Lexicon, Texts
from fondaco.modules.search.model import words
from fondaco.modules.search.model.counting import rows_of
from fondaco.modules.search.model.entry import Entry, natural

LANGUAGES = ("de", "en")
_HALF = (1 << 64) - 1


class Numbers:
    """Part numbers as they are looked up, with the products that have them."""

    __slots__ = ("_owners", "_starts", "keys")

    def __init__(self, *, keys: Lexicon, starts: NDArray[np.int64], owners: Ordinals) -> None:
        self.keys, self._starts, self._owners = keys, starts, owners

    def of(self, key: str) -> Ordinals:
        """Return the products with a number."""
        place = self.keys.find(key)
        return self._between(place, place + 1) if place is not None else self._owners[:0]

    def beginning(self, start: str) -> Ordinals:
        """Return the products with a number that begins so."""
        places = self.keys.beginning(start)
        return self._between(places.start, places.stop)

    def _between(self, low: int, high: int) -> Ordinals:
        return self._owners[self._starts[low] : self._starts[high]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """The words of one language: its terms, where they stand, what is nearly them, and the order of the names."""

    terms: Lexicon
    postings: Postings
    nearby: Nearby
    names: Texts
    by_name: Ordinals
    name_rank: Ordinals

    def name_key(self, ordinal: int) -> str:
        """Return by what the name of a product is sorted."""
        return words.fold(self.names[ordinal])


class Segment:
    """Products in the order of their numbers; an ordinal is a place in that order."""

    def __init__(
        self,
        *,
        ids: Sequence[UUID],
        skus: Texts,
        tongues: Mapping[str, Tongue],
        numbers: Numbers,
        own: Numbers,
        members: Mapping[UUID, Ordinals],
        codes: Mapping[tuple[str, str], int],
        value_starts: NDArray[np.int64],
        values: NDArray[np.int32],
    ) -> None:
        self.ids, self.skus, self.tongues = ids, skus, tongues
        self.numbers, self.own, self.members = numbers, own, members
        self.codes, self.value_starts, self.values = codes, value_starts, values
        # By the random half of the ids, in order: a search in an array takes a tenth of the memory of a dict.
        halves = np.fromiter((id.int & _HALF for id in ids), np.uint64, len(ids))
        self._by_half = np.argsort(halves, kind="stable").astype(np.int32)
        self._halves = halves[self._by_half]
        self.value_owners: Ordinals = np.repeat(np.arange(len(ids), dtype=np.int32), np.diff(value_starts))

    def __len__(self) -> int:
        """Count the products."""
        return len(self.ids)

    def ordinal(self, id: UUID) -> int | None:
        """Return the place of a product."""
        half = np.uint64(id.int & _HALF)
        for at in range(int(np.searchsorted(self._halves, half)), len(self._halves)):
            if self._halves[at] != half:
                break
            place = int(self._by_half[at])
            if self.ids[place] == id:
                return place
        return None

    def with_tongue(self, language: str, tongue: Tongue) -> "Segment":
        """Return the same products with the words of a language weighed otherwise."""
        other = copy(self)
        other.tongues = {**self.tongues, language: tongue}
        return other


def build(
    entries: Iterable[Entry],
    *,
    weights: Weights = USUAL,
    known: Segment | None = None,
    keep: Callable[[str, Sorted], None] | None = None,
) -> Segment:
    """Build a segment of entries, which are read once and not kept.

    `known` is the segment they are to stand beside: its values keep their codes, and words count as they do there.
    `keep` is given the sorted words of each language, to weigh them once more.
    """
    collectors = {language: Collector(language) for language in LANGUAGES}
    ids: list[UUID] = []
    skus: list[str] = []
    names: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    numbers, own = _Pairs(), _Pairs()
    members: dict[UUID, array[int]] = {}
    codes: dict[tuple[str, str], int] = dict(known.codes) if known is not None else {}
    ends, values = array("q", [0]), array("i")
    for place, entry in enumerate(entries):
        ids.append(entry.product)
        skus.append(entry.sku)
        for language, collector in collectors.items():
            collector.add(entry)
            names[language].append(name_for(entry.names, language))
        for key in words.number_keys((entry.sku, *entry.numbers)):
            numbers.add(key, place)
        for owner, number in entry.own:
            own.add(own_key(owner, words.number_key(number)), place)
        for category in entry.categories:
            members.setdefault(category, array("i")).append(place)
        values.extend(codes.setdefault(value, len(codes)) for value in entry.values)
        ends.append(len(values))
    order = sorted_places([natural(sku) for sku in skus])
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    starts = np.frombuffer(ends, np.int64)
    return Segment(
        ids=[ids[place] for place in order.tolist()],
        skus=Texts(skus[place] for place in order.tolist()),
        # One language after the other: what one collected is used up before the next one is sorted.
        tongues={
            language: _tongue(
                collectors.pop(language),
                names.pop(language),
                order,
                weights,
                known.tongues[language] if known is not None else None,
                partial(keep, language) if keep is not None else None,
            )
            for language in LANGUAGES
        },
        numbers=numbers.arranged(rank),
        own=own.arranged(rank),
        members={category: np.sort(rank[np.frombuffer(found, np.int32)]) for category, found in members.items()},
        codes=codes,
        value_starts=np.concatenate((np.zeros(1, np.int64), np.cumsum(np.diff(starts)[order]))),
        values=rows_of(order, starts, np.frombuffer(values, np.int32) if values else np.zeros(0, np.int32)),
    )


class _Pairs:
    """Keys and where they were met, as they come."""

    def __init__(self) -> None:
        self._keys: list[str] = []
        self._places = array("i")

    def add(self, key: str, place: int) -> None:
        self._keys.append(key)
        self._places.append(place)

    def arranged(self, rank: Ordinals) -> Numbers:
        order = sorted_places([key.encode() for key in self._keys])
        sorted_keys = [self._keys[place] for place in order.tolist()]
        heads = [place for place, key in enumerate(sorted_keys) if not place or key != sorted_keys[place - 1]]
        places = np.frombuffer(self._places, np.int32) if self._places else np.zeros(0, np.int32)
        return Numbers(
            keys=Lexicon(sorted_keys[place] for place in heads),
            starts=np.array([*heads, len(sorted_keys)], np.int64),
            owners=rank[places[order]],
        )


def sorted_places(keys: Sequence[str] | Sequence[bytes]) -> Ordinals:
    """Return the places of keys in their order."""
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int32)


def own_key(organisation: UUID, key: str) -> str:
    """Write an organisation's own number as it is looked up."""
    return f"{organisation.hex}{key}"


def _tongue(
    collector: Collector,
    names: list[str],
    order: NDArray[np.int32],
    weights: Weights,
    known: Tongue | None,
    keep: Callable[[Sorted], None] | None,
) -> Tongue:
    beside: tuple[Lexicon, Statistics] | None = (known.terms, known.postings.statistics) if known else None
    terms, postings, nearby = collector.finish(order=order, weights=weights, known=beside, keep=keep)
    ordered = [names[place] for place in order.tolist()]
    by_name = sorted_places([words.fold(name) for name in ordered])
    rank = np.empty(len(by_name), np.int32)
    rank[by_name] = np.arange(len(by_name), dtype=np.int32)
    return Tongue(
        terms=terms,
        postings=postings,
        nearby=nearby,
        names=Texts(ordered),
        by_name=by_name,
        name_rank=rank,
    )
