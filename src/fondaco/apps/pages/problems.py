"""Problems in words: what a person can do about a refusal, instead of its code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import InvalidOperation
from typing import Any
from urllib.parse import quote

from litestar.exceptions import HTTPException

from fondaco.apps.client.base import ApiProblem, ApiUnavailable
from fondaco.apps.pages import language, units
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.session import ForeignForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A refusal as a page says it."""

    status: int
    heading: str
    explanation: str
    code: str = ""
    details: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        """All of it in one line, for a toast or next to a field."""
        return " ".join(
            dict.fromkeys([self.details[0]] if len(self.details) == 1 else [self.explanation, *self.details])
        )


def words(error: Exception) -> Told:
    """Say any error; what nobody foresaw is a fault of ours and said as such."""
    if isinstance(error, ApiUnavailable):
        return Told(
            status=503,
            heading=_("Not available right now"),
            explanation=_("The system does not answer. Nothing is lost; please try again in a moment."),
            code=error.code or "unavailable",
        )
    if isinstance(error, ApiProblem):
        return _of_problem(error)
    if isinstance(error, ForeignForm):
        return Told(
            status=403,
            heading=_("This page has expired"),
            explanation=_("Your session has changed since the page was opened. Load it again and repeat what you did."),
            code="pages.foreign_form",
        )
    if isinstance(error, HTTPException) and error.status_code < 500:  # noqa: PLR2004 - faults are said below
        return _of_status(error.status_code)
    return Told(
        status=500,
        heading=_("Something went wrong on our side"),
        explanation=_("We have written it down. Please try again; nothing was changed."),
        code="web.fault",
    )


def _of_problem(problem: ApiProblem) -> Told:
    known = sentence(problem.code, "", problem.facts)
    general = _of_status(problem.status)
    details = [sentence(part.get("code", ""), part.get("detail", ""), part.get("facts")) for part in problem.problems]
    return Told(
        status=problem.status,
        heading=general.heading,
        explanation=known or (general.explanation if problem.status in _GENERAL else problem.detail),
        code=problem.code,
        details=list(dict.fromkeys(details)),
    )


_GENERAL = frozenset({404, 429, 500, 502, 503, 504})


def sentence(code: str, detail: str, facts: Mapping[str, Any] | None = None) -> str:
    """Say one offending part: our own words for a known code with its facts, else what the API said."""
    template = _known().get(code)
    if template is None:
        return detail
    said = {name: _said(name, value) for name, value in (facts or {}).items()}
    try:
        return template % said
    except KeyError:
        return detail or template


def _said(name: str, value: object) -> str:
    if name == "unit":
        return units.unit_name(str(value), 2)
    if name in {"sku", "currency", "contract"}:
        return str(value)
    try:
        return language.number(str(value))
    except InvalidOperation:
        return str(value)


def _of_status(status: int) -> Told:
    texts = {
        403: (_("You may not do this"), _("Your role does not include it. Ask your administrator for the permission.")),
        404: (_("This page does not exist"), _("It may have moved, or it is not meant for your organisation.")),
        409: (_("Something has changed meanwhile"), _("Look at the present state and try again.")),
        413: (_("That is too large"), _("Send less at once.")),
        429: (_("Too many tries"), _("Wait a minute, then try again.")),
        503: (_("Not available right now"), _("Nothing is lost; please try again in a moment.")),
    }
    heading, explanation = texts.get(status) or (
        (_("That did not work"), _("Please check what you entered."))
        if status < 500  # noqa: PLR2004 - refusals
        else (_("Something went wrong on our side"), _("Please try again in a moment."))
    )
    return Told(status=status, heading=heading, explanation=explanation, code=f"web.status_{status}")


def _known() -> dict[str, str]:
    return {
        "auth.missing_permission": _("You lack the permission for this."),
        "web.stale_version": _("Somebody changed this while you were looking at it."),
        "orders.cart_changed": _("The cart was changed in the meantime. Here is its present state."),
        "orders.cart_closed": _("This cart has already been ordered."),
        "orders.price_changed": _("Prices have changed since you looked at the cart."),
        "orders.cannot_be_ordered": _("Some lines cannot be ordered right now."),
        "pricing.contract_exceeded": _(
            "Contract %(contract)s has only %(remaining)s %(unit)s left; you ask for %(wanted)s."
        ),
        "orders.backorder_refused": _("Some lines are for more than can be delivered."),
        "orders.only_with_date": _(
            "Of %(sku)s only %(possible)s %(unit)s have a confirmed date; more is not accepted."
        ),
        "orders.no_date": _("%(sku)s has no confirmed date and cannot be ordered now."),
        "orders.only_in_stock": _("Of %(sku)s only %(possible)s %(unit)s are in stock; more is not accepted."),
        "orders.out_of_stock": _("%(sku)s is not in stock and cannot be ordered now."),
        "orders.empty_cart": _("The cart is empty."),
        "orders.too_many_lines": _("A cart cannot hold that many lines."),
        "orders.too_late_to_cancel": _("The order is already being processed and can no longer be cancelled here."),
        "orders.no_such_ship_to": _("Choose one of your delivery addresses."),
        "orders.not_positive": _("The quantity must be more than zero."),
        "orders.unknown_unit": _("This product is not sold in that unit."),
        "orders.inexact_quantity": _("This quantity is not a whole number of the smallest unit."),
        "orders.below_minimum": _("The minimum order quantity is %(minimum)s %(unit)s."),
        "orders.not_a_multiple": _("Only in steps of %(multiple)s %(unit)s; next possible: %(next)s."),
        "orders.unknown_number": _("We know no product by this number."),
        "orders.ambiguous_number": _("This number means several products."),
        "orders.quantity_out_of_range": _("This quantity is not possible."),
        "orders.total_changed": _("The total was %(before)s %(currency)s and is now %(now)s %(currency)s."),
        "orders.line_price_changed": _("Line %(position)s (%(sku)s): the amount was %(before)s and is now %(now)s."),
        "orders.no_price": _("There is no price for this product; ask us for a quote."),
        "orders.unknown_product": _("This product is no longer available to you."),
        "accounts.bad_credentials": _("E-mail address or password is wrong."),
        "accounts.other_vat_number": _("The customer has another VAT number by now."),
        "accounts.bad_acting_code": _("This link was used already, or is too old."),
        "accounts.too_many_sign_ins": _("Too many failed tries. Wait a quarter of an hour."),
        "kernel.unknown_conversion": _("This product is not sold in that unit."),
        "kernel.bad_quantity": _("This is not a valid quantity."),
    }


def quoted(text: str) -> str:
    """Quote a text for an address."""
    return quote(text, safe="")
