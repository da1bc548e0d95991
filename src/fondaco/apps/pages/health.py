"""Health of a site: whether its process answers, and whether the API behind it can do its work."""

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from fondaco.apps.pages.site import Site
from fondaco.platform.web import problem
from fondaco.platform.web.encoded import encoded


def health_routes(site: Site) -> list[HTTPRouteHandler]:
    """Make the routes that probes ask; they need no session and say nothing about anybody."""

    @get("/health/live", include_in_schema=False, sync_to_thread=False)
    def live() -> Response[bytes]:
        """Tell that the process answers."""
        return encoded(b'{"status":"live"}')

    @get("/health/ready", include_in_schema=False)
    async def ready() -> Response[bytes]:
        """Tell whether pages can be served: a site holds nothing itself, so this is whether the API is ready."""
        state = {"ready": await site.api_is_ready()}
        if not state["ready"]:
            return problem.response_of(problem.not_ready({"api": False}), {"Retry-After": "2"})
        return encoded(msgspec.json.encode(state))

    return [live, ready]
