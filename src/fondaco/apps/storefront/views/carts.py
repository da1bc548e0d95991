"""Carts and quick orders as the storefront shows them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fondaco.apps.pages import language, problems
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.units import quantity
from fondaco.apps.storefront.views import goods, instead
from fondaco.apps.storefront.views.dates import age, entries


def cart(found: Any, *, products: Mapping[str, Any], today: date, changes: list[str] | None = None) -> dict[str, Any]:  # noqa: ANN401 - an answer of the client
    """Show a cart with what stands in the way of ordering it."""
    return {
        "id": found.id,
        "version": found.version,
        "currency": found.currency,
        "lines": [cart_line(line, product=products.get(line.product), today=today) for line in found.lines],
        "products": " ".join(dict.fromkeys(line.product for line in found.lines)),
        "changes": changes or [],
        "blocked": not found.orderable,
    }


def cart_line(line: Any, *, product: Any, today: date) -> dict[str, Any]:  # noqa: ANN401 - answers of the client
    """Show one line; a product that is gone is shown by what the cart still knows of it."""
    base = product.base_unit if product else line.unit
    return {
        "id": line.id,
        "url": f"/products/{line.product}",
        "name": line.name,
        "sku": line.sku,
        "own_number": (product.own_number or "") if product else "",
        "picture": goods.picture(product) if product else "",
        "value": line.quantity,
        "unit": line.unit,
        "units": goods.unit_choices(product) if product else [(line.unit, line.unit)],
        "step": goods.step_in(product, line.unit) if product else 1,
        "least": goods.least_in(product, line.unit) if product else 1,
        "price": goods.price_of(line.price) if line.price else None,
        "amount": line.amount,
        "promise": _promise(line, unit=base, today=today) if line.schedule else None,
        "problem": " ".join(
            problems.sentence(problem.code, problem.detail, problem.facts) for problem in line.problems
        ),
        "change": "",
        "possible": instead.possible(line.problems),
        "instead": instead.suggestions(line.suggestions, requested=line.requested_date is not None, today=today),
        "free": line.free.text if line.free else "",
        "contract": _contract(line.contract) if line.contract else "",
    }


def _promise(line: Any, *, unit: str, today: date) -> dict[str, Any]:  # noqa: ANN401 - as above
    return {"entries": entries(line.schedule, unit=unit, today=today), "note": age(line.noted_at, today=today)}


def _contract(use: Any) -> str:  # noqa: ANN401 - as above
    def amount(value: Any) -> str:  # noqa: ANN401 - a number
        return language.money(value, use.currency) if use.currency else quantity(value, use.unit or "PCE")

    if use.past:
        return _("Contract %(number)s: only %(remaining)s left, you call off %(wanted)s.") % {
            "number": use.number, "remaining": amount(use.remaining), "wanted": amount(use.wanted),
        }  # fmt: skip
    return _("Contract %(number)s: %(remaining)s left") % {"number": use.number, "remaining": amount(use.remaining)}


def quick_line(answer: Any, *, product: Any, today: date) -> dict[str, Any]:  # noqa: ANN401 - answers of the client
    """Show the answer to one typed line."""
    only = answer.matches[0] if len(answer.matches) == 1 else None
    price = goods.listed_price(product.price) if product and only else None
    good = answer.outcome == "ambiguous" or (answer.outcome == "found" and answer.problem is None)
    return {
        "index": answer.index,
        "typed": answer.text,
        "good": good,
        "matches": [{"id": match.product, "name": match.name, "sku": match.sku} for match in answer.matches],
        "product": {"url": f"/products/{only.product}", "name": only.name} if only else None,
        "reason": reason(only.by) if only else "",
        "promise": goods.tag(product.availability, today=today) if product and only else None,
        "problem": _problem(answer),
        "value": answer.quantity,
        "unit": answer.unit,
        "price": price,
    }


def reason(by: str) -> str:
    """Say by which kind of number a product was found."""
    return {
        "own": _("by your part number"),
        "sku": _("by our part number"),
        "manufacturer": _("by the manufacturer’s number"),
        "gtin": _("by GTIN"),
    }.get(by, "")


def _problem(answer: Any) -> str:  # noqa: ANN401 - as above
    if answer.problem and answer.outcome != "ambiguous":
        return problems.sentence(answer.problem.code, answer.problem.detail, answer.problem.facts)
    if answer.outcome == "unknown":
        return _("We know no product by this number.")
    return ""
