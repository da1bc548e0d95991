"""Storing locations, stock, receipts and reservations: one statement each, whatever the number of rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import text

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.ids import ExternalRef
from fondaco.modules.availability.store.claims import kept
from fondaco.modules.availability.types import Day, LocationDraft, ReceiptDraft, ReservationLine
from fondaco.platform.transaction import Tx

_LOCATIONS = text("""
    INSERT INTO availability.location AS old (id, system, key, name, country, zone, position)
    SELECT * FROM unnest(CAST(:id AS uuid[]), CAST(:system AS text[]), CAST(:key AS text[]), CAST(:name AS text[]),
                         CAST(:country AS text[]), CAST(:zone AS text[]), CAST(:position AS integer[]))
    ON CONFLICT (system, key) DO UPDATE
    SET name = excluded.name, country = excluded.country, zone = excluded.zone, position = excluded.position
    WHERE (old.name, old.country, old.zone, old.position)
          IS DISTINCT FROM (excluded.name, excluded.country, excluded.zone, excluded.position)
    RETURNING xmax = 0 AS created
""")
# An older statement than the one known changes nothing: files and live calls may overtake each other.
_STOCK = text("""
    INSERT INTO availability.stock AS old (product, location, on_hand, blocked, safety, told_at, system, version)
    SELECT *, 1 FROM unnest(CAST(:product AS uuid[]), CAST(:location AS uuid[]), CAST(:on_hand AS numeric[]),
                            CAST(:blocked AS numeric[]), CAST(:safety AS numeric[]), CAST(:told_at AS timestamptz[]),
                            CAST(:system AS text[]))
    ORDER BY 1, 2
    ON CONFLICT (product, location) DO UPDATE
    SET on_hand = excluded.on_hand, blocked = excluded.blocked, safety = excluded.safety, told_at = excluded.told_at,
        system = excluded.system, version = old.version + 1
    WHERE excluded.told_at >= old.told_at
      AND (old.on_hand, old.blocked, old.safety, old.system)
          IS DISTINCT FROM (excluded.on_hand, excluded.blocked, excluded.safety, excluded.system)
    RETURNING product, xmax = 0 AS created
""")
_RECEIPTS = text("""
    INSERT INTO availability.receipt AS old (system, key, product, location, quantity, date)
    SELECT * FROM unnest(CAST(:system AS text[]), CAST(:key AS text[]), CAST(:product AS uuid[]),
                         CAST(:location AS uuid[]), CAST(:quantity AS numeric[]), CAST(:date AS date[]))
    ORDER BY 1, 2
    ON CONFLICT (system, key) DO UPDATE
    SET product = excluded.product, location = excluded.location, quantity = excluded.quantity, date = excluded.date
    WHERE (old.product, old.location, old.quantity, old.date)
          IS DISTINCT FROM (excluded.product, excluded.location, excluded.quantity, excluded.date)
    RETURNING product, xmax = 0 AS created
""")
# Before any is ended or changed, and in one order, or two sources that state the same receipts might wait for each other.
_LOCK_RECEIPTS = text("""
    SELECT system, key, product FROM availability.receipt
    WHERE (system, key) IN (SELECT * FROM unnest(CAST(:system AS text[]), CAST(:key AS text[])))
    ORDER BY system, key FOR UPDATE
""")
_END_RECEIPTS = text("""
    DELETE FROM availability.receipt
    WHERE (system, key) IN (SELECT * FROM unnest(CAST(:system AS text[]), CAST(:key AS text[])))
    RETURNING product
""")
_END_STOCK = text("""
    DELETE FROM availability.stock
    WHERE system = :system AND (product, location) NOT IN
          (SELECT * FROM unnest(CAST(:product AS uuid[]), CAST(:location AS uuid[])))
    RETURNING product
""")
_HEARD = text("""
    INSERT INTO availability.source AS old (system, heard_at, patience)
    VALUES (:system, :at, coalesce(CAST(:patience AS integer), :usual))
    ON CONFLICT (system) DO UPDATE
    SET heard_at = greatest(old.heard_at, excluded.heard_at), patience = coalesce(:patience, old.patience),
        version = old.version + CASE WHEN old.patience <> coalesce(:patience, old.patience) THEN 1 ELSE 0 END
    WHERE old.heard_at < excluded.heard_at OR old.patience <> coalesce(:patience, old.patience)
    RETURNING system
