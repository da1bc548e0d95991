"""The buyer's own prices of the whole catalogue, product by product; made in portions, so that lists are streamed."""

from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

import msgspec

from fondaco.kernel.buyer import Buyer
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.catalog.types import Product
from fondaco.modules.pricing.book import PriceBook
from fondaco.modules.pricing.types import Access

_PORTION = 500


class Stated(msgspec.Struct, frozen=True):
    """A price to compare with."""

    amount: Decimal
    per: Decimal
    unit: str


class Own(msgspec.Struct, frozen=True):
    """An own price of the least orderable quantity."""

    amount: Decimal
    currency: str
    per: Decimal
    unit: str
    access: Access | None
    list: Stated | None


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A product with the number the buyer knows it by, and his own price of it."""

    product: UUID
    sku: str
    own_number: str
    name: str
    price: Own


_decode = msgspec.json.Decoder(Own | None).decode


def offers(*, book: PriceBook, shelf: Shelf, buyer: Buyer) -> Iterator[Offer]:
    """Return all products that have a price for the buyer at his moment, by article number."""
    ids = shelf.in_category(None)
    for start in range(0, len(ids), _PORTION):
        known = [product for id in ids[start : start + _PORTION] if (product := shelf.product(id)) is not None]
        prices = book.page(buyer=buyer, products=[product.id for product in known])
        for product, written in zip(known, prices, strict=True):
            price = _decode(written)
            if price is not None:
                yield _offer(product, price, shelf, buyer)


def _offer(product: Product, price: Own, shelf: Shelf, buyer: Buyer) -> Offer:
    return Offer(
        product=product.id,
        sku=product.sku,
        own_number=shelf.own_number(buyer.hierarchy, product.id) or "",
        name=product.name_in(buyer.language),
        price=price,
    )
