"""When a change of a price is for two people."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from fondaco.modules.pricing.types import Calculation, Kind, PricePolicy, PriceRecord, PriceRecordDraft

_WHOLE = Decimal(100)


def needs_second_person(
    *, policy: PricePolicy, draft: PriceRecordDraft | None, before: PriceRecord | None, changes: Mapping[str, Any]
) -> bool:
    """Tell whether a second person has to decide.

    About a discount of more percent than the policy allows, new or changed; an amount that changes by more; and another
    period, or the end.
    """
    above = policy.above_percent
    if above is None:
        return False
    if draft is not None:
        return draft.kind is Kind.DISCOUNT and draft.calculation is Calculation.PERCENT and draft.amount > above
    return before is not None and (not changes or "valid" in changes or _differs(before, changes, above))


def _differs(before: PriceRecord, changes: Mapping[str, Any], above: Decimal) -> bool:
    amount = changes.get("amount", before.amount)
    if amount == before.amount:
        return False
    if before.calculation is Calculation.PERCENT:
        return before.kind is Kind.DISCOUNT and amount > above
    return before.amount == 0 or abs(amount - before.amount) * _WHOLE > above * before.amount