""")
_ITEMS = text("""
    INSERT INTO availability.item (product)
    SELECT asked.product FROM unnest(CAST(:products AS uuid[])) AS asked (product)
    WHERE NOT EXISTS (SELECT FROM availability.item i WHERE i.product = asked.product)
    ORDER BY 1 ON CONFLICT DO NOTHING
""")
_LOCK = text("""
    SELECT product FROM availability.item WHERE product = ANY(CAST(:products AS uuid[])) ORDER BY product FOR UPDATE
""")
_HOLD = text("""
    WITH document AS (
        INSERT INTO availability.claimant (document, expires_at, buyer)
        VALUES (:document, CAST(:expires_at AS timestamptz), CAST(:buyer AS jsonb))
    ), wanted AS (
        INSERT INTO availability.claim (document, line, position, product, quantity, requested_on, revision)
        SELECT :document, line, row_number() OVER (), product, quantity, requested_on, 0
        FROM json_to_recordset(CAST(:lines AS json)) AS asked (line uuid, product uuid, quantity numeric, requested_on date)
    )
    INSERT INTO availability.reservation
        (document, line, product, location, quantity, date, delivered_on, replenished, allocation, expires_at)
    SELECT :document, line, product, location, quantity, date, delivered_on, replenished, allocation,
           CAST(:expires_at AS timestamptz)
    FROM json_to_recordset(CAST(:holds AS json))
         AS held (line uuid, product uuid, location uuid, quantity numeric, date date, delivered_on date,
                  replenished numeric, allocation uuid)
""")
# First the document, in a statement of its own: only then what it holds now is seen, and nobody plans it again meanwhile.
_LOCK_DOCUMENT = text("SELECT FROM availability.claimant WHERE document = :document FOR UPDATE")
_PROLONG = text("""
    WITH claimant AS (
        UPDATE availability.claimant SET expires_at = :until WHERE document = :document AND expires_at < :until
        RETURNING document
    )
    UPDATE availability.reservation r SET expires_at = :until FROM claimant WHERE r.document = claimant.document
    RETURNING r.product
""")
_LOCK_EXPIRED = text("""
    SELECT document FROM availability.claimant WHERE expires_at <= :as_of
    ORDER BY number FOR UPDATE SKIP LOCKED
""")
_RELEASE = text("""
    WITH gone AS (
        DELETE FROM availability.claim
        WHERE document = ANY(CAST(:documents AS uuid[]))
          AND (CAST(:lines AS uuid[]) IS NULL OR line = ANY(CAST(:lines AS uuid[])))
        RETURNING product
    ), held AS (
        DELETE FROM availability.reservation
        WHERE document = ANY(CAST(:documents AS uuid[]))
          AND (CAST(:lines AS uuid[]) IS NULL OR line = ANY(CAST(:lines AS uuid[])))
        RETURNING product
    )
    SELECT product FROM gone UNION SELECT product FROM held
""")
_FORGET = text("""
    DELETE FROM availability.claimant d WHERE document = ANY(CAST(:documents AS uuid[]))
    AND NOT EXISTS (SELECT FROM availability.claim l WHERE l.document = d.document)
