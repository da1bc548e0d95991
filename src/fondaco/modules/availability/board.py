"""The board: what can be promised of every product, in the memory of one process."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from fondaco.kernel.event import Event
from fondaco.kernel.ids import public_id
from fondaco.modules.availability import model
from fondaco.modules.availability.events import LocationsChanged, StockChanged
from fondaco.modules.availability.store import positions
from fondaco.modules.availability.types import AvailabilityRequest, Location, Position, Promise
from fondaco.platform.transaction import Tx

_encode = msgspec.json.Encoder().encode
_UNKNOWN = b'{"known":false,"available":null,"locations":[],"next":null,"told_at":null}'
_BERLIN = ZoneInfo("Europe/Berlin")


class Board:
    """A projection: loaded once, then kept by events. Reading never waits and never touches the database."""

    EVENTS: tuple[type[Event], ...] = (StockChanged, LocationsChanged)

    def __init__(self) -> None:
        self._positions: dict[UUID, Position] = {}
        self._places: dict[UUID, Location] = {}
        self._encoded: dict[UUID, bytes] = {}
        self._zone = _BERLIN

    def load(self, *, tx: Tx) -> None:
        """Read everything."""
        self._places = positions.locations(tx=tx)
        self._zone = ZoneInfo(next(iter(self._places.values())).zone) if self._places else _BERLIN
        self._positions = positions.positions(tx=tx, products=None, places=self._places)
        self._encoded = {}

    def apply(self, *, tx: Tx, events: Sequence[Event]) -> None:
        """Fetch what changed."""
        if any(isinstance(event, LocationsChanged) for event in events):
            self.load(tx=tx)
            return
        changed = {id for event in events if isinstance(event, StockChanged) for id in event.products}
        found = positions.positions(tx=tx, products=sorted(changed), places=self._places)
        for id in changed:
            if id in found:
                self._positions[id] = found[id]
            else:
                self._positions.pop(id, None)
            self._encoded.pop(id, None)

    def today(self, as_of: datetime) -> date:
        """Return the date it is where the goods lie."""
        return as_of.astimezone(self._zone).date()

    def locations(self) -> list[Location]:
        """Return all locations in their order."""
        return list(self._places.values())

    def promise(self, *, requests: Iterable[AvailabilityRequest], as_of: datetime) -> list[Promise]:
        """Answer each request by itself."""
        today = self.today(as_of)
        return [
            model.promise(
                position=self._positions.get(request.product, Position(product=request.product)),
                quantity=request.quantity,
                today=today,
                requested_on=request.requested_on,
                locations=self._places,
            )
            for request in requests
        ]

    def page(self, products: Iterable[UUID]) -> list[bytes]:
        """Return, as JSON objects, what lies where and the next receipt; independent of the day, and so kept."""
        kept = self._encoded
        return [kept.get(product) or self._encode(product) for product in products]

    def _encode(self, product: UUID) -> bytes:
        position = self._positions.get(product)
        if position is None or position.told_at is None:
            return _UNKNOWN
        stock = [supply for supply in position.supplies if supply.on is None and supply.location in self._places]
        coming = next((supply for supply in position.supplies if supply.on is not None and supply.free > 0), None)
        encoded = self._encoded[product] = _encode(
            {
                "known": True,
                "available": str(sum((supply.free for supply in stock), model.NOTHING)),
                "locations": [
                    {
                        "id": public_id("loc", supply.location),
                        "name": self._places[supply.location].name,
                        "quantity": str(supply.free),
                    }
                    for supply in stock
                ],
                "next": {"date": coming.on, "quantity": str(coming.free)} if coming else None,
                "told_at": position.told_at,
            }
        )
        return encoded
