"""Quarantine: records that were set aside, corrected here and given to their rooms again."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from fondaco.apps.client.base import ApiProblem
from fondaco.apps.client.generated import CorrectionIn, QuarantinedOut
from fondaco.apps.console.current import prepare
from fondaco.apps.pages import problems
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit
from fondaco.apps.pages.templating import link

_PER_PAGE = 30
_FIELD = "column:"
_REFUSED = frozenset({400, 409, 422})


def state(code: str) -> tuple[str, str]:
    """Say the state of a record that was set aside, and its colour."""
    return {
        "open": (_("Open"), "warn"),
        "corrected": (_("Corrected"), "info"),
        "replayed": (_("Taken"), "good"),
        "dismissed": (_("Discarded"), ""),
    }.get(code, (code, ""))


@get("/quarantine")
async def quarantine(visit: NamedDependency[Visit]) -> Response[str]:
    """List what was set aside."""
    connection, wanted, cursor = visit.query("connection"), visit.query("state", "open"), visit.query("cursor")
    await prepare(visit)
    page = await visit.client.list_quarantine(
        connection=connection or None,
        state=wanted if wanted in _STATES else None,  # type: ignore[arg-type] # checked by the very list
        cursor=cursor or None,
        limit=_PER_PAGE,
    )
    known = (await visit.client.list_connections()).items if visit.always["me"].may("staff.connections") else []
    names = {one.id: one.name for one in known}
    return visit.page(
        "quarantine.html",
        active="quarantine",
        connection=connection,
        connections=[{"id": one.id, "name": one.name} for one in known],
        state=wanted,
        states=[("all", _("All")), *((code, state(code)[0]) for code in _STATES)],
        items=[_row(one, names) for one in page.items],
        next_url=link("/quarantine", connection=connection, state=wanted, cursor=page.next) if page.next else "",
        first_url=link("/quarantine", connection=connection, state=wanted) if cursor else "",
    )


@get("/quarantine/{item_id:str}")
async def item(visit: NamedDependency[Visit], item_id: FromPath[str]) -> Response[str]:
    """Show one record with its fields and why it was set aside."""
    return await _page(visit, await visit.client.get_quarantined(item_id=item_id))


@post("/quarantine/{item_id:str}")
async def decide(visit: NamedDependency[Visit], item_id: FromPath[str]) -> Response[str]:
    """Correct and replay, or give up."""
    client = visit.client
    found = await client.get_quarantined(item_id=item_id)
    if await visit.field("action") == "discard":
        done = await client.dismiss_quarantined(item_id=item_id)
        return await _page(visit, done, outcome=_outcome("info", _("Discarded"), _("The record is closed.")))
    form = await visit.form()
    typed = {name.removeprefix(_FIELD): str(form[name]) for name in form if name.startswith(_FIELD)}
    changed = {name: value for name, value in typed.items() if value != found.fields.get(name, "")}
    version = int(await visit.field("version", str(found.version)))
    try:
        correction = CorrectionIn(fields=changed, replay=True)
        done = await client.correct_quarantined(item_id=item_id, version=version, data=correction)
    except ApiProblem as problem:
        if problem.status not in _REFUSED:
            raise
        told = problems.words(problem).line
        refused = _outcome("bad", _("Still not possible"), told)
        return await _page(visit, found, outcome=refused, typed=typed)
    taken = _outcome("good", _("Taken"), _("The record went through the same checks as the file and is stored."))
    return await _page(visit, done, outcome=taken)


_STATES = ("open", "corrected", "replayed", "dismissed")


def _outcome(kind: str, title: str, text: str) -> dict[str, str]:
    return {"kind": kind, "title": title, "text": text}


def _row(one: QuarantinedOut, names: dict[str, str]) -> dict[str, Any]:
    text, colour = state(one.state)
    return {
        "url": f"/quarantine/{one.id}",
        "where": _where(one),
        "connection": names.get(one.connection, ""),
        "field": one.column or one.field,
        "value": one.value,
        "reason": one.detail,
        "since": one.created_at,
        "state_text": text,
        "state_kind": colour,
    }


def _where(one: QuarantinedOut) -> str:
    if one.line is None:
        return one.file
    return _("%(file)s, line %(line)s") % {"file": one.file, "line": one.line}


async def _page(
    visit: Visit,
    found: QuarantinedOut,
    *,
    outcome: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
) -> Response[str]:
    await prepare(visit)
    fields = found.fields | (typed or {})
    shown = _row(found, {}) | {
        "open": found.state in {"open", "corrected"},
        "version": found.version,
        "kind": found.kind,
        "columns": [(name, value, name == found.field) for name, value in fields.items()],
        "raw": [(name, value) for name, value in found.raw.items()],
        "code": found.code,
    }
    if found.field and found.field not in fields and shown["open"]:
        shown["columns"].insert(0, (found.field, "", True))
    return visit.page("quarantine_item.html", active="quarantine", i=shown, outcome=outcome)


ROUTES = [quarantine, item, decide]
