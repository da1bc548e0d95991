"""The cart: put in, change, take out; every answer is the whole cart at today's prices and dates."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from fondaco.apps.client.base import ApiProblem
from fondaco.apps.client.generated import CartLineIn, LinePatch, LinesIn
from fondaco.apps.pages import language, problems
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit
from fondaco.apps.storefront.current import current_cart_id, own_cart_id, prepare, products_by_id, today
from fondaco.apps.storefront.views import carts as show
from fondaco.apps.storefront.views import orders as sums
from fondaco.apps.storefront.views.empty import EMPTY_CART

_NOT_FOUND = 404


async def cart_page(visit: Visit, cart: Any, *, changes: list[str] | None = None, toast: str = "") -> Response[str]:  # noqa: ANN401 - an answer of the client
    """Show a cart that was just answered by the API."""
    await prepare(visit, cart=cart)
    products = await products_by_id(visit, [line.product for line in cart.lines])
    return visit.page(
        "cart.html",
        toast=toast,
        active="cart",
        cart=show.cart(cart, products=products, today=today(), changes=changes),
        sums=sums.sums(cart),
    )


@get("/cart")
async def cart(visit: NamedDependency[Visit]) -> Response[str]:
    """Show the cart of this browser."""
    id = await current_cart_id(visit)
    return await cart_page(visit, await visit.client.get_cart(cart_id=id) if id else EMPTY_CART)


@post("/cart/lines")
async def add_line(visit: NamedDependency[Visit]) -> Response[str]:
    """Put a product into the cart and tell so."""
    try:
        quantity = language.typed_number(await visit.field("quantity", "1"))
    except language.BadNumber:
        return visit.refuse(_("This is not a valid quantity."), status=422)
    unit = await visit.field("unit") or None
    line = CartLineIn(product=await visit.field("product"), quantity=quantity, unit=unit)
    id = await own_cart_id(visit)
    found = await visit.client.add_cart_lines(cart_id=id, data=LinesIn(lines=[line]))
    toast = _("In the cart.")
    if not visit.fragment:
        return visit.go("/cart", toast=toast)
    await prepare(visit, cart=found)
    return visit.piece("parts/cart_count.html", toast=toast)


@post("/cart/lines/{line_id:str}")
async def change_line(visit: NamedDependency[Visit], line_id: FromPath[str]) -> Response[str]:
    """Change quantity or unit of a line."""
    id = await current_cart_id(visit)
    if id is None:
        return visit.go("/cart")
    try:
        quantity = language.typed_number(await visit.field("quantity"))
        change = LinePatch(quantity=quantity, unit=await visit.field("unit"))
        found = await visit.client.change_cart_line(cart_id=id, line_id=line_id, data=change)
    except language.BadNumber:
        found = await visit.client.get_cart(cart_id=id)
        return await cart_page(visit, found, toast=_("This is not a valid quantity."))
    except ApiProblem as problem:
        if problem.status == _NOT_FOUND:
            raise
        # The field shows the quantity that still holds, and the toast says why.
        return await cart_page(visit, await visit.client.get_cart(cart_id=id), toast=problems.words(problem).line)
    if not visit.fragment:
        return visit.go("/cart")
    return await cart_page(visit, found)


@post("/cart/lines/{line_id:str}/removal")
async def remove_line(visit: NamedDependency[Visit], line_id: FromPath[str]) -> Response[str]:
    """Take a line out."""
    id = await current_cart_id(visit)
    if id is None:
        return visit.go("/cart")
    found = await visit.client.remove_cart_line(cart_id=id, line_id=line_id)
    if not visit.fragment:
        return visit.go("/cart", toast=_("The line is removed."))
    return await cart_page(visit, found, toast=_("The line is removed."))


ROUTES = [cart, add_line, change_line, remove_line]
