"""Storing assortments."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, update

from fondaco.kernel.period import Period
from fondaco.modules.catalog.tables import assortment
from fondaco.modules.catalog.types import Assortment, AssortmentDraft, AssortmentMode, Audience, Pick, PickKind
from fondaco.platform.transaction import Tx


def all_of_them(*, tx: Tx) -> list[Assortment]:
    """Load all assortments by code."""
    return [_assortment(row) for row in tx.execute(select(assortment).order_by(assortment.c.code))]


def one(*, tx: Tx, id: UUID, lock: bool = False) -> Assortment | None:
    """Load one assortment, for changing it with `lock`."""
    wanted = select(assortment).where(assortment.c.id == id)
    row = tx.execute(wanted.with_for_update() if lock else wanted).one_or_none()
    return _assortment(row) if row else None


def by_code(*, tx: Tx, code: str) -> UUID | None:
    """Return the assortment with a code."""
    return tx.execute(select(assortment.c.id).where(assortment.c.code == code)).scalar_one_or_none()


def put(*, tx: Tx, found: Assortment) -> None:
    """Store an assortment, a new one with version 1."""
    values = _values(found)
    if found.version == 1:
        tx.execute(insert(assortment).values(**values))
    else:
        tx.execute(update(assortment).where(assortment.c.id == found.id).values(**values))


def remove(*, tx: Tx, id: UUID) -> None:
    """Forget an assortment."""
    tx.execute(delete(assortment).where(assortment.c.id == id))


def _values(found: Assortment) -> dict[str, Any]:
    stated = found.stated
    return {
        "id": found.id,
        "code": stated.code,
        "name": stated.name,
        "mode": stated.mode.value,
        "picks": [
            {"kind": pick.kind.value, "id": str(pick.id) if pick.id else None, "code": pick.code, "value": pick.value}
            for pick in stated.picks
        ],
        "organisation": stated.audience.organisation,
        "role": stated.audience.role,
        "sales_area": stated.audience.sales_area,
        "segment": stated.audience.segment,
        "valid_from": stated.valid.start,
        "valid_to": stated.valid.end,
        "version": found.version,
    }


def _assortment(row: Row[Any]) -> Assortment:
    return Assortment(
        id=row.id,
        stated=AssortmentDraft(
            code=row.code,
            name=row.name,
            mode=AssortmentMode(row.mode),
            picks=tuple(
                Pick(
                    kind=PickKind(pick["kind"]),
                    id=UUID(pick["id"]) if pick["id"] else None,
                    code=pick["code"],
                    value=pick["value"],
                )
                for pick in row.picks
            ),
            audience=Audience(
                organisation=row.organisation, role=row.role, sales_area=row.sales_area, segment=row.segment
            ),
            valid=Period(row.valid_from, row.valid_to),
        ),
        version=row.version,
    )
