"""The door of search: the index of a process, searching it, and suggestions while somebody types."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from fondaco.kernel.event import Event
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.api import Shelf, Sight
from fondaco.modules.catalog.events import CategoriesChanged, CustomerPartNumbersChanged, ProductsChanged
from fondaco.modules.catalog.types import Category, Product
from fondaco.modules.search import index as indexing
from fondaco.modules.search.evaluating import evaluate, mistyped
from fondaco.modules.search.evaluating import order as worst
from fondaco.modules.search.index import Names, Prices, State
from fondaco.modules.search.model.entry import Entry
from fondaco.modules.search.model.judging import together as figures_of
from fondaco.modules.search.tuning import tune
from fondaco.modules.search.types import Filters, Hits, Sort, Suggestion
from fondaco.platform.transaction import Tx

__all__ = ["Index", "build_state", "evaluate", "figures_of", "mistyped", "search", "suggest", "tune", "worst"]

# Beyond this many changed products building everything anew is quicker, and keeps the compounds' vocabulary fresh.
_MANY = 2000


class Index:
    """A projection: built once from the shelf and kept by the catalogue's events; readers never wait.

    It must be fed after the shelf it was given.
    """

    EVENTS: tuple[type[Event], ...] = (ProductsChanged, CategoriesChanged, CustomerPartNumbersChanged)

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._own: dict[UUID, list[tuple[UUID, str]]] = {}
        self.state: State = indexing.build(entries=(), names=Names())

    def load(self, *, tx: Tx) -> None:
        """Build everything anew beside the present state, then swap."""
        self._own = _by_product(catalog.own_numbers(tx=tx))
        self.state = indexing.build(entries=self._entries(self._shelf.products()), names=self._names())

    def apply(self, *, tx: Tx, events: Sequence[Event]) -> None:
        """Take in changed products; a changed tree of categories means building anew."""
        changed = {id for event in events if isinstance(event, ProductsChanged) for id in event.products}
        if any(isinstance(event, CustomerPartNumbersChanged) for event in events):
            before, self._own = self._own, _by_product(catalog.own_numbers(tx=tx))
            changed |= {id for id in before.keys() | self._own.keys() if before.get(id) != self._own.get(id)}
        if len(changed) > _MANY or any(isinstance(event, CategoriesChanged) for event in events):
            self.load(tx=tx)
        elif changed:
            products = [product for id in changed if (product := self._shelf.product(id))]
            present = {product.id for product in products}
            self.state = indexing.changed(
                state=self.state,
                entries=self._entries(products),
                removed=changed - present,
                names=self._names(),
            )

    def _entries(self, products: Iterable[Product]) -> list[Entry]:
        above = _chains(self._shelf.categories())
        kinds = {category.id: category.names for category in self._shelf.categories()}
        return [_entry(product, above, kinds, self._own.get(product.id, ())) for product in products if product.active]

    def _names(self) -> Names:
        attributes: dict[str, Mapping[str, str]] = {}
        for product in self._shelf.products():
            for attribute in product.attributes:
                attributes.setdefault(attribute.code, attribute.names)
        return Names(
            attributes=attributes,
            categories={category.id: category.names for category in self._shelf.categories()},
        )


def build_state(*, entries: Iterable[Entry]) -> State:
    """Build an index of entries that come from elsewhere than the catalogue, to measure searching on them."""
    return indexing.build(entries=entries, names=Names())


def search(
    *,
    index: Index,
    query: str = "",
    filters: Filters | None = None,
    language: str = "de",
    organisations: Sequence[UUID] = (),
    sort: Sort = Sort.RELEVANCE,
    offset: int = 0,
    limit: int = 24,
    facets: bool = False,
    prices: Prices | None = None,
    sight: Sight | None = None,
) -> Hits:
    """Find products; without a query list those of a category. `prices` answers the own prices to sort by.

    What is not in the `sight` is neither found nor counted.
    """
    return indexing.search(
        state=index.state,
        text=query,
        filters=filters or Filters(),
        language=language,
        organisations=organisations,
        sort=sort,
        offset=offset,
        limit=limit,
        facets=facets,
        prices=prices,
        sight=sight,
    )


def suggest(
    *,
    index: Index,
    query: str,
    language: str = "de",
    organisations: Sequence[UUID] = (),
    limit: int = 8,
    sight: Sight | None = None,
) -> Sequence[Suggestion]:
    """Guess what the buyer may mean with what he has typed so far: categories and products of his sight."""
    return index.state.suggest(query.strip(), language, tuple(organisations), limit, sight)


def _entry(
    product: Product,
    above: Mapping[UUID, tuple[UUID, ...]],
    kinds: Mapping[UUID, Mapping[str, str]],
    own: Iterable[tuple[UUID, str]],
) -> Entry:
    numbers = (product.manufacturer_number, product.gtin)
    texts = {language: (text,) for language, text in product.descriptions.items() if text}
    kind = kinds.get(product.category, {}) if product.category else {}
    return Entry(
        product=product.id,
        sku=product.sku,
        numbers=tuple(number for number in numbers if number),
        own=tuple(own),
        names=product.names,
        kinds={language: (name,) for language, name in kind.items()},
        texts=texts,
        brand=product.manufacturer or "",
        categories=above.get(product.category, ()) if product.category else (),
        values=tuple(
            (attribute.code, f"{attribute.value} {attribute.unit}" if attribute.unit else attribute.value)
            for attribute in product.attributes
        ),
    )


def _chains(categories: Iterable[Category]) -> dict[UUID, tuple[UUID, ...]]:
    parents = {category.id: category.parent for category in categories}
    chains: dict[UUID, tuple[UUID, ...]] = {}
    for id in parents:
        chain: list[UUID] = []
        at: UUID | None = id
        while at is not None and at not in chain:
            chain.append(at)
            at = parents.get(at)
        chains[id] = tuple(chain)
    return chains


def _by_product(rows: Iterable[tuple[UUID, UUID, str]]) -> dict[UUID, list[tuple[UUID, str]]]:
    own: dict[UUID, list[tuple[UUID, str]]] = {}
    for organisation, product, number in sorted(rows):
        own.setdefault(product, []).append((organisation, number))
    return own
