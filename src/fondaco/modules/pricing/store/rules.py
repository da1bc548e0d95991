"""Reading and writing procedures, rates, quotations and metal shares."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import delete, insert, or_, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from fondaco.modules.pricing.model.procedure import Procedure
from fondaco.modules.pricing.model.rules import Rules, rules_of
from fondaco.modules.pricing.model.tax import taxes_of
from fondaco.modules.pricing.tables import (
    exchange_rate,
    metal_share,
    procedure,
    procedure_area,
    quotation,
    seller,
    tax_policy,
    tax_rate,
)
from fondaco.modules.pricing.types import ExchangeRate, PaymentTerms, Quotation, Seller, TaxRate
from fondaco.platform.transaction import Tx

# One round trip for all of it; numbers keep every digit.
_RULES = text("""
    SELECT json_build_object(
        'procedures', (SELECT coalesce(json_agg(body), '[]') FROM pricing.procedure),
        'areas', (SELECT coalesce(json_object_agg(area, procedure), '{}') FROM pricing.procedure_area),
        'rates', (SELECT coalesce(json_agg(r), '[]') FROM pricing.exchange_rate r),
        'quotations', (SELECT coalesce(json_agg(q), '[]') FROM pricing.quotation q),
        'terms', (SELECT coalesce(json_agg(t), '[]') FROM pricing.payment_terms t),
        'pays_by', (SELECT coalesce(json_object_agg(owner, terms), '{}') FROM pricing.pays_by),
        'tax_rates', (SELECT coalesce(json_agg(t), '[]') FROM pricing.tax_rate t),
        'sellers', (SELECT coalesce(json_object_agg(sales_area, country), '{}') FROM pricing.seller),
        'confirmation_days', (SELECT confirmation_days FROM pricing.tax_policy)
    )::text
""")


class _Told(msgspec.Struct, frozen=True):
    procedures: list[Procedure]
    areas: dict[str, str]
    rates: list[ExchangeRate]
    quotations: list[Quotation]
    terms: list[PaymentTerms]
    pays_by: dict[str, str]
    tax_rates: list[TaxRate]
    sellers: dict[str, str]
    confirmation_days: int | None


_decode = msgspec.json.Decoder(_Told).decode


def load(*, tx: Tx) -> Rules:
    """Load everything but the metal in goods."""
    told = _decode(tx.execute(_RULES).scalar_one())
    return rules_of(
        procedures=told.procedures,
        areas=told.areas,
        rates=told.rates,
        quotations=told.quotations,
        terms=told.terms,
        pays_by=told.pays_by,
        taxes=taxes_of(rates=told.tax_rates, sellers=told.sellers, confirmation_days=told.confirmation_days),
    )


def procedures(*, tx: Tx) -> list[tuple[Procedure, tuple[str, ...], int]]:
    """Load all procedures with the areas that work by them and their versions."""
    areas: dict[str, list[str]] = {}
    for row in tx.execute(select(procedure_area).order_by(procedure_area.c.area)):
        areas.setdefault(row.procedure, []).append(row.area)
    return [
        (_procedure(row.body), tuple(areas.get(row.code, ())), row.version)
        for row in tx.execute(select(procedure).order_by(procedure.c.code))
    ]


def version_of(*, tx: Tx, code: str) -> int | None:
    """Return the version of a procedure and lock it; None where there is none."""
    statement = select(procedure.c.version).where(procedure.c.code == code).with_for_update()
    version = tx.execute(statement).scalar_one_or_none()
    return None if version is None else int(version)


def areas_of_others(*, tx: Tx, code: str, areas: Sequence[str]) -> dict[str, str]:
    """Return which of the areas work by another procedure, and by which."""
    rows = tx.execute(
        select(procedure_area).where(procedure_area.c.area.in_(areas), procedure_area.c.procedure != code)
    )
    return {row.area: row.procedure for row in rows}


def put_procedure(*, tx: Tx, stated: Procedure, areas: Sequence[str], version: int) -> None:
    """Store a procedure and the areas that work by it, replacing what was there."""
    body = msgspec.to_builtins(stated)
    statement = upsert(procedure).values(code=stated.code, body=body, version=version)
    tx.execute(statement.on_conflict_do_update(index_elements=["code"], set_={"body": body, "version": version}))
    tx.execute(delete(procedure_area).where(procedure_area.c.procedure == stated.code))
    if areas:
        tx.execute(insert(procedure_area), [{"area": area, "procedure": stated.code} for area in areas])


def drop_procedure(*, tx: Tx, code: str) -> None:
    """Forget a procedure; its areas work by the house's again."""
    tx.execute(delete(procedure).where(procedure.c.code == code))


