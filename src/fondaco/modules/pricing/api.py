"""The door of pricing."""

from collections.abc import Sequence
from uuid import UUID

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.quantity import Quantity
from fondaco.modules.pricing import facts
from fondaco.modules.pricing.actions.add import OWN_SYSTEM, add_price_record
from fondaco.modules.pricing.actions.load import load_price_records, put_price_records
from fondaco.modules.pricing.actions.price_lists import assign_price_lists, put_price_lists
from fondaco.modules.pricing.book import PriceBook
from fondaco.modules.pricing.model.decide import Question, decide, scales
from fondaco.modules.pricing.store import read
from fondaco.modules.pricing.tabled import TabledFacts
from fondaco.modules.pricing.types import LinePrice, NoPrice, PriceList, PriceRecord, PriceRequest, ScalePrice
from fondaco.platform.transaction import Tx

__all__ = [
    "OWN_SYSTEM",
    "PriceBook",
    "add_price_record",
    "assign_price_lists",
    "load_price_records",
    "price_lines",
    "price_lists",
    "price_scales",
    "put_price_lists",
    "put_price_records",
    "records_of",
]


def price_lines(
    *, buyer: Buyer, lines: Sequence[PriceRequest], tx: Tx | None = None, book: PriceBook | None = None
) -> list[LinePrice | NoPrice]:
    """Price lines for a buyer at `buyer.as_of`, each with its reasons, in the order given.

    From memory with a `book`, else from the tables; both give the same answer. A product that cannot be bought and a
    quantity in a unit it is not handled in are answered with `NoPrice`.
    """
    source = _source(buyer, [line.product for line in lines], tx, book)
    lists = source.price_lists(buyer)
    return [_price(source, lists, buyer, line.product, line.quantity) for line in lines]


def price_scales(
    *, buyer: Buyer, product: UUID, tx: Tx | None = None, book: PriceBook | None = None
) -> tuple[ScalePrice, ...]:
    """Return the buyer's price of a product from each quantity on at which it changes, in base units."""
    source = _source(buyer, [product], tx, book)
    goods = source.goods(product)
    if goods is None:
        return ()
    question = Question(
        buyer=buyer,
        goods=goods,
        quantity=Quantity(facts.ONE, goods.base_unit),
        price_lists=source.price_lists(buyer),
        as_of=buyer.as_of,
    )
    return scales(question=question, records=list(source.records(goods)), tax_rate=facts.NO_TAX)


def price_lists(*, tx: Tx) -> list[PriceList]:
    """Load all price lists."""
    return list(read.price_lists(tx=tx).values())


def records_of(*, tx: Tx, product: UUID) -> list[PriceRecord]:
    """Load every condition record that is for the product, of all owners and periods."""
    found = read.records_of(tx=tx, products=[product])
    return sorted(found, key=lambda record: (record.kind, record.scale, record.valid.start, record.system, record.key))


def _source(buyer: Buyer, products: Sequence[UUID], tx: Tx | None, book: PriceBook | None) -> facts.Facts:
    if book is not None:
        return book
    if tx is None:
        raise TypeError("prices need a book or a transaction")
    return TabledFacts(tx=tx, products=products, buyer=buyer)


def _price(
    source: facts.Facts, lists: tuple[UUID, ...], buyer: Buyer, product: UUID, quantity: Quantity
) -> LinePrice | NoPrice:
    goods = source.goods(product)
    if goods is None:
        return NoPrice(product=product, quantity=quantity, reason="pricing.not_for_sale")
    if not goods.conversions.knows(quantity.unit):
        return NoPrice(product=product, quantity=quantity, reason="pricing.unknown_unit")
    question = Question(buyer=buyer, goods=goods, quantity=quantity, price_lists=lists, as_of=buyer.as_of)
    rate = facts.tax_rate(country=buyer.country, tax_class=goods.tax_class)
    return decide(question=question, records=source.records(goods), tax_rate=rate)
