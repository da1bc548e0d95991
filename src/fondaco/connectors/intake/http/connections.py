"""Routes for staff and machines: connections, their health, their runs."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.http.schemas import (
    ConnectionOut,
    LiveLineOut,
    RunDetailOut,
    RunIn,
    RunOut,
    RunProblemOut,
    connection_out,
    live_line_out,
    run_fields,
    run_out,
)
from fondaco.kernel.actor import Actor
from fondaco.kernel.clock import now
from fondaco.kernel.ids import inner_id
from fondaco.platform.transaction import Database, Tx
from fondaco.platform.web.once import Once
from fondaco.platform.web.page import Cursor, Limit, PageOut, page_out
from fondaco.platform.web.version import versioned

_SEE = {"permission": ["staff.connections", "machine.import"]}
_CHANGE = {"permission": "staff.connections"}


@get(
    "/v1/connections",
    operation_id="list_connections",
    summary="Connections to outside systems and their health",
    tags=["connections"],
    opt=_SEE,
    sync_to_thread=True,
)
def list_connections(database: NamedDependency[Database]) -> PageOut[ConnectionOut]:
    """List all connections by name; there are few, so it is always one page."""
    with database.transaction() as tx:
        return PageOut(items=[connection_out(value) for value in intake.connections(tx=tx)])


@get(
    "/v1/connections/{connection_id:str}",
    operation_id="get_connection",
    summary="One connection",
    tags=["connections"],
    opt=_SEE,
    sync_to_thread=True,
)
def get_connection(connection_id: FromPath[str], database: NamedDependency[Database]) -> Response[ConnectionOut]:
    """Return a connection with its circuit breaker, last success, lag and last error."""
    with database.transaction() as tx:
        found = intake.connection(tx=tx, id=inner_id("cnn", connection_id))
    return versioned(connection_out(found), found.version)


@get(
    "/v1/connections/{connection_id:str}/live-checks",
    operation_id="get_live_checks",
    summary="How live questions over a connection went",
    tags=["connections"],
    opt=_SEE,
    sync_to_thread=True,
)
def get_live_checks(connection_id: FromPath[str], database: NamedDependency[Database]) -> LiveLineOut:
    """Return how often an ERP was asked about its stock of the moment, what came of it, and whether it is asked now."""
    with database.transaction() as tx:
        return live_line_out(intake.live_line(tx=tx, connection=inner_id("cnn", connection_id)))


@post(
    "/v1/connections/{connection_id:str}/pause",
    operation_id="pause_connection",
    summary="Pause a connection",
    tags=["connections"],
    opt={**_CHANGE, "repeatable": "pausing twice is pausing"},
    status_code=200,
    sync_to_thread=True,
)
def pause_connection(connection_id: FromPath[str], database: NamedDependency[Database]) -> Response[ConnectionOut]:
    """Let nothing through until somebody resumes it; a run under way goes on to its end."""
    with database.transaction() as tx:
        found = intake.pause_connection(tx=tx, id=inner_id("cnn", connection_id))
    return versioned(connection_out(found), found.version)


@post(
    "/v1/connections/{connection_id:str}/resumption",
    operation_id="resume_connection",
    summary="Resume a connection",
    tags=["connections"],
    opt={**_CHANGE, "repeatable": "resuming twice is resuming"},
    status_code=200,
    sync_to_thread=True,
)
def resume_connection(connection_id: FromPath[str], database: NamedDependency[Database]) -> Response[ConnectionOut]:
    """Let calls through again; an open circuit closes too."""
    with database.transaction() as tx:
        found = intake.resume_connection(tx=tx, id=inner_id("cnn", connection_id))
    return versioned(connection_out(found), found.version)


@get(
    "/v1/connections/{connection_id:str}/runs",
    operation_id="list_runs",
    summary="Runs of a connection, latest first",
    tags=["connections"],
    opt=_SEE,
    sync_to_thread=True,
)
def list_runs(
    connection_id: FromPath[str],
    database: NamedDependency[Database],
    cursor: FromQuery[Cursor | None] = None,
    limit: Limit = 50,
) -> PageOut[RunOut]:
    """List loads with their progress, counts and errors."""
    with database.transaction() as tx:
        page = intake.runs(tx=tx, connection=inner_id("cnn", connection_id), cursor=cursor, limit=limit)
    return page_out(page, run_out)


@post(
    "/v1/connections/{connection_id:str}/runs",
    operation_id="request_run",
    summary="Ask for a run",
    tags=["connections"],
    opt=_SEE,
    sync_to_thread=True,
)
def request_run(
    connection_id: FromPath[str], data: JSONBody[RunIn], once: NamedDependency[Once], actor: NamedDependency[Actor]
) -> Response[RunOut]:
    """Ask for a load of what the connection's settings name; a worker begins it at once."""

    def work(tx: Tx) -> RunOut:
        return run_out(
            intake.request_run(
                tx=tx,
                connection=inner_id("cnn", connection_id),
                mode=data.mode,
                dry_run=data.dry_run,
                requested_by=actor.name or str(actor.kind),
                as_of=now(),
            )
        )

    return once.run(work)


@get(
    "/v1/runs/{run_id:str}",
    operation_id="get_run",
    summary="One run with its first problems",
    tags=["connections"],
    opt=_SEE,
    sync_to_thread=True,
)
def get_run(run_id: FromPath[str], database: NamedDependency[Database]) -> RunDetailOut:
    """Return a load with the first records it set aside, or as a dry run would set aside."""
    id = inner_id("run", run_id)
    with database.transaction() as tx:
        found = intake.run(tx=tx, id=id)
        problems = [RunProblemOut(**problem) for problem in intake.run_problems(tx=tx, id=id)]
    return RunDetailOut(**run_fields(found), problems=problems)


ROUTES: list[Any] = [
    list_connections,
    get_connection,
    get_live_checks,
    pause_connection,
    resume_connection,
    list_runs,
    request_run,
    get_run,
]
