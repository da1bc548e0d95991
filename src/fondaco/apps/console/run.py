"""The command `fondaco console`."""

from collections.abc import Sequence

from litestar import Litestar

from fondaco.apps.client.transport import HttpTransport
from fondaco.apps.console.app import create_app
from fondaco.apps.pages.serve import api_url, serve
from fondaco.platform.settings import Settings


def application() -> Litestar:
    """Build the site for a process of its own."""
    settings = Settings.from_environment()
    return create_app(
        transport=HttpTransport(api_url(settings)),
        secure_cookies=settings.secure_cookies,
        shop=settings.storefront_url or f":{settings.storefront_port}",
    )


def main(arguments: Sequence[str] = ()) -> int:  # noqa: ARG001 - everything is set by the environment
    """Serve the console."""
    settings = Settings.from_environment()
    serve(target="fondaco.apps.console.run:application", settings=settings, port=settings.console_port, name="console")
    return 0
