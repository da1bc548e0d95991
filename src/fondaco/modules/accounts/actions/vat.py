"""Checks of VAT numbers and exemptions from value added tax: what is on record, and what is added to it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from fondaco.kernel.actor import Actor
from fondaco.modules.accounts.actions.organisations import organisation
from fondaco.modules.accounts.errors import BadDraft, NoSuchExemption, OtherVatNumber
from fondaco.modules.accounts.events import VatExemptionsChanged, VatNumberChecked
from fondaco.modules.accounts.model import vat as model
from fondaco.modules.accounts.store import vat as store
from fondaco.modules.accounts.types import DueNumber, Exemption, ExemptionDraft, VatCheck
from fondaco.platform.transaction import Tx
from fondaco.platform.web.version import demand

_SHOWN = 50


def record_vat_check(*, tx: Tx, check: VatCheck, as_of: datetime, actor: Actor | None = None) -> VatCheck:
    """Put a check of an organisation's VAT number on record; the latest one that came to an answer counts.

    A check that could not be made leaves an earlier answer as it was. Refused: an organisation that is not in the
    actor's scope, a number that is not the organisation's (`OtherVatNumber`), and a check in the future.
    """
    found = organisation(tx=tx, id=check.organisation, actor=actor)
    key = store.vat_key(tx=tx, organisation_id=check.organisation, hold=True)
    if not key or check.number not in {key, found.vat_number}:
        raise OtherVatNumber(number=found.vat_number or "", checked=check.number)
    problems = model.check_problems(check=check, as_of=as_of)
    if problems:
        raise BadDraft(problems=problems)
    kept = VatCheck(
        organisation=check.organisation,
        number=key,
        checked_at=check.checked_at,
        outcome=check.outcome,
        by=check.by,
        contact=check.contact,
        reference=check.reference,
    )
    last = store.last(tx=tx, organisation_id=check.organisation, number=key)
    deciding = store.deciding(tx=tx, organisation_id=check.organisation, number=key, as_of=as_of)
    added = store.add(tx=tx, check=kept, instead_of=model.replaces(last=last, check=kept))
    if added and model.is_news(last=last, deciding=deciding, check=kept):
        tx.publish(VatNumberChecked(organisation=check.organisation, outcome=check.outcome.value))
    return kept


def vat_checks(*, tx: Tx, actor: Actor, organisation_id: UUID) -> tuple[str | None, list[VatCheck]]:
    """List the last checks of an organisation of the actor's scope, the latest first, of earlier numbers too.

    With them comes the number of now, as checks name it.
    """
    organisation(tx=tx, id=organisation_id, actor=actor)
    number = store.vat_key(tx=tx, organisation_id=organisation_id)
    return number or None, store.checks(tx=tx, organisation_id=organisation_id, limit=_SHOWN)


def vat_numbers_due(
    *, tx: Tx, countries: Sequence[str], older_than: timedelta, as_of: datetime, limit: int
) -> list[DueNumber]:
    """List numbers that begin with one of these codes and ought to be checked, those never checked first.

    That is: never checked, last checked longer ago than `older_than`, or an hour ago in vain.
    """
    missed, aged = as_of - model.MISSED_AGAIN, as_of - older_than
    return store.due(tx=tx, countries=countries, missed=missed, aged=aged, limit=limit)


def vat_exemptions(*, tx: Tx, actor: Actor, organisation_id: UUID) -> list[Exemption]:
    """List the exemptions of an organisation of the actor's scope, past and future ones too."""
    organisation(tx=tx, id=organisation_id, actor=actor)
    return store.exemptions(tx=tx, organisations=[organisation_id])


def vat_exemption(*, tx: Tx, actor: Actor, id: UUID) -> Exemption:
    """Load one exemption of the actor's scope."""
    found = store.exemption(tx=tx, actor=actor, id=id)
    if found is None:
        raise NoSuchExemption
    return found


def add_vat_exemption(*, tx: Tx, actor: Actor, organisation_id: UUID, draft: ExemptionDraft) -> Exemption:
    """Exempt an organisation of the actor's scope, and the sites below it, from value added tax for a period."""
    organisation(tx=tx, id=organisation_id, actor=actor)
    _demand(draft)
    id = store.add_exemption(tx=tx, organisation_id=organisation_id, draft=draft)
    tx.publish(VatExemptionsChanged(organisation=organisation_id))
    return vat_exemption(tx=tx, actor=actor, id=id)


def change_vat_exemption(*, tx: Tx, actor: Actor, id: UUID, draft: ExemptionDraft, expected_version: int) -> Exemption:
    """State anew what an exemption says that was read in this version, its end for example."""
    before = vat_exemption(tx=tx, actor=actor, id=id)
    demand(expected=expected_version, actual=before.version)
    _demand(draft)
    stored = store.change_exemption(tx=tx, id=id, draft=draft, version=expected_version)
    demand(expected=expected_version, actual=expected_version if stored else expected_version + 1)
    tx.publish(VatExemptionsChanged(organisation=before.organisation))
    return vat_exemption(tx=tx, actor=actor, id=id)


def remove_vat_exemption(*, tx: Tx, actor: Actor, id: UUID, expected_version: int) -> None:
    """Forget an exemption that was put on file by mistake; one that is over is ended instead."""
    before = vat_exemption(tx=tx, actor=actor, id=id)
    demand(expected=expected_version, actual=before.version)
    stored = store.drop_exemption(tx=tx, id=id, version=expected_version)
    demand(expected=expected_version, actual=expected_version if stored else expected_version + 1)
    tx.publish(VatExemptionsChanged(organisation=before.organisation))


def _demand(draft: ExemptionDraft) -> None:
    problems = model.exemption_problems(draft)
    if problems:
        raise BadDraft(problems=problems)
