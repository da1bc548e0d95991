"""A page of 24 products with own price and availability over HTTP: one API process, 16 connections, random buyers.

    python -m bench.page [--seconds N]

10,000 products, 80 organisations with price lists, contracts and discounts; every request is a random page of a random
organisation, so that hardly a price is asked for twice.
"""

import argparse
import json
import random
import subprocess
import sys
from typing import Any

import httpx

from bench.support.goods import Trade, stock_up
from bench.support.house import open_house
from bench.support.report import percentile, tell
from fondaco.kernel.ids import public_id

PAGE, CONNECTIONS = 24, 16
PROMISED_RPS, PROMISED_P99_MS = 800, 50


def main() -> int:
    """Measure, print a table and one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10.0)
    seconds = parser.parse_args().seconds
    with open_house() as house:
        trade = stock_up(database=house.database)
        address = house.start_api()
        check(address, trade)
        told = measure(address, trade, seconds)
    rps = told["requests"] / told["seconds"]
    p50, p99 = percentile(told["times"], 0.5), percentile(told["times"], 0.99)
    tell(
        bench="page",
        rows={
            "pages of 24 a second": f"{rps:8.1f}      (promised: {PROMISED_RPS})",
            "median": f"{p50:8.2f} ms",
            "99 of 100 within": f"{p99:8.2f} ms   (promised: {PROMISED_P99_MS} ms)",
            "requests": f"{told['requests']:8,} over {CONNECTIONS} connections in {told['seconds']:.0f} s",
        },
        figures={"rps": round(rps, 1), "p99_ms": round(p99, 2), "p50_ms": round(p50, 2)},
    )
    return 0 if rps >= PROMISED_RPS and p99 <= PROMISED_P99_MS else 2


def check(address: str, trade: Trade) -> None:
    """See that a page holds what is measured: 24 products, each with a price and with stock."""
    headers = {"Authorization": f"Bearer {trade.tokens[0]}"}
    for path in (f"/v1/products?limit={PAGE}", requests(trade, 1)[0].split(" ")[1]):
        items = httpx.get(address + path, headers=headers).raise_for_status().json()["items"]
        assert len(items) == PAGE, len(items)
        assert all(item["price"]["amount"] and item["availability"]["known"] for item in items)


def requests(trade: Trade, count: int) -> list[str]:
    """Draw pages: half are categories from some place on, half are products at random."""
    rng = random.Random(1)
    drawn = []
    for number in range(count):
        if number % 2:
            category = public_id("cat", trade.categories[rng.randrange(20)])
            path = f"/v1/products?category={category}&limit={PAGE}"
        else:
            ids = "&".join(f"ids={public_id('prd', id)}" for id in rng.sample(trade.products, PAGE))
            path = f"/v1/products?{ids}"
        drawn.append(f"{rng.choice(trade.tokens)} {path}")
    return drawn


def measure(address: str, trade: Trade, seconds: float, asked: list[str] | None = None) -> dict[str, Any]:
    """Run the load generator as a process of its own, with pages unless something else is `asked`."""
    answer = subprocess.run(
        [sys.executable, "-m", "bench.support.load", address.rpartition(":")[2], str(CONNECTIONS), str(seconds)],
        input="\n".join(asked or requests(trade, 4000)),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    told: dict[str, Any] = json.loads(answer.stdout)
    assert not told["failed"], told["failed"]
    return told


if __name__ == "__main__":
    sys.exit(main())
