"""The API: every room's routes under one roof, with one way in, one form of refusal and one document."""

import argparse
import asyncio
import importlib
import importlib.util
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager
from functools import cache, partial
from typing import Any

import msgspec
from granian import Granian
from granian.constants import Interfaces
from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.types import ASGIApp, Scope
from sqlalchemy.exc import SQLAlchemyError

from fondaco import __version__
from fondaco.apps.http import assortments, changes, events, house
from fondaco.apps.http.access import AccessProjection, doorkeeper_of
from fondaco.apps.http.live import LiveStock
from fondaco.apps.runtime import Runtime, open_runtime, refuse_unfit_database
from fondaco.kernel.buyer import Buyer
from fondaco.modules.availability.api import Board
from fondaco.modules.catalog.api import Assortments, Shelf
from fondaco.platform import event_log, logs, migrate, tracing
from fondaco.platform.figures import LogFigures
from fondaco.platform.settings import Settings
from fondaco.platform.web import access, database_errors, openapi, problem
from fondaco.platform.web.changes import Hub
from fondaco.platform.web.edge import API_POLICY, Edge, security_headers
from fondaco.platform.web.ending import hear_stop_signals, let_starts_be_ended
from fondaco.platform.web.lean import resolve_one_by_one
from fondaco.platform.web.metrics import Metrics
from fondaco.platform.web.once import once
from fondaco.platform.web.rate_limit import RateLimit
from fondaco.platform.web.spans import request_span
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
    "fondaco.connectors.simulated",
    "fondaco.apps.demo",
)
# What a route may ask for by name, and the class of the projection that it gets.
PROJECTIONS = {"book": "PriceBook", "board": "Board", "sights": "Assortments", "index": "Index"}
# Per caller and process; a page of the storefront asks a handful of times.
REQUESTS_PER_SECOND = 200.0
REQUESTS_AT_ONCE = 2000
LARGEST_BODY = 10 * 1024 * 1024
_DESCRIPTION = """Prices, availability, catalogue and orders of one distributor, in front of its ERPs.

Every refusal is `application/problem+json` with a stable `code`. Creating requests carry an `Idempotency-Key`; changes of a
versioned thing carry `If-Match`. Lists come in pages with an opaque cursor. Decimals are texts.
"""


def seen_shelf(
    buyer_if_any: NamedDependency[Buyer | None], sights: NamedDependency[Assortments | None]
) -> Shelf | None:
    """Dependency: the catalogue as the one for whom is asked sees it. Every way out to a buyer goes through it."""
    return sights.shelf_for(buyer_if_any) if sights is not None else None


def room_routes(rooms: Sequence[str]) -> list[Any]:
    """Gather the routes of the rooms that have some."""
    routes: list[Any] = []
    for room in rooms:
        if importlib.util.find_spec(room) and importlib.util.find_spec(f"{room}.http"):
            routes += importlib.import_module(f"{room}.http").ROUTES
    return routes


