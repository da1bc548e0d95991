"""News for an open page: the API's stream of changes, passed on under the storefront's own address."""

from collections.abc import AsyncIterator

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Stream

from fondaco.apps.client.base import ApiProblem
from fondaco.apps.pages import people
from fondaco.apps.pages.site import Visit

_MOST = 200


@get("/changes")
async def changes(visit: NamedDependency[Visit]) -> Stream:
    """Pass on which of the shown products changed; the page then asks for what it shows."""
    await people.reader(visit)
    wanted = visit.request.query_params.getall("products", [])[:_MOST]
    client = visit.client

    async def relay() -> AsyncIterator[bytes]:
        if not wanted:
            return
        try:
            async for part in visit.site.ending.until(client.changes(products=wanted)):
                yield part
        except ApiProblem:
            # The browser comes back by itself after this pause and then fetches everything anew.
            yield b"retry: 3000\n\n"

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Stream(relay(), media_type="text/event-stream", headers=headers)


ROUTES = [changes]
