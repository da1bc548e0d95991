"""The index of one process: what is found by text, listed by category, narrowed, counted and put in order.

Readers take one `State` and work with it; the follower's thread builds the next one and swaps it in.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

import numpy as np

from fondaco.kernel.ids import public_id
from fondaco.modules.catalog.api import Sight
from fondaco.modules.search import engine
from fondaco.modules.search.arrays import segment as segments
from fondaco.modules.search.arrays.collecting import name_for
from fondaco.modules.search.arrays.postings import USUAL, Weights
from fondaco.modules.search.model import price_ranges
from fondaco.modules.search.model.counting import Ordinals
from fondaco.modules.search.model.entry import Entry
from fondaco.modules.search.model.words import fold
from fondaco.modules.search.places import Flags, Places
from fondaco.modules.search.types import Facet, FacetValue, Filters, Hits, Reason, Sort, Suggestion

_MOST_VALUES = 40
_MOST_KEPT = 4096
_MOST_SIGHTS = 200
_CATEGORIES_SUGGESTED = 3

# The own price of one base unit of each product for the buyer who asks, in millionths; less than nothing where there is
# none, those stand last.
Prices = Callable[[Sequence[UUID]], price_ranges.Prices]
PRICE = "price"


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What attributes and categories are called, per language."""

    attributes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    categories: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict)


class State:
    """One moment of the catalogue, ready to be searched; `pending` are the entries that came since the base was built."""

    def __init__(self, *, places: Places, names: Names, pending: Mapping[UUID, Entry]) -> None:
        self.places = places
        self.names = names
        self.pending = pending
        # Listings without a text are the same for everybody until the catalogue changes.
        self.listed = lru_cache(maxsize=_MOST_KEPT)(self._listed)
        self.listed_facets = lru_cache(maxsize=_MOST_KEPT)(self._listed_facets)
        self.suggest = lru_cache(maxsize=_MOST_KEPT)(self._suggest)
        # A sight is forgotten with the state, and another one whenever it shows something else.
        self.allowed = lru_cache(maxsize=_MOST_SIGHTS)(self._allowed)

    def _allowed(self, sight: Sight) -> Flags:
        return np.concatenate([sight.among(segment.ids) for segment in self.places.segments])

    def _listed(self, category: UUID | None, sort: Sort, language: str) -> Ordinals:
        members = self.places.category(category)
        return self.places.by_name(members, language) if sort is Sort.NAME else members

    def _listed_facets(self, category: UUID | None, language: str) -> tuple[Facet, ...]:
        return self.facets(self.places.everything, Filters(category=category), language)

    def found(
        self, text: str, *, language: str, organisations: Sequence[UUID], typing: bool = False
    ) -> tuple[Ordinals, engine.Scores, Reason]:
        """Return the hits of a text with their scores, in no order."""
        found, reason = engine.find(
            self.places.segments,
            self.places.alive,
            text,
            language=language if language in segments.LANGUAGES else segments.LANGUAGES[-1],
            organisations=organisations,
            typing=typing,
        )
        offsets = self.places.offsets
        ordinals = [one.ordinals + np.int32(offset) for one, offset in zip(found, offsets, strict=True)]
        return np.concatenate(ordinals), np.concatenate([one.scores for one in found]), reason

    def narrowed(self, places: Ordinals, filters: Filters, *, but: str | None = None) -> Ordinals:
        """Keep those that fit the filters, in the order given; the attribute `but` does not count."""
        if filters.category is not None and but != "category":
            places = places[self.places.marks(self.places.category(filters.category))[places]]
        for code, wanted in filters.attributes.items():
            if code != but:
                places = places[self.places.having(code, wanted)[places]]
        return places

    def facets(self, whole: Ordinals, filters: Filters, language: str) -> tuple[Facet, ...]:
        """Count categories and attribute values; a facet in which something is chosen counts as if it were not."""
        counted = self.places.value_counts(self.narrowed(whole, filters))
        others = {
            code: self.places.value_counts(self.narrowed(whole, filters, but=code)) for code in filters.attributes
        }
        values, by_code = self.places.values, dict[str, list[FacetValue]]()
        for number in np.flatnonzero(counted + sum(others.values(), np.zeros(1, np.int64))).tolist():
            code, value = values[number]
            count = int(others.get(code, counted)[number])
            if count:
                chosen = value in filters.attributes.get(code, ())
                by_code.setdefault(code, []).append(FacetValue(value=value, label=value, count=count, selected=chosen))
        facets = [
            Facet(
                code=code,
                label=name_for(self.names.attributes.get(code, {}), language) or code,
                values=tuple(sorted(found, key=lambda one: (not one.selected, -one.count, one.value))[:_MOST_VALUES]),
            )
            for code, found in by_code.items()
            if len(found) > 1 or code in filters.attributes
        ]
        weight = {facet.code: sum(value.count for value in facet.values) for facet in facets}
        ordered = sorted(facets, key=lambda facet: (-weight[facet.code], facet.code))
        return (self._categories(whole, filters, language), *ordered)

    def _categories(self, whole: Ordinals, filters: Filters, language: str) -> Facet:
        marks = self.places.marks(self.narrowed(whole, filters, but="category"))
        values = [
            FacetValue(
                value=public_id("cat", category),
                label=name_for(names, language),
                count=count,
                selected=category == filters.category,
            )
            for category, names in self.names.categories.items()
            if (count := int(np.count_nonzero(marks[self.places.category(category)])))
        ]
        values.sort(key=lambda one: (not one.selected, -one.count, one.label))
        return Facet(code="category", label="category", values=tuple(values[:_MOST_VALUES]))

    def _suggest(
        self, text: str, language: str, organisations: tuple[UUID, ...], limit: int, sight: Sight | None = None
    ) -> tuple[Suggestion, ...]:
        places, scores, reason = self.found(text, language=language, organisations=organisations, typing=True)
        allowed = self.allowed(sight) if sight is not None else None
        if allowed is not None:
            places, scores = places[allowed[places]], scores[allowed[places]]
        products = [
            Suggestion(
                kind="product",
                id=self.places.id(place),
                label=self.places.name(place, language),
                number=self.places.sku(place),
                reason=reason,
            )
            for place in _best(places, scores, limit).tolist()
        ]
        return (*self._suggested_categories(fold(text).strip(), language, allowed), *products)[:limit]

    def _suggested_categories(self, start: str, language: str, allowed: Flags | None) -> list[Suggestion]:
        found = [
            Suggestion(kind="category", id=category, label=name_for(names, language), number="", reason=Reason.WORDS)
            for category, names in self.names.categories.items()
            if any(word.startswith(start) for word in fold(name_for(names, language)).split())
            and len(members := self.places.category(category))
            and (allowed is None or allowed[members].any())
        ]
        return sorted(found, key=lambda one: one.label)[:_CATEGORIES_SUGGESTED] if start else []


