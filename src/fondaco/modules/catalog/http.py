"""Routes of catalog: the tree of categories, one product in full, pictures and documents."""

from decimal import Decimal
from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Meta, Struct

from fondaco.kernel.actor import Actor
from fondaco.kernel.ids import inner_id, public_id
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.errors import UnknownProduct
from fondaco.modules.catalog.types import Media, Product, RelationKind, text_in
from fondaco.platform.transaction import Database

_A_YEAR = "private, max-age=31536000, immutable"
# A drawing must not run anything, wherever it is opened.
_HARMLESS = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


class CategoryOut(Struct, frozen=True, kw_only=True):
    """A category: its name in the reader's language and how many products lie in it and below."""

    id: Annotated[str, Meta(examples=["cat_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
    parent: str | None
    name: str
    position: int
    products: int


class CategoriesOut(Struct, frozen=True, kw_only=True):
    """The whole tree, parents before children of the same position."""

    items: list[CategoryOut]


class UnitOut(Struct, frozen=True, kw_only=True):
    """A unit one may order in; one of it is `in_base` base units, written as a fraction where it is none (1/3)."""

    code: Annotated[str, Meta(examples=["BX"])]
    in_base: Annotated[str, Meta(examples=["100"])]


class AttributeOut(Struct, frozen=True, kw_only=True):
    """A property of the product."""

    code: str
    name: str
    value: str
    number: Decimal | None
    unit: str | None


class MediaOut(Struct, frozen=True, kw_only=True):
    """A picture or a document."""

    id: str
    content_type: str
    name: str
    url: str


class RelationOut(Struct, frozen=True, kw_only=True):
    """Another product and how it relates to this one."""

    kind: RelationKind
    product: str


class VariantOut(Struct, frozen=True, kw_only=True):
    """A product of the same family, with the values in which the variants differ."""

    id: str
    sku: str
    name: str
    values: dict[str, str]


class ProductDetailOut(Struct, frozen=True, kw_only=True):
    """A product in full, in the reader's language; prices and availability are asked for by themselves."""

    id: Annotated[str, Meta(examples=["prd_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
    sku: str
    name: str
    description: str
    own_number: str | None
    category: str | None
    manufacturer: str | None
    manufacturer_number: str | None
    gtin: str | None
    base_unit: str
    sales_unit: str
    units: list[UnitOut]
    minimum: Decimal
    multiple: Decimal
    attributes: list[AttributeOut]
    varying: list[AttributeOut]
    variants: list[VariantOut]
    relations: list[RelationOut]
    media: list[MediaOut]


@get(
    "/v1/categories",
    operation_id="list_categories",
    summary="The tree of categories",
    tags=["catalog"],
    opt={"permission": "catalog.view"},
    sync_to_thread=False,
)
def list_categories(actor: NamedDependency[Actor], shelf: NamedDependency[catalog.Shelf]) -> CategoriesOut:
    """List all categories with the number of products in and below each."""
    return CategoriesOut(
        items=[
            CategoryOut(
                id=public_id("cat", found.id),
                parent=public_id("cat", found.parent) if found.parent else None,
                name=text_in(found.names, actor.language),
                position=found.position,
                products=len(shelf.in_category(found.id)),
            )
            for found in shelf.categories()
        ]
    )


@get(
    "/v1/products/{product_id:str}",
    operation_id="get_product",
    summary="One product in full",
    tags=["catalog"],
    opt={"permission": "catalog.view"},
    sync_to_thread=False,
)
def get_product(
    product_id: FromPath[str], actor: NamedDependency[Actor], shelf: NamedDependency[catalog.Shelf]
) -> ProductDetailOut:
    """Show texts, units, attributes, variants, relations and media of a product."""
    product = shelf.product(inner_id("prd", product_id))
    if product is None:
        raise UnknownProduct(product=product_id)
    language = actor.language
    # Own numbers of the whole scope: the reader's organisation first, then those below it.
    organisations = sorted(actor.organisations or (), key=lambda id: (id != actor.organisation, id))
    attributes = [_attribute(product, code, language) for code in _codes(product)]
    return ProductDetailOut(
        id=product_id,
        sku=product.sku,
        name=product.name_in(language),
        description=text_in(product.descriptions, language),
        own_number=shelf.own_number(organisations, product.id),
        category=public_id("cat", product.category) if product.category else None,
        manufacturer=product.manufacturer,
        manufacturer_number=product.manufacturer_number,
        gtin=product.gtin,
        base_unit=product.base_unit,
        sales_unit=product.sales_unit,
        units=[UnitOut(code=code, in_base=factor) for code, factor in _units(product)],
        minimum=product.minimum,
        multiple=product.multiple,
        attributes=attributes,
        varying=[attribute for attribute in attributes if attribute.code in product.varying],
        variants=_variants(product, shelf, language),
        relations=[
            RelationOut(kind=relation.kind, product=public_id("prd", relation.product))
            for relation in product.relations
            if shelf.product(relation.product) is not None
        ],
        media=[_media(found) for found in product.media],
    )


@get(
    "/v1/media/{media_id:str}",
    operation_id="get_media",
    summary="A picture or document",
    tags=["catalog"],
    opt={"permission": "catalog.view"},
    media_type="application/octet-stream",
    sync_to_thread=True,
)
def get_media(media_id: FromPath[str], database: NamedDependency[Database]) -> Response[Any]:
    """Answer the bytes; what an id names never changes, so they may be kept for good."""
    with database.transaction() as tx:
        found, content = catalog.media(tx=tx, id=inner_id("med", media_id))
    if content is None:
        return Redirect(found.url or "/")
    headers = {"Cache-Control": _A_YEAR, "ETag": f'"{found.digest}"', "Content-Security-Policy": _HARMLESS}
    return Response(content, media_type=found.content_type, headers=headers)


def _codes(product: Product) -> list[str]:
    return list(dict.fromkeys(attribute.code for attribute in product.attributes))


def _attribute(product: Product, code: str, language: str) -> AttributeOut:
    found = next(attribute for attribute in product.attributes if attribute.code == code)
    return AttributeOut(
        code=code,
        name=text_in(found.names, language),
        value=found.value,
        number=found.number,
        unit=found.unit,
    )


def _units(product: Product) -> list[tuple[str, str]]:
    factors = {product.base_unit: "1"} | {unit.code: str(unit.in_base) for unit in product.units}
    order = [product.sales_unit, *(code for code in factors if code != product.sales_unit)]
    return [(code, factors[code]) for code in order]


def _variants(product: Product, shelf: catalog.Shelf, language: str) -> list[VariantOut]:
    if not product.family:
        return []
    members = [found for id in shelf.family(product.family) if (found := shelf.product(id)) is not None]
    return [
        VariantOut(
            id=public_id("prd", member.id),
            sku=member.sku,
            name=member.name_in(language),
            values={item.code: item.value for item in member.attributes if item.code in product.varying},
        )
        for member in members
    ]


def _media(found: Media) -> MediaOut:
    id = public_id("med", found.id)
    return MediaOut(id=id, content_type=found.content_type, name=found.name, url=found.url or f"/v1/media/{id}")


ROUTES = [list_categories, get_product, get_media]
