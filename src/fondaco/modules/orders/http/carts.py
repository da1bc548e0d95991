"""Routes of carts and quick order: every answer that changes a cart is the whole cart, priced and dated."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, patch, post
from litestar.concurrency import sync_to_thread
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, HeaderParameter, JSONBody
from msgspec import UNSET, Meta

from fondaco.kernel.actor import Actor
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.ids import inner_id
from fondaco.kernel.quantity import Quantity
from fondaco.modules.availability.api import Board, Live, LiveCheck, Occasion
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.orders import api as orders
from fondaco.modules.orders.http import schemas, write
from fondaco.modules.orders.types import Cart, LineChange, LineDraft, QuickLine
from fondaco.modules.pricing.api import PriceBook
from fondaco.platform.transaction import Database, Tx
from fondaco.platform.web.once import Once
from fondaco.platform.web.page import Cursor, Limit, PageOut, page_out
from fondaco.platform.web.version import etag, expected_version, versioned

IfMatch = Annotated[
    str | None,
    HeaderParameter(name="If-Match", description="The ETag of the cart you saw; without it any version is changed."),
    Meta(max_length=40, examples=['"3"']),
]


Address = Annotated[str, Meta(max_length=40)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a route needs to show a cart: who looks, for whom is bought, the memory of this process, the line to the ERPs."""

    actor: Actor
    buyer: Buyer
    book: PriceBook
    board: Board
    shelf: Shelf
    live: LiveCheck
    database: Database

    async def ask(self, cart: UUID, occasion: Occasion = Occasion.CART) -> Live | None:
        """Ask the ERPs live about what is in a cart, where that is set; no transaction waits for them."""

        def products() -> list[UUID]:
            with self.database.transaction() as tx:
                return [line.product for line in orders.cart(tx=tx, actor=self.actor, id=cart).lines]

        return await self.live.check(products=products, buyer=self.buyer, occasion=occasion)

    def show(self, tx: Tx, cart: Cart, *, ship_to: UUID | None = None, live: Live | None = None) -> schemas.CartOut:
        """Price, date and write the cart."""
        view = orders.view_cart(
            tx=tx,
            actor=self.actor,
            cart=cart,
            buyer=self.buyer,
            book=self.book,
            board=self.board,
            shelf=self.shelf,
            ship_to=ship_to,
            live=live,
        )
        return write.cart(view, language=self.buyer.language, today=self.buyer.as_of.date())


def desk(
    actor: NamedDependency[Actor],
    buyer: NamedDependency[Buyer],
    book: NamedDependency[PriceBook],
    board: NamedDependency[Board],
    shelf: NamedDependency[Shelf],
    live: NamedDependency[LiveCheck],
    database: NamedDependency[Database],
) -> Desk:
    """Dependency: everything that carts need."""
    return Desk(actor=actor, buyer=buyer, book=book, board=board, shelf=shelf, live=live, database=database)


DESK = Provide(desk, sync_to_thread=False)


def version_in(if_match: str | None) -> int | None:
    """Return the version in If-Match, if there is one."""
    return expected_version(if_match) if if_match else None


def tag(cart: schemas.CartOut) -> dict[str, str]:
    """Return the ETag of an answered cart."""
    return {"ETag": etag(cart.version)}


@get(
    "/v1/carts",
    operation_id="list_carts",
    summary="Open carts",
    tags=["carts"],
    opt={"permission": "carts.edit"},
    sync_to_thread=True,
)
def list_carts(
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    cursor: FromQuery[Cursor | None] = None,
    limit: FromQuery[Limit] = 50,
) -> PageOut[schemas.CartSummaryOut]:
    """List the carts of the actor's organisations that are not ordered yet, the latest change first."""
    with database.transaction() as tx:
        return page_out(orders.carts(tx=tx, actor=actor, cursor=cursor, limit=limit), write.cart_summary)


@post(
    "/v1/carts",
    operation_id="create_cart",
    summary="Make a cart",
    tags=["carts"],
    opt={"permission": "carts.edit"},
    sync_to_thread=True,
    dependencies={"desk": DESK},
)
def create_cart(
    data: JSONBody[schemas.CartIn], once: NamedDependency[Once], desk: NamedDependency[Desk]
) -> Response[schemas.CartOut]:
    """Make an empty cart."""

    def work(tx: Tx) -> schemas.CartOut:
        return desk.show(tx, orders.create_cart(tx=tx, actor=desk.actor, buyer=desk.buyer, name=data.name))

    return once.run(work, headers=tag)


