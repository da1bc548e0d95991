"""The price book: all condition records in the memory of one process, arranged so that a price is found at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from itertools import chain
from uuid import UUID

import msgspec

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.event import Event
from fondaco.kernel.money import UnitPrice
from fondaco.kernel.quantity import Quantity
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.events import CategoriesChanged, ProductsChanged
from fondaco.modules.catalog.types import Basics
from fondaco.modules.pricing import facts
from fondaco.modules.pricing.events import PriceListsChanged, PricesChanged
from fondaco.modules.pricing.model.decide import Goods, Question, access_of, decide
from fondaco.modules.pricing.model.pick import Entry, Rack, Reached, first
from fondaco.modules.pricing.store import read
from fondaco.modules.pricing.types import Access, Assignment, Calculation, LinePrice, PriceRecord
from fondaco.platform.transaction import Tx

_encode = msgspec.json.Encoder().encode
_NO_PRICE = b"null"
_EMPTY = Rack(())
_EVERYBODY = (None,)


class Item:
    """A product in the book: what the rule knows of it, its own records, and its finished prices by chosen records."""

    __slots__ = ("finished", "goods", "least", "quantities", "rack", "reached")

    def __init__(self, basics: Basics, rack: Rack) -> None:
        self.goods = facts.goods_of(basics)
        self.least = Quantity(basics.minimum, basics.sales_unit)
        in_base = Fraction(basics.minimum) * basics.conversions.factor(basics.sales_unit, basics.base_unit)
        self.quantities = {
            unit: in_base * basics.conversions.factor(basics.base_unit, unit) for unit in basics.conversions.units
        }
        self.rack = rack
        self.forget()

    def forget(self) -> None:
        """Work everything out anew: records that are not only for this product changed."""
        self.reached: Reached | None = None
        self.finished: dict[tuple[int | None, ...], bytes] = {}


class PriceBook:
    """A projection: loaded once, then kept by events. Reading never waits and never touches the database."""

    EVENTS: tuple[type[Event], ...] = (PricesChanged, PriceListsChanged, ProductsChanged, CategoriesChanged)

    def __init__(self) -> None:
        self._items: dict[UUID, Item] = {}
        self._general: dict[UUID | None, Rack] = {}
        self._assignments: dict[UUID, Sequence[Assignment]] = {}

    def load(self, *, tx: Tx) -> None:
        """Read everything."""
        records: dict[UUID, list[PriceRecord]] = {}
        general: list[PriceRecord] = []
        for record in read.records(tx=tx):
            if record.product is None:
                general.append(record)
            else:
                records.setdefault(record.product, []).append(record)
        self._items = {
            id: Item(basics, Rack(records.get(id, ()))) for id, basics in catalog.basics(tx=tx).items() if basics.active
        }
        self._take_general(general)
        self._assignments = facts.by_organisation(read.assignments(tx=tx))

    def apply(self, *, tx: Tx, events: Sequence[Event]) -> None:
        """Fetch what changed."""
        prices = [event for event in events if isinstance(event, PricesChanged)]
        if any(event.everything for event in prices) or any(isinstance(e, CategoriesChanged) for e in events):
            self.load(tx=tx)
            return
        products = {id for event in events if isinstance(event, ProductsChanged) for id in event.products}
        self._refresh(tx, products | {id for event in prices for id in event.products})
        if any(event.general for event in prices):
            self._take_general(read.general_records(tx=tx))
        if any(isinstance(event, PriceListsChanged) for event in events):
            self._assignments = facts.by_organisation(read.assignments(tx=tx))

    def __len__(self) -> int:
        """Count the products that can be bought."""
        return len(self._items)

    def goods(self, product: UUID) -> Goods | None:
        """Return what the rule needs to know of a product; None for one that cannot be bought."""
        item = self._items.get(product)
        return item.goods if item else None

    def records(self, goods: Goods) -> Iterable[PriceRecord]:
        """Return all condition records that may concern the product."""
        item = self._items.get(goods.product)
        own = item.rack if item else _EMPTY
        return chain.from_iterable(rack.candidates() for rack in (own, *self._racks(goods)))

    def price_lists(self, buyer: Buyer) -> tuple[UUID, ...]:
        """Return the price lists the buyer buys by at `as_of`, nearest first."""
        return facts.lists_in_force(self._assignments, buyer, buyer.as_of)

    def page(self, *, buyer: Buyer, products: Iterable[UUID]) -> list[bytes]:
        """Return the buyer's own price of the least orderable quantity of each product as JSON; `null` for none."""
        lists = self.price_lists(buyer)
        owners = tuple(id.int for id in buyer.hierarchy), tuple(id.int for id in lists)
        return [self._finished(buyer, lists, owners, product) for product in products]

    def _finished(
        self, buyer: Buyer, lists: tuple[UUID, ...], owners: tuple[Sequence[int], Sequence[int]], product: UUID
    ) -> bytes:
        item = self._items.get(product)
        if item is None:
            return _NO_PRICE
        reached = item.reached
        if reached is None:
            reached = item.reached = Reached((item.rack, *self._racks(item.goods)), item.quantities)
        chosen = _choose(reached, owners, buyer.as_of, buyer.currency)
        if chosen is None:
            return _NO_PRICE
        key = tuple([entry[3] if entry else None for entry in chosen])
        done = item.finished.get(key)
        if done is None:
            done = item.finished[key] = _work_out(item, buyer, lists, chosen)
        return done

    def _racks(self, goods: Goods) -> list[Rack]:
        general = self._general
        if not general:
            return []
        return [general[place] for place in (*goods.categories, None) if place in general]

    def _refresh(self, tx: Tx, products: set[UUID]) -> None:
        if not products:
            return
        wanted = sorted(products)
        records: dict[UUID, list[PriceRecord]] = {}
        for record in read.records_of(tx=tx, products=wanted):
            if record.product is not None:
                records.setdefault(record.product, []).append(record)
        basics = catalog.basics(tx=tx, ids=wanted)
        for id in wanted:
            known = basics.get(id)
            if known is not None and known.active:
                self._items[id] = Item(known, Rack(records.get(id, ())))
            else:
                self._items.pop(id, None)

    def _take_general(self, records: Iterable[PriceRecord]) -> None:
        by_category: dict[UUID | None, list[PriceRecord]] = {}
        for record in records:
            by_category.setdefault(record.category, []).append(record)
        self._general = {category: Rack(found) for category, found in by_category.items()}
        for item in self._items.values():
            item.forget()


