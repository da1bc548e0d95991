"""The price book: all condition records in the memory of one process, arranged so that a price is found at once."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import msgspec
import numpy as np

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.event import Event
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.events import CategoriesChanged, ProductsChanged
from fondaco.modules.catalog.types import Handling
from fondaco.modules.pricing import facts
from fondaco.modules.pricing.columns import answer, file
from fondaco.modules.pricing.columns.choose import NONE
from fondaco.modules.pricing.columns.engine import Columns, Priced, price
from fondaco.modules.pricing.columns.profile import MILLION, text_of
from fondaco.modules.pricing.columns.reckon import amounts
from fondaco.modules.pricing.columns.rows import segment_of
from fondaco.modules.pricing.columns.segment import Flags, Ints
from fondaco.modules.pricing.columns.wares import Wares, in_base
from fondaco.modules.pricing.events import (
    BookCompiled,
    MetalsChanged,
    PriceListsChanged,
    PricesChanged,
    ReckoningChanged,
    RulesChanged,
)
from fondaco.modules.pricing.model.find import Goods
from fondaco.modules.pricing.model.rules import Rules, procedure_for
from fondaco.modules.pricing.store import bulk, read, rules
from fondaco.modules.pricing.types import (
    USUAL,
    Assignment,
    LinePrice,
    NoPrice,
    PriceRecord,
    PriceRequest,
    Reckoning,
    Rounding,
)
from fondaco.platform.transaction import Tx

_encode = msgspec.json.Encoder().encode
_NO_PRICE = b"null"
# Up to here records are read one by one, beyond as columns.
_FEW = 2_000
# From here on one pass over everything is quicker than looking each product up.
_MANY = 3_000


class PriceBook:
    """A projection: loaded once, then kept by events. Reading never waits and never touches the database."""

    EVENTS: tuple[type[Event], ...] = (
        PricesChanged,
        RulesChanged,
        MetalsChanged,
        PriceListsChanged,
        ReckoningChanged,
        ProductsChanged,
        CategoriesChanged,
        BookCompiled,
    )

    def __init__(self, *, folder: Path | None = None) -> None:
        """Make an empty book; with a `folder` it uses the files that were compiled there."""
        self._folder = folder
        self._columns = Columns()
        self._wares = Wares(vocabulary=self._columns.vocabulary, units=self._columns.units)
        self._assignments: dict[UUID, Sequence[Assignment]] = {}
        self._reckonings: dict[str, Reckoning] = {}
        self._load = 0

    def load(self, *, tx: Tx) -> None:
        """Read everything."""
        stored = self._stored(tx)
        columns = Columns(vocabulary=stored.vocabulary) if stored else Columns()
        columns.rules = rules.load(tx=tx)
        wares = Wares(vocabulary=columns.vocabulary, units=columns.units)
        wares.put(catalog.handlings(tx=tx))
        wares.contain(rules.metals(tx=tx))
        if stored is None:
            columns.segments = (bulk.read_segment(tx=tx, vocabulary=columns.vocabulary, goods=wares),)
            newest = read.last_load(tx=tx)
        else:
            columns.segments, newest = (stored.segment,), stored.load
            odd = read.by_ids(tx=tx, ids=stored.odd)
            columns.vocabulary.odd |= {record.id.bytes: record for record in odd}
        self._assignments = facts.by_organisation(read.assignments(tx=tx))
        self._reckonings = read.reckonings(tx=tx)
        self._columns, self._wares, self._load = columns, wares, newest
        self._take_loads(tx)

    def _stored(self, tx: Tx) -> file.Stored | None:
        return file.newest(folder=self._folder, tokens=read.tokens(tx=tx)) if self._folder is not None else None

    def apply(self, *, tx: Tx, events: Sequence[Event]) -> None:
        """Fetch what changed."""
        if self._folder is not None and any(isinstance(event, BookCompiled) for event in events):
            # A new file holds what this process has gathered since the last one, and shares it with all others.
            self.load(tx=tx)
            return
        if any(isinstance(event, CategoriesChanged) for event in events):
            self._wares.put(catalog.handlings(tx=tx))
        shares = {event.product for event in events if isinstance(event, MetalsChanged)}
        if shares:
            known = rules.metals(tx=tx, products=sorted(shares))
            self._wares.contain({id: known.get(id, {}) for id in shares})
        products = shares | {id for event in events if isinstance(event, ProductsChanged) for id in event.products}
        if products:
            self._take_products(tx, sorted(products))
        if any(isinstance(event, PricesChanged) for event in events):
            self._take_loads(tx)
        if any(isinstance(event, RulesChanged) for event in events):
            self._columns = self._columns.by(rules.load(tx=tx))
        if any(isinstance(event, PriceListsChanged) for event in events):
            self._assignments = facts.by_organisation(read.assignments(tx=tx))
        if any(isinstance(event, ReckoningChanged) for event in events):
            self._reckonings = read.reckonings(tx=tx)

    @property
    def rules(self) -> Rules:
        """Return by what prices are made besides records."""
        return self._columns.rules

    def __len__(self) -> int:
        """Count the products that can be bought."""
        return len(self._wares)

    def goods(self, product: UUID) -> Goods | None:
        """Return what the rule needs to know of a product; None for one that cannot be bought."""
        return self._wares.get(product)

    def records(self, goods: Goods, buyer: Buyer) -> Iterable[PriceRecord]:
        """Return the condition records that may concern a product and a buyer."""
        return self._columns.records_for(goods, answer.named_owners(buyer, self.price_lists(buyer)))

    def typed(self, types: Sequence[str], goods: Goods | None, buyer: Buyer) -> Iterable[PriceRecord]:
        """Return the records of some condition types that may concern a product, or a document as a whole."""
        columns = self._columns
        if not columns.has(types):
            return ()
        return columns.records_for(goods, answer.named_owners(buyer, self.price_lists(buyer)), types)

    def reckoning(self, system: str) -> Reckoning:
        """Return how a source reckons the money of what it invoices."""
        return self._reckonings.get(system, USUAL)

    def price_lists(self, buyer: Buyer) -> tuple[UUID, ...]:
        """Return the price lists the buyer buys by at `as_of`, nearest first."""
        return facts.lists_in_force(self._assignments, buyer, buyer.as_of)

    def prices(self, *, buyer: Buyer, lines: Sequence[PriceRequest]) -> list[LinePrice | NoPrice | None]:
        """Price lines the fast way; None where only the reference can."""
        answers: list[LinePrice | NoPrice | None] = [None] * len(lines)
        reading, asked, coins = self.read(buyer=buyer, lines=lines, refused=answers)
        if reading is None:
            return answers
        taxed = facts.dues(self, buyer)
        for at, (number, goods) in enumerate(asked):
            line = lines[number]
            if reading.hard[at]:
                continue
            if reading.unpriced[at]:
                answers[number] = NoPrice(product=line.product, quantity=line.quantity)
                continue
            answers[number] = reading.value(
                at,
                product=line.product,
                quantity=line.quantity,
                coins=coins[at],
                tax=taxed[goods.tax_class],
                reckoning=self.reckoning(goods.system),
            )
        return answers

    def read(
        self, *, buyer: Buyer, lines: Sequence[PriceRequest], refused: list[LinePrice | NoPrice | None]
    ) -> tuple[answer.Reading | None, list[tuple[int, Goods]], list[int]]:
        """Price lines as columns: amounts in the smallest coins, and for every step what decided and what it made.

        Returns which lines were asked for, with their goods; the others are answered in `refused`.
        """
        places, quantities, asked = [], [], []
        for number, line in enumerate(lines):
            place = self._wares.place(line.product)
            goods = None if place is None else self._wares.goods(place)
            if place is None or goods is None:
                refused[number] = NoPrice(product=line.product, quantity=line.quantity, reason="pricing.not_for_sale")
            elif not goods.conversions.knows(line.quantity.unit):
                refused[number] = NoPrice(product=line.product, quantity=line.quantity, reason="pricing.unknown_unit")
            else:
                asked.append((number, goods))
                places.append(place)
                quantities.append(in_base(goods, line.quantity))
        columns = self._columns
        priced = self._priced(
            columns, buyer, np.array(places, np.int64), np.array(quantities, np.int64), explained=True
        )
        if priced is None:
            return None, asked, []
        coins = self._coins(columns, priced, [goods for _, goods in asked], buyer.currency).tolist()
        reading = answer.Reading(columns=columns, priced=priced, currency=buyer.currency)
        return reading, asked, coins

    def page(self, *, buyer: Buyer, products: Sequence[UUID]) -> list[bytes]:
        """Return the buyer's own price of the least orderable quantity of each product as JSON; `null` for none."""
        columns = self._columns
        places, there = self._wares.places(products)
        every = bool(there.all())
        if not every:
            places = places[there]
        priced = self._priced(columns, buyer, places, None)
        tags = self._tags(columns, buyer, places, priced)
        if every:
            return list(tags)
        told = iter(tags)
        return [next(told) if known else _NO_PRICE for known in there.tolist()]

    def ranking(self, *, buyer: Buyer) -> dict[int, int]:
        """Return the own price of every product by the number of its id: to sort, filter and count by.

        For one base unit, in millionths, cut off; products without a price are left out.
        """
        numbers, places = self._wares.everything()
        each, unpriced = self._each(buyer, places, whole=True)
        found = dict(zip(numbers, each.tolist(), strict=True))
        for line in np.flatnonzero(unpriced).tolist():
            del found[numbers[line]]
        return found

    def own_prices(self, *, buyer: Buyer, products: Sequence[UUID]) -> Ints:
        """Return the same for some products, in their order; less than nothing stands for none."""
        places, there = self._wares.places(products)
        found = np.full(len(places), NONE, np.int64)
        each, unpriced = self._each(buyer, places[there], whole=len(places) > _MANY)
        found[there] = np.where(unpriced, NONE, each)
        return found

    def _each(self, buyer: Buyer, places: Ints, *, whole: bool) -> tuple[Ints, Flags]:
        """Return what one base unit costs, in millionths, and which products have no price."""
        wares, columns = self._wares, self._columns
        priced = self._priced(columns, buyer, places, None, whole=whole)
        if priced is None:
            each, special, unpriced = places * 0, places >= 0, places < 0
        else:
            reckoned = priced.reckoned
            each, unpriced = reckoned.price // reckoned.per, reckoned.unpriced & ~reckoned.hard
            special = reckoned.hard | (~unpriced & (reckoned.unit != priced.lines.base_units))
        for line in np.flatnonzero(special).tolist():
            goods, least = wares.goods(int(places[line])), wares.least(int(places[line]))
            answer = facts.by_reference(self, buyer=buyer, goods=goods, quantity=least)
            unpriced[line] = not isinstance(answer, LinePrice)
            if isinstance(answer, LinePrice):
                factor = goods.conversions.factor(goods.base_unit, answer.net.per.unit)
                exact = Fraction(answer.net.amount) * factor / Fraction(answer.net.per.value) * MILLION
                each[line] = int(exact)
        return each, unpriced

    def _tags(self, columns: Columns, buyer: Buyer, places: Ints, priced: Priced | None) -> Iterable[bytes]:
        if priced is None:
            for place in places.tolist():
                yield self._by_reference(buyer, place)
            return
        reckoned, listed = priced.reckoned, len(priced.procedure.steps)
        own = zip(
            reckoned.hard.tolist(), reckoned.unpriced.tolist(), reckoned.price.tolist(), reckoned.places.tolist(),
            reckoned.source.tolist(), reckoned.profile[0].tolist(), strict=True,
        )  # fmt: skip
        compared = zip(
            (priced.chosen.row[listed] != NONE).tolist(), reckoned.amount[listed].tolist(),
            reckoned.stated[listed].tolist(), reckoned.profile[listed].tolist(), strict=True,
        )  # fmt: skip
        for line, ((hard, unpriced, net, digits, source, profile), (there, amount, stated, usual)) in enumerate(
            zip(own, compared, strict=True)
        ):
            if hard:
                yield self._by_reference(buyer, int(places[line]))
            elif unpriced:
                yield _NO_PRICE
            else:
                yield b"".join(
                    (
                        b'{"amount":"',
                        text_of(net, digits),
                        columns.tail(buyer.currency, source, profile),
                        b'{"amount":"%b%b' % (text_of(amount, stated), columns.tail(None, usual)) if there else b"null",
                        b"}",
                    )
                )

    def _by_reference(self, buyer: Buyer, place: int) -> bytes:
        goods = self._wares.goods(place)
        found = facts.by_reference(self, buyer=buyer, goods=goods, quantity=self._wares.least(place))
        return encode(found) if isinstance(found, LinePrice) else _NO_PRICE

    def _priced(
        self,
        columns: Columns,
        buyer: Buyer,
        places: Ints,
        quantities: Ints | None,
        *,
        explained: bool = False,
        whole: bool = False,
    ) -> Priced | None:
        lines = self._wares.lines(places, quantities)
        return price(
            columns=columns,
            procedure=procedure_for(columns.rules, buyer),
            explained=explained,
            buyer=buyer,
            price_lists=self.price_lists(buyer),
            lines=lines,
            whole=whole,
        )

    def _coins(self, columns: Columns, priced: Priced, goods: Sequence[Goods], currency: str) -> Ints:
        """Return the lines' amounts; a price in another unit than the base unit is for the quantity in that unit."""
        pieces = priced.lines.quantities.copy()
        other = np.flatnonzero(priced.reckoned.unit != priced.lines.base_units)
        for line in other.tolist():
            if priced.reckoned.unpriced[line]:
                continue
            unit = str(columns.units.things[int(priced.reckoned.unit[line])])
            exact = Fraction(int(pieces[line])) * goods[line].conversions.factor(goods[line].base_unit, unit)
            pieces[line] = int(exact)
            priced.reckoned.hard[line] |= exact.denominator != 1
        even = np.array([self.reckoning(one.system).rounding is Rounding.HALF_EVEN for one in goods], np.bool_)
        return amounts(line=priced.reckoned, pieces=pieces, even=even, currency=currency)

    def _take_products(self, tx: Tx, ids: Sequence[UUID]) -> None:
        known = catalog.basics(tx=tx, ids=ids)
        active = {id: one.handling for id, one in known.items() if one.active}
        before = {id: self.goods(id) for id in active}
        self._wares.drop(id for id in ids if id not in active)
        self._wares.put((handling, id.bytes) for id, handling in active.items())
        # Scales are counted in base units: where units changed, a product's records are counted anew.
        recounted = [id for id, handling in active.items() if _counts_otherwise(before[id], handling)]
        if recounted:
            newer = list(read.records_of(tx=tx, products=recounted))
            self._take(ended=[], newer=newer)

    def _take_loads(self, tx: Tx) -> None:
        newest = read.last_load(tx=tx)
        if newest <= self._load:
            return
        ended = read.ended_since(tx=tx, load=self._load)
        if read.count_since(tx=tx, load=self._load, most=_FEW) < _FEW:
            self._take(ended=ended, newer=list(read.records_since(tx=tx, load=self._load)))
        else:
            newer = bulk.read_segment(tx=tx, vocabulary=self._columns.vocabulary, goods=self._wares, since=self._load)
            self._columns = self._columns.take(ended=ended, newer=newer)
        self._load = newest

    def _take(self, *, ended: Iterable[UUID], newer: Sequence[PriceRecord]) -> None:
        named = {record.product for record in newer if record.product is not None}
        goods = {id: one for id in named if (one := self.goods(id)) is not None}
        segment = segment_of(newer, vocabulary=self._columns.vocabulary, goods=goods)
        self._columns = self._columns.take(ended=ended, newer=segment)


def _counts_otherwise(before: Goods | None, after: Handling) -> bool:
    return before is None or before.base_unit != after.base_unit or before.conversions != after.conversions


def encode(price: LinePrice) -> bytes:
    """Write a price as pages show it: own price, list price for comparison, and where the own one comes from."""
    net, listed = price.net, price.list_price
    return _encode(
        {
            "amount": str(net.amount),
            "currency": net.currency,
            "per": str(net.per.value),
            "unit": net.per.unit,
            "access": price.because[0].access,
            "list": {"amount": str(listed.amount), "per": str(listed.per.value), "unit": listed.per.unit}
            if listed
            else None,
        }
    )
