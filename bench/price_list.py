"""The whole own price list over HTTP: 100,000 products as CSV and as a workbook, and what the server needs for it.

    python -m bench.price_list [--products N]

One buyer downloads his list as somebody does who feeds his own system with it. Besides the time until the last byte it
tells the time until the first, and by how much the server's memory grew.
"""

import argparse
import sys
import time
from collections.abc import Iterator

import httpx
import psutil

from bench.support.goods import stock_up
from bench.support.house import open_house
from bench.support.report import tell

PRODUCTS, PROMISED_SECONDS = 100_000, 10.0
_MEGABYTE = 1_000_000


def main() -> int:
    """Measure, print a table and one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--products", type=int, default=PRODUCTS)
    count = parser.parse_args().products
    with open_house() as house:
        trade = stock_up(database=house.database, products=count)
        house.start_worker()
        address = house.start_api()
        headers = {"Authorization": f"Bearer {trade.tokens[0]}"}
        with httpx.Client(base_url=address, headers=headers, timeout=60) as client:
            # Not the first request of the process.
            client.get("/v1/products?limit=24").raise_for_status()
            before = memory(address)
            first, csv_seconds, lines, csv_bytes = download(client, "/v1/own-prices.csv")
            _, xlsx_seconds, _, xlsx_bytes = download(client, "/v1/own-prices.xlsx")
            grown = memory(address) - before
    tell(
        bench="price_list",
        rows={
            "CSV": f"{csv_seconds:8.2f} s     (promised: {PROMISED_SECONDS:.0f} s; {lines:,} lines, {csv_bytes / _MEGABYTE:.1f} MB)",
            "first byte": f"{first * 1000:8.1f} ms",
            "workbook": f"{xlsx_seconds:8.2f} s     (promised: {PROMISED_SECONDS:.0f} s; {xlsx_bytes / _MEGABYTE:.1f} MB)",
            "memory grew by": f"{grown / _MEGABYTE:8.1f} MB",
        },
        figures={
            "csv_s": round(csv_seconds, 2),
            "xlsx_s": round(xlsx_seconds, 2),
            "first_byte_ms": round(first * 1000, 1),
            "grown_mb": round(grown / _MEGABYTE, 1),
        },
    )
    kept = max(csv_seconds, xlsx_seconds) <= PROMISED_SECONDS and lines >= count
    return 0 if kept else 2


def download(client: httpx.Client, path: str) -> tuple[float, float, int, int]:
    """Return the seconds to the first and to the last byte, the lines of goods and the bytes."""
    started, first, lines, size = time.perf_counter(), 0.0, -1, 0
    with client.stream("GET", path) as answer:
        answer.raise_for_status()
        for part in answer.iter_bytes():
            first = first or time.perf_counter() - started
            lines += part.count(b"\r\n")
            size += len(part)
    return first, time.perf_counter() - started, lines, size


def memory(address: str) -> int:
    """Return what the API's processes hold for themselves, in bytes."""
    return sum(process.memory_full_info().uss for process in _processes(address.rpartition(":")[2]))


def _processes(port: str) -> Iterator[psutil.Process]:
    for process in psutil.process_iter(["cmdline"]):
        if port in (process.info["cmdline"] or []):
            yield process
            yield from process.children(recursive=True)


if __name__ == "__main__":
    sys.exit(main())
