"""All prices of Tryton as price records: plain lines computed here, the others asked for, step by step.

What has no exact counterpart is rejected with its reason and goes to quarantine: gross price lists, and a product
whose list has no price from some quantity on although it has one below.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, zip_longest

from fondaco.connectors.intake.types import Problem, Record, Rejected
from fondaco.connectors.tryton import readers, records
from fondaco.connectors.tryton.client import TrytonClient
from fondaco.connectors.tryton.model.price_list import LineFinder, Step
from fondaco.connectors.tryton.model.unit import convert_price, factor
from fondaco.connectors.tryton.types import RemoteCategory, RemotePriceList, RemoteProduct, RemoteUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceReader:
    """What is needed to price any product on any list: units, categories, the company's currency, the day."""

    client: TrytonClient
    units: Mapping[int, RemoteUnit]
    categories: Mapping[int, RemoteCategory]
    currency: str
    day: date

    def list_prices(self, products: Iterable[RemoteProduct]) -> Iterator[Record]:
        """Write the list prices per sale unit; a product without one has no record."""
        for product in products:
            if product.list_price is not None:
                price = convert_price(
                    product.list_price, of=self.units[product.default_uom], to=self.units[product.sale_uom]
                )
                yield self._record(None, product, Decimal(0), price)

    def of_list(self, price_list: RemotePriceList, products: Sequence[RemoteProduct]) -> Iterator[Record | Rejected]:
        """Write the prices of the products on one list."""
        if price_list.tax_included:
            yield self._gross(price_list)
            return
        finder = LineFinder(
            price_list=price_list, parents={category.id: category.parent for category in self.categories.values()}
        )
        steps = {product.id: finder.steps(product=product, units=self.units) for product in products}
        asked = self._ask(price_list, products, steps)
        for product in products:
            found = [
                (step.minimum, asked[product.id, step.minimum] if step.price is None else step.price)
                for step in steps[product.id]
            ]
            priced = [price is not None for _, price in found]
            # No price below and one above is fine. The other way round our rule would fall back to the lower step.
            if any(before and not after for before, after in pairwise(priced)):
                yield self._gap(price_list, product)
                continue
            for minimum, price in found:
                if price is not None:
                    yield self._record(price_list, product, minimum, price)

    def _ask(
        self,
        price_list: RemotePriceList,
        products: Sequence[RemoteProduct],
        steps: Mapping[int, Sequence[Step]],
    ) -> dict[tuple[int, Decimal], Decimal | None]:
        """Ask Tryton for the steps that are not plain, all products of one quantity in one call."""
        questions: dict[Decimal, list[tuple[int, Decimal]]] = {}
        for product in products:
            minima = [step.minimum for step in steps[product.id]]
            for step, above in zip_longest(steps[product.id], minima[1:]):
                if step.price is None:
                    quantity = self._between(step.minimum, above, price_list, product)
                    questions.setdefault(quantity, []).append((product.id, step.minimum))
        answers: dict[tuple[int, Decimal], Decimal | None] = {}
        for quantity, wanted in questions.items():
            ids = [product for product, _ in wanted]
            live = readers.prices(self.client, products=ids, quantity=quantity, price_list=price_list.id, day=self.day)
            answers |= {(product, minimum): live[product] for product, minimum in wanted}
        return answers

    def _between(
        self, minimum: Decimal, above: Decimal | None, price_list: RemotePriceList, product: RemoteProduct
    ) -> Decimal:
        """Choose a quantity in sale units well inside the step: Tryton compares floats, which may miss the edge."""
        inside = (minimum + above) / 2 if above is not None else minimum + 1
        if price_list.in_sale_unit:
            return inside
        share = factor(of=self.units[product.default_uom], to=self.units[product.sale_uom])
        exact = Fraction(inside) * share
        return Decimal(exact.numerator) / Decimal(exact.denominator)

    def _record(
        self, price_list: RemotePriceList | None, product: RemoteProduct, minimum: Decimal, price: Decimal
    ) -> Record:
        return records.price_record(
            price_list=price_list,
            product=product,
            minimum=minimum,
            price=price,
            units=self.units,
            currency=self.currency,
        )

    def _gross(self, price_list: RemotePriceList) -> Rejected:
        record = records.price_list(price_list, currency=self.currency)
        detail = f"The prices of the list {price_list.name} include taxes; only net price lists can be taken."
        return Rejected(record=record, problem=Problem(field="name", code="tryton.gross_price_list", detail=detail))

    def _gap(self, price_list: RemotePriceList, product: RemoteProduct) -> Rejected:
        detail = (
            f"The list {price_list.name} has a price for {product.code} up to some quantity and none above it; "
            "that cannot be expressed."
        )
        record = self._record(price_list, product, Decimal(0), Decimal(0))
        return Rejected(record=record, problem=Problem(field="amount", code="tryton.price_gap", detail=detail))
