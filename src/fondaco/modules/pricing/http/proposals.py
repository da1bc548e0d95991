"""Routes of changes that a second person decides about, and of the policy that asks for them."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta, Struct

from fondaco.kernel import clock
from fondaco.kernel.actor import Actor, ActorKind
from fondaco.kernel.errors import Forbidden
from fondaco.kernel.ids import inner_id, public_id
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.http.drafts import changes_of, draft_of, places_of
from fondaco.modules.pricing.http.schemas import PriceRecordIn, PriceRecordPatch, RecordId
from fondaco.modules.pricing.types import Action, PricePolicy, Proposal, ProposalState
from fondaco.platform.transaction import Database, Tx
from fondaco.platform.web.once import Once
from fondaco.platform.web.page import Cursor

ProposalId = Annotated[str, Meta(max_length=40, examples=["ppr_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
Text = Annotated[str, Meta(max_length=500)]
Limit = Annotated[int, QueryParameter(ge=1, le=200, description="At most so many proposals.")]
Percent = Annotated[str, Meta(pattern=r"^[0-9]{1,3}(\.[0-9]{1,4})?$", examples=["10"])]


class NobodyAsks(Forbidden):
    """Proposals are made and decided by persons, so that each can be held against the other."""

    code = "pricing.persons_only"
    title = "Only a person can propose or decide."


class PricePolicyBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Above how many percent a second person decides about our own prices; null lets everybody decide alone."""

    second_person_above: Percent | None = None


class ProposalIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A change to decide about: a new record, or other values or the end of one as of a version."""

    reason: Annotated[str, Meta(min_length=1, max_length=500)]
    add: PriceRecordIn | None = None
    record: RecordId | None = None
    version: Annotated[int, Meta(ge=0)] | None = None
    change: PriceRecordPatch | None = None


class DecisionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether a proposal is accepted, and why."""

    decision: Literal["accept", "reject"]
    comment: Text = ""


class ProposalOut(Struct, frozen=True, kw_only=True):
    """A proposal: what is to change from what, who asks for it and what became of it."""

    id: str
    action: str
    state: str
    record: str | None
    reason: str
    proposed_by: str
    proposed_at: datetime
    stated: dict[str, str]
    decided_by: str | None
    decided_at: datetime | None
    comment: str


class ProposalsOut(Struct, frozen=True, kw_only=True):
    """Proposals, the newest first."""

    items: list[ProposalOut]
    next: str | None = None


@get(
    "/v1/price-policy",
    operation_id="get_price_policy",
    summary="Who decides about prices",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def get_price_policy(database: NamedDependency[Database]) -> PricePolicyBody:
    """Tell above how many percent a second person decides."""
    with database.transaction() as tx:
        above = pricing.price_policy(tx=tx).above_percent
    return PricePolicyBody(second_person_above=None if above is None else f"{above:f}")


@put(
    "/v1/price-policy",
    operation_id="set_price_policy",
    summary="Set who decides about prices",
    tags=["pricing"],
    # Who keeps prices does not decide how many people that takes.
    opt={"permission": "staff.price_policy"},
    sync_to_thread=True,
)
def set_price_policy(
    data: JSONBody[PricePolicyBody], database: NamedDependency[Database], actor: NamedDependency[Actor]
) -> PricePolicyBody:
    """State above how many percent a second person decides."""
    above = None if data.second_person_above is None else Decimal(data.second_person_above)
    with database.transaction() as tx:
        pricing.set_price_policy(tx=tx, policy=PricePolicy(above_percent=above), by=actor.id)
    return data


@get(
    "/v1/price-proposals",
    operation_id="list_price_proposals",
    summary="Proposed prices",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def list_price_proposals(
    database: NamedDependency[Database],
    # The framework keeps the name `state` for itself.
    status: Annotated[ProposalState | None, QueryParameter(name="state")] = None,
    cursor: FromQuery[Cursor | None] = None,
    limit: FromQuery[Limit] = 50,
) -> ProposalsOut:
    """List proposals, open ones or all."""
    with database.transaction() as tx:
        page = pricing.proposals(tx=tx, state=status, cursor=cursor, limit=limit)
    return ProposalsOut(items=[_told(one) for one in page.items], next=page.next)


@post(
    "/v1/price-proposals",
    operation_id="propose_price",
    summary="Propose a price",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def propose_price(
    data: JSONBody[ProposalIn], once: NamedDependency[Once], actor: NamedDependency[Actor]
) -> Response[ProposalOut]:
    """Propose a new record of our own, a change of one, or its end; what cannot be is refused at once."""
    by = _person(actor)

    def work(tx: Tx) -> ProposalOut:
        if data.add is not None:
            body: dict[str, Any] = dict(draft_of(data.add, key="")) | places_of(tx, data.add)
            action, record = Action.ADD, None
        else:
            record = inner_id("prc", data.record or "")
            body = changes_of(tx, record, data.change) if data.change is not None else {}
            action = Action.CHANGE if body else Action.END
        proposal = pricing.propose(
            tx=tx,
            action=action,
            by=by,
            at=clock.now(),
            reason=data.reason,
            body=body,
            record=record,
            expected_version=data.version,
        )
        return _told(proposal)

    return once.run(work)


@post(
    "/v1/price-proposals/{proposal_id:str}/decision",
    operation_id="decide_price",
    summary="Decide about a proposed price",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def decide_price(
    proposal_id: FromPath[ProposalId],
    data: JSONBody[DecisionIn],
    once: NamedDependency[Once],
    actor: NamedDependency[Actor],
) -> Response[ProposalOut]:
    """Accept what somebody else proposed, which carries it out, or reject it."""
    by, id = _person(actor), inner_id("ppr", proposal_id)
    return once.run(
        lambda tx: _told(
            pricing.decide(tx=tx, id=id, by=by, at=clock.now(), accept=data.decision == "accept", comment=data.comment)
        )
    )


def _person(actor: Actor) -> Any:  # noqa: ANN401 - an id
    if actor.id is None or actor.kind is not ActorKind.STAFF:
        raise NobodyAsks
    return actor.id


def _told(one: Proposal) -> ProposalOut:
    return ProposalOut(
        id=public_id("ppr", one.id),
        action=one.action.value,
        state=one.state.value,
        record=public_id("prc", one.record) if one.record else None,
        reason=one.reason,
        proposed_by=public_id("con", one.proposed_by),
        proposed_at=one.proposed_at,
        stated={name: str(value) for name, value in one.body.items() if value not in (None, "")},
        decided_by=public_id("con", one.decided_by) if one.decided_by else None,
        decided_at=one.decided_at,
        comment=one.comment,
    )


ROUTES = [get_price_policy, set_price_policy, list_price_proposals, propose_price, decide_price]
