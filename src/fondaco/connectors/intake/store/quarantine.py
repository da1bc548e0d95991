"""Queries on what was set aside, and on what was delivered."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from fondaco.connectors.intake.model import fields
from fondaco.connectors.intake.model.fields import storable
from fondaco.connectors.intake.tables import delivery, quarantine
from fondaco.connectors.intake.types import (
    Kind,
    Problem,
    Quarantined,
    QuarantineQuery,
    QuarantineState,
    Record,
)
from fondaco.kernel.ids import new_id
from fondaco.platform.transaction import Tx

_LONGEST_VALUE = 500
# Stands for any run before the present one.
_EARLIER = UUID(int=0)


def add(
    *, tx: Tx, connection: UUID, run: UUID | None, moment: datetime, found: Sequence[tuple[Record, Problem]]
) -> None:
    """Set records aside, each with its reason."""
    if not found:
        return
    tx.execute(
        insert(quarantine),
        [
            {
                "id": new_id(),
                "connection": connection,
                "run": run,
                "kind": record.kind.value,
                "file": storable(record.origin.file),
                "line": record.origin.line,
                "column": storable(problem.column),
                "field": problem.field,
                "value": storable(problem.value[:_LONGEST_VALUE]),
                "code": problem.code,
                "detail": storable(problem.detail),
                "fields": {name: storable(text) for name, text in fields.write(record.fields).items()},
                "raw": _plain(record.origin.raw),
                "systems": dict(record.systems),
                "state": QuarantineState.OPEN.value,
                "created_at": moment,
                "changed_at": moment,
                "version": 1,
            }
            for record, problem in found
        ],
    )


def find(*, tx: Tx, id: UUID, lock: bool = False) -> Quarantined | None:
    """Find one record that was set aside."""
    statement = select(quarantine).where(quarantine.c.id == id)
    row = tx.execute(statement.with_for_update() if lock else statement).one_or_none()
    return _read(row) if row else None


def page(*, tx: Tx, query: QuarantineQuery, before: UUID | None, limit: int) -> list[Quarantined]:
    """List what was set aside, latest first."""
    wanted: list[ColumnElement[bool]] = [
        column == value
        for column, value in (
            (quarantine.c.connection, query.connection),
            (quarantine.c.run, query.run),
            (quarantine.c.state, query.state),
            (quarantine.c.kind, query.kind),
            (quarantine.c.code, query.code),
        )
        if value is not None
    ]
    if before:
        wanted.append(quarantine.c.id < before)
    statement = select(quarantine).where(*wanted).order_by(quarantine.c.id.desc()).limit(limit)
    return [_read(row) for row in tx.execute(statement)]


def change(*, tx: Tx, id: UUID, state: QuarantineState, moment: datetime, by: str, **values: object) -> None:
    """Store the next state of a record that was set aside."""
    tx.execute(
        update(quarantine)
        .where(quarantine.c.id == id)
        .values(state=state.value, changed_at=moment, changed_by=by, version=quarantine.c.version + 1, **values)
    )


def delivered(*, tx: Tx, connection: UUID, kind: Kind, keys: Sequence[str]) -> Mapping[str, UUID]:
    """Find by which run these keys were delivered last."""
    statement = select(delivery.c.key, delivery.c.run).where(
        delivery.c.connection == connection, delivery.c.kind == kind.value, delivery.c.key.in_(keys)
    )
    return {row.key: row.run for row in tx.execute(statement)}


def deliver(*, tx: Tx, connection: UUID, run: UUID, kind: Kind, records: Mapping[str, Record]) -> None:
    """Store what a run delivered."""
    if not records:
        return
    statement = upsert(delivery)
    tx.execute(
        statement.on_conflict_do_update(
            index_elements=list(delivery.primary_key),
            set_={name: statement.excluded[name] for name in ("run", "fields", "systems", "file")},
        ),
        [
            {
                "connection": connection,
                "kind": kind.value,
                "key": key,
                "run": run,
                "fields": fields.write(record.fields),
                "systems": dict(record.systems),
                "file": record.origin.file,
            }
            for key, record in sorted(records.items())
        ],
    )


def spare(*, tx: Tx, connection: UUID, run: UUID, kind: Kind, keys: Sequence[str]) -> None:
    """Count earlier deliveries of these keys as delivered by the run too, with the fields they had."""
    if keys:
        tx.execute(
            update(delivery)
            .where(delivery.c.connection == connection, delivery.c.kind == kind.value, delivery.c.key.in_(sorted(keys)))
            .values(run=run)
        )


def missing(*, tx: Tx, connection: UUID, run: UUID, kind: Kind, limit: int) -> list[Row[Any]]:
    """Find some of what was delivered before and not by this run."""
    statement = (
        select(delivery)
        .where(delivery.c.connection == connection, delivery.c.kind == kind.value, delivery.c.run != run)
        .order_by(delivery.c.key)
        .limit(limit)
    )
    return list(tx.execute(statement))


def forget(*, tx: Tx, connection: UUID, kind: Kind, keys: Iterator[str]) -> None:
    """Forget what was ended."""
    tx.execute(
        delete(delivery).where(
            delivery.c.connection == connection, delivery.c.kind == kind.value, delivery.c.key == bindparam("b_key")
        ),
        [{"b_key": key} for key in keys],
    )


def begin_anew(*, tx: Tx, run: UUID) -> None:
    """Make a run as if it had delivered and set aside nothing yet; what a person corrected since stays."""
    tx.execute(delete(quarantine).where(quarantine.c.run == run, quarantine.c.state == QuarantineState.OPEN.value))
    tx.execute(update(delivery).where(delivery.c.run == run).values(run=_EARLIER))


def _plain(raw: Mapping[str, object]) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(dict(raw), enc_hook=str, str_keys=True)
    return {storable(name): storable(v) if isinstance(v, str) else v for name, v in plain.items()}


def _read(row: Row[Any]) -> Quarantined:
    mapping = row._mapping  # noqa: SLF001 - `column` is a column's name here
    return Quarantined(
        id=row.id,
        connection=row.connection,
        run=row.run,
        kind=Kind(row.kind),
        file=row.file,
        line=row.line,
        problem=Problem(field=row.field, code=row.code, detail=row.detail, column=mapping["column"], value=row.value),
        fields=row.fields,
        raw=row.raw,
        systems=row.systems,
        state=QuarantineState(row.state),
        created_at=row.created_at,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        version=row.version,
    )
