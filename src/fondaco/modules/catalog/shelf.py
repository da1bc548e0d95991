"""The shelf: the whole catalogue in the memory of one process, with its cards ready to send."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from fondaco.kernel.event import Event
from fondaco.kernel.ids import public_id
from fondaco.modules.catalog.events import CategoriesChanged, CustomerPartNumbersChanged, ProductsChanged
from fondaco.modules.catalog.store import read
from fondaco.modules.catalog.types import Category, Product, text_in
from fondaco.platform.transaction import Tx

_encode = msgspec.json.Encoder().encode


class Shelf:
    """A projection: loaded once, then kept by events. Reading never waits and never touches the database."""

    EVENTS: tuple[type[Event], ...] = (ProductsChanged, CategoriesChanged, CustomerPartNumbersChanged)

    def __init__(self) -> None:
        self._products: dict[UUID, Product] = {}
        self._cards: dict[tuple[UUID, str], bytes] = {}
        self._categories: dict[UUID, Category] = {}
        self._in_category: dict[UUID | None, tuple[UUID, ...]] = {}
        self._families: dict[str, tuple[UUID, ...]] = {}
        self._own: dict[UUID, dict[UUID, str]] = {}

    def load(self, *, tx: Tx) -> None:
        """Read everything."""
        self._products = read.products(tx=tx, ids=None)
        self._cards = {}
        self._categories = {item.id: item for item in read.categories(tx=tx)}
        self._take_own(read.own_numbers(tx=tx), None)
        self._arrange()

    def apply(self, *, tx: Tx, events: Sequence[Event]) -> None:
        """Fetch what changed."""
        changed = {id for event in events if isinstance(event, ProductsChanged) for id in event.products}
        if changed:
            found = read.products(tx=tx, ids=sorted(changed))
            moved = any(self._place(self._products.get(id)) != self._place(found.get(id)) for id in changed)
            self._products.update(found)
            for id in changed:
                for language in self._languages():
                    self._cards.pop((id, language), None)
            if moved:
                self._arrange()
        if any(isinstance(event, CategoriesChanged) for event in events):
            self._categories = {item.id: item for item in read.categories(tx=tx)}
            self._arrange()
        owners = {id for event in events if isinstance(event, CustomerPartNumbersChanged) for id in event.organisations}
        if owners:
            self._take_own(read.own_numbers(tx=tx, organisations=sorted(owners)), owners)

    def __len__(self) -> int:
        """Count the products, ended ones too."""
        return len(self._products)

    def products(self) -> Iterable[Product]:
        """Return all products, ended ones too."""
        return list(self._products.values())

    def product(self, id: UUID) -> Product | None:
        """Return a product; None for an unknown or ended one."""
        found = self._products.get(id)
        return found if found is not None and found.active else None

    def categories(self) -> list[Category]:
        """Return the tree in order."""
        return list(self._categories.values())

    def in_category(self, category: UUID | None) -> tuple[UUID, ...]:
        """Return the active products of a category and all below it by article number; None means all."""
        return self._in_category.get(category, ())

    def family(self, family: str) -> tuple[UUID, ...]:
        """Return the active products that are variants of each other."""
        return self._families.get(family, ())

    def path(self, category: UUID | None) -> list[Category]:
        """Return the categories from the top down to this one."""
        return [self._categories[id] for id in reversed(self._above(category))] if category else []

    def picture(self, product: Product) -> str | None:
        """Return the address of the product's first picture."""
        first = next((item for item in product.media if item.content_type.startswith("image/")), None)
        return f"/v1/media/{public_id('med', first.id)}" if first else None

    def own_number(self, hierarchy: Sequence[UUID], product: UUID) -> str | None:
        """Return the number under which the nearest of the organisations knows the product."""
        for organisation in hierarchy:
            number = self._own.get(organisation, {}).get(product)
            if number is not None:
                return number
        return None

    def card(self, id: UUID, language: str) -> bytes:
        """Return the product's card as a JSON object; empty for an unknown product."""
        card = self._cards.get((id, language))
        if card is None:
            product = self._products.get(id)
            if product is None:
                return b""
            card = self._cards[id, language] = _encode(self._card(product, language))
        return card

    def cards(self, ids: Iterable[UUID], language: str) -> list[bytes]:
        """Return the cards of products as JSON objects, in the order given."""
        return [self.card(id, language) for id in ids]

    def _card(self, product: Product, language: str) -> dict[str, object]:
        return {
            "id": public_id("prd", product.id),
            "sku": product.sku,
            "name": product.name_in(language),
            "category": public_id("cat", product.category) if product.category else None,
            "manufacturer": product.manufacturer,
            "manufacturer_number": product.manufacturer_number,
            "picture": self.picture(product),
            "base_unit": product.base_unit,
            "sales_unit": product.sales_unit,
            "minimum": str(product.minimum),
            "multiple": str(product.multiple),
            "attributes": [
                {"name": text_in(item.names, language), "value": item.value, "unit": item.unit}
                for item in product.attributes[:6]
            ],
        }

    def _arrange(self) -> None:
        listed: dict[UUID | None, list[UUID]] = {None: []}
        families: dict[str, list[UUID]] = {}
        above = {id: self._above(id) for id in self._categories}
        for product in sorted(self._products.values(), key=lambda product: product.sku):
            if not product.active:
                continue
            for category in (None, *above.get(product.category, ())) if product.category else (None,):
                listed.setdefault(category, []).append(product.id)
            if product.family:
                families.setdefault(product.family, []).append(product.id)
        self._in_category = {category: tuple(ids) for category, ids in listed.items()}
        self._families = {family: tuple(ids) for family, ids in families.items()}

    def _above(self, category: UUID) -> tuple[UUID, ...]:
        chain: list[UUID] = []
        at: UUID | None = category
        while at is not None and at not in chain and at in self._categories:
            chain.append(at)
            at = self._categories[at].parent
        return tuple(chain)

    def _take_own(self, rows: Iterable[tuple[UUID, UUID, str]], owners: set[UUID] | None) -> None:
        own = {} if owners is None else {id: numbers for id, numbers in self._own.items() if id not in owners}
        for organisation, product, number in rows:
            own.setdefault(organisation, {})[product] = number
        self._own = own

    def _languages(self) -> set[str]:
        return {language for _, language in self._cards}

    @staticmethod
    def _place(product: Product | None) -> tuple[object, ...]:
        return (None,) if product is None else (product.active, product.category, product.sku, product.family)
