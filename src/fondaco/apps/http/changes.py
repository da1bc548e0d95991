"""Changes as they happen: server-sent events for the products that an open page shows."""

from typing import Annotated, Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter
from litestar.response import Stream

from fondaco.kernel.actor import Actor
from fondaco.kernel.errors import Forbidden
from fondaco.kernel.ids import inner_id
from fondaco.platform.web.access import Doorkeeper, credentials
from fondaco.platform.web.changes import MOST_PRODUCTS, Hub


class TooManyStreams(Forbidden):
    """One actor holds more open streams than any number of pages needs."""

    code = "changes.too_many_streams"
    title = "Too many open streams; close some pages."
    status = 429


_MOST_STREAMS = 50
_open: dict[Any, int] = {}


@get(
    "/v1/changes",
    operation_id="changes",
    summary="Changes of prices and stock as they happen",
    description=(
        'Server-sent events `price`, `stock` and `product`, each with `{"products": ["prd_…"]}`: read those again. '
        "They name products only; what one sees of them is decided on reading."
    ),
    tags=["changes"],
    opt={"permission": "catalog.view"},
    media_type="text/event-stream",
    responses={200: ResponseSpec(data_container=str, description="The stream.", media_type="text/event-stream")},
)
async def changes(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    hub: NamedDependency[Hub],
    products: Annotated[list[str], QueryParameter(min_items=1, max_items=MOST_PRODUCTS)],
) -> Stream:
    """Stream the changes of some products until the page is closed or the sign-in ends."""
    wanted = {inner_id("prd", product) for product in products}
    if _open.get(actor.id, 0) >= _MOST_STREAMS:
        raise TooManyStreams(most=_MOST_STREAMS, retry_after=10)
    doorkeeper: Doorkeeper = request.app.state.doorkeeper
    token, organisation = credentials(request.scope["headers"])

    async def valid() -> bool:
        access = await doorkeeper.access(token, organisation)
        return access is not None and "catalog.view" in access.actor.permissions

    async def stream() -> Any:  # noqa: ANN401 - Litestar takes any iterator of bytes
        _open[actor.id] = _open.get(actor.id, 0) + 1
        try:
            async for part in hub.listen(wanted, valid=valid):
                yield part
        finally:
            _open[actor.id] -= 1
            if not _open[actor.id]:
                del _open[actor.id]

    return Stream(stream(), headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
