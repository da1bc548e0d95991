"""Everything a promise rests on in one statement: places, sources, terms, and all facts about some products.

The answer is one piece of JSON: one way to the database and back, and numbers keep every digit as they are read.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import text

from fondaco.kernel.buyer import Buyer
from fondaco.modules.availability.store.read import gathered
from fondaco.modules.availability.store.terms import AS_JSON
from fondaco.modules.availability.types import (
    Heard,
    Held,
    Location,
    Receipt,
    Stock,
    Supply,
    Terms,
)
from fondaco.platform.transaction import Tx

_WORLD = text(f"""
    SELECT json_build_object(
        'reserved', EXISTS (SELECT FROM availability.reservation WHERE document = CAST(:document AS uuid)),
        'locations', (SELECT coalesce(json_agg(l ORDER BY position, name, id), '[]') FROM availability.location l),
        'heard', (SELECT coalesce(json_object_agg(system, json_build_array(heard_at, patience)), '{{}}')
                  FROM availability.source),
        'stock', (SELECT coalesce(json_agg(s), '[]') FROM availability.stock s
                  WHERE product = ANY(CAST(:products AS uuid[]))),
        'receipts', (SELECT coalesce(json_agg(r), '[]') FROM availability.receipt r
                     WHERE product = ANY(CAST(:products AS uuid[]))),
        'held', (SELECT coalesce(json_agg(h ORDER BY id), '[]') FROM availability.reservation h
                 WHERE product = ANY(CAST(:products AS uuid[]))),
        'terms', {AS_JSON.format(receiving="address = CAST(:ship_to AS uuid)", rules="owner = ANY(CAST(:owners AS text[]))")}
    )::text
""")  # noqa: S608 - the text is ours


class _World(msgspec.Struct, frozen=True):
    reserved: bool
    locations: list[Location]
    heard: dict[str, tuple[datetime, int]]
    stock: list[Stock]
    receipts: list[Receipt]
    held: list[Held]
    terms: Terms


class World(msgspec.Struct, frozen=True, kw_only=True):
    """What is known at one moment; `reserved` tells whether the document holds something already."""

    reserved: bool
    places: Mapping[UUID, Location]
    heard: Heard
    supplies: dict[UUID, Supply]
    terms: Terms


_decode = msgspec.json.Decoder(_World).decode


def load(*, tx: Tx, products: Sequence[UUID], buyer: Buyer | None, document: UUID | None = None) -> World:
    """Load what promises of these products to a buyer rest on."""
    asked = {
        "document": document,
        "products": list(products),
        "ship_to": buyer.ship_to if buyer else None,
        "owners": [*(str(id) for id in buyer.hierarchy), buyer.sales_area] if buyer else [],
    }
    told = _decode(tx.execute(_WORLD, asked).scalar_one())
    places = {place.id: place for place in told.locations}
    return World(
        reserved=told.reserved,
        places=places,
        heard=told.heard,
        supplies=gathered(stock=told.stock, receipts=told.receipts, held=told.held, places=places),
        terms=told.terms,
    )
