"""Storing locations, stock, receipts and reservations: one statement each, whatever the number of rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from fondaco.kernel.ids import ExternalRef
from fondaco.modules.availability.types import LocationDraft, ReceiptDraft
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
    SET heard_at = greatest(old.heard_at, excluded.heard_at), patience = coalesce(:patience, old.patience)
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
    INSERT INTO availability.reservation (document, line, product, location, quantity, date, expires_at)
    SELECT :document, line, product, location, quantity, date, CAST(:expires_at AS timestamptz)
    FROM unnest(CAST(:line AS uuid[]), CAST(:product AS uuid[]), CAST(:location AS uuid[]),
                CAST(:quantity AS numeric[]), CAST(:date AS date[])) AS held (line, product, location, quantity, date)
""")
_RELEASE = text("""
    DELETE FROM availability.reservation
    WHERE document = :document AND (CAST(:lines AS uuid[]) IS NULL OR line = ANY(CAST(:lines AS uuid[])))
    RETURNING product
""")
# What was held before a row, in the order of dates, is taken off first.
_DELIVER = text("""
    WITH gone AS (
        SELECT * FROM unnest(CAST(:line AS uuid[]), CAST(:quantity AS numeric[])) AS gone (line, quantity)
    ), held AS (
        SELECT id, r.product, r.quantity,
               least(r.quantity, greatest(0, gone.quantity - (sum(r.quantity)
                   OVER (PARTITION BY r.line ORDER BY r.date, r.id) - r.quantity))) AS taken
        FROM availability.reservation r JOIN gone ON gone.line = r.line
        WHERE r.document = :document
    ), emptied AS (
        DELETE FROM availability.reservation r USING held WHERE r.id = held.id AND held.taken = held.quantity
        RETURNING r.product
    ), reduced AS (
        UPDATE availability.reservation r SET quantity = r.quantity - held.taken FROM held
        WHERE r.id = held.id AND held.taken > 0 AND held.taken < held.quantity
        RETURNING r.product
    )
    SELECT product FROM emptied UNION SELECT product FROM reduced
""")
_EXPIRE = text("DELETE FROM availability.reservation WHERE expires_at <= :as_of RETURNING product")
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


def hold(*, tx: Tx, document: UUID, holds: Sequence[Hold], expires_at: datetime | None) -> None:
    """Store reservations."""
    if holds:
        tx.execute(
            _HOLD,
            {
                "document": document,
                "expires_at": expires_at,
                "line": [held.line for held in holds],
                "product": [held.product for held in holds],
                "location": [held.location for held in holds],
                "quantity": [held.quantity for held in holds],
                "date": [held.date for held in holds],
            },
        )


def release(*, tx: Tx, document: UUID, lines: Sequence[UUID] | None) -> list[UUID]:
    """Forget the reservations of a document or of some of its lines; return their products."""
    asked = {"document": document, "lines": None if lines is None else list(lines)}
    return list(tx.execute(_RELEASE, asked).scalars())


def deliver(*, tx: Tx, document: UUID, quantities: Mapping[UUID, Decimal]) -> list[UUID]:
    """Reduce the reservations of lines by these quantities, the earliest dates first; return the products."""
    asked = {"document": document, "line": list(quantities), "quantity": list(quantities.values())}
    return list(tx.execute(_DELIVER, asked).scalars()) if quantities else []


def expire(*, tx: Tx, as_of: datetime) -> list[UUID]:
    """Forget the reservations that are over; return their products."""
    return list(tx.execute(_EXPIRE, {"as_of": as_of}).scalars())
