"""Reading entries word by word into rows, in one language; nothing is weighed before all of them are known."""

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from fondaco.modules.search.arrays.nearby import Nearby
from fondaco.modules.search.arrays.postings import Field, Keys, Packing, Postings, Sorted, Statistics, Weights, build
from fondaco.modules.search.arrays.texts import Lexicon
from fondaco.modules.search.model import words
from fondaco.modules.search.model.counting import rows_of
from fondaco.modules.search.model.entry import Entry

_LONGEST_TERM = 60
_PER_ENTRY = len(Field) - 1


class _Known(dict[str, int]):
    """The number of every word met so far, by its stem; each word is read once."""

    def __init__(self) -> None:
        super().__init__()
        self.stems: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        stem = words.stem(word[:_LONGEST_TERM])
        number = self[word] = self.stems.setdefault(stem, len(self.stems))
        return number


class Collector:
    """Collects the words of entries in the order in which they are added."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._known = _Known()
        self._terms = array("i")
        self._lengths = array("i")
        self._count = 0

    def add(self, entry: Entry) -> None:
        """Read one entry."""
        self._count += 1
        known, language = self._known, self._language
        for texts in (
            (name_for(entry.names, language),),
            entry.kinds.get(language, ()),
            (*text_for(entry.texts, language), *entry.texts.get("", ())),
            (value for _, value in entry.values),
            (entry.brand,),
            words.of_numbers((entry.sku, *entry.numbers)),
            (name for other, name in entry.names.items() if other != language),
        ):
            found = [known[word] for text in texts if text for word in words.words(text)]
            self._terms.extend(found)
            self._lengths.append(len(found))

    def finish(
        self,
        *,
        order: NDArray[np.int32],
        weights: Weights,
        known: tuple[Lexicon, Statistics] | None = None,
        keep: Callable[[Sorted], None] | None = None,
    ) -> tuple[Lexicon, Postings, Nearby]:
        """Return the terms, their postings and what is nearly them, the entries in another `order`.

        `known` is the catalogue they are added to.
        What was collected is used up. `keep` is given the sorted words, to weigh them once more.
        """
        parts = _parts(self._known.stems, known[0] if known is not None else None)
        numbered = self._known.stems
        for made_of in parts.values():
            for part in made_of:
                numbered.setdefault(part, len(numbered))
        stems = sorted(numbered, key=str.encode)
        lexicon = Lexicon(stems)
        place = np.empty(len(stems), np.int32)
        place[np.fromiter((numbered[stem] for stem in stems), np.int64, len(stems))] = np.arange(len(stems))
        nearby = Nearby((word, int(place[number])) for word, number in self._known.items())
        of_term = chained((int(place[numbered[part]]) for part in parts.get(stem, ())) for stem in stems)
        self._known = _Known()
        rank = np.empty(self._count, np.int32)
        rank[order] = np.arange(self._count, dtype=np.int32)
        packing = Packing(self._count)
        keys = self._keys(packing, place, rank, of_term)
        statistics = _in_terms_of(lexicon, *known) if known is not None else None
        collected = Sorted(keys=keys, packing=packing, terms=len(lexicon), products=self._count)
        keys.sort()
        postings = build(collected, weights=weights, known=statistics)
        if keep is not None:
            keep(collected)
        return lexicon, postings, nearby

    def _keys(
        self,
        packing: Packing,
        place: NDArray[np.int32],
        rank: NDArray[np.int32],
        parts: tuple[NDArray[np.int64], NDArray[np.int32]],
    ) -> Keys:
        """Write every word, and every part of a compound or size where the whole stands."""
        lengths = _taken(self._lengths)
        cells = np.arange(len(lengths), dtype=np.int32)
        owners = np.repeat(rank[cells // _PER_ENTRY], lengths) if len(lengths) else np.zeros(0, np.int32)
        fields = np.repeat((cells % _PER_ENTRY).astype(np.int8), lengths)
        terms = place[_taken(self._terms)]
        self._terms, self._lengths = array("i"), array("i")
        starts, made_of = parts
        where = np.flatnonzero((np.diff(starts) > 0)[terms])
        added = rows_of(terms[where], starts, made_of)
        keys = np.empty(len(terms) + len(added), np.int64)
        repeated = np.repeat(owners[where], np.diff(starts)[terms[where]])
        packing.write(keys[len(terms) :], terms=added, owners=repeated, fields=Field.PARTS)
        packing.write(keys[: len(terms)], terms=terms, owners=owners, fields=fields)
        return keys


def _taken(numbers: "array[int]") -> NDArray[np.int32]:
    return np.frombuffer(numbers, np.int32) if numbers else np.zeros(0, np.int32)


def name_for(names: Mapping[str, str], language: str) -> str:
    """Return the name in the language, or else in English, or else in whatever there is."""
    return names.get(language) or names.get("en") or next(iter(names.values()), "")


def text_for(texts: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    """Return the texts in the language, or else in English, or else in whatever there is."""
    return texts.get(language) or texts.get("en") or next((found for key, found in texts.items() if key), ())


class _Vocabulary:
    """What compounds may be made of: the stems of these entries, and of the catalogue they are added to."""

    def __init__(self, stems: Iterable[str], known: Lexicon | None) -> None:
        self._stems, self._known = frozenset(stems), known

    def __contains__(self, stem: object) -> bool:
        known = self._known
        return stem in self._stems or (known is not None and isinstance(stem, str) and known.find(stem) is not None)


def _parts(stems: Collection[str], known: Lexicon | None) -> dict[str, list[str]]:
    """Return what compounds and sizes are made of, as far as their parts are words by themselves."""
    vocabulary, found = _Vocabulary(stems, known), dict[str, list[str]]()
    for stem in stems:
        parts = (words.stem(part) for part in (*words.parts_of_size(stem), *words.parts_of_compound(stem, vocabulary)))
        if known_parts := [part for part in parts if part in vocabulary]:
            found[stem] = known_parts
    return found


def _in_terms_of(lexicon: Lexicon, known: Lexicon, statistics: Statistics) -> Statistics:
    places = [known.find(term) for term in lexicon]
    owners = np.array([statistics.owners[place] if place is not None else 0 for place in places], np.int32)
    return Statistics(products=statistics.products, owners=owners, lengths=statistics.lengths)


def chained(rows: Iterable[Iterable[int]]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return rows of numbers one behind the other, and where each begins."""
    starts, numbers = array("q", [0]), array("i")
    for row in rows:
        numbers.extend(row)
        starts.append(len(numbers))
    return np.frombuffer(starts, np.int64), np.frombuffer(numbers, np.int32) if numbers else np.zeros(0, np.int32)
