"""When a change of a price is for two people."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from fondaco.modules.pricing.types import Calculation, Kind, PricePolicy, PriceRecord, PriceRecordDraft

_WHOLE = Decimal(100)
# What one person may change as long as the price stays about the same.
_ONE_PERSON = frozenset({"amount", "per", "text"})


def needs_second_person(
    *, policy: PricePolicy, draft: PriceRecordDraft | None, before: PriceRecord | None, changes: Mapping[str, Any]
) -> bool:
    """Tell whether a second person has to decide.

    One person may add a discount or surcharge of no more percent than the policy says, and change a price per quantity
    by no more; everything else (new prices, another scale, unit or period, the end) is for two.
    """
    above = policy.above_percent
    if above is None:
        return False
    if draft is not None:
        small = draft.calculation is Calculation.PERCENT and draft.amount <= above
        return not (small and draft.kind in (Kind.DISCOUNT, Kind.SURCHARGE))
    if before is None:
        return False
    moved = {name for name, value in changes.items() if value != getattr(before, name)}
    return not changes or bool(moved - _ONE_PERSON) or _differs(before, changes, above)


def _differs(before: PriceRecord, changes: Mapping[str, Any], above: Decimal) -> bool:
    amount, per = changes.get("amount", before.amount), changes.get("per", before.per)
    if amount == before.amount and per == before.per:
        return False
    if before.calculation is Calculation.PERCENT:
        return bool(amount > above or per != before.per)
    # Compared per quantity and without dividing: 10 per 1 is 1,000 per 100.
    was, becomes = before.amount * per, amount * before.per
    return bool(was == 0 or abs(becomes - was) * _WHOLE > above * was)
