"""Keeping a quantity of a product for a customer or a segment, changing that and ending it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from fondaco.kernel.errors import Problem
from fondaco.kernel.ids import ExternalRef, new_id, public_id
from fondaco.kernel.page import Page
from fondaco.kernel.period import ALWAYS, Period
from fondaco.kernel.put_result import PutResult
from fondaco.modules.accounts import api as accounts
from fondaco.modules.availability.actions.resolve import Flaw, Known, demand_not_negative, in_base, resolve
from fondaco.modules.availability.errors import BadAllocation, NoSuchAllocation, NoSuchLocation
from fondaco.modules.availability.events import StockChanged
from fondaco.modules.availability.store import allocations as store
from fondaco.modules.availability.store import claims, read, write
from fondaco.modules.availability.types import Allocation, AllocationDraft, AllocationState
from fondaco.modules.catalog import api as catalog
from fondaco.platform.transaction import Tx
from fondaco.platform.web.page import cut, read_cursor
from fondaco.platform.web.version import demand

_OWN = "fondaco"
_NOTHING = Decimal(0)


def put_allocations(*, tx: Tx, drafts: Sequence[AllocationDraft], source: str) -> PutResult:
    """Keep what a source states; under a key that is known it replaces, and what was drawn stays drawn.

    Refused: an unknown product, location or organisation, a unit the product lacks, less than nothing, another product
    under a known key, and owners that are not exactly one of organisation and segment. Of two drafts of one key the later
    counts. More may be kept than there is: then of what comes.
    """
    known = resolve(
        tx=tx,
        products=[draft.product for draft in drafts],
        locations=[draft.location for draft in drafts if draft.location],
    )
    owners = _organisations(tx, [draft.organisation for draft in drafts if draft.organisation])
    before = store.by_refs(tx=tx, refs=[draft.ref for draft in drafts])
    rows: dict[ExternalRef, Allocation] = {}
    refused = []
    for index, draft in enumerate(drafts):
        try:
            rows[draft.ref] = _row(draft, known, owners, before.get(draft.ref))
        except Flaw as flaw:
            refused.append(flaw.refused(index))
    stored = _store(tx, list(rows.values()), source)
    created = sum(new for _, new in stored)
    return PutResult(
        created=created,
        changed=len(stored) - created,
        unchanged=len(drafts) - len(refused) - len(stored),
        refused=tuple(refused),
    )


def allocate(
    *,
    tx: Tx,
    product: UUID,
    quantity: Decimal,
    as_of: datetime,
    organisation: UUID | None = None,
    segment: str | None = None,
    location: UUID | None = None,
    unit: str | None = None,
    valid: Period = ALWAYS,
) -> AllocationState:
    """Keep a quantity, in base units or in `unit`, for an organisation and all below it, or for a segment.

    Refused: an unknown product or location, a unit the product lacks, owners that are not exactly one of the two.
    """
    id = new_id()
    _demand_one_owner(organisation, segment)
    if location is not None and location not in read.locations(tx=tx):
        raise NoSuchLocation
    row = Allocation(
        id=id,
        product=product,
        location=location,
        organisation=organisation,
        segment=segment or None,
        quantity=_in_base(tx, product, quantity, unit),
        used=_NOTHING,
        valid_from=valid.start,
        valid_to=valid.end,
        system=_OWN,
        key=public_id("alc", id),
    )
    _store(tx, [row], _OWN)
    return allocation(tx=tx, id=id, as_of=as_of)


def change_allocation(
    *,
    tx: Tx,
    id: UUID,
    expected_version: int,
    as_of: datetime,
    quantity: Decimal,
    valid: Period,
    unit: str | None = None,
) -> AllocationState:
    """Keep another quantity, or for another period; what was drawn stays drawn, though it be more than is kept then."""
    old = _read(tx, id, expected_version, as_of)
    changed = replace(
        old,
        quantity=_in_base(tx, old.product, quantity, unit),
        valid_from=valid.start,
        valid_to=valid.end,
    )
    _store(tx, [changed], _OWN)
    return allocation(tx=tx, id=id, as_of=as_of)


def end_allocation(*, tx: Tx, id: UUID, expected_version: int, as_of: datetime) -> AllocationState:
    """End an allocation now: what is left of it is free for all, what is held of it stays held.

    One that is over stays as it is; one that has not begun never counts.
    """
    old = _read(tx, id, expected_version, as_of)
    if old.valid_to is None or old.valid_to > as_of:
        _store(tx, [replace(old, valid_from=min(old.valid_from, as_of), valid_to=as_of)], _OWN)
    return allocation(tx=tx, id=id, as_of=as_of)


def allocation(*, tx: Tx, id: UUID, as_of: datetime) -> AllocationState:
    """Load an allocation and what is drawn of it, or refuse."""
    found = store.state(tx=tx, id=id, as_of=as_of)
    if found is None:
        raise NoSuchAllocation
    return found


def list_allocations(
    *,
    tx: Tx,
    as_of: datetime,
    product: UUID | None = None,
    organisation: UUID | None = None,
    segment: str | None = None,
    over: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[AllocationState]:
    """Load a page of allocations by product, organisation or segment, the oldest first; those that are `over` if wanted."""
    (after,) = read_cursor(cursor, tuple[UUID]) if cursor else (None,)
    found = store.states(
        tx=tx,
        as_of=as_of,
        product=product,
        organisation=organisation,
        segment=segment,
        over=over,
        after=after,
        limit=limit + 1,
    )
    return cut(found, limit, lambda state: (state.allocation.id,))


def _store(tx: Tx, rows: Sequence[Allocation], source: str) -> list[tuple[UUID, bool]]:
    # As whoever reserves: who came first is first in the order, and is seen by who came second.
    write.lock(tx=tx, products=sorted({row.product for row in rows}))
    stored = store.put(tx=tx, rows=rows)
    changed = tuple(sorted({product for product, _ in stored}))
    if changed:
        claims.mark(tx=tx, changed=(), new=changed)
        tx.publish(StockChanged(cause="allocated", source=source, products=changed))
    return stored


def _read(tx: Tx, id: UUID, expected_version: int, as_of: datetime) -> Allocation:
    known = allocation(tx=tx, id=id, as_of=as_of).allocation
    write.lock(tx=tx, products=[known.product])
    found = store.state(tx=tx, id=id, as_of=as_of, lock=True)
    if found is None:
        raise NoSuchAllocation
    demand(expected=expected_version, actual=found.allocation.version)
    return found.allocation


def _organisations(tx: Tx, refs: Iterable[ExternalRef]) -> dict[ExternalRef, UUID]:
    keys: dict[str, set[str]] = {}
    for ref in refs:
        keys.setdefault(ref.system, set()).add(ref.key)
    return {
        ExternalRef(system, key): id
        for system, wanted in sorted(keys.items())
        for key, id in accounts.find_by_refs(tx=tx, system=system, keys=sorted(wanted)).items()
    }


def _row(
    draft: AllocationDraft, known: Known, owners: dict[ExternalRef, UUID], before: Allocation | None
) -> Allocation:
    product = known.product(draft.product)
    if before is not None and before.product != product.id:
        raise Flaw("product", "availability.other_product", "Under this key another product is allocated.")
    if (draft.organisation is None) == (not draft.segment):
        raise Flaw("organisation", "availability.one_owner", _ONE_OWNER)
    if draft.organisation is not None and draft.organisation not in owners:
        detail = f"There is no organisation {draft.organisation.key!r} of {draft.organisation.system!r}."
        raise Flaw("organisation", "availability.unknown_organisation", detail)
    demand_not_negative(field="quantity", quantity=draft.quantity)
    return Allocation(
        id=before.id if before else new_id(),
        product=product.id,
        location=known.location(draft.location) if draft.location else None,
        organisation=owners[draft.organisation] if draft.organisation else None,
        segment=draft.segment or None,
        quantity=in_base(product=product, value=draft.quantity, unit=draft.unit),
        used=_NOTHING,
        valid_from=draft.valid.start,
        valid_to=draft.valid.end,
        system=draft.ref.system,
        key=draft.ref.key,
    )


_ONE_OWNER = "It is kept for an organisation or for a segment."


def _demand_one_owner(organisation: UUID | None, segment: str | None) -> None:
    if (organisation is None) == (not segment):
        raise _bad(Flaw("organisation", "availability.one_owner", _ONE_OWNER))


def _in_base(tx: Tx, product: UUID, quantity: Decimal, unit: str | None) -> Decimal:
    found = catalog.basics(tx=tx, ids=[product]).get(product)
    if found is None:
        raise _bad(Flaw("product", "availability.unknown_product", "There is no such product."))
    try:
        demand_not_negative(field="quantity", quantity=quantity)
        return in_base(product=found, value=quantity, unit=unit)
    except Flaw as flaw:
        raise _bad(flaw) from None


def _bad(flaw: Flaw) -> BadAllocation:
    return BadAllocation(problems=[Problem(pointer=f"/{flaw.field}", code=flaw.code, detail=flaw.detail)])
