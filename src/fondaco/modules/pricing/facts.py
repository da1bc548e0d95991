"""The facts a price is decided on, arranged for finding: records by object, assignments by organisation."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Protocol
from uuid import UUID

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.quantity import Quantity
from fondaco.modules.catalog.types import Handling
from fondaco.modules.pricing.model.find import Goods, Question
from fondaco.modules.pricing.model.rules import Rules, procedure_for, quotations_for, rates_for
from fondaco.modules.pricing.model.run import run
from fondaco.modules.pricing.model.tax import Dues
from fondaco.modules.pricing.types import Assignment, LinePrice, NoPrice, PriceRecord, Reckoning

ONE = Decimal(1)
_NO_METALS: Mapping[str, Fraction] = {}
_NOTHING: Mapping[str, PriceRecord] = {}


class Facts(Protocol):
    """Where the rule finds what it needs; the price book and the tables both are such a place."""

    def goods(self, product: UUID) -> Goods | None:
        """Return what the rule needs to know of a product; None for one that cannot be bought."""
        ...

    def records(self, goods: Goods, buyer: Buyer) -> Iterable[PriceRecord]:
        """Return the condition records that may concern the product and the buyer."""
        ...

    def typed(self, types: Sequence[str], goods: Goods | None, buyer: Buyer) -> Iterable[PriceRecord]:
        """Return the records of some condition types that may concern a product, or without one a whole document."""
        ...

    @property
    def rules(self) -> Rules:
        """Return by what prices are made besides records."""
        ...

    def reckoning(self, system: str) -> Reckoning:
        """Return how a source reckons the money of what it invoices."""
        ...

    def price_lists(self, buyer: Buyer) -> tuple[UUID, ...]:
        """Return the price lists the buyer buys by at `as_of`, nearest first."""
        ...


def goods_of(product: UUID, handling: Handling, metals: Mapping[str, Fraction] | None) -> Goods:
    """Arrange what the rule needs to know of a product, with the kilograms of metals in one base unit of it."""
    return Goods(
        product=product,
        categories=handling.categories,
        base_unit=handling.base_unit,
        conversions=handling.conversions,
        tax_class=handling.tax_class,
        system=handling.system,
        metals=metals or _NO_METALS,
    )


def question(
    source: Facts, *, buyer: Buyer, goods: Goods, quantity: Quantity, manual: Mapping[str, PriceRecord] = _NOTHING
) -> Question:
    """Ask for a quantity of a product at the buyer's moment."""
    procedure = procedure_for(source.rules, buyer)
    # Most lines need neither: their records are in the buyer's currency, and there is no metal in them.
    rates = rates_for(source.rules, buyer) if procedure.converts or goods.metals else {}
    return Question(
        buyer=buyer,
        goods=goods,
        quantity=quantity,
        price_lists=source.price_lists(buyer),
        as_of=buyer.as_of,
        procedure=procedure,
        rates=rates,
        quotations=quotations_for(source.rules, buyer, rates) if goods.metals else {},
        manual=manual,
        reckoning=source.reckoning(goods.system),
    )


def dues(source: Facts, buyer: Buyer) -> Dues:
    """Return the tax of a buyer at his moment, decided once for all lines."""
    return Dues(taxes=source.rules.taxes, buyer=buyer)


def by_reference(
    source: Facts,
    *,
    buyer: Buyer,
    goods: Goods,
    quantity: Quantity,
    taxed: Dues | None = None,
    manual: Mapping[str, PriceRecord] = _NOTHING,
) -> LinePrice | NoPrice:
    """Price a line by the rule itself, with everything that was passed over; who asks for many decides the tax once."""
    due = (dues(source, buyer) if taxed is None else taxed)[goods.tax_class]
    return run(
        question=question(source, buyer=buyer, goods=goods, quantity=quantity, manual=manual),
        records=source.records(goods, buyer),
        tax_rate=due.rate,
        tax_reason=due.reason,
    )


def lists_in_force(assignments: dict[UUID, Sequence[Assignment]], buyer: Buyer, as_of: datetime) -> tuple[UUID, ...]:
    """Return the lists of the nearest organisation that has one in force, the one that began last first."""
    for organisation in buyer.hierarchy:
        found = [item for item in assignments.get(organisation, ()) if item.valid.contains(as_of)]
        if found:
            found.sort(key=lambda item: item.valid.start, reverse=True)
            return tuple(item.price_list for item in found)
    return ()


def by_organisation(assignments: Iterable[Assignment]) -> dict[UUID, Sequence[Assignment]]:
    """Arrange assignments by organisation."""
    arranged: dict[UUID, list[Assignment]] = {}
    for item in assignments:
        arranged.setdefault(item.organisation, []).append(item)
    return dict(arranged)
