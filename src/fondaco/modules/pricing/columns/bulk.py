"""Raw rows of the database as a segment: hashes become the numbers of this process's vocabulary."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fondaco.modules.pricing.columns.profile import SPECIAL
from fondaco.modules.pricing.columns.rows import FOREVER, Known, Vocabulary, goods_code
from fondaco.modules.pricing.columns.segment import ANYTHING, EVERYBODY, Facts, Ints, Segment, arranged, key_of, packed
from fondaco.modules.pricing.types import Calculation, ScaleBy


def segment_from(
    *,
    rows: NDArray[Any],
    told: Mapping[str, Mapping[int, Any]],
    vocabulary: Vocabulary,
    goods: Known,
) -> Segment:
    """Arrange raw rows; `told` says by column what their hashes stand for."""
    profile = _numbers(rows["profile"], {hash: vocabulary.profiles.of(one) for hash, one in told["profile"].items()})
    owner = _numbers(rows["owner"], {hash: vocabulary.owners.of(one) for hash, one in told["owner"].items()}, EVERYBODY)
    thing = _numbers(
        rows["goods"], {hash: goods_code(one, vocabulary) for hash, one in told["goods"].items()}, ANYTHING
    )
    profiles = [vocabulary.profile(number) for number in range(len(vocabulary.profiles))]
    types = np.array([vocabulary.types.of(one.type) for one in profiles] or [0], np.int64)
    areas = np.array([one.sales_area is not None for one in profiles] or [False], np.bool_)
    period = _numbers(rows["period"], {hash: vocabulary.periods.of(one) for hash, one in told["period"].items()})
    stated = _numbers(rows["stated"], {hash: vocabulary.scales.of(one) for hash, one in told["stated"].items()})
    scale = _scales(rows["scale"].astype(np.int64), profile, thing, vocabulary, goods)
    facts = packed(Facts(rows["amount"], scale, profile, period, rows["places"]))
    columns: dict[str, NDArray[Any]] = {
        "stated_scale": stated.astype(np.int32),
        "id": np.ascontiguousarray(rows["id"]),
        "name": np.ascontiguousarray(rows["name"]),
    }
    return arranged(key=key_of(types[profile], owner, thing), first=areas[profile], facts=facts, columns=columns)


def _numbers(hashes: NDArray[Any], numbers: Mapping[int, int], nothing: int | None = None) -> Ints:
    """Translate hashes; one that stands for nothing is the number of nothing."""
    known = np.array(sorted(numbers), np.int64)
    values = np.array([numbers[hash] for hash in known.tolist()], np.int64)
    wanted = hashes.astype(np.int64)
    if not len(known):
        return np.full(len(wanted), nothing or 0, np.int64)
    places = np.minimum(known.searchsorted(wanted), len(known) - 1)
    found = known[places] == wanted
    if nothing is None and not found.all():
        raise RuntimeError("a condition record refers to a fact that was not told with it")
    return np.where(found, values[places], nothing or 0)


def _scales(stated: Ints, profile: Ints, thing: Ints, vocabulary: Vocabulary, goods: Known) -> Ints:
    """Count scales of a product's own records in its base unit, as `rows.base_scale` does for one."""
    profiles = [vocabulary.profile(number) for number in range(len(vocabulary.profiles))]
    by_quantity = np.array([one.scale_by == ScaleBy.QUANTITY for one in profiles] or [True], np.bool_)[profile]
    own = np.array([one.goods == "product" for one in profiles] or [False], np.bool_)[profile]
    amounts = np.array([one.calculation == Calculation.AMOUNT for one in profiles] or [False], np.bool_)[profile]
    scale = np.where(by_quantity, stated, SPECIAL)
    asked = np.flatnonzero(own & by_quantity & ((stated != 0) | amounts))
    pairs, which = np.unique((thing[asked] << 20) | profile[asked], return_inverse=True)
    factors = [_factor(int(pair) >> 20, profiles[int(pair) & 0xFFFFF].unit, vocabulary, goods) for pair in pairs]
    numerators = np.array([one.numerator if one else 0 for one in factors], np.int64)
    denominators = np.array([one.denominator if one else 1 for one in factors], np.int64)
    times, over = numerators[which], denominators[which]
    small = (times > 0) & (stated[asked] >= 0) & (stated[asked] < FOREVER // np.maximum(times, 1))
    exact = np.where(small, stated[asked], 0) * times
    fits = small & (exact % over == 0)
    scale[asked] = np.where(fits, exact // over, SPECIAL)
    return scale


def _factor(product: int, unit: str, vocabulary: Vocabulary, goods: Known) -> Fraction | None:
    known = goods.get(vocabulary.product(product))
    if known is None or not known.conversions.knows(unit):
        return None
    return known.conversions.factor(unit, known.base_unit)
