"""Proposing changes of prices, and deciding about those of somebody else."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from fondaco.kernel.ids import ExternalRef, new_id, public_id
from fondaco.modules.pricing.actions.own_records import (
    OWN_SYSTEM,
    add_price_record,
    change_price_record,
    end_price_record,
)
from fondaco.modules.pricing.errors import (
    NoSuchPriceRecord,
    NoSuchProposal,
    OwnProposal,
    ProposalDecided,
    SecondPersonNeeded,
    StatedElsewhere,
)
from fondaco.modules.pricing.events import PriceChangeDecided, PriceChangeProposed, PricePolicySet
from fondaco.modules.pricing.model.second import needs_second_person
from fondaco.modules.pricing.store import proposals as store
from fondaco.modules.pricing.store import read
from fondaco.modules.pricing.types import Action, PricePolicy, PriceRecordDraft, Proposal, ProposalState
from fondaco.platform.transaction import Tx
from fondaco.platform.web.version import demand

_PLACES = ("product", "category", "organisation", "price_list")


class _Tried(Exception):  # noqa: N818 - nothing failed, it only undoes what was tried
    """What was proposed is possible."""


def set_price_policy(*, tx: Tx, policy: PricePolicy, by: UUID | None = None) -> None:
    """State above how many percent a second person decides about prices of our own."""
    store.set_policy(tx=tx, policy=policy)
    above = None if policy.above_percent is None else f"{policy.above_percent:f}"
    tx.publish(PricePolicySet(above_percent=above, contact=by))


def demand_one_person(
    *,
    tx: Tx,
    draft: PriceRecordDraft | None = None,
    record: UUID | None = None,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Refuse, with `SecondPersonNeeded`, a change that the policy wants two people for: it has to be proposed."""
    policy = store.policy(tx=tx)
    found = read.one(tx=tx, id=record) if record is not None else None
    before = found[0] if found else None
    if needs_second_person(policy=policy, draft=draft, before=before, changes=changes or {}):
        raise SecondPersonNeeded(above_percent=f"{policy.above_percent:f}")


def policy_wants_two(*, tx: Tx, drafts: Sequence[PriceRecordDraft]) -> bool:
    """Tell whether the policy wants a second person for any of these new records."""
    policy = store.policy(tx=tx)
    return any(needs_second_person(policy=policy, draft=one, before=None, changes={}) for one in drafts)


def propose(
    *,
    tx: Tx,
    action: Action,
    by: UUID,
    at: datetime,
    reason: str,
    body: Mapping[str, Any],
    record: UUID | None = None,
    expected_version: int | None = None,
) -> Proposal:
    """Store a change for somebody else to decide about; it is tried out, so that what cannot be is refused at once.

    `body` holds fields of a `PriceRecordDraft`, and for a new record for whom and what it is, by ids.
    """
    proposal = Proposal(
        id=new_id(),
        action=action,
        record=record,
        version=expected_version,
        body=msgspec.to_builtins(body),
        reason=reason,
        state=ProposalState.OPEN,
        proposed_by=by,
        proposed_at=at,
    )
    with suppress(_Tried), tx.savepoint():
        _carry_out(tx, proposal)
        raise _Tried
    store.add(tx=tx, proposal=proposal)
    tx.publish(PriceChangeProposed(proposal=proposal.id, action=action.value, record=record, contact=by))
    return proposal


def decide(*, tx: Tx, id: UUID, by: UUID, at: datetime, accept: bool, comment: str = "") -> Proposal:
    """Accept a proposal, which carries it out, or reject it.

    Refused, with nothing changed: one's own (`OwnProposal`), one that is decided (`ProposalDecided`), and on acceptance
    whatever the change itself would refuse, a record that was changed since among it.
    """
    proposal = store.one(tx=tx, id=id, lock=True)
    if proposal is None:
        raise NoSuchProposal(proposal=public_id("ppr", id))
    if proposal.state is not ProposalState.OPEN:
        raise ProposalDecided(state=proposal.state.value)
    if proposal.proposed_by == by:
        raise OwnProposal
    if accept:
        _carry_out(tx, proposal)
    state = ProposalState.ACCEPTED if accept else ProposalState.REJECTED
    values = {"state": state.value, "decided_by": by, "decided_at": at, "comment": comment}
    store.decide(tx=tx, id=id, values=values)
    tx.publish(
        PriceChangeDecided(
            proposal=id, action=proposal.action.value, accepted=accept, record=proposal.record, contact=by
        )
    )
    return replace(proposal, state=state, decided_by=by, decided_at=at, comment=comment)


def _carry_out(tx: Tx, proposal: Proposal) -> None:
    if proposal.action is Action.ADD:
        places = {name: UUID(proposal.body[name]) for name in _PLACES if proposal.body.get(name)}
        ref = ExternalRef(OWN_SYSTEM, str(proposal.id))
        stated = {name: value for name, value in proposal.body.items() if name not in _PLACES}
        draft = _draft(stated | {"ref": {"system": ref.system, "key": ref.key}})
        add_price_record(tx=tx, draft=draft, **places)
        return
    if proposal.record is None or proposal.version is None:
        raise NoSuchPriceRecord(record="")
    found = read.one(tx=tx, id=proposal.record)
    if found is None:
        raise NoSuchPriceRecord(record=public_id("prc", proposal.record))
    record, version = found
    if record.system != OWN_SYSTEM:
        raise StatedElsewhere(system=record.system)
    demand(expected=proposal.version, actual=version)
    if proposal.action is Action.END:
        end_price_record(tx=tx, id=record.id, expected_version=version)
        return
    whole = _draft({"ref": {"system": OWN_SYSTEM, "key": record.key}, "amount": "0"} | dict(proposal.body))
    changes = {name: getattr(whole, name) for name in proposal.body}
    change_price_record(tx=tx, id=record.id, expected_version=version, changes=changes)


def _draft(body: Mapping[str, Any]) -> PriceRecordDraft:
    return msgspec.convert(dict(body), PriceRecordDraft, strict=False, dec_hook=_decoded)


def _decoded(kind: type, value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    return Decimal(str(value)) if kind is Decimal else value
