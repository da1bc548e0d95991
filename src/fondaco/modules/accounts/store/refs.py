"""Keys of outside systems: looked up and stored for many things at once."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import Table, Text, func, insert, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from fondaco.kernel.ids import ExternalRef
from fondaco.platform.transaction import Tx


def find(*, tx: Tx, table: Table, refs: Iterable[ExternalRef]) -> dict[ExternalRef, UUID]:
    """Return the inner id of every key that is known."""
    wanted = sorted(set(refs))
    if not wanted:
        return {}
    asked = (
        func.unnest(
            literal([ref.system for ref in wanted], ARRAY(Text)), literal([ref.key for ref in wanted], ARRAY(Text))
        )
        .table_valued("system", "key", name="asked")
        .render_derived()
    )
    rows = tx.execute(
        select(table.c.system, table.c.key, table.columns[2].label("owner")).join(
            asked, (table.c.system == asked.c.system) & (table.c.key == asked.c.key)
        )
    )
    return {ExternalRef(row.system, row.key): row.owner for row in rows}


def add(*, tx: Tx, table: Table, owners: Mapping[ExternalRef, UUID]) -> None:
    """Store new keys."""
    if owners:
        column = table.columns[2].name
        tx.execute(insert(table), [{"system": r.system, "key": r.key, column: id} for r, id in owners.items()])


def of(*, tx: Tx, table: Table, owner: UUID) -> tuple[ExternalRef, ...]:
    """Return all outside keys of one thing."""
    rows = tx.execute(
        select(table.c.system, table.c.key).where(table.columns[2] == owner).order_by(table.c.system, table.c.key)
    )
    return tuple(ExternalRef(row.system, row.key) for row in rows)
