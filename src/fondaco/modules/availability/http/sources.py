"""Routes of sources, for staff: what their silence means for promises, and for whom ERPs are asked live."""

from datetime import datetime
from typing import Annotated, Any, Literal

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from fondaco.kernel import clock
from fondaco.kernel.actor import Actor
from fondaco.kernel.ids import inner_id
from fondaco.modules.accounts import api as accounts
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.api import LiveRule, Occasion, Silence, Source
from fondaco.modules.availability.http.terms import OrganisationId
from fondaco.platform.transaction import Database
from fondaco.platform.web.version import versioned

SystemName = Annotated[str, Meta(min_length=1, max_length=100, examples=["erp-nord"])]
Limit = Annotated[int, Meta(ge=10, le=10_000, examples=[300], description="Milliseconds for everything that is asked.")]
Occasions = Annotated[list[Occasion], Meta(max_length=3, examples=[["cart", "order"]])]
Patience = Annotated[int, Meta(ge=1, le=31_622_399, examples=[900], description="Seconds.")]
_SEE = {"permission": ["staff.connections", "staff.stock"]}
_CHANGE = {"permission": "staff.connections"}


class SourceBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long the silence of a source is borne, what it means then, and on which occasions it is asked live for everybody.

    `unknown`: nothing is promised of it. `promise_with_note`: what was told last, with its age. `promise`: the same without
    its age. `ask_live`: it is asked within `limit_ms`; where it gives no answer, `fallback` counts.
    """

    patience: Patience
    policy: Silence
    fallback: Literal["unknown", "promise_with_note", "promise"] = "unknown"
    limit_ms: Limit = 300
    check_at: Occasions = []


class SourceOut(Struct, frozen=True, kw_only=True):
    """A source of stock: when it was last heard from, whether it is silent now, and what is kept for it."""

    system: SystemName
    heard_at: datetime
    silent: bool
    patience: int
    policy: Silence
    fallback: Silence
    limit_ms: int
    check_at: list[Occasion]
    version: int


class SourcesOut(Struct, frozen=True, kw_only=True):
    """All sources of stock, by name."""

    items: list[SourceOut]


class LiveRuleBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """On which occasions all ERPs are asked live for an organisation and all below it, and the time for all of them.

    Where they do not answer in time, what is remembered is told with its age.
    """

    check_at: Occasions
    limit_ms: Limit = 300


class LiveRuleOut(Struct, frozen=True, kw_only=True):
    """The rule of an organisation; with version 0 it has none of its own."""

    check_at: list[Occasion]
    limit_ms: int
    version: int


@get(
    "/v1/sources",
    operation_id="list_sources",
    summary="Sources of stock",
    tags=["availability"],
    opt=_SEE,
    sync_to_thread=True,
)
def list_sources(database: NamedDependency[Database]) -> SourcesOut:
    """List the sources that were ever heard from."""
    with database.transaction() as tx:
        return SourcesOut(items=[_source(one) for one in availability.sources(tx=tx)])


@get(
    "/v1/sources/{system:str}",
    operation_id="get_source",
    summary="A source of stock",
    tags=["availability"],
    opt=_SEE,
    sync_to_thread=True,
)
def get_source(system: FromPath[SystemName], database: NamedDependency[Database]) -> Response[SourceOut]:
    """Read when it was heard from and what is kept for it."""
    with database.transaction() as tx:
        found = availability.source(tx=tx, system=system)
    return versioned(_source(found), found.version)


@put(
    "/v1/sources/{system:str}",
    operation_id="set_source",
    summary="Say what the silence of a source means",
    tags=["availability"],
    opt=_CHANGE,
    sync_to_thread=True,
)
def set_source(
    system: FromPath[SystemName],
    data: JSONBody[SourceBody],
    expected_version: NamedDependency[int],
    database: NamedDependency[Database],
) -> Response[SourceOut]:
    """Replace what is kept for a source; it counts for the next promise."""
    with database.transaction() as tx:
        found = availability.set_source(
            tx=tx,
            system=system,
            expected_version=expected_version,
            patience=data.patience,
            silence=data.policy,
            fallback=Silence(data.fallback),
            limit_ms=data.limit_ms,
            checks=frozenset(data.check_at),
        )
    return versioned(_source(found), found.version)


@get(
    "/v1/organisations/{organisation_id:str}/live-check",
    operation_id="get_live_check",
    summary="Where ERPs are asked live for an organisation",
    tags=["availability"],
    opt={"permission": "staff.customers"},
    sync_to_thread=True,
)
def get_live_check(
    organisation_id: FromPath[OrganisationId], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[LiveRuleOut]:
    """Read the rule of an organisation; what it inherits is its parents' rule."""
    with database.transaction() as tx:
        owner = accounts.organisation(tx=tx, id=inner_id("org", organisation_id), actor=actor).id
        found = availability.live_rule(tx=tx, organisation=owner)
    return versioned(_rule(found), found.version)


@put(
    "/v1/organisations/{organisation_id:str}/live-check",
    operation_id="set_live_check",
    summary="Ask ERPs live for an organisation",
    tags=["availability"],
    opt={"permission": "staff.customers"},
    sync_to_thread=True,
)
def set_live_check(
    organisation_id: FromPath[OrganisationId],
    data: JSONBody[LiveRuleBody],
    expected_version: NamedDependency[int],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Response[LiveRuleOut]:
    """Replace the rule; without an occasion nobody is asked for this organisation, whatever its parents' rule says."""
    with database.transaction() as tx:
        owner = accounts.organisation(tx=tx, id=inner_id("org", organisation_id), actor=actor).id
        found = availability.set_live_rule(
            tx=tx,
            organisation=owner,
            expected_version=expected_version,
            occasions=frozenset(data.check_at),
            limit_ms=data.limit_ms,
        )
    return versioned(_rule(found), found.version)


def _source(found: Source) -> SourceOut:
    return SourceOut(
        system=found.system,
        heard_at=found.heard_at,
        silent=found.silent(clock.now()),
        patience=found.patience,
        policy=found.silence,
        fallback=found.fallback,
        limit_ms=found.limit_ms,
        check_at=_in_order(found.checks),
        version=found.version,
    )


def _rule(found: LiveRule) -> LiveRuleOut:
    return LiveRuleOut(check_at=_in_order(found.occasions), limit_ms=found.limit_ms, version=found.version)


def _in_order(occasions: frozenset[Occasion]) -> list[Occasion]:
    return [occasion for occasion in Occasion if occasion in occasions]


ROUTES: list[Any] = [list_sources, get_source, set_source, get_live_check, set_live_check]