""")
# What was held before a row, in the order of dates, is taken off first. What leaves the house is used of its allocation.
_DELIVER = text("""
    WITH gone AS (
        SELECT * FROM unnest(CAST(:line AS uuid[]), CAST(:quantity AS numeric[])) AS gone (line, quantity)
    ), held AS (
        SELECT id, r.product, r.quantity, r.allocation,
               least(r.quantity, greatest(0, gone.quantity - (sum(r.quantity)
                   OVER (PARTITION BY r.line ORDER BY r.date, r.id) - r.quantity))) AS taken
        FROM availability.reservation r JOIN gone ON gone.line = r.line
        WHERE r.document = :document
    ), emptied AS (
        DELETE FROM availability.reservation r USING held WHERE r.id = held.id AND held.taken = held.quantity
        RETURNING r.product
    ), reduced AS (
        UPDATE availability.reservation r
        SET quantity = r.quantity - held.taken, replenished = least(r.replenished, r.quantity - held.taken) FROM held
        WHERE r.id = held.id AND held.taken > 0 AND held.taken < held.quantity
        RETURNING r.product
    ), used AS (
        UPDATE availability.allocation a SET used = a.used + gone.taken
        FROM (SELECT allocation, sum(taken) AS taken FROM held GROUP BY allocation) AS gone
        WHERE a.id = gone.allocation AND gone.taken > 0
    ), over AS (
        DELETE FROM availability.claim l USING gone
        WHERE l.document = :document AND l.line = gone.line AND l.quantity <= gone.quantity
    ), open AS (
        UPDATE availability.claim l SET quantity = l.quantity - gone.quantity FROM gone
        WHERE l.document = :document AND l.line = gone.line AND l.quantity > gone.quantity
    )
    SELECT product FROM emptied UNION SELECT product FROM reduced
""")
# In one order, or two documents that draw from the same allocations might wait for each other.
_LOCK_DRAWN = text("""
    SELECT FROM availability.allocation
    WHERE id IN (SELECT allocation FROM availability.reservation
                 WHERE document = :document AND line = ANY(CAST(:line AS uuid[])))
    ORDER BY id FOR UPDATE
""")
# How long the silence of a source is borne if it says nothing about it: two days.
USUAL_PATIENCE = 2 * 24 * 60 * 60


class Levels(NamedTuple):
    """What is on hand, and what of it is not promised, in base units."""

    on_hand: Decimal
    blocked: Decimal
    safety: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A dated part of a reservation."""

    line: UUID
    product: UUID
    location: UUID
    quantity: Decimal
    date: date
    # A field named `date` hides the type of that name.
    delivered_on: Day | None = None
    replenished: Decimal = Decimal(0)
    allocation: UUID | None = None


def locations(*, tx: Tx, drafts: Mapping[UUID, LocationDraft]) -> list[bool]:
    """Store locations; return for each that is new (True) or other than before (False)."""
    rows = {
        "id": list(drafts),
        "system": [draft.ref.system for draft in drafts.values()],
        "key": [draft.ref.key for draft in drafts.values()],
        "name": [draft.name for draft in drafts.values()],
        "country": [draft.country for draft in drafts.values()],
        "zone": [draft.zone for draft in drafts.values()],
        "position": [draft.position for draft in drafts.values()],
    }
    return list(tx.execute(_LOCATIONS, rows).scalars()) if drafts else []


def stock(
    *, tx: Tx, rows: Mapping[tuple[UUID, UUID], Levels], told: Mapping[tuple[UUID, UUID], tuple[datetime, str]]
) -> list[tuple[UUID, bool]]:
    """Store levels by product and location as `told` (when, by which source).

    Return the products of changed rows, and which are new.
    """
    if not rows:
        return []
    found = tx.execute(
        _STOCK,
        {
            "product": [product for product, _ in rows],
            "location": [location for _, location in rows],
            "on_hand": [levels.on_hand for levels in rows.values()],
            "blocked": [levels.blocked for levels in rows.values()],
            "safety": [levels.safety for levels in rows.values()],
            "told_at": [told[key][0] for key in rows],
            "system": [told[key][1] for key in rows],
        },
    )
    return [(row.product, row.created) for row in found]


def receipts(*, tx: Tx, rows: Sequence[tuple[UUID, UUID, Decimal, ReceiptDraft]]) -> list[tuple[UUID, bool]]:
    """Store (product, location, quantity, draft); return the products of changed rows, and which are new."""
    if not rows:
        return []
    found = tx.execute(
        _RECEIPTS,
        {
            "system": [row[3].ref.system for row in rows],
            "key": [row[3].ref.key for row in rows],
            "product": [row[0] for row in rows],
            "location": [row[1] for row in rows],
            "quantity": [row[2] for row in rows],
            "date": [row[3].expected_on for row in rows],
        },
    )
    return [(row.product, row.created) for row in found]


