"""Reading and writing contracts and their counters; whoever counts locks the items in the order of their ids."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, delete, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert

from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.money import round_fraction
from fondaco.kernel.period import Period
from fondaco.modules.pricing.tables import call_off, contract, contract_item, contract_record, price_record
from fondaco.modules.pricing.types import CalledOff, Contract, ContractItem, OverCall
from fondaco.platform.transaction import Tx

_PLACES = 6
# What was called off here counts from the moment up to which the source has counted it itself.
_RECOUNT = text("""
    UPDATE pricing.contract_item i SET called = coalesce((
        SELECT sum(c.quantity) FROM pricing.call_off c
        WHERE c.item = i.id AND (i.told_at IS NULL OR c.at > i.told_at)
    ), 0) WHERE i.id = ANY(:items)
""")


class Counter(NamedTuple):
    """The counter of an item, in base units or money, with what decides about a call-off."""

    item: UUID
    contract: UUID
    number: str
    name: str
    organisation: UUID
    position: int
    over: OverCall
    agreed: Decimal
    used: Decimal
    unit: str | None
    in_base: Decimal
    currency: str | None

    @property
    def remaining(self) -> Decimal:
        """Return what is left, less than nothing where it is exceeded."""
        return self.agreed - self.used


def page(
    *,
    tx: Tx,
    organisations: Sequence[UUID] | None,
    product: UUID | None = None,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 100,
) -> list[tuple[Contract, datetime]]:
    """Load contracts of organisations (of all for None), the one that began last first; with those for a product alone."""
    chosen = select(contract)
    if organisations is not None:
        chosen = chosen.where(contract.c.organisation.in_(organisations))
    if product is not None:
        chosen = chosen.where(
            contract.c.id.in_(select(contract_item.c.contract).where(contract_item.c.product == product))
        )
    if after is not None:
        chosen = chosen.where(tuple_(contract.c.valid_from, contract.c.id) < after)
    rows = tx.execute(chosen.order_by(contract.c.valid_from.desc(), contract.c.id.desc()).limit(limit)).all()
    items = _items(tx, [row.id for row in rows])
    return [(_contract(row, items.get(row.id, ())), row.valid_from) for row in rows]


def one(*, tx: Tx, id: UUID, organisations: Sequence[UUID] | None) -> Contract | None:
    """Load a contract, if it is of one of the organisations (of any for None)."""
    chosen = select(contract).where(contract.c.id == id)
    if organisations is not None:
        chosen = chosen.where(contract.c.organisation.in_(organisations))
    row = tx.execute(chosen).one_or_none()
    return None if row is None else _contract(row, _items(tx, [row.id]).get(row.id, ()))


def entries(*, tx: Tx, contract: UUID, limit: int) -> list[CalledOff]:
    """Load the latest call-offs of a contract, the last first."""
    rows = tx.execute(
        select(call_off)
        .join(contract_item, contract_item.c.id == call_off.c.item)
        .where(contract_item.c.contract == contract)
        .order_by(call_off.c.at.desc(), call_off.c.line)
        .limit(limit)
    )
    return [
        CalledOff(item=row.item, document=row.document, number=row.number, quantity=row.quantity, at=row.at)
        for row in rows
    ]


def by_refs(*, tx: Tx, refs: Iterable[ExternalRef]) -> dict[ExternalRef, tuple[Contract, Mapping[int, UUID]]]:
    """Load contracts by the keys of their sources and lock them; with the ids of their items by position."""
    wanted = sorted({(ref.system, ref.key) for ref in refs})
    rows = tx.execute(
        select(contract)
        .where(tuple_(contract.c.system, contract.c.key).in_(wanted))
        .order_by(contract.c.id)
        .with_for_update()
    ).all()
    items = _items(tx, [row.id for row in rows])
    return {
        ExternalRef(row.system, row.key): (
            _contract(row, items.get(row.id, ())),
            {item.position: item.id for item in items.get(row.id, ())},
        )
        for row in rows
    }


def put(*, tx: Tx, values: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> None:
    """Store a contract with its items, and count anew; items that are not there any more go with their counters."""
    head = upsert(contract).values(**values)
    tx.execute(head.on_conflict_do_update(index_elements=["id"], set_={k: v for k, v in values.items() if k != "id"}))
    kept = [item["id"] for item in items]
    tx.execute(delete(contract_item).where(contract_item.c.contract == values["id"], contract_item.c.id.not_in(kept)))
    if items:
        statement = upsert(contract_item)
        changing = ("position", "product", "agreed", "unit", "in_base", "currency", "text", "told_used", "told_at")
        tx.execute(
            statement.on_conflict_do_update(
                index_elements=["id"], set_={name: statement.excluded[name] for name in changing}
            ),
            list(items),
        )
        tx.execute(_RECOUNT, {"items": kept})


def records_of(*, tx: Tx, items: Sequence[UUID]) -> dict[ExternalRef, UUID]:
    """Return which records are the prices of items."""
    rows = tx.execute(select(contract_record).where(contract_record.c.item.in_(items)))
    return {ExternalRef(row.system, row.key): row.item for row in rows}


_OWNERS = text("""
    SELECT system, key, item FROM pricing.contract_record
    WHERE (system, key) IN (SELECT * FROM unnest(CAST(:systems AS text[]), CAST(:keys AS text[])))