def build(*, entries: Iterable[Entry], names: Names, weights: Weights = USUAL) -> State:
    """Build everything anew; the entries are read once and not kept."""
    return State(places=Places(base=segments.build(entries, weights=weights)), names=names, pending={})


def changed(*, state: State, entries: Iterable[Entry], removed: Iterable[UUID], names: Names) -> State:
    """Build the next state: some entries put or removed."""
    put = {entry.product: entry for entry in entries}
    gone = (state.places.gone | set(removed)) - put.keys()
    pending = {id: entry for id, entry in state.pending.items() if id not in gone} | put
    base = state.places.base
    rest = segments.build(pending.values(), known=base) if pending else None
    return State(places=Places(base=base, rest=rest, gone=gone), names=names, pending=pending)


def search(
    *,
    state: State,
    text: str,
    filters: Filters,
    language: str,
    organisations: Sequence[UUID] = (),
    sort: Sort = Sort.RELEVANCE,
    offset: int = 0,
    limit: int = 24,
    facets: bool = False,
    prices: Prices | None = None,
    sight: Sight | None = None,
    allowed: Flags | None = None,
) -> Hits:
    """Find and page products, only those of a `sight` or that are marked as `allowed`.

    Without a text the listing of the category is answered from memory, by number unless another order is asked for.
    """
    places = state.places
    scores: engine.Scores | None = None
    if text.strip():
        whole, found, reason = state.found(text, language=language, organisations=organisations)
        scores = np.zeros(places.size, np.int32)
        scores[whole] = found
    else:
        whole, reason = state.listed(filters.category, sort, language), Reason.LISTED
    if sight is not None:
        allowed = state.allowed(sight)
    if allowed is not None:
        whole = whole[allowed[whole]]
    narrowed = state.narrowed(whole, filters)
    own = _Own(state, prices) if prices is not None else None
    unpriced = narrowed
    if own is not None and filters.price:
        narrowed = own.within(narrowed, filters)
    if sort is Sort.PRICE and own is not None:
        page = own.ordered(narrowed)[offset : offset + limit]
    elif scores is not None:
        page = _page(state, narrowed, scores[narrowed], sort, language, offset, limit)
    else:
        page = narrowed[offset : offset + limit]
    counted: tuple[Facet, ...] = ()
    if facets:
        counted = _counted(state, whole, filters, language, listed=scores is None, allowed=allowed, own=own)
        if own is not None:
            counted = (*counted[:1], *own.facet(unpriced, filters), *counted[1:])
    return Hits(products=places.ids(page), total=len(narrowed), reason=reason, facets=counted)


