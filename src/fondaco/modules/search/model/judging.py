"""How good a ranking is, by judgements of people: nDCG, reciprocal rank, and how sure that is.

nDCG@10 (Järvelin, Kekäläinen 2002) with the gain 2^rating - 1; what nobody judged counts as worth nothing, and once more
ranking only what was judged, since pools come from some engine and punish another one. Intervals are percentile bootstraps
over the queries (Efron 1979), always from the same seed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TOP = 10
_RESAMPLES = 2000
_SEED = 20_260_101
_LOW, _HIGH = 2.5, 97.5

Ratings = Mapping[str, int]
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryFigures:
    """How one query did; `ideal` tells whether anything good was judged for it at all."""

    query: str
    ndcg: float
    ndcg_judged: float
    reciprocal_rank: float
    found: int
    ideal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """A mean over queries with the ends of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How all queries did together; nDCG and rank over those for which something good was judged."""

    ndcg: Mean
    ndcg_judged: Mean
    reciprocal_rank: Mean
    zero_result_rate: Mean
    queries: int


def judge(
    *, query: str, ranked: Sequence[str], judged_ranked: Sequence[str], found: int, ratings: Ratings
) -> QueryFigures:
    """Measure one query: its first hits, the judged products in their order, and how many were found in all."""
    best = sorted(ratings.values(), reverse=True)[:TOP]
    ideal = _gain(best)
    first = next((place for place, id in enumerate(ranked, 1) if ratings.get(id, 0) > 0), None)
    return QueryFigures(
        query=query,
        ndcg=_gain([ratings.get(id, 0) for id in ranked[:TOP]]) / ideal if ideal else 0,
        ndcg_judged=_gain([ratings.get(id, 0) for id in judged_ranked[:TOP]]) / ideal if ideal else 0,
        reciprocal_rank=1 / first if first else 0,
        found=found,
        ideal=ideal > 0,
    )


def together(figures: Sequence[QueryFigures]) -> Figures:
    """Average queries."""
    good = [one for one in figures if one.ideal]
    return Figures(
        ndcg=mean([one.ndcg for one in good]),
        ndcg_judged=mean([one.ndcg_judged for one in good]),
        reciprocal_rank=mean([one.reciprocal_rank for one in good]),
        zero_result_rate=mean([one.found == 0 for one in figures]),
        queries=len(figures),
    )


def mean(values: Sequence[float]) -> Mean:
    """Return a mean with its interval; of nothing it is nothing."""
    if not values:
        return Mean(value=0, low=0, high=0)
    known = np.array(values, np.float64)
    drawn = np.random.default_rng(_SEED).integers(0, len(known), (_RESAMPLES, len(known)))
    low, high = np.percentile(known[drawn].mean(axis=1), [_LOW, _HIGH])
    return Mean(value=float(known.mean()), low=float(low), high=float(high))


def _gain(ratings: Sequence[int]) -> float:
    return float(sum((2**rating - 1) / np.log2(place + 1) for place, rating in enumerate(ratings, 1)))
