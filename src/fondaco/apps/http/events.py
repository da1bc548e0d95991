"""The event log and the dead letters of its subscribers, for staff."""

from datetime import datetime
from typing import Annotated, Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from msgspec import Meta, Struct, json

from fondaco.apps.http import named
from fondaco.kernel.ids import public_id
from fondaco.platform import dead_letters, event_log
from fondaco.platform.dead_letters import Failure
from fondaco.platform.event_log import Recorded
from fondaco.platform.transaction import Database
from fondaco.platform.web.page import Cursor, Limit, PageOut, cut, page_out, read_cursor

_RULE = {"permission": "staff.events"}
Moment = Annotated[datetime, Meta(tz=True)]
Position = Annotated[int, Meta(ge=0, le=2**62)]


class EventOut(Struct, frozen=True, kw_only=True):
    """A fact of the log; `position` has no gaps."""

    id: Annotated[str, Meta(examples=["evt_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
    position: int
    type: Annotated[str, Meta(examples=["orders.order_placed.v1"])]
    subject: Annotated[str, Meta(examples=["ord_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
    occurred_at: Moment
    recorded_at: Moment
    data: dict[str, Any]


class DeadLetterOut(Struct, frozen=True, kw_only=True):
    """A fact that a subscriber gave up on, with the reason of its last attempt."""

    subscription: str
    event: EventOut
    attempts: int
    error: str
    failed_at: Moment


@get(
    "/v1/events",
    operation_id="list_events",
    summary="The event log, newest first",
    tags=["events"],
    opt=_RULE,
    sync_to_thread=True,
)
def list_events(
    database: NamedDependency[Database],
    kind: Annotated[str | None, QueryParameter(name="type", max_length=120)] = None,
    subject: Annotated[str | None, QueryParameter(max_length=120)] = None,
    cursor: FromQuery[Cursor | None] = None,
    limit: Limit = 50,
) -> PageOut[EventOut]:
    """List facts of one type or about one subject, which is named by its public id."""
    before = read_cursor(cursor, tuple[Position])[0] if cursor else None
    with database.transaction() as tx:
        found = event_log.latest(
            tx=tx, before=before, type=kind or None, subject=named.stored(subject) if subject else None, limit=limit + 1
        )
    return page_out(cut(found, limit, lambda fact: (fact.position,)), _event)


@get(
    "/v1/dead-letters",
    operation_id="list_dead_letters",
    summary="Facts that a subscriber gave up on",
    tags=["events"],
    opt=_RULE,
    sync_to_thread=True,
)
def list_dead_letters(
    database: NamedDependency[Database],
    subscription: Annotated[str | None, QueryParameter(max_length=120)] = None,
    cursor: FromQuery[Cursor | None] = None,
    limit: Limit = 50,
) -> PageOut[DeadLetterOut]:
    """List dead letters, newest first."""
    before = read_cursor(cursor, tuple[Position])[0] if cursor else None
    with database.transaction() as tx:
        found = dead_letters.dead_letters(tx=tx, subscription=subscription or None, before=before, limit=limit + 1)
    return page_out(cut(found, limit, lambda failure: (failure.fact.position,)), _dead_letter)


@post(
    "/v1/dead-letters/{subscription:str}/{position:int}/replay",
    operation_id="replay_dead_letter",
    summary="Let the subscriber try a dead letter again",
    tags=["events"],
    opt={**_RULE, "repeatable": "what is no dead letter any more is refused", "statuses": [404]},
    status_code=204,
    sync_to_thread=True,
)
def replay_dead_letter(
    subscription: FromPath[str], position: FromPath[int], database: NamedDependency[Database]
) -> None:
    """Try it again at once, with all attempts."""
    with database.transaction() as tx:
        # A position past what the column holds was never given.
        dead_letters.replay(tx=tx, subscription=subscription, position=min(position, 2**62))


def _event(fact: Recorded) -> EventOut:
    data = json.decode(fact.data, type=dict[str, Any])
    return EventOut(
        id=public_id("evt", fact.id),
        position=fact.position,
        type=fact.type,
        subject=named.subject(fact.subject, data),
        occurred_at=fact.occurred_at,
        recorded_at=fact.recorded_at,
        data=named.shown(data),
    )


def _dead_letter(failure: Failure) -> DeadLetterOut:
    return DeadLetterOut(
        subscription=failure.subscription,
        event=_event(failure.fact),
        attempts=failure.attempts,
        error=failure.error,
        failed_at=failure.failed_at,
    )


ROUTES = [list_events, list_dead_letters, replay_dead_letter]
