"""Quarantine: looking at what was set aside, correcting it, giving it to the rooms again, or giving it up."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from fondaco.connectors.intake.actions.connections import connection as connection_of
from fondaco.connectors.intake.doors import DOORS
from fondaco.connectors.intake.errors import BadRecord, NoSuchQuarantined, NotCorrectable
from fondaco.connectors.intake.model import drafts, fields
from fondaco.connectors.intake.model.identity import key_of
from fondaco.connectors.intake.model.life_cycle import QUARANTINE
from fondaco.connectors.intake.store import quarantine as store
from fondaco.connectors.intake.types import Origin, Quarantined, QuarantineQuery, QuarantineState, Record
from fondaco.kernel import errors
from fondaco.kernel.ids import inner_id, public_id
from fondaco.kernel.page import Page
from fondaco.platform.transaction import Tx
from fondaco.platform.web import version as versions
from fondaco.platform.web.page import cut, read_cursor


def quarantined(*, tx: Tx, id: UUID) -> Quarantined:
    """Return a record that was set aside, or refuse."""
    found = store.find(tx=tx, id=id)
    if found is None:
        raise NoSuchQuarantined
    return found


def quarantine(*, tx: Tx, query: QuarantineQuery, cursor: str | None = None, limit: int = 50) -> Page[Quarantined]:
    """List what was set aside, latest first."""
    before = inner_id("qua", read_cursor(cursor, tuple[str])[0]) if cursor else None
    rows = store.page(tx=tx, query=query, before=before, limit=limit + 1)
    return cut(rows, limit, lambda row: (public_id("qua", row.id),))


def correct(
    *, tx: Tx, id: UUID, changes: Mapping[str, str], by: str, as_of: datetime, expected: int | None = None
) -> Quarantined:
    """Change canonical fields of a record that was set aside; an empty text takes a field away.

    Refuses, with a pointer per field, changes that cannot be read; then nothing is stored.
    """
    found = _step(tx, id, QuarantineState.CORRECTED, expected)
    texts = {name: text for name, text in {**found.fields, **changes}.items() if text != ""}
    values, problems = fields.read(kind=found.kind, fields=fields.unflat(texts))
    wrong = [problem for problem in problems if problem[0] in changes]
    if wrong:
        raise BadRecord(problems=[_pointer(*problem) for problem in wrong], fields=sorted(values))
    store.change(tx=tx, id=id, state=QuarantineState.CORRECTED, moment=as_of, by=by, fields=texts)
    return quarantined(tx=tx, id=id)


def replay(*, tx: Tx, id: UUID, by: str, as_of: datetime, expected: int | None = None) -> Quarantined:
    """Give the record to its room again, as it stands now. Refuses with the room's reason; then nothing is stored."""
    found = _step(tx, id, QuarantineState.REPLAYED, expected)
    values, problems = fields.read(kind=found.kind, fields=fields.unflat(found.fields))
    if problems:
        raise BadRecord(problems=[_pointer(*problem) for problem in problems])
    carrier = connection_of(tx=tx, id=found.connection)
    try:
        draft = drafts.build(kind=found.kind, values=values, system=carrier.system, systems=found.systems, as_of=as_of)
    except errors.Refusal as refusal:
        raise BadRecord(problems=[_pointer("", refusal.code, refusal.detail)]) from None
    result = DOORS[found.kind](tx=tx, drafts=[draft], source=carrier.system)
    if result.refused:
        raise BadRecord(problems=[_pointer(r.field, r.code, r.detail) for r in result.refused])
    if found.run is not None:
        record = Record(
            kind=found.kind,
            fields=values,
            origin=Origin(file=found.file, line=found.line, raw=found.raw),
            systems=found.systems,
        )
        key = key_of(record)
        store.deliver(tx=tx, connection=found.connection, run=found.run, kind=found.kind, records={key: record})
    store.change(tx=tx, id=id, state=QuarantineState.REPLAYED, moment=as_of, by=by)
    return quarantined(tx=tx, id=id)


def dismiss(*, tx: Tx, id: UUID, by: str, as_of: datetime, expected: int | None = None) -> Quarantined:
    """Give the record up; it stays readable."""
    _step(tx, id, QuarantineState.DISMISSED, expected)
    store.change(tx=tx, id=id, state=QuarantineState.DISMISSED, moment=as_of, by=by)
    return quarantined(tx=tx, id=id)


def _step(tx: Tx, id: UUID, to: QuarantineState, expected: int | None) -> Quarantined:
    found = store.find(tx=tx, id=id, lock=True)
    if found is None:
        raise NoSuchQuarantined
    if expected is not None:
        versions.demand(expected=expected, actual=found.version)
    if to not in QUARANTINE[found.state]:
        raise NotCorrectable(state=found.state.value)
    return found


def _pointer(field: str, code: str, detail: str) -> errors.Problem:
    return errors.Problem(pointer=f"/fields/{field}" if field else "", code=code, detail=detail)
