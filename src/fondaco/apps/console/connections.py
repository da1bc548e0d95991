"""Connections: how each outside system is, its runs, and keeping calls away or letting them through again."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from babel.dates import format_timedelta
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from fondaco.apps.client.base import ApiProblem
from fondaco.apps.client.generated import ConnectionOut, RunIn, RunOut
from fondaco.apps.console import sources
from fondaco.apps.console.current import prepare
from fondaco.apps.pages import language, problems
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit
from fondaco.kernel.clock import now

_REFUSED = frozenset({400, 403, 404, 409, 422})


def state(code: str) -> tuple[str, str]:
    """Say a connection's state and its colour."""
    return {
        "active": (_("Working"), "good"),
        "paused": (_("Paused"), "warn"),
        "broken": (_("Interrupted"), "bad"),
    }.get(code, (code, ""))


def run_state(code: str) -> tuple[str, str]:
    """Say a run's state and its colour."""
    return {
        "waiting": (_("Waiting"), "info"),
        "running": (_("Running"), "info"),
        "succeeded": (_("Done"), "good"),
        "failed": (_("Failed"), "bad"),
    }.get(code, (code, ""))


def tile(one: ConnectionOut) -> dict[str, Any]:
    """Show a connection as a tile."""
    text, colour = state(one.state)
    return {
        "id": one.id,
        "url": f"/connections/{one.id}",
        "name": one.name,
        "kind": one.kind,
        "state_text": text,
        "state_kind": colour,
        "last_run": language.ago(one.last_success_at, now=now()),
        "lag": _span(one.lag_seconds),
        "quarantined": one.open_quarantine,
        "error": one.error if one.state == "broken" else "",
    }


@get("/connections")
async def connections(visit: NamedDependency[Visit]) -> Response[str]:
    """Show all connections."""
    await prepare(visit)
    found = (await visit.client.list_connections()).items
    return visit.page("connections.html", active="connections", connections=[tile(one) for one in found])


@get("/connections/{connection_id:str}")
async def connection(visit: NamedDependency[Visit], connection_id: FromPath[str]) -> Response[str]:
    """Show one connection with its runs."""
    return await _page(visit, await visit.client.get_connection(connection_id=connection_id))


@post("/connections/{connection_id:str}/pause")
async def pause(visit: NamedDependency[Visit], connection_id: FromPath[str]) -> Response[str]:
    """Let nothing through until somebody resumes it."""
    found = await visit.client.pause_connection(connection_id=connection_id)
    return await _after(visit, found, _("The connection is paused."))


@post("/connections/{connection_id:str}/resumption")
async def resume(visit: NamedDependency[Visit], connection_id: FromPath[str]) -> Response[str]:
    """Let calls through again."""
    found = await visit.client.resume_connection(connection_id=connection_id)
    return await _after(visit, found, _("The connection works again."))


@post("/connections/{connection_id:str}/source")
async def keep_source(visit: NamedDependency[Visit], connection_id: FromPath[str]) -> Response[str]:
    """Keep what the silence of its source means, and where it is asked live."""
    typed = {name: (await visit.field(name)).strip() for name in sources.SOURCE}
    found = await visit.client.get_connection(connection_id=connection_id)
    try:
        body = sources.source_body(typed)
        await visit.client.set_source(system=found.system, version=int(typed["version"] or 0), data=body)
    except language.BadNumber:
        refused = _("This is not a valid number.")
    except ApiProblem as problem:
        if problem.status not in _REFUSED:
            raise
        refused = problems.words(problem).line
    else:
        return visit.go(f"/connections/{found.id}", toast=_("The policy is kept."))
    return await _page(visit, found, sent={"typed": typed, "refused": refused})


@post("/connections/{connection_id:str}/runs")
async def run_now(visit: NamedDependency[Visit], connection_id: FromPath[str]) -> Response[str]:
    """Ask for a run at once."""
    await visit.client.request_run(connection_id=connection_id, data=RunIn())
    found = await visit.client.get_connection(connection_id=connection_id)
    return await _after(visit, found, _("The run is on its way."))


async def _after(visit: Visit, found: ConnectionOut, toast: str) -> Response[str]:
    if not visit.fragment:
        return visit.go(f"/connections/{found.id}", toast=toast)
    return await _page(visit, found, toast=toast)


async def _page(
    visit: Visit, found: ConnectionOut, toast: str = "", sent: Mapping[str, Any] | None = None
) -> Response[str]:
    await prepare(visit)
    runs = (await visit.client.list_runs(connection_id=found.id, limit=20)).items
    shown = tile(found) | {
        "error": found.error,
        "may_pause": found.state != "paused",
        "may_resume": found.state != "active",
        "may_run": found.direction != "out" and found.state == "active",
        "facts": _facts(found),
    }
    return visit.page(
        "connection.html",
        status=422 if sent else 200,
        toast=toast,
        active="connections",
        c=shown,
        s=await sources.section(visit, found, sent or {}),
        runs=[_run(one) for one in runs],
    )


def _facts(found: ConnectionOut) -> list[tuple[str, str]]:
    circuit = {
        "closed": _("closed: calls go through"),
        "open": _("open: no calls until %(moment)s") % {"moment": language.moment(found.breaker.retry_at)},
        "half_open": _("half open: one call is tried"),
    }
    direction = {"in": _("inward"), "out": _("outward"), "both": _("both ways")}
    facts = [
        (_("Kind"), found.kind),
        (_("System"), found.system),
        (_("Direction"), direction.get(found.direction, found.direction)),
        (_("Circuit"), circuit.get(found.breaker.state, found.breaker.state)),
        (_("Failures in a row"), language.number(found.breaker.failures)),
        (_("Last success"), language.moment(found.last_success_at)),
        (_("Behind by"), _span(found.lag_seconds)),
        (_("Set aside"), language.number(found.open_quarantine)),
    ]
    return [(name, value) for name, value in facts if value]


def _run(one: RunOut) -> dict[str, Any]:
    text, colour = run_state(one.state)
    mode = _("Full load") if one.mode == "full" else _("Changes")
    return {
        "started": one.started_at or one.created_at,
        "what": " · ".join(
            part for part in (mode, _("Dry run") if one.dry_run else "", ", ".join(one.files), one.progress) if part
        ),
        "error": one.error,
        "state_text": text,
        "state_kind": colour,
        "took": f"{language.number(one.duration_ms)} ms" if one.duration_ms is not None else "–",
        "read": one.total.read,
        "changed": one.total.created + one.total.changed + one.total.ended,
        "refused": one.total.refused,
    }


def _span(seconds: int | None) -> str:
    if seconds is None:
        return ""
    return str(format_timedelta(timedelta(seconds=seconds), locale=language.current()))


ROUTES = [connections, connection, pause, resume, keep_source, run_now]
