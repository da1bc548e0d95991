"""Promotions as pages show them."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from fondaco.apps.client.generated import EffectLineOut, OfferBody, PromotionOut
from fondaco.apps.pages import language, units
from fondaco.apps.pages.language import ZONE
from fondaco.apps.pages.language import gettext as _
from fondaco.kernel.clock import now

OFFER_FIELDS = ("gives", "amount", "per", "unit", "scale", "number", "category")
# As many as a promotion may have.
OFFER_ROWS = 200


def states() -> dict[str, str]:
    """Name the states."""
    return {"draft": _("Draft"), "waiting": _("waits for a second person"), "live": _("live"), "ended": _("ended")}


def gives() -> dict[str, str]:
    """Name what an offer can give."""
    return {
        "percent": _("Percent"),
        "amount": _("Amount"),
        "free_of": _("free, of the order"),
        "free_on_top": _("free on top"),
    }


def row(one: PromotionOut) -> dict[str, Any]:
    """Show a promotion in a line."""
    names = {"de": one.names.de, "en": one.names.en}
    return {
        "id": one.id,
        "url": f"/promotions/{one.id}",
        "code": one.code,
        "name": names.get(language.current(), one.names.en),
        "names": f"{one.names.de} · {one.names.en}",
        "whom": _whom(one),
        "period": f"{language.day(one.valid_from)} – {language.day(one.valid_to) if one.valid_to else ''}".strip(" –"),
        "offers": len(one.offers),
        "state": _state(one),
    }


def offer(one: OfferBody, products: Mapping[str, Any], categories: Mapping[str, str]) -> dict[str, str]:
    """Show an offer: what it gives, for what."""
    what = _("everything")
    if one.product:
        product = products.get(one.product)
        what = f"{product.sku} {product.name}" if product else one.product
    elif one.category:
        what = categories.get(one.category, one.category)
    amount, per = language.number(Decimal(one.amount)), units.quantity(Decimal(one.per), one.unit)
    said = {
        "percent": _("%(amount)s %% off") % {"amount": amount},
        "amount": _("%(amount)s off %(per)s")
        % {"amount": language.money(Decimal(one.amount), one.currency), "per": per},
        "free_of": _("%(amount)s of %(per)s free") % {"amount": amount, "per": per},
        "free_on_top": _("%(amount)s on top of %(per)s") % {"amount": amount, "per": per},
    }[str(one.gives)]
    scale = Decimal(one.scale)
    return {
        "what": what,
        "gives": said,
        "since": units.quantity(scale, one.unit) if scale else "",
    }


def effect(line: EffectLineOut, product: Any) -> dict[str, Any]:  # noqa: ANN401 - an answer of the client
    """Show what a promotion does to the price of a product."""
    per = units.quantity(line.per, line.unit)

    def said(amount: Decimal | None) -> str:
        return "–" if amount is None else f"{language.money(amount, line.currency)} / {per}"

    return {
        "number": product.sku,
        "name": product.name,
        "before": said(line.before),
        "after": said(line.after),
        "changed": line.before != line.after or bool(line.free),
        "free": units.quantity(line.free, line.unit) if line.free else "",
    }


def as_form(one: PromotionOut, numbers: Mapping[str, str]) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Return a promotion as its form holds it."""
    form = {
        "code": one.code,
        "name_de": one.names.de,
        "name_en": one.names.en,
        "valid_from": _day(one.valid_from),
        "valid_to": _day(one.valid_to) if one.valid_to else "",
        "segments": ", ".join(one.segments),
        "arm": one.arm or "",
        "sales_area": one.sales_area or "",
        "version": str(one.version),
    }
    rows = [
        {
            "gives": str(offer.gives),
            "amount": language.plain_number(Decimal(offer.amount)),
            "per": language.plain_number(Decimal(offer.per)),
            "unit": offer.unit,
            "scale": language.plain_number(Decimal(offer.scale)),
            "number": numbers.get(offer.product or "", ""),
            "category": offer.category or "",
        }
        for offer in one.offers
    ]
    return form, rows


def _whom(one: PromotionOut) -> str:
    whom = _("everybody")
    if one.segments:
        whom = ", ".join(one.segments)
    elif one.arm:
        whom = _("Arm %(arm)s") % {"arm": one.arm}
    return f"{whom} · {one.sales_area}" if one.sales_area else whom


def _state(one: PromotionOut) -> tuple[str, str]:
    named = states()[str(one.state)]
    if str(one.state) != "live":
        return named, {"waiting": "warn"}.get(str(one.state), "")
    moment = now()
    if one.valid_to and datetime.fromisoformat(one.valid_to) <= moment:
        return _("over"), ""
    if datetime.fromisoformat(one.valid_from) > moment:
        return _("to come"), "info"
    return named, "good"


def _day(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(ZONE).date().isoformat()
