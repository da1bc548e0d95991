"""The storefront's program: its pages around one way to the API."""

from pathlib import Path

from litestar import Litestar

from fondaco.apps.client.transport import Transport
from fondaco.apps.pages.application import build
from fondaco.apps.pages.site import Site
from fondaco.apps.storefront import (
    acting,
    cart,
    checkout,
    contracts,
    downloads,
    home,
    live,
    media,
    orders,
    product,
    quick_order,
    search,
)
from fondaco.apps.storefront.current import frame

ROOMS = (home, search, product, quick_order, cart, checkout, orders, contracts, downloads, live, media, acting)


def create_app(*, transport: Transport, secure_cookies: bool = False, title: str = "Fondaco") -> Litestar:
    """Build the storefront; `transport` leads to the API, over HTTP or inside the same process."""
    site = Site(
        name="storefront", title=title, folder=Path(__file__).parent, transport=transport, secure=secure_cookies
    )

    return build(site=site, routes=[route for room in ROOMS for route in room.ROUTES], frame=frame)
