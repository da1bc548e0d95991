"""What is looked up per profile while pricing, as arrays: made once for a vocabulary, once more for a buyer."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from fondaco.kernel.buyer import Buyer
from fondaco.modules.pricing.columns.profile import Codes
from fondaco.modules.pricing.columns.rows import Vocabulary
from fondaco.modules.pricing.columns.segment import Flags, Ints
from fondaco.modules.pricing.types import Calculation

CALCULATIONS = {calculation.value: number for number, calculation in enumerate(Calculation)}
AMOUNT, FACTOR, PERCENT, FIXED = (
    CALCULATIONS[one.value] for one in (Calculation.AMOUNT, Calculation.FACTOR, Calculation.PERCENT, Calculation.FIXED)
)
_IN_MONEY = {Calculation.AMOUNT.value, Calculation.FIXED.value, Calculation.METAL.value}


@dataclass(frozen=True, slots=True)
class Facets:
    """Arrays by profile: how it calculates, per how many of which unit, and what it can be used for."""

    calculation: Ints
    per: Ints
    unit: Ints
    simple: Flags
    amounts: Flags
    areas: Flags
    general: Flags
    count: int


def facets(vocabulary: Vocabulary, units: Codes) -> Facets:
    """Arrange the profiles of a vocabulary; `units` numbers units of measure."""
    profiles = [vocabulary.profile(number) for number in range(len(vocabulary.profiles))]
    return Facets(
        # One more for lines without any record, whose figures nobody reads.
        calculation=np.array([*(CALCULATIONS[one.calculation] for one in profiles), AMOUNT], np.int64),
        per=np.array([*(int(Decimal(one.per)) or 1 for one in profiles), 1], np.int64),
        unit=np.array([*(units.of(one.unit) for one in profiles), 0], np.int64),
        simple=np.array([one.simple for one in profiles], np.bool_),
        amounts=np.array([one.calculation == Calculation.AMOUNT for one in profiles], np.bool_),
        areas=np.array([one.sales_area is not None for one in profiles], np.bool_),
        general=np.array([one.goods != "product" for one in profiles], np.bool_),
        count=len(profiles),
    )


def usable(vocabulary: Vocabulary, buyer: Buyer) -> Flags:
    """Mark the profiles whose records are for the buyer's area and, where they state money, in his currency."""
    profiles = [vocabulary.profile(number) for number in range(len(vocabulary.profiles))]
    return np.array(
        [
            (one.sales_area is None or one.sales_area == buyer.sales_area)
            and (one.calculation not in _IN_MONEY or one.currency == buyer.currency)
            for one in profiles
        ],
        np.bool_,
    )


def foreign(vocabulary: Vocabulary, buyer: Buyer) -> Flags:
    """Mark the profiles whose records are for the buyer's area and state money in another currency."""
    profiles = [vocabulary.profile(number) for number in range(len(vocabulary.profiles))]
    return np.array(
        [
            (one.sales_area is None or one.sales_area == buyer.sales_area)
            and one.calculation in _IN_MONEY
            and one.currency != buyer.currency
            for one in profiles
        ],
        np.bool_,
    )


def in_force(vocabulary: Vocabulary, as_of: int) -> Flags:
    """Mark the periods that are in force at a moment, in microseconds."""
    spans = np.array(vocabulary.periods.things or [(0, 0)], np.int64)
    return np.asarray((spans[:, 0] <= as_of) & (as_of < spans[:, 1]))
