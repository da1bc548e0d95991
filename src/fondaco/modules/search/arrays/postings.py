"""Postings: for every term the products it stands in and what it counts there, worked out once when the index is built.

What a term counts in a field is BM25 (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009); of several fields
the best counts, and a little of the others (the disjunction maximum with a tie). Counts are whole thousandths.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Ordinals = NDArray[np.int32]
Impacts = NDArray[np.uint16]
Numbers = NDArray[np.int32]
Keys = NDArray[np.int64]
_THOUSAND = 1000
_MOST = 65_535
_HALF = 2
_FIELD_BITS = 3
_SLICE = 1_000_000


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
        Field.KIND: 60,
        Field.TEXT: 100,
        Field.VALUES: 10,
        Field.BRAND: 100,
        Field.NUMBERS: 30,
        Field.ELSEWHERE: 60,
        Field.PARTS: 60,
    }
)


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


class Packing:
    """How a word of a text is written as one number, so that they sort by term, product and field."""

    def __init__(self, products: int) -> None:
        self._bits = max(products - 1, 1).bit_length()
        self._products = products

    def write(self, keys: Keys, *, terms: Numbers, owners: Ordinals, fields: NDArray[np.int8] | int) -> None:
        """Write a word per row: which term, in which product, in which field."""
        keys[:] = terms
        keys <<= self._bits
        keys |= owners
        keys <<= _FIELD_BITS
        keys |= fields

    def terms(self, keys: Keys) -> Keys:
        """Read the terms."""
        return keys >> (self._bits + _FIELD_BITS)

    def cells(self, keys: Keys) -> Keys:
        """Read product and field as one number."""
        return keys & ((1 << (self._bits + _FIELD_BITS)) - 1)

    def slices(self, keys: Keys) -> Iterator[Keys]:
        """Cut sorted keys into parts that are quickly worked on, none of them within a term."""
        start = 0
        while start < len(keys):
            end = start + _SLICE
            if end < len(keys):
                term = int(self.terms(keys[end : end + 1])[0])
                end = int(np.searchsorted(keys, (term + 1) << (self._bits + _FIELD_BITS)))
            yield keys[start:end]
            start = end


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """All words of all texts as sorted keys, before they are weighed."""

    keys: Keys
    packing: Packing
    terms: int
    products: int


def build(found: Sorted, *, weights: Weights, known: Statistics | None = None) -> Postings:
    """Arrange sorted words as postings and weigh them.

    `known` are the statistics of a catalogue to which these products are only added: they count as if they were in it.
    """
    keys, packing, terms, products = found.keys, found.packing, found.terms, found.products
    lengths = np.zeros(products << _FIELD_BITS, np.int32)
    for part in packing.slices(keys):
        lengths += np.bincount(packing.cells(part), minlength=len(lengths)).astype(np.int32)
    by_field = lengths.reshape(products, len(Field))
    average = known.lengths if known is not None else by_field.mean(axis=0) if products else np.zeros(len(Field))
    total = max(products, known.products if known is not None else 0)
    counts = np.zeros(terms, np.int64)
    for part in packing.slices(keys):
        new = np.diff(part >> _FIELD_BITS, prepend=-1) != 0
        counts += np.bincount(packing.terms(part[new]), minlength=terms)
    owners = (counts + (known.owners if known is not None else 0)).astype(np.int32)
    rare = np.log1p((np.maximum(total - owners, 0) + 1 / _HALF) / (owners + 1 / _HALF))
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
    products_of, impacts = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.uint16)
    done = 0
    for part in packing.slices(keys):
        where, what = _weighed(part, packing, lengths, average, rare, weights)
        products_of[done : done + len(where)], impacts[done : done + len(where)] = where, what
        done += len(where)
    return Postings(
        starts=starts,
        owners=products_of,
        impacts=impacts,
        statistics=Statistics(products=total, owners=owners, lengths=average),
    )


def _weighed(
    keys: Keys,
    packing: Packing,
    lengths: Ordinals,
    average: NDArray[np.float64],
    rare: NDArray[np.float64],
    weights: Weights,
) -> tuple[Ordinals, Impacts]:
    """Return the products of the terms of a part, and what the terms count in them."""
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    repeated = np.diff(first, append=len(keys))
    keys = keys[first]
    cells = packing.cells(keys)
    field = cells & (len(Field) - 1)
    saturation, share = weights.saturation / 100, weights.length / 100
    relative = lengths[cells] / np.maximum(average, 1)[field]
    each = repeated * (saturation + 1) / (repeated + saturation * (1 - share + share * relative))
    each *= (np.array([weights.fields[one] for one in Field]) / 100)[field] * rare[packing.terms(keys)]
    heads = np.flatnonzero(np.diff(keys >> _FIELD_BITS, prepend=-1))
    best = np.maximum.reduceat(each, heads)
    each = best + (np.add.reduceat(each, heads) - best) * weights.tie / 100
    impacts = np.clip(np.rint(each * _THOUSAND), 1, _MOST).astype(np.uint16)
    return (cells[heads] >> _FIELD_BITS).astype(np.int32), impacts
