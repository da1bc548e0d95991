"""Queries on checks of VAT numbers and on exemptions from value added tax."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from fondaco.kernel.actor import Actor
from fondaco.kernel.ids import new_id
from fondaco.kernel.period import Period
from fondaco.modules.accounts.store.scope import scope
from fondaco.modules.accounts.tables import organisation, vat_check, vat_exemption
from fondaco.modules.accounts.types import CheckOutcome, DueNumber, Exemption, ExemptionDraft, VatCheck
from fondaco.platform.transaction import Tx

_DUE = text("""
    SELECT o.id, o.vat_key
    FROM accounts.organisation o
    LEFT JOIN LATERAL (
        SELECT c.outcome, c.checked_at FROM accounts.vat_check c
        WHERE c.organisation = o.id AND c.number = o.vat_key ORDER BY c.checked_at DESC, c.id DESC LIMIT 1
    ) last ON true
    WHERE NOT o.blocked AND left(o.vat_key, 2) = ANY(:countries)
        AND (last.outcome IS NULL OR last.checked_at <= CASE last.outcome WHEN 'unreachable' THEN :missed ELSE :aged END)
    ORDER BY last.checked_at NULLS FIRST, o.id
    LIMIT :limit
""")
# What is read beside the insertion is what was there before it.
_VOUCH = text("""
    WITH new AS (
        INSERT INTO accounts.vat_check (id, organisation, number, checked_at, outcome, "by")
        SELECT told.id, o.id, o.vat_key, told.moment, 'registered', :by
        FROM unnest(CAST(:ids AS uuid[]), CAST(:owners AS uuid[]), CAST(:moments AS timestamptz[]))
            told (id, owner, moment)
        JOIN accounts.organisation o ON o.id = told.owner
        WHERE o.vat_key <> ''
        ON CONFLICT DO NOTHING
        RETURNING organisation, number, checked_at
    )
    SELECT new.organisation, coalesce((
        SELECT c.outcome = 'not_registered' AND c.checked_at <= new.checked_at FROM accounts.vat_check c
        WHERE c.organisation = new.organisation AND c.number = new.number AND c.outcome <> 'unreachable'
        ORDER BY c.checked_at DESC, c.id DESC LIMIT 1
    ), true) AS otherwise
    FROM new
""")
_LATEST_FIRST = (vat_check.c.checked_at.desc(), vat_check.c.id.desc())


def vat_key(*, tx: Tx, organisation_id: UUID, hold: bool = False) -> str | None:
    """Return the number of an organisation as checks know it; with `hold` nobody changes it until the transaction ends."""
    statement = select(organisation.c.vat_key).where(organisation.c.id == organisation_id)
    return tx.execute(statement.with_for_update(read=True) if hold else statement).scalar_one_or_none()


def last(*, tx: Tx, organisation_id: UUID, number: str) -> VatCheck | None:
    """Load the last check of a number, whatever came of it."""
    row = tx.execute(_of(organisation_id, number).order_by(*_LATEST_FIRST).limit(1)).first()
    return _check(row) if row else None


def deciding(*, tx: Tx, organisation_id: UUID, number: str, as_of: datetime) -> VatCheck | None:
    """Load the last check of a number up to a moment that came to an answer."""
    statement = _of(organisation_id, number).where(
        vat_check.c.outcome != CheckOutcome.UNREACHABLE.value, vat_check.c.checked_at <= as_of
    )
    row = tx.execute(statement.order_by(*_LATEST_FIRST).limit(1)).first()
    return _check(row) if row else None


def checks(*, tx: Tx, organisation_id: UUID, limit: int) -> list[VatCheck]:
    """Load the checks of all numbers that an organisation has or had, the latest first."""
    statement = select(vat_check).where(vat_check.c.organisation == organisation_id)
    return [_check(row) for row in tx.execute(statement.order_by(*_LATEST_FIRST).limit(limit))]


def add(*, tx: Tx, check: VatCheck, instead_of: VatCheck | None) -> bool:
    """Store a check, in place of an earlier one where that is named; tell whether it is news."""
    if instead_of is not None:
        tx.execute(delete(vat_check).where(*_is(instead_of)))
    statement = upsert(vat_check).values(id=new_id(), **_values(check)).on_conflict_do_nothing()
    return tx.execute(statement.returning(vat_check.c.id)).first() is not None


def vouch(*, tx: Tx, confirmed: Mapping[UUID, datetime], by: str) -> dict[UUID, bool]:
    """Store that a source found the numbers of organisations to be registered; answer each that it had not said yet.

    The answer tells whether the last answer was another one.
    """
    if not confirmed:
        return {}
    owners = sorted(confirmed)
    values = {"ids": [new_id() for _ in owners], "owners": owners, "moments": [confirmed[one] for one in owners]}
    return {row.organisation: row.otherwise for row in tx.execute(_VOUCH, {**values, "by": by})}


def due(*, tx: Tx, countries: Sequence[str], missed: datetime, aged: datetime, limit: int) -> list[DueNumber]:
    """Load numbers of these countries that nobody checked yet or not since `aged`, or in vain up to `missed`."""
    values = {"countries": list(countries), "missed": missed, "aged": aged, "limit": limit}
    return [DueNumber(organisation=row.id, number=row.vat_key) for row in tx.execute(_DUE, values)]


def exemptions(*, tx: Tx, organisations: Sequence[UUID]) -> list[Exemption]:
    """Load the exemptions of organisations, those that begin last first."""
    statement = select(vat_exemption).where(vat_exemption.c.organisation.in_(organisations))
    ordered = statement.order_by(vat_exemption.c.valid_from.desc(), vat_exemption.c.id)
    return [_exemption(row) for row in tx.execute(ordered)]


def exemption(*, tx: Tx, actor: Actor, id: UUID) -> Exemption | None:
    """Load one exemption from the actor's scope."""
    wanted = (vat_exemption.c.id == id) & scope(actor, vat_exemption.c.organisation)
    row = tx.execute(select(vat_exemption).where(wanted)).first()
    return _exemption(row) if row else None


