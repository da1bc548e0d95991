"""Stating by what prices are made: procedures by sales area, exchange rates, quotations, the metal in goods."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from fondaco.kernel.errors import Problem
from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.put_result import PutResult, RefusedDraft
from fondaco.modules.catalog import api as catalog
from fondaco.modules.pricing.errors import AreaTaken, BadProcedure, BadRules, NoSuchProcedure
from fondaco.modules.pricing.events import MetalSharesChanged, RulesChanged
from fondaco.modules.pricing.model.procedure import Procedure
from fondaco.modules.pricing.model.sound import problems
from fondaco.modules.pricing.model.valid import CURRENCIES
from fondaco.modules.pricing.store import rules as store
from fondaco.modules.pricing.types import ExchangeRate, MetalShareDraft, Quotation
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


def put_metal_shares(*, tx: Tx, drafts: Sequence[MetalShareDraft], source: str) -> PutResult:
    """Store how much of a metal is in goods; drafts of unknown products or with less than nothing are refused."""
    keys: dict[str, list[str]] = {}
    for draft in drafts:
        keys.setdefault(draft.product.system, []).append(draft.product.key)
    products = {
        ExternalRef(system, key): id
        for system, wanted in keys.items()
        for key, id in catalog.find_by_refs(tx=tx, system=system, keys=wanted).items()
    }
    rows, refused = {}, []
    for index, draft in enumerate(drafts):
        product = products.get(draft.product)
        if product is None:
            refused.append(_refused(index, "product", "pricing.unknown_product", "There is no such product."))
        elif draft.kilograms < 0:
            refused.append(_refused(index, "kilograms", "pricing.negative_share", "A share is zero or more."))
        else:
            rows[product, draft.metal] = {"product": product, "metal": draft.metal, "kilograms": draft.kilograms}
    changed = store.put_metals(tx=tx, rows=list(rows.values())) if rows else set()
    if changed:
        tx.publish(MetalSharesChanged(source=source, products=tuple(sorted(changed))))
    return PutResult(created=0, changed=len(changed), unchanged=len(rows) - len(changed), refused=tuple(refused))


def _refused(index: int, field: str, code: str, detail: str) -> RefusedDraft:
    return RefusedDraft(index=index, field=field, code=code, detail=detail)


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
