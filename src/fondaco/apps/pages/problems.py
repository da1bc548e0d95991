"""Problems in words: what a person can do about a refusal, instead of its code."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from litestar.exceptions import HTTPException

from fondaco.apps.client import ApiProblem, ApiUnreachable
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
        return " ".join(dict.fromkeys([self.details[0]] if len(self.details) == 1 else [self.explanation, *self.details]))


def words(error: Exception) -> Told:
    """Say any error; what nobody foresaw is a fault of ours and said as such."""
    if isinstance(error, ApiProblem):
        return _of_problem(error)
    if isinstance(error, ApiUnreachable):
        return Told(
            status=503,
            heading=_("Not available right now"),
            explanation=_("The system does not answer. Nothing is lost; please try again in a moment."),
            code="unavailable",
        )
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
    known = _known().get(problem.code)
    general = _of_status(problem.status)
    details = [part_words(part) for part in problem.problems]
    return Told(
        status=problem.status,
        heading=general.heading,
        explanation=known or (general.explanation if problem.status in _GENERAL else problem.detail),
        code=problem.code,
        details=list(dict.fromkeys(details)),
    )


_GENERAL = frozenset({404, 429, 500, 502, 503, 504})


def part_words(part: Any) -> str:  # noqa: ANN401 - a part of a problem as the client read it
    """Say one offending part."""
    return _known().get(part.code) or str(part.detail)


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
        "orders.empty_cart": _("The cart is empty."),
        "orders.too_many_lines": _("A cart cannot hold that many lines."),
        "orders.too_late_to_cancel": _("The order is already being processed and can no longer be cancelled here."),
        "orders.no_such_ship_to": _("Choose one of your delivery addresses."),
        "kernel.unknown_conversion": _("This product is not sold in that unit."),
        "kernel.bad_quantity": _("This is not a valid quantity."),
    }


def quoted(text: str) -> str:
    """Quote a text for an address."""
    return quote(text, safe="")
