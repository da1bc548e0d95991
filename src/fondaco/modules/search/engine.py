"""Finding by text: the ways in which a word may be meant, their postings added up, the best first.

Tiers keep the promise of the order: own part number, then number, then beginning of a number, then words. Where products
have all words of the query, only those are found; otherwise those that have the most of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from fondaco.modules.search.arrays.postings import Ordinals
from fondaco.modules.search.arrays.segment import Segment, Tongue, own_key
from fondaco.modules.search.model import query as queries
from fondaco.modules.search.model import words
from fondaco.modules.search.model.query import Query, Word
from fondaco.modules.search.types import Reason

Scores = NDArray[np.int32]
Flags = NDArray[np.bool_]
# By how much a way of meaning a word counts, in percent of the word as it stands.
_AS_TYPED, _JOINED, _BEGINNING, _COMPOUND, _INSIDE, _ONE_ERROR, _TWO_ERRORS = 100, 90, 40, 80, 30, 50, 25
_TIER = 1 << 27
_OWN, _NUMBER, _PREFIX = 3, 2, 1
_SHORTEST_BEGINNING, _SHORTEST_INSIDE = 2, 4
_FORGIVES_ONE, _FORGIVES_INSIDE, _FORGIVES_TWO = 4, 6, 8
_MOST_TERMS = 200
_MOST_BEGINNING = 200_000
_MOST_LOOKED_AT = 500
_FEW = 8
_Posting: TypeAlias = tuple[Ordinals, Scores]
_Meanings: TypeAlias = Mapping[tuple[str, ...], int]
_NOTHING: _Posting = (np.zeros(0, np.int32), np.zeros(0, np.int32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Products of one segment: their ordinals, ascending, with their scores; and the strongest reason."""

    ordinals: Ordinals
    scores: Scores


def find(
    segments: Sequence[Segment],
    alive: Sequence[Flags | None],
    text: str,
    *,
    language: str,
    organisations: Sequence[UUID] = (),
    typing: bool = False,
) -> tuple[list[Found], Reason]:
    """Find products in several segments, of each only those that are `alive`, and say by what they were found."""
    query = queries.read(text, typing=typing)
    read = [_Read(len(segment)) for segment in segments]
    tongues = [segment.tongues[language] for segment in segments]
    exact = True
    for word in query.words:
        meant, level = _meant(tongues, word)
        exact = exact and not level
        for one, (owners, impacts) in zip(read, meant, strict=True):
            one.add(owners, impacts, plain=not word.is_number)
    for one, segment, living in zip(read, segments, alive, strict=True):
        for owners, tier in _by_number(segment, query, organisations):
            one.raise_to(tier, owners)
        if living is not None:
            one.leave_out(~living)
    wanted = _most(read)
    if wanted < len(query.words):
        # A word may be left out, but a size or number alone says too little: 6205-2RS is not half a 6204-2RS.
        for one in read:
            one.hits[~one.plain] = 0
        wanted = _most(read)
    found = [one.kept(wanted) for one in read]
    best = max((int(one.scores.max(initial=0)) for one in found), default=0) // _TIER
    if best:
        return found, (Reason.NUMBER_PREFIX, Reason.NUMBER, Reason.OWN_PART_NUMBER)[best - 1]
    if 0 < wanted < len(query.words):
        return found, Reason.SOME_WORDS
    return found, Reason.WORDS if exact else Reason.SIMILAR_WORDS


