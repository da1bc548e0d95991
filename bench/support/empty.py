"""An empty JSON endpoint on the same server as the API: `python -m bench.support.empty PORT` with FONDACO_BENCH_BYTES set."""

import os
import sys

from granian import Granian
from granian.constants import Interfaces
from litestar import Litestar, Response, get


def application() -> Litestar:
    """Build the program: every address answers the same so many bytes."""
    body = b'"' + b"x" * (int(os.environ["FONDACO_BENCH_BYTES"]) - 2) + b'"'

    @get("/v1/products", sync_to_thread=False)
    def nothing() -> Response[bytes]:
        return Response(body, media_type="application/json")

    return Litestar([nothing], openapi_config=None, logging_config=None)


if __name__ == "__main__":
    Granian(
        "bench.support.empty:application",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.ASGI,
        workers=1,
        factory=True,
        websockets=False,
    ).serve()
