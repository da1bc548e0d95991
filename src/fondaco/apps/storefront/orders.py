"""Order history, one order, ordering again, cancelling."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit
from fondaco.apps.pages.templating import link
from fondaco.apps.storefront.cart import cart_page
from fondaco.apps.storefront.current import choose_cart, prepare, products_by_id, today
from fondaco.apps.storefront.views import orders as show

_PER_PAGE = 20


@get("/orders")
async def order_history(visit: NamedDependency[Visit]) -> Response[str]:
    """List the organisation's orders, the latest first."""
    search = visit.query("q")
    cursor = visit.query("cursor")
    await prepare(visit)
    page = await visit.client.list_orders(q=search, cursor=cursor or None, limit=_PER_PAGE)
    return visit.page(
        "orders.html",
        active="orders",
        search=search,
        orders=[show.summary(order) for order in page.items],
        next_url=link("/orders", q=search, cursor=page.next) if page.next else "",
        first_url=link("/orders", q=search) if cursor else "",
    )


@get("/orders/{order_id:str}")
async def one_order(visit: NamedDependency[Visit], order_id: FromPath[str]) -> Response[str]:
    """Show an order; right after placing it, as its confirmation."""
    await prepare(visit)
    order = await visit.client.get_order(order_id=order_id)
    goods = await products_by_id(visit, [line.product for line in order.lines])
    base_units = {id: product.base_unit for id, product in goods.items()}
    return visit.page(
        "order.html",
        active="orders",
        o=show.detail(order, today=today(), base_units=base_units),
        sums=show.sums(order),
        placed=bool(visit.query("placed")),
    )


@post("/orders/{order_id:str}/reorder")
async def order_again(visit: NamedDependency[Visit], order_id: FromPath[str]) -> Response[str]:
    """Fill a new cart from an order and show what changed since."""
    again = await visit.client.reorder(order_id=order_id)
    choose_cart(visit, again.cart.id)
    differences = [show.difference(one) for one in again.differences]
    if not differences:
        return visit.go("/cart", toast=_("The order is in your cart again, at today’s prices."))
    return await cart_page(visit, again.cart, changes=differences)


@post("/orders/{order_id:str}/cancellation")
async def cancel(visit: NamedDependency[Visit], order_id: FromPath[str]) -> Response[str]:
    """Cancel an order that no ERP has begun to take."""
    await visit.client.cancel_order(order_id=order_id)
    return visit.go(f"/orders/{order_id}", toast=_("The order is cancelled."))


ROUTES = [order_history, one_order, order_again, cancel]
