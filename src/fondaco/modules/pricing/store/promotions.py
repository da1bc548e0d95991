"""Reading and writing promotions."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert

from fondaco.kernel.period import Period
from fondaco.modules.pricing.tables import promotion as table
from fondaco.modules.pricing.types import Offer, Promotion, PromotionDraft, PromotionState
from fondaco.platform.transaction import Tx


def put(*, tx: Tx, promotion: Promotion) -> None:
    """Store a promotion as it is now."""
    stated = promotion.stated
    values = {
        "id": promotion.id,
        "code": stated.code,
        "names": dict(stated.names),
        "valid_from": stated.valid.start,
        "valid_to": stated.valid.end,
        "segments": list(stated.segments),
        "arm": stated.arm,
        "sales_area": stated.sales_area,
        "offers": msgspec.to_builtins(stated.offers),
        "state": promotion.state.value,
        "asked_by": promotion.asked_by,
        "version": promotion.version,
    }
    statement = upsert(table).values(**values)
    tx.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def drop(*, tx: Tx, id: UUID) -> None:
    """Forget a promotion."""
    tx.execute(delete(table).where(table.c.id == id))


def one(*, tx: Tx, id: UUID, lock: bool = False) -> Promotion | None:
    """Load a promotion."""
    statement = select(table).where(table.c.id == id)
    row = tx.execute(statement.with_for_update() if lock else statement).one_or_none()
    return None if row is None else _read(row)


def of_code(*, tx: Tx, code: str) -> UUID | None:
    """Return which promotion has a code."""
    return tx.execute(select(table.c.id).where(table.c.code == code)).scalar_one_or_none()


def page(*, tx: Tx, state: PromotionState | None, after: tuple[datetime, UUID] | None, limit: int) -> list[Promotion]:
    """Load promotions, the one that begins last first."""
    statement = select(table)
    if state is not None:
        statement = statement.where(table.c.state == state.value)
    if after is not None:
        statement = statement.where(tuple_(table.c.valid_from, table.c.id) < after)
    rows = tx.execute(statement.order_by(table.c.valid_from.desc(), table.c.id.desc()).limit(limit))
    return [_read(row) for row in rows]


def _read(row: Row[Any]) -> Promotion:
    return Promotion(
        id=row.id,
        stated=PromotionDraft(
            code=row.code,
            names=row.names,
            valid=Period(row.valid_from, row.valid_to),
            segments=tuple(row.segments),
            arm=row.arm,
            sales_area=row.sales_area,
            offers=msgspec.convert(row.offers, tuple[Offer, ...], strict=False),
        ),
        state=PromotionState(row.state),
        version=row.version,
        asked_by=row.asked_by,
    )
