"""Storing and listing policies of backorders."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from fondaco.modules.availability.backorders import Backorders
from fondaco.modules.availability.tables import backorder
from fondaco.modules.availability.types import BackorderPolicy
from fondaco.platform.transaction import Tx


def put(*, tx: Tx, kind: str, owner: str, policy: BackorderPolicy | None) -> None:
    """Store a policy; None forgets it."""
    if policy is None:
        tx.execute(delete(backorder).where(backorder.c.owner == owner))
        return
    values = {"kind": kind, "policy": policy.value}
    statement = upsert(backorder).values(owner=owner, **values)
    tx.execute(statement.on_conflict_do_update(index_elements=["owner"], set_=values))


def listing(*, tx: Tx, after: tuple[str, str] | None, limit: int) -> list[Backorders]:
    """List policies by kind and owner, those after a certain one."""
    statement = select(backorder).order_by(backorder.c.kind, backorder.c.owner).limit(limit)
    if after is not None:
        kind, owner = after
        later = (backorder.c.kind > kind) | ((backorder.c.kind == kind) & (backorder.c.owner > owner))
        statement = statement.where(later)
    return [
        Backorders(kind=row.kind, owner=row.owner, policy=BackorderPolicy(row.policy)) for row in tx.execute(statement)
    ]
