"""Endpoints that answer so many bytes of nothing, to hold real ones against; FONDACO_BENCH_BYTES says how many.

`served` is the whole API with such an endpoint among its routes, behind the same guard, limits, headers and log;
`bare` is the server and the framework alone.
"""

import os
import sys

from granian import Granian
from granian.constants import Interfaces
from litestar import Litestar, Response, get
from litestar.types import ASGIApp

from fondaco.apps import api

ROUTE = "/v1/nothing"


def _nothing() -> bytes:
    return b'"' + b"x" * (int(os.environ["FONDACO_BENCH_BYTES"]) - 2) + b'"'


def bare() -> Litestar:
    """Build a program of one route."""
    body = _nothing()

    @get(ROUTE, sync_to_thread=False)
    def nothing() -> Response[bytes]:
        return Response(body, media_type="application/json")

    return Litestar([nothing], openapi_config=None, logging_config=None)


def served() -> ASGIApp:
    """Build the API as `fondaco api` does, with one more route."""
    body, routes = _nothing(), api.room_routes

    @get(ROUTE, sync_to_thread=False, opt={"permission": "catalog.view"}, operation_id="nothing")
    def nothing() -> Response[bytes]:
        return Response(body, media_type="application/json")

    api.room_routes = lambda rooms: [*routes(rooms), nothing]
    return api.application()


if __name__ == "__main__":
    Granian(
        f"bench.support.empty:{sys.argv[1]}",
        address="127.0.0.1",
        port=int(sys.argv[2]),
        interface=Interfaces.ASGI,
        workers=1,
        factory=True,
        websockets=False,
    ).serve()
