"""What a document costs besides its lines, and how it may be paid."""

from collections.abc import Sequence
from datetime import date, timedelta

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.money import Money
from fondaco.kernel.quantity import Quantity
from fondaco.modules.pricing import facts
from fondaco.modules.pricing.model import by_hand, document
from fondaco.modules.pricing.model.find import Goods
from fondaco.modules.pricing.model.free import charged, free_goods
from fondaco.modules.pricing.model.rules import procedure_for, rates_for
from fondaco.modules.pricing.model.tax import Dues
from fondaco.modules.pricing.types import CashDiscountOffer, Charge, LinePrice, NoPrice, PaymentTerms, PriceRequest


def charges(source: facts.Facts, *, buyer: Buyer, amounts: Sequence[Money]) -> tuple[Charge, ...]:
    """Return the charges on a document with lines of these amounts."""
    procedure = procedure_for(source.rules, buyer)
    # A type that makes prices of lines would count twice.
    of_lines = {step.type for step in procedure.steps}
    steps = [step for step in procedure.document if step.type not in of_lines]
    records = list(source.typed([step.type for step in steps], None, buyer))
    if not records:
        return ()
    return document.charges(
        amounts=amounts,
        buyer=buyer,
        price_lists=source.price_lists(buyer),
        steps=steps,
        records=records,
        rates=rates_for(source.rules, buyer),
    )


def with_free_goods(
    source: facts.Facts, *, buyer: Buyer, goods: Goods, quantity: Quantity, price: LinePrice
) -> LinePrice:
    """Return the price of a line with what of it, or on top of it, is free."""
    records = list(source.typed([procedure_for(source.rules, buyer).free.type], goods, buyer))
    if not records:
        return price
    asked = facts.question(source, buyer=buyer, goods=goods, quantity=quantity)
    free = free_goods(question=asked, records=records)
    return price if free is None else charged(price=price, free=free, question=asked)


def cash_discounts(*, terms: PaymentTerms, gross: Money, on: date) -> tuple[CashDiscountOffer, ...]:
    """Return what each cash discount is on an amount with tax, were it invoiced on a day; rounded to the coin."""
    found = []
    for one in terms.discounts:
        discount = gross.times(one.percent / 100).rounded()
        found.append(
            CashDiscountOffer(
                percent=one.percent,
                days=one.days,
                until=on + timedelta(days=one.days),
                discount=discount,
                to_pay=gross - discount,
            )
        )
    return tuple(found)


def line_price(source: facts.Facts, buyer: Buyer, line: PriceRequest, taxed: Dues | None = None) -> LinePrice | NoPrice:
    """Price a line by the rule itself, with the goods that are free."""
    product, quantity = line.product, line.quantity
    goods = source.goods(product)
    if goods is None:
        return NoPrice(product=product, quantity=quantity, reason="pricing.not_for_sale")
    given = by_hand.records(procedure=procedure_for(source.rules, buyer), line=line, currency=buyer.currency)
    units = {quantity.unit, *(record.unit for record in given.values())}
    if not all(goods.conversions.knows(unit) for unit in units):
        return NoPrice(product=product, quantity=quantity, reason="pricing.unknown_unit")
    answer = facts.by_reference(source, buyer=buyer, goods=goods, quantity=quantity, taxed=taxed, manual=given)
    return freed(source, buyer, answer)


def freed(source: facts.Facts, buyer: Buyer, answer: LinePrice | NoPrice) -> LinePrice | NoPrice:
    """Add to the price of a line the goods that are free."""
    goods = source.goods(answer.product) if isinstance(answer, LinePrice) else None
    if goods is None or not isinstance(answer, LinePrice):
        return answer
    return with_free_goods(source, buyer=buyer, goods=goods, quantity=answer.quantity, price=answer)
