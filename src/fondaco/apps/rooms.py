"""Who listens, what runs by the clock, what is held in memory: the rooms' parts, listed where one sees them all."""

from collections.abc import Sequence
from pathlib import Path

from fondaco.connectors.files import handlers as files
from fondaco.connectors.tryton import handlers as tryton
from fondaco.connectors.vies import handlers as vies
from fondaco.modules.accounts import handlers as accounts
from fondaco.modules.availability import handlers as availability
from fondaco.modules.orders import handlers as orders
from fondaco.modules.pricing import handlers as pricing
from fondaco.platform import housekeeping
from fondaco.platform.follower import Projection
from fondaco.platform.jobs import Job
from fondaco.platform.subscriptions import Subscription

SUBSCRIPTIONS: tuple[Subscription, ...] = (
    *availability.SUBSCRIPTIONS,
    *pricing.SUBSCRIPTIONS,
    *orders.SUBSCRIPTIONS,
    *tryton.SUBSCRIPTIONS,
)
JOBS: tuple[Job, ...] = (
    *housekeeping.JOBS,
    *accounts.JOBS,
    *availability.JOBS,
    *pricing.JOBS,
    *files.JOBS,
    *tryton.JOBS,
    *vies.JOBS,
)


def projections(*, home: Path | None = None) -> Sequence[Projection]:
    """Make what an API process holds in memory, still empty, in the order in which events reach them.

    Access comes first, so that a lost right is lost at once; the open pages come last, because they ask again as
    soon as they are told, and must then find the new price. With a `home` the price book uses the files there.
    """
    # Here and not above: only processes that serve the API need what these bring along.
    from fondaco.apps.http.access import AccessProjection
    from fondaco.apps.http.changes import ChangesProjection
    from fondaco.modules.availability.api import Board
    from fondaco.modules.availability.events import StockChanged
    from fondaco.modules.catalog.api import Assortments, Shelf
    from fondaco.modules.catalog.events import ProductsChanged
    from fondaco.modules.pricing.api import PriceBook
    from fondaco.modules.pricing.events import PriceListsChanged, PricesChanged
    from fondaco.modules.search.api import Index

    shelf = Shelf()
    told = ChangesProjection(
        {
            PricesChanged: ("price", "products"),
            PriceListsChanged: ("price", "products"),
            StockChanged: ("stock", "products"),
            ProductsChanged: ("product", "products"),
        }
    )
    return (
        AccessProjection(),
        shelf,
        PriceBook(folder=home and pricing.book_folder(home)),
        Board(),
        Assortments(shelf),
        Index(shelf),
        told,
    )
