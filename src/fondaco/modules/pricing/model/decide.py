"""Which condition records price a line, and to what: pure decisions, no clock, no database.

`decide` is the reference: exact decimals and fractions. Whoever finds the candidates (price book or store) may hand in
more than needed; the rule picks.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.money import Money, UnitPrice, decimals, round_fraction
from fondaco.kernel.quantity import Quantity
from fondaco.kernel.unit import Conversions
from fondaco.modules.pricing.types import (
    Access,
    BecauseStep,
    Calculation,
    Kind,
    LinePrice,
    NoPrice,
    Passed,
    PriceRecord,
    ScalePrice,
)

# A price after percentages keeps four decimals; what a line costs is rounded to the currency's smallest unit.
PRICE_PLACES = 4
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """What the rule needs to know of a product; `categories` is its own and those above, nearest first."""

    product: UUID
    categories: tuple[UUID, ...]
    base_unit: str
    conversions: Conversions
    tax_class: str = "standard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Who asks for how much of what, on which day; `price_lists` are the assigned ones, nearest first."""

    buyer: Buyer
    goods: Goods
    quantity: Quantity
    price_lists: tuple[UUID, ...] = ()
    as_of: datetime


def decide(*, question: Question, records: Iterable[PriceRecord], tax_rate: Decimal) -> LinePrice | NoPrice:
    """Return the price with its reasons, or say that there is none.

    A quantity in a unit that the product lacks is refused with `UnknownConversion`.
    """
    goods = question.goods
    base_quantity = Fraction(question.quantity.value) * goods.conversions.factor(
        question.quantity.unit, goods.base_unit
    )
    fitting, early = _fitting(question, records, base_quantity)
    listed = _best([record for record in fitting if _is_price(record, Access.LIST)], question)
    step = _base(question, fitting, early, listed)
    if step is None:
        return NoPrice(product=goods.product, quantity=question.quantity)
    steps = [step]
    price, per, unit = step.after or Decimal(0), step.record.per, step.record.unit
    if step.record.calculation is Calculation.FACTOR and listed is not None:
        per, unit = listed.per, listed.unit
    if step.access is not Access.CONTRACT:
        for further in _further(question, fitting, price, per, unit):
            steps.append(further)
            price = further.after or Decimal(0)
    net = UnitPrice(price, question.buyer.currency, Quantity(per, unit))
    amount = line_amount(net=net, quantity=question.quantity, conversions=goods.conversions)
    return LinePrice(
        product=goods.product,
        quantity=question.quantity,
        list_price=UnitPrice(listed.amount, listed.currency, Quantity(listed.per, listed.unit)) if listed else None,
        net=net,
        amount=amount,
        tax_rate=tax_rate,
        tax=Money(amount.amount * tax_rate / HUNDRED, amount.currency).rounded(),
        because=tuple(steps),
    )


def line_amount(*, net: UnitPrice, quantity: Quantity, conversions: Conversions) -> Money:
    """Return what a quantity in any unit costs, rounded once."""
    pieces = Fraction(quantity.value) * conversions.factor(quantity.unit, net.per.unit)
    exact = Fraction(net.amount) * pieces / Fraction(net.per.value)
    return Money(round_fraction(exact, places=decimals(net.currency)), net.currency)


def scales(*, question: Question, records: Sequence[PriceRecord], tax_rate: Decimal) -> tuple[ScalePrice, ...]:
    """Return the price from each quantity on at which it changes, least quantity first."""
    goods = question.goods
    steps = sorted({_scale_in_base(record, goods) for record in records} | {Fraction(1)})
    found: list[ScalePrice] = []
    for step in steps:
        if step <= 0:
            continue
        quantity = Quantity(round_fraction(step, places=6).normalize(), goods.base_unit)
        at = Question(
            buyer=question.buyer,
            goods=goods,
            quantity=Quantity(Decimal(f"{quantity.value:f}"), quantity.unit),
            price_lists=question.price_lists,
            as_of=question.as_of,
        )
        price = decide(question=at, records=records, tax_rate=tax_rate)
        if isinstance(price, LinePrice) and (not found or found[-1].net != price.net):
            found.append(ScalePrice(scale=at.quantity, net=price.net))
    return tuple(found)


def _scale_in_base(record: PriceRecord, goods: Goods) -> Fraction:
    return Fraction(record.scale) * goods.conversions.factor(record.unit, goods.base_unit)


