"""Weights chosen on judged queries: a search over parameters that anybody can run again with the same outcome.

Coordinate ascent (Metzler, Croft: Linear feature-based models for information retrieval, 2007) in a fixed order from the usual
weights; a step counts only if it gains more than noise. What it is worth is told by cross-validation: each fold's queries are
measured with weights that were chosen without them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np

from fondaco.modules.search.arrays import postings, segment
from fondaco.modules.search.arrays.postings import USUAL, Field, Sorted, Weights
from fondaco.modules.search.evaluating import evaluate
from fondaco.modules.search.index import Names, State
from fondaco.modules.search.model.entry import Entry
from fondaco.modules.search.model.judging import QueryFigures, Ratings
from fondaco.modules.search.places import Places

FOLDS = 5
_SEED = 7
_FACTORS = (0, 30, 60, 80, 125, 160, 250)
_GAIN = 0.002
_ROUNDS = 2
# Of the two figures, the one over judged products alone counts half.
_HALF = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuned:
    """The weights chosen on all queries, and what each query got from weights chosen without it."""

    weights: Weights
    chosen_on: Sequence[QueryFigures]
    held_out: Sequence[QueryFigures]


class _Workbench:
    """One index whose words can be weighed anew, with every weighing measured once."""

    def __init__(
        self,
        entries: Iterable[Entry],
        judgements: Mapping[str, Ratings],
        ids: Mapping[str, UUID],
        language: str,
    ) -> None:
        self._sorted: dict[str, Sorted] = {}
        self._base = segment.build(entries, keep=self._sorted.__setitem__)
        self._judgements, self._ids, self._language = judgements, ids, language
        self._known: dict[tuple[int, ...], dict[str, QueryFigures]] = {}

    def measure(self, weights: Weights) -> dict[str, QueryFigures]:
        """Measure all queries with some weights."""
        key = (*weights.fields.values(), weights.tie, weights.saturation, weights.length)
        if key not in self._known:
            tongue = replace(
                self._base.tongues[self._language],
                postings=postings.build(self._sorted[self._language], weights=weights),
            )
            base = self._base.with_tongue(self._language, tongue)
            state = State(places=Places(base=base), names=Names(), pending={})
            found = evaluate(state=state, judgements=self._judgements, ids=self._ids, language=self._language)
            self._known[key] = {one.query: one for one in found}
        return self._known[key]


def tune(
    *,
    entries: Iterable[Entry],
    judgements: Mapping[str, Ratings],
    ids: Mapping[str, UUID],
    language: str,
    progress: Callable[[str], None],
) -> Tuned:
    """Choose weights, and measure by cross-validation what choosing them so is worth."""
    bench = _Workbench(entries, judgements, ids, language)
    queries = sorted(judgements)
    folds = np.array_split(np.random.default_rng(_SEED).permutation(len(queries)), FOLDS)
    held_out = []
    for number, fold in enumerate(folds, start=1):
        left_out = {queries[place] for place in fold.tolist()}
        chosen = _ascended(bench, [query for query in queries if query not in left_out])
        held_out += [bench.measure(chosen)[query] for query in sorted(left_out)]
        progress(f"fold {number} of {FOLDS}: {_told(chosen)}")
    weights = _ascended(bench, queries)
    progress(f"all queries: {_told(weights)}")
    return Tuned(weights=weights, chosen_on=list(bench.measure(weights).values()), held_out=held_out)


def _ascended(bench: _Workbench, queries: Sequence[str]) -> Weights:
    best, value = USUAL, _value(bench, USUAL, queries)
    for _ in range(_ROUNDS):
        before = value
        for step in _STEPS:
            for factor in _FACTORS:
                tried = step(best, factor)
                found = _value(bench, tried, queries)
                if found > value + _GAIN:
                    best, value = tried, found
        if value == before:
            break
    return best


def _value(bench: _Workbench, weights: Weights, queries: Sequence[str]) -> float:
    found = bench.measure(weights)
    good = [found[query] for query in queries if found[query].ideal]
    return sum(one.ndcg + one.ndcg_judged / _HALF for one in good) / max(len(good), 1)


def _field(field: Field) -> Callable[[Weights, int], Weights]:
    def step(weights: Weights, factor: int) -> Weights:
        return replace(weights, fields={**weights.fields, field: weights.fields[field] * factor // 100})

    return step


_STEPS: tuple[Callable[[Weights, int], Weights], ...] = (
    # The name is the measure of all others, and stays as it is.
    *(_field(field) for field in Field if field is not Field.NAME),
    lambda weights, factor: replace(weights, tie=weights.tie * factor // 100),
    lambda weights, factor: replace(weights, saturation=weights.saturation * factor // 100),
    lambda weights, factor: replace(weights, length=min(weights.length * factor // 100, 100)),
)


def _told(weights: Weights) -> str:
    fields = ", ".join(f"{field.name.lower()} {weight}" for field, weight in weights.fields.items())
    return f"{fields}; tie {weights.tie}, saturation {weights.saturation}, length {weights.length}"
