"""A segment: records sorted by key, found by halving; whole numbers only.

A key is one number for condition type, owner and goods, so that all records of an owner stand together and a product is
found among them. Under one key the record of the buyer's own area comes first, then the highest scale.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Small = NDArray[np.int32]
Flags = NDArray[np.bool_]

_OWNER_BITS, _GOODS_BITS = 26, 30
# Goods: 0 is everything, then come categories, and products from here on.
FIRST_PRODUCT = 1 << 24
ANYTHING = 0
EVERYBODY = 0
# Beyond the last category of a product; no record is ever for it.
NO_CATEGORY = (1 << _GOODS_BITS) - 1


def key_of(type: Any, owner: Any, goods: Any) -> Any:  # noqa: ANN401 - numbers and arrays of them alike
    """Return the key of numbers or arrays of numbers."""
    return (type << (_OWNER_BITS + _GOODS_BITS)) | (owner << _GOODS_BITS) | goods


def owner_part(key: int) -> int:
    """Return the number of the owner in a key."""
    return (key >> _GOODS_BITS) & ((1 << _OWNER_BITS) - 1)


def goods_part(key: Any) -> Any:  # noqa: ANN401 - numbers and arrays of them alike
    """Return the number of the goods in a key."""
    return key & ((1 << _GOODS_BITS) - 1)


_PERIOD_AT, _PLACES_AT = 20, 44


class Facts(NamedTuple):
    """What decides, of some rows: amounts and scales in millionths, numbers of profiles and periods, decimals."""

    amount: Ints
    scale: Ints
    profile: Ints
    period: Ints
    places: Ints


def packed(facts: Facts) -> Ints:
    """Put what decides side by side."""
    found = np.empty((len(facts.amount), 3), np.int64)
    found[:, 0], found[:, 1] = facts.amount, facts.scale
    found[:, 2] = (
        np.asarray(facts.profile, np.int64)
        | (np.asarray(facts.period, np.int64) << _PERIOD_AT)
        | (np.asarray(facts.places, np.int64) << _PLACES_AT)
    )
    return found


def unpacked(rows: Ints) -> Facts:
    """Read what `packed` put side by side."""
    last = rows[:, 2]
    return Facts(
        rows[:, 0],
        rows[:, 1],
        last & ((1 << _PERIOD_AT) - 1),
        (last >> _PERIOD_AT) & ((1 << (_PLACES_AT - _PERIOD_AT)) - 1),
        last >> _PLACES_AT,
    )


@dataclass(frozen=True, slots=True)
class Segment:
    """Columns of records; `keys` are the different keys, `starts` where the rows of each begin, and the end.

    A row of `facts` holds the amount, the scale, and profile, period and decimals in one number.
    """

    keys: Ints
    starts: Small
    # What decides, side by side, since it is read together and rows are read from all over the place.
    facts: Ints
    stated_scale: Small
    id: NDArray[np.void]
    by_id: Small
    name: NDArray[np.bytes_]

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.facts)

    def columns(self) -> Mapping[str, NDArray[Any]]:
        """Return all columns by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def rows_of(self, ids: NDArray[np.void]) -> Small:
        """Return the rows of records by their ids; only of those that are here."""
        if not len(self) or not len(ids):
            return np.empty(0, np.int32)
        ordered = self.id.view("S16").ravel()
        wanted = ids.view("S16").ravel()
        places = np.minimum(_searchsorted(ordered, self.by_id, wanted), len(self) - 1)
        rows = self.by_id[places]
        return np.asarray(rows[ordered[rows] == wanted], np.int32)


def arranged(*, key: Ints, first: Flags, facts: Ints, columns: Mapping[str, NDArray[Any]]) -> Segment:
    """Sort rows into a segment; `first` marks those of a sales area, which come before the general ones.

    Higher scales stand before lower ones, and before all of them what only the reference can weigh: whoever takes the first
    that fits has then seen it.
    """
    scale = facts[:, 1]
    highest_first = np.where(scale < 0, np.iinfo(np.int64).min, -scale)
    order = np.lexsort((columns["id"].view("S16").ravel(), highest_first, ~first, key))
    key = key[order]
    begins = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if len(key) else np.empty(0, np.int64)
    sorted_columns = {name: column[order] for name, column in columns.items()}
    return Segment(
        keys=key[begins],
        starts=np.r_[begins, len(key)].astype(np.int32),
        facts=facts[order],
        by_id=np.argsort(sorted_columns["id"].view("S16").ravel(), kind="stable").astype(np.int32),
        **sorted_columns,
    )


def merged(*, older: Segment, keep: Flags, newer: Segment, area: Flags) -> Segment:
    """Put two segments together; of the older one only the rows to keep. `area` marks profiles of a sales area."""
    key = np.r_[keys_of_rows(older)[keep], keys_of_rows(newer)]
    columns = {
        name: np.concatenate((getattr(older, name)[keep], getattr(newer, name)))
        for name in ("facts", "stated_scale", "id", "name")
    }
    facts = columns.pop("facts")
    return arranged(key=key, first=area[unpacked(facts).profile], facts=facts, columns=columns)


def keys_of_rows(segment: Segment) -> Ints:
    """Return the key of each row."""
    return np.repeat(segment.keys, np.diff(segment.starts))


def _searchsorted(column: NDArray[Any], order: Small, wanted: NDArray[Any]) -> Ints:
    """Find by halving in a column read in an order, without copying it."""
    low = np.zeros(len(wanted), np.int64)
    high = np.full(len(wanted), len(order), np.int64)
    while True:
        open_ = low < high
        if not open_.any():
            return low
        middle = (low + high) // 2
        at = column[order[np.minimum(middle, len(order) - 1)]]
        right = open_ & (at < wanted)
        low = np.where(right, middle + 1, low)
        high = np.where(open_ & ~right, middle, high)
