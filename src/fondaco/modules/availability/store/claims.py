"""Who holds and waits for what, read to be planned again, and what moved under promises since they were planned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

import msgspec
from sqlalchemy import text

from fondaco.kernel.buyer import Buyer
from fondaco.modules.availability.replanning import Claim
from fondaco.modules.availability.types import ScheduleLine
from fondaco.platform.transaction import Tx

# New supply breaks no promise: it matters only where somebody waits or might come earlier.
_MARK = text("""
    INSERT INTO availability.moved (product)
    SELECT product FROM unnest(CAST(:changed AS uuid[])) AS told (product)
    UNION
    SELECT product FROM unnest(CAST(:new AS uuid[])) AS told (product)
    WHERE EXISTS (SELECT FROM availability.claim l WHERE l.product = told.product)
""")
_MARK_SOURCE = text("""
    INSERT INTO availability.moved (product)
    SELECT DISTINCT s.product FROM availability.stock s
    WHERE s.system = :system AND EXISTS (SELECT FROM availability.claim l WHERE l.product = s.product)
""")
_NEXT = text("""
    SELECT DISTINCT product FROM availability.moved WHERE CAST(:after AS uuid) IS NULL OR product > :after
    ORDER BY product LIMIT :limit
""")
_MARKS = text("SELECT id, product FROM availability.moved WHERE product = ANY(CAST(:products AS uuid[]))")
_UNMARK = text("DELETE FROM availability.moved WHERE id = ANY(CAST(:ids AS bigint[]))")
# Who is just releasing or delivering is not waited for, or two might wait for each other.
_LOCK = text("""
    SELECT document FROM availability.claimant
    WHERE document IN (SELECT document FROM availability.claim
                       WHERE product = ANY(CAST(:products AS uuid[])))
    FOR UPDATE SKIP LOCKED
""")
_CLAIMS = text("""
    SELECT l.document, l.line, l.product, l.quantity, l.requested_on, l.revision, d.expires_at, d.number,
           d.buyer::text AS buyer
    FROM availability.claim l JOIN availability.claimant d ON d.document = l.document
    WHERE l.product = ANY(CAST(:products AS uuid[])) ORDER BY d.number, l.position
""")
_HELD = text("""
    SELECT document, line, location, quantity, date, delivered_on, replenished, allocation FROM availability.reservation
    WHERE product = ANY(CAST(:products AS uuid[])) ORDER BY date, id
""")
_REWRITE = text("""
    WITH gone AS (
        DELETE FROM availability.reservation WHERE (document, line) IN
            (SELECT * FROM unnest(CAST(:documents AS uuid[]), CAST(:lines AS uuid[])))
    ), planned AS (
        UPDATE availability.claim SET revision = revision + 1 WHERE (document, line) IN
            (SELECT * FROM unnest(CAST(:documents AS uuid[]), CAST(:lines AS uuid[])))
    )
    INSERT INTO availability.reservation
        (document, line, product, location, quantity, date, delivered_on, replenished, allocation, expires_at)
    SELECT * FROM unnest(CAST(:document AS uuid[]), CAST(:line AS uuid[]), CAST(:product AS uuid[]),
                         CAST(:location AS uuid[]), CAST(:quantity AS numeric[]), CAST(:date AS date[]),
                         CAST(:delivered_on AS date[]), CAST(:replenished AS numeric[]),
                         CAST(:allocation AS uuid[]), CAST(:expires_at AS timestamptz[]))
""")
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Buyer).decode


def kept(buyer: Buyer | None) -> str | None:
    """Return as much of a buyer as planning again has to know, as JSON; no person is kept."""
    if buyer is None:
        return None
    return _encode(replace(buyer, contact=None, on_behalf=None, bill_to=None, vat_number=None)).decode()


def mark(*, tx: Tx, changed: Iterable[UUID], new: Iterable[UUID] = ()) -> None:
    """Note that the supply of products moved, or that there is `new` supply which nobody can hold yet."""
    asked = {"changed": sorted(set(changed)), "new": sorted(set(new))}
    if asked["changed"] or asked["new"]:
        tx.execute(_MARK, asked)


def mark_source(*, tx: Tx, system: str) -> None:
    """Note that what may be promised of a source is another than before: who waits may get something of it."""
    tx.execute(_MARK_SOURCE, {"system": system})


def next_marked(*, tx: Tx, after: UUID | None, limit: int) -> list[UUID]:
    """Return the next products under whose promises something moved, in the order of their ids."""
    return list(tx.execute(_NEXT, {"after": after, "limit": limit}).scalars())


def marks(*, tx: Tx, products: Sequence[UUID]) -> dict[int, UUID]:
    """Return the notes about products that are there now; what is noted later is not planned for yet."""
    return {row.id: row.product for row in tx.execute(_MARKS, {"products": list(products)})}


def unmark(*, tx: Tx, ids: Sequence[int]) -> None:
    """Forget notes: their products are planned."""
    if ids:
        tx.execute(_UNMARK, {"ids": list(ids)})


def lock(*, tx: Tx, products: Sequence[UUID]) -> frozenset[UUID]:
    """Lock the documents with claims on products, but for those somebody else is at; return the locked ones."""
    return frozenset(tx.execute(_LOCK, {"products": list(products)}).scalars())


def load(*, tx: Tx, products: Sequence[UUID]) -> dict[UUID, list[Claim]]:
    """Load the claims on products, in the order in which they were made."""
    asked = {"products": list(products)}
    parts: dict[tuple[UUID, UUID], list[ScheduleLine]] = {}
    for row in tx.execute(_HELD, asked):
        part = ScheduleLine(
            quantity=row.quantity,
            date=row.date,
            location=row.location,
            delivered_on=row.delivered_on,
            replenished=row.replenished,
            allocation=row.allocation,
        )
        parts.setdefault((row.document, row.line), []).append(part)
    found: dict[UUID, list[Claim]] = {}
    for row in tx.execute(_CLAIMS, asked):
        claim = Claim(
            document=row.document,
            line=row.line,
            product=row.product,
            quantity=row.quantity,
            requested_on=row.requested_on,
            expires_at=row.expires_at,
            revision=row.revision,
            number=row.number,
            buyer=_decode(row.buyer) if row.buyer else None,
            held=tuple(parts.get((row.document, row.line), ())),
        )
        found.setdefault(row.product, []).append(claim)
    return found


def rewrite(*, tx: Tx, planned: Mapping[tuple[UUID, UUID], Claim]) -> None:
    """Store what claims hold from now on, by document and line, and count their revisions up."""
    if not planned:
        return
    rows = [(claim, part) for claim in planned.values() for part in claim.held]
    tx.execute(
        _REWRITE,
        {
            "documents": [document for document, _ in planned],
            "lines": [line for _, line in planned],
            "document": [claim.document for claim, _ in rows],
            "line": [claim.line for claim, _ in rows],
            "product": [claim.product for claim, _ in rows],
            "location": [part.location for _, part in rows],
            "quantity": [part.quantity for _, part in rows],
            "date": [part.date for _, part in rows],
            "delivered_on": [part.delivered_on for _, part in rows],
            "replenished": [part.replenished for _, part in rows],
            "allocation": [part.allocation for _, part in rows],
            "expires_at": [claim.expires_at for claim, _ in rows],
        },
    )