def _counted(
    state: State,
    whole: Ordinals,
    filters: Filters,
    language: str,
    *,
    listed: bool,
    allowed: Flags | None,
    own: "_Own | None",
) -> tuple[Facet, ...]:
    priced = own is not None and bool(filters.price)
    if listed:
        # What is listed is narrowed by its category already; facets count what there is besides.
        whole = state.places.everything
        if allowed is not None:
            whole = whole[allowed[whole]]
        elif not filters.attributes and not priced:
            return state.listed_facets(filters.category, language)
    return state.facets(own.within(whole, filters) if own is not None and priced else whole, filters, language)


def _page(
    state: State, places: Ordinals, scores: engine.Scores, sort: Sort, language: str, offset: int, limit: int
) -> Ordinals:
    if sort is Sort.NAME:
        return state.places.by_name(places, language)[offset : offset + limit]
    if sort is Sort.NUMBER:
        return state.places.by_number(places)[offset : offset + limit]
    return _best(places, scores, offset + limit)[offset:]


def _best(places: Ordinals, scores: engine.Scores, count: int) -> Ordinals:
    """Return the places with the highest scores, the best first; of equals the one that comes first in the index."""
    if len(places) > count:
        least = np.partition(scores, len(scores) - count)[len(scores) - count]
        good = np.flatnonzero(scores >= least)
        places, scores = places[good], scores[good]
    return places[np.lexsort((places, -scores))][:count]


class _Own:
    """The own prices of a result: asked for once, for as many products as matter."""

    def __init__(self, state: State, prices: Prices) -> None:
        self._places, self._prices = state.places, prices

    def within(self, places: Ordinals, filters: Filters) -> Ordinals:
        """Keep the hits whose price lies in one of the ranges."""
        prices = self._prices(self._places.ids(places))
        marks = np.zeros(len(places), np.bool_)
        for chosen in filters.price:
            marks |= price_ranges.within(prices, chosen)
        return places[marks]

    def ordered(self, places: Ordinals) -> Ordinals:
        """Put the cheapest first, and those without a price last."""
        prices = self._prices(self._places.ids(places))
        return places[np.lexsort((prices, prices < 0))]

    def facet(self, places: Ordinals, filters: Filters) -> tuple[Facet, ...]:
        """Count the hits by ranges of price, as if no range were chosen; what is chosen is always among them."""
        prices = self._prices(self._places.ids(places))
        found = list(dict.fromkeys([*filters.price, *price_ranges.ranges(prices[prices >= 0])]))
        values = tuple(
            FacetValue(
                value=price_ranges.code(one),
                label=price_ranges.code(one),
                count=int(price_ranges.within(prices, one).sum()),
                selected=one in filters.price,
            )
            for one in sorted(found, key=lambda one: (one[0], one[1] or 0))
        )
        return (Facet(code=PRICE, label=PRICE, values=values),) if values else ()
