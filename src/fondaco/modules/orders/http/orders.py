"""Routes of orders: placing, history, one order, ordering again, cancelling."""

from datetime import datetime
from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta

from fondaco.kernel.actor import Actor
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.ids import inner_id
from fondaco.kernel.money import Money
from fondaco.modules.availability.api import Occasion
from fondaco.modules.orders import api as orders
from fondaco.modules.orders.http import schemas, write
from fondaco.modules.orders.http.carts import DESK, Desk, IfMatch, version_in
from fondaco.modules.orders.types import OrderDetails, OrderQuery, OrderState, Seen
from fondaco.platform.follower import Follower
from fondaco.platform.transaction import Database, Tx
from fondaco.platform.web.lane import Lane
from fondaco.platform.web.once import Once
from fondaco.platform.web.page import Cursor, Limit, PageOut, page_out
from fondaco.platform.web.version import etag, versioned

Text = Annotated[
    str, Meta(max_length=100, description="A piece of the order or PO number, or a part number, one's own too.")
]
Moment = Annotated[datetime, Meta(tz=True)]
PublicId = Annotated[str, Meta(max_length=40)]
# Orders lock the products they take from, and the queues of their ERPs.
_PLACING = Lane(name="placing", width=2)


def tag(order: schemas.OrderOut) -> dict[str, str]:
    """Return the ETag of an answered order."""
    return {"ETag": etag(order.version)}


@post(
    "/v1/orders",
    operation_id="place_order",
    summary="Order a cart",
    tags=["orders"],
    opt={"permission": "orders.place"},
    dependencies={"desk": DESK},
)
async def place_order(
    data: JSONBody[schemas.OrderIn],
    once: NamedDependency[Once],
    desk: NamedDependency[Desk],
    follower: NamedDependency[Follower | None],
) -> Response[schemas.OrderOut]:
    """Order a cart at the prices the buyer saw; 409 with the differences when they have changed.

    Where the buyer's ERPs are to be asked live for orders, they are, before anything is locked.
    """
    cart = inner_id("crt", data.cart)
    details = OrderDetails(
        seen=Seen(
            version=data.version,
            net=Money(data.net, desk.buyer.currency),
            gross=Money(data.gross, desk.buyer.currency) if data.gross is not None else None,
            amounts={inner_id("crl", line.id): line.amount for line in data.lines},
        ),
        po_number=data.po_number,
        ship_to=inner_id("adr", data.ship_to) if data.ship_to else None,
        requested_date=data.requested_date,
        note=data.note,
    )

    live = await desk.ask(cart, Occasion.ORDER)

    def work(tx: Tx) -> schemas.OrderOut:
        # A price that was committed a moment ago counts, even if this process has not heard of it yet.
        abreast = follower is not None and follower.abreast(tx=tx, projection=desk.book)
        placed = orders.place_order(
            tx=tx,
            actor=desk.actor,
            buyer=desk.buyer,
            cart=cart,
            details=details,
            shelf=desk.shelf,
            book=desk.book if abreast else None,
            live=live,
        )
        return write.order(placed, orders.names_of(tx=tx, order=placed), language=desk.buyer.language)

    return await _PLACING.run(lambda: once.run(work, headers=tag))


@get(
    "/v1/orders",
    operation_id="list_orders",
    summary="Order history",
    tags=["orders"],
    opt={"permission": ["orders.view", "staff.orders"]},
    sync_to_thread=True,
)
def list_orders(
    actor: NamedDependency[Actor],
    buyer_if_any: NamedDependency[Buyer | None],
    database: NamedDependency[Database],
    q: FromQuery[Text] = "",
    # The framework keeps the name `state` for itself.
    status: Annotated[OrderState | None, QueryParameter(name="state")] = None,
    placed_from: FromQuery[Moment | None] = None,
    placed_before: FromQuery[Moment | None] = None,
    organisation: FromQuery[PublicId | None] = None,
    product: FromQuery[PublicId | None] = None,
    cursor: FromQuery[Cursor | None] = None,
    limit: FromQuery[Limit] = 50,
) -> PageOut[schemas.OrderSummaryOut]:
    """List orders of the actor's organisations, the latest first."""
    query = OrderQuery(
        text=q.strip(),
        state=status,
        placed_from=placed_from,
        placed_before=placed_before,
        organisation=inner_id("org", organisation) if organisation else None,
        product=inner_id("prd", product) if product else None,
    )
    with database.transaction() as tx:
        page = orders.orders(tx=tx, actor=actor, query=query, buyer=buyer_if_any, cursor=cursor, limit=limit)
    return page_out(page, write.order_summary)


@get(
    "/v1/orders/{order_id:str}",
    operation_id="get_order",
    summary="An order",
    tags=["orders"],
    opt={"permission": ["orders.view", "staff.orders"]},
    sync_to_thread=True,
)
def get_order(
    order_id: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[schemas.OrderOut]:
    """Show an order with the state of each line, its shipments and its invoices."""
    with database.transaction() as tx:
        found = orders.order(tx=tx, actor=actor, id=inner_id("ord", order_id))
        out = write.order(found, orders.names_of(tx=tx, order=found), language=actor.language)
    return versioned(out, out.version)


@post(
    "/v1/orders/{order_id:str}/reorder",
    operation_id="reorder",
    summary="Order again",
    tags=["orders"],
    opt={"permission": "carts.edit"},
    sync_to_thread=True,
    dependencies={"desk": DESK},
)
def reorder(
    order_id: FromPath[str], once: NamedDependency[Once], desk: NamedDependency[Desk]
) -> Response[schemas.ReorderedOut]:
    """Put the lines of an order into a new cart and tell what changed since."""
    id = inner_id("ord", order_id)

    def work(tx: Tx) -> schemas.ReorderedOut:
        again = orders.reorder(
            tx=tx,
            actor=desk.actor,
            buyer=desk.buyer,
            order=id,
            book=desk.book,
            board=desk.board,
            shelf=desk.shelf,
        )
        return schemas.ReorderedOut(cart=desk.show(tx, again.cart), differences=write.differences(again.differences))

    return once.run(work)


@post(
    "/v1/orders/{order_id:str}/cancellation",
    operation_id="cancel_order",
    summary="Cancel an order",
    tags=["orders"],
    opt={"permission": "orders.cancel"},
    sync_to_thread=True,
)
def cancel_order(
    order_id: FromPath[str],
    once: NamedDependency[Once],
    actor: NamedDependency[Actor],
    if_match: IfMatch = None,
) -> Response[schemas.OrderOut]:
    """Cancel an order that no ERP has begun to take."""
    id, version = inner_id("ord", order_id), version_in(if_match)

    def work(tx: Tx) -> schemas.OrderOut:
        cancelled = orders.cancel_order(tx=tx, actor=actor, id=id, expected_version=version)
        return write.order(cancelled, orders.names_of(tx=tx, order=cancelled), language=actor.language)

    return once.run(work, headers=tag)


ROUTES = [place_order, list_orders, get_order, reorder, cancel_order]
