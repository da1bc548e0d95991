"""Answers that are JSON already: written once by a projection, sent as they are."""

from typing import Any

from litestar import Response


def encoded(body: bytes, *, headers: dict[str, str] | None = None) -> Response[Any]:
    """Send bytes of JSON; the route's annotation says what is in them."""
    return Response(body, media_type="application/json", headers=headers)
