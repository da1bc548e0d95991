"""A cart of 50 lines over HTTP: changing one line, and placing the order (reserve, price, store, outbox).

    python -m bench.cart [--seconds N]

Everything is its own: database server, data, API process, worker. 10,000 products with list prices, contract prices of eighty
organisations and stock at four locations; one buyer on one connection, so that the time is that of the work.
"""

import argparse
import random
import secrets
import statistics
import sys
import time
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
from sqlalchemy import text

from bench.support.house import open_house
from bench.support.report import percentile, tell
from fondaco.kernel.ids import ExternalRef, public_id
from fondaco.kernel.put_result import PutResult
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.types import AddressDraft, ContactDraft, OrganisationDraft
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.types import LocationDraft, StockDraft
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.types import ProductDraft
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.types import PriceRecordDraft
from fondaco.platform.transaction import Database

SYSTEM = "erp"
PRODUCTS, ORGANISATIONS, LOCATIONS, LINES = 10_000, 80, 4, 50
CONTRACTS_OF_EACH = 250
PROMISES = {"change_line_p50_ms": 10, "change_line_p99_ms": 30, "place_order_p50_ms": 40}


def main() -> int:
    """Measure, print a table and one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=30.0)
    seconds = parser.parse_args().seconds
    with open_house() as house:
        token, products = build(house.database)
        house.start_worker()
        headers = {"Authorization": f"Bearer {token}"}
        with httpx.Client(base_url=house.start_api(), headers=headers, timeout=30) as client:
            wait_until_told(house.database)
            changes = change_lines(client, products, seconds / 2)
            placings = place_orders(client, products, seconds / 2)
    return report(changes, placings)


def build(database: Database) -> tuple[str, list[str]]:
    """Fill the database through the doors; return a buyer's token and the products."""
    chance = random.Random(4711)
    moment = datetime.now(UTC)
    with database.transaction() as tx:
        accounts.put_organisations(
            tx=tx,
            drafts=[OrganisationDraft(name=f"Kunde {n}", ref=ref(f"K{n}")) for n in range(ORGANISATIONS)],
            source=SYSTEM,
        )
        address = AddressDraft(
            organisation=ref("K0"), name="Werk", street="Weg 1", postal_code="20457", city="Hamburg", default=True
        )
        accounts.put_addresses(tx=tx, drafts=[address], source=SYSTEM)
        contact = ContactDraft(name="Buyer", email="buyer@example.org", organisation=ref("K0"), role="buyer")
        accounts.put_contacts(tx=tx, drafts=[contact], source=SYSTEM)
        drafts = [
            ProductDraft(ref=ref(f"A{n}"), sku=f"A{n:05}", names={"de": f"Artikel {n}", "en": f"Article {n}"})
            for n in range(PRODUCTS)
        ]
        kept(catalog.put_products(tx=tx, drafts=drafts, source=SYSTEM))
    with database.transaction() as tx:
        prices = [price(f"list/{n}", n, chance) for n in range(PRODUCTS)]
        prices += [
            price(f"K{k}/{n}", n, chance, organisation=ref(f"K{k}"))
            for k in range(ORGANISATIONS)
            for n in chance.sample(range(PRODUCTS), CONTRACTS_OF_EACH)
        ]
        kept(pricing.put_price_records(tx=tx, drafts=prices, source=SYSTEM))
        places = [LocationDraft(ref=ref(f"L{n}"), name=f"Lager {n}") for n in range(LOCATIONS)]
        kept(availability.put_locations(tx=tx, drafts=places, source=SYSTEM))
        stock = [
            StockDraft(product=ref(f"A{n}"), location=ref(f"L{n % LOCATIONS}"), on_hand=Decimal(10**7), told_at=moment)
            for n in range(PRODUCTS)
        ]
        kept(availability.put_stock(tx=tx, drafts=stock, source=SYSTEM))
        ids = catalog.find_by_refs(tx=tx, system=SYSTEM, keys=[f"A{n}" for n in range(PRODUCTS)])
        password = secrets.token_urlsafe(16)
        person = tx.execute(text("SELECT id FROM accounts.contact")).scalar_one()
        accounts.set_passwords(tx=tx, contacts=[person], password=password)
    with database.transaction() as tx:
        signed_in = accounts.sign_in(tx=tx, email="buyer@example.org", password=password, now=moment)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    return signed_in.token, [public_id("prd", id) for id in ids.values()]


