"""Suggestions while somebody types, in the memory of one process.

    python -m bench.suggest [--products N] [--seconds N]

Every query of the made-up catalogue is typed letter by letter from the second one on, within an assortment of a fifth; what was
answered once is not remembered.
"""

import argparse
import random
import sys
import time

import numpy as np

from bench.support.catalogue import entries, queries
from bench.support.report import percentile, tell
from fondaco.modules.catalog.api import Sight
from fondaco.modules.search import index as indexing
from fondaco.modules.search.index import Names

PROMISED_MS, _SHARE, _LIMIT = 15, 5, 8


def main() -> int:
    """Measure, print a table and one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=15.0)
    given = parser.parse_args()
    state = indexing.build(entries=entries(given.products), names=Names())
    numbers = {id.int: place for place, id in enumerate(state.places.base.ids)}
    sight = Sight(numbers=numbers, marks=np.random.default_rng(42).random(len(numbers)) < 1 / _SHARE)
    typed = [text[:end] for text in queries(2000) for end in range(2, len(text) + 1)]
    chosen, found = random.Random(1), []
    state.suggest(typed[0], "de", (), _LIMIT, sight)
    until = time.perf_counter() + given.seconds
    while time.perf_counter() < until:
        text = chosen.choice(typed)
        state.suggest.cache_clear()
        begun = time.perf_counter()
        state.suggest(text, "de", (), _LIMIT, sight)
        found.append((time.perf_counter() - begun) * 1000)
    p50, p99 = percentile(found, 0.5), percentile(found, 0.99)
    tell(
        bench="suggest",
        rows={
            "products": f"{given.products:12,}",
            "half of the suggestions within": f"{p50:8.2f} ms",
            "99 of 100 within": f"{p99:8.2f} ms   (promised: {PROMISED_MS} ms)",
            "asked": f"{len(found):12,} times",
        },
        figures={"products": given.products, "p50_ms": round(p50, 2), "p99_ms": round(p99, 2)},
    )
    return 0 if p99 <= PROMISED_MS else 2


if __name__ == "__main__":
    sys.exit(main())
