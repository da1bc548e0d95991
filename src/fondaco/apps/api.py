"""The API: every room's routes under one roof, with one way in, one form of refusal and one document."""

import importlib
import importlib.util
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.types import ASGIApp, Scope
from sqlalchemy.exc import SQLAlchemyError

from fondaco import __version__
from fondaco.apps.http import changes, house
from fondaco.apps.runtime import Runtime
from fondaco.kernel.event import Event
from fondaco.kernel.ids import inner_id
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.events import ACCESS_EVENTS
from fondaco.modules.accounts.types import Access
from fondaco.platform import event_log
from fondaco.platform.transaction import Database, Tx
from fondaco.platform.web import access, database_errors, openapi, problem
from fondaco.platform.web.changes import Hub
from fondaco.platform.web.edge import API_POLICY, Edge, security_headers
from fondaco.platform.web.metrics import Metrics
from fondaco.platform.web.once import once
from fondaco.platform.web.rate_limit import RateLimit
from fondaco.platform.web.version import expected_version

ROOMS = (
    "fondaco.modules.accounts",
    "fondaco.modules.catalog",
    "fondaco.modules.pricing",
    "fondaco.modules.availability",
    "fondaco.modules.search",
    "fondaco.modules.orders",
    "fondaco.connectors.intake",
    "fondaco.connectors.files",
    "fondaco.connectors.tryton",
)
# What a route may ask for by name, and the class of the projection that it gets.
PROJECTIONS = {"book": "PriceBook", "board": "Board", "shelf": "Shelf", "index": "Index"}
LARGEST_BODY = 10 * 1024 * 1024
_DESCRIPTION = """Prices, availability, catalogue and orders of one distributor, in front of its ERPs.

Every refusal is `application/problem+json` with a stable `code`. Creating requests carry an `Idempotency-Key`; changes of a
versioned thing carry `If-Match`. Lists come in pages with an opaque cursor. Decimals are texts.
"""


class AccessProjection:
    """Makes the doorkeepers of this process forget what somebody changed elsewhere."""

    EVENTS: tuple[type[Event], ...] = ACCESS_EVENTS

    def __init__(self) -> None:
        self.doorkeepers: list[access.Doorkeeper] = []

    def load(self, *, tx: Tx) -> None:  # noqa: ARG002 - the form of all projections
        """Start with nothing."""
        self._forget()

    def apply(self, *, tx: Tx, events: Sequence[Event]) -> None:  # noqa: ARG002 - the form of all projections
        """Forget everything: such changes are rare and an answer is soon asked again."""
        self._forget()

    def _forget(self) -> None:
        for doorkeeper in self.doorkeepers:
            doorkeeper.forget()


def doorkeeper_of(database: Database) -> access.Doorkeeper:
    """Make the doorkeeper that asks accounts."""

    def resolve(token_hash: bytes, organisation: str | None, now: datetime) -> Access | None:
        named = inner_id("org", organisation) if organisation else None
        with database.transaction() as tx:
            return accounts.access_of_token(tx=tx, token_hash=token_hash, now=now, organisation=named)

    return access.Doorkeeper(resolve)


def room_routes(rooms: Sequence[str]) -> list[Any]:
    """Gather the routes of the rooms that have some."""
    routes: list[Any] = []
    for room in rooms:
        if importlib.util.find_spec(room) and importlib.util.find_spec(f"{room}.http"):
            routes += importlib.import_module(f"{room}.http").ROUTES
    return routes


def create_litestar(runtime: Runtime, *, metrics: Metrics | None = None, rooms: Sequence[str] = ROOMS) -> Litestar:
    """Compose the program without its outermost layer."""
    figures = metrics or Metrics()
    doorkeeper = doorkeeper_of(runtime.database)
    hub = Hub()
    for projection in runtime.projections:
        if isinstance(projection, AccessProjection):
            projection.doorkeepers.append(doorkeeper)
        if isinstance(projection, changes.ChangesProjection):
            projection.hubs.append(hub)

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        yield
        hub.close()

    @cache
    def document() -> bytes:
        return msgspec.json.encode(api_document(app))

    held = {type(projection).__name__: projection for projection in runtime.projections}
    given = {"database": runtime.database, "runtime": runtime, "hub": hub}
    given |= {name: held.get(kind) for name, kind in PROJECTIONS.items()}
    app = Litestar(
        route_handlers=[
            *room_routes(rooms),
            changes.changes,
            *house.routes(document=document, readiness=lambda: readiness(runtime), metrics=figures),
        ],
        dependencies={
            "actor": Provide(access.actor, sync_to_thread=False),
            "buyer": Provide(access.buyer, sync_to_thread=False),
            "expected_version": Provide(expected_version, sync_to_thread=False),
            "once": Provide(once),
            **{name: _value(thing) for name, thing in given.items()},
        },
        middleware=[access.guard(doorkeeper)],
        exception_handlers={**problem.EXCEPTION_HANDLERS, **database_errors.EXCEPTION_HANDLERS},
        plugins=[openapi.DecimalSchema()],
        openapi_config=None,
        logging_config=None,
        request_max_body_size=LARGEST_BODY,
        lifespan=[lifespan],
        state=State({"doorkeeper": doorkeeper}),
    )
    access.check_rules(handler for _, _, handler in openapi.operations(app))
    return app


def create_app(
    runtime: Runtime,
    *,
    rate_limit: RateLimit | None = None,
    log_requests: bool = True,
    rooms: Sequence[str] = ROOMS,
) -> ASGIApp:
    """Compose the whole API program around a runtime (database and projections)."""
    metrics = Metrics()
    return Edge(
        create_litestar(runtime, metrics=metrics, rooms=rooms),
        headers=security_headers(content_security_policy=API_POLICY, secure=runtime.settings.secure_cookies),
        metrics=metrics,
        rate_limit=rate_limit,
        log_requests=log_requests,
    )


def readiness(runtime: Runtime) -> dict[str, Any]:
    """Tell whether this process can do its work, and how far it is behind the log."""
    state: dict[str, Any] = {"ready": False, "database": False, "projections": None}
    try:
        with runtime.database.transaction() as tx:
            head = event_log.head(tx=tx)
    except SQLAlchemyError:
        return state
    follower = runtime.follower
    state["database"] = True
    if follower is not None:
        behind = None if follower.position is None else head - follower.position
        state["projections"] = {"loaded": follower.ready, "behind": behind, "follows": follower.error is None}
    state["ready"] = follower is None or (follower.ready and follower.error is None)
    return state


def api_document(app: Litestar) -> dict[str, Any]:
    """Write the OpenAPI document of the composed program."""
    return openapi.document(app, title="Fondaco", version=__version__, description=_DESCRIPTION)


def _value(thing: Any) -> Provide:  # noqa: ANN401 - whatever the runtime holds
    def given(scope: Scope) -> Any:  # noqa: ANN401, ARG001 - no two providers may be alike
        return thing

    return Provide(given, sync_to_thread=False)
