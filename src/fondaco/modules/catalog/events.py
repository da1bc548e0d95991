"""Facts that catalog publishes."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fondaco.kernel.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductsChanged(Event):
    """Products were made or changed by a source; readers fetch them anew."""

    TYPE: ClassVar[str] = "catalog.products_changed.v1"
    source: str
    products: tuple[UUID, ...]

    @property
    def subject(self) -> str:
        """Name the source: one source's changes keep their order."""
        return self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoriesChanged(Event):
    """The tree of categories was changed by a source."""

    TYPE: ClassVar[str] = "catalog.categories_changed.v1"
    source: str

    @property
    def subject(self) -> str:
        """Name the source."""
        return self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerPartNumbersChanged(Event):
    """Organisations' own part numbers were changed by a source."""

    TYPE: ClassVar[str] = "catalog.customer_part_numbers_changed.v1"
    source: str
    organisations: tuple[UUID, ...]

    @property
    def subject(self) -> str:
        """Name the source."""
        return self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class AssortmentsChanged(Event):
    """Assortments were stated, changed or removed: who may see what is another from now on."""

    TYPE: ClassVar[str] = "catalog.assortments_changed.v1"
    assortments: tuple[UUID, ...]

    @property
    def subject(self) -> str:
        """Name the first of them."""
        return str(self.assortments[0]) if self.assortments else ""
