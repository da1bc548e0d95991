"""Everything a promise rests on in one statement: places, sources, terms, and all facts about some products.

The answer is one piece of JSON: one way to the database and back, and numbers keep every digit as they are read.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import text

from fondaco.kernel.buyer import Buyer
from fondaco.modules.availability.sources import Heard, Hearing
from fondaco.modules.availability.store.read import gathered
from fondaco.modules.availability.store.terms import AS_JSON
from fondaco.modules.availability.types import (
    Allocation,
    Held,
    Location,
    Receipt,
    Replenishment,
    Stock,
    Supply,
    Terms,
)
from fondaco.platform.transaction import Tx

_WORLD = text(f"""
    SELECT json_build_object(
        'reserved', EXISTS (SELECT FROM availability.claimant WHERE document = CAST(:document AS uuid)),
        'moved', (SELECT coalesce(json_agg(DISTINCT product), '[]') FROM availability.moved
                  WHERE product = ANY(CAST(:products AS uuid[]))),
        'locations', (SELECT coalesce(json_agg(l ORDER BY position, name, id), '[]') FROM availability.location l),
        'heard', (SELECT coalesce(json_object_agg(system, json_build_array(
                     heard_at, patience, CASE WHEN silence = 'ask_live' THEN fallback ELSE silence END)), '{{}}')
                  FROM availability.source),
        'stock', (SELECT coalesce(json_agg(s), '[]') FROM availability.stock s
                  WHERE product = ANY(CAST(:products AS uuid[]))),
        'receipts', (SELECT coalesce(json_agg(r), '[]') FROM availability.receipt r
                     WHERE product = ANY(CAST(:products AS uuid[]))),
        'held', (SELECT coalesce(json_agg(h ORDER BY id), '[]') FROM availability.reservation h
                 WHERE product = ANY(CAST(:products AS uuid[]))),
        'allocations', (SELECT coalesce(json_agg(a), '[]') FROM availability.allocation a
                        WHERE product = ANY(CAST(:products AS uuid[]))),
        'replenishments', (SELECT coalesce(json_agg(p), '[]') FROM availability.replenishment p
                           WHERE product = ANY(CAST(:products AS uuid[]))),
        'terms', {AS_JSON.format(receiving="address = ANY(CAST(:ship_tos AS uuid[]))", rules="owner = ANY(CAST(:owners AS text[]))", backorders="owner = ANY(CAST(:sold AS text[]))")}
    )::text
""")  # noqa: S608 - the text is ours


class _World(msgspec.Struct, frozen=True):
    reserved: bool
    moved: list[UUID]
    locations: list[Location]
    heard: dict[str, Hearing]
    stock: list[Stock]
    receipts: list[Receipt]
    held: list[Held]
    allocations: list[Allocation]
    replenishments: list[Replenishment]
    terms: Terms


class World(msgspec.Struct, frozen=True, kw_only=True):
    """What is known at one moment; `reserved` tells whether the document holds or waits for something already.

    The reservations of products that `moved` have to be planned again.
    """

    reserved: bool
    moved: list[UUID]
    places: Mapping[UUID, Location]
    heard: Heard
    supplies: dict[UUID, Supply]
    terms: Terms


_decode = msgspec.json.Decoder(_World).decode


def load(
    *,
    tx: Tx,
    products: Sequence[UUID],
    buyer: Buyer | None,
    document: UUID | None = None,
    others: Sequence[Buyer] = (),
) -> World:
    """Load what promises of these products to a buyer rest on, and to `others` besides him."""
    buyers = [*others, buyer] if buyer else others
    owners = {owner for one in buyers for owner in (*(str(id) for id in one.hierarchy), one.sales_area)}
    asked = {
        "document": document,
        "products": list(products),
        "ship_tos": sorted({one.ship_to for one in buyers if one.ship_to}),
        "owners": sorted(owners),
        "sold": sorted(owners | {str(product) for product in products}),
    }
    told = _decode(tx.execute(_WORLD, asked).scalar_one())
    places = {place.id: place for place in told.locations}
    return World(
        reserved=told.reserved,
        moved=told.moved,
        places=places,
        heard=told.heard,
        supplies=gathered(
            stock=told.stock,
            receipts=told.receipts,
            held=told.held,
            allocations=told.allocations,
            replenishments=told.replenishments,
            places=places,
        ),
        terms=told.terms,
    )