def add_exemption(*, tx: Tx, organisation_id: UUID, draft: ExemptionDraft) -> UUID:
    """Store a new exemption."""
    id = new_id()
    tx.execute(insert(vat_exemption).values(id=id, organisation=organisation_id, version=1, **_stated(draft)))
    return id


def change_exemption(*, tx: Tx, id: UUID, draft: ExemptionDraft, version: int) -> bool:
    """Store what an exemption that was read in this version says now; False where it is another one by now."""
    statement = update(vat_exemption).where(vat_exemption.c.id == id, vat_exemption.c.version == version)
    return bool(tx.execute(statement.values(version=version + 1, **_stated(draft))).rowcount)


def drop_exemption(*, tx: Tx, id: UUID, version: int) -> bool:
    """Forget an exemption that was read in this version; False where it is another one by now."""
    statement = delete(vat_exemption).where(vat_exemption.c.id == id, vat_exemption.c.version == version)
    return bool(tx.execute(statement).rowcount)


def _of(organisation_id: UUID, number: str) -> Any:  # noqa: ANN401 - a statement
    return select(vat_check).where(vat_check.c.organisation == organisation_id, vat_check.c.number == number)


def _is(check: VatCheck) -> tuple[ColumnElement[bool], ...]:
    return (
        vat_check.c.organisation == check.organisation,
        vat_check.c.number == check.number,
        vat_check.c.checked_at == check.checked_at,
        vat_check.c["by"] == check.by,
    )


def _values(check: VatCheck) -> dict[str, Any]:
    return {
        "organisation": check.organisation,
        "number": check.number,
        "checked_at": check.checked_at,
        "outcome": check.outcome.value,
        "by": check.by,
        "contact": check.contact,
        "reference": check.reference,
    }


def _check(row: Row[Any]) -> VatCheck:
    return VatCheck(
        organisation=row.organisation,
        number=row.number,
        checked_at=row.checked_at,
        outcome=CheckOutcome(row.outcome),
        by=row.by,
        contact=row.contact,
        reference=row.reference,
    )


def _stated(draft: ExemptionDraft) -> dict[str, Any]:
    return {
        "certificate": draft.certificate,
        "reason": draft.reason,
        "valid_from": draft.valid.start,
        "valid_to": draft.valid.end,
        "country": draft.country,
    }


def _exemption(row: Row[Any]) -> Exemption:
    return Exemption(
        id=row.id,
        organisation=row.organisation,
        certificate=row.certificate,
        reason=row.reason,
        valid=Period(row.valid_from, row.valid_to),
        country=row.country,
        version=row.version,
    )