def _fitting(
    question: Question, records: Iterable[PriceRecord], quantity: Fraction
) -> tuple[list[PriceRecord], list[PriceRecord]]:
    """Split the records that are for this buyer, product and day into those reached and those not yet reached."""
    buyer, goods, lists = question.buyer, question.goods, question.price_lists
    reached: list[PriceRecord] = []
    early: list[PriceRecord] = []
    for record in records:
        if record.calculation is Calculation.AMOUNT and record.currency != buyer.currency:
            continue
        if record.organisation is not None and record.organisation not in buyer.hierarchy:
            continue
        if record.price_list is not None and record.price_list not in lists:
            continue
        if record.product not in (None, goods.product):
            continue
        if record.category is not None and record.category not in goods.categories:
            continue
        if not goods.conversions.knows(record.unit):
            continue
        if record.valid.contains(question.as_of):
            (reached if _scale_in_base(record, goods) <= quantity else early).append(record)
    return reached, early


def _base(
    question: Question, fitting: Sequence[PriceRecord], early: Sequence[PriceRecord], listed: PriceRecord | None
) -> BecauseStep | None:
    ways = (
        *((Access.CONTRACT, organisation) for organisation in question.buyer.hierarchy),
        *((Access.PRICE_LIST, price_list) for price_list in question.price_lists),
        (Access.LIST, None),
    )
    for place, (access, owner) in enumerate(ways):
        mine = [record for record in fitting if _is_price(record, access) and _owner(record) == owner]
        won = _best(mine, question)
        if won is None or (won.calculation is not Calculation.AMOUNT and listed is None):
            continue
        later = set(ways[place + 1 :])
        passed = [Passed(record=record, reason="lower_scale") for record in mine if record is not won]
        passed += [
            Passed(record=record, reason="later_access")
            for record in fitting
            if record.kind is Kind.PRICE and (access_of(record), _owner(record)) in later
        ]
        passed += [
            Passed(record=record, reason="scale_not_reached")
            for record in early
            if _is_price(record, access) and _owner(record) == owner
        ]
        return BecauseStep(
            step="base",
            access=access,
            record=won,
            owner=owner,
            before=None,
            after=_price_of(won, listed),
            passed=tuple(passed),
        )
    return None


def _further(
    question: Question, fitting: Sequence[PriceRecord], price: Decimal, per: Decimal, unit: str
) -> Iterable[BecauseStep]:
    for access in Access:
        for kind in (Kind.DISCOUNT, Kind.SURCHARGE):
            mine = [record for record in fitting if record.kind is kind and access_of(record) is access]
            won = _best(mine, question)
            if won is None:
                continue
            sign = -1 if kind is Kind.DISCOUNT else 1
            if won.calculation is Calculation.PERCENT:
                exact = Fraction(price) * (1 + sign * Fraction(won.amount) / 100)
            else:
                factor = question.goods.conversions.factor(unit, won.unit)
                exact = Fraction(price) + sign * Fraction(won.amount) * Fraction(per) * factor / Fraction(won.per)
            after = round_fraction(max(exact, Fraction(0)), places=PRICE_PLACES)
            yield BecauseStep(
                step=kind.value,
                access=access,
                record=won,
                owner=_owner(won),
                before=price,
                after=after,
                passed=tuple(Passed(record=record, reason="lower_scale") for record in mine if record is not won),
            )
            price = after


def _best(records: Sequence[PriceRecord], question: Question) -> PriceRecord | None:
    """Take the nearest owner, then the most specific object, then the highest scale; keys break what is left."""
    if not records:
        return None
    buyer, goods = question.buyer, question.goods
    owners: Mapping[UUID | None, int] = {
        owner: place for place, owner in enumerate((*buyer.hierarchy, *question.price_lists, None))
    }

    def rank(record: PriceRecord) -> tuple[int, int, Fraction, str, str]:
        depth = 0 if record.product else len(goods.categories) + 1
        if record.category is not None:
            depth = 1 + goods.categories.index(record.category)
        return owners[_owner(record)], depth, -_scale_in_base(record, goods), record.system, record.key

    return min(records, key=rank)


def _price_of(record: PriceRecord, listed: PriceRecord | None) -> Decimal:
    if record.calculation is Calculation.AMOUNT or listed is None:
        return record.amount
    factor = Fraction(record.amount)
    if record.calculation is Calculation.PERCENT:
        factor = 1 - factor / 100
    return round_fraction(Fraction(listed.amount) * factor, places=PRICE_PLACES)


def access_of(record: PriceRecord) -> Access:
    """Say at which access a record is found."""
    if record.organisation is not None:
        return Access.CONTRACT
    return Access.LIST if record.price_list is None else Access.PRICE_LIST


def _owner(record: PriceRecord) -> UUID | None:
    return record.organisation or record.price_list


def _is_price(record: PriceRecord, access: Access) -> bool:
    return record.kind is Kind.PRICE and access_of(record) is access
