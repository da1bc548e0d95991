"""Figures of a benchmark: percentiles, a table for people, a last line of JSON for programs."""

import json
import os
import platform
from collections.abc import Mapping, Sequence

import psutil


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that the given share of all stays below (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def machine() -> dict[str, object]:
    """Describe the machine the figures are of."""
    return {
        "cpus": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "python": platform.python_version(),
        "system": platform.platform(),
    }


def tell(*, bench: str, rows: Mapping[str, str], figures: Mapping[str, float]) -> None:
    """Print the table and the line of JSON."""
    width = max(len(name) for name in rows)
    for name, value in rows.items():
        print(f"  {name:<{width}}  {value}")
    print(json.dumps({"bench": bench, "machine": machine(), "figures": dict(figures)}))
