"""What every page of the storefront shows besides its own: who is reading, and how full the cart is."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from fondaco.apps.client.generated import CartIn, CartSummaryOut
from fondaco.apps.pages import people
from fondaco.apps.pages.language import ZONE
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.people import Reader
from fondaco.apps.pages.site import Visit
from fondaco.kernel.clock import now
from fondaco.kernel.ids import new_id

CART_COOKIE: Final = "fondaco_cart"


def today() -> date:
    """Return the day in the house's zone."""
    return now().astimezone(ZONE).date()


def fresh_key() -> str:
    """Return a key under which a creating call is made once, however often it is sent."""
    return str(new_id())


async def prepare(visit: Visit, *, cart: Any = None) -> Reader:  # noqa: ANN401 - an answer of the client
    """Put reader and cart into the visit, asking for both at once."""
    person = await people.reader(visit)
    frame(visit, person, cart_lines=await _line_count(visit, cart) if person.may("carts.edit") else 0)
    return person


def frame(visit: Visit, person: Reader, cart_lines: int = 0) -> None:
    """Put what is around every page into the visit."""
    visit.always |= {
        "me": person,
        "cart_lines": cart_lines,
        "may_order": person.may("orders.place"),
        "changes_url": "/changes",
        "query": "",
        "key_list": [
            ("h", _("Start")),
            ("p", _("Products")),
            ("q", _("Quick order")),
            ("o", _("Orders")),
            ("c", _("Cart")),
        ],
    }


async def current_cart(visit: Visit) -> CartSummaryOut | None:
    """Return the cart this browser works with: the one it chose, else the one changed last."""
    carts = (await visit.client.list_carts(limit=50)).items
    chosen = visit.request.cookies.get(CART_COOKIE)
    return next((cart for cart in carts if cart.id == chosen), carts[0] if carts else None)


async def current_cart_id(visit: Visit) -> str | None:
    """Return the id of the cart this browser works with."""
    found = await current_cart(visit)
    return found.id if found else None


async def own_cart_id(visit: Visit) -> str:
    """Return the cart to put something into; makes one where there is none."""
    found = await current_cart_id(visit)
    if found is None:
        found = (await visit.client.create_cart(data=CartIn(name=""))).id
        choose_cart(visit, found)
    return found


def choose_cart(visit: Visit, id: str) -> None:
    """Let this browser work with a certain cart from now on."""
    visit.remember(visit.site.cookies.put(CART_COOKIE, id, days=30))


async def products_by_id(visit: Visit, ids: Sequence[str]) -> dict[str, Any]:
    """Return the products that still exist for this buyer, by id."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    page = await visit.client.list_products(ids=wanted, limit=min(len(wanted), 200))
    return {product.id: product for product in page.items}


async def _line_count(visit: Visit, cart: Any) -> int:  # noqa: ANN401 - an answer of the client
    if cart is not None:
        return len(cart.lines)
    carts = (await visit.client.list_carts(limit=50)).items
    chosen = visit.request.cookies.get(CART_COOKIE)
    return next((one.line_count for one in carts if one.id == chosen), carts[0].line_count if carts else 0)