def lock_receipts(*, tx: Tx, refs: Sequence[ExternalRef]) -> dict[ExternalRef, UUID]:
    """Lock those of the receipts that are known; return their products."""
    keys = {"system": [ref.system for ref in refs], "key": [ref.key for ref in refs]}
    rows = tx.execute(_LOCK_RECEIPTS, keys) if refs else ()
    return {ExternalRef(row.system, row.key): row.product for row in rows}


def end_stock(*, tx: Tx, system: str, keep: Sequence[tuple[UUID, UUID]]) -> list[UUID]:
    """Forget what a source told and tells no more; return the products."""
    kept = {"product": [product for product, _ in keep], "location": [location for _, location in keep]}
    return list(tx.execute(_END_STOCK, {"system": system, **kept}).scalars())


def end_receipts(*, tx: Tx, refs: Sequence[ExternalRef]) -> list[UUID]:
    """Forget expected receipts; return their products."""
    if not refs:
        return []
    keys = {"system": [ref.system for ref in refs], "key": [ref.key for ref in refs]}
    return list(tx.execute(_END_RECEIPTS, keys).scalars())


def heard(*, tx: Tx, system: str, at: datetime, patience: int | None) -> bool:
    """Note that a source was heard from; tell whether that is news."""
    asked = {"system": system, "at": at, "patience": patience, "usual": USUAL_PATIENCE}
    return tx.execute(_HEARD, asked).first() is not None


def lock(*, tx: Tx, products: Sequence[UUID]) -> None:
    """Lock the products for reserving, in one order for everybody, so that nobody waits in a circle."""
    asked = {"products": sorted(products)}
    # All rows are made before any is locked: who makes one while holding a lock may wait for one who waits for him.
    tx.execute(_ITEMS, asked)
    tx.execute(_LOCK, asked)


def hold(
    *,
    tx: Tx,
    document: UUID,
    lines: Sequence[ReservationLine],
    holds: Sequence[Hold],
    expires_at: datetime | None,
    buyer: Buyer | None,
) -> None:
    """Store what a document wants and which dated parts of it are held."""
    tx.execute(
        _HOLD,
        {
            "document": document,
            "expires_at": expires_at,
            "buyer": kept(buyer),
            # One text each: a list for each column costs more to send than the rows to store.
            "lines": msgspec.json.encode(lines).decode(),
            "holds": msgspec.json.encode(holds).decode(),
        },
    )


def release(*, tx: Tx, document: UUID, lines: Sequence[UUID] | None) -> list[UUID]:
    """Forget what a document, or some of its lines, hold and wait for; return their products."""
    if tx.execute(_LOCK_DOCUMENT, {"document": document}).first() is None:
        return []
    return _release(tx, [document], lines)


def prolong(*, tx: Tx, document: UUID, until: datetime) -> list[UUID]:
    """Let a document hold longer, if what it holds ends before; return the products."""
    if tx.execute(_LOCK_DOCUMENT, {"document": document}).first() is None:
        return []
    return list(tx.execute(_PROLONG, {"document": document, "until": until}).scalars())


def deliver(*, tx: Tx, document: UUID, quantities: Mapping[UUID, Decimal]) -> list[UUID]:
    """Reduce the reservations of lines by these quantities, the earliest dates first; return the products."""
    if not quantities or tx.execute(_LOCK_DOCUMENT, {"document": document}).first() is None:
        return []
    asked = {"document": document, "line": list(quantities), "quantity": list(quantities.values())}
    tx.execute(_LOCK_DRAWN, asked)
    products = list(tx.execute(_DELIVER, asked).scalars())
    tx.execute(_FORGET, {"documents": [document]})
    return products


def expire(*, tx: Tx, as_of: datetime) -> list[UUID]:
    """Forget the reservations that are over, unless somebody is at them right now; return their products."""
    documents = list(tx.execute(_LOCK_EXPIRED, {"as_of": as_of}).scalars())
    return _release(tx, documents, None) if documents else []


def _release(tx: Tx, documents: Sequence[UUID], lines: Sequence[UUID] | None) -> list[UUID]:
    asked = {"documents": list(documents), "lines": None if lines is None else list(lines)}
    products = list(tx.execute(_RELEASE, asked).scalars())
    tx.execute(_FORGET, {"documents": list(documents)})
    return products
