"""The console's program: its pages around one way to the API."""

from pathlib import Path

from litestar import Litestar

from fondaco.apps.client.transport import Transport
from fondaco.apps.console import connections, customers, demo, events, orders, overview, price_check, quarantine
from fondaco.apps.console.current import frame
from fondaco.apps.pages.application import build
from fondaco.apps.pages.site import Site

ROOMS = (overview, connections, quarantine, customers, price_check, orders, events, demo)


def create_app(*, transport: Transport, secure_cookies: bool = False, title: str = "Fondaco") -> Litestar:
    """Build the console; `transport` leads to the API, over HTTP or inside the same process."""
    site = Site(name="console", title=title, folder=Path(__file__).parent, transport=transport, secure=secure_cookies)
    return build(site=site, routes=[route for room in ROOMS for route in room.ROUTES], frame=frame)
