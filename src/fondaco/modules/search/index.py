"""The index of one process: the listing in arrays and the full text engine, kept abreast of the catalogue together.

Readers take one `State` and work with it; the follower's thread builds the next one and swaps it in.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

import numpy as np

from fondaco.kernel.ids import public_id
from fondaco.modules.search.engine import Engine, vocabulary_of
from fondaco.modules.search.model import price_ranges
from fondaco.modules.search.model.listing import Entry, Listing, Ordinals, name_in
from fondaco.modules.search.model.words import fold
from fondaco.modules.search.types import Facet, FacetValue, Filters, Hits, Reason, Sort, Suggestion

MOST_HITS = 5000
_MOST_VALUES = 40
_MOST_KEPT = 4096
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
    """One moment of the catalogue, ready to be searched."""

    def __init__(self, *, engine: Engine, listing: Listing, names: Names) -> None:
        self.engine = engine
        self.listing = listing
        self.names = names
        # Listings without a text are the same for everybody until the catalogue changes.
        self.listed = lru_cache(maxsize=_MOST_KEPT)(self._listed)
        self.listed_facets = lru_cache(maxsize=_MOST_KEPT)(self._listed_facets)
        self.suggest = lru_cache(maxsize=_MOST_KEPT)(self._suggest)

    def _listed(self, category: UUID | None, sort: Sort, language: str) -> Ordinals:
        members = self.listing.category(category)
        return self.listing.by_name(members, language) if sort is Sort.NAME else members

    def _listed_facets(self, category: UUID | None, language: str) -> tuple[Facet, ...]:
        return self.facets(self.listing.everything, Filters(category=category), language)

    def found(self, text: str, *, language: str, organisations: Sequence[UUID]) -> tuple[Ordinals, int, Reason]:
        """Return the hits of a text in order of relevance."""
        found = self.engine.find(text, language=language, organisations=organisations, limit=MOST_HITS)
        ordinal = self.listing.ordinal
        places = [ordinal[product] for product in found.products if product in ordinal]
        return np.array(places, dtype=np.int32), found.total, found.reason

    def facets(self, ordinals: Ordinals, filters: Filters, language: str) -> tuple[Facet, ...]:
        """Count categories and attribute values; a facet in which something is chosen counts as if it were not."""
        narrowed = self.listing.narrowed(ordinals, filters)
        counts = self.listing.counts(narrowed)
        for code in filters.attributes:
            others = self.listing.counts(self.listing.narrowed(ordinals, filters, but=code))
            counts = {key: count for key, count in counts.items() if key[0] != code}
            counts |= {key: count for key, count in others.items() if key[0] == code}
        by_code: dict[str, list[FacetValue]] = {}
        for (code, value), count in counts.items():
            chosen = value in filters.attributes.get(code, ())
            by_code.setdefault(code, []).append(FacetValue(value=value, label=value, count=count, selected=chosen))
        facets = [self._categories(ordinals, filters, language)]
        facets += [
            Facet(
                code=code,
                label=name_in(self.names.attributes.get(code, {}), language) or code,
                values=tuple(sorted(values, key=lambda one: (not one.selected, -one.count, one.value))[:_MOST_VALUES]),
            )
            for code, values in by_code.items()
            if len(values) > 1 or code in filters.attributes
        ]
        weight = {facet.code: sum(value.count for value in facet.values) for facet in facets}
        return (facets[0], *sorted(facets[1:], key=lambda facet: (-weight[facet.code], facet.code)))

    def _categories(self, ordinals: Ordinals, filters: Filters, language: str) -> Facet:
        within = self.listing.narrowed(ordinals, filters, but="category")
        counted = self.listing.category_counts(within, self.names.categories)
        values = [
            FacetValue(
                value=public_id("cat", category),
                label=name_in(self.names.categories[category], language),
                count=count,
                selected=category == filters.category,
            )
            for category, count in counted.items()
        ]
        values.sort(key=lambda one: (not one.selected, -one.count, one.label))
        return Facet(code="category", label="category", values=tuple(values[:_MOST_VALUES]))

    def _suggest(self, text: str, language: str, organisations: tuple[UUID, ...], limit: int) -> tuple[Suggestion, ...]:
        found = self.engine.find(text, language=language, organisations=organisations, limit=limit, typing=True)
        entries = self.listing.entries
        products = [
            Suggestion(
                kind="product",
                id=product,
                label=name_in(entries[self.listing.ordinal[product]].names, language),
                number=entries[self.listing.ordinal[product]].sku,
                reason=found.reason,
            )
            for product in found.products
            if product in self.listing.ordinal
        ]
        return (*self._suggested_categories(fold(text).strip(), language), *products)[:limit]

    def _suggested_categories(self, start: str, language: str) -> list[Suggestion]:
        found = [
            Suggestion(kind="category", id=category, label=name_in(names, language), number="", reason=Reason.WORDS)
            for category, names in self.names.categories.items()
            if any(word.startswith(start) for word in fold(name_in(names, language)).split())
            and len(self.listing.category(category))
        ]
        return sorted(found, key=lambda one: one.label)[:_CATEGORIES_SUGGESTED] if start else []


def build(*, entries: Iterable[Entry], names: Names) -> State:
    """Build everything anew."""
    known = list(entries)
    engine = Engine(vocabulary_of(known))
    engine.put(known)
    engine.commit()
    return State(engine=engine, listing=Listing(known), names=names)


def changed(*, state: State, entries: Iterable[Entry], removed: Iterable[UUID], names: Names) -> State:
    """Build the next state: some entries put or removed; the engine is the same one, the arrays are new."""
    put = list(entries)
    gone = set(removed) | {entry.product for entry in put}
    kept = [entry for entry in state.listing.entries if entry.product not in gone]
    state.engine.remove(removed)
    state.engine.put(put)
    state.engine.commit()
    return State(engine=state.engine, listing=Listing([*kept, *put]), names=names)


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
) -> Hits:
    """Find and page products.

    Without a text the listing of the category is answered from memory, by number unless another order is asked for.
    At most 5,000 hits are ordered and counted; `total` says how many there are.
    """
    listing = state.listing
    if text.strip():
        all_of_text, total, reason = state.found(text, language=language, organisations=organisations)
        ordinals = listing.narrowed(all_of_text, filters)
        total = total if len(all_of_text) == len(ordinals) else len(ordinals)
    else:
        all_of_text = state.listed(filters.category, sort, language)
        ordinals = listing.narrowed(all_of_text, Filters(attributes=filters.attributes))
        total, reason = len(ordinals), Reason.LISTED
    own = _Own(listing, prices) if prices is not None else None
    unpriced = ordinals
    if own is not None and filters.price:
        ordinals = own.within(ordinals, filters)
        total = len(ordinals)
    if sort is Sort.PRICE and own is not None:
        ordinals = own.ordered(ordinals)
    elif text.strip() and sort is Sort.NAME:
        ordinals = listing.by_name(ordinals, language)
    elif text.strip() and sort is Sort.NUMBER:
        ordinals = np.sort(ordinals)
    page = [listing.ids[place] for place in ordinals[offset : offset + limit]]
    counted: tuple[Facet, ...] = ()
    if facets:
        plain = not text.strip() and not filters.attributes
        whole = all_of_text if text.strip() else listing.everything
        if own is not None and filters.price:
            whole, plain = own.within(whole, filters), False
        counted = state.listed_facets(filters.category, language) if plain else state.facets(whole, filters, language)
        if own is not None:
            counted = (*counted[:1], *own.facet(unpriced, filters), *counted[1:])
    return Hits(products=page, total=total, reason=reason, facets=counted)


class _Own:
    """The own prices of a result: asked for once, for as many products as matter."""

    def __init__(self, listing: Listing, prices: Prices) -> None:
        self._listing, self._prices = listing, prices

    def within(self, ordinals: Ordinals, filters: Filters) -> Ordinals:
        """Keep the hits whose price lies in one of the ranges."""
        prices = self._prices([self._listing.ids[place] for place in ordinals])
        marks = np.zeros(len(ordinals), np.bool_)
        for chosen in filters.price:
            marks |= price_ranges.within(prices, chosen)
        return ordinals[marks]

    def ordered(self, ordinals: Ordinals) -> Ordinals:
        """Put the cheapest first, and those without a price last."""
        prices = self._prices([self._listing.ids[place] for place in ordinals])
        return ordinals[np.lexsort((prices, prices < 0))]

    def facet(self, ordinals: Ordinals, filters: Filters) -> tuple[Facet, ...]:
        """Count the hits by ranges of price, as if no range were chosen; what is chosen is always among them."""
        prices = self._prices([self._listing.ids[place] for place in ordinals])
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