@get(
    "/v1/carts/{cart_id:str}",
    operation_id="get_cart",
    summary="A cart with prices and dates",
    tags=["carts"],
    opt={"permission": "carts.edit"},
    dependencies={"desk": DESK},
)
async def get_cart(
    cart_id: FromPath[str],
    desk: NamedDependency[Desk],
    database: NamedDependency[Database],
    ship_to: FromQuery[Address | None] = None,
) -> Response[schemas.CartOut]:
    """Show a cart at the prices and dates of this moment; with `ship_to`, as they are for that address.

    Where the buyer's ERPs are to be asked live for carts, they are: once for all lines.
    """
    id, address = inner_id("crt", cart_id), inner_id("adr", ship_to) if ship_to else None
    live = await desk.ask(id)

    def work() -> Response[schemas.CartOut]:
        with database.transaction() as tx:
            cart = orders.cart(tx=tx, actor=desk.actor, id=id)
            out = desk.show(tx, cart, ship_to=address, live=live)
        return versioned(out, out.version)

    return await sync_to_thread(work)


@patch(
    "/v1/carts/{cart_id:str}",
    operation_id="change_cart",
    summary="Rename a cart",
    tags=["carts"],
    opt={"permission": "carts.edit"},
    sync_to_thread=True,
    dependencies={"desk": DESK},
)
def change_cart(
    cart_id: FromPath[str],
    data: JSONBody[schemas.CartIn],
    desk: NamedDependency[Desk],
    database: NamedDependency[Database],
    if_match: IfMatch = None,
) -> Response[schemas.CartOut]:
    """Give a cart another name."""
    with database.transaction() as tx:
        cart = orders.rename_cart(
            tx=tx,
            actor=desk.actor,
            id=inner_id("crt", cart_id),
            name=data.name,
            as_of=desk.buyer.as_of,
            expected_version=version_in(if_match),
        )
        out = desk.show(tx, cart)
    return versioned(out, out.version)


@delete(
    "/v1/carts/{cart_id:str}",
    operation_id="discard_cart",
    summary="Give a cart up",
    tags=["carts"],
    opt={"permission": "carts.edit"},
    sync_to_thread=True,
    dependencies={"desk": DESK},
)
def discard_cart(cart_id: FromPath[str], desk: NamedDependency[Desk], database: NamedDependency[Database]) -> None:
    """Give a cart up; it is not listed any more."""
    with database.transaction() as tx:
        orders.discard_cart(tx=tx, actor=desk.actor, id=inner_id("crt", cart_id), as_of=desk.buyer.as_of)


@post(
    "/v1/carts/{cart_id:str}/lines",
    operation_id="add_cart_lines",
    summary="Add lines to a cart",
    tags=["carts"],
    opt={"permission": "carts.edit"},
    sync_to_thread=True,
    dependencies={"desk": DESK},
)
def add_cart_lines(
    cart_id: FromPath[str],
    data: JSONBody[schemas.LinesIn],
    once: NamedDependency[Once],
    desk: NamedDependency[Desk],
    if_match: IfMatch = None,
) -> Response[schemas.CartOut]:
    """Add lines: all, or none with every problem named. A product that is there already gets more."""
    id, version = inner_id("crt", cart_id), version_in(if_match)

    def work(tx: Tx) -> schemas.CartOut:
        units = orders.sales_units(
            tx=tx, buyer=desk.buyer, ids=[inner_id("prd", line.product) for line in data.lines], shelf=desk.shelf
        )
        cart = orders.add_lines(
            tx=tx,
            actor=desk.actor,
            buyer=desk.buyer,
            cart=id,
            drafts=[_draft(line, units) for line in data.lines],
            shelf=desk.shelf,
            expected_version=version,
        )
        return desk.show(tx, cart)

    return once.run(work, headers=tag)


