"""Products as cards, prices and quantities as fields want them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from fondaco.apps.pages import language, units
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.storefront.views.dates import Entry, age

_API_MEDIA = "/v1/media/"


def access_words(access: str | None) -> str:
    """Say where a price was found; the published one needs no words."""
    return {"contract": _("Contract price"), "price_list": _("Your price list")}.get(access or "", "")


def price_of(price: Any, access: str | None = None) -> dict[str, Any]:  # noqa: ANN401 - an answer of the client
    """Show a price that came as a structure."""
    return {
        "amount": price.amount,
        "currency": price.currency,
        "per_value": price.per,
        "per_unit": price.unit,
        "source_text": access_words(access),
    }


def listed_price(price: dict[str, Any] | None) -> dict[str, Any] | None:
    """Show the price of a card."""
    if price is None:
        return None
    return {
        "amount": Decimal(price["amount"]),
        "currency": price["currency"],
        "per_value": Decimal(price["per"]),
        "per_unit": price["unit"],
        "source_text": access_words(price.get("access")),
    }


def tag(availability: dict[str, Any], *, today: date) -> dict[str, Any] | None:
    """Say what a card knows of availability: now, what comes next, or that nobody knows."""
    if not availability.get("known"):
        return None
    unit = availability["unit"]
    available = Decimal(availability["available"])
    said = []
    if available > 0:
        said.append(Entry("now", _("%(quantity)s in stock") % {"quantity": units.quantity(available, unit)}))
    if availability.get("next_date"):
        when = date.fromisoformat(availability["next_date"])
        amount = units.quantity(Decimal(availability["next_quantity"]), unit)
        day = _("today") if when <= today else language.short_day(when)
        said.append(Entry("later", _("%(quantity)s on %(day)s") % {"quantity": amount, "day": day}))
    note = age(availability.get("noted_at"), today=today)
    return {"entries": said or [Entry("none", _("None in stock, no receipt known"))], "note": note}


def card(product: Any, *, today: date, may_order: bool) -> dict[str, Any]:  # noqa: ANN401 - an answer of the client
    """Show a product in a list."""
    return {
        "id": product.id,
        "url": f"/products/{product.id}",
        "name": product.name,
        "sku": product.sku,
        "own_number": product.own_number or "",
        "picture": picture(product),
        "price": listed_price(product.price),
        "promise": tag(product.availability, today=today),
        "may_order": may_order,
        "least": least_in(product, product.sales_unit),
        "unit": product.sales_unit,
    }


def picture(product: Any) -> str:  # noqa: ANN401 - an answer of the client
    """Return the storefront's own address of a product's first picture."""
    return own_address(product.picture or "")


def own_address(address: str) -> str:
    """Return where the storefront shows a file of the API."""
    return f"/media/{address.removeprefix(_API_MEDIA)}" if address.startswith(_API_MEDIA) else address


def factors(product: Any) -> dict[str, Fraction]:  # noqa: ANN401 - an answer of the client
    """Return how many base units each unit of the product is."""
    known = {unit.code: Fraction(str(unit.in_base)) for unit in getattr(product, "units", ())}
    return {product.base_unit: Fraction(1)} | known


def unit_choices(product: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - an answer of the client
    """Return the units a buyer may choose from, the sales unit first, each with what it holds."""
    known = factors(product)
    order = sorted(known, key=lambda code: (code != product.sales_unit, known[code]))
    return [(code, _with_content(code, known[code], product.base_unit)) for code in order]


def _with_content(code: str, factor: Fraction, base: str) -> str:
    if code == base or factor.denominator != 1:
        return units.unit_name(code, 2)
    return f"{units.unit_name(code)} ({units.quantity(Decimal(factor.numerator), base)})"


def step_in(product: Any, unit: str) -> Decimal:  # noqa: ANN401 - an answer of the client
    """Return the order multiple in a unit; a bigger unit that holds whole multiples goes by one."""
    return _converted(product, product.multiple, unit)


def least_in(product: Any, unit: str) -> Decimal:  # noqa: ANN401 - an answer of the client
    """Return the least quantity in a unit that is a whole number of steps."""
    step = step_in(product, unit)
    least = max(_converted(product, product.minimum, unit), step)
    return -(-least // step) * step


def _converted(product: Any, value: Decimal, unit: str) -> Decimal:  # noqa: ANN401 - an answer of the client
    known = factors(product)
    if unit == product.sales_unit or unit not in known or product.sales_unit not in known:
        return Decimal(value)
    exact = Fraction(Decimal(value)) * known[product.sales_unit] / known[unit]
    return Decimal(max(-(-exact.numerator // exact.denominator), 1))
