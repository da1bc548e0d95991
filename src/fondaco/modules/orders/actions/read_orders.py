"""Reading orders: the history page by page, and one order."""

from datetime import datetime
from uuid import UUID

from fondaco.kernel.actor import Actor
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.page import Page
from fondaco.modules.accounts import api as accounts
from fondaco.modules.catalog import api as catalog
from fondaco.modules.orders.errors import NoSuchOrder
from fondaco.modules.orders.store import orders as store
from fondaco.modules.orders.types import Order, OrderQuery, OrderSummary
from fondaco.platform.transaction import Tx
from fondaco.platform.web.page import cut, read_cursor


def orders(
    *,
    tx: Tx,
    actor: Actor,
    query: OrderQuery,
    buyer: Buyer | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[OrderSummary]:
    """Orders of the actor's organisations, the latest first.

    `query.text` is a piece of the order or PO number, or a part number of a line; with `buyer` also his own part
    numbers, in any spelling.
    """
    after: tuple[datetime, UUID] | None = read_cursor(cursor, tuple[datetime, UUID]) if cursor else None
    products: list[UUID] = []
    if query.text and buyer is not None:
        found = catalog.find_by_part_numbers(tx=tx, buyer=buyer, numbers=[query.text])
        products = [match.product for match in found.get(query.text, ())]
    rows = store.listing(tx=tx, actor=actor, query=query, products=products, after=after, limit=limit + 1)
    return cut(rows, limit, lambda row: (row.placed_at, row.id))


def order(*, tx: Tx, actor: Actor, id: UUID) -> Order:
    """One order with lines, parts, shipments and invoices; `NoSuchOrder` also when it belongs to somebody else."""
    found = store.load(tx=tx, actor=actor, id=id)
    if found is None:
        raise NoSuchOrder
    return found


def names_of(*, tx: Tx, order: Order) -> dict[UUID, str]:
    """Return the names of the person whose order it is and of the member of staff who placed it for him."""
    people = [id for id in (order.contact, order.on_behalf) if id is not None]
    return accounts.names(tx=tx, contacts=people) if people else {}