class _Read:
    """What a query found in one segment so far: what the words count, how many there are, and a tier of numbers."""

    def __init__(self, size: int) -> None:
        self.scores, self.hits = np.zeros(size, np.int32), np.zeros(size, np.uint8)
        self.plain = np.zeros(size, np.bool_)
        self._tiered: Flags | None = None

    def add(self, owners: Ordinals, impacts: Scores, *, plain: bool) -> None:
        self.scores[owners] += impacts
        self.hits[owners] += 1
        if plain:
            self.plain[owners] = True

    def raise_to(self, tier: int, owners: Ordinals) -> None:
        """Put products into a tier, unless they are in a higher one already."""
        if len(owners):
            tiered = self._tiered = np.zeros(len(self.hits), np.bool_) if self._tiered is None else self._tiered
            fresh = np.unique(owners[~tiered[owners]])
            self.scores[fresh] += tier * _TIER
            tiered[fresh] = True

    def leave_out(self, dead: Flags) -> None:
        self.hits[dead] = 0
        if self._tiered is not None:
            self._tiered[dead] = False

    def kept(self, wanted: int) -> Found:
        """Return the products with so many words, and those in a tier."""
        chosen = self.hits == wanted if wanted else np.zeros(len(self.hits), np.bool_)
        if self._tiered is not None:
            chosen |= self._tiered
        ordinals = np.flatnonzero(chosen).astype(np.int32)
        return Found(ordinals=ordinals, scores=self.scores[ordinals])


def _most(read: Sequence[_Read]) -> int:
    return max((int(one.hits.max(initial=0)) for one in read), default=0)


def _by_number(segment: Segment, query: Query, organisations: Sequence[UUID]) -> Iterator[tuple[Ordinals, int]]:
    """Return the products that the whole query may be the number of, the strongest first."""
    if not query.key:
        return
    own = [own_key(organisation, query.key) for organisation in organisations]
    for key in own:
        yield segment.own.of(key), _OWN
    yield segment.numbers.of(query.key), _NUMBER
    if query.may_begin_number:
        for key in own:
            yield segment.own.beginning(key), _PREFIX
        yield segment.numbers.beginning(query.key), _PREFIX


def _meant(tongues: Sequence[Tongue], word: Word) -> tuple[list[_Posting], int]:
    """Return for each segment where a word is meant, and how far from what was typed that had to be looked for.

    What it may mean is decided for all segments together: a product that changed today is found as it was yesterday.
    """
    for level, ways in enumerate((_as_typed, _likely, _less_likely, _nearly_inside)):
        meanings = ways(tongues, word)
        found = [_best(tongue, meanings) for tongue in tongues]
        if any(len(owners) for owners, _ in found):
            return found, level
    return [_NOTHING for _ in tongues], level


def _best(tongue: Tongue, meanings: Mapping[tuple[str, ...], int]) -> _Posting:
    """Return the products that have (all of) the stems of some meaning, with what the best of these counts in each."""
    found = [posting for stems, percent in meanings.items() if (posting := _all_of(tongue, stems, percent)) is not None]
    if len(found) <= 1:
        return found[0] if found else _NOTHING
    size = len(tongue.names)
    scratch = np.zeros(size, np.int32)
    for owners, impacts in found:
        scratch[owners] = np.maximum(scratch[owners], impacts)
    if sum(len(owners) for owners, _ in found) * _FEW > size:
        owners = np.flatnonzero(scratch).astype(np.int32)
    else:
        owners = np.unique(np.concatenate([owners for owners, _ in found]))
    return owners, scratch[owners]


def _all_of(tongue: Tongue, stems: Sequence[str], percent: int) -> _Posting | None:
    """Return the products that have all stems, with what they count on average; None where one is unknown."""
    terms = [term for stem in stems if (term := tongue.terms.find(stem)) is not None]
    if len(terms) < len(stems):
        return None
    owners, impacts = tongue.postings.of(terms[0])
    scores = impacts.astype(np.int32) * percent
    for term in terms[1:]:
        others, counted = tongue.postings.of(term)
        owners, mine, theirs = np.intersect1d(owners, others, assume_unique=True, return_indices=True)
        scores = scores[mine] + counted[theirs].astype(np.int32) * percent
    return owners, scores // len(terms)


def _as_typed(tongues: Sequence[Tongue], word: Word) -> _Meanings:
    """Find the word as it stands, with a neighbour, or its beginning."""
    found: dict[tuple[str, ...], int] = {}
    # A number is often typed up to its suffix: 6204 finds 6204-2RS.
    if len(word.text) >= _SHORTEST_BEGINNING and (word.unfinished or word.is_number):
        found = {(stem,): _BEGINNING for tongue in tongues for stem in _beginning(tongue, word.text)}
    return found | {(joined,): _JOINED for joined in word.joined} | {(word.stem,): _AS_TYPED}


