"""Storing organisations in bulk, as an outside system states them: parents by key, bad drafts answered, good ones kept."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from fondaco.kernel.ids import ExternalRef, new_id
from fondaco.kernel.put_result import PutResult, RefusedDraft
from fondaco.modules.accounts import model
from fondaco.modules.accounts.events import OrganisationChanged, VatNumberChecked
from fondaco.modules.accounts.store import bulk, organisations, refs, vat
from fondaco.modules.accounts.tables import organisation, organisation_ref
from fondaco.modules.accounts.types import CheckOutcome, OrganisationDraft
from fondaco.platform.transaction import Tx


def put_organisations(*, tx: Tx, drafts: Sequence[OrganisationDraft], source: str) -> PutResult:
    """Store organisations by their `ref`, a handful of statements for any number of drafts.

    A parent may stand anywhere in the same call or be stored already. Refused with a reason and left out: bad fields,
    an unknown parent, a key that comes twice, a hierarchy with a loop. A draft that says when its VAT number was
    confirmed puts that on record as a check by the source.
    """
    refused = [
        RefusedDraft(index=index, field=field, code="accounts.bad_draft", detail=f"The {field} {reason}.")
        for index, draft in enumerate(drafts)
        for field, reason in bad_fields(draft)[:1]
    ]
    refused += twice(drafts=[draft.ref for draft in drafts], already={r.index for r in refused})
    left = {index: draft for index, draft in enumerate(drafts) if index not in {r.index for r in refused}}
    asked = [ref for draft in left.values() for ref in (draft.ref, draft.parent) if ref is not None]
    known = refs.find(tx=tx, table=organisation_ref, refs=asked)
    refused += _drop_orphans(left, known)
    ids = {index: (known.get(draft.ref) if draft.ref else None) or new_id() for index, draft in left.items()}
    owners = known | {draft.ref: ids[index] for index, draft in left.items() if draft.ref}
    refused += _drop_loops(tx, left, ids, owners)
    stored = bulk.upsert(
        tx=tx,
        table=organisation,
        rows={
            ids[index]: row(draft, owners.get(draft.parent) if draft.parent else None) for index, draft in left.items()
        },
        source=source,
    )
    new = {draft.ref: ids[index] for index, draft in left.items() if draft.ref and draft.ref not in known}
    refs.add(tx=tx, table=organisation_ref, owners=new)
    vouched = vat.vouch(
        tx=tx,
        confirmed={ids[index]: draft.vat_confirmed_at for index, draft in left.items() if draft.vat_confirmed_at},
        by=source,
    )
    for id in (*stored.created, *stored.changed):
        tx.publish(OrganisationChanged(organisation=id))
    for id, otherwise in vouched.items():
        if otherwise:
            tx.publish(VatNumberChecked(organisation=id, outcome=CheckOutcome.REGISTERED.value))
    only_vouched = vouched.keys() - {*stored.created, *stored.changed}
    return PutResult(
        created=len(stored.created),
        changed=len(stored.changed) + len(only_vouched),
        unchanged=stored.unchanged - len(only_vouched),
        refused=sorted(refused, key=lambda r: r.index),
    )


def bad_fields(draft: OrganisationDraft) -> list[tuple[str, str]]:
    """List the fields of the draft that cannot be stored."""
    return model.bad_fields({name: value for name, value in row(draft, None).items() if value != draft.kind.value})


def row(draft: OrganisationDraft, parent: UUID | None) -> dict[str, Any]:
    """Write the draft as a row."""
    return {
        "parent": parent,
        "kind": draft.kind.value,
        "name": draft.name,
        "number": draft.number,
        "sales_area": draft.sales_area,
        "country": draft.country,
        "currency": draft.currency,
        "language": draft.language,
        "vat_number": draft.vat_number,
        "payment_terms": draft.payment_terms,
        "blocked": draft.blocked,
        "segments": sorted(draft.segments),
    }


def twice(*, drafts: Sequence[ExternalRef | None], already: set[int]) -> Iterable[RefusedDraft]:
    """Refuse every draft whose key came before in the same call: which of the two is true nobody knows."""
    seen: set[ExternalRef] = set()
    for index, ref in enumerate(drafts):
        if ref is None or index in already:
            continue
        if ref in seen:
            yield RefusedDraft(
                index=index, field="ref", code="accounts.key_twice", detail=f"The key {ref.key} comes twice."
            )
        seen.add(ref)


def _drop_orphans(left: dict[int, OrganisationDraft], known: Mapping[ExternalRef, UUID]) -> list[RefusedDraft]:
    """Take out what has no parent; then what hung on that, until nothing changes."""
    refused: list[RefusedDraft] = []
    while True:
        present = known.keys() | {draft.ref for draft in left.values()}
        orphans = [index for index, draft in left.items() if draft.parent and draft.parent not in present]
        if not orphans:
            return refused
        for index in orphans:
            parent = left.pop(index).parent
            detail = f"There is no organisation with the key {parent.key if parent else ''}."
            refused.append(RefusedDraft(index=index, field="parent", code="accounts.no_such_parent", detail=detail))


def _drop_loops(
    tx: Tx, left: dict[int, OrganisationDraft], ids: Mapping[int, UUID], owners: Mapping[ExternalRef, UUID]
) -> list[RefusedDraft]:
    if not any(draft.parent for draft in left.values()):
        return []
    parents = organisations.parents(tx=tx)
    for index, draft in left.items():
        parents.pop(ids[index], None)
        if draft.parent:
            parents[ids[index]] = owners[draft.parent]
    looping = model.loops(parents)
    bad = [index for index in left if ids[index] in looping]
    for index in bad:
        del left[index]
    detail = "It would lie below itself."
    return [RefusedDraft(index=i, field="parent", code="accounts.hierarchy_loop", detail=detail) for i in bad]
