"""The price book with five million condition records, 100,000 products and 20,000 buying organisations.

    python -m bench.price_book [--seconds N] [--records N] [--comparisons N]

Compiled from PostgreSQL, mapped by processes of their own; then carts of 50 lines by a procedure of ten steps, with what
decided every step and what it made of the price as columns (`cart50_ms`) and as finished values (`cart50_values_ms`), pages of 24, and the own price of every product, for random buyers; and random prices compared with the rule.
"""

import argparse
import json
import multiprocessing
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

import psutil

from bench.support.house import open_house
from bench.support.records import TEN_STEPS, Records, write
from bench.support.report import percentile, tell
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.quantity import Quantity
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.types import LinePrice, NoPrice, PriceRequest
from fondaco.platform.transaction import Database

PROMISED = {
    "cart50_ms": 1.0,
    "page24_ms": 0.3,
    "all_prices_ms": 120,
    "start_s": 3,
    "build_s": 90,
    "shared_mb": 500,
    "private_mb": 150,
    "mismatches": 0,
}
MEGABYTE = 1_000_000


def main() -> int:
    """Measure, print a table and one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--records", type=int, default=5_000_000)
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--organisations", type=int, default=20_000)
    parser.add_argument("--comparisons", type=int, default=100_000)
    parser.add_argument("--map", nargs=2, metavar=("URL", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.map:
        return map_only(*given.map)
    with open_house() as house:
        records = write(
            database=house.database,
            records=given.records,
            products=given.products,
            organisations=given.organisations,
        )
        with house.database.transaction() as tx:
            pricing.set_procedure(tx=tx, procedure=TEN_STEPS, areas=[""])
        folder = house.home / "price_book"
        started = time.perf_counter()
        path = pricing.compile_book(database=house.database, folder=folder)
        figures = {"build_s": time.perf_counter() - started}
        assert path is not None
        figures |= start(house.url, folder)
        figures["shared_mb"] = path.stat().st_size / MEGABYTE
        book = load(house.database, folder)
        figures |= speed(book, records, given.seconds)
        figures["mismatches"], compared = compare_all(book, records, given.comparisons)
    rounded = {name: round(figures[name], 3) for name in PROMISED}
    further = {name: round(figures[name], 3) for name in ("cart50_values_ms", "page24_first_ms")}
    rows = {name: f"{rounded[name]:>10}   (promised: {PROMISED[name]})" for name in PROMISED}
    rows |= {name: f"{figure:>10}" for name, figure in further.items()} | {
        "records": f"{records.count:>10,}",
        "compared": f"{compared:>10,}",
    }
    tell(bench="price_book", rows=rows, figures=rounded | further | {"compared": compared})
    return 0 if all(rounded[name] <= promised for name, promised in PROMISED.items()) else 2


def load(database: Database, folder: Path) -> pricing.PriceBook:
    """Load a book from its file."""
    book = pricing.PriceBook(folder=folder)
    with database.snapshot() as tx:
        book.load(tx=tx)
    return book


def start(url: str, folder: Path) -> dict[str, float]:
    """Start two processes that map the file; return the slower start and the larger private memory."""
    command = [sys.executable, "-m", "bench.price_book", "--map", url, str(folder)]
    processes = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = []
    for process in processes:
        assert process.stdout is not None
        told.append(json.loads(process.stdout.readline()))
    # Both hold the file by now, so what they share is not counted as either's own.
    private = [psutil.Process(process.pid).memory_full_info().uss / MEGABYTE for process in processes]
    for process in processes:
        process.communicate("\n")
    return {"start_s": max(one["seconds"] for one in told), "private_mb": max(private)}


def map_only(url: str, folder: str) -> int:
    """Load the book, say how long it took, and wait to be measured."""
    database = Database(url)
    started = time.perf_counter()
    book = load(database, Path(folder))
    print(json.dumps({"seconds": time.perf_counter() - started, "products": len(book)}), flush=True)
    sys.stdin.readline()
    database.close()
    return 0


def speed(book: pricing.PriceBook, records: Records, seconds: float) -> dict[str, float]:
    """Measure carts, pages and whole lists of random buyers."""
    rng = random.Random(4711)
    # Buyers look at page after page; the first one of each also finds out where to look for him at all.
    known = [draw(rng, records) for _ in range(500)]
    for buyer in known:
        book.page(buyer=buyer, products=records.products[:1])

    def cart(*, columns: bool) -> Callable[[], object]:
        buyer = draw(rng, records)
        lines = [
            PriceRequest(product=product, quantity=Quantity(Decimal(rng.choice((1, 10, 250))), "PCE"))
            for product in rng.sample(records.products, 50)
        ]
        return lambda: (
            book.read(buyer=buyer, lines=lines, refused=[None] * 50)
            if columns
            else book.prices(buyer=buyer, lines=lines)
        )

    def page(*, again: bool) -> Callable[[], object]:
        buyer = rng.choice(known) if again else draw(rng, records)
        products = rng.sample(records.products, 24)
        return lambda: book.page(buyer=buyer, products=products)

    def everything() -> Callable[[], object]:
        buyer = draw(rng, records)
        return lambda: book.ranking(buyer=buyer)

    return {
        "cart50_ms": median(partial(cart, columns=True), seconds / 4),
        "cart50_values_ms": median(partial(cart, columns=False), seconds / 4),
        "page24_ms": median(partial(page, again=True), seconds / 4),
        "page24_first_ms": median(partial(page, again=False), seconds / 4),
        "all_prices_ms": median(everything, seconds / 4),
    }


def median(make: Callable[[], Callable[[], object]], seconds: float) -> float:
    """Return the median milliseconds of calls, each made anew and not counted while it is made."""
    times: list[float] = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until or len(times) < 10:
        call = make()
        started = time.perf_counter()
        call()
        times.append((time.perf_counter() - started) * 1000)
    return percentile(times, 0.5)


def draw(rng: random.Random, records: Records) -> Buyer:
    """Draw a buyer: a site below an entity below a group, most of them with contracts, half of them craftsmen."""
    hierarchy = tuple(rng.sample(records.organisations, 3))
    return Buyer(
        sold_to=hierarchy[0],
        hierarchy=hierarchy,
        as_of=datetime(2026, 11, 23, 12, tzinfo=UTC),
        segments=frozenset(rng.choice((["craft"], []))),
    )


def compare_all(book: pricing.PriceBook, records: Records, wanted: int) -> tuple[int, int]:
    """Compare by as many processes as there are processors: the rule takes about a millisecond for each price."""
    crowd = os.cpu_count() or 1
    # Children of this process share its book as it is.
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()

    def work(seed: int) -> None:
        answers.put(compare(book, records, -(-wanted // crowd), seed))

    children = [context.Process(target=work, args=(seed,)) for seed in range(1, crowd + 1)]
    for child in children:
        child.start()
    found = [answers.get() for _ in children]
    for child in children:
        child.join()
    return sum(different for different, _ in found), sum(compared for _, compared in found)


def compare(book: pricing.PriceBook, records: Records, wanted: int, seed: int) -> tuple[int, int]:
    """Compare random prices of the fast way with the rule; return how many differ, and how many were compared."""
    rng, compared, different = random.Random(seed), 0, 0
    while compared < wanted:
        buyer = draw(rng, records)
        lines = [
            PriceRequest(product=product, quantity=Quantity(Decimal(rng.randrange(1, 400)), "PCE"))
            for product in rng.sample(records.products, 100)
        ]
        exact = pricing.price_lines(book=book, buyer=buyer, lines=lines, explained=True)
        for fast, rule in zip(book.prices(buyer=buyer, lines=lines), exact, strict=True):
            different += fast != bare(rule)
        compared += len(lines)
    return different, compared


def bare(price: LinePrice | NoPrice) -> LinePrice | NoPrice:
    """Leave out what was passed over: only the rule tells that."""
    if isinstance(price, NoPrice):
        return price
    return replace(price, because=tuple(replace(step, passed=()) for step in price.because))


if __name__ == "__main__":
    sys.exit(main())
