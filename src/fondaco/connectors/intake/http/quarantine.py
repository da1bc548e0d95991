"""Routes for staff: what was set aside, correcting it, giving it to the rooms again, giving it up."""

from typing import Annotated, Any

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.http.schemas import CorrectionIn, QuarantinedOut, quarantined_out
from fondaco.connectors.intake.types import Kind, QuarantineQuery, QuarantineState
from fondaco.kernel.actor import Actor
from fondaco.kernel.clock import now
from fondaco.kernel.ids import inner_id
from fondaco.platform.transaction import Database
from fondaco.platform.web.page import Cursor, Limit, PageOut, page_out
from fondaco.platform.web.version import versioned

_RULE = {"permission": "staff.quarantine"}


@get(
    "/v1/quarantine",
    operation_id="list_quarantine",
    summary="Records that were set aside",
    tags=["quarantine"],
    opt=_RULE,
    sync_to_thread=True,
)
def list_quarantine(
    database: NamedDependency[Database],
    connection: Annotated[str | None, QueryParameter(max_length=40)] = None,
    run: Annotated[str | None, QueryParameter(max_length=40)] = None,
    # The framework keeps the name `state` for itself.
    status: Annotated[QuarantineState | None, QueryParameter(name="state")] = None,
    kind: FromQuery[Kind | None] = None,
    code: Annotated[str | None, QueryParameter(max_length=100, pattern="^[a-z_.]*$")] = None,
    cursor: FromQuery[Cursor | None] = None,
    limit: Limit = 50,
) -> PageOut[QuarantinedOut]:
    """List bad records, latest first, of one connection, run, state, kind or reason."""
    query = QuarantineQuery(
        connection=inner_id("cnn", connection) if connection else None,
        run=inner_id("run", run) if run else None,
        state=status,
        kind=kind,
        code=code or None,
    )
    with database.transaction() as tx:
        page = intake.quarantine(tx=tx, query=query, cursor=cursor, limit=limit)
    return page_out(page, quarantined_out)


@get(
    "/v1/quarantine/{item_id:str}",
    operation_id="get_quarantined",
    summary="One record that was set aside",
    tags=["quarantine"],
    opt=_RULE,
    sync_to_thread=True,
)
def get_quarantined(item_id: FromPath[str], database: NamedDependency[Database]) -> Response[QuarantinedOut]:
    """Return the record with its fields, its raw columns and the reason."""
    with database.transaction() as tx:
        found = intake.quarantined(tx=tx, id=inner_id("qua", item_id))
    return versioned(quarantined_out(found), found.version)


@patch(
    "/v1/quarantine/{item_id:str}",
    operation_id="correct_quarantined",
    summary="Correct a record, and with `replay` give it to its room",
    tags=["quarantine"],
    opt=_RULE,
    sync_to_thread=True,
)
def correct_quarantined(
    item_id: FromPath[str],
    data: JSONBody[CorrectionIn],
    expected_version: NamedDependency[int],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Response[QuarantinedOut]:
    """Change fields; if the room then still refuses the record, nothing is stored and the reasons are answered."""
    id, by, moment = inner_id("qua", item_id), actor.name, now()
    with database.transaction() as tx:
        found = intake.correct(tx=tx, id=id, changes=data.fields, by=by, as_of=moment, expected=expected_version)
        if data.replay:
            found = intake.replay(tx=tx, id=id, by=by, as_of=moment)
    return versioned(quarantined_out(found), found.version)


@post(
    "/v1/quarantine/{item_id:str}/replay",
    operation_id="replay_quarantined",
    summary="Give a record to its room again",
    tags=["quarantine"],
    opt={**_RULE, "repeatable": "a record is replayed once; a repeat is refused"},
    status_code=200,
    sync_to_thread=True,
)
def replay_quarantined(
    item_id: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[QuarantinedOut]:
    """Try the record as it stands now (what it refers to may exist by now)."""
    with database.transaction() as tx:
        found = intake.replay(tx=tx, id=inner_id("qua", item_id), by=actor.name, as_of=now())
    return versioned(quarantined_out(found), found.version)


@post(
    "/v1/quarantine/{item_id:str}/dismissal",
    operation_id="dismiss_quarantined",
    summary="Give a record up",
    tags=["quarantine"],
    opt={**_RULE, "repeatable": "a record is given up once; a repeat is refused"},
    status_code=200,
    sync_to_thread=True,
)
def dismiss_quarantined(
    item_id: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[QuarantinedOut]:
    """Close the record without taking it; it stays readable."""
    with database.transaction() as tx:
        found = intake.dismiss(tx=tx, id=inner_id("qua", item_id), by=actor.name, as_of=now())
    return versioned(quarantined_out(found), found.version)


ROUTES: list[Any] = [list_quarantine, get_quarantined, correct_quarantined, replay_quarantined, dismiss_quarantined]
