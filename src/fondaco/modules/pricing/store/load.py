"""Storing condition records in bulk: copied into a staging table, checked and merged there by a few statements.

The same way for three records and for a million: refusals name the staged row, everything else is stored.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from fondaco.platform.transaction import Tx

_FEW = 1_000
_STAGE = """
    CREATE TEMPORARY TABLE IF NOT EXISTS staged (
        line bigint, id uuid, kind text, calculation text, amount numeric, currency text, per numeric, unit text,
        scale numeric, organisation uuid, price_list uuid, product uuid, category uuid, valid_from timestamptz,
        valid_to timestamptz, key text, text text, type text, scale_by text, from_base numeric, sales_area text,
        segment text, arm text, metal text, identity uuid
    ) ON COMMIT DELETE ROWS
"""
# What a record says, apart from its id, key and load.
_STATED = (
    "kind", "calculation", "amount", "currency", "per", "unit", "scale", "organisation", "price_list", "product",
    "category", "valid_from", "valid_to", "text", "type", "scale_by", "from_base", "sales_area", "segment", "arm", "metal",
)  # fmt: skip


def _of(table: str) -> str:
    return ", ".join(f"{table}.{name}" for name in _STATED)


_IDENTIFY = """
    UPDATE staged SET identity = {identity}
"""
_TWICE = text("""
    DELETE FROM staged s USING (
        SELECT line, row_number() OVER (PARTITION BY key ORDER BY line) AS nth FROM staged
    ) n WHERE n.line = s.line AND n.nth > 1 RETURNING s.line, s.key