def rates(*, tx: Tx) -> list[ExchangeRate]:
    """Load all exchange rates, the latest first."""
    known = select(exchange_rate).order_by(
        exchange_rate.c.currency, exchange_rate.c.to, exchange_rate.c.sales_area, exchange_rate.c.since.desc()
    )
    return [
        ExchangeRate(currency=row.currency, to=row.to, rate=row.rate, since=row.since, sales_area=row.sales_area)
        for row in tx.execute(known)
    ]


def put_rates(*, tx: Tx, stated: Iterable[ExchangeRate]) -> int:
    """Store rates; return how many are news."""
    rows = [
        {"currency": one.currency, "to": one.to, "sales_area": one.sales_area, "since": one.since, "rate": one.rate}
        for one in stated
    ]
    return _put(tx, exchange_rate, rows, ("currency", "to", "sales_area", "since"))


def quotations(*, tx: Tx) -> list[Quotation]:
    """Load all quotations, the latest first."""
    known = select(quotation).order_by(quotation.c.metal, quotation.c.since.desc())
    return [
        Quotation(metal=row.metal, currency=row.currency, amount=row.amount, since=row.since)
        for row in tx.execute(known)
    ]


def put_quotations(*, tx: Tx, stated: Iterable[Quotation]) -> int:
    """Store quotations; return how many are news."""
    rows = [{"metal": one.metal, "since": one.since, "currency": one.currency, "amount": one.amount} for one in stated]
    return _put(tx, quotation, rows, ("metal", "since"))


def put_tax_rates(*, tx: Tx, stated: Iterable[TaxRate]) -> int:
    """Store rates of tax; return how many are news."""
    rows = [
        {"country": one.country, "tax_class": one.tax_class, "since": one.since, "rate": one.rate} for one in stated
    ]
    return _put(tx, tax_rate, rows, ("country", "tax_class", "since"))


def put_sellers(*, tx: Tx, stated: Iterable[Seller]) -> int:
    """Store the country of who sells in each sales area; return how many are news."""
    rows = [{"sales_area": one.sales_area, "country": one.country} for one in stated]
    return _put(tx, seller, rows, ("sales_area",))


def put_tax_policy(*, tx: Tx, confirmation_days: int) -> int:
    """Store for how many days a confirmation counts; return whether that is news as 1 or 0."""
    return _put(tx, tax_policy, [{"id": 1, "confirmation_days": confirmation_days}], ("id",))


def metals(*, tx: Tx, products: Sequence[UUID] | None = None) -> dict[UUID, Mapping[str, Fraction]]:
    """Load the kilograms of each metal in one base unit of products, of all for None."""
    statement = select(metal_share)
    if products is not None:
        statement = statement.where(metal_share.c.product.in_(products))
    found: dict[UUID, dict[str, Fraction]] = {}
    for row in tx.execute(statement):
        found.setdefault(row.product, {})[row.metal] = Fraction(row.kilograms)
    return dict(found)


def put_metals(*, tx: Tx, product: UUID, kilograms: Mapping[str, Decimal]) -> bool:
    """Store all shares of a product, replacing what was there; tell whether that is news."""
    known = metals(tx=tx, products=[product]).get(product, {})
    if known == {metal: Fraction(share) for metal, share in kilograms.items()}:
        return False
    tx.execute(delete(metal_share).where(metal_share.c.product == product))
    if kilograms:
        rows = [{"product": product, "metal": metal, "kilograms": share} for metal, share in kilograms.items()]
        tx.execute(insert(metal_share), rows)
    return True


def _procedure(body: object) -> Procedure:
    return msgspec.convert(body, Procedure)


def _put(tx: Tx, table: Any, rows: Sequence[Mapping[str, Any]], key: Sequence[str]) -> int:  # noqa: ANN401 - a table
    if not rows:
        return 0
    statement = upsert(table).values(list(rows))
    values = {name: statement.excluded[name] for name in rows[0] if name not in key}
    differs = [table.c[name].is_distinct_from(value) for name, value in values.items()]
    changed = statement.on_conflict_do_update(index_elements=list(key), set_=values, where=or_(*differs))
    return len(tx.execute(changed.returning(table.c[key[0]])).all())
