"""Storing addresses in bulk, as an outside system states them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from fondaco.kernel.ids import new_id
from fondaco.kernel.put_result import PutResult, RefusedDraft
from fondaco.modules.accounts import model
from fondaco.modules.accounts.actions.put_organisations import twice
from fondaco.modules.accounts.events import AddressesChanged
from fondaco.modules.accounts.store import bulk, refs
from fondaco.modules.accounts.tables import address, address_ref, organisation_ref
from fondaco.modules.accounts.types import AddressDraft
from fondaco.platform.transaction import Tx

_TEXTS = ("name", "addition", "street", "postal_code", "city", "region", "country")


def put_addresses(*, tx: Tx, drafts: Sequence[AddressDraft], source: str) -> PutResult:
    """Store addresses by their `ref`; one without a key is found again by owner, name, street and city."""
    refused = [
        RefusedDraft(index=index, field=field, code="accounts.bad_draft", detail=f"The {field} {reason}.")
        for index, draft in enumerate(drafts)
        for field, reason in model.bad_fields({name: getattr(draft, name) for name in _TEXTS})[:1]
    ]
    refused += twice(drafts=[draft.ref for draft in drafts], already={r.index for r in refused})
    owners = refs.find(tx=tx, table=organisation_ref, refs=[draft.organisation for draft in drafts])
    refused += [
        RefusedDraft(
            index=index,
            field="organisation",
            code="accounts.no_such_organisation",
            detail=f"There is no organisation with the key {draft.organisation.key}.",
        )
        for index, draft in enumerate(drafts)
        if draft.organisation not in owners and index not in {r.index for r in refused}
    ]
    bad = {r.index for r in refused}
    left = {index: draft for index, draft in enumerate(drafts) if index not in bad}
    known = refs.find(tx=tx, table=address_ref, refs=[draft.ref for draft in left.values() if draft.ref])
    alike = _alike(tx, {owners[draft.organisation] for draft in left.values() if not draft.ref})
    rows: dict[UUID, dict[str, Any]] = {}
    new = {}
    for draft in left.values():
        values = row(draft, owners[draft.organisation])
        found = known.get(draft.ref) if draft.ref else alike.get(_likeness(values))
        id = found or new_id()
        rows[id] = values
        if draft.ref and not found:
            new[draft.ref] = id
        elif not draft.ref:
            alike[_likeness(values)] = id
    stored = bulk.upsert(tx=tx, table=address, rows=rows, source=source)
    refs.add(tx=tx, table=address_ref, owners=new)
    for id in sorted({rows[id]["organisation"] for id in (*stored.created, *stored.changed)}):
        tx.publish(AddressesChanged(organisation=id))
    return PutResult(
        created=len(stored.created),
        changed=len(stored.changed),
        unchanged=len(left) - len(stored.created) - len(stored.changed),
        refused=sorted(refused, key=lambda r: r.index),
    )


def row(draft: AddressDraft, organisation: UUID) -> dict[str, Any]:
    """Write the draft as a row."""
    return {"organisation": organisation} | {
        name: getattr(draft, name) for name in (*_TEXTS, "ship_to", "bill_to", "default")
    }


def _likeness(values: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(values[name] for name in ("organisation", "name", "street", "postal_code", "city"))


def _alike(tx: Tx, organisations: set[UUID]) -> dict[tuple[Any, ...], UUID]:
    if not organisations:
        return {}
    rows = tx.execute(select(address).where(address.c.organisation.in_(organisations))).mappings()
    return {_likeness(dict(row)): row["id"] for row in rows}
