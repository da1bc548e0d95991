"""The command `fondaco storefront`."""

from collections.abc import Sequence

from litestar import Litestar

from fondaco.apps.client.transport import HttpTransport
from fondaco.apps.pages.serve import api_url, serve
from fondaco.apps.storefront.app import create_app
from fondaco.platform.settings import Settings


def application() -> Litestar:
    """Build the site for a process of its own."""
    settings = Settings.from_environment()
    return create_app(transport=HttpTransport(api_url(settings)), secure_cookies=settings.secure_cookies)


def main(arguments: Sequence[str] = ()) -> int:  # noqa: ARG001 - everything is set by the environment
    """Serve the storefront."""
    settings = Settings.from_environment()
    serve(
        target="fondaco.apps.storefront.run:application",
        settings=settings,
        port=settings.storefront_port,
        name="storefront",
    )
    return 0
