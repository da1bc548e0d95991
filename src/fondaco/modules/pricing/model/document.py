"""Conditions of a whole document: what is taken off it or put on it, and what each of its lines bears of that."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.money import Money, allocate, decimals, round_fraction
from fondaco.modules.pricing.model.find import IN_MONEY, owner_of, owners_of, type_of
from fondaco.modules.pricing.model.procedure import Step
from fondaco.modules.pricing.types import Calculation, Charge, Kind, PriceRecord, ScaleBy

ZERO = Fraction(0)


def charges(
    *,
    amounts: Sequence[Money],
    buyer: Buyer,
    price_lists: Sequence[UUID],
    steps: Sequence[Step],
    records: Iterable[PriceRecord],
    rates: Mapping[str, Fraction],
) -> tuple[Charge, ...]:
    """Return the charges on lines of these net amounts, in the order of the steps.

    A percentage is taken of the value that an earlier step left (`base`), without one of the value so far; a scale counts
    that value. No discount takes more than there is. Each amount is rounded once to the smallest coin, as its step says,
    and split over the lines by their amounts with exact remainders.
    """
    there: dict[tuple[str, object], list[PriceRecord]] = {}
    for one in records:
        if _concerns(one, buyer, rates):
            there.setdefault((type_of(one), owner_of(one)), []).append(one)
    if not amounts or not there:
        return ()
    currency = amounts[0].currency
    value = sum((Fraction(amount.amount) for amount in amounts), ZERO)
    after: dict[int, Fraction] = {}
    found: list[Charge] = []
    for step in steps:
        of = value if step.base is None else after.get(step.base, value)
        record = _find(step, there, buyer, price_lists, of, rates) if _fits(step, buyer) else None
        if record is not None:
            amount = _amount(step, record, of, value, currency, rates)
            if amount.amount:
                found.append(_charge(step, record, Money(_coins(of, currency), currency), amount, amounts))
                value += ZERO if step.statistical else Fraction(amount.amount)
        after[step.number] = value
    return tuple(found)


def _concerns(record: PriceRecord, buyer: Buyer, rates: Mapping[str, Fraction]) -> bool:
    if record.product is not None or record.category is not None:
        return False
    if record.sales_area is not None and record.sales_area != buyer.sales_area:
        return False
    if record.calculation not in (Calculation.PERCENT, Calculation.FIXED):
        return False
    if record.scale and record.scale_by is not ScaleBy.VALUE:
        return False
    known = record.calculation not in IN_MONEY or record.currency == buyer.currency or record.currency in rates
    return known and record.valid.contains(buyer.as_of)


def _fits(step: Step, buyer: Buyer) -> bool:
    return all(need.fits(buyer) for need in step.requires)


def _find(
    step: Step,
    there: Mapping[tuple[str, object], Sequence[PriceRecord]],
    buyer: Buyer,
    price_lists: Sequence[UUID],
    value: Fraction,
    rates: Mapping[str, Fraction],
) -> PriceRecord | None:
    """Return the record of the nearest owner that has one reached: of his own area first, then the highest scale."""
    for key in step.accesses:
        for owner in owners_of(key, buyer, price_lists):
            reached = [one for one in there.get((step.type, owner), ()) if _scale(one, buyer, rates) <= value]
            if reached:
                return min(reached, key=lambda one: (one.sales_area is None, -one.scale, one.system, one.key))
    return None


def _scale(record: PriceRecord, buyer: Buyer, rates: Mapping[str, Fraction]) -> Fraction:
    foreign = record.currency != buyer.currency
    return Fraction(record.scale) * (rates.get(record.currency, Fraction(1)) if foreign else 1)


def _amount(
    step: Step, record: PriceRecord, of: Fraction, value: Fraction, currency: str, rates: Mapping[str, Fraction]
) -> Money:
    if record.calculation is Calculation.PERCENT:
        exact = of * Fraction(record.amount) / 100
    else:
        exact = Fraction(record.amount) * (rates[record.currency] if record.currency != currency else 1)
    rounded = round_fraction(exact, places=decimals(currency), mode=step.rounding)
    if step.kind is not Kind.DISCOUNT:
        return Money(rounded, currency)
    return Money(-min(rounded, _coins(max(value, ZERO), currency)), currency)


def _coins(value: Fraction, currency: str) -> Decimal:
    return round_fraction(value, places=decimals(currency))


def _charge(step: Step, record: PriceRecord, of: Money, amount: Money, lines: Sequence[Money]) -> Charge:
    weights = [max(line.amount, Decimal(0)) for line in lines]
    sign = Decimal(-1 if amount.amount < 0 else 1)
    shares = allocate(Money(abs(amount.amount), amount.currency), weights)
    return Charge(
        number=step.number,
        type=step.type,
        kind=step.kind,
        record=record,
        of=of,
        amount=amount,
        shares=tuple(share.times(sign) for share in shares),
        statistical=step.statistical,
    )
