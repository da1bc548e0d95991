"""Routes of search: the page of products with own prices and availability, and suggestions while typing.

The page is put together from bytes that shelf, price book and board keep ready; no database and no thread is asked.
"""

import asyncio
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter
from msgspec import Meta, Struct

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.errors import Invalid
from fondaco.kernel.ids import inner_id, public_id
from fondaco.kernel.quantity import Quantity
from fondaco.modules.availability.api import Board
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.api import PriceBook
from fondaco.modules.pricing.types import LinePrice, PriceRequest
from fondaco.modules.search import api as search
from fondaco.modules.search.api import Index
from fondaco.modules.search.index import MOST_HITS
from fondaco.modules.search.types import Facet, Filters, Hits, Reason, Sort
from fondaco.platform.web.page import Cursor, read_cursor, write_cursor

_encode = msgspec.json.Encoder().encode
_MOST_FILTERS = 30

Text = Annotated[str, Meta(max_length=200, description="Words, sizes or any part number in any spelling")]
CategoryId = Annotated[str, Meta(max_length=40, examples=["cat_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
AttributeFilters = Annotated[
    list[Annotated[str, Meta(max_length=300)]],
    Meta(max_length=_MOST_FILTERS, description="`code:value`, repeated; values of one code are alternatives"),
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
    offset = read_cursor(cursor, tuple[Annotated[int, Meta(ge=0, le=10_000_000)]])[0] if cursor else 0

    def find() -> Hits:
        return search.search(
            index=index,
            query=q,
            filters=Filters(
                category=inner_id("cat", category) if category else None,
                attributes=_filters(attribute) if attribute else {},
            ),
            language=buyer.language,
            organisations=buyer.hierarchy,
            sort=sort,
            offset=offset,
            limit=limit,
            facets=facets,
            prices=(lambda ids: _own_prices(book, shelf, buyer, ids)) if sort is Sort.PRICE else None,
        )

    # Sorting by price asks for thousands of prices: that would hold up everybody else.
    hits = await asyncio.to_thread(find) if sort is Sort.PRICE else find()
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
    q: FromQuery[Text] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=20)] = 8,
) -> SuggestionsOut:
    """Tell what may be meant with what was typed so far."""
    found = search.suggest(index=index, query=q, language=buyer.language, organisations=buyer.hierarchy, limit=limit)
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
        board.page(ids, as_of=buyer.as_of),
        strict=True,
    ):
        # Between two events the index may still know what the shelf does not.
        if card:
            items.append(
                b'%b,"own_number":%b,"price":%b,"availability":%b}'
                % (card[:-1], _encode(own) if own else b"null", price, there)
            )
    reached = offset + len(ids)
    more = ids and reached < min(hits.total, MOST_HITS if hits.reason is not Reason.LISTED else hits.total)
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


def _filters(written: Sequence[str]) -> Mapping[str, frozenset[str]]:
    wanted: dict[str, set[str]] = {}
    for one in written:
        code, colon, value = one.partition(":")
        if not colon or not code:
            raise BadFilter(filter=one)
        wanted.setdefault(code, set()).add(value)
    return {code: frozenset(values) for code, values in wanted.items()}


def _own_prices(book: PriceBook, shelf: Shelf, buyer: Buyer, ids: Sequence[UUID]) -> list[Decimal | None]:
    products = [shelf.product(id) for id in ids]
    asked = [product for product in products if product is not None]
    answers = pricing.price_lines(
        book=book,
        buyer=buyer,
        lines=[
            PriceRequest(product=product.id, quantity=Quantity(product.minimum, product.sales_unit))
            for product in asked
        ],
    )
    known = {
        answer.product: answer.net.amount / answer.net.per.value for answer in answers if isinstance(answer, LinePrice)
    }
    return [known.get(id) for id in ids]


ROUTES = [list_products, suggestions]
