"""Agreements of the demonstration that no ERP of it keeps: contracts with call-offs, freight, terms of payment."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from fondaco.apps.demo.drops.nord import key_of
from fondaco.apps.demo.goods.article import NORD, Article
from fondaco.apps.demo.trade.customers import Customer
from fondaco.apps.demo.trade.terms import assortment
from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.money import Money
from fondaco.kernel.period import Period
from fondaco.kernel.quantity import Quantity
from fondaco.modules.accounts import api as accounts
from fondaco.modules.catalog import api as catalog
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.errors import AmbiguousPrice
from fondaco.modules.pricing.types import (
    Calculation,
    CashDiscount,
    ContractDraft,
    ContractItemDraft,
    Kind,
    OverCall,
    PaymentTerms,
    PriceRecordDraft,
    ScaleBy,
)
from fondaco.platform.transaction import Tx

_ITEMS = 4
_TAKEN = (Decimal("0.35"), Decimal("0.86"), Decimal("0.10"), Decimal(1))
_FREIGHT = ((Decimal("8.90"), Decimal(0)), (Decimal(0), Decimal(250)))


def agree(*, tx: Tx, customer: Customer, articles: Sequence[Article], today: date) -> None:
    """State a framework agreement of a customer for what it buys most, and what everybody pays for freight."""
    year = Period(datetime(today.year, 1, 1, tzinfo=UTC), datetime(today.year + 1, 1, 1, tzinfo=UTC))
    wanted = [article for article, _ in assortment(customer, articles) if article.erp == NORD]
    products = catalog.find_by_refs(tx=tx, system=NORD, keys=[key_of(article) for article in wanted])
    organisation = accounts.find_by_refs(tx=tx, system=NORD, keys=[customer.key])[customer.key]
    items: list[ContractItemDraft] = []
    for article in wanted:
        if key_of(article) not in products or len(items) == _ITEMS:
            continue
        ref = ExternalRef(pricing.OWN_SYSTEM, f"framework/{key_of(article)}")
        price = (article.cost * (1 + article.margin) * 81).quantize(Decimal("0.01"))
        draft = PriceRecordDraft(ref=ref, amount=price, per=Decimal(100), unit=article.unit, valid=year)
        try:
            with tx.savepoint():
                pricing.add_price_record(
                    tx=tx, draft=draft, product=products[key_of(article)], organisation=organisation
                )
        except AmbiguousPrice:
            continue
        agreed = Decimal(1000 * (len(items) + 1))
        items.append(
            ContractItemDraft(
                position=10 * (len(items) + 1),
                product=ExternalRef(NORD, key_of(article)),
                quantity=Quantity(agreed, article.unit),
                records=(ref,),
                used=agreed * _TAKEN[len(items)],
                used_at=datetime(today.year, today.month, today.day, tzinfo=UTC) - timedelta(days=1),
            )
        )
    contracts = [
        ContractDraft(
            ref=ExternalRef(pricing.OWN_SYSTEM, "framework"),
            number=f"RV-{today.year}-0117",
            name=f"Rahmenvertrag {today.year}",
            organisation=ExternalRef(NORD, customer.key),
            valid=year,
            over=OverCall.TELL,
            items=tuple(items),
        ),
        ContractDraft(
            ref=ExternalRef(pricing.OWN_SYSTEM, "value"),
            number=f"RV-{today.year}-0230",
            name="C-Teile",
            organisation=ExternalRef(NORD, customer.key),
            valid=year,
            items=(
                ContractItemDraft(
                    position=10, value=Money(Decimal(25_000), "EUR"), used=Decimal("9312.40"), text="C-Teile"
                ),
            ),
        ),
    ]
    pricing.put_contracts(tx=tx, drafts=contracts)
    for number, (amount, scale) in enumerate(_FREIGHT):
        pricing.add_price_record(
            tx=tx,
            draft=PriceRecordDraft(
                ref=ExternalRef(pricing.OWN_SYSTEM, f"freight/{number}"),
                kind=Kind.SURCHARGE,
                type="freight",
                calculation=Calculation.FIXED,
                amount=amount,
                scale=scale,
                scale_by=ScaleBy.VALUE,
            ),
        )
    terms = PaymentTerms(
        code="skonto",
        days=30,
        discounts=(CashDiscount(days=10, percent=Decimal(2)),),
        names={"de": "10 Tage 2 % Skonto, 30 Tage netto", "en": "2 % within 10 days, 30 days net"},
    )
    pricing.set_payment_terms(tx=tx, terms=terms)
    pricing.pay_by(tx=tx, code="skonto", sales_areas=[""])
