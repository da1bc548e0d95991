"""The door of availability."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from fondaco.modules.availability import model
from fondaco.modules.availability.actions.put import put_locations, put_receipts, put_stock
from fondaco.modules.availability.actions.reserve import expire, release, reserve
from fondaco.modules.availability.board import Board
from fondaco.modules.availability.store import positions
from fondaco.modules.availability.store import write as _write
from fondaco.modules.availability.tables import location as _location
from fondaco.modules.availability.types import AvailabilityRequest, Location, Position, Promise
from fondaco.platform.transaction import Tx

__all__ = [
    "Board",
    "expire",
    "find_locations_by_refs",
    "locations",
    "promise",
    "put_locations",
    "put_receipts",
    "put_stock",
    "release",
    "reserve",
]


def locations(*, tx: Tx) -> list[Location]:
    """Load all locations in their order."""
    return list(positions.locations(tx=tx).values())


def find_locations_by_refs(*, tx: Tx, system: str, keys: Sequence[str]) -> dict[str, UUID]:
    """Return the locations which a source knows by these keys."""
    refs = [(system, key) for key in keys]
    return {key: id for (_, key), id in _write.by_refs(tx=tx, table=_location, refs=refs).items()}


def promise(
    *, tx: Tx | None = None, board: Board | None = None, requests: Sequence[AvailabilityRequest], as_of: datetime
) -> list[Promise]:
    """Say for each request how much is there by which date, from memory (`board`) or from the tables (`tx`).

    Each request is answered by itself: nothing is held, and two requests may be promised the same goods.
    """
    if board is not None:
        return board.promise(requests=requests, as_of=as_of)
    if tx is None:
        raise TypeError("promise needs a board or a transaction")
    places = positions.locations(tx=tx)
    products = sorted({request.product for request in requests})
    found = positions.positions(tx=tx, products=products, places=places)
    zone = ZoneInfo(next(iter(places.values())).zone if places else "Europe/Berlin")
    today = as_of.astimezone(zone).date()
    return [
        model.promise(
            position=found.get(request.product, Position(product=request.product)),
            quantity=request.quantity,
            today=today,
            requested_on=request.requested_on,
            locations=places,
        )
        for request in requests
    ]
