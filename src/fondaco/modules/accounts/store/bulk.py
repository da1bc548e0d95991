"""Storing many rows of one table: what is new is inserted, what differs is updated, the rest stays untouched."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Table, bindparam, insert, select, update

from fondaco.platform.transaction import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Which rows are new, which are changed, and what the changed ones were before."""

    created: list[UUID]
    changed: list[UUID]
    unchanged: int
    before: Mapping[UUID, Mapping[str, Any]]


def upsert(*, tx: Tx, table: Table, rows: Mapping[UUID, Mapping[str, Any]], source: str) -> Stored:
    """Store the rows by id in three statements, whatever their number; the version of changed rows goes up."""
    if not rows:
        return Stored(created=[], changed=[], unchanged=0, before={})
    # One order of locks for everybody who stores several rows.
    ids = sorted(rows)
    found = tx.execute(select(table).where(table.c.id.in_(ids)).order_by(table.c.id).with_for_update())
    before: dict[UUID, Mapping[str, Any]] = {row.id: row._asdict() for row in found}
    created = [id for id in rows if id not in before]
    changed = [id for id in before if any(before[id][name] != value for name, value in rows[id].items())]
    if created:
        tx.execute(insert(table), [{"id": id, "version": 1, "source": source, **rows[id]} for id in created])
    if changed:
        names = list(next(iter(rows.values())))
        statement = (
            update(table)
            .where(table.c.id == bindparam("b_id"))
            .values(
                {name: bindparam(f"b_{name}") for name in names}
                | {"version": table.c.version + 1, "source": bindparam("b_source")}
            )
        )
        tx.execute(
            statement,
            [{"b_id": id, "b_source": source} | {f"b_{name}": rows[id][name] for name in names} for id in changed],
        )
    return Stored(created=created, changed=changed, unchanged=len(before) - len(changed), before=before)
