"""Storing allocations, and reading how much of them is drawn."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, text

from fondaco.kernel.ids import ExternalRef
from fondaco.modules.availability.store.read import allocation_of
from fondaco.modules.availability.tables import allocation, reservation
from fondaco.modules.availability.types import Allocation, AllocationState
from fondaco.platform.transaction import Tx

# A change keeps the place in the order: what was drawn since stays drawn.
_PUT = text("""
    INSERT INTO availability.allocation AS old
        (id, number, system, key, product, location, organisation, segment, quantity, used, valid_from, valid_to, version)
    SELECT told.id, nextval(pg_get_serial_sequence('availability.claimant', 'number')), told.system, told.key, told.product,
           told.location, told.organisation, told.segment, told.quantity, 0, told.valid_from, told.valid_to, 1
    FROM unnest(CAST(:id AS uuid[]), CAST(:system AS text[]), CAST(:key AS text[]), CAST(:product AS uuid[]),
                CAST(:location AS uuid[]), CAST(:organisation AS uuid[]), CAST(:segment AS text[]),
                CAST(:quantity AS numeric[]), CAST(:valid_from AS timestamptz[]), CAST(:valid_to AS timestamptz[]))
         AS told (id, system, key, product, location, organisation, segment, quantity, valid_from, valid_to)
    ORDER BY told.id
    ON CONFLICT (id) DO UPDATE
    SET location = excluded.location, organisation = excluded.organisation, segment = excluded.segment,
        quantity = excluded.quantity, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
        version = old.version + 1
    WHERE (old.location, old.organisation, old.segment, old.quantity, old.valid_from, old.valid_to) IS DISTINCT FROM
          (excluded.location, excluded.organisation, excluded.segment, excluded.quantity, excluded.valid_from,
           excluded.valid_to)
    RETURNING product, xmax = 0 AS created
""")
_LOCK = text("SELECT FROM availability.allocation WHERE id = :id FOR UPDATE")


def put(*, tx: Tx, rows: Sequence[Allocation]) -> list[tuple[UUID, bool]]:
    """Store allocations by id; return the products of those that are new (True) or other than before (False)."""
    if not rows:
        return []
    found = tx.execute(
        _PUT,
        {
            "id": [row.id for row in rows],
            "system": [row.system for row in rows],
            "key": [row.key for row in rows],
            "product": [row.product for row in rows],
            "location": [row.location for row in rows],
            "organisation": [row.organisation for row in rows],
            "segment": [row.segment for row in rows],
            "quantity": [row.quantity for row in rows],
            "valid_from": [row.valid_from for row in rows],
            "valid_to": [row.valid_to for row in rows],
        },
    )
    return [(row.product, row.created) for row in found]


def by_refs(*, tx: Tx, refs: Sequence[ExternalRef]) -> dict[ExternalRef, Allocation]:
    """Return the allocations that were stated under these keys."""
    rows = tx.execute(select(allocation).where(allocation.c.key.in_([ref.key for ref in refs])))
    found = (allocation_of(row) for row in rows)
    return {ExternalRef(one.system, one.key): one for one in found}


def state(*, tx: Tx, id: UUID, as_of: datetime, lock: bool = False) -> AllocationState | None:
    """Load one allocation with what is drawn of it."""
    if lock:
        tx.execute(_LOCK, {"id": id})
    found = _states(tx, [allocation.c.id == id], as_of, 1)
    return found[0] if found else None


def states(
    *,
    tx: Tx,
    as_of: datetime,
    product: UUID | None,
    organisation: UUID | None,
    segment: str | None,
    over: bool,
    after: UUID | None,
    limit: int,
) -> list[AllocationState]:
    """Load the allocations that fit in the order of their ids, with what is drawn of each; those that are `over` too."""
    asked = (
        (allocation.c.product, product),
        (allocation.c.organisation, organisation),
        (allocation.c.segment, segment),
    )
    wanted: list[ColumnElement[bool]] = [column == value for column, value in asked if value]
    if not over:
        wanted.append(allocation.c.valid_to.is_(None) | (allocation.c.valid_to > as_of))
    if after is not None:
        wanted.append(allocation.c.id > after)
    return _states(tx, wanted, as_of, limit)


def _states(tx: Tx, wanted: Sequence[ColumnElement[bool]], as_of: datetime, limit: int) -> list[AllocationState]:
    held = (
        select(func.coalesce(func.sum(reservation.c.quantity), 0))
        .where(
            reservation.c.allocation == allocation.c.id,
            reservation.c.expires_at.is_(None) | (reservation.c.expires_at > as_of),
        )
        .scalar_subquery()
        .label("held")
    )
    rows = tx.execute(select(allocation, held).where(*wanted).order_by(allocation.c.id).limit(limit))
    return [AllocationState(allocation=allocation_of(row), held=row.held) for row in rows]