""")


def owners_of(*, tx: Tx, refs: Sequence[ExternalRef]) -> dict[ExternalRef, UUID]:
    """Return to which item records belong already."""
    asked = {"systems": [ref.system for ref in refs], "keys": [ref.key for ref in refs]}
    return {ExternalRef(row.system, row.key): row.item for row in tx.execute(_OWNERS, asked)}


def known_records(*, tx: Tx, refs: Sequence[ExternalRef]) -> set[ExternalRef]:
    """Return which of these condition records there are."""
    wanted = [(ref.system, ref.key) for ref in refs]
    rows = tx.execute(
        select(price_record.c.system, price_record.c.key).where(
            tuple_(price_record.c.system, price_record.c.key).in_(wanted)
        )
    )
    return {ExternalRef(row.system, row.key) for row in rows}


def bind(*, tx: Tx, item: UUID, records: Sequence[ExternalRef]) -> None:
    """Let these records, and no others, be the prices of an item."""
    wanted = [(ref.system, ref.key) for ref in records]
    gone = delete(contract_record).where(contract_record.c.item == item)
    tx.execute(gone.where(tuple_(contract_record.c.system, contract_record.c.key).not_in(wanted)) if wanted else gone)
    if wanted:
        rows = [{"system": system, "key": key, "item": item} for system, key in wanted]
        statement = upsert(contract_record)
        tx.execute(
            statement.on_conflict_do_update(index_elements=["system", "key"], set_={"item": statement.excluded.item}),
            rows,
        )


def counters(*, tx: Tx, records: Sequence[ExternalRef], lock: bool) -> dict[ExternalRef, Counter]:
    """Return the counters behind condition records; with `lock` nobody else counts until the transaction ends."""
    found = owners_of(tx=tx, refs=records)
    if not found:
        return {}
    by_item = {counter.item: counter for counter in _counters(tx, sorted(set(found.values())), lock=lock)}
    return {ref: by_item[item] for ref, item in found.items() if item in by_item}


def of_document(*, tx: Tx, document: UUID, lines: Sequence[UUID] | None) -> list[tuple[UUID, Decimal]]:
    """Return what a document, or some of its lines, called off: items and quantities."""
    chosen = select(call_off.c.item, call_off.c.quantity).where(call_off.c.document == document)
    rows = tx.execute(chosen if lines is None else chosen.where(call_off.c.line.in_(lines)))
    return [(row.item, row.quantity) for row in rows]


def locked(*, tx: Tx, items: Sequence[UUID]) -> list[Counter]:
    """Return the counters of items, locked."""
    return _counters(tx, sorted(set(items)), lock=True)


def count(*, tx: Tx, rows: Sequence[Mapping[str, Any]]) -> set[UUID]:
    """Enter call-offs; return the lines that are new, others were entered before."""
    fresh = upsert(call_off).values([dict(row) for row in rows]).on_conflict_do_nothing().returning(call_off.c.line)
    return set(tx.execute(fresh).scalars())


def add(*, tx: Tx, sums: Mapping[UUID, Decimal]) -> None:
    """Add to the counters of items that are locked."""
    for item, quantity in sums.items():
        tx.execute(
            update(contract_item).where(contract_item.c.id == item).values(called=contract_item.c.called + quantity)
        )


def forget(*, tx: Tx, document: UUID, lines: Sequence[UUID] | None, items: Sequence[UUID]) -> None:
    """Take out what a document, or some of its lines, called off, and count anew."""
    gone = delete(call_off).where(call_off.c.document == document)
    tx.execute(gone if lines is None else gone.where(call_off.c.line.in_(lines)))
    tx.execute(_RECOUNT, {"items": list(items)})


def close(*, tx: Tx, items: Sequence[UUID], at: datetime, load: int) -> list[UUID | None]:
    """End the prices of items at a moment; return the products of the records."""
    rows = tx.execute(_CLOSE, {"items": list(items), "at": at, "load": load})
    return [row.product for row in rows]


def reopen(*, tx: Tx, items: Sequence[UUID], load: int) -> list[UUID | None]:
    """Let the prices of items that were closed go on as they did; return the products of the records."""
    rows = tx.execute(_REOPEN, {"items": list(items), "load": load})
    return [row.product for row in rows]


_CLOSE = text("""
    WITH closing AS (
        UPDATE pricing.contract_record r SET closed_at = :at, was_until = p.valid_to
        FROM pricing.price_record p
        WHERE r.item = ANY(:items) AND r.closed_at IS NULL AND p.system = r.system AND p.key = r.key
          AND p.valid_from < :at AND (p.valid_to IS NULL OR p.valid_to > :at)
        RETURNING p.id
    )
    UPDATE pricing.price_record p SET valid_to = :at, load = :load FROM closing c WHERE p.id = c.id RETURNING p.product
