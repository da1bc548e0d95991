"""From which quantities on a price changes."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from fondaco.kernel.money import round_fraction
from fondaco.kernel.quantity import Quantity
from fondaco.modules.pricing.model.find import Question, scale_in_base
from fondaco.modules.pricing.model.run import run
from fondaco.modules.pricing.types import LinePrice, PriceRecord, ScaleBy, ScalePrice

_PLACES = 6


def scales(*, question: Question, records: Sequence[PriceRecord], tax_rate: Decimal) -> tuple[ScalePrice, ...]:
    """Return the price from each quantity on at which it changes, least quantity first, in base units."""
    goods = question.goods
    counted = [
        record
        for record in records
        if record.scale_by is not ScaleBy.VALUE and (not record.scale or goods.conversions.knows(record.unit))
    ]
    found: list[ScalePrice] = []
    for step in sorted({scale_in_base(record, goods) for record in counted} | {Fraction(1)}):
        if step <= 0:
            continue
        value = round_fraction(step, places=_PLACES).normalize()
        quantity = Quantity(Decimal(f"{value:f}"), goods.base_unit)
        price = run(question=replace(question, quantity=quantity), records=records, tax_rate=tax_rate)
        if isinstance(price, LinePrice) and (not found or found[-1].net != price.net):
            found.append(ScalePrice(scale=quantity, net=price.net))
    return tuple(found)
