"""The oldest PostgreSQL that is promised, run by somebody else: migrated from nothing, traded on, stopped, back again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from fondaco.platform import migrate
from fondaco.platform.transaction import Database
from tests.processes.cluster import Cluster
from tests.processes.roles import Role, Starter, look_until
from tests.support.goods import put_goods
from tests.support.house import World, build

pytestmark = pytest.mark.slow

MAPPING = """
mapping: 1
system: erp-outside
format: {encoding: utf-8, delimiter: ";", decimal: ","}
files:
  articles: {path: articles.csv}
  prices: {path: prices.csv}
loads:
  - kind: product
    file: articles
    fields: {key: NR, sku: NR, names.de: NAME}
  - kind: price_record
    file: prices
    fields: {key: NR, product: NR, amount: PREIS}
"""


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    cluster = Cluster()
    yield cluster
    cluster.clear()


@pytest.fixture
def starter(cluster: Cluster, tmp_path: Path) -> Iterator[Starter]:
    starter = Starter(folder=tmp_path, database_url=cluster.url)
    yield starter
    starter.end()


class Buyer:
    def __init__(self, api: Role, token: str) -> None:
        self._api = api
        self._headers = {"authorization": f"Bearer {token}"}

    def get(self, path: str) -> Any:
        answer = self._api.get(path, headers=self._headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: object) -> Any:
        headers = self._headers | {"idempotency-key": path}
        answer = httpx.post(f"{self._api.address}{path}", json=body, headers=headers, timeout=60)
        assert answer.status_code == 201, answer.text
        return answer.json()


def settle(url: str) -> World:
    database = Database(url)
    try:
        assert migrate.pending(database=database) == []
        with database.transaction() as tx:
            world = build(tx)
            world.products = put_goods(tx, world)
    finally:
        database.close()
    return world


def drop(folder: Path) -> Path:
    folder.mkdir()
    (folder / "articles.csv").write_text("NR;NAME\nM-10;Mutter größer\n")
    (folder / "prices.csv").write_text("NR;PREIS\nM-10;12,50\n")
    (folder / "mapping.yaml").write_text(MAPPING)
    return folder / "mapping.yaml"


def test_from_an_empty_server_to_an_order_and_over_its_restart(
    cluster: Cluster, starter: Starter, tmp_path: Path
) -> None:
    assert cluster.user != "root"
    with psycopg.connect(cluster.url) as connection:
        assert connection.info.server_version >= 150000
    assert starter("migrate", "--check").ended() == 1
    migration = starter("migrate")
    assert migration.ended() == 0, migration.log
    assert starter("migrate", "--check").ended() == 0
    world = settle(cluster.url)
    load = starter("import", str(drop(tmp_path / "drop")))
    assert load.ended() == 0, load.log
    api, worker = starter("api").wait_for(), starter("worker").wait_for()
    buyer = Buyer(api, world.tokens["red-buyer"])
    look_until(lambda: bool(buyer.get("/v1/products?q=M-10")["items"]), "the product to be found")
    [product] = buyer.get("/v1/products?q=M-10")["items"]
    assert (product["sku"], product["price"]["amount"]) == ("M-10", "12.50")
    cart = buyer.post("/v1/carts", {"name": "Montage"})
    lines = [{"product": product["id"], "quantity": "4"}]
    cart = buyer.post(f"/v1/carts/{cart['id']}/lines", {"lines": lines})
    assert (cart["net"], cart["orderable"]) == ("50.00", True)
    order = buyer.post(
        "/v1/orders",
        {
            "cart": cart["id"],
            "version": cart["version"],
            "net": cart["net"],
            "lines": [{"id": line["id"], "amount": line["amount"]} for line in cart["lines"]],
        },
    )
    assert (order["net"], order["state"]) == ("50.00", "placed")
    cluster.stop()
    api.wait_for(status=503)
    worker.wait_for(status=503)
    cluster.start()
    api.wait_for()
    worker.wait_for()
    assert buyer.get(f"/v1/orders/{order['id']}")["net"] == "50.00"
    assert (api.stop(), worker.stop()) == (0, 0)
