"""Taking in what sources tell: locations, stock, receipts. Bad drafts are answered, good ones are stored."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from fondaco.kernel.ids import ExternalRef, new_id
from fondaco.kernel.put_result import PutResult, RefusedDraft
from fondaco.modules.availability import model
from fondaco.modules.availability.events import LocationsChanged, StockChanged
from fondaco.modules.availability.store import positions, write
from fondaco.modules.availability.tables import location, receipt
from fondaco.modules.availability.types import LocationDraft, ReceiptDraft, StockDraft
from fondaco.modules.catalog import api as catalog
from fondaco.platform.transaction import Tx

Flaw = tuple[str, str, str]
Draft = TypeVar("Draft", StockDraft, ReceiptDraft)


def put_locations(*, tx: Tx, drafts: Sequence[LocationDraft], source: str) -> PutResult:
    """Store locations by their key."""
    ids = write.by_refs(tx=tx, table=location, refs=[(draft.ref.system, draft.ref.key) for draft in drafts])
    before = positions.locations(tx=tx)
    rows, created = {}, 0
    for draft in drafts:
        ref = (draft.ref.system, draft.ref.key)
        known = before.get(ids[ref]) if ref in ids else None
        stated = (draft.name, draft.country, draft.zone, draft.position)
        if known and (known.name, known.country, known.zone, known.position) == stated:
            continue
        created += ref not in ids
        id = ids.setdefault(ref, new_id())
        rows[id] = {
            "id": id,
            "system": draft.ref.system,
            "key": draft.ref.key,
            "name": draft.name,
            "country": draft.country,
            "zone": draft.zone,
            "position": draft.position,
        }
    write.save_locations(tx=tx, rows=list(rows.values()))
    if rows:
        tx.publish(LocationsChanged(source=source))
    return PutResult(created=created, changed=len(rows) - created, unchanged=len(drafts) - len(rows))


def put_stock(*, tx: Tx, drafts: Sequence[StockDraft], source: str, complete: str | None = None) -> PutResult:
    """Store what lies where, in base units.

    `complete` names a system whose whole stock this is: what it told before and tells no more is removed. Of two drafts
    for one product and location the later one is refused. The moment of telling is stored even where nothing else is new.
    """
    good, refused = _sorted_out(tx, drafts, model.flaw_of_stock)
    rows: dict[tuple[UUID, UUID], StockDraft] = {}
    for index, draft, product, place in good:
        if (product, place) in rows:
            refused.append(_refuse(index, ("product", "availability.told_twice", "This stock is told twice.")))
        else:
            rows[product, place] = draft
    before = write.stored_stock(tx=tx, keys=sorted(rows))
    values = {key: (draft.on_hand, draft.blocked, draft.safety) for key, draft in rows.items()}
    new = [key for key in rows if key not in before]
    changed = [key for key in rows if key in before and before[key] != values[key]]
    write.save_stock(
        tx=tx,
        rows=[
            {
                "product": key[0],
                "location": key[1],
                "on_hand": rows[key].on_hand,
                "blocked": rows[key].blocked,
                "safety": rows[key].safety,
                "system": rows[key].product.system,
                "told_at": rows[key].told_at,
            }
            for key in sorted(rows)
        ],
    )
    gone = write.remove_stock(tx=tx, system=complete, keep=list(rows)) if complete else []
    _tell(tx, source, [product for product, _ in (*new, *changed)], gone)
    return PutResult(
        created=len(new),
        changed=len(changed),
        unchanged=len(rows) - len(new) - len(changed),
        refused=tuple(sorted(refused, key=lambda refusal: refusal.index)),
    )


def put_receipts(*, tx: Tx, drafts: Sequence[ReceiptDraft], source: str) -> PutResult:
    """Store expected receipts by their key; a quantity of zero takes a receipt back."""
    good, refused = _sorted_out(tx, drafts, model.flaw_of_receipt)
    ids = write.by_refs(tx=tx, table=receipt, refs=[(draft.ref.system, draft.ref.key) for _, draft, _, _ in good])
    rows, ended, products, created = {}, [], [], 0
    for _, draft, product, place in good:
        ref = (draft.ref.system, draft.ref.key)
        products.append(product)
        if draft.quantity == 0:
            if ref in ids:
                ended.append(ids[ref])
            continue
        created += ref not in ids
        id = ids.setdefault(ref, new_id())
        rows[id] = {
            "id": id,
            "system": ref[0],
            "key": ref[1],
            "product": product,
            "location": place,
            "expected_on": draft.expected_on,
            "quantity": draft.quantity,
        }
    write.save_receipts(tx=tx, rows=[rows[id] for id in sorted(rows)])
    write.remove_receipts(tx=tx, ids=sorted(ended))
    _tell(tx, source, products, [])
    changed = len(rows) - created + len(ended)
    return PutResult(created=created, changed=changed, unchanged=len(good) - created - changed, refused=tuple(refused))


def _sorted_out(
    tx: Tx, drafts: Sequence[Draft], flaw: Callable[[Draft], Flaw | None]
) -> tuple[list[tuple[int, Draft, UUID, UUID]], list[RefusedDraft]]:
    """Resolve products and locations in bulk; split what can be stored from what is refused."""
    products = _products(tx, [draft.product for draft in drafts])
    places = write.by_refs(
        tx=tx, table=location, refs=[(draft.location.system, draft.location.key) for draft in drafts]
    )
    good, refused = [], []
    for index, draft in enumerate(drafts):
        product = products.get(draft.product)
        place = places.get((draft.location.system, draft.location.key))
        if product is None:
            reason = f"There is no product {draft.product.key!r} of {draft.product.system!r}."
            refused.append(_refuse(index, ("product", "availability.unknown_product", reason)))
        elif place is None:
            reason = f"There is no location {draft.location.key!r} of {draft.location.system!r}."
            refused.append(_refuse(index, ("location", "availability.unknown_location", reason)))
        elif (wrong := flaw(draft)) is not None:
            refused.append(_refuse(index, wrong))
        else:
            good.append((index, draft, product, place))
    return good, refused


def _products(tx: Tx, refs: Iterable[ExternalRef]) -> dict[ExternalRef, UUID]:
    keys: dict[str, set[str]] = {}
    for ref in refs:
        keys.setdefault(ref.system, set()).add(ref.key)
    return {
        ExternalRef(system, key): id
        for system, wanted in keys.items()
        for key, id in catalog.find_by_refs(tx=tx, system=system, keys=sorted(wanted)).items()
    }


def _tell(tx: Tx, source: str, *products: Iterable[UUID]) -> None:
    concerned = sorted({product for group in products for product in group})
    if concerned:
        tx.publish(StockChanged(source=source, products=tuple(concerned)))


def _refuse(index: int, flaw: Flaw) -> RefusedDraft:
    return RefusedDraft(index=index, field=flaw[0], code=flaw[1], detail=flaw[2])