def create_litestar(
    runtime: Runtime,
    *,
    metrics: Metrics | None = None,
    only: Sequence[str] = ROOMS,
    at_end: Callable[[], None] | None = None,
    live_check: LiveStock | None = None,
) -> Litestar:
    """Compose the program without its outermost layer; `at_end` is called after its last request.

    ERPs are asked live by `live_check`, one of its own unless it is given.
    """
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
        hear_stop_signals(hub.close)
        yield
        hub.close()
        await asyncio.to_thread(live.close)
        if at_end is not None:
            await asyncio.to_thread(at_end)

    @cache
    def document() -> bytes:
        return msgspec.json.encode(api_document(app))

    held = {type(projection).__name__: projection for projection in runtime.projections}
    given = {"database": runtime.database, "runtime": runtime, "hub": hub, "follower": runtime.follower}
    given |= {name: held.get(kind) for name, kind in PROJECTIONS.items()}
    board = next((one for one in runtime.projections if isinstance(one, Board)), None)
    live = live_check or LiveStock(database=runtime.database, board=board, registry=figures.registry)
    given["live"] = live
    routes = [
        *room_routes(only),
        changes.changes,
        *events.ROUTES,
        *assortments.ROUTES,
        *house.routes(document=document, readiness=lambda: readiness(runtime), metrics=figures),
    ]
    app = Litestar(
        # One router around all: handlers of one path that are registered one by one get wrapped twice by Litestar.
        route_handlers=[Router("/", route_handlers=routes)],
        dependencies={
            "actor": Provide(access.actor, sync_to_thread=False),
            "buyer": Provide(access.buyer, sync_to_thread=False),
            "buyer_if_any": Provide(access.buyer_if_any, sync_to_thread=False),
            "expected_version": Provide(expected_version, sync_to_thread=False),
            "once": Provide(once),
            "shelf": Provide(seen_shelf, sync_to_thread=False),
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
    resolve_one_by_one(app)
    access.check_rules(handler for _, _, handler in openapi.operations(app))
    return app


def create_app(
    runtime: Runtime,
    *,
    rate_limit: RateLimit | None = None,
    log_requests: bool = True,
    traced: bool = False,
    only: Sequence[str] = ROOMS,
    at_end: Callable[[], None] | None = None,
    live_check: LiveStock | None = None,
) -> ASGIApp:
    """Compose the whole API program around a runtime (database and projections)."""
    metrics = Metrics()
    followers = () if runtime.follower is None else (runtime.follower,)
    metrics.register(LogFigures(database=runtime.database, followers=followers))
    return Edge(
        create_litestar(runtime, metrics=metrics, only=only, at_end=at_end, live_check=live_check),
        headers=security_headers(content_security_policy=API_POLICY, secure=runtime.settings.secure_cookies),
        metrics=metrics,
        rate_limit=rate_limit,
        span=request_span if traced else None,
        log_requests=log_requests,
    )


def application() -> ASGIApp:
    """Make the program of one serving process, with a runtime of its own that ends with it.

    It ends by the program's own lifespan: a serving process is a forked one, and Python calls no exit handlers there.
    """
    # Here and not above: whoever composes a part of the API alone needs no other room.
    from fondaco.apps import rooms

    settings = Settings.from_environment()
    logs.configure(level=settings.log_level, format=settings.log_format)
    flush = tracing.configure(settings=settings, role="api")
    limit = RateLimit(per_second=REQUESTS_PER_SECOND, burst=REQUESTS_AT_ONCE)
    # Until the program stands, whatever stops its start closes what is open already.
    with ExitStack() as opened:
        runtime = opened.enter_context(
            open_runtime(settings, role="api", projections=partial(rooms.projections, home=settings.home))
        )
        opened.callback(flush)
        held = ExitStack()
        app = create_app(runtime, rate_limit=limit, traced=settings.otlp_endpoint is not None, at_end=held.close)
        held.push(opened.pop_all())
    return app


def main(arguments: Sequence[str]) -> int:
    """Serve the API (`fondaco api`)."""
    settings = Settings.from_environment()
    parser = argparse.ArgumentParser(prog="fondaco api", description="Serve the HTTP API.")
    parser.add_argument("--host", default=settings.host)
    parser.add_argument("--port", type=int, default=settings.api_port)
    parser.add_argument("--processes", type=int, default=1, help="how many processes serve (1)")
    given = parser.parse_args(arguments)
    refuse_unfit_database(settings)
    let_starts_be_ended()
    server = Granian(
        "fondaco.apps.api:application",
        address=given.host,
        port=given.port,
        interface=Interfaces.ASGI,
        workers=given.processes,
        factory=True,
        websockets=False,
    )
    server.serve()
    return 0


def readiness(runtime: Runtime) -> dict[str, Any]:
    """Tell whether this process can do its work, and how far it is behind the log."""
    state: dict[str, Any] = {"ready": False, "database": False, "migrated": False, "projections": None}
    try:
        behind_release = migrate.is_behind(database=runtime.database)
        state["database"] = True
        if behind_release:
            return state
        with runtime.database.transaction() as tx:
            head = event_log.head(tx=tx)
    except SQLAlchemyError:
        return state
    follower = runtime.follower
    state["migrated"] = True
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
