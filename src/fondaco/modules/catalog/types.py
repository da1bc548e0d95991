"""What crosses the door of catalog: products, categories, units, media, relations, and the drafts of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.period import ALWAYS, Period
from fondaco.kernel.unit import Conversions, UnitOfMeasure

Texts = Mapping[str, str]


class RelationKind(StrEnum):
    """How another product relates to this one."""

    ACCESSORY = "accessory"
    SPARE_PART = "spare_part"
    SUCCESSOR = "successor"
    SUBSTITUTE = "substitute"


class NumberKind(StrEnum):
    """By which kind of number a product was found; own numbers come first."""

    OWN = "own"
    SKU = "sku"
    MANUFACTURER = "manufacturer"
    GTIN = "gtin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One typed property: `value` as a person reads it, `number` for ranges, `unit` where it has one."""

    code: str
    names: Texts
    value: str
    number: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationDraft:
    """A relation to the product that a source knows by this key."""

    kind: RelationKind
    to: ExternalRef


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaDraft:
    """A picture or a document: its bytes or its address elsewhere, with the content type; the lowest position leads."""

    content_type: str
    content: bytes | None = field(default=None, repr=False)
    url: str | None = None
    name: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryDraft:
    """A category as a source states it; `parent` is the key of the one above."""

    ref: ExternalRef
    names: Texts
    parent: ExternalRef | None = None
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDraft:
    """A product as a source states it.

    Two sources that state the same `sku` mean the same product; the source that made it stays the source of truth of
    its texts, the other one adds its key. `minimum` and `multiple` are in the sales unit.
    """

    ref: ExternalRef
    sku: str
    names: Texts
    descriptions: Texts = field(default_factory=dict)
    category: ExternalRef | None = None
    base_unit: str = "PCE"
    sales_unit: str | None = None
    units: tuple[UnitOfMeasure, ...] = ()
    minimum: Decimal = Decimal(1)
    multiple: Decimal = Decimal(1)
    gtin: str | None = None
    manufacturer: str | None = None
    manufacturer_number: str | None = None
    tax_class: str = "standard"
    family: str | None = None
    varying: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    relations: tuple[RelationDraft, ...] = ()
    media: tuple[MediaDraft, ...] | None = None
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerPartNumberDraft:
    """The number under which an organisation, and all below it, knows a product."""

    organisation: ExternalRef
    product: ExternalRef
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A node of the category tree."""

    id: UUID
    parent: UUID | None
    names: Texts
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A picture or document; `digest` names its content for good, `url` is set where it lies elsewhere."""

    id: UUID
    content_type: str
    name: str
    position: int
    digest: str
    url: str | None = None
    product: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A relation to another product."""

    kind: RelationKind
    product: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What can be ordered, with its units; `system` is the source that delivers it."""

    id: UUID
    sku: str
    names: Texts
    descriptions: Texts
    category: UUID | None
    base_unit: str
    sales_unit: str
    units: tuple[UnitOfMeasure, ...]
    minimum: Decimal
    multiple: Decimal
    gtin: str | None
    manufacturer: str | None
    manufacturer_number: str | None
    tax_class: str
    family: str | None
    varying: tuple[str, ...]
    attributes: tuple[Attribute, ...]
    relations: tuple[Relation, ...]
    media: tuple[Media, ...]
    active: bool
    system: str
    version: int

    @property
    def conversions(self) -> Conversions:
        """The product's units as exact factors."""
        return Conversions(self.base_unit, self.units)

    def name_in(self, language: str) -> str:
        """Return the name in the language, else in English, else in German, else in any."""
        return text_in(self.names, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """What many products have in common for prices and stock: units, least quantity, categories, tax class, source.

    `categories` is the product's own and those above, nearest first; `minimum` is in sales units.
    """

    base_unit: str
    sales_unit: str
    conversions: Conversions
    minimum: Decimal
    categories: tuple[UUID, ...]
    tax_class: str
    system: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Basics:
    """What prices and stock need to know of a product."""

    id: UUID
    sku: str
    active: bool
    handling: Handling

    @property
    def base_unit(self) -> str:
        """Return the unit its stock and scales are counted in."""
        return self.handling.base_unit

    @property
    def categories(self) -> tuple[UUID, ...]:
        """Return its own category and those above, nearest first."""
        return self.handling.categories

    @property
    def conversions(self) -> Conversions:
        """Return its units and their exact factors."""
        return self.handling.conversions


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A product that a number may mean, and by which kind of number."""

    product: UUID
    sku: str
    by: NumberKind


class AssortmentMode(StrEnum):
    """Whether an assortment shows its products to its audience, or hides them."""

    INCLUDE = "include"
    EXCLUDE = "exclude"


class PickKind(StrEnum):
    """What picks products: all of them, a category with all below, one, a maker, a value of an attribute."""

    EVERYTHING = "everything"
    CATEGORY = "category"
    PRODUCT = "product"
    MANUFACTURER = "manufacturer"
    ATTRIBUTE = "attribute"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """Some products: `id` names a category or product, `code` an attribute, `value` its value or a maker."""

    kind: PickKind
    id: UUID | None = None
    code: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """For whom an assortment is: all that is named must fit; nothing named is everybody.

    An organisation means all below it too.
    """

    organisation: UUID | None = None
    role: str | None = None
    sales_area: str | None = None
    segment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssortmentDraft:
    """An assortment as somebody states it."""

    code: str
    name: str
    mode: AssortmentMode
    picks: tuple[Pick, ...]
    audience: Audience = field(default_factory=Audience)
    valid: Period = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Assortment:
    """A stored assortment."""

    id: UUID
    stated: AssortmentDraft
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Whether a buyer sees a product, and the assortments that decide it.

    Hidden is what an exclusion `hides`, and what no inclusion shows where there is any for the buyer (`among`).
    """

    seen: bool
    ended: bool = False
    hides: tuple[Assortment, ...] = ()
    shows: tuple[Assortment, ...] = ()
    among: tuple[Assortment, ...] = ()


def text_in(texts: Texts, language: str) -> str:
    """Return the text in the language, else in English, else in German, else in any; empty if there is none."""
    for wanted in (language, "en", "de"):
        if texts.get(wanted):
            return texts[wanted]
    return next(iter(texts.values()), "")
