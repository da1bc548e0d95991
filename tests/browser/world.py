"""A small world for browsers: database, API, storefront and console in one process, with a slice of the demo's data."""

import asyncio
import os
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import httpx
import psycopg
from granian.constants import Interfaces
from granian.server.embed import Server
from playwright.sync_api import Page
from psycopg import sql

from fondaco.apps import rooms
from fondaco.apps.api import create_app
from fondaco.apps.client.transport import AsgiTransport
from fondaco.apps.console.app import create_app as create_console
from fondaco.apps.demo import loading
from fondaco.apps.demo.trade.customers import people
from fondaco.apps.runtime import Runtime, open_runtime
from fondaco.apps.storefront.app import create_app as create_storefront
from fondaco.apps.worker import Worker
from fondaco.connectors.files import api as file_drops
from fondaco.kernel import clock
from fondaco.kernel.ids import ExternalRef, public_id
from fondaco.modules.accounts import api as accounts
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.catalog.types import Product
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.types import PriceRecord, PriceRecordDraft
from fondaco.platform import embedded, migrate
from fondaco.platform.settings import Settings
from fondaco.platform.transaction import Database

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

    def sign_in(self, page: Page, *, site: str = "") -> None:
        """Sign a browser in by the page."""
        base = site or self.storefront
        page.goto(f"{base}/sign-in")
        page.locator("#f-email").fill(self.staff if base == self.console else self.buyer)
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
        _fill(url, Path(stack.enter_context(tempfile.TemporaryDirectory())))
        runtime = stack.enter_context(open_runtime(settings, role="world", projections=rooms.projections))
        worker = Worker(database=runtime.database)
        worker.start()
        stack.callback(worker.stop)
        api = create_app(runtime, log_requests=False)
        sites = {
            "api": api,
            "storefront": create_storefront(transport=AsgiTransport(api)),
            "console": create_console(transport=AsgiTransport(api)),
        }
        ports = stack.enter_context(_served(sites))
        yield _described(runtime, ports)


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


def _fill(url: str, folder: Path) -> None:
    """Load the two file drops of the demo; one row of the first has a price that nobody can read."""
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
    finally:
        database.close()


@contextmanager
def _served(apps: dict[str, Any]) -> Iterator[dict[str, int]]:
    ports = {name: _free_port() for name in apps}
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


def _described(runtime: Runtime, ports: dict[str, int]) -> World:
    product = _telling_product(runtime)
    known = people()
    return World(
        storefront=f"http://127.0.0.1:{ports['storefront']}",
        console=f"http://127.0.0.1:{ports['console']}",
        runtime=runtime,
        buyer=next(person.email for person in known if person.customer and person.role == "buyer"),
        staff=next(person.email for person in known if person.role == "administrator"),
        password=loading.PASSWORD,
        search_word="M8",
        product=public_id("prd", product.id),
        number=product.sku,
    )


def _telling_product(runtime: Runtime) -> Product:
    """A product with much to show (units, variants, scales) and no contract yet, so that one can be added."""
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

    return max((product for product in shelf.products() if product.active and product.media), key=much)


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
