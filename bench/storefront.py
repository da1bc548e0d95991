"""The storefront's speed: server time, largest contentful paint on a weak machine, weight of a page without pictures.

    python -m bench.storefront [--seconds N]

Runs on a database and data of its own. Chromium is slowed four times and put behind 10 Mbit/s with 40 ms of latency.
"""

import argparse
import json
import os
import platform
import statistics
import time
from typing import Any

import httpx
from playwright.sync_api import BrowserContext, CDPSession, sync_playwright

from tests.browser.world import CHROMIUM, World, open_world, sign_in_by_http

SLOWER = 4
BYTES_PER_SECOND = 10_000_000 // 8
LATENCY_MS = 40
LARGEST_PAINT = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(Math.max(...list.getEntries().map((entry) => entry.startTime))))
    .observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => done(null), 5000);
})"""


def addresses(world: World) -> dict[str, str]:
    """Name the two kinds of page the promise is about."""
    return {
        "search": f"{world.storefront}/search?q={world.search_word}",
        "product": f"{world.storefront}/products/{world.product}",
    }


def server_times(world: World, seconds: float) -> dict[str, list[float]]:
    """Milliseconds from the request to the last byte of the page, one request at a time."""
    with httpx.Client(headers={"Accept-Encoding": "gzip"}) as client:
        sign_in_by_http(client, world)
        times: dict[str, list[float]] = {name: [] for name in addresses(world)}
        for name, address in addresses(world).items():
            for _ in range(10):
                client.get(address).raise_for_status()
            until = time.perf_counter() + seconds / 2
            while time.perf_counter() < until:
                started = time.perf_counter()
                client.get(address).raise_for_status()
                times[name].append((time.perf_counter() - started) * 1000)
        return times


def weigh(session: CDPSession) -> dict[str, int]:
    """Count the bytes that a page loads; pictures and the open line of news are left out."""
    kinds: dict[str, str] = {}
    weight = {"bytes": 0}

    def finished(event: dict[str, Any]) -> None:
        if kinds.get(event["requestId"]) not in {"Image", "EventSource"}:
            weight["bytes"] += int(event["encodedDataLength"])

    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on("Network.loadingFinished", finished)
    return weight


def measured_load(context: BrowserContext, address: str) -> tuple[float, float]:
    """Load a page with an empty cache on a slowed machine: (largest paint in ms, kilobytes without pictures)."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    line = {"downloadThroughput": BYTES_PER_SECOND, "uploadThroughput": BYTES_PER_SECOND, "latency": LATENCY_MS}
    session.send("Network.emulateNetworkConditions", {"offline": False, **line})
    weight = weigh(session)
    page.goto(address, wait_until="load")
    largest = page.evaluate(LARGEST_PAINT)
    page.close()
    assert largest is not None, f"no contentful paint at {address}"
    return float(largest), weight["bytes"] / 1000


def paints(world: World, loads: int) -> dict[str, list[tuple[float, float]]]:
    """Load both kinds of page several times in a real browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="de-DE")
        world.sign_in(context.new_page())
        found = {
            name: [measured_load(context, address) for _ in range(loads)] for name, address in addresses(world).items()
        }
        browser.close()
        return found


def main() -> None:
    """Measure, print a table and one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=10)
    seconds = options.parse_args().seconds
    with open_world() as world:
        times = server_times(world, seconds / 2)
        loads = paints(world, max(3, int(seconds / 4)))
    print(f"{'page':<10}{'server p50':>12}{'p99':>10}{'LCP p50':>10}{'kB':>8}")
    for name in times:
        ordered = sorted(times[name])
        p99 = ordered[int(len(ordered) * 0.99)]
        lcp = statistics.median(paint for paint, _ in loads[name])
        size = max(weight for _, weight in loads[name])
        print(f"{name:<10}{statistics.median(ordered):>9.1f} ms{p99:>7.1f} ms{lcp:>7.0f} ms{size:>8.1f}")
    figures = {
        "server_p50_ms": round(max(statistics.median(values) for values in times.values()), 1),
        "lcp_ms": round(max(statistics.median(paint for paint, _ in values) for values in loads.values())),
        "kilobytes": round(max(weight for values in loads.values() for _, weight in values), 1),
    }
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.platform(terse=True)}
    print(json.dumps({"bench": "storefront", "machine": machine, "figures": figures}))


if __name__ == "__main__":
    main()
