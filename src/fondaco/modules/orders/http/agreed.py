"""What was agreed besides prices, in JSON: charges of a document, free goods, contracts, payment."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from fondaco.kernel.ids import public_id
from fondaco.kernel.money import Money
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.types import Charge, ContractUse, FreeGoods, PaymentTerms


class FreeOut(Struct, frozen=True, kw_only=True):
    """So much of a line costs nothing: `inclusive` of what is ordered, or else on top of it."""

    quantity: Decimal
    unit: str
    inclusive: bool
    text: str


class ContractUseOut(Struct, frozen=True, kw_only=True):
    """The contract a line calls off of: what is left of it, what the line wants, and whether that is more."""

    id: str
    number: str
    name: str
    remaining: Decimal
    wanted: Decimal
    unit: str | None
    currency: str | None
    past: bool


class ChargeOut(Struct, frozen=True, kw_only=True):
    """What a document costs besides its lines, or less (a discount is less than nothing), and what it was taken of."""

    type: Annotated[str, Meta(examples=["freight"])]
    text: Annotated[str, Meta(examples=["Fracht"])]
    of: Decimal
    amount: Decimal


class CashDiscountOut(Struct, frozen=True, kw_only=True):
    """What may be taken off when paid early; `until`, `discount` and `to_pay` are for an invoice of the day of the cart."""

    days: int
    percent: Decimal
    until: date | None = None
    discount: Decimal | None = None
    to_pay: Decimal | None = None


class PaymentOut(Struct, frozen=True, kw_only=True):
    """Until when it is paid: net within `days`, or less a cash discount before."""

    code: str
    name: str
    days: int
    discounts: list[CashDiscountOut]


def charge(one: Charge, language: str) -> ChargeOut:
    """Write a charge of a document."""
    text = pricing.charge_in_words(charge=one, language=language)
    return ChargeOut(type=one.type, text=text, of=one.of.amount, amount=one.amount.amount)


def free(found: FreeGoods, language: str) -> FreeOut:
    """Write what of a line, or on top of it, is free."""
    return FreeOut(
        quantity=found.quantity.value,
        unit=found.quantity.unit,
        inclusive=found.inclusive,
        text=pricing.free_in_words(free=found, language=language),
    )


def contract(use: ContractUse) -> ContractUseOut:
    """Write what a line calls off."""
    return ContractUseOut(
        id=public_id("ctr", use.contract),
        number=use.number,
        name=use.name,
        remaining=use.remaining,
        wanted=use.wanted,
        unit=use.unit,
        currency=use.currency,
        past=use.past,
    )


def payment(terms: PaymentTerms, language: str, gross: Money, today: date | None) -> PaymentOut:
    """Write terms of payment, and what cash discounts are on an amount."""
    offers = pricing.cash_discounts(terms=terms, gross=gross, on=today) if today else ()
    told = [
        CashDiscountOut(
            days=one.days,
            percent=one.percent,
            until=one.until,
            discount=one.discount.amount,
            to_pay=one.to_pay.amount,
        )
        for one in offers
    ]
    bare = [CashDiscountOut(days=one.days, percent=one.percent) for one in terms.discounts]
    name = terms.names.get(language) or next(iter(terms.names.values()), "")
    return PaymentOut(code=terms.code, name=name, days=terms.days, discounts=told or bare)
