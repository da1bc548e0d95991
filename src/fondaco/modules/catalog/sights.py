"""What each buyer sees, kept as one set for all who see the same; and the shelf with nothing else on it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.event import Event
from fondaco.modules.catalog import assorting
from fondaco.modules.catalog.events import AssortmentsChanged, CategoriesChanged, ProductsChanged
from fondaco.modules.catalog.shelf import Shelf
from fondaco.modules.catalog.store import assortments as store
from fondaco.modules.catalog.types import Assortment, AssortmentMode, Category, Product, Seen
from fondaco.platform.transaction import Tx

Marks = NDArray[np.bool_]
_MOST_KEPT = 500


class Sight:
    """The products that some buyers see, as a set of numbers; everything else does not exist for them."""

    def __init__(self, *, numbers: dict[int, int], marks: Marks) -> None:
        self._numbers, self._marks = numbers, marks

    def sees(self, product: UUID) -> bool:
        """Tell whether a product is seen; one that was made a moment ago is not yet."""
        number = self._numbers.get(product.int)
        return number is not None and number < len(self._marks) and bool(self._marks[number])

    def among(self, products: Sequence[UUID]) -> Marks:
        """Mark those of some products that are seen."""
        numbers, marks = self._numbers, self._marks
        places = np.fromiter((numbers.get(product.int, len(marks)) for product in products), np.int64, len(products))
        found = np.zeros(len(products), np.bool_)
        known = places < len(marks)
        found[known] = marks[places[known]]
        return found


class Assortments:
    """A projection: the assortments, and for everybody who asked the set that he sees.

    It must be fed after the shelf it was given. Reading never waits and never touches the database.
    """

    EVENTS: tuple[type[Event], ...] = (AssortmentsChanged, ProductsChanged, CategoriesChanged)

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._stated: Sequence[Assortment] = ()
        # By the number of the product's id; numbers are given once and never again.
        self._numbers: dict[int, int] = {}
        self._picked: dict[UUID, Marks] = {}
        self._shelves: dict[frozenset[UUID], SeenShelf] = {}

    def load(self, *, tx: Tx) -> None:
        """Read everything."""
        self._stated = store.all_of_them(tx=tx)
        self._number(self._shelf.products())
        self._picked, self._shelves = {}, {}

    def apply(self, *, tx: Tx, events: Sequence[Event]) -> None:
        """Forget what was worked out and is another now; it is worked out again when somebody asks."""
        changed = {id for event in events if isinstance(event, ProductsChanged) for id in event.products}
        products = [product for id in changed if (product := self._shelf.any_product(id)) is not None]
        self._number(products)
        if any(isinstance(event, CategoriesChanged) for event in events):
            self._picked = {}
        elif products:
            self._picked = {
                one.id: self._again(one, self._picked[one.id], products)
                for one in self._stated
                if one.id in self._picked
            }
        if any(isinstance(event, AssortmentsChanged) for event in events):
            before = {one.id: one for one in self._stated}
            self._stated = store.all_of_them(tx=tx)
            kept = {one.id for one in self._stated if before.get(one.id) == one}
            self._picked = {id: marks for id, marks in self._picked.items() if id in kept}
        self._shelves = {}

    def shelf_for(self, buyer: Buyer | None) -> Shelf:
        """Return the shelf as a buyer sees it; all of it for staff that ask for nobody."""
        concerning = [one for one in self._stated if assorting.concerns(one, buyer)] if buyer is not None else ()
        if not concerning:
            return self._shelf
        key = frozenset(one.id for one in concerning)
        found = self._shelves.get(key)
        if found is None:
            if len(self._shelves) >= _MOST_KEPT:
                self._shelves = {}
            found = self._shelves[key] = SeenShelf(self._shelf, self._sight(concerning))
        return found

    def why(self, *, product: UUID, buyer: Buyer, roles: frozenset[str]) -> Seen | None:
        """Say whether a buyer in some roles sees a product and what decides it; None for an unknown product."""
        found = self._shelf.any_product(product)
        if found is None:
            return None
        return assorting.seen(
            assortments=self._stated, product=found, above=self._above(found), buyer=replace(buyer, roles=roles)
        )

    def _sight(self, concerning: Sequence[Assortment]) -> Sight:
        including = [one for one in concerning if one.stated.mode is AssortmentMode.INCLUDE]
        marks = np.zeros(len(self._numbers), np.bool_) if including else np.ones(len(self._numbers), np.bool_)
        for one in including:
            marks |= self._marks(one)
        for one in concerning:
            if one.stated.mode is AssortmentMode.EXCLUDE:
                marks &= ~self._marks(one)
        return Sight(numbers=self._numbers, marks=marks)

    def _marks(self, one: Assortment) -> Marks:
        marks = self._picked.get(one.id)
        if marks is None:
            nothing = np.zeros(len(self._numbers), np.bool_)
            marks = self._picked[one.id] = self._again(one, nothing, self._shelf.products())
        return marks

    def _again(self, one: Assortment, marks: Marks, products: Iterable[Product]) -> Marks:
        new = np.zeros(len(self._numbers), np.bool_)
        new[: len(marks)] = marks
        for product in products:
            new[self._numbers[product.id.int]] = assorting.picks(one.stated, product, self._above(product))
        return new

    def _number(self, products: Iterable[Product]) -> None:
        for product in products:
            self._numbers.setdefault(product.id.int, len(self._numbers))

    def _above(self, product: Product) -> tuple[UUID, ...]:
        return self._shelf.above(product.category) if product.category else ()


class SeenShelf(Shelf):
    """A shelf on which only what somebody sees stands: everything asked of it is asked through the sight."""

    def __init__(self, shelf: Shelf, sight: Sight) -> None:
        super().__init__()
        self._shelf = shelf
        self.sight: Sight | None = sight
        self._listed: dict[UUID | None, tuple[UUID, ...]] = {}

    @cached_property
    def _seen(self) -> Sight:
        if self.sight is None:
            raise TypeError
        return self.sight

    def hides(self, id: UUID) -> bool:
        """Tell whether a product is not to be shown, though the database may know it."""
        return not self._seen.sees(id)

    def __len__(self) -> int:
        """Count the products that are seen."""
        return len(self.in_category(None))

    def products(self) -> Iterable[Product]:
        """Return the products that are seen."""
        return [product for product in self._shelf.products() if self._seen.sees(product.id)]

    def product(self, id: UUID) -> Product | None:
        """Return a product; None for one that is unknown, ended or not seen."""
        return self._shelf.product(id) if self._seen.sees(id) else None

    def any_product(self, id: UUID) -> Product | None:
        """Return a product, ended or not; None for one that is unknown or not seen."""
        return self._shelf.any_product(id) if self._seen.sees(id) else None

    def categories(self) -> list[Category]:
        """Return those categories in which something is seen, in order."""
        return [one for one in self._shelf.categories() if self.in_category(one.id)]

    def in_category(self, category: UUID | None) -> tuple[UUID, ...]:
        """Return the products of a category and all below it that are seen, by article number; None means all."""
        found = self._listed.get(category)
        if found is None:
            every = self._shelf.in_category(category)
            marks = self._seen.among(every).tolist()
            found = self._listed[category] = tuple(id for id, seen in zip(every, marks, strict=True) if seen)
        return found

    def family(self, family: str) -> tuple[UUID, ...]:
        """Return the variants that are seen."""
        return tuple(id for id in self._shelf.family(family) if self._seen.sees(id))

    def path(self, category: UUID | None) -> list[Category]:
        """Return the categories from the top down to this one."""
        return self._shelf.path(category)

    def above(self, category: UUID) -> tuple[UUID, ...]:
        """Return a category and those over it, nearest first."""
        return self._shelf.above(category)

    def picture(self, product: Product) -> str | None:
        """Return the address of the product's first picture."""
        return self._shelf.picture(product)

    def own_numbers(self, hierarchy: Sequence[UUID], products: Sequence[UUID]) -> list[str | None]:
        """Return the numbers under which the nearest of the organisations knows products, in the order given."""
        return self._shelf.own_numbers(hierarchy, products)

    def cards(self, ids: Iterable[UUID], language: str) -> list[bytes]:
        """Return the cards of products as JSON objects, in the order given; empty for what is not seen."""
        known = list(ids)
        marks = self._seen.among(known).tolist()
        return [card if seen else b"" for card, seen in zip(self._shelf.cards(known, language), marks, strict=True)]
