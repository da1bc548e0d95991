"""Routes of search: the page of products with own prices and availability, and suggestions while typing.

The page is put together from bytes that shelf, price book and board keep ready; no database and no thread is asked.
"""

import asyncio
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter
from msgspec import Meta, Struct

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.errors import Invalid
from fondaco.kernel.ids import inner_id, public_id
from fondaco.modules.availability.api import Board
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.pricing.api import PriceBook
from fondaco.modules.search import api as search
from fondaco.modules.search.api import Index
from fondaco.modules.search.index import PRICE
from fondaco.modules.search.model import price_ranges
from fondaco.modules.search.types import Facet, Filters, Hits, Reason, Sort
from fondaco.platform.web.page import Cursor, read_cursor, write_cursor

_encode = msgspec.json.Encoder().encode
_MOST_FILTERS = 30

Text = Annotated[str, Meta(max_length=200, description="Words, sizes or any part number in any spelling")]
CategoryId = Annotated[str, Meta(max_length=40, examples=["cat_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
AttributeFilters = Annotated[
    list[Annotated[str, Meta(max_length=300)]],
    Meta(
        max_length=_MOST_FILTERS,
        description="`code:value`, repeated; values of one code are alternatives; `price:5..10` is the own price of a base unit",
    ),
]
ProductIds = Annotated[
    list[Annotated[str, Meta(max_length=40, examples=["prd_01jd8k3z5v9w2x4y6a8c0e1g3h"])]],
    Meta(max_length=200, description="These products and no search, in this order; unknown ones are left out"),
]
PageLimit = Annotated[int, QueryParameter(ge=1, le=100, description="At most so many products.")]


class BadFilter(Invalid):
    """An attribute filter without a colon."""

    code = "search.bad_filter"
    title = "A filter is written as code:value."


class ProductOut(Struct, frozen=True, kw_only=True):
    """A product as the buyer sees it in a list: with his own number, his own price and what there is of it."""

    id: str
    sku: str
    name: str
    own_number: str | None
    price: dict[str, Any] | None
    availability: dict[str, Any]
    category: str | None
    manufacturer: str | None
    manufacturer_number: str | None
    picture: str | None
    base_unit: str
    sales_unit: str
    minimum: Decimal
    multiple: Decimal
    attributes: list[dict[str, Any]]


class FacetValueOut(Struct, frozen=True, kw_only=True):
    """A value within the result and how many products have it."""

    value: str
    label: str
    count: int
    selected: bool


class FacetOut(Struct, frozen=True, kw_only=True):
    """The values of an attribute within the result; `category` is the first facet."""

    code: str
    label: str
    values: list[FacetValueOut]


class ProductPageOut(Struct, frozen=True, kw_only=True):
    """A page of products: how many there are in all and why they were found."""

    items: list[ProductOut]
    next: str | None
    total: int
    reason: str
    facets: list[FacetOut]


class SuggestionOut(Struct, frozen=True, kw_only=True):
    """A product or category that may be meant."""

    kind: str
    id: str
    label: str
    number: str
    reason: str


class SuggestionsOut(Struct, frozen=True, kw_only=True):
    """What may be meant, the likeliest first."""

    items: list[SuggestionOut]


@get(
    "/v1/products",
    operation_id="list_products",
    summary="Find products, with own prices and availability",
    tags=["search"],
    opt={"permission": "catalog.view"},
)
async def list_products(
    buyer: NamedDependency[Buyer],
    shelf: NamedDependency[Shelf],
    book: NamedDependency[PriceBook],
    board: NamedDependency[Board],
    index: NamedDependency[Index],
    ids: FromQuery[ProductIds | None] = None,
    q: FromQuery[Text] = "",
    category: FromQuery[CategoryId | None] = None,
    attribute: FromQuery[AttributeFilters | None] = None,
    sort: FromQuery[Sort] = Sort.RELEVANCE,
    facets: FromQuery[bool] = False,  # noqa: FBT002 - a query parameter
    cursor: FromQuery[Cursor | None] = None,
    limit: FromQuery[PageLimit] = 24,
) -> Response[ProductPageOut]:
    """Find products by words or number, or list a category or certain ones; with facets when asked for."""
    if ids is not None:
        known = [id for id in dict.fromkeys(inner_id("prd", one) for one in ids) if shelf.product(id)]
        named = Hits(products=known, total=len(known), reason=Reason.LISTED)
        body = page(shelf=shelf, book=book, board=board, buyer=buyer, hits=named, offset=0)
        return Response(body, media_type="application/json")  # type: ignore[arg-type] # as below
    filters = _filters(category, attribute or ())
    by_price = facets or sort is Sort.PRICE or bool(filters.price)
    offset = read_cursor(cursor, tuple[Annotated[int, Meta(ge=0, le=10_000_000)]])[0] if cursor else 0

    def find() -> Hits:
        return search.search(
            index=index,
            query=q,
            filters=filters,
            language=buyer.language,
            organisations=buyer.hierarchy,
            sort=sort,
            offset=offset,
            limit=limit,
            facets=facets,
            sight=shelf.sight,
            prices=(lambda ids: book.own_prices(buyer=buyer, products=ids)) if by_price else None,
        )

    # That asks for the prices of a whole result, which would hold up everybody else.
    hits = await asyncio.to_thread(find) if by_price else find()
    body = page(shelf=shelf, book=book, board=board, buyer=buyer, hits=hits, offset=offset)
    return Response(body, media_type="application/json")  # type: ignore[arg-type] # the bytes of that very structure


@get(
    "/v1/suggestions",
    operation_id="suggest",
    summary="Suggestions while typing",
    tags=["search"],
    opt={"permission": "catalog.view"},
    sync_to_thread=False,
)
def suggestions(
    buyer: NamedDependency[Buyer],
    index: NamedDependency[Index],
    shelf: NamedDependency[Shelf],
    q: FromQuery[Text] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=20)] = 8,
) -> SuggestionsOut:
    """Tell what may be meant with what was typed so far."""
    found = search.suggest(
        index=index,
        query=q,
        language=buyer.language,
        organisations=buyer.hierarchy,
        limit=limit,
        sight=shelf.sight,
    )
    return SuggestionsOut(
        items=[
            SuggestionOut(
                kind=one.kind,
                id=public_id("prd" if one.kind == "product" else "cat", one.id),
                label=one.label,
                number=one.number,
                reason=one.reason.value,
            )
            for one in found
        ]
    )


def page(*, shelf: Shelf, book: PriceBook, board: Board, buyer: Buyer, hits: Hits, offset: int) -> bytes:
    """Write the page as JSON from parts that are encoded already."""
    ids = hits.products
    items = []
    for card, own, price, there in zip(
        shelf.cards(ids, buyer.language),
        shelf.own_numbers(buyer.hierarchy, ids),
        book.page(buyer=buyer, products=ids),
        board.page(ids, as_of=buyer.as_of, buyer=buyer),
        strict=True,
    ):
        # Between two events the index may still know what the shelf does not.
        if card:
            items.append(
                b'%b,"own_number":%b,"price":%b,"availability":%b}'
                % (card[:-1], _encode(own) if own else b"null", price, there)
            )
    reached = offset + len(ids)
    more = ids and reached < hits.total
    return b'{"items":[%b],"next":%b,"total":%d,"reason":"%b","facets":%b}' % (
        b",".join(items),
        _encode(write_cursor(reached)) if more else b"null",
        hits.total,
        hits.reason.value.encode(),
        _encode([_facet(facet) for facet in hits.facets]) if hits.facets else b"[]",
    )


def _facet(facet: Facet) -> FacetOut:
    return FacetOut(
        code=facet.code,
        label=facet.label,
        values=[
            FacetValueOut(value=value.value, label=value.label, count=value.count, selected=value.selected)
            for value in facet.values
        ],
    )


def _filters(category: str | None, written: Sequence[str]) -> Filters:
    wanted: dict[str, set[str]] = {}
    price = []
    for one in written:
        code, colon, value = one.partition(":")
        if not colon or not code:
            raise BadFilter(filter=one)
        if code == PRICE:
            chosen = price_ranges.read(value)
            if chosen is None:
                raise BadFilter(filter=one)
            price.append(chosen)
            continue
        wanted.setdefault(code, set()).add(value)
    return Filters(
        category=inner_id("cat", category) if category else None,
        attributes={code: frozenset(values) for code, values in wanted.items()},
        price=tuple(price),
    )


ROUTES = [list_products, suggestions]
