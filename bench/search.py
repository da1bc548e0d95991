"""Faceted search within an assortment, in the memory of one process.

    python -m bench.search [--products N] [--seconds N]

A made-up catalogue; the buyer may see a fifth of it. Every query asks for the first 24 hits, how many there are and all facets,
exact within the assortment.
"""

import argparse
import random
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from bench.support.catalogue import entries, queries
from bench.support.report import percentile, tell
from fondaco.modules.search import index as indexing
from fondaco.modules.search.index import Names
from fondaco.modules.search.types import Filters, Sort

P50_MS, P99_MS, INDEX_S, INDEX_MB = 10, 50, 360, 2048
_SHARE = 5


def main() -> int:
    """Measure, print a table and one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=10.0)
    given = parser.parse_args()
    before = _megabytes()
    started = time.perf_counter()
    state = indexing.build(entries=entries(given.products), names=Names())
    took, size = time.perf_counter() - started, _megabytes() - before
    rng = np.random.default_rng(42)
    allowed = rng.random(state.places.size) < 1 / _SHARE
    asked = queries(2000)

    def ask(text: str) -> float:
        begun = time.perf_counter()
        indexing.search(
            state=state, text=text, filters=Filters(), language="de", sort=Sort.RELEVANCE, facets=True, allowed=allowed
        )
        return (time.perf_counter() - begun) * 1000

    for text in asked[:50]:
        ask(text)
    chosen, found = random.Random(1), []
    until = time.perf_counter() + given.seconds
    while time.perf_counter() < until:
        found.append(ask(chosen.choice(asked)))
    together = 0
    until = time.perf_counter() + given.seconds
    with ThreadPoolExecutor(16) as pool:
        while time.perf_counter() < until:
            together += len(list(pool.map(ask, chosen.choices(asked, k=64))))
    rate = together / given.seconds
    p50, p99 = percentile(found, 0.5), percentile(found, 0.99)
    tell(
        bench="search",
        rows={
            "products": f"{given.products:12,}, {int(allowed.sum()):,} of them in the assortment",
            "half of the queries within": f"{p50:8.2f} ms   (promised: {P50_MS} ms)",
            "99 of 100 within": f"{p99:8.2f} ms   (promised: {P99_MS} ms)",
            "queries a second": f"{rate:8.0f}      (16 threads)",
            "building the index": f"{took:8.1f} s    (promised: {INDEX_S} s)",
            "memory of the index": f"{size:8.0f} MB   (promised: {INDEX_MB} MB; most that was taken while building)",
        },
        figures={
            "products": given.products,
            "p50_ms": round(p50, 2),
            "p99_ms": round(p99, 2),
            "rps16": round(rate, 1),
            "index_s": round(took, 1),
            "index_mb": round(size),
        },
    )
    return 0 if p50 <= P50_MS and p99 <= P99_MS and took <= INDEX_S and size <= INDEX_MB else 2


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
