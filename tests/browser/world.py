"""A small world for browsers: the demonstration on a slice of its data, with all three ERPs, in one process."""

import asyncio
import os
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar, Final
from uuid import UUID

import httpx
import psycopg
from granian.constants import Interfaces
from granian.server.embed import Server
from playwright.sync_api import Page
from psycopg import sql

from fondaco.apps import rooms
from fondaco.apps.api import ROOMS, create_app
from fondaco.apps.client.transport import AsgiTransport
from fondaco.apps.console.acting import SHOP
from fondaco.apps.console.app import create_app as create_console
from fondaco.apps.demo import loading
from fondaco.apps.demo.alpin.books import Books
from fondaco.apps.demo.alpin.server import AlpinServer, Manners
from fondaco.apps.demo.alpin.stockroom import Stockroom
from fondaco.apps.demo.goods.article import ALPIN
from fondaco.apps.demo.http import DemoRuntime
from fondaco.apps.demo.operator import Operator
from fondaco.apps.demo.trade.customers import people
from fondaco.apps.runtime import Runtime, open_runtime
from fondaco.apps.storefront.app import create_app as create_storefront
from fondaco.apps.worker import Worker
from fondaco.connectors.files import api as file_drops
from fondaco.connectors.intake.types import Mode
from fondaco.connectors.simulated import api as live_erp
from fondaco.kernel import clock
from fondaco.kernel.event import Event
from fondaco.kernel.ids import ExternalRef, public_id
from fondaco.modules.accounts import api as accounts
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.catalog.types import Product
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.types import PriceRecord, PriceRecordDraft
from fondaco.platform import embedded, migrate
from fondaco.platform.settings import Settings
from fondaco.platform.subscriptions import Subscription
from fondaco.platform.transaction import Database, Tx

REPOSITORY: Final = Path(__file__).parents[2]
CHROMIUM: Final[dict[str, Any]] = {
    "executable_path": os.environ.get("FONDACO_CHROMIUM", "/usr/bin/chromium"),
    "args": [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ],
}
SCALE: Final = 0.04
DENSITY: Final = 0.05
_SETTINGS: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "600"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Knocked(Event):
    """A fact of the tests' own, about an order."""

    TYPE: ClassVar[str] = "tests.knocked.v1"
    order: UUID

    @property
    def subject(self) -> str:
        return str(self.order)


