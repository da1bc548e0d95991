"""The price part of a page of 24 products for a customer: from our memory, and from the live Tryton, on the same data.

    python -m bench.erp [--seconds N]

Installs, fills and starts a Tryton of its own where there is none yet, takes all its records over, and asks both for
the same pages in turn: random customers, random products, one sale unit. Tryton is asked as its own client asks, one
call per page over HTTP on this machine. Ours is the bytes of which a page is made, out of the price book of a process
that has served these customers before (`ratio_p50`); the same prices with tax and reasons, worked out anew each time
(`ratio_lines_p50`), are compared with Tryton's to the last digit.
"""

import argparse
import datetime as dt
import json
import os
import platform
import random
import statistics
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from fondaco.connectors.tryton import readers
from fondaco.connectors.tryton.client import TrytonClient
from fondaco.connectors.tryton.line import close_clients
from fondaco.connectors.tryton.model.unit import code_of, factor
from fondaco.connectors.tryton.types import RemoteParty, RemoteProduct
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.quantity import Quantity
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.api import PriceBook
from fondaco.modules.pricing.types import LinePrice, PriceRequest
from fondaco.platform import embedded, migrate
from fondaco.platform.transaction import Database
from tests.support.tryton import settings_for
from tests.support.tryton_house import House
from tests.support.tryton_server import TrytonServer

PAGE = 24
PROMISE = 100
HOME = Path(__file__).resolve().parents[1] / ".fondaco" / "bench"


class World:
    """A loaded house, the price book, and the ERP it came from."""

    def __init__(self, *, house: House, client: TrytonClient) -> None:
        self.client = client
        self.units = readers.units(client)
        self.parties = readers.parties(client)
        self.products = [product for page in readers.products(client) for product in page]
        self.ours = house.products([product.id for product in self.products])
        self.buyers: dict[int, Buyer] = {party.id: house.buyer(party.id) for party in self.parties}
        self.book = PriceBook()
        with house.database.transaction() as tx:
            self.book.load(tx=tx)

        for buyer in self.buyers.values():
            self.book.page(buyer=buyer, products=self.ours.values())

    def live(self, party: RemoteParty, page: list[RemoteProduct]) -> list[Decimal | None]:
        """Ask Tryton."""
        found = readers.prices(
            self.client,
            products=[product.id for product in page],
            quantity=Decimal(1),
            price_list=party.price_list,
            day=dt.datetime.now(dt.UTC).date(),
        )
        return [found[product.id] for product in page]

    def own(self, party: RemoteParty, page: list[RemoteProduct]) -> list[Decimal | None]:
        """Ask the price book; the price is said per sale unit, as Tryton does."""
        requests = [
            PriceRequest(product=self.ours[p.id], quantity=Quantity(Decimal(1), code_of(self.units[p.sale_uom])))
            for p in page
        ]
        answers = pricing.price_lines(buyer=self.buyers[party.id], lines=requests, book=self.book)
        return [self._per_sale_unit(answer, p) for answer, p in zip(answers, page, strict=True)]

    def bytes_of(self, party: RemoteParty, page: list[RemoteProduct]) -> list[bytes]:
        """Ask the price book for what a page shows."""
        return self.book.page(buyer=self.buyers[party.id], products=[self.ours[p.id] for p in page])

    def _per_sale_unit(self, answer: object, product: RemoteProduct) -> Decimal | None:
        if not isinstance(answer, LinePrice):
            return None
        pieces = factor(of=self.units[product.sale_uom], to=self.units[product.default_uom])
        return answer.net.amount * Decimal(pieces.numerator) / Decimal(pieces.denominator) / answer.net.per.value


def timed(times: list[float], ask: Callable[[], list[Decimal | None] | list[bytes]]) -> object:
    """Ask once and note the milliseconds."""
    started = time.perf_counter()
    answer = ask()
    times.append((time.perf_counter() - started) * 1000)
    return answer


def measure(world: World, *, seconds: float) -> dict[str, list[float]]:
    """Ask both for the same pages until the time is over; stop at the first price that differs."""
    rng = random.Random(24)
    times: dict[str, list[float]] = {"tryton": [], "lines": [], "page": []}
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        party, page = rng.choice(world.parties), rng.sample(world.products, PAGE)
        live = timed(times["tryton"], lambda party=party, page=page: world.live(party, page))
        own = timed(times["lines"], lambda party=party, page=page: world.own(party, page))
        timed(times["page"], lambda party=party, page=page: world.bytes_of(party, page))
        assert live == own, "the prices differ"
    return times


def main() -> None:
    """Set up, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20)
    given = parser.parse_args()
    server = embedded.start(home=HOME)
    names = f"bench_{os.getpid()}_erp", f"bench_{os.getpid()}_tryton"
    try:
        with TrytonServer(server=server.url(database="postgres"), database=names[1]) as tryton:
            embedded.ensure_database(url=server.url(database="postgres"), name=names[0])
            database = Database(server.url(database=names[0]), application="bench")
            migrate.migrate(database=database)
            house = House(database=database)
            house.connect(settings_for(tryton))
            house.load()
            with TrytonClient(settings=settings_for(tryton)) as client:
                times = measure(World(house=house, client=client), seconds=given.seconds)
            close_clients()
            database.close()
    finally:
        server.close()
    report(times)


def report(times: dict[str, list[float]]) -> None:
    """Print a table, then one line of JSON."""
    labels = {"tryton": "live Tryton", "lines": "prices with reasons", "page": "bytes of the page"}
    print(f"{PAGE} prices for a customer, {len(times['tryton'])} pages; promised: {PROMISE} times faster")
    print(f"{'':22}{'p50 ms':>10}{'p90 ms':>10}{'p99 ms':>10}")
    for name, label in labels.items():
        cut = statistics.quantiles(times[name], n=100)
        print(f"{label:22}{cut[49]:>10.3f}{cut[89]:>10.3f}{cut[98]:>10.3f}")
    p50 = {name: statistics.median(values) for name, values in times.items()}
    figures = {
        "ratio_p50": round(p50["tryton"] / p50["page"], 1),
        "ratio_lines_p50": round(p50["tryton"] / p50["lines"], 1),
        "tryton_p50_ms": round(p50["tryton"], 2),
        "page_p50_ms": round(p50["page"], 3),
        "lines_p50_ms": round(p50["lines"], 3),
    }
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.machine()}
    print(json.dumps({"bench": "erp", "machine": machine, "figures": figures}))


if __name__ == "__main__":
    main()