def _choose(
    reached: Reached, owners: tuple[Sequence[int], Sequence[int]], as_of: datetime, currency: str
) -> tuple[Entry | None, ...] | None:
    """Choose the records that decide, as `decide` would out of all: base, list, and then what follows."""
    listed = first(reached.prices, _EVERYBODY, as_of, currency)
    base, agreed = listed, False
    for group in owners:
        for owner in group:
            found = first(reached.prices, (owner,), as_of, currency)
            if found is not None and (listed is not None or found[4].calculation is Calculation.AMOUNT):
                base, agreed = found, group is owners[0]
                break
        else:
            continue
        break
    if base is None:
        return None
    if agreed or not (reached.discounts or reached.surcharges):
        return base, listed
    further = [
        first(by_owner, group, as_of, currency)
        for group in (*owners, _EVERYBODY)
        for by_owner in (reached.discounts, reached.surcharges)
    ]
    return base, listed, *further


def _work_out(item: Item, buyer: Buyer, lists: tuple[UUID, ...], chosen: Sequence[Entry | None]) -> bytes:
    base, listed, *further = [entry.record if entry else None for entry in chosen]
    if base is not None and base.calculation is Calculation.AMOUNT and not any(further):
        # Nothing is worked out on a stated amount: most prices are of this kind.
        return _tag(_unit_price(base), _unit_price(listed) if listed else None, access_of(base))
    question = Question(buyer=buyer, goods=item.goods, quantity=item.least, price_lists=lists, as_of=buyer.as_of)
    records = dict.fromkeys(record for record in (base, listed, *further) if record)
    answer = decide(question=question, records=records, tax_rate=facts.NO_TAX)
    return encode(answer) if isinstance(answer, LinePrice) else _NO_PRICE


def encode(price: LinePrice) -> bytes:
    """Write a price as pages show it: own price, list price for comparison, and where the own one comes from."""
    return _tag(price.net, price.list_price, price.because[0].access)


def _unit_price(record: PriceRecord) -> UnitPrice:
    return UnitPrice(record.amount, record.currency, Quantity(record.per, record.unit))


def _tag(net: UnitPrice, listed: UnitPrice | None, access: Access | None) -> bytes:
    return _encode(
        {
            "amount": str(net.amount),
            "currency": net.currency,
            "per": str(net.per.value),
            "unit": net.per.unit,
            "access": access,
            "list": {"amount": str(listed.amount), "per": str(listed.per.value), "unit": listed.per.unit}
            if listed
            else None,
        }
    )