class Door:
    """A subscriber that is locked at first: what it is told meanwhile becomes a dead letter at once."""

    def __init__(self) -> None:
        self.locked = True
        self.opened = threading.Event()

    def answer(self, *, tx: Tx, event: Event) -> None:  # noqa: ARG002 - the form of a handler
        if self.locked:
            raise RuntimeError("The door is locked.")
        self.opened.set()

    @property
    def subscription(self) -> Subscription:
        return Subscription(name="tests.door", events=(Knocked,), handle=self.answer, attempts=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Where the sites are, who may sign in, and what can be found there."""

    storefront: str
    console: str
    runtime: Runtime
    buyer: str
    staff: str
    password: str
    search_word: str
    product: str
    number: str
    # One more of a file drop, and one that the live ERP keeps; no story states contract prices for these.
    other: str
    other_number: str
    live: str
    live_number: str
    seller: str
    own_number: str
    own_number_of: str
    door: Door = field(default_factory=Door)

    def sign_in(self, page: Page, *, site: str = "", buyer: str = "") -> None:
        """Sign a browser in by the page."""
        base = site or self.storefront
        page.goto(f"{base}/sign-in")
        page.locator("#f-email").fill(self.staff if base == self.console else buyer or self.buyer)
        page.locator("#f-password").fill(self.password)
        page.locator("form[action='/sign-in'] button").click()
        page.wait_for_url(f"{base}/")


def sign_in_by_http(client: httpx.Client, world: World) -> None:
    """Sign a plain client in, as a browser without script would."""
    page = client.get(f"{world.storefront}/sign-in").text
    token = page.split('name="_csrf_token" value="', 1)[1].split('"', 1)[0]
    form = {"email": world.buyer, "password": world.password, "_csrf_token": token}
    answer = client.post(f"{world.storefront}/sign-in", data=form)
    assert answer.status_code == httpx.codes.SEE_OTHER, answer.text[:300]


@contextmanager
def open_world() -> Iterator[World]:
    """Fill a database of its own and serve both sites from this process."""
    with ExitStack() as stack:
        url = stack.enter_context(_own_database())
        settings = Settings(database_url=url)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        alpin = _live_erp(stack, folder)
        _fill(url, folder, alpin)
        bare = stack.enter_context(open_runtime(settings, role="world", projections=rooms.projections))
        operator = Operator(database=bare.database, alpin=alpin, folder=folder, scale=SCALE)
        runtime = DemoRuntime(
            settings=settings,
            database=bare.database,
            projections=bare.projections,
            follower=bare.follower,
            operator=operator,
        )
        door = Door()
        worker = Worker(database=runtime.database, subscriptions=(*rooms.SUBSCRIPTIONS, door.subscription))
        worker.start()
        stack.callback(worker.stop)
        connection = live_erp.connect(database=runtime.database, system=ALPIN, url=alpin.url)
        line = live_erp.Line(database=runtime.database, connection=connection.id, position=0, now=clock.now)
        line.start()
        stack.callback(line.stop)
        api = create_app(runtime, only=(*ROOMS, "fondaco.apps.demo"), log_requests=False)
        sites = {
            "api": api,
            "storefront": create_storefront(transport=AsgiTransport(api)),
            "console": create_console(transport=AsgiTransport(api)),
        }
        ports = stack.enter_context(_served(sites))
        yield _described(runtime, ports, door)


def _live_erp(stack: ExitStack, folder: Path) -> AlpinServer:
    books = Books(path=folder / "alpin.sqlite")
    stack.callback(books.close)
    room = Stockroom(books=books, today=clock.now().date(), scale=SCALE, density=DENSITY)
    alpin = AlpinServer(books=books, stockroom=room, manners=Manners(slow=(0, 0), quick=(0, 0), maintenance=()))
    alpin.start()
    stack.callback(alpin.close)
    return alpin


@contextmanager
def _own_database() -> Iterator[str]:
    home = Path(os.environ.get("FONDACO_TEST_HOME") or REPOSITORY / ".fondaco" / "tests")
    server = embedded.start(home=home, tcp=True, settings=_SETTINGS)
    name = f"world_{os.getpid()}"
    with psycopg.connect(server.url(database="postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield server.url(database=name)
    finally:
        with psycopg.connect(server.url(database="postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.close()


def _fill(url: str, folder: Path, alpin: AlpinServer) -> None:
    """Load the demo's three ERPs; one row of the first drop has a price that nobody can read."""
    database = Database(url, application="world")
    try:
        migrate.migrate(database=database)
        extent = loading.Extent(scale=SCALE, density=DENSITY)
        today = clock.now().date()
        loading.write_drops(folder=folder, today=today, extent=extent, say=lambda _: None)
        for system in loading.DROPS:
            file_drops.import_folder(
                database=database,
                mapping_text=loading.mapping_text(system),
                folder=folder / system,
                now=clock.now,
                requested_by="world",
            )
        loading.give_passwords(database=database)
        loading.agree(database=database, today=today, extent=extent)
        loading.state_sellers(database=database)
        connection = live_erp.connect(database=database, system=ALPIN, url=alpin.url)
        live_erp.load(database=database, connection=connection.id, mode=Mode.FULL, requested_by="world", now=clock.now)
    finally:
        database.close()


@contextmanager
def _served(apps: dict[str, Any]) -> Iterator[dict[str, int]]:
    ports = {name: _free_port() for name in apps}
    apps["console"].state[SHOP] = f":{ports['storefront']}"
    loop = asyncio.new_event_loop()
    servers = [
        Server(app, address="127.0.0.1", port=ports[name], interface=Interfaces.ASGI, log_enabled=False)
        for name, app in apps.items()
    ]

    async def run() -> None:
        await asyncio.gather(*(server.serve() for server in servers))

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),), name="world", daemon=True)
    thread.start()
    for port in ports.values():
        _wait_for(port)
    try:
        yield ports
    finally:
        for server in servers:
            loop.call_soon_threadsafe(server.stop)
        thread.join(timedelta(seconds=10).total_seconds())
        loop.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    with httpx.Client() as client:
        for _ in range(200):
            try:
                client.get(f"http://127.0.0.1:{port}/health/live")
            except httpx.TransportError:
                threading.Event().wait(0.05)
            else:
                return
    raise TimeoutError(port)


