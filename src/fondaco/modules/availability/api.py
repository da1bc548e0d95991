"""The door of availability: facts of the sources in, promises and reservations out."""

from collections.abc import Sequence
from uuid import UUID

from fondaco.kernel.ids import ExternalRef
from fondaco.modules.availability.actions.allocations import (
    allocate,
    allocation,
    change_allocation,
    end_allocation,
    list_allocations,
    put_allocations,
)
from fondaco.modules.availability.actions.backorders import backorder_policies, set_backorder_policy
from fondaco.modules.availability.actions.facts import (
    change_stock,
    heard_from,
    put_locations,
    put_receipts,
    put_replenishments,
    put_stock,
)
from fondaco.modules.availability.actions.promises import deliver, expire, prolong, promise, release, reserve
from fondaco.modules.availability.actions.replan import replan
from fondaco.modules.availability.actions.sources import live_rule, set_live_rule, set_source, source, sources
from fondaco.modules.availability.actions.suggest import suggest
from fondaco.modules.availability.actions.terms import set_calendar, set_delivery_rule, set_receiving, set_transport
from fondaco.modules.availability.board import Board
from fondaco.modules.availability.errors import NoSuchStock
from fondaco.modules.availability.live import Live, LiveCheck, SourceAsked, Told, differs
from fondaco.modules.availability.sources import LiveRule, Occasion, Silence, Source
from fondaco.modules.availability.store import read
from fondaco.modules.availability.store import terms as stored
from fondaco.modules.availability.types import Location, Stock, Terms
from fondaco.platform.transaction import Tx

__all__ = [
    "Board", "Live", "LiveCheck", "LiveRule", "Occasion", "Silence", "Source", "SourceAsked", "Told", "allocate",
    "allocation", "backorder_policies", "change_allocation", "change_stock", "deliver", "differs", "end_allocation",
    "expire", "find_locations_by_refs", "heard_from", "list_allocations", "live_rule", "locations", "prolong",
    "promise", "put_allocations", "put_locations", "put_receipts", "put_replenishments", "put_stock", "release",
    "replan", "reserve", "set_backorder_policy", "set_calendar", "set_delivery_rule", "set_live_rule",
    "set_receiving", "set_source", "set_transport", "source", "sources", "stock", "suggest", "terms",
]  # fmt: skip


def locations(*, tx: Tx) -> list[Location]:
    """Load all locations in their order."""
    return list(read.locations(tx=tx).values())


def find_locations_by_refs(*, tx: Tx, system: str, keys: Sequence[str]) -> dict[str, UUID]:
    """Return the locations which a source knows by these keys."""
    refs = [ExternalRef(system, key) for key in keys]
    return {ref.key: id for ref, id in read.locations_by_refs(tx=tx, refs=refs).items() if ref.system == system}


def stock(*, tx: Tx, product: UUID, location: UUID) -> Stock:
    """Load what is on hand of a product at a location, or refuse."""
    found = read.stock_at(tx=tx, product=product, location=location)
    if found is None:
        raise NoSuchStock
    return found


def terms(*, tx: Tx) -> Terms:
    """Load all calendars, transport times, receiving days and delivery rules."""
    return stored.load(tx=tx)
