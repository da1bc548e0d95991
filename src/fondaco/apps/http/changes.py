"""Changes as they happen: server-sent events for the products that an open page shows."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter
from litestar.response import Stream

from fondaco.kernel.actor import Actor
from fondaco.kernel.errors import Forbidden
from fondaco.kernel.event import Event
from fondaco.kernel.ids import inner_id
from fondaco.platform.transaction import Tx
from fondaco.platform.web.access import Doorkeeper, credentials
from fondaco.platform.web.changes import MOST_PRODUCTS, Hub, Kind


class ChangesProjection:
    """Tells the open streams what happened; it stands last, so that the other projections have it already."""

    def __init__(self, kinds: Mapping[type[Event], tuple[Kind, str]]) -> None:
        self.EVENTS: tuple[type[Event], ...] = tuple(kinds)
        self.hubs: list[Hub] = []
        self._kinds = kinds

    def load(self, *, tx: Tx) -> None:  # noqa: ARG002 - the form of all projections
        """Say that anything may be another now."""
        for hub in self.hubs:
            for kind in ("price", "stock", "product"):
                hub.everything(kind=kind)

    def apply(self, *, tx: Tx, events: Sequence[Event]) -> None:  # noqa: ARG002 - the form of all projections
        """Say which products changed; an event that names none may be about any."""
        told: dict[Kind, set[UUID] | None] = {}
        for event in events:
            kind, attribute = self._kinds[type(event)]
            named = getattr(event, attribute, None)
            known = told.setdefault(kind, set())
            if not named or known is None:
                told[kind] = None
            else:
                known.update((named,) if isinstance(named, UUID) else named)
        for hub in self.hubs:
            for kind, products in told.items():
                if products is None:
                    hub.everything(kind=kind)
                else:
                    hub.tell(kind=kind, products=products)


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
