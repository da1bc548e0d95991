"""Storing contacts in bulk, as an outside system states them; passwords and blocks are never touched by it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fondaco.kernel.ids import new_id
from fondaco.kernel.put_result import PutResult, RefusedDraft
from fondaco.modules.accounts import model
from fondaco.modules.accounts.actions.put_organisations import twice
from fondaco.modules.accounts.events import ContactChanged
from fondaco.modules.accounts.store import bulk, people, refs
from fondaco.modules.accounts.tables import contact, contact_ref, organisation_ref
from fondaco.modules.accounts.types import ROLES, STAFF_ROLES, ContactDraft, Membership
from fondaco.platform.transaction import Tx


def put_contacts(*, tx: Tx, drafts: Sequence[ContactDraft], source: str) -> PutResult:
    """Store contacts by their `ref`, else by e-mail address; a `role` is added where the contact lacks it.

    Refused and left out: bad fields, an unknown organisation or role, a role of staff for a buyer, an e-mail address that
    another contact has or that comes twice in the call.
    """
    refused = _bad(drafts)
    refused += twice(drafts=[draft.ref for draft in drafts], already={r.index for r in refused})
    owners = refs.find(tx=tx, table=organisation_ref, refs=[d.organisation for d in drafts if d.organisation])
    known = refs.find(tx=tx, table=contact_ref, refs=[draft.ref for draft in drafts if draft.ref])
    emails = people.ids_by_email(tx=tx, emails=[draft.email.strip().lower() for draft in drafts])
    ids: dict[int, UUID] = {}
    bad = {r.index for r in refused}
    for index, draft in enumerate(drafts):
        if index in bad:
            continue
        email = draft.email.strip().lower()
        mine = known.get(draft.ref) if draft.ref else None
        if draft.organisation and draft.organisation not in owners:
            detail = f"There is no organisation with the key {draft.organisation.key}."
            refused.append(_refuse(index, "organisation", "accounts.no_such_organisation", detail))
        elif email in emails and emails[email] != mine and (mine or emails[email] in ids.values()):
            refused.append(_refuse(index, "email", "accounts.email_taken", "Another contact has this e-mail address."))
        else:
            ids[index] = emails[email] = mine or emails.get(email) or new_id()
    rows = {id: row(drafts[index], owners.get(drafts[index].organisation)) for index, id in ids.items()}  # type: ignore[arg-type]
    stored = bulk.upsert(tx=tx, table=contact, rows=rows, source=source)
    new = {drafts[index].ref: id for index, id in ids.items() if drafts[index].ref and drafts[index].ref not in known}
    refs.add(tx=tx, table=contact_ref, owners=new)  # type: ignore[arg-type]
    promoted = _give_roles(tx, drafts, ids, rows)
    for id in sorted({*stored.created, *stored.changed, *promoted}):
        tx.publish(ContactChanged(contact=id))
    return PutResult(
        created=len(stored.created),
        changed=len(stored.changed),
        unchanged=stored.unchanged,
        refused=sorted(refused, key=lambda r: r.index),
    )


def row(draft: ContactDraft, organisation: UUID | None) -> dict[str, Any]:
    """Write the draft as a row."""
    return {
        "organisation": organisation,
        "name": draft.name,
        "email": draft.email.strip().lower(),
        "phone": draft.phone,
        "language": draft.language,
    }


def _bad(drafts: Sequence[ContactDraft]) -> list[RefusedDraft]:
    refused = []
    for index, draft in enumerate(drafts):
        fields = model.bad_fields(row(draft, None))
        if fields:
            field, reason = fields[0]
            refused.append(_refuse(index, field, "accounts.bad_draft", f"The {field} {reason}."))
        elif draft.role is not None and draft.role not in ROLES:
            refused.append(_refuse(index, "role", "accounts.no_such_role", f"There is no role {draft.role}."))
        elif draft.role in STAFF_ROLES and draft.organisation:
            detail = f"The role {draft.role} is for staff, who have no organisation."
            refused.append(_refuse(index, "role", "accounts.role_of_staff", detail))
    return refused


def _give_roles(
    tx: Tx, drafts: Sequence[ContactDraft], ids: dict[int, UUID], rows: dict[UUID, dict[str, Any]]
) -> set[UUID]:
    asked = {id: drafts[index].role for index, id in ids.items() if drafts[index].role}
    if not asked:
        return set()
    has = {(m.contact, m.organisation, m.role) for m in people.memberships(tx=tx, contacts=list(asked))}
    new = [
        Membership(contact=id, organisation=rows[id]["organisation"], role=role)
        for id, role in asked.items()
        if role and (id, rows[id]["organisation"], role) not in has
    ]
    people.add_memberships(tx=tx, memberships=new)
    return {membership.contact for membership in new}


def _refuse(index: int, field: str, code: str, detail: str) -> RefusedDraft:
    return RefusedDraft(index=index, field=field, code=code, detail=detail)
