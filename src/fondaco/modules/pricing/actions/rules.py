"""Stating by what prices are made: procedures by sales area, exchange rates, quotations, the metal in goods."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from fondaco.kernel.errors import Problem
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.errors import UnknownProduct
from fondaco.modules.pricing.errors import AreaTaken, BadProcedure, BadRules, NoSuchProcedure
from fondaco.modules.pricing.events import MetalsChanged, RulesChanged
from fondaco.modules.pricing.model.procedure import Procedure
from fondaco.modules.pricing.model.sound import problems
from fondaco.modules.pricing.model.valid import CURRENCIES
from fondaco.modules.pricing.store import rules as store
from fondaco.modules.pricing.types import ExchangeRate, Quotation
from fondaco.platform.transaction import Tx
from fondaco.platform.web.version import demand

Stated = TypeVar("Stated")


def set_procedure(
    *, tx: Tx, procedure: Procedure, areas: Sequence[str] = (), expected_version: int | None = None
) -> int:
    """Store a procedure for the sales areas that work by it ("" for all others) and return its version.

    Refused: a procedure that could not make prices, with every flaw (`BadProcedure`); an area that works by another one
    (`AreaTaken`); a version that is not the stored one.
    """
    found = problems(procedure)
    if found:
        raise BadProcedure(problems=found)
    version = store.version_of(tx=tx, code=procedure.code)
    if expected_version is not None:
        demand(expected=expected_version, actual=version or 0)
    taken = store.areas_of_others(tx=tx, code=procedure.code, areas=areas)
    if taken:
        raise AreaTaken(areas=dict(sorted(taken.items())))
    store.put_procedure(tx=tx, stated=procedure, areas=areas, version=(version or 0) + 1)
    tx.publish(RulesChanged(what="procedures"))
    return (version or 0) + 1


def drop_procedure(*, tx: Tx, code: str, expected_version: int | None = None) -> None:
    """Forget a procedure; its sales areas work by the house's again."""
    version = store.version_of(tx=tx, code=code)
    if version is None:
        raise NoSuchProcedure(code=code)
    if expected_version is not None:
        demand(expected=expected_version, actual=version)
    store.drop_procedure(tx=tx, code=code)
    tx.publish(RulesChanged(what="procedures"))


def put_exchange_rates(*, tx: Tx, rates: Sequence[ExchangeRate]) -> int:
    """Store exchange rates, all or none, and return how many are news; one of the same moment is replaced."""
    _demand(rates, _of_rate, lambda one: (one.currency, one.to, one.sales_area, one.since))
    news = store.put_rates(tx=tx, stated=rates)
    if news:
        tx.publish(RulesChanged(what="exchange_rates"))
    return news


def put_quotations(*, tx: Tx, quotations: Sequence[Quotation]) -> int:
    """Store quotations of metals, all or none, and return how many are news; one of the same moment is replaced."""
    _demand(quotations, _of_quotation, lambda one: (one.metal, one.since))
    news = store.put_quotations(tx=tx, stated=quotations)
    if news:
        tx.publish(RulesChanged(what="quotations"))
    return news


def set_metals(*, tx: Tx, product: UUID, kilograms: Mapping[str, Decimal]) -> None:
    """Say how many kilograms of each metal one base unit of a product holds; what is not named it holds none of.

    Refused: `UnknownProduct`, and a share that is not more than nothing (`BadRules`).
    """
    if not catalog.basics(tx=tx, ids=[product]):
        raise UnknownProduct(product=str(product))
    found = [
        Problem(pointer=f"/metals/{metal}", code="pricing.no_share", detail="A share is more than nothing.")
        for metal, share in kilograms.items()
        if share <= 0
    ]
    if found:
        raise BadRules(problems=found)
    if store.put_metals(tx=tx, product=product, kilograms=kilograms):
        tx.publish(MetalsChanged(product=product))


def _demand(
    stated: Sequence[Stated],
    flaws: Callable[[Stated], Iterator[tuple[str, str, str]]],
    key: Callable[[Stated], object],
) -> None:
    found = [
        Problem(pointer=f"/items/{place}/{field}", code=code, detail=detail)
        for place, one in enumerate(stated)
        for field, code, detail in flaws(one)
    ]
    seen: set[object] = set()
    for place, one in enumerate(stated):
        if key(one) in seen:
            detail = "Another item says something else for the same moment."
            found.append(Problem(pointer=f"/items/{place}/since", code="pricing.stated_twice", detail=detail))
        seen.add(key(one))
    if found:
        raise BadRules(problems=found)


def _of_rate(one: ExchangeRate) -> Iterator[tuple[str, str, str]]:
    for field, currency in (("currency", one.currency), ("to", one.to)):
        if currency not in CURRENCIES:
            yield field, "pricing.unknown_currency", f"{currency!r} is no currency."
    if one.currency == one.to:
        yield "to", "pricing.same_currency", "A rate is between two currencies."
    if one.rate <= 0:
        yield "rate", "pricing.rate_zero", "A rate is more than zero."


def _of_quotation(one: Quotation) -> Iterator[tuple[str, str, str]]:
    if one.currency not in CURRENCIES:
        yield "currency", "pricing.unknown_currency", f"{one.currency!r} is no currency."
    if one.amount < 0:
        yield "amount", "pricing.negative_amount", "A quotation is zero or more."
    if not one.metal:
        yield "metal", "pricing.which_metal", "A quotation names its metal."