""")
# A staged record that begins before an earlier one of the same identity has ended.
_OVERLAP_STAGED = text("""
    DELETE FROM staged s USING (
        SELECT line, valid_from < max(coalesce(valid_to, 'infinity')) OVER (
            PARTITION BY identity ORDER BY valid_from, line ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS overlaps FROM staged
    ) o WHERE o.line = s.line AND o.overlaps RETURNING s.line, s.key
""")
# A staged record that overlaps a stored one which this load neither replaces nor ends.
_OVERLAP_STORED = text("""
    DELETE FROM staged s USING pricing.price_record p
    WHERE p.identity = s.identity
      AND p.valid_from < coalesce(s.valid_to, 'infinity') AND s.valid_from < coalesce(p.valid_to, 'infinity')
      AND NOT (p.system = :system AND (:complete OR EXISTS (SELECT 1 FROM staged o WHERE o.key = p.key)))
    RETURNING s.line, s.key, p.id AS rival
""")
_UPDATE = text(f"""
    UPDATE pricing.price_record p SET {", ".join(f"{name} = s.{name}" for name in _STATED)}, load = :load
    FROM (SELECT s.*, p.product AS old FROM staged s JOIN pricing.price_record p
          ON p.system = :system AND p.key = s.key WHERE ({_of("p")}) IS DISTINCT FROM ({_of("s")})) s
    WHERE p.system = :system AND p.key = s.key
    RETURNING p.product, s.old
""")  # noqa: S608 - the text is ours
_INSERT = text(f"""
    INSERT INTO pricing.price_record (id, {", ".join(_STATED)}, system, key, load)
    SELECT s.id, {_of("s")}, :system, s.key, :load
    FROM staged s
    WHERE NOT EXISTS (SELECT 1 FROM pricing.price_record p WHERE p.system = :system AND p.key = s.key)
    RETURNING product
""")  # noqa: S608 - the same
_END = text("""
    WITH ended AS (
        DELETE FROM pricing.price_record p
        WHERE p.system = :system AND NOT EXISTS (SELECT 1 FROM staged s WHERE s.key = p.key)
          AND p.key NOT IN (SELECT unnest(CAST(:kept AS text[])))
        RETURNING id, product
    ), told AS (
        INSERT INTO pricing.ended_record (record, load) SELECT id, :load FROM ended
    )
    SELECT product FROM ended
""")
_END_ONE = text("""
    WITH ended AS (DELETE FROM pricing.price_record WHERE id = :id RETURNING id)
    INSERT INTO pricing.ended_record (record, load) SELECT id, :load FROM ended
""")


class StagedRow(NamedTuple):
    """A checked record with its references resolved; `line` names it in refusals."""

    line: int
    id: UUID
    key: str
    kind: str
    calculation: str
    amount: Decimal
    currency: str
    per: Decimal
    unit: str
    scale: Decimal
    organisation: UUID | None
    price_list: UUID | None
    product: UUID | None
    category: UUID | None
    valid_from: Any
    valid_to: Any
    text: str
    type: str
    scale_by: str
    from_base: Decimal
    sales_area: str | None
    segment: str | None
    arm: str | None
    metal: str | None


_COPY = f"COPY staged ({', '.join(StagedRow._fields)}) FROM STDIN"


class Merged(NamedTuple):
    """What became of the staged rows; `products` holds None where a record is for no single product."""

    load: int
    staged: int
    inserted: int
    updated: int
    ended: int
    twice: Sequence[tuple[int, str]]
    ambiguous: Sequence[tuple[int, str]]
    products: frozenset[UUID | None]
    rivals: frozenset[UUID]


def stage(*, tx: Tx, batches: Iterable[Sequence[StagedRow]], identity: str) -> int:
    """Copy rows into the staging table of this transaction, batch by batch; return how many.

    Making a batch may ask the database, so each batch is complete before its copying begins.
    """
    # Kept by the connection: making a table for one price takes longer than all the rest.
    tx.execute(text(_STAGE))
    tx.execute(text("DELETE FROM staged"))
    count = 0
    connection = tx.connection.connection.driver_connection
    if connection is None:
        raise RuntimeError("the transaction has no connection")
    for batch in batches:
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            for row in batch:
                copy.write_row(row)
        count += len(batch)
    tx.execute(text(_IDENTIFY.format(identity=identity)))
    if count > _FEW:
        tx.execute(text("CREATE INDEX IF NOT EXISTS staged_key ON staged (key)"))
        tx.execute(text("ANALYZE staged"))
    return count


def merge(*, tx: Tx, system: str, staged: int, complete: bool, kept: Sequence[str] = ()) -> Merged:
    """Refuse what is stated twice or ambiguous, store the rest, and end what a complete load does not state.

    `kept` are keys of a complete load that were refused before: their stored records stay as they are.
    """
    load = next_load(tx=tx)
    twice = [(row.line, row.key) for row in tx.execute(_TWICE)]
    ambiguous = [(row.line, row.key) for row in tx.execute(_OVERLAP_STAGED)]
    where = {"system": system, "complete": complete}
    stored = tx.execute(_OVERLAP_STORED, where).all()
    ambiguous += [(row.line, row.key) for row in stored]
    products: set[UUID | None] = set()
    ended = 0
    if complete:
        untouched = [*kept, *(key for _, key in ambiguous)]
        for row in tx.execute(_END, {"system": system, "kept": untouched, "load": load}):
            products.add(row.product)
            ended += 1
    updated = 0
    for row in tx.execute(_UPDATE, {"system": system, "load": load}):
        products |= {row.product, row.old}
        updated += 1
    inserted = 0
    for row in tx.execute(_INSERT, {"system": system, "load": load}):
        products.add(row.product)
        inserted += 1
    return Merged(
        load,
        staged,
        inserted,
        updated,
        ended,
        twice,
        ambiguous,
        frozenset(products),
        frozenset(row.rival for row in stored),
    )


def end(*, tx: Tx, id: UUID) -> int:
    """End one record, in its turn among the loads; return the number of that load."""
    load = next_load(tx=tx)
    tx.execute(_END_ONE, {"id": id, "load": load})
    return load


def next_load(*, tx: Tx) -> int:
    """Take the number of a new load; loads wait for each other until their transactions end."""
    # Two loads at once could each find nothing ambiguous; one after the other they do. The number comes after the lock:
    # so loads commit in the order of their numbers, and whoever saw one has seen all before it.
    tx.execute(text("SELECT pg_advisory_xact_lock(hashtext('pricing.load'))"))
    return int(tx.execute(text("SELECT nextval('pricing.load_number')")).scalar_one())
