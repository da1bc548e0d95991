"""Ranges of the own price within a result: few, with round ends, about as many hits in each."""

from decimal import Decimal
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Prices: TypeAlias = NDArray[np.int64]
Range: TypeAlias = tuple[int, int | None]

MILLION = 1_000_000
_MOST = 6
_ROUND = (1, 2, 5)


def ranges(prices: Prices) -> list[Range]:
    """Return ranges, each with its first price and the first beyond it (None: without end), in millionths.

    `prices` are those of the hits that have one. Fewer than two different ones make no range.
    """
    if not len(prices) or prices.min() == prices.max():
        return []
    wanted = np.quantile(prices, [number / _MOST for number in range(1, _MOST)])
    ends = sorted({_rounded(int(end)) for end in wanted})
    ends = [end for end in ends if prices.min() < end <= prices.max()]
    starts = [0, *ends]
    return [(start, end) for start, end in zip(starts, [*ends, None], strict=True)] if ends else []


def within(prices: Prices, chosen: Range) -> NDArray[np.bool_]:
    """Mark the hits whose price lies in a range; one without a price lies in none."""
    low, high = chosen
    return np.asarray((prices >= low) & (prices >= 0) & ((prices < high) if high is not None else True))


def code(one: Range) -> str:
    """Write a range as an address holds it: `5..10`, `10..`."""
    low, high = one
    return f"{_text(low)}..{_text(high) if high is not None else ''}"


def read(written: str) -> Range | None:
    """Read a range that an address holds; None for anything else."""
    low, dots, high = written.partition("..")
    try:
        start, end = Decimal(low or 0), Decimal(high) if high else None
    except ArithmeticError:
        return None
    finite = start.is_finite() and (end is None or end.is_finite())
    if not dots or not finite or start < 0 or (end is not None and end <= start) or start > MILLION * MILLION:
        return None
    return int(start * MILLION), None if end is None else min(int(end * MILLION), MILLION**3)


def _rounded(price: int) -> int:
    """Return the nearest of 1, 2 and 5 times a power of ten."""
    power = 10 ** (len(str(max(price, 1))) - 1)
    ends: list[int] = [one * power for one in (*_ROUND, 10)]
    return min(ends, key=lambda end: abs(end - price))


def _text(price: int) -> str:
    number = Decimal(price) / MILLION
    return f"{number.normalize():f}"
