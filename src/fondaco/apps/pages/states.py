"""States of orders in words and colours."""

from datetime import datetime
from typing import Any, Final

from fondaco.apps.pages.language import gettext as _

_WAY: Final = ("placed", "forwarded", "confirmed", "shipped", "completed")
_KINDS: Final = {
    "placed": "info",
    "forwarded": "info",
    "confirmed": "good",
    "partly_shipped": "good",
    "shipped": "good",
    "completed": "",
    "cancelled": "bad",
}


def order_state(state: str) -> str:
    """Say how far an order is."""
    return {
        "placed": _("Placed at our house"),
        "forwarded": _("Handed to the ERP"),
        "confirmed": _("Confirmed"),
        "partly_shipped": _("Partly shipped"),
        "shipped": _("Shipped"),
        "completed": _("Completed"),
        "cancelled": _("Cancelled"),
    }.get(state, state)


def order_kind(state: str) -> str:
    """Return the colour of the state's badge."""
    return _KINDS.get(state, "")


def shipment_state(state: str) -> str:
    """Say how far a delivery is; what the ERP says in its own words is shown as it is."""
    return {
        "waiting": _("Being prepared"),
        "assigned": _("Being prepared"),
        "packed": _("Packed"),
        "shipped": _("On its way"),
        "done": _("Delivered"),
    }.get(state, state)


def timeline(state: str, *, placed_at: datetime | str) -> list[dict[str, Any]]:
    """Return the stations of an order's way, with the one it is at."""
    if state == "cancelled":
        return [
            {"text": order_state("placed"), "kind": "done", "at": placed_at},
            {"text": order_state("cancelled"), "kind": "bad", "at": None},
        ]
    way = [("partly_shipped" if state == "partly_shipped" and step == "shipped" else step) for step in _WAY]
    here = way.index(state) if state in way else 0
    return [
        {
            "text": order_state(step),
            "kind": "done" if place < here or state == "completed" else "now" if place == here else "",
            "at": placed_at if step == "placed" else None,
        }
        for place, step in enumerate(way)
    ]
