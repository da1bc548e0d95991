"""Finding by text: the ways in which a word may be meant, their postings added up, the best first.

Tiers keep the promise of the order: own part number, then number, then beginning of a number, then words. Where products
have all words of the query, only those are found; otherwise those that have the most of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from fondaco.modules.search.arrays.postings import Impacts, Ordinals
from fondaco.modules.search.arrays.segment import Segment, Tongue, own_key
from fondaco.modules.search.model import query as queries
from fondaco.modules.search.model import words
from fondaco.modules.search.model.query import Query, Word
from fondaco.modules.search.types import Reason

Scores = NDArray[np.int32]
Flags = NDArray[np.bool_]
# By how much a way of meaning a word counts, in percent of the word as it stands.
_AS_TYPED, _JOINED, _BEGINNING, _COMPOUND, _INSIDE, _ONE_ERROR, _TWO_ERRORS = 100, 90, 40, 80, 30, 50, 25
_TIER = 1 << 24
_OWN, _NUMBER, _PREFIX = 3, 2, 1
_SHORTEST_BEGINNING, _SHORTEST_INSIDE = 2, 4
_FORGIVES_ONE, _FORGIVES_INSIDE, _FORGIVES_TWO = 4, 6, 8
_MOST_TERMS = 200
_MOST_BEGINNING = 200_000
_MOST_LOOKED_AT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Products of one segment: their ordinals, ascending, with their scores; and the strongest reason."""

    ordinals: Ordinals
    scores: Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What a query found in one segment, before it is known whether all words were found anywhere."""

    scores: Scores
    hits: NDArray[np.uint8]
    plain: Flags
    tiered: Flags | None


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
    read = [_read(segment, query, language, organisations) for segment in segments]
    for one, living in zip(read, alive, strict=True):
        if living is not None:
            one.hits[~living] = 0
            if one.tiered is not None:
                one.tiered[~living] = False
    wanted = _most(read)
    if wanted < len(query.words):
        # A word may be left out, but a size or number alone says too little: 6205-2RS is not half a 6204-2RS.
        for one in read:
            one.hits[~one.plain] = 0
        wanted = _most(read)
    found = [_kept(one, wanted) for one in read]
    best = max((int(one.scores.max(initial=0)) for one in found), default=0) // _TIER
    if best:
        return found, (Reason.NUMBER_PREFIX, Reason.NUMBER, Reason.OWN_PART_NUMBER)[best - 1]
    if wanted < len(query.words):
        return found, Reason.SOME_WORDS if wanted else Reason.WORDS
    exact = any(_all_known(segment.tongues[language], query) for segment in segments)
    return found, Reason.WORDS if exact else Reason.SIMILAR_WORDS


def _most(read: Sequence[_Read]) -> int:
    return max((int(one.hits.max(initial=0)) for one in read), default=0)


def _kept(read: _Read, wanted: int) -> Found:
    chosen = read.hits == wanted if wanted else np.zeros(len(read.hits), np.bool_)
    if read.tiered is not None:
        chosen |= read.tiered
    ordinals = np.flatnonzero(chosen).astype(np.int32)
    return Found(ordinals=ordinals, scores=read.scores[ordinals])


def _read(segment: Segment, query: Query, language: str, organisations: Sequence[UUID]) -> _Read:
    size = len(segment)
    scores, hits, plain = np.zeros(size, np.int32), np.zeros(size, np.uint8), np.zeros(size, np.bool_)
    tongue = segment.tongues[language]
    for word in query.words:
        owners, impacts = _meant(tongue, word, size)
        scores[owners] += impacts
        hits[owners] += 1
        if not word.is_number:
            plain[owners] = True
    tiered = None
    for owners, tier in _by_number(segment, query, organisations):
        if len(owners):
            tiered = np.zeros(size, np.bool_) if tiered is None else tiered
            fresh = np.unique(owners[~tiered[owners]])
            scores[fresh] += tier * _TIER
            tiered[fresh] = True
    return _Read(scores=scores, hits=hits, plain=plain, tiered=tiered)


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


def _meant(tongue: Tongue, word: Word, size: int) -> tuple[Ordinals, Scores]:
    """Return the products in which a word is meant in some way, and what the best of the ways counts in each."""
    found = [
        (owners, impacts.astype(np.int32) * percent // 100)
        for term, percent in _terms(tongue, word)
        for owners, impacts in (tongue.postings.of(term),)
    ]
    if not any(len(owners) for owners, _ in found):
        found = list(_guessed(tongue, word))
    if len(found) == 1:
        return found[0]
    return _best(found, size)


def _best(found: Sequence[tuple[Ordinals, Scores]], size: int) -> tuple[Ordinals, Scores]:
    if not found:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    scratch = np.zeros(size, np.int32)
    for owners, impacts in found:
        scratch[owners] = np.maximum(scratch[owners], impacts)
    owners = (
        np.flatnonzero(scratch).astype(np.int32)
        if sum(len(owners) for owners, _ in found) * 8 > size
        else np.unique(np.concatenate([owners for owners, _ in found]))
    )
    return owners, scratch[owners]


def _terms(tongue: Tongue, word: Word) -> Iterator[tuple[int, int]]:
    """Return the terms that are the word as it stands, with a neighbour, or its beginning."""
    exact = tongue.terms.find(word.stem)
    if exact is not None:
        yield exact, _AS_TYPED
    for joined in word.joined:
        term = tongue.terms.find(joined)
        if term is not None:
            yield term, _JOINED
    # A number is often typed up to its suffix: 6204 finds 6204-2RS.
    if len(word.text) >= _SHORTEST_BEGINNING and (word.unfinished or word.is_number):
        yield from ((term, _BEGINNING) for term in _beginning(tongue, word.text) if term != exact)


def _beginning(tongue: Tongue, start: str) -> Sequence[int]:
    """Return the terms that begin so: all, or of many those that are in the most products."""
    terms = tongue.terms.beginning(start)
    if len(terms) <= _MOST_TERMS:
        return terms
    sizes = tongue.postings.sizes(terms)
    frequent = np.argpartition(sizes, -_MOST_TERMS)[-_MOST_TERMS:]
    frequent = frequent[np.cumsum(sizes[frequent]) <= _MOST_BEGINNING]
    return [terms.start + place for place in frequent.tolist()]


def _guessed(tongue: Tongue, word: Word) -> Iterator[tuple[Ordinals, Scores]]:
    """Return what an unknown word may mean: its parts, words it stands in, words that are nearly it."""
    terms, postings = tongue.terms, tongue.postings
    parts = [
        _weighed(postings.of(term), _COMPOUND)
        for part in words.parts_of_compound(word.text, _Stems(tongue))
        if (term := terms.find(part)) is not None
    ]
    if parts:
        yield _all_of(parts)
    if word.is_number or len(word.text) < _FORGIVES_ONE:
        return
    for term in _containing(tongue, word.stem):
        yield _weighed(postings.of(term), _INSIDE)
    errors = 2 if len(word.text) >= _FORGIVES_TWO else 1
    for term, count in tongue.nearby.find(word.stem, errors=errors).items():
        yield _weighed(postings.of(term), _ONE_ERROR if count <= 1 else _TWO_ERRORS)


def _weighed(posting: tuple[Ordinals, Impacts], percent: int) -> tuple[Ordinals, Scores]:
    return posting[0], posting[1].astype(np.int32) * percent // 100


def _all_of(parts: Sequence[tuple[Ordinals, Scores]]) -> tuple[Ordinals, Scores]:
    """Return the products that have all parts, with what they count on average."""
    owners, impacts = parts[0]
    for others, counted in parts[1:]:
        owners, mine, theirs = np.intersect1d(owners, others, assume_unique=True, return_indices=True)
        impacts = impacts[mine] + counted[theirs]
    return owners, impacts // len(parts)


def _containing(tongue: Tongue, stem: str) -> list[int]:
    """Return terms that hold the word: a Handschuh is found where only Schutzhandschuh is written."""
    if len(stem) < _SHORTEST_INSIDE:
        return []
    found = list(islice(_holding(tongue, stem), _MOST_TERMS))
    if found or len(stem) < _FORGIVES_INSIDE:
        return found
    # With one error somewhere, one half of the word is right.
    half = len(stem) // 2
    likely = chain(_holding(tongue, stem[:half]), _holding(tongue, stem[half:]))
    right = (term for term in islice(likely, _MOST_LOOKED_AT) if words.occurs_nearly(stem, tongue.terms[term]))
    return list(dict.fromkeys(islice(right, _MOST_TERMS)))


def _holding(tongue: Tongue, part: str) -> Iterator[int]:
    terms, wanted, last = tongue.terms, part.encode(), -1
    at = terms.blob.find(wanted)
    while at >= 0:
        term = terms.place_of(at)
        # Two terms that meet may make up the word between them.
        if term != last and wanted in terms.raw(term):
            last = term
            yield term
        at = terms.blob.find(wanted, at + 1)


def _all_known(tongue: Tongue, query: Query) -> bool:
    return all(
        tongue.terms.find(word.stem) is not None or (word.unfinished and len(tongue.terms.beginning(word.text)))
        for word in query.words
    )


class _Stems:
    """The terms of a language as a set."""

    def __init__(self, tongue: Tongue) -> None:
        self._terms = tongue.terms

    def __contains__(self, stem: object) -> bool:
        return isinstance(stem, str) and self._terms.find(stem) is not None
