"""The whole demonstration on a small range: loaded through the connectors, changed in the ERPs, stopped and started."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from fondaco.apps.demo import loading
from fondaco.apps.demo.alpin.books import Books, Pace
from fondaco.apps.demo.alpin.server import AlpinServer, Manners
from fondaco.apps.demo.alpin.stockroom import Stockroom
from fondaco.apps.demo.goods.article import ALPIN, NORD, SUED
from fondaco.apps.demo.operator import NoSuchArticle, OnlyLiveErpStops, Operator, OutOfRange
from fondaco.apps.demo.register import RegisterServer
from fondaco.apps.demo.trade.customers import customers, registered
from fondaco.connectors.intake import api as intake
from fondaco.connectors.simulated import api as live_erp
from fondaco.connectors.simulated.client import ErpClient
from fondaco.connectors.simulated.errors import ErpAway, ErpRefused, ErpUncertain
from fondaco.connectors.simulated.loading import deliver_changes
from fondaco.connectors.simulated.orders import state_of
from fondaco.connectors.simulated.types import ErpSettings
from fondaco.connectors.vies.handlers import check_numbers
from fondaco.kernel.actor import Actor, ActorKind
from fondaco.kernel.quantity import Quantity
from fondaco.modules.accounts import api as accounts
from fondaco.modules.orders.types import OrderState
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.types import LinePrice, PriceRequest
from fondaco.platform.transaction import Database

SCALE, DENSITY = 0.02, 0.1
QUICK = Manners(slow=(0, 0), quick=(0, 0), maintenance=())
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@contextmanager
def alpin_server(folder: Path, *, pace: Pace | None = None) -> Iterator[AlpinServer]:
    books = Books(path=folder / "alpin.sqlite", pace=pace)
    room = Stockroom(books=books, today=date(2026, 3, 2), scale=SCALE, density=DENSITY)
    server = AlpinServer(books=books, stockroom=room, manners=replace(QUICK))
    server.start()
    yield server
    server.close()
    books.close()


@pytest.fixture
def alpin(tmp_path: Path) -> Iterator[AlpinServer]:
    with alpin_server(tmp_path) as server:
        yield server


@pytest.fixture
def client(alpin: AlpinServer) -> Iterator[ErpClient]:
    client = ErpClient(settings=ErpSettings(url=alpin.url))
    yield client
    client.close()


def an_order(alpin: AlpinServer, reference: str = "R-1") -> dict[str, Any]:
    key = next(iter(alpin.stockroom.mine))
    line = {"pos": 10, "artikel": key, "menge": "100", "betrag": "12.00", "mwst": "0.081"}
    return {"referenz": reference, "kunde": "D70000", "waehrung": "CHF", "positionen": [line]}


def test_the_erp_takes_the_same_order_twice_and_finds_both(alpin: AlpinServer, client: ErpClient) -> None:
    numbers = [client.book(an_order(alpin)), client.book(an_order(alpin))]
    assert [str(found["nr"]) for found in client.orders_with("R-1")] == numbers
    assert client.orders_with("R-2") == []


def test_an_order_whose_answer_was_lost_is_in_the_erp(alpin: AlpinServer, client: ErpClient) -> None:
    alpin.manners.fail_after_taking = 1
    with pytest.raises(ErpUncertain):
        client.book(an_order(alpin))
    assert len(client.orders_with("R-1")) == 1


def test_a_stopped_erp_is_away_and_takes_nothing(alpin: AlpinServer, client: ErpClient) -> None:
    alpin.manners.stopped = True
    with pytest.raises(ErpAway):
        client.book(an_order(alpin))
    alpin.manners.stopped = False
    assert client.orders_with("R-1") == []


def test_the_erp_refuses_articles_it_does_not_have(alpin: AlpinServer, client: ErpClient) -> None:
    order = an_order(alpin)
    order["positionen"][0]["artikel"] = "A000000"
    with pytest.raises(ErpRefused):
        client.book(order)


def test_planned_outages_are_by_the_clock() -> None:
    manners = Manners(maintenance=((120, 140),))
    assert manners.away(datetime(2026, 3, 2, 2, 10, tzinfo=UTC)) == "Wartung"
    assert manners.away(datetime(2026, 3, 2, 2, 20, tzinfo=UTC)) == ""


def test_an_order_comes_to_its_invoice(tmp_path: Path) -> None:
    with alpin_server(tmp_path, pace=Pace(confirmed=0, delivered=0, invoiced=0)) as alpin:
        client = ErpClient(settings=ErpSettings(url=alpin.url))
        number = client.book(an_order(alpin))
        found = client.changes(after=0, wait=0)
        assert [str(row["nr"]) for row in found.rows if row["art"] == "auftrag"] == [number] * 3
        state = state_of(client.order(number))
        client.close()
    assert state.state is OrderState.COMPLETED
    assert [line.quantity for line in state.shipments[0].lines] == [Decimal(100)]
    assert (state.invoices[0].net.amount, state.invoices[0].tax.amount) == (Decimal("12.00"), Decimal("0.97"))


def test_a_change_in_the_erp_is_in_its_log_and_in_a_later_full_read(alpin: AlpinServer, client: ErpClient) -> None:
    key = next(iter(alpin.stockroom.mine))
    before = {row["nr"]: Decimal(row["preis"]) for row in client.rows("preise") if row.get("artikel") == key}
    position = client.position()
    alpin.change_prices(key=key, ratio=Decimal(2))
    changed = {row["nr"]: Decimal(row["preis"]) for row in client.changes(after=position, wait=0).rows}
    assert changed == {number: price * 2 for number, price in before.items()}
    after = {row["nr"]: Decimal(row["preis"]) for row in client.rows("preise") if row.get("artikel") == key}
    assert after == changed


def prices_of(database: Database, sku: str) -> list[tuple[str, Decimal]]:
    with database.transaction() as tx:
        rows = tx.execute(
            text(
                "SELECT r.key, r.amount / r.per FROM pricing.price_record r JOIN catalog.product p ON p.id = r.product "
                "WHERE p.sku = :sku AND r.organisation IS NULL ORDER BY 1"
            ),
            {"sku": sku},
        )
        return [(row[0], row[1]) for row in rows]


def reasons_abroad(database: Database) -> dict[str, tuple[str, str]]:
    """Tell which tax customers in Austria pay once the register was asked."""
    register = RegisterServer(known=registered())
    register.start()
    check_numbers(database=database, url=register.url)
    register.close()
    staff = Actor(kind=ActorKind.STAFF, organisations=None)
    numbers = {customer.key: customer.name for customer in customers() if customer.vat}
    found = {}
    with database.transaction() as tx:
        bought = tx.execute(
            text("SELECT id, base_unit FROM catalog.product WHERE system = :erp LIMIT 9"), {"erp": NORD}
        )
        lines = [PriceRequest(product=row.id, quantity=Quantity(Decimal(1), row.base_unit)) for row in bought]
        for key, id in accounts.find_by_refs(tx=tx, system=NORD, keys=list(numbers)).items():
            buyer = accounts.buyer_for(tx=tx, actor=staff, organisation=id, as_of=datetime.now(UTC), looking=True)
            prices = pricing.price_lines(tx=tx, buyer=buyer, lines=lines)
            [told] = {(f"{one.tax_rate:f}", one.tax_reason.value) for one in prices if isinstance(one, LinePrice)}
            found[numbers[key]] = told
    return found


@pytest.mark.slow
def test_everything_is_loaded_through_the_connectors_and_follows_the_erps(
    database: Database, alpin: AlpinServer, client: ErpClient, tmp_path: Path
) -> None:
    said: list[str] = []
    extent = loading.Extent(scale=SCALE, density=DENSITY)
    assert not loading.loaded(database=database)
    loading.load(
        database=database, folder=tmp_path / "drops", alpin=alpin, today=NOW.date(), extent=extent, say=said.append
    )
    assert loading.loaded(database=database)
    operator = Operator(database=database, alpin=alpin, folder=tmp_path, scale=SCALE)

    with database.transaction() as tx:
        counts = {
            name: tx.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()  # noqa: S608 - our own tables
            for name in ("catalog.product", "accounts.organisation", "availability.location", "orders.sales_order")
        }
        codes = {row[0]: row[1] for row in tx.execute(text("SELECT code, count(*) FROM intake.quarantine GROUP BY 1"))}
    assert counts["catalog.product"] == len(operator.articles)
    assert counts["accounts.organisation"] >= 80
    assert counts["availability.location"] == 4
    assert counts["orders.sales_order"] > 100
    assert sum(codes.values()) == 14, codes
    assert {"catalog.bad_gtin", "catalog.unknown_category", "pricing.unknown_product", "intake.key_twice"} <= set(codes)

    assert reasons_abroad(database) == {
        "Donauhof Bau Wels GmbH": ("0", "intra_community"),
        "Donauhof Bau Graz GmbH": ("0", "intra_community"),
        "Pinzgauer Holzbau GmbH": ("0", "intra_community"),
        "Traunsee Maschinen GmbH": ("0", "intra_community"),
        "Wienerwald Installationen": ("19", "denied"),
    }

    for system in (SUED, NORD):
        sku = next(article.sku for article in operator.articles.values() if article.erp == system)
        before = prices_of(database, sku)
        operator.change_price(sku=sku.lower(), price=operator.articles[sku.upper()].list_price * 2)
        assert prices_of(database, sku) == [(key, price * 2) for key, price in before]

    sku = next(article.sku for article in operator.articles.values() if article.erp == ALPIN)
    before, position = prices_of(database, sku), client.position()
    operator.change_price(sku=sku, price=operator.articles[sku.upper()].list_price * 2)
    with database.transaction() as tx:
        connection = intake.connection_named(tx=tx, name=ALPIN)
    assert connection is not None
    line = live_erp.Line(database=database, connection=connection.id, position=position, now=lambda: NOW)
    line.follow(client, connection, wait=0)
    assert prices_of(database, sku) == [(key, price * 2) for key, price in before]
    assert line.position == client.position()


def test_operators_refuse_what_makes_no_sense(database: Database, alpin: AlpinServer, tmp_path: Path) -> None:
    operator = Operator(database=database, alpin=alpin, folder=tmp_path, scale=SCALE)
    sku = next(iter(operator.articles))
    with pytest.raises(NoSuchArticle):
        operator.change_price(sku="4711", price=Decimal(1))
    with pytest.raises(OutOfRange):
        operator.change_price(sku=sku, price=Decimal(0))
    with pytest.raises(OnlyLiveErpStops):
        operator.stop(system=SUED)
    assert not (tmp_path / "deltas").exists()
    assert not alpin.manners.stopped


def test_of_several_changes_of_one_price_the_last_one_counts() -> None:
    taken: list[Any] = []

    class Taking:
        def take(self, records: Any) -> None:
            taken.extend(records)

    row = {
        "art": "preis",
        "nr": "A1-EUR-0",
        "artikel": "A1",
        "kunde": None,
        "waehrung": "EUR",
        "einheit": "Stk",
        "je": 1,
        "ab": 0,
    }
    deliver_changes(rows=[{**row, "preis": "1.00"}, {**row, "preis": "2.00"}], sink=Taking())  # type: ignore[arg-type]
    assert [record.fields["amount"] for record in taken] == ["2.00"]


def test_the_api_of_the_erp_answers_nonsense_with_a_refusal(alpin: AlpinServer) -> None:
    assert httpx.get(f"{alpin.url}/nichts").status_code == 404
    assert httpx.post(f"{alpin.url}/auftraege", content=b"{").status_code == 400
    assert json.loads(httpx.get(f"{alpin.url}/stand").text) == {"stand": 0}
