"""Postings: for every term the products it stands in and what it counts there, worked out once when the index is built.

What a term counts in a field is BM25 (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009); of several fields
the best counts, and a little of the others (the disjunction maximum with a tie). Counts are whole thousandths.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Ordinals = NDArray[np.int32]
Impacts = NDArray[np.uint16]
_THOUSAND = 1000
_MOST = 65_535
_HALF = 2
_FIELD_BITS = 3


class Field(IntEnum):
    """Where a term may stand."""

    NAME = 0
    KIND = 1
    TEXT = 2
    VALUES = 3
    BRAND = 4
    NUMBERS = 5
    ELSEWHERE = 6  # the name in other languages
    PARTS = 7  # of compounds and sizes


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """By how much each field counts, and how; all in percent.

    `saturation` is how soon repeating a word stops to count, `length` how much long fields are taken down, `tie` what of the
    other fields counts besides the best one.
    """

    fields: Mapping[Field, int]
    tie: int = 10
    saturation: int = 120
    length: int = 75


# Chosen by cross-validation on judged queries; see docs/relevance.md.
USUAL = Weights(
    fields={
        Field.NAME: 100,
        Field.KIND: 200,
        Field.TEXT: 100,
        Field.VALUES: 30,
        Field.BRAND: 50,
        Field.NUMBERS: 100,
        Field.ELSEWHERE: 60,
        Field.PARTS: 60,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """One row per word of a text as the builder collects them: which term, in which product, in which field."""

    terms: NDArray[np.int32]
    owners: Ordinals
    fields: NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """What is known of a whole catalogue: how many products, in how many each term is, how long fields are on average."""

    products: int
    owners: NDArray[np.int32]
    lengths: NDArray[np.float64]


class Postings:
    """The products of each term, in their order, with what the term counts in each."""

    __slots__ = ("_starts", "impacts", "owners", "statistics")

    def __init__(
        self, *, starts: NDArray[np.int64], owners: Ordinals, impacts: Impacts, statistics: Statistics
    ) -> None:
        self._starts, self.owners, self.impacts, self.statistics = starts, owners, impacts, statistics

    def of(self, term: int) -> tuple[Ordinals, Impacts]:
        """Return the products of a term and what it counts in each."""
        start, end = self._starts[term], self._starts[term + 1]
        return self.owners[start:end], self.impacts[start:end]

    def sizes(self, terms: range) -> NDArray[np.int64]:
        """Count the products of each of some neighbouring terms."""
        return np.diff(self._starts[terms.start : terms.stop + 1])

    def size(self, term: int) -> int:
        """Count the products of a term."""
        return int(self._starts[term + 1] - self._starts[term])


def build(*, rows: Rows, terms: int, products: int, weights: Weights, known: Statistics | None = None) -> Postings:
    """Sort rows into postings and weigh them.

    `known` are the statistics of a catalogue to which these products are only added: they count as if they were in it.
    """
    lengths = np.bincount(
        (rows.owners.astype(np.int64) << _FIELD_BITS) | rows.fields, minlength=products << _FIELD_BITS
    ).reshape(products, len(Field))
    average = known.lengths if known is not None else lengths.mean(axis=0) if products else np.zeros(len(Field))
    bits = max(products - 1, 1).bit_length()
    keys = (rows.terms.astype(np.int64) << (bits + _FIELD_BITS)) | (rows.owners.astype(np.int64) << _FIELD_BITS)
    keys |= rows.fields
    keys.sort()
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    repeated = np.diff(first, append=len(keys))
    keys = keys[first]
    field = (keys & (len(Field) - 1)).astype(np.int8)
    owner = ((keys >> _FIELD_BITS) & ((1 << bits) - 1)).astype(np.int32)
    pair = keys >> _FIELD_BITS
    heads = np.flatnonzero(np.diff(pair, prepend=-1))
    term = (keys[heads] >> (bits + _FIELD_BITS)).astype(np.int32)
    starts = np.searchsorted(term, np.arange(terms + 1, dtype=np.int64)).astype(np.int64)
    owners = np.diff(starts).astype(np.int32)
    if known is not None:
        owners = owners + known.owners
    total = max(products, known.products if known is not None else 0)
    rare = np.log1p((np.maximum(total - owners, 0) + 1 / _HALF) / (owners + 1 / _HALF))
    weight = np.array([weights.fields[one] for one in Field]) / 100
    counted = _counted(repeated, lengths[owner, field], average[field], weights)
    each = counted * weight[field] * rare[(keys >> (bits + _FIELD_BITS)).astype(np.int32)]
    if len(heads):
        best, all_of_them = np.maximum.reduceat(each, heads), np.add.reduceat(each, heads)
        each = best + (all_of_them - best) * weights.tie / 100
    impacts = np.clip(np.rint(each * _THOUSAND), 1, _MOST).astype(np.uint16)
    return Postings(
        starts=starts,
        owners=owner[heads],
        impacts=impacts,
        statistics=Statistics(products=total, owners=owners, lengths=average),
    )


def _counted(
    repeated: NDArray[np.int64], length: NDArray[np.int64], average: NDArray[np.float64], weights: Weights
) -> NDArray[np.float64]:
    saturation, share = weights.saturation / 100, weights.length / 100
    relative = length / np.maximum(average, 1)
    return np.asarray(repeated * (saturation + 1) / (repeated + saturation * (1 - share + share * relative)))
