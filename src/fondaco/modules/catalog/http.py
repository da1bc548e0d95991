"""Routes of the catalogue: categories, one product with everything about it, pictures and documents."""

from decimal import Decimal
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath
from msgspec import Meta, Struct

from fondaco.kernel.actor import Actor
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.ids import inner_id, public_id
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.catalog.errors import UnknownMedia, UnknownProduct
from fondaco.modules.catalog.types import Category, Product, text_in
from fondaco.platform.transaction import Database

_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
ProductId = Annotated[str, Meta(max_length=40, examples=["prd_01jd8k3z5v9w2x4y6a8c0e1g3h"])]


class CategoryOut(Struct, frozen=True, kw_only=True):
    """A node of the tree; `products` counts those of it and all below."""

    id: Annotated[str, Meta(examples=["cat_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
    parent: str | None
    name: Annotated[str, Meta(examples=["Schrauben"])]
    position: int
    products: int


class CategoriesOut(Struct, frozen=True, kw_only=True):
    """The whole tree in order, parents by id."""

    items: list[CategoryOut]


class UnitOut(Struct, frozen=True, kw_only=True):
    """A unit the product is handled in: one of it is so many base units, as a decimal or a fraction."""

    code: Annotated[str, Meta(examples=["BX"])]
    in_base: Annotated[str, Meta(examples=["100"])]


class AttributeOut(Struct, frozen=True, kw_only=True):
    """A typed property."""

    code: Annotated[str, Meta(examples=["thread"])]
    name: Annotated[str, Meta(examples=["Gewinde"])]
    value: Annotated[str, Meta(examples=["M8"])]
    number: Decimal | None
    unit: str | None


class VariantOut(Struct, frozen=True, kw_only=True):
    """A sister product, with the values of the attributes that vary."""

    id: str
    sku: str
    name: str
    values: dict[str, str]


class RelationOut(Struct, frozen=True, kw_only=True):
    """Another product and how it relates to this one."""

    kind: Annotated[str, Meta(examples=["accessory"])]
    id: str
    sku: str
    name: str
    picture: str | None


class MediaOut(Struct, frozen=True, kw_only=True):
    """A picture or document; read it at `address`."""

    id: str
    address: Annotated[str, Meta(examples=["/v1/media/med_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
    content_type: Annotated[str, Meta(examples=["image/svg+xml"])]
    name: str


class PlaceOut(Struct, frozen=True, kw_only=True):
    """A category on the way from the top to the product."""

    id: str
    name: str


class ProductDetailOut(Struct, frozen=True, kw_only=True):
    """A product with everything about it but prices and stock; `minimum` and `multiple` are in the sales unit."""

    id: str
    sku: str
    own_number: str | None
    name: str
    description: str
    path: list[PlaceOut]
    base_unit: str
    sales_unit: str
    units: list[UnitOut]
    minimum: Decimal
    multiple: Decimal
    gtin: str | None
    manufacturer: str | None
    manufacturer_number: str | None
    tax_class: str
    attributes: list[AttributeOut]
    varying: list[str]
    variants: list[VariantOut]
    relations: list[RelationOut]
    media: list[MediaOut]
    version: int


@get(
    "/v1/categories",
    operation_id="list_categories",
    summary="The tree of categories",
    tags=["catalog"],
    opt={"permission": "catalog.view"},
    sync_to_thread=False,
)
def list_categories(actor: NamedDependency[Actor], shelf: NamedDependency[Shelf]) -> CategoriesOut:
    """List all categories, in the caller's language."""
    return CategoriesOut(items=[_category(item, shelf, actor.language) for item in shelf.categories()])


@get(
    "/v1/products/{product_id:str}",
    operation_id="get_product",
    summary="One product",
    tags=["catalog"],
    opt={"permission": "catalog.view"},
    sync_to_thread=False,
)
def get_product(
    product_id: FromPath[ProductId], buyer: NamedDependency[Buyer], shelf: NamedDependency[Shelf]
) -> Response[ProductDetailOut]:
    """Read one product with its units, variants, relations and media."""
    product = shelf.product(inner_id("prd", product_id))
    if product is None:
        raise UnknownProduct
    return Response(_detail(product, shelf, buyer), headers={"ETag": f'"{product.version}"'})


@get(
    "/v1/media/{media_id:str}",
    operation_id="get_media",
    summary="A picture or document",
    tags=["catalog"],
    opt={"permission": "catalog.view"},
    media_type="application/octet-stream",
    responses={200: ResponseSpec(data_container=bytes, description="The picture.", media_type="image/svg+xml")},
    sync_to_thread=True,
)
def get_media(
    media_id: FromPath[Annotated[str, Meta(max_length=40)]],
    request: Request[Any, Any, Any],
    database: NamedDependency[Database],
    shelf: NamedDependency[Shelf],
) -> Response[bytes]:
    """Send the bytes, or the address where they lie; 304 where the caller has them already."""
    with database.transaction() as tx:
        media, content = catalog.media(tx=tx, id=inner_id("med", media_id))
    if media.product is not None and shelf.hides(media.product):
        raise UnknownMedia
    tag = f'"{media.digest}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "private, max-age=31536000, immutable",
        # A picture opened by itself must not run anything.
        "Content-Security-Policy": _PICTURE_POLICY,
        "X-Content-Type-Options": "nosniff",
    }
    if content is None:
        return Response(b"", status_code=307, headers={"Location": media.url or ""}, media_type=media.content_type)
    if tag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=media.content_type)
    return Response(content, headers=headers, media_type=media.content_type)


def _category(category: Category, shelf: Shelf, language: str) -> CategoryOut:
    return CategoryOut(
        id=public_id("cat", category.id),
        parent=public_id("cat", category.parent) if category.parent else None,
        name=text_in(category.names, language),
        position=category.position,
        products=len(shelf.in_category(category.id)),
    )


def _detail(product: Product, shelf: Shelf, buyer: Buyer) -> ProductDetailOut:
    language = buyer.language
    return ProductDetailOut(
        id=public_id("prd", product.id),
        sku=product.sku,
        own_number=shelf.own_number(buyer.hierarchy, product.id),
        name=product.name_in(language),
        description=text_in(product.descriptions, language),
        path=[
            PlaceOut(id=public_id("cat", place.id), name=text_in(place.names, language))
            for place in shelf.path(product.category)
        ],
        base_unit=product.base_unit,
        sales_unit=product.sales_unit,
        units=[UnitOut(code=product.base_unit, in_base="1")]
        + [UnitOut(code=unit.code, in_base=str(unit.in_base)) for unit in product.units],
        minimum=product.minimum,
        multiple=product.multiple,
        gtin=product.gtin,
        manufacturer=product.manufacturer,
        manufacturer_number=product.manufacturer_number,
        tax_class=product.tax_class,
        attributes=[
            AttributeOut(
                code=item.code,
                name=text_in(item.names, language),
                value=item.value,
                number=item.number,
                unit=item.unit,
            )
            for item in product.attributes
        ],
        varying=list(product.varying),
        variants=_variants(product, shelf, language),
        relations=[
            RelationOut(
                kind=relation.kind.value,
                id=public_id("prd", other.id),
                sku=other.sku,
                name=other.name_in(language),
                picture=shelf.picture(other),
            )
            for relation in product.relations
            if (other := shelf.product(relation.product)) is not None
        ],
        media=[
            MediaOut(
                id=public_id("med", item.id),
                address=f"/v1/media/{public_id('med', item.id)}",
                content_type=item.content_type,
                name=item.name,
            )
            for item in product.media
        ],
        version=product.version,
    )


def _variants(product: Product, shelf: Shelf, language: str) -> list[VariantOut]:
    if not product.family:
        return []
    sisters = (shelf.product(id) for id in shelf.family(product.family))
    return [
        VariantOut(
            id=public_id("prd", sister.id),
            sku=sister.sku,
            name=sister.name_in(language),
            values={item.code: item.value for item in sister.attributes if item.code in product.varying},
        )
        for sister in sisters
        if sister is not None
    ]


ROUTES: list[Any] = [list_categories, get_product, get_media]
