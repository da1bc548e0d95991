"""What the work of a page costs: its requests a second beside those of an empty JSON endpoint on the same server.

    python -m bench.http_ratio [--seconds N]

The same server, framework, connections and size of answer, one after the other in one run: a page of 24 products with own
price and availability (those of `bench.page`), and an endpoint that answers as many bytes of nothing.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from bench.page import check, measure
from bench.page import requests as pages
from bench.support.goods import Trade, stock_up
from bench.support.house import free_port, open_house
from bench.support.report import percentile, tell

PROMISED = 0.20


def main() -> int:
    """Measure, print a table and one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=16.0)
    seconds = parser.parse_args().seconds / 2
    with open_house() as house:
        trade = stock_up(database=house.database)
        address = house.start_api()
        check(address, trade)
        size = answer_size(address, trade)
        page = measure(address, trade, seconds)
        with empty(size) as other:
            nothing = measure(other, trade, seconds)
    rates = [told["requests"] / told["seconds"] for told in (page, nothing)]
    ratio = rates[0] / rates[1]
    tell(
        bench="http_ratio",
        rows={
            "pages a second": f"{rates[0]:9.1f}   ({percentile(page['times'], 0.5):.2f} ms)",
            "empty answers a second": f"{rates[1]:9.1f}   of {size:,} bytes",
            "share": f"{ratio:9.1%}   (promised: {PROMISED:.0%})",
        },
        figures={"ratio": round(ratio, 3), "page_rps": round(rates[0], 1), "empty_rps": round(rates[1], 1)},
    )
    return 0 if ratio >= PROMISED else 2


def answer_size(address: str, trade: Trade) -> int:
    """Return how long an answer is on average, as it is sent to who takes no compression."""
    sizes = []
    for line in pages(trade, 40):
        token, _, path = line.partition(" ")
        answer = httpx.get(
            address + path, headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
        ).raise_for_status()
        sizes.append(len(answer.content))
    return sum(sizes) // len(sizes)


@contextmanager
def empty(size: int) -> Iterator[str]:
    """Start the empty endpoint and wait until it answers."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.support.empty", str(port)],
        env={**os.environ, "FONDACO_BENCH_BYTES": str(size)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                httpx.get(f"{address}/v1/products").raise_for_status()
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