def _beginning(tongue: Tongue, start: str) -> Iterator[str]:
    """Return the stems that begin so: all, or of many those that are in the most products."""
    terms = tongue.terms.beginning(start)
    places = range(len(terms))
    if len(terms) > _MOST_TERMS:
        sizes = tongue.postings.sizes(terms)
        frequent = np.argpartition(sizes, -_MOST_TERMS)[-_MOST_TERMS:]
        places = frequent[np.cumsum(sizes[frequent]) <= _MOST_BEGINNING].tolist()
    return (tongue.terms[terms.start + place] for place in places)


def _likely(tongues: Sequence[Tongue], word: Word) -> _Meanings:
    """Find what an unknown word may well mean: its parts, words it stands in, words with one error less."""
    found: _Meanings = {}
    if _may_be_guessed(word):
        guesses: dict[str, int] = {}
        for tongue in tongues:
            inside = _holding(tongue, word.stem, _MOST_TERMS) if len(word.stem) >= _SHORTEST_INSIDE else ()
            guesses |= {tongue.terms[term]: _INSIDE for term in inside if tongue.terms[term] not in guesses}
            guesses |= {tongue.terms[term]: _ONE_ERROR for term in tongue.nearby.find(word.text, errors=1)}
        found = _by_frequency(tongues, guesses)
    parts = words.parts_of_compound(word.text, _Vocabulary(tongues))
    return {**found, tuple(parts): _COMPOUND} if parts else found


def _less_likely(tongues: Sequence[Tongue], word: Word) -> _Meanings:
    """Find long words with two errors less."""
    if not _may_be_guessed(word) or len(word.text) < _FORGIVES_TWO:
        return {}
    near = {tongue.terms[term] for tongue in tongues for term in tongue.nearby.find(word.text, errors=2)}
    return _by_frequency(tongues, dict.fromkeys(near, _TWO_ERRORS))


def _nearly_inside(tongues: Sequence[Tongue], word: Word) -> _Meanings:
    """Find terms that hold the word with one error somewhere: then one half of it is right."""
    if not _may_be_guessed(word) or len(word.stem) < _FORGIVES_INSIDE:
        return {}
    half, stem = len(word.stem) // 2, word.stem
    likely = {
        tongue.terms[term]
        for tongue in tongues
        for part in (stem[:half], stem[half:])
        for term in _holding(tongue, part, _MOST_LOOKED_AT)
    }
    right = [one for one in sorted(likely) if words.occurs_nearly(stem, one)]
    return _by_frequency(tongues, dict.fromkeys(right[:_MOST_TERMS], _INSIDE))


def _may_be_guessed(word: Word) -> bool:
    return not word.is_number and len(word.text) >= _FORGIVES_ONE


def _by_frequency(tongues: Sequence[Tongue], guesses: Mapping[str, int]) -> _Meanings:
    """Of words that may be meant, those are likelier that are written more often."""
    sizes = {
        stem: sum(tongue.postings.size(term) for tongue in tongues if (term := tongue.terms.find(stem)) is not None)
        for stem in guesses
    }
    most = max(sizes.values(), default=0) or 1
    return {(stem,): max(percent * sizes[stem] // most, 1) for stem, percent in guesses.items()}


def _holding(tongue: Tongue, part: str, most: int) -> list[int]:
    """Return terms that hold the word: a Handschuh is found where only Schutzhandschuh is written."""
    terms, wanted, found = tongue.terms, part.encode(), list[int]()
    at = terms.blob.find(wanted)
    while at >= 0 and len(found) < most:
        term = terms.place_of(at)
        # Two terms that meet may make up the word between them.
        if wanted in terms.raw(term) and (not found or found[-1] != term):
            found.append(term)
        at = terms.blob.find(wanted, at + 1)
    return found


class _Vocabulary:
    """What compounds may be made of: the terms of all segments."""

    def __init__(self, tongues: Sequence[Tongue]) -> None:
        self._tongues = tongues

    def __contains__(self, stem: object) -> bool:
        return isinstance(stem, str) and any(tongue.terms.find(stem) is not None for tongue in self._tongues)
