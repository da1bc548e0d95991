"""One product: what it is, what it costs this buyer and why, and when it can be had."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from fondaco.apps.client.generated import (
    AttributeOut,
    LocationStockOut,
    ProductDetailOut,
    ProductPriceOut,
    PromiseOut,
    ScaleOut,
)
from fondaco.apps.pages import because, language, units
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.storefront.views import goods, instead
from fondaco.apps.storefront.views.dates import age, entries


def described(product: ProductDetailOut, *, may_order: bool) -> dict[str, Any]:
    """Show what the product is."""
    pictures = [media for media in product.media if media.content_type.startswith("image/")]
    documents = [media for media in product.media if not media.content_type.startswith("image/")]
    successor = next((one for one in product.relations if one.kind == "successor"), None)
    facts = [
        (one.name, f"{shown_value(one)}\xa0{units.unit_name(one.unit, 2)}" if one.unit else shown_value(one))
        for one in product.attributes
    ]
    if product.gtin:
        facts.append(("GTIN", product.gtin))
    return {
        "id": product.id,
        "name": product.name,
        "sku": product.sku,
        "own_number": product.own_number or "",
        "manufacturer": product.manufacturer or "",
        "manufacturer_number": product.manufacturer_number or "",
        "description": product.description,
        "picture": goods.own_address(pictures[0].address) if pictures else "",
        "documents": [
            {"name": media.name or _("Document"), "url": goods.own_address(media.address)} for media in documents
        ],
        "attributes": facts,
        "successor": {"name": successor.name, "url": f"/products/{successor.id}"} if successor else None,
        "variants": list(_variants(product)),
        "variant_axis": ", ".join(one.name for one in product.attributes if one.code in product.varying),
        "may_order": may_order,
    }


def offer(
    product: ProductDetailOut,
    *,
    answer: ProductPriceOut | None,
    promise: PromiseOut | None,
    quantity: Decimal,
    unit: str,
    today: date,
) -> dict[str, Any]:
    """Show price, scales, reasons and dates for a quantity."""
    price = answer.price if answer else None
    net = price.net if price else None
    access = price.because[0].access if price and price.because else None
    return {
        "price": goods.price_of(net, access) if net else None,
        "amount": price.amount if price else None,
        "contracts": [],
        "free": price.free.text if price and price.free else None,
        "currency": net.currency if net else "EUR",
        "because": because.rows(price.because, currency=net.currency) if price and net else [],
        "scales": list(_scales(answer.scales, product, quantity, unit)) if answer else [],
        "quantity": quantity,
        "unit": unit,
        "units": goods.unit_choices(product),
        "step": goods.step_in(product, unit),
        "least": goods.least_in(product, unit),
        "rule": _rule(product, unit),
        "promise": _promise(promise, today=today) if promise else None,
    }


def shown_value(one: AttributeOut) -> str:
    """Write a property in the reader's language: what is a mere number as numbers are written there."""
    if one.number is not None and one.value.replace(",", ".") == f"{one.number:f}":
        return language.number(one.number)
    return one.value


def _variants(product: ProductDetailOut) -> Iterable[dict[str, Any]]:
    for one in product.variants:
        label = " × ".join(one.values[code] for code in product.varying if code in one.values) or one.sku
        yield {"url": f"/products/{one.id}", "label": label, "here": one.id == product.id}


def _scales(
    scales: Iterable[ScaleOut], product: ProductDetailOut, quantity: Decimal, unit: str
) -> Iterable[dict[str, Any]]:
    factor = goods.factors(product).get(unit)
    wanted = quantity * factor.numerator / factor.denominator if factor else quantity
    found = list(scales)
    for place, scale in enumerate(found):
        above = found[place + 1].quantity if place + 1 < len(found) else None
        yield {
            "value": scale.quantity,
            "unit": scale.unit,
            "amount": scale.net.amount,
            "currency": scale.net.currency,
            "reached": scale.quantity <= wanted and (above is None or wanted < above),
        }


def _rule(product: ProductDetailOut, unit: str) -> str:
    least, step = goods.least_in(product, unit), goods.step_in(product, unit)
    if step == 1 and least == 1:
        return ""
    if least <= step:
        return _("In steps of %(quantity)s") % {"quantity": units.quantity(step, unit)}
    texts = {"least": units.quantity(least, unit), "step": units.quantity(step, unit)}
    return _("At least %(least)s, in steps of %(step)s") % texts


def _promise(promise: PromiseOut, *, today: date) -> dict[str, Any]:
    said = entries(promise.schedule, unit=promise.unit, today=today) if promise.known else []
    told = _("As told by the ERP: %(moment)s") % {"moment": language.moment(promise.told_at)} if promise.told_at else ""
    note = age(promise.noted_at, today=today)
    return {
        "entries": said or [{"state": "unknown", "text": _("Availability unknown")}],
        "locations": [_location(place) for place in promise.locations],
        "limit": instead.limit(promise),
        "notes": _notes(promise),
        "instead": instead.suggestions(promise.suggestions, requested=False, today=today),
        "note": note,
        # One age is enough: the one that matters.
        "as_of_text": "" if note else told,
    }


def _notes(promise: PromiseOut) -> list[str]:
    """Say what of it is kept for the buyer or for others, and what is to be replenished."""
    notes = []
    if promise.drawn:
        notes.append(
            _("%(quantity)s of it are kept for you.") % {"quantity": units.quantity(promise.drawn, promise.unit)}
        )
    if promise.kept_for_others:
        notes.append(_("More is in stock or expected, but kept for other customers."))
    later = sum((line.replenished for line in promise.schedule), Decimal(0))
    if later:
        text = _("%(quantity)s of it will be replenished: the date rests on the usual lead time.")
        notes.append(text % {"quantity": units.quantity(later, promise.unit)})
    return notes


def _location(place: LocationStockOut) -> dict[str, Any]:
    receipts = [{"value": line.quantity, "date": line.date} for line in place.receipts if line.date is not None]
    return {"name": place.name, "now": place.now, "receipts": receipts[:3]}