@patch(
    "/v1/carts/{cart_id:str}/lines/{line_id:str}",
    operation_id="change_cart_line",
    summary="Change a line",
    tags=["carts"],
    opt={"permission": "carts.edit"},
    dependencies={"desk": DESK},
)
async def change_cart_line(
    cart_id: FromPath[str],
    line_id: FromPath[str],
    data: JSONBody[schemas.LinePatch],
    desk: NamedDependency[Desk],
    database: NamedDependency[Database],
    if_match: IfMatch = None,
) -> Response[schemas.CartOut]:
    """Change quantity, unit, note or requested date of a line."""
    id, line = inner_id("crt", cart_id), inner_id("crl", line_id)
    live = await desk.ask(id)

    def work() -> Response[schemas.CartOut]:
        with database.transaction() as tx:
            cart = orders.change_line(
                tx=tx,
                actor=desk.actor,
                buyer=desk.buyer,
                cart=id,
                line=line,
                change=LineChange(
                    value=None if data.quantity is UNSET else data.quantity,
                    unit=None if data.unit is UNSET else data.unit,
                    note=None if data.note is UNSET else data.note,
                    requested_date=None if data.requested_date is UNSET else data.requested_date,
                    clear_date=data.requested_date is None,
                ),
                shelf=desk.shelf,
                expected_version=version_in(if_match),
            )
            out = desk.show(tx, cart, live=live)
        return versioned(out, out.version)

    return await sync_to_thread(work)


@delete(
    "/v1/carts/{cart_id:str}/lines/{line_id:str}",
    operation_id="remove_cart_line",
    summary="Take a line out",
    tags=["carts"],
    opt={"permission": "carts.edit"},
    status_code=200,
    dependencies={"desk": DESK},
)
async def remove_cart_line(
    cart_id: FromPath[str],
    line_id: FromPath[str],
    desk: NamedDependency[Desk],
    database: NamedDependency[Database],
    if_match: IfMatch = None,
) -> Response[schemas.CartOut]:
    """Take a line out of the cart and answer the cart that remains."""
    id, line = inner_id("crt", cart_id), inner_id("crl", line_id)
    live = await desk.ask(id)

    def work() -> Response[schemas.CartOut]:
        with database.transaction() as tx:
            cart = orders.remove_line(
                tx=tx,
                actor=desk.actor,
                cart=id,
                line=line,
                as_of=desk.buyer.as_of,
                expected_version=version_in(if_match),
            )
            out = desk.show(tx, cart, live=live)
        return versioned(out, out.version)

    return await sync_to_thread(work)


@post(
    "/v1/quick-orders",
    operation_id="quick_order",
    summary="Quick order by part numbers",
    tags=["carts"],
    opt={"permission": "carts.edit"},
    status_code=200,
    sync_to_thread=True,
    dependencies={"desk": DESK},
)
def quick_order(
    data: JSONBody[schemas.QuickOrderIn], once: NamedDependency[Once], desk: NamedDependency[Desk]
) -> Response[schemas.QuickOrderOut]:
    """Answer every typed or pasted line; with a cart, what is found is put into it."""
    lines = [QuickLine(text=line.number, quantity=line.quantity, unit=line.unit) for line in data.lines]
    lines += orders.lines_of_text(data.text)
    cart_id = inner_id("crt", data.cart) if data.cart else None

    def work(tx: Tx) -> schemas.QuickOrderOut:
        answers, cart = orders.quick_order(
            tx=tx, actor=desk.actor, buyer=desk.buyer, lines=lines, cart=cart_id, shelf=desk.shelf
        )
        return schemas.QuickOrderOut(
            answers=[write.quick_answer(answer) for answer in answers],
            cart=desk.show(tx, cart) if cart else None,
        )

    return once.run(work, status=200)


def _draft(line: schemas.CartLineIn, units: dict[UUID, str]) -> LineDraft:
    product = inner_id("prd", line.product)
    # An unknown product is refused by add_lines with its place; the unit does not matter then.
    unit = line.unit or units.get(product, "PCE")
    return LineDraft(
        product=product,
        quantity=Quantity(line.quantity, unit),
        note=line.note,
        requested_date=line.requested_date,
    )


ROUTES = [
    list_carts,
    create_cart,
    get_cart,
    change_cart,
    discard_cart,
    add_cart_lines,
    change_cart_line,
    remove_cart_line,
    quick_order,
]
