"""Lines that name products by part numbers, as staff have them from a mail or a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.errors import Problem
from fondaco.kernel.quantity import Quantity
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.catalog.types import Product
from fondaco.modules.pricing.errors import BadPriceLines
from fondaco.modules.pricing.http.schemas import Amount, Unit
from fondaco.modules.pricing.types import PriceRequest
from fondaco.platform.transaction import Tx


class NumberedLineIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part number in any spelling, the customer's own too; without a quantity the least that can be ordered."""

    number: Annotated[str, Meta(min_length=1, max_length=60, examples=["933-M8"])]
    quantity: Amount | None = None
    unit: Unit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedLine:
    """A line with what its number means: one product, or none, or several of which none is chosen (`candidates`)."""

    asked: NumberedLineIn
    product: Product | None
    candidates: Sequence[str]

    @property
    def request(self) -> PriceRequest | None:
        """Ask for the price of the line, in sales units where it names no unit; None without a product."""
        if self.product is None:
            return None
        quantity = Decimal(self.asked.quantity) if self.asked.quantity else max(self.product.minimum, Decimal(1))
        return PriceRequest(
            product=self.product.id, quantity=Quantity(quantity, self.asked.unit or self.product.sales_unit)
        )


def understand(*, tx: Tx, buyer: Buyer, shelf: Shelf, lines: Sequence[NumberedLineIn]) -> list[NumberedLine]:
    """Look all numbers up in one go, as the buyer means them; a quantity of nothing is refused with its place."""
    wrong = [
        Problem(
            pointer=f"/lines/{place}/quantity",
            code="pricing.bad_quantity",
            detail="The quantity must be more than zero.",
        )
        for place, line in enumerate(lines)
        if line.quantity is not None and not Decimal(line.quantity)
    ]
    if wrong:
        raise BadPriceLines(problems=wrong)
    meant = catalog.find_by_part_numbers(tx=tx, buyer=buyer, numbers=list({line.number: None for line in lines}))
    found = []
    for line in lines:
        several = {match.product: match.sku for match in meant.get(line.number, ())}
        one = len(several) == 1
        product = shelf.product(next(iter(several))) if one else None
        found.append(NumberedLine(asked=line, product=product, candidates=() if one else sorted(several.values())))
    return found