def _described(runtime: Runtime, ports: dict[str, int], door: Door) -> World:
    told = _telling_products(runtime)
    product, other = [one for one in told if one.system != ALPIN][:2]
    live = next(one for one in told if one.system == ALPIN)
    known = people()
    buyer = next(person.email for person in known if person.customer and person.role == "buyer")
    own_number, own_product = _own_number(runtime, buyer)
    return World(
        storefront=f"http://127.0.0.1:{ports['storefront']}",
        console=f"http://127.0.0.1:{ports['console']}",
        runtime=runtime,
        buyer=buyer,
        staff=next(person.email for person in known if person.role == "administrator"),
        password=loading.PASSWORD,
        search_word="M8",
        product=public_id("prd", product.id),
        number=product.sku,
        other=public_id("prd", other.id),
        other_number=other.sku,
        live=public_id("prd", live.id),
        live_number=live.sku,
        seller=next(person.email for person in known if person.role == "sales"),
        own_number=own_number,
        own_number_of=own_product,
        door=door,
    )


def _own_number(runtime: Runtime, buyer: str) -> tuple[str, str]:
    """Find a part number of the buyer's own organisation, and ours for the same product."""
    shelf = next(one for one in runtime.projections if isinstance(one, Shelf))
    with runtime.database.transaction() as tx:
        contact = accounts.contacts_by_email(tx=tx, emails=[buyer])[buyer]
        organisation = accounts.contact(tx=tx, id=contact).organisation
        assert organisation is not None
        owners = accounts.hierarchy(tx=tx, organisation=organisation)
        own = catalog.own_numbers(tx=tx, organisations=owners)
    products = {product.id: product for product in shelf.products() if product.active}
    number, sku = next(
        (number, products[product].sku)
        for _, product, number in own
        if product in products and shelf.own_number(owners, product) == number
    )
    return number, sku


def _telling_products(runtime: Runtime) -> list[Product]:
    """Products by how much they have to show (units, variants, scales), first those without contracts to add one to."""
    shelf = next(one for one in runtime.projections if isinstance(one, Shelf))
    with runtime.database.transaction() as tx:
        stated: dict[UUID, list[PriceRecord]] = {}
        for product in shelf.products():
            stated[product.id] = pricing.records_of(tx=tx, product=product.id)

    def much(product: Product) -> tuple[int, int, str]:
        records = stated[product.id]
        free = not any(record.organisation for record in records)
        # Two hundred is what the stories order.
        fits = 200 % (product.multiple or 1) == 0 and (product.minimum or 0) <= 200
        return (
            int(free and fits and bool(records)),
            len(product.units) + len(records) + len(product.relations),
            product.sku,
        )

    return sorted((product for product in shelf.products() if product.active and product.media), key=much, reverse=True)


def empty_cart(page: Page, world: World) -> None:
    """Take everything out of the cart, as a person would."""
    page.goto(f"{world.storefront}/cart")
    while page.locator(".cart-line").count():
        count = page.locator(".cart-line").count()
        page.locator(".cart-line .remove button").first.click()
        page.wait_for_function("(before) => document.querySelectorAll('.cart-line').length < before", arg=count)


def change_price(world: World, product: UUID, moment: datetime) -> datetime:
    """State a new contract price of the buyer's organisation for a product, as an ERP would; return when it was."""
    database = world.runtime.database
    with database.transaction() as tx:
        contact = accounts.contacts_by_email(tx=tx, emails=[world.buyer])[world.buyer]
        organisation = accounts.contact(tx=tx, id=contact).organisation
        assert organisation is not None
        owner = accounts.organisation(tx=tx, id=organisation)
        goods = catalog.product(tx=tx, id=product)
        [ref] = [ref for ref in owner.refs if ref.system == "erp-nord"]
        draft = PriceRecordDraft(
            ref=ExternalRef("erp-nord", f"test-{moment:%H%M%S%f}"),
            amount=Decimal("77.70"),
            currency=owner.currency,
            per=Decimal(100),
            unit=goods.base_unit,
            organisation=ref,
            product=ExternalRef(goods.system, catalog.keys_of(tx=tx, products=[product], system=goods.system)[product]),
        )
        result = pricing.put_price_records(tx=tx, drafts=[draft], source="erp-nord")
        assert not result.refused, result
    return clock.now()
