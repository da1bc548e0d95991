"""What the work of a page costs: its requests a second beside those of an empty JSON endpoint of the same server.

    python -m bench.http_ratio [--seconds N]

One API process, 16 connections, in turns: a page of 24 products with own price and availability (those of `bench.page`),
and an endpoint of the same process that answers as many bytes of nothing behind the same guard, limits and log. Beside it,
for whoever asks what the house itself costs, the same bytes from the server and the framework alone (`bare_rps`).
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from bench.page import check, measure
from bench.page import requests as pages
from bench.support.empty import ROUTE
from bench.support.goods import Trade, stock_up
from bench.support.house import House, free_port, open_house
from bench.support.report import percentile, tell

PROMISED = 0.20
_TURNS = 3


def main() -> int:
    """Measure, print a table and one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=24.0)
    seconds = parser.parse_args().seconds / (2 * _TURNS + 1)
    with open_house() as house:
        trade = stock_up(database=house.database)
        size = answer_size(house, trade)
        asked = [f"{token} {ROUTE}" for token in trade.tokens]
        with server("served", house, size) as address:
            check(address, trade)
            told = [(measure(address, trade, seconds), measure(address, trade, seconds, asked)) for _ in range(_TURNS)]
        with server("bare", house, size) as address:
            alone = rate(measure(address, trade, seconds, asked))
    rates = [(rate(page), rate(nothing)) for page, nothing in told]
    ratio = percentile([page / nothing for page, nothing in rates], 0.5)
    page, nothing = (percentile([pair[at] for pair in rates], 0.5) for at in (0, 1))
    tell(
        bench="http_ratio",
        rows={
            "pages a second": f"{page:9.1f}",
            "empty answers a second": f"{nothing:9.1f}   of {size:,} bytes, same process",
            "share": f"{ratio:9.1%}   (promised: {PROMISED:.0%})",
            "without the house": f"{alone:9.1f}   empty answers a second of server and framework alone",
        },
        figures={
            "ratio": round(ratio, 3),
            "page_rps": round(page, 1),
            "empty_rps": round(nothing, 1),
            "bare_rps": round(alone, 1),
        },
    )
    return 0 if ratio >= PROMISED else 2


def rate(told: dict[str, Any]) -> float:
    """Return the requests a second."""
    return float(told["requests"] / told["seconds"])


def answer_size(house: House, trade: Trade) -> int:
    """Return how long a page is on average, as it is sent to who takes no compression."""
    sizes = []
    with server("served", house, 2) as address:
        for line in pages(trade, 40):
            token, _, path = line.partition(" ")
            headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
            sizes.append(len(httpx.get(address + path, headers=headers).raise_for_status().content))
    return sum(sizes) // len(sizes)


@contextmanager
def server(which: str, house: House, size: int) -> Iterator[str]:
    """Start a program with the empty endpoint and wait until it answers."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.support.empty", which, str(port)],
        env={
            **os.environ,
            "FONDACO_BENCH_BYTES": str(size),
            "FONDACO_DATABASE_URL": house.url,
            "FONDACO_HOME": str(house.home),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                # The API is ready once what it keeps in memory is loaded; the bare program has no such route.
                if httpx.get(f"{address}/health/ready").status_code in (200, 404):
                    break
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
