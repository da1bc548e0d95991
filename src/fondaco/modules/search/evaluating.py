"""Searching for judged queries and measuring what comes."""

import random
from collections.abc import Mapping, Sequence
from uuid import UUID

import numpy as np

from fondaco.modules.search import index as indexing
from fondaco.modules.search.index import State
from fondaco.modules.search.model.judging import TOP, QueryFigures, Ratings, judge
from fondaco.modules.search.model.typing import with_error
from fondaco.modules.search.types import Filters


def evaluate(
    *, state: State, judgements: Mapping[str, Ratings], ids: Mapping[str, UUID], language: str
) -> list[QueryFigures]:
    """Measure every judged query; `ids` say which product a judged key is, unknown keys can never be found."""
    keys = {id: key for key, id in ids.items()}
    return [_measured(state, query, ratings, ids, keys, language) for query, ratings in judgements.items()]


def _measured(
    state: State, query: str, ratings: Ratings, ids: Mapping[str, UUID], keys: Mapping[UUID, str], language: str
) -> QueryFigures:
    judged = {ids[key] for key in ratings if key in ids}
    allowed = np.zeros(state.places.size, np.bool_)
    allowed[[place for id in judged if (place := state.places.place(id)) is not None]] = True
    whole = indexing.search(state=state, text=query, filters=Filters(), language=language, limit=TOP)
    among = indexing.search(
        state=state, text=query, filters=Filters(), language=language, limit=max(len(judged), 1), allowed=allowed
    )
    ranked = [keys[id] for id in among.products]
    return judge(
        query=query,
        ranked=[keys[id] for id in whole.products],
        # What was judged and not found comes last, in no order of merit.
        judged_ranked=[*ranked, *sorted(ratings.keys() - set(ranked))],
        found=whole.total,
        ratings=ratings,
    )


def order(figures: Sequence[QueryFigures]) -> list[QueryFigures]:
    """Put the queries that did worst first."""
    return sorted(figures, key=lambda one: (one.ndcg, one.query))


def mistyped(*, judgements: Mapping[str, Ratings], seed: int) -> dict[str, Ratings]:
    """Return the judgements with one typing error in every query, always the same by seed."""
    rng = random.Random(seed)  # noqa: S311 - the same errors every time is what is wanted
    return {with_error(query, rng): ratings for query, ratings in judgements.items()}
