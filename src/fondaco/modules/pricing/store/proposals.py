"""Reading and writing proposals and the policy that asks for them."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert

from fondaco.modules.pricing.tables import price_policy, price_proposal
from fondaco.modules.pricing.types import Action, PricePolicy, Proposal, ProposalState
from fondaco.platform.transaction import Tx


def policy(*, tx: Tx) -> PricePolicy:
    """Load the policy."""
    above: Decimal | None = tx.execute(select(price_policy.c.above_percent)).scalar_one_or_none()
    return PricePolicy(above_percent=above)


def set_policy(*, tx: Tx, policy: PricePolicy) -> None:
    """Store the policy."""
    statement = upsert(price_policy).values(id=1, above_percent=policy.above_percent)
    tx.execute(
        statement.on_conflict_do_update(index_elements=["id"], set_={"above_percent": statement.excluded.above_percent})
    )


def add(*, tx: Tx, proposal: Proposal) -> None:
    """Store a proposal."""
    tx.execute(
        insert(price_proposal).values(
            id=proposal.id,
            action=proposal.action.value,
            record=proposal.record,
            version=proposal.version,
            body=dict(proposal.body),
            reason=proposal.reason,
            state=proposal.state.value,
            proposed_by=proposal.proposed_by,
            proposed_at=proposal.proposed_at,
        )
    )


def one(*, tx: Tx, id: UUID, lock: bool = False) -> Proposal | None:
    """Load a proposal."""
    statement = select(price_proposal).where(price_proposal.c.id == id)
    row = tx.execute(statement.with_for_update() if lock else statement).one_or_none()
    return None if row is None else _proposal(row)


def page(*, tx: Tx, state: ProposalState | None, before: tuple[datetime, UUID] | None, limit: int) -> list[Proposal]:
    """Load proposals, the newest first."""
    statement = select(price_proposal)
    if state is not None:
        statement = statement.where(price_proposal.c.state == state.value)
    if before is not None:
        statement = statement.where(tuple_(price_proposal.c.proposed_at, price_proposal.c.id) < before)
    ordered = statement.order_by(price_proposal.c.proposed_at.desc(), price_proposal.c.id.desc()).limit(limit)
    return [_proposal(row) for row in tx.execute(ordered)]


def decide(*, tx: Tx, id: UUID, values: Mapping[str, Any]) -> None:
    """Store what was decided."""
    tx.execute(update(price_proposal).where(price_proposal.c.id == id).values(**values))


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        id=row.id,
        action=Action(row.action),
        record=row.record,
        version=row.version,
        body=row.body,
        reason=row.reason,
        state=ProposalState(row.state),
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        comment=row.comment,
    )
