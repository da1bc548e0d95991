"""Counting the values of results: what facets say."""

import numpy as np
from numpy.typing import NDArray

Ordinals = NDArray[np.int32]
_FEW = 8


def rows_of(ordinals: Ordinals, starts: NDArray[np.int64], values: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the values of some rows, one behind the other; row n is `values[starts[n]:starts[n + 1]]`."""
    begins = starts[ordinals]
    lengths = starts[ordinals + 1] - begins
    total = int(lengths.sum())
    if not total:
        return values[:0]
    before = np.cumsum(lengths) - lengths
    found: NDArray[np.int32] = values[np.arange(total) + np.repeat(begins - before, lengths)]
    return found


def counts(
    ordinals: Ordinals,
    *,
    starts: NDArray[np.int64],
    values: NDArray[np.int32],
    owners: NDArray[np.int32],
    codes: int,
) -> NDArray[np.int64]:
    """Count how many of the rows have each value (a row has a value once)."""
    size = len(starts) - 1
    if len(ordinals) * _FEW < size:
        return np.bincount(rows_of(ordinals, starts, values), minlength=codes)
    mask = np.zeros(size, np.bool_)
    mask[ordinals] = True
    return np.bincount(values[mask[owners]], minlength=codes)
