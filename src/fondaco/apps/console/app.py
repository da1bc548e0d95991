"""The console's program: its pages around one way to the API."""

from pathlib import Path

from litestar import Litestar

from fondaco.apps.client.transport import Transport
from fondaco.apps.console import (
    acting,
    allocations,
    connections,
    contracts,
    customers,
    demo,
    events,
    orders,
    overview,
    price_check,
    prices,
    promotions,
    quarantine,
    vat_forms,
)
from fondaco.apps.console.current import frame
from fondaco.apps.pages.application import build
from fondaco.apps.pages.site import Site

ROOMS = (
    overview,
    connections,
    quarantine,
    customers,
    vat_forms,
    acting,
    price_check,
    prices,
    contracts,
    promotions,
    allocations,
    orders,
    events,
    demo,
)


def create_app(
    *, transport: Transport, secure_cookies: bool = False, title: str = "Fondaco", shop: str = ""
) -> Litestar:
    """Build the console; `transport` leads to the API, over HTTP or inside the same process.

    `shop` is where the storefront answers, in full or as `:port` of the console's own host. It may be set later, in the
    program's state, where ports are given out when everything is put together.
    """
    site = Site(name="console", title=title, folder=Path(__file__).parent, transport=transport, secure=secure_cookies)
    app = build(site=site, routes=[route for room in ROOMS for route in room.ROUTES], frame=frame)
    app.state[acting.SHOP] = shop
    return app
