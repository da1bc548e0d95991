"""What can be had instead of something that is late, and how much of it may be ordered at all, in words."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from fondaco.apps.pages import units
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.storefront.views.dates import age, entries

_LIMITS = frozenset({"orders.only_with_date", "orders.only_in_stock"})


def suggestions(found: Iterable[Any], *, requested: bool, today: date) -> list[dict[str, Any]]:
    """Show products that come sooner, or in time for a requested day, with quantity and date."""
    return [_suggestion(one, requested=requested, today=today) for one in found]


def limit(promise: Any) -> str:  # noqa: ANN401 - an answer of the client
    """Say how much of a quantity may be ordered where it is not all of it."""
    if promise.reason is None:
        return ""
    if not promise.orderable:
        texts = {
            "dated": _("Cannot be ordered without a confirmed date."),
            "none": _("Cannot be ordered out of stock."),
        }
        return texts.get(promise.reason, "")
    texts = {
        "dated": _("Only %(quantity)s can be ordered: more has no confirmed date."),
        "none": _("Only %(quantity)s can be ordered: more is not in stock."),
    }
    return texts.get(promise.reason, "") % {"quantity": units.quantity(promise.orderable, promise.unit)}


def possible(problems: Iterable[Any]) -> tuple[Decimal, str] | None:
    """Return the quantity and its unit that a line could be reduced to, where one of its problems tells."""
    for problem in problems:
        if problem.code in _LIMITS:
            return Decimal(problem.facts["possible"]), problem.facts["unit"]
    return None


def _suggestion(one: Any, *, requested: bool, today: date) -> dict[str, Any]:  # noqa: ANN401 - an answer of the client
    said = entries(one.schedule, unit=one.unit, today=today)
    if all(entry.state == "now" for entry in said):
        label = _("Available today instead:")
    else:
        label = _("Available in time instead:") if requested else _("Available sooner instead:")
    return {
        "label": label,
        "url": f"/products/{one.product}",
        "name": one.name,
        "sku": one.sku,
        "kind": _("Successor") if one.kind == "successor" else _("Substitute"),
        "entries": said,
        "note": age(one.noted_at, today=today),
    }
