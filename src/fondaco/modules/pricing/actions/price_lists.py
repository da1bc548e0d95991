"""Taking in price lists and who buys by them."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as upsert

from fondaco.kernel.ids import ExternalRef, new_id
from fondaco.kernel.put_result import PutResult, RefusedDraft
from fondaco.modules.accounts import api as accounts
from fondaco.modules.pricing.events import PriceListsChanged
from fondaco.modules.pricing.model.valid import CURRENCIES
from fondaco.modules.pricing.store import read
from fondaco.modules.pricing.tables import assignment, price_list
from fondaco.modules.pricing.types import AssignmentDraft, PriceListDraft
from fondaco.platform.transaction import Tx


def put_price_lists(*, tx: Tx, drafts: Sequence[PriceListDraft], source: str) -> PutResult:
    """Store price lists by their keys."""
    known = read.price_lists(tx=tx)
    rows, refused, created = {}, [], 0
    for index, draft in enumerate(drafts):
        ref = (draft.ref.system, draft.ref.key)
        before = known.get(ref)
        if draft.currency not in CURRENCIES:
            reason = f"{draft.currency!r} is no currency."
            refused.append(RefusedDraft(index=index, field="currency", code="pricing.unknown_currency", detail=reason))
        elif before is None or (before.name, before.currency) != (draft.name, draft.currency):
            created += before is None and ref not in rows
            rows[ref] = {
                "id": before.id if before else new_id(),
                "system": ref[0],
                "key": ref[1],
                "name": draft.name,
                "currency": draft.currency,
            }
    if rows:
        statement = upsert(price_list)
        tx.execute(
            statement.on_conflict_do_update(
                index_elements=[price_list.c.id],
                set_={"name": statement.excluded.name, "currency": statement.excluded.currency},
            ),
            list(rows.values()),
        )
        tx.publish(PriceListsChanged(source=source))
    return PutResult(
        created=created,
        changed=len(rows) - created,
        unchanged=len(drafts) - len(rows) - len(refused),
        refused=tuple(refused),
    )


def assign_price_lists(*, tx: Tx, drafts: Sequence[AssignmentDraft], source: str) -> PutResult:
    """Say who buys by which price list; an organisation's assignments of this source are replaced as a whole.

    Of several lists in force at once the one that began last comes first.
    """
    lists = {ExternalRef(*ref): found.id for ref, found in read.price_lists(tx=tx).items()}
    organisations = {
        ExternalRef(system, key): id
        for system in sorted({draft.organisation.system for draft in drafts})
        for key, id in accounts.find_by_refs(
            tx=tx, system=system, keys=sorted({d.organisation.key for d in drafts if d.organisation.system == system})
        ).items()
    }
    rows, refused = {}, []
    for index, draft in enumerate(drafts):
        for field, ref, known in (
            ("organisation", draft.organisation, organisations),
            ("price_list", draft.price_list, lists),
        ):
            if ref not in known:
                reason = f"There is no {field} {ref.key!r} of {ref.system!r}."
                refused.append(RefusedDraft(index=index, field=field, code=f"pricing.unknown_{field}", detail=reason))
                break
        else:
            key = (organisations[draft.organisation], lists[draft.price_list], draft.valid.start)
            rows[key] = {
                "organisation": key[0],
                "price_list": key[1],
                "valid_from": key[2],
                "valid_to": draft.valid.end,
                "system": source,
            }
    if not rows:
        return PutResult(refused=tuple(refused))
    owners = sorted({organisation for organisation, _, _ in rows})
    before = {
        (found.organisation, found.price_list, found.valid.start): found.valid.end
        for found in read.assignments(tx=tx, organisations=owners)
    }
    if before != {key: row["valid_to"] for key, row in rows.items()}:
        tx.execute(delete(assignment).where(assignment.c.organisation.in_(owners), assignment.c.system == source))
        statement = upsert(assignment)
        tx.execute(
            statement.on_conflict_do_update(
                index_elements=[assignment.c.organisation, assignment.c.price_list, assignment.c.valid_from],
                set_={"valid_to": statement.excluded.valid_to, "system": statement.excluded.system},
            ),
            list(rows.values()),
        )
        tx.publish(PriceListsChanged(source=source))
    created = len([key for key in rows if key not in before])
    changed = len([key for key, row in rows.items() if key in before and before[key] != row["valid_to"]])
    return PutResult(created=created, changed=changed, unchanged=len(rows) - created - changed, refused=tuple(refused))