""")
_REOPEN = text("""
    WITH opening AS (
        SELECT r.system, r.key, r.was_until, r.closed_at FROM pricing.contract_record r
        WHERE r.item = ANY(:items) AND r.closed_at IS NOT NULL
    ), opened AS (
        UPDATE pricing.contract_record r SET closed_at = NULL, was_until = NULL
        FROM opening o WHERE r.system = o.system AND r.key = o.key RETURNING r.system
    )
    UPDATE pricing.price_record p SET valid_to = o.was_until, load = :load FROM opening o
    WHERE p.system = o.system AND p.key = o.key AND p.valid_to = o.closed_at RETURNING p.product
""")


def _counters(tx: Tx, items: Sequence[UUID], *, lock: bool) -> list[Counter]:
    used = contract_item.c.told_used + contract_item.c.called
    chosen = (
        select(
            contract_item.c.id, contract.c.id, contract.c.number, contract.c.name, contract.c.organisation,
            contract_item.c.position, contract.c.over, contract_item.c.agreed, used, contract_item.c.unit,
            contract_item.c.in_base, contract_item.c.currency,
        )
        .join(contract, contract.c.id == contract_item.c.contract)
        .where(contract_item.c.id.in_(items))
        .order_by(contract_item.c.id)
    )  # fmt: skip
    if lock:
        chosen = chosen.with_for_update(of=contract_item)
    return [Counter._make(row)._replace(over=OverCall(row.over)) for row in tx.execute(chosen)]


def shown(counted: Decimal, in_base: Decimal) -> Decimal:
    """Write a count of base units in the unit that was agreed, to a millionth."""
    return (
        counted
        if in_base == 1
        else round_fraction(Fraction(counted) / Fraction(in_base), places=_PLACES).normalize() + 0
    )


def _items(tx: Tx, contracts: Sequence[UUID]) -> dict[UUID, tuple[ContractItem, ...]]:
    if not contracts:
        return {}
    found: dict[UUID, list[ContractItem]] = {}
    chosen = select(contract_item).where(contract_item.c.contract.in_(contracts))
    for row in tx.execute(chosen.order_by(contract_item.c.contract, contract_item.c.position)):
        found.setdefault(row.contract, []).append(
            ContractItem(
                id=row.id,
                position=row.position,
                product=row.product,
                agreed=shown(row.agreed, row.in_base),
                used=shown(row.told_used + row.called, row.in_base),
                unit=row.unit,
                currency=row.currency,
                text=row.text,
            )
        )
    return {id: tuple(items) for id, items in found.items()}


def _contract(row: Row[Any], items: Sequence[ContractItem]) -> Contract:
    return Contract(
        id=row.id,
        number=row.number,
        name=row.name,
        organisation=row.organisation,
        valid=Period(row.valid_from, row.valid_to),
        over=OverCall(row.over),
        system=row.system,
        key=row.key,
        items=tuple(items),
    )
