"""The shelf: the whole catalogue in the memory of one process, with its cards ready to send."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from fondaco.kernel.event import Event
from fondaco.kernel.ids import public_id
from fondaco.modules.catalog.events import CategoriesChanged, CustomerPartNumbersChanged, ProductsChanged
from fondaco.modules.catalog.store import read
from fondaco.modules.catalog.types import Category, Product, text_in
from fondaco.platform.transaction import Tx

if TYPE_CHECKING:
    from fondaco.modules.catalog.sights import Sight

_encode = msgspec.json.Encoder().encode


class Shelf:
    """A projection: loaded once, then kept by events. Reading never waits and never touches the database."""

    EVENTS: tuple[type[Event], ...] = (ProductsChanged, CategoriesChanged, CustomerPartNumbersChanged)
    # What somebody sees of it; None is everything.
    sight: "Sight | None" = None

    def __init__(self) -> None:
        # By the number of the product's id: whole numbers are found faster than ids.
        self._products: dict[int, Product] = {}
        self._cards: dict[str, dict[int, bytes]] = {}
        self._categories: dict[UUID, Category] = {}
        self._in_category: dict[UUID | None, tuple[UUID, ...]] = {}
        self._families: dict[str, tuple[UUID, ...]] = {}
        self._own: dict[UUID, dict[int, str]] = {}

    def load(self, *, tx: Tx) -> None:
        """Read everything."""
        self._products = {id.int: product for id, product in read.products(tx=tx, ids=None).items()}
        self._cards = {}
        self._categories = {item.id: item for item in read.categories(tx=tx)}
        self._take_own(read.own_numbers(tx=tx), None)
        self._arrange()

    def apply(self, *, tx: Tx, events: Sequence[Event]) -> None:
        """Fetch what changed."""
        changed = {id for event in events if isinstance(event, ProductsChanged) for id in event.products}
        if changed:
            found = read.products(tx=tx, ids=sorted(changed))
            moved = any(self._place(self._products.get(id.int)) != self._place(found.get(id)) for id in changed)
            self._products.update((id.int, product) for id, product in found.items())
            for cards in list(self._cards.values()):
                for id in changed:
                    cards.pop(id.int, None)
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
        found = self._products.get(id.int)
        return found if found is not None and found.active else None

    def any_product(self, id: UUID) -> Product | None:
        """Return a product, ended or not."""
        return self._products.get(id.int)

    def hides(self, id: UUID) -> bool:  # noqa: ARG002 - somebody's shelf may
        """Tell whether a product is not to be shown, though the database may know it: here nothing is."""
        return False

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
        return [self._categories[id] for id in reversed(self.above(category))] if category else []

    def picture(self, product: Product) -> str | None:
        """Return the address of the product's first picture."""
        first = next((item for item in product.media if item.content_type.startswith("image/")), None)
        return f"/v1/media/{public_id('med', first.id)}" if first else None

    def own_number(self, hierarchy: Sequence[UUID], product: UUID) -> str | None:
        """Return the number under which the nearest of the organisations knows the product."""
        return self.own_numbers(hierarchy, [product])[0]

    def own_numbers(self, hierarchy: Sequence[UUID], products: Sequence[UUID]) -> list[str | None]:
        """Return the same of several products, in the order given."""
        known = [numbers for organisation in hierarchy if (numbers := self._own.get(organisation))]
        if not known:
            return [None] * len(products)
        return [next((numbers[id.int] for numbers in known if id.int in numbers), None) for id in products]

    def card(self, id: UUID, language: str) -> bytes:
        """Return the product's card as a JSON object; empty for an unknown product."""
        return self.cards([id], language)[0]

    def cards(self, ids: Iterable[UUID], language: str) -> list[bytes]:
        """Return the cards of products as JSON objects, in the order given."""
        known = self._cards.setdefault(language, {})
        return [known.get(id.int) or self._written(known, id.int, language) for id in ids]

    def _written(self, known: dict[int, bytes], number: int, language: str) -> bytes:
        product = self._products.get(number)
        if product is None:
            return b""
        card = known[number] = _encode(self._card(product, language))
        return card

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
        above = {id: self.above(id) for id in self._categories}
        for product in sorted(self._products.values(), key=lambda product: product.sku):
            if not product.active:
                continue
            for category in (None, *above.get(product.category, ())) if product.category else (None,):
                listed.setdefault(category, []).append(product.id)
            if product.family:
                families.setdefault(product.family, []).append(product.id)
        self._in_category = {category: tuple(ids) for category, ids in listed.items()}
        self._families = {family: tuple(ids) for family, ids in families.items()}

    def above(self, category: UUID) -> tuple[UUID, ...]:
        """Return a category and those over it, nearest first."""
        chain: list[UUID] = []
        at: UUID | None = category
        while at is not None and at not in chain and at in self._categories:
            chain.append(at)
            at = self._categories[at].parent
        return tuple(chain)

    def _take_own(self, rows: Iterable[tuple[UUID, UUID, str]], owners: set[UUID] | None) -> None:
        own = {} if owners is None else {id: numbers for id, numbers in self._own.items() if id not in owners}
        for organisation, product, number in rows:
            own.setdefault(organisation, {})[product.int] = number
        self._own = own

    @staticmethod
    def _place(product: Product | None) -> tuple[object, ...]:
        return (None,) if product is None else (product.active, product.category, product.sku, product.family)
