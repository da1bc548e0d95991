"""Orders as the storefront shows them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from fondaco.apps.pages import language, states
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.storefront.views.dates import Entry, entries, planned


def summary(order: Any) -> dict[str, Any]:  # noqa: ANN401 - an answer of the generated client
    """Show an order in a list."""
    return {
        "url": f"/orders/{order.id}",
        "number": order.number,
        "placed": order.placed_at,
        "purchase_order_number": order.po_number,
        "state_text": states.order_state(order.state),
        "state_kind": states.order_kind(order.state),
        "line_count": order.line_count,
        "total": order.net,
        "currency": order.currency,
    }


def detail(order: Any, *, today: date, base_units: dict[str, str]) -> dict[str, Any]:  # noqa: ANN401 - an answer of the client
    """Show one order with lines, deliveries and invoices."""
    return {
        "url": f"/orders/{order.id}",
        "number": order.number,
        "state_text": states.order_state(order.state),
        "state_kind": states.order_kind(order.state),
        "may_cancel": order.cancellable,
        "shipped": order.state in {"shipped", "completed"},
        "completed": order.state == "completed",
        "currency": order.currency,
        "lines": [_line(line, today=today, base_units=base_units) for line in order.lines],
        "dates_changed": any(_dates_changed(line) for line in order.lines),
        "shipments": [
            {
                "number": shipment.number,
                "state_text": states.shipment_state(shipment.state),
                "date": shipment.shipped_on,
                "tracking": shipment.tracking,
            }
            for shipment in order.shipments
        ],
        "invoices": [
            {"number": invoice.number, "date": invoice.issued_on, "amount": invoice.gross} for invoice in order.invoices
        ],
        "timeline": states.timeline(order.state, placed_at=order.placed_at),
        "facts": list(_facts(order)),
    }


def sums(of: Any) -> dict[str, Any]:  # noqa: ANN401 - a cart or an order
    """Return net, tax and gross of a cart or an order, what is charged besides its lines, why it bears this tax, and how it may be paid."""
    told = [(one.reason, one.text) for one in getattr(of, "tax_reasons", ())]
    for line in of.lines:
        told += [(step["reason"], step["text"]) for step in getattr(line, "because", ()) if step.get("step") == "tax"]
    charged = sum((charge.amount for charge in of.charges), Decimal(0))
    return {
        "net": of.net,
        "tax": of.tax,
        "gross": of.gross,
        "currency": of.currency,
        # The usual tax needs no reason.
        "reasons": list(dict.fromkeys(text for reason, text in told if text and reason != "domestic")),
        "goods": of.net - charged,
        "charges": [{"text": charge.text, "amount": charge.amount} for charge in of.charges],
        "payment": _payment(of.payment, of.currency) if of.payment else [],
    }


def _payment(payment: Any, currency: str) -> list[str]:  # noqa: ANN401 - as above
    said = [
        _("%(percent)s %% cash discount if paid within %(days)s days: %(to_pay)s (%(discount)s less)")
        % {
            "percent": language.number(one.percent),
            "days": one.days,
            "to_pay": language.money(one.to_pay, currency),
            "discount": language.money(one.discount, currency),
        }
        for one in payment.discounts
        if one.to_pay is not None
    ]
    return [*said, _("Net within %(days)s days") % {"days": payment.days}]


def difference(one: Any) -> str:  # noqa: ANN401 - an answer of the client
    """Say what is different for a line that is ordered again."""
    texts = {
        "price": _("%(sku)s: the price was %(before)s and is now %(now)s."),
        "unavailable": _("%(sku)s: not available at present."),
        "later": _("%(sku)s: comes later, %(now)s."),
        "quantity": _("%(sku)s: the quantity was %(before)s and had to become %(now)s."),
        "withdrawn": _("%(sku)s: is not sold any more and was left out."),
    }
    text = texts.get(one.change, "%(sku)s: %(before)s → %(now)s")
    return text % {"sku": one.sku, "before": one.before, "now": one.now}


def _line(line: Any, *, today: date, base_units: dict[str, str]) -> dict[str, Any]:  # noqa: ANN401 - as above
    return {
        "url": f"/products/{line.product}",
        "name": line.name,
        "sku": line.sku,
        "value": line.quantity,
        "unit": line.unit,
        "price": {
            "amount": line.price.amount,
            "currency": line.price.currency,
            "per_value": line.price.per,
            "per_unit": line.price.unit,
        },
        "amount": line.amount,
        "free": line.free_of is not None,
        "deliveries": _deliveries(line, today=today, unit=base_units.get(line.product, line.unit)),
        "confirmed_first": planned(line.first_schedule, unit=base_units.get(line.product, line.unit))
        if _dates_changed(line)
        else "",
    }


def _dates_changed(line: Any) -> bool:  # noqa: ANN401 - as above
    return bool(line.first_schedule) and line.state not in {"shipped", "completed", "cancelled"}


def _deliveries(line: Any, *, today: date, unit: str) -> list[Entry]:  # noqa: ANN401 - as above
    if line.state in {"shipped", "completed"}:
        return [Entry("now", states.order_state(line.state))]
    return entries(line.schedule, unit=unit, today=today)


def _facts(order: Any) -> Iterable[tuple[str, str]]:  # noqa: ANN401 - as above
    yield _("Placed"), language.moment(order.placed_at)
    if order.contact:
        yield _("Ordered by"), order.contact.name
    if order.on_behalf:
        yield _("On your behalf by"), _("%(name)s, our staff") % {"name": order.on_behalf.name}
    if order.po_number:
        yield _("Your purchase order number"), order.po_number
    if order.ship_to_lines:
        yield _("Ship to"), ", ".join(order.ship_to_lines)
    if order.requested_date:
        yield _("Requested delivery date"), language.day(order.requested_date)
    numbers = ", ".join(part.number for part in order.parts if part.number)
    if numbers:
        yield _("Number in the ERP"), numbers
    if order.note:
        yield _("Note for us"), order.note
