"""Stating terms of payment, and who pays by them."""

from collections.abc import Sequence
from uuid import UUID

from fondaco.kernel.errors import Problem
from fondaco.modules.pricing.errors import BadRules, NoSuchTerms
from fondaco.modules.pricing.events import RulesChanged
from fondaco.modules.pricing.store import payment as store
from fondaco.modules.pricing.types import PaymentTerms
from fondaco.platform.transaction import Tx
from fondaco.platform.web.version import demand

_MOST_PERCENT = 100


def set_payment_terms(*, tx: Tx, terms: PaymentTerms, expected_version: int | None = None) -> int:
    """Store terms of payment and return their version.

    Refused: a cash discount that is none, or comes later than the whole is due, and days less than nothing (`BadRules`).
    """
    found = [
        Problem(pointer=f"/discounts/{place}/{field}", code=code, detail=detail)
        for place, one in enumerate(terms.discounts)
        for good, field, code, detail in (
            (
                0 < one.percent < _MOST_PERCENT,
                "percent",
                "pricing.percent",
                "A cash discount is over 0 and under 100 %.",
            ),
            (0 <= one.days <= terms.days, "days", "pricing.too_late", "A cash discount ends before the whole is due."),
        )
        if not good
    ]
    days = [one.days for one in terms.discounts]
    if days != sorted(set(days)):
        detail = "Cash discounts stand in the order of their days."
        found.append(Problem(pointer="/discounts", code="pricing.not_ascending", detail=detail))
    if found:
        raise BadRules(problems=found)
    version = store.version_of(tx=tx, code=terms.code) or 0
    if expected_version is not None:
        demand(expected=expected_version, actual=version)
    store.put(tx=tx, stated=terms, version=version + 1)
    tx.publish(RulesChanged(what="payment_terms"))
    return version + 1


def pay_by(*, tx: Tx, code: str | None, organisations: Sequence[UUID] = (), sales_areas: Sequence[str] = ()) -> None:
    """Let organisations (and all below them) and sales areas ("" is everybody else) pay by terms; by none for None."""
    if code is not None and store.version_of(tx=tx, code=code) is None:
        raise NoSuchTerms(code=code)
    store.assign(tx=tx, owners=sorted({*map(str, organisations), *sales_areas}), code=code)
    tx.publish(RulesChanged(what="payment_terms"))
