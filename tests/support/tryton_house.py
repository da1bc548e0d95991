"""A house filled from the Tryton of the run, and the few steps a story needs: sign in, fill a cart, order."""

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import count
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.types import Connection, ConnectionDraft, Direction, RunState
from fondaco.connectors.tryton import api as tryton_api
from fondaco.connectors.tryton.line import close_clients
from fondaco.connectors.tryton.types import TrytonSettings
from fondaco.kernel.actor import Actor, ActorKind
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.quantity import Quantity
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.types import BUYER_PERMISSIONS
from fondaco.modules.catalog import api as catalog
from fondaco.modules.orders import api as orders
from fondaco.modules.orders.types import LineDraft, Order, OrderDetails, Seen
from fondaco.platform.embedded import EmbeddedServer
from fondaco.platform.transaction import Database
from tests.support.tryton import SYSTEM, settings_for
from tests.support.tryton_server import TrytonServer

HOUSE = Actor(kind=ActorKind.STAFF, organisations=None, permissions=frozenset({"staff.act_on_behalf"}))
_numbers = count(1)


class Clock:
    """The real time, ahead of itself where a test lets time pass."""

    def __init__(self) -> None:
        self.ahead = dt.timedelta()

    def __call__(self) -> dt.datetime:
        """Return the moment."""
        return dt.datetime.now(dt.UTC) + self.ahead

    def pass_by(self, **span: float) -> None:
        """Let time pass."""
        self.ahead += dt.timedelta(**span)


class House:
    """The database with everything Tryton had, its connection, and a clock."""

    def __init__(self, *, database: Database) -> None:
        self.database = database
        self.now = Clock()

    @property
    def connection(self) -> Connection:
        """The connection as it is now."""
        with self.database.transaction() as tx:
            found = intake.connection_named(tx=tx, name="Tryton")
        assert found
        return found

    def connect(self, settings: TrytonSettings) -> Connection:
        """Make the connection, or lead it over another address."""
        values = {
            "url": settings.url,
            "database": settings.database,
            "user": settings.user,
            "password": settings.password,
            "languages": list(settings.languages),
            "warehouse": settings.warehouse,
            "charges": settings.charges,
            "patience": str(settings.patience),
            # The parties abroad have a tax rule there: that Tryton applies it says that somebody looked.
            "vouches_for_vat": True,
        }
        draft = ConnectionDraft(
            name="Tryton", kind=tryton_api.KIND, system=SYSTEM, direction=Direction.BOTH, settings=values
        )
        with self.database.transaction() as tx:
            return intake.put_connection(tx=tx, draft=draft)

    def load(self) -> None:
        """Take everything over."""
        run, report = tryton_api.load_all(
            database=self.database, connection=self.connection.id, requested_by="test", now=self.now
        )
        assert run.state is RunState.SUCCEEDED, run.error
        assert report.total.refused == 0, report.problems[:5]

    def organisation(self, party: int) -> UUID:
        """Return our organisation of a party."""
        with self.database.transaction() as tx:
            return accounts.find_by_refs(tx=tx, system=SYSTEM, keys=[str(party)])[str(party)]

    def products(self, ids: Sequence[int]) -> dict[int, UUID]:
        """Return our products by Tryton's ids."""
        with self.database.transaction() as tx:
            found = catalog.find_by_refs(tx=tx, system=SYSTEM, keys=[str(id) for id in ids])
        return {int(key): id for key, id in found.items()}

    def buyer(self, party: int, *, as_of: dt.datetime | None = None) -> Buyer:
        """Return the party as a buyer."""
        with self.database.transaction() as tx:
            return accounts.buyer_for(
                tx=tx, actor=HOUSE, organisation=self.organisation(party), as_of=as_of or self.now()
            )

    def order(self, party: int, lines: Sequence[tuple[int, Quantity]], *, po_number: str = "") -> Order:
        """Fill a cart and order it, as the pages do; the products are named by Tryton's ids."""
        buyer = self.buyer(party)
        actor = Actor(
            kind=ActorKind.CONTACT,
            organisation=buyer.sold_to,
            organisations=frozenset({buyer.sold_to}),
            permissions=BUYER_PERMISSIONS,
        )
        ids = self.products([product for product, _ in lines])
        drafts = [LineDraft(product=ids[product], quantity=quantity) for product, quantity in lines]
        with self.database.transaction() as tx:
            cart = orders.create_cart(tx=tx, actor=actor, buyer=buyer)
            cart = orders.add_lines(tx=tx, actor=actor, buyer=buyer, cart=cart.id, drafts=drafts)
            view = orders.view_cart(tx=tx, actor=actor, cart=cart, buyer=buyer)
            details = OrderDetails(seen=Seen(version=cart.version, net=view.net), po_number=po_number)
            placed = orders.place_order(tx=tx, actor=actor, buyer=buyer, cart=cart.id, details=details)
        return self.read(placed.id)

    def read(self, order: UUID) -> Order:
        """Read an order as the house sees it."""
        with self.database.transaction() as tx:
            return orders.order(tx=tx, actor=HOUSE, id=order)


@pytest.fixture(scope="session")
def loaded(server: EmbeddedServer, template: str, tryton_of_the_run: TrytonServer) -> Iterator[str]:
    """The name of a database with everything that Tryton had when it was loaded once."""
    tryton_of_the_run.restart()
    name = f"test_{os.getpid()}_loaded"
    _copy(server, template, name)
    database = Database(server.url(database=name), application="tests")
    house = House(database=database)
    house.connect(settings_for(tryton_of_the_run))
    house.load()
    close_clients()
    database.close()
    yield name
    _drop(server, name)


@pytest.fixture
def house(server: EmbeddedServer, loaded: str, tryton: TrytonServer) -> Iterator[House]:
    """A loaded house of the test's own, with a direct line to Tryton."""
    name = f"test_{os.getpid()}_house{next(_numbers)}"
    _copy(server, loaded, name)
    database = Database(server.url(database=name), application="tests")
    house = House(database=database)
    house.connect(settings_for(tryton, patience=Decimal(60)))
    yield house
    close_clients()
    database.close()
    _drop(server, name)


def _copy(server: EmbeddedServer, template: str, name: str) -> None:
    with psycopg.connect(server.url(database="postgres"), autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )


def _drop(server: EmbeddedServer, name: str) -> None:
    with psycopg.connect(server.url(database="postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
