"""Taking in what sources state: locations, stock, receipts, and that they were heard from at all."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from fondaco.kernel.ids import ExternalRef, new_id
from fondaco.kernel.put_result import PutResult, RefusedDraft
from fondaco.modules.availability.actions.resolve import Flaw, demand_not_negative, in_base, resolve
from fondaco.modules.availability.errors import BadStock, NoSuchStock
from fondaco.modules.availability.events import SourceHeard, StockChanged
from fondaco.modules.availability.store import claims, read, replenishments, sources, write
from fondaco.modules.availability.store.write import Levels
from fondaco.modules.availability.types import LocationDraft, ReceiptDraft, ReplenishmentDraft, Stock, StockDraft
from fondaco.platform.transaction import Tx
from fondaco.platform.web.version import demand


def put_locations(*, tx: Tx, drafts: Sequence[LocationDraft], source: str) -> PutResult:
    """Store places with stock."""
    known = read.locations_by_refs(tx=tx, refs=[draft.ref for draft in drafts])
    by_ref = {draft.ref: draft for draft in drafts}
    stored = write.locations(tx=tx, drafts={known.get(ref) or new_id(): draft for ref, draft in by_ref.items()})
    if stored:
        tx.publish(SourceHeard(source=source))
    created = sum(stored)
    return PutResult(created=created, changed=len(stored) - created, unchanged=len(drafts) - len(stored))


def put_stock(*, tx: Tx, drafts: Sequence[StockDraft], source: str, complete: str | None = None) -> PutResult:
    """Store what is on hand, thousands at a time; each system counts as heard from at the latest moment it told.

    Refused: an unknown product or location, a unit the product lacks, less than nothing kept back. Of two drafts for one
    place the later one counts; what was told before the moment that is known changes nothing. `complete` names a system
    whose whole stock this is: what it told before and tells no more is removed.
    """
    known = resolve(tx=tx, products=[draft.product for draft in drafts], locations=[draft.location for draft in drafts])
    rows: dict[tuple[UUID, UUID], Levels] = {}
    told: dict[tuple[UUID, UUID], tuple[datetime, str]] = {}
    refused = []
    for index, draft in enumerate(drafts):
        try:
            product, location = known.product(draft.product), known.location(draft.location)
            levels = (draft.on_hand, draft.blocked, draft.safety)
            values = [in_base(product=product, value=value, unit=draft.unit) for value in levels]
            demand_not_negative(field="blocked", quantity=values[1])
            demand_not_negative(field="safety", quantity=values[2])
        except Flaw as flaw:
            refused.append(flaw.refused(index))
        else:
            rows[product.id, location] = Levels(*values)
            told[product.id, location] = (draft.told_at, draft.location.system)
    stored = write.stock(tx=tx, rows=rows, told=told)
    gone = write.end_stock(tx=tx, system=complete, keep=list(rows)) if complete else []
    _publish(tx, "stock", source, stored, gone)
    latest: dict[str, datetime] = {}
    for moment, system in told.values():
        latest[system] = max(moment, latest.get(system, moment))
    for system, moment in sorted(latest.items()):
        heard_from(tx=tx, system=system, at=moment)
    return _result(len(drafts), [created for _, created in stored], refused)


def put_receipts(*, tx: Tx, drafts: Sequence[ReceiptDraft], source: str) -> PutResult:
    """Store what is expected by which day; a quantity of zero ends what was expected under the key."""
    known = resolve(tx=tx, products=[draft.product for draft in drafts], locations=[draft.location for draft in drafts])
    rows: dict[ExternalRef, tuple[UUID, UUID, Decimal, ReceiptDraft]] = {}
    refused = []
    for index, draft in enumerate(drafts):
        try:
            product, location = known.product(draft.product), known.location(draft.location)
            quantity = in_base(product=product, value=draft.quantity, unit=draft.unit)
            demand_not_negative(field="quantity", quantity=quantity)
        except Flaw as flaw:
            refused.append(flaw.refused(index))
        else:
            rows[draft.ref] = (product.id, location, quantity, draft)
    before = write.lock_receipts(tx=tx, refs=list(rows))
    ended = write.end_receipts(tx=tx, refs=[ref for ref, row in rows.items() if not row[2]])
    stored = write.receipts(tx=tx, rows=[row for row in rows.values() if row[2]])
    losing = {product for ref, product in before.items() if rows[ref][0] != product}
    _publish(tx, "receipts", source, stored, (*ended, *losing))
    created = [created for _, created in stored] + [False] * len(ended)
    return _result(len(drafts), created, refused)


def put_replenishments(*, tx: Tx, drafts: Sequence[ReplenishmentDraft], source: str) -> PutResult:
    """Store after how many working days products are replenished; no lead time ends what was stated before.

    Of two drafts for one place the later one counts. Refused: an unknown product or location, less than no days.
    """
    known = resolve(
        tx=tx,
        products=[draft.product for draft in drafts],
        locations=[draft.location for draft in drafts if draft.location],
    )
    rows: dict[tuple[UUID, UUID | None], int | None] = {}
    refused = []
    for index, draft in enumerate(drafts):
        try:
            product = known.product(draft.product)
            location = known.location(draft.location) if draft.location else None
            demand_not_negative(field="lead_time", quantity=Decimal(draft.lead_time or 0))
        except Flaw as flaw:
            refused.append(flaw.refused(index))
        else:
            rows[product.id, location] = draft.lead_time
    stored = replenishments.put(tx=tx, rows=rows)
    _publish(tx, "replenishment", source, stored)
    return _result(len(drafts), [created for _, created in stored], refused)


def heard_from(*, tx: Tx, system: str, at: datetime, patience: int | None = None) -> None:
    """Note that a source of stock is alive, though nothing may have changed; `patience` is in seconds.

    Where it was silent for longer than its patience, who waits for its goods is planned again.
    """
    before = sources.find(tx=tx, system=system)
    if before is not None and before.silent(at):
        claims.mark_source(tx=tx, system=system)
    if write.heard(tx=tx, system=system, at=at, patience=patience):
        tx.publish(SourceHeard(source=system))


def change_stock(
    *,
    tx: Tx,
    product: UUID,
    location: UUID,
    expected_version: int,
    as_of: datetime,
    on_hand: Decimal | None = None,
    blocked: Decimal | None = None,
) -> Stock:
    """Correct a stock by hand; the next statement of its source counts again."""
    old = read.stock_at(tx=tx, product=product, location=location, lock=True)
    if old is None:
        raise NoSuchStock
    demand(expected=expected_version, actual=old.version)
    levels = Levels(
        on_hand=old.on_hand if on_hand is None else on_hand,
        blocked=old.blocked if blocked is None else blocked,
        safety=old.safety,
    )
    if levels.on_hand < 0 or levels.blocked < 0:
        raise BadStock(on_hand=str(levels.on_hand), blocked=str(levels.blocked))
    key = (product, location)
    if write.stock(tx=tx, rows={key: levels}, told={key: (max(as_of, old.told_at), old.system)}):
        _publish(tx, "stock", old.system, [(product, False)])
    return read.stock_at(tx=tx, product=product, location=location) or old


def _publish(tx: Tx, cause: str, source: str, stored: Sequence[tuple[UUID, bool]], gone: Iterable[UUID] = ()) -> None:
    """Tell whose supply is other than before, and note that what is reserved of it has to be planned again."""
    new = {product for product, created in stored if created}
    moved = {product for product, created in stored if not created} | set(gone)
    changed = tuple(sorted(new | moved))
    if changed:
        claims.mark(tx=tx, changed=moved, new=new)
        tx.publish(StockChanged(cause=cause, source=source, products=changed))


def _result(stated: int, stored: Sequence[bool], refused: Sequence[RefusedDraft]) -> PutResult:
    created = sum(stored)
    return PutResult(
        created=created,
        changed=len(stored) - created,
        unchanged=stated - len(refused) - len(stored),
        refused=tuple(refused),
    )
