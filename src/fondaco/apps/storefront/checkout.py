"""Checkout: where to, when, under which number; the order is placed at what the buyer saw, or he is told first."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from fondaco.apps.client.base import ApiProblem
from fondaco.apps.client.generated import OrderIn
from fondaco.apps.pages import problems
from fondaco.apps.pages.site import Visit
from fondaco.apps.storefront.cart import cart_page
from fondaco.apps.storefront.current import current_cart, fresh_key, prepare, products_by_id, today
from fondaco.apps.storefront.views import carts as show
from fondaco.apps.storefront.views import orders as sums
from fondaco.apps.storefront.views.empty import EMPTY_CART

_DIFFERENT = frozenset({"orders.price_changed", "orders.cart_changed", "web.stale_version"})
_FIELDS = ("ship_to", "purchase_order_number", "requested_date", "note")
_TELLABLE = frozenset({400, 409, 422})


@get("/checkout")
async def checkout(visit: NamedDependency[Visit]) -> Response[str]:
    """Ask what belongs to the order besides its lines."""
    current = await current_cart(visit)
    if current is None or not current.line_count:
        return await cart_page(visit, await visit.client.get_cart(cart_id=current.id) if current else EMPTY_CART)
    chosen = {name: visit.query(name) for name in _FIELDS}
    return await _page(visit, current.id, current.organisation, key=fresh_key(), chosen=chosen)


@post("/checkout")
async def place(visit: NamedDependency[Visit]) -> Response[str]:
    """Place the order; the key of the form makes a second press of the button harmless."""
    chosen = {name: await visit.field(name) for name in _FIELDS}
    cart_id = await visit.field("cart")
    key = await visit.field("key") or fresh_key()
    try:
        order = await visit.client.place_order(
            idempotency_key=key,
            data=OrderIn(
                cart=cart_id,
                version=int(await visit.field("version", "1") or 1),
                net=Decimal(await visit.field("total", "0")),
                gross=Decimal(await visit.field("gross", "0")),
                po_number=chosen["purchase_order_number"],
                ship_to=chosen["ship_to"] or None,
                requested_date=date.fromisoformat(chosen["requested_date"]) if chosen["requested_date"] else None,
                note=chosen["note"],
            ),
        )
    except ApiProblem as problem:
        if problem.status not in _TELLABLE:
            raise
        told = problems.words(problem)
        said = told.details or [told.explanation]
        organisation = (await visit.client.get_cart(cart_id=cart_id)).organisation
        different = problem.code in _DIFFERENT
        return await _page(
            visit,
            cart_id,
            organisation,
            key=fresh_key(),
            chosen=chosen,
            differences=said if different else [],
            refused=[] if different else said,
            status=problem.status,
        )
    return visit.go(f"/orders/{order.id}?placed=1")


async def _page(
    visit: Visit,
    cart_id: str,
    organisation: str,
    *,
    key: str,
    chosen: dict[str, str],
    differences: list[str] | None = None,
    refused: list[str] | None = None,
    status: int = 200,
) -> Response[str]:
    listed = (await visit.client.list_addresses(organisation_id=organisation, inherited=True)).items
    addresses = [address for address in listed if address.ship_to]
    # Tax and dates depend on where the goods go: they are shown for the address that is ticked.
    ticked = next((one for one in addresses if one.id == chosen["ship_to"]), addresses[0] if addresses else None)
    found = await visit.client.get_cart(cart_id=cart_id, ship_to=ticked.id if ticked else None)
    await prepare(visit, cart=found)
    products = await products_by_id(visit, [line.product for line in found.lines])
    return visit.page(
        "checkout.html",
        status=status,
        active="cart",
        cart=show.cart(found, products=products, today=today()),
        sums=sums.sums(found),
        key=key,
        chosen=chosen,
        differences=differences or [],
        problems=refused or [],
        addresses=[_address(address) for address in addresses],
        ticked=ticked.id if ticked else "",
        earliest=(today() + timedelta(days=1)).isoformat(),
    )


def _address(address: Any) -> dict[str, str]:  # noqa: ANN401 - an answer of the client
    parts = [address.addition, address.street, f"{address.postal_code} {address.city}", address.country]
    return {"id": address.id, "name": address.name, "text": ", ".join(part for part in parts if part)}


ROUTES = [checkout, place]
