"""Free goods: how much of a line costs nothing, or comes on top of it."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from fondaco.kernel.errors import Invalid
from fondaco.kernel.money import Money, decimals, round_fraction
from fondaco.kernel.quantity import Quantity, exact_decimal
from fondaco.modules.pricing.model.find import Candidates, Question
from fondaco.modules.pricing.model.run import ZERO
from fondaco.modules.pricing.types import Calculation, FreeGoods, LinePrice, PriceRecord


def free_goods(*, question: Question, records: Iterable[PriceRecord]) -> FreeGoods | None:
    """Return what is free of a line by the record of the first place that has one in force and reached.

    A record of `amount` per `per` counts once for each whole `per` that is ordered: every tenth, or five on top of each
    hundred. What has no exact form in the unit of the line is not free.
    """
    found = Candidates(question=question, records=records).find(question.procedure.free, value=ZERO)
    if found is None:
        return None
    record, quantity = found.record, question.quantity
    ordered = Fraction(quantity.value) * question.goods.conversions.factor(quantity.unit, record.unit)
    times = ordered // Fraction(record.per)
    free = times * Fraction(record.amount) * question.goods.conversions.factor(record.unit, quantity.unit)
    if free <= 0:
        return None
    try:
        value = exact_decimal(free)
    except Invalid:
        return None
    inclusive = record.calculation is Calculation.INCLUSIVE
    return FreeGoods(quantity=Quantity(value, quantity.unit), inclusive=inclusive, record=record)


def charged(*, price: LinePrice, free: FreeGoods, question: Question) -> LinePrice:
    """Return the price of a line with what is free of it; what is charged once stays due."""
    if not free.inclusive:
        return replace(price, free=free)
    per, currency = price.net.per, price.amount.currency
    pieces = (Fraction(price.quantity.value) - Fraction(free.quantity.value)) * question.goods.conversions.factor(
        price.quantity.unit, per.unit
    )
    once = Fraction(price.fixed.amount) if price.fixed else ZERO
    exact = max(Fraction(price.net.amount) * pieces / Fraction(per.value) + once, ZERO)
    mode = price.reckoning.rounding
    amount = Money(round_fraction(exact, places=decimals(currency), mode=mode), currency)
    return replace(price, free=free, amount=amount, tax=amount.times(price.tax_rate / 100).rounded(mode=mode))
