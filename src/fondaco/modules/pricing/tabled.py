"""The same facts as the price book, read from the tables for the products of one question: nothing committed is missed."""

from collections.abc import Iterable, Sequence
from itertools import chain
from uuid import UUID

from fondaco.kernel.buyer import Buyer
from fondaco.modules.catalog import api as catalog
from fondaco.modules.pricing import facts
from fondaco.modules.pricing.model.find import Goods
from fondaco.modules.pricing.model.rules import Rules
from fondaco.modules.pricing.store import read, rules
from fondaco.modules.pricing.types import USUAL, PriceRecord, Reckoning
from fondaco.platform.transaction import Tx


class TabledFacts:
    """Seven statements for any number of products."""

    def __init__(self, *, tx: Tx, products: Sequence[UUID], buyer: Buyer) -> None:
        wanted = sorted(set(products))
        self._tx, self._products = tx, wanted
        self._free_goods: list[PriceRecord] | None = None
        basics = catalog.basics(tx=tx, ids=wanted)
        metals = rules.metals(tx=tx, products=wanted)
        self._goods = {
            id: facts.goods_of(id, found.handling, metals.get(id)) for id, found in basics.items() if found.active
        }
        self.rules: Rules = rules.load(tx=tx)
        self._records: dict[UUID | None, list[PriceRecord]] = {}
        for record in read.records(tx=tx, products=wanted):
            self._records.setdefault(record.product, []).append(record)
        self._reckonings = read.reckonings(tx=tx)
        self._assignments = facts.by_organisation(read.assignments(tx=tx, organisations=buyer.hierarchy))

    def leave_out(self, promotion: str) -> None:
        """Answer as if the records whose keys begin like this were not there."""
        self._records = {
            product: [one for one in records if not one.key.startswith(promotion)]
            for product, records in self._records.items()
        }
        self._free_goods = [one for one in self._free() if not one.key.startswith(promotion)]

    def goods(self, product: UUID) -> Goods | None:
        """Return what the rule needs to know of a product; None for one that cannot be bought."""
        return self._goods.get(product)

    def records(self, goods: Goods, buyer: Buyer) -> Iterable[PriceRecord]:  # noqa: ARG002 - all of the product's do
        """Return all condition records that may concern the product."""
        return chain(self._records.get(goods.product, ()), self._records.get(None, ()))

    def typed(self, types: Sequence[str], goods: Goods | None, buyer: Buyer) -> Iterable[PriceRecord]:  # noqa: ARG002 - all of the product's do
        """Return the records of some condition types that may concern a product, or a document as a whole."""
        there = self._documents(tuple(types)) if goods is None else self._free()
        return [one for one in there if goods is None or one.product in (None, goods.product)]

    def _free(self) -> list[PriceRecord]:
        if self._free_goods is None:
            self._free_goods = list(read.free_goods(tx=self._tx, products=self._products))
        return self._free_goods

    def _documents(self, types: Sequence[str]) -> list[PriceRecord]:
        return list(read.document_records(tx=self._tx, types=types))

    def reckoning(self, system: str) -> Reckoning:
        """Return how a source reckons the money of what it invoices."""
        return self._reckonings.get(system, USUAL)

    def price_lists(self, buyer: Buyer) -> tuple[UUID, ...]:
        """Return the price lists the buyer buys by at `as_of`, nearest first."""
        return facts.lists_in_force(self._assignments, buyer, buyer.as_of)