def wait_until_told(database: Database) -> None:
    """Wait until the worker has relayed what was stated, as it has in a house that runs."""
    while True:
        with database.transaction() as tx:
            if not tx.execute(text("SELECT count(*) FROM platform.outbox")).scalar_one():
                return
        time.sleep(0.1)


def change_lines(client: httpx.Client, products: list[str], seconds: float) -> list[float]:
    """Change the quantity of one line of a cart of fifty, again and again; milliseconds of each."""
    chance = random.Random(1)
    cart = fill(client, chance.sample(products, LINES))
    times: list[float] = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        line = chance.choice(cart["lines"])
        body = {"quantity": str(chance.randrange(1, 500))}
        started = time.perf_counter()
        answer = client.patch(
            f"/v1/carts/{cart['id']}/lines/{line['id']}", json=body, headers={"If-Match": f'"{cart["version"]}"'}
        )
        times.append((time.perf_counter() - started) * 1000)
        cart = answer.raise_for_status().json()
        assert cart["orderable"], cart
        assert len(cart["lines"]) == LINES
    return times[5:]


def place_orders(client: httpx.Client, products: list[str], seconds: float) -> list[float]:
    """Order carts of fifty lines; milliseconds of each placing, without the filling."""
    chance = random.Random(2)
    times: list[float] = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until or len(times) < 10:
        cart = fill(client, chance.sample(products, LINES))
        body = {
            "cart": cart["id"],
            "version": cart["version"],
            "net": cart["net"],
            "lines": [{"id": line["id"], "amount": line["amount"]} for line in cart["lines"]],
            "po_number": "4500012345",
        }
        started = time.perf_counter()
        answer = client.post("/v1/orders", json=body, headers=key())
        times.append((time.perf_counter() - started) * 1000)
        order = answer.raise_for_status().json()
        assert (len(order["lines"]), order["net"]) == (LINES, cart["net"])
        assert all(line["schedule"][0]["date"] for line in order["lines"])
    return times[3:]


def fill(client: httpx.Client, products: list[str]) -> dict[str, Any]:
    """Make a cart with the products."""
    cart = client.post("/v1/carts", json={}, headers=key()).raise_for_status().json()
    lines = [{"product": product, "quantity": "3"} for product in products]
    answer = client.post(f"/v1/carts/{cart['id']}/lines", json={"lines": lines}, headers=key())
    filled: dict[str, Any] = answer.raise_for_status().json()
    return filled


def report(changes: list[float], placings: list[float]) -> int:
    """Print what was measured against what is promised."""
    figures = {
        "change_line_p50_ms": statistics.median(changes),
        "change_line_p99_ms": percentile(changes, 0.99),
        "place_order_p50_ms": statistics.median(placings),
    }
    rows = {name: f"{figure:8.1f}   (promised: {PROMISES[name]})" for name, figure in figures.items()}
    rows["measured"] = f"{len(changes)} changes in a cart of {LINES}, {len(placings)} orders of {LINES} lines placed"
    tell(bench="cart", rows=rows, figures={name: round(figure, 2) for name, figure in figures.items()})
    return 0 if all(figures[name] <= promised for name, promised in PROMISES.items()) else 2


def ref(name: str) -> ExternalRef:
    """Name a thing of the benchmark's ERP."""
    return ExternalRef(SYSTEM, name)


def price(name: str, product: int, chance: random.Random, organisation: ExternalRef | None = None) -> PriceRecordDraft:
    """State a price, of an organisation or of the list."""
    amount = Decimal(chance.randrange(100, 99_999)) / 100
    return PriceRecordDraft(ref=ref(name), amount=amount, product=ref(f"A{product}"), organisation=organisation)


def kept(result: PutResult) -> None:
    """See to it that nothing was refused."""
    assert not result.refused, result.refused[:3]


def key() -> dict[str, str]:
    """Return a new Idempotency-Key."""
    return {"Idempotency-Key": secrets.token_hex(8)}


if __name__ == "__main__":
    sys.exit(main())
