"""Health, metrics and the OpenAPI document."""

from collections.abc import Callable
from typing import Any

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from fondaco.platform.web import problem
from fondaco.platform.web.encoded import encoded
from fondaco.platform.web.metrics import CONTENT_TYPE, Metrics


def routes(
    *, document: Callable[[], bytes], readiness: Callable[[], dict[str, Any]], metrics: Metrics
) -> list[HTTPRouteHandler]:
    """Make the routes of the house around what they show."""

    @get("/v1/openapi.json", opt={"public": True}, include_in_schema=False, sync_to_thread=False)
    def openapi() -> Response[Any]:
        """Serve the OpenAPI document."""
        return encoded(document(), headers={"Cache-Control": "max-age=300"})

    @get("/health/live", opt={"public": True}, include_in_schema=False, sync_to_thread=False)
    def live() -> Response[Any]:
        """Tell that the process answers."""
        return encoded(b'{"status":"live"}')

    @get("/health/ready", opt={"public": True}, include_in_schema=False, sync_to_thread=True)
    def ready() -> Response[Any]:
        """Tell whether the process can do its work: the database answers and the projections are loaded."""
        state = readiness()
        if not state["ready"]:
            return problem.response_of(problem.not_ready(state), {"Retry-After": "2"})
        return encoded(msgspec.json.encode(state))

    @get("/metrics", opt={"public": True}, include_in_schema=False, sync_to_thread=True)
    def figures() -> Response[Any]:
        """Serve the figures for Prometheus."""
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    return [openapi, live, ready, figures]
