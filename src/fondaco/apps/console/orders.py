"""Orders of all customers, and where each stands on its way into the ERPs."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from fondaco.apps.client.generated import ExportOut, OrderOut
from fondaco.apps.console.current import prepare
from fondaco.apps.pages import language, states
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit
from fondaco.apps.pages.templating import link

_PER_PAGE = 30
_ON_THE_WAY = frozenset({"waiting", "sending", "parked"})


def export_state(state: str) -> tuple[str, str]:
    """Say an export's state and its colour."""
    return {
        "waiting": (_("Waiting"), "info"),
        "sending": (_("Being sent"), "warn"),
        "exported": (_("Arrived"), "good"),
        "parked": (_("Needs a person"), "bad"),
        "withdrawn": (_("Withdrawn"), ""),
    }.get(state, (state, ""))


@get("/orders")
async def orders(visit: NamedDependency[Visit]) -> Response[str]:
    """List what is on the way to the ERPs, then all orders, the latest first."""
    search, cursor = visit.query("q"), visit.query("cursor")
    await prepare(visit)
    page = await visit.client.list_orders(q=search or None, cursor=cursor or None, limit=_PER_PAGE)
    exports = [] if search or cursor else (await visit.client.list_order_exports(limit=100)).items
    names = await names_of(visit, [order.organisation for order in page.items])
    return visit.page(
        "orders.html",
        active="orders",
        search=search,
        exports=[_export(one) for one in exports if one.state in _ON_THE_WAY][:20],
        orders=[
            {
                "url": f"/orders/{order.id}",
                "number": order.number,
                "placed": order.placed_at,
                "organisation": names.get(order.organisation, order.organisation),
                "state_text": states.order_state(order.state),
                "state_kind": states.order_kind(order.state),
                "source": order.source,
                "total": order.net,
                "currency": order.currency,
            }
            for order in page.items
        ],
        next_url=link("/orders", q=search, cursor=page.next) if page.next else "",
        first_url=link("/orders", q=search) if cursor else "",
    )


@get("/orders/{order_id:str}")
async def order(visit: NamedDependency[Visit], order_id: FromPath[str]) -> Response[str]:
    """Show an order with its parts in each ERP."""
    await prepare(visit)
    found = await visit.client.get_order(order_id=order_id)
    names = await names_of(visit, [found.organisation])
    return visit.page("order.html", active="orders", o=_order(found, names.get(found.organisation, "")))


@post("/order-exports/{export_id:str}/retry")
async def retry(visit: NamedDependency[Visit], export_id: FromPath[str]) -> Response[str]:
    """Try a parked or pausing export again at once."""
    await visit.client.retry_order_export(export_id=export_id)
    return visit.go("/orders", toast=_("It is tried again now."))


async def names_of(visit: Visit, ids: list[str]) -> dict[str, str]:
    """Return the names of organisations."""
    return {id: (await visit.client.organisation(organisation_id=id)).name for id in dict.fromkeys(ids)}


def _export(one: ExportOut) -> dict[str, Any]:
    text, colour = export_state(one.state)
    return {
        "id": one.id,
        "url": f"/orders/{one.order}",
        "number": one.number,
        "system": one.system,
        "state_text": text,
        "state_kind": colour,
        "error": one.error,
        "attempts": one.attempts,
        "next": one.next_attempt_at,
        "may_retry": one.state == "parked" or one.next_attempt_at is not None,
    }


def _order(found: OrderOut, customer: str) -> dict[str, Any]:
    parts = [
        {
            "system": part.system,
            "state_text": export_state(part.state)[0],
            "state_kind": export_state(part.state)[1],
            "number": part.number,
        }
        for part in found.parts
    ]
    facts = [
        (_("Customer"), customer),
        (_("Ordered by"), found.contact.name if found.contact else ""),
        (_("Entered by"), found.on_behalf.name if found.on_behalf else ""),
        (_("Placed"), language.moment(found.placed_at)),
        (_("Net total"), language.money(found.net, found.currency)),
        (_("Total"), language.money(found.gross, found.currency)),
        (_("Purchase order number"), found.po_number),
        (_("Ship to"), ", ".join(found.ship_to_lines)),
        (_("Source"), found.source),
        (_("Note"), found.note),
    ]
    return {
        "number": found.number,
        "state_text": states.order_state(found.state),
        "state_kind": states.order_kind(found.state),
        "currency": found.currency,
        "parts": parts,
        "lines": [
            {"name": line.name, "sku": line.sku, "value": line.quantity, "unit": line.unit, "amount": line.amount}
            for line in found.lines
        ],
        "timeline": states.timeline(found.state, placed_at=found.placed_at),
        "facts": [(name, value) for name, value in facts if value],
    }


ROUTES = [orders, order, retry]
