"""The event log, and the dead letters that wait for a person."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import json

from fondaco.apps.client.generated import EventOut
from fondaco.apps.console.current import prepare
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit
from fondaco.apps.pages.templating import link

_PER_PAGE = 40


@get("/events")
async def events(visit: NamedDependency[Visit]) -> Response[str]:
    """Show what happened, the latest first."""
    kind, subject, cursor = visit.query("type"), visit.query("subject"), visit.query("cursor")
    await prepare(visit)
    page = await visit.client.list_events(
        type_=kind or None, subject=subject or None, cursor=cursor or None, limit=_PER_PAGE
    )
    return visit.page(
        "events.html",
        active="events",
        dead=False,
        type=kind,
        subject=subject,
        events=[_event(one) for one in page.items],
        next_url=link("/events", type=kind, subject=subject, cursor=page.next) if page.next else "",
        first_url=link("/events", type=kind, subject=subject) if cursor else "",
    )


@get("/dead-letters")
async def dead_letters(visit: NamedDependency[Visit]) -> Response[str]:
    """Show what a subscriber gave up on."""
    return await _dead(visit)


@post("/dead-letters/{subscription:str}/{position:int}/replay")
async def replay(visit: NamedDependency[Visit], subscription: FromPath[str], position: FromPath[int]) -> Response[str]:
    """Let the subscriber try again."""
    await visit.client.replay_dead_letter(subscription=subscription, position=str(position))
    if not visit.fragment:
        return visit.go("/dead-letters", toast=_("It is tried again now."))
    return await _dead(visit, toast=_("It is tried again now."))


async def _dead(visit: Visit, toast: str = "") -> Response[str]:
    cursor = visit.query("cursor")
    await prepare(visit)
    page = await visit.client.list_dead_letters(cursor=cursor or None, limit=_PER_PAGE)
    return visit.page(
        "events.html",
        toast=toast,
        active="events",
        dead=True,
        type="",
        subject="",
        events=[
            _event(one.event)
            | {
                "subscriber": one.subscription,
                # The last line of a trace says what went wrong; the lines above it, where.
                "reason": one.error.strip().rpartition("\n")[2],
                "trace": one.error.strip(),
                "attempts": one.attempts,
                "url": f"/dead-letters/{one.subscription}/{one.event.position}",
            }
            for one in page.items
        ],
        next_url=link("/dead-letters", cursor=page.next) if page.next else "",
        first_url="/dead-letters" if cursor else "",
    )


def _event(one: EventOut) -> dict[str, Any]:
    return {
        "position": one.position,
        "at": one.occurred_at,
        "type": one.type_,
        "subject": one.subject,
        "type_url": link("/events", type=one.type_),
        "subject_url": link("/events", subject=one.subject),
        "subscriber": "",
        "content": json.format(json.encode(one.data), indent=2).decode(),
    }


ROUTES = [events, dead_letters, replay]
