"""A set of products ready to be searched: never changed once it is built, so readers need no lock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from fondaco.modules.search.arrays.collecting import Collector, chained, name_for
from fondaco.modules.search.arrays.nearby import Nearby
from fondaco.modules.search.arrays.postings import USUAL, Ordinals, Postings, Statistics, Weights
from fondaco.modules.search.arrays.texts import Lexicon, Texts
from fondaco.modules.search.model import words
from fondaco.modules.search.model.entry import Entry, natural

LANGUAGES = ("de", "en")


class Numbers:
    """Part numbers as they are looked up, with the products that have them."""

    __slots__ = ("_owners", "_starts", "keys")

    def __init__(self, pairs: Iterable[tuple[str, int]]) -> None:
        found: dict[str, list[int]] = {}
        for key, owner in pairs:
            found.setdefault(key, []).append(owner)
        ordered = sorted(found, key=str.encode)
        self.keys = Lexicon(ordered)
        self._starts, self._owners = chained(sorted(set(found[key])) for key in ordered)

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
        self.ordinal = {id: place for place, id in enumerate(ids)}
        self.value_owners: Ordinals = np.repeat(np.arange(len(ids), dtype=np.int32), np.diff(value_starts))

    def __len__(self) -> int:
        """Count the products."""
        return len(self.ids)


def build(entries: Iterable[Entry], *, weights: Weights = USUAL, known: Segment | None = None) -> Segment:
    """Build a segment of entries, which are read once and not kept.

    `known` is the segment they are to stand beside: its values keep their codes, and words count as they do there.
    """
    collectors = {language: Collector(language) for language in LANGUAGES}
    ids: list[UUID] = []
    skus: list[str] = []
    names: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    number_pairs: list[tuple[str, int]] = []
    own_pairs: list[tuple[str, int]] = []
    categories: list[tuple[UUID, ...]] = []
    codes: dict[tuple[str, str], int] = dict(known.codes) if known is not None else {}
    value_rows: list[list[int]] = []
    for place, entry in enumerate(entries):
        ids.append(entry.product)
        skus.append(entry.sku)
        for language, collector in collectors.items():
            collector.add(entry)
            names[language].append(name_for(entry.names, language))
        keys = {words.number_key(number) for number in (entry.sku, *entry.numbers)} - {""}
        number_pairs += [(key, place) for key in keys]
        own_pairs += [(own_key(owner, words.number_key(number)), place) for owner, number in entry.own]
        categories.append(entry.categories)
        value_rows.append([codes.setdefault(value, len(codes)) for value in entry.values])
    keys_of = [natural(sku) for sku in skus]
    order = np.array(sorted(range(len(ids)), key=keys_of.__getitem__), np.int32)
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    places = rank.tolist()
    members: dict[UUID, list[int]] = {}
    for place, above in enumerate(categories):
        for category in above:
            members.setdefault(category, []).append(places[place])
    starts, values = chained(value_rows[place] for place in order.tolist())
    return Segment(
        ids=[ids[place] for place in order.tolist()],
        skus=Texts(skus[place] for place in order.tolist()),
        tongues={
            language: _tongue(
                collector, names[language], order, weights, known.tongues[language] if known is not None else None
            )
            for language, collector in collectors.items()
        },
        numbers=Numbers((key, places[place]) for key, place in number_pairs),
        own=Numbers((key, places[place]) for key, place in own_pairs),
        members={category: np.array(sorted(found), np.int32) for category, found in members.items()},
        codes=codes,
        value_starts=starts,
        values=values,
    )


def own_key(organisation: UUID, key: str) -> str:
    """Write an organisation's own number as it is looked up."""
    return f"{organisation.hex}{key}"


def _tongue(
    collector: Collector, names: list[str], order: NDArray[np.int32], weights: Weights, known: Tongue | None
) -> Tongue:
    beside: tuple[Lexicon, Statistics] | None = (known.terms, known.postings.statistics) if known else None
    terms, postings = collector.finish(order=order, weights=weights, known=beside)
    ordered = [names[place] for place in order.tolist()]
    keys = [words.fold(name) for name in ordered]
    by_name = np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int32)
    rank = np.empty(len(keys), np.int32)
    rank[by_name] = np.arange(len(keys), dtype=np.int32)
    return Tongue(
        terms=terms,
        postings=postings,
        nearby=Nearby(terms),
        names=Texts(ordered),
        by_name=by_name,
        name_rank=rank,
    )
