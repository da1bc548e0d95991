"""A draft of a condition record as the row that is staged."""

from fractions import Fraction
from uuid import UUID

from fondaco.kernel.ids import new_id
from fondaco.kernel.money import round_fraction
from fondaco.modules.pricing.store.load import StagedRow
from fondaco.modules.pricing.types import Calculation, PriceRecordDraft, ScaleBy

# Scales are compared so exactly; a third of a piece is no scale anybody states twice.
_SCALE_PLACES = 12


def staged_row(
    *,
    line: int,
    draft: PriceRecordDraft,
    organisation: UUID | None = None,
    price_list: UUID | None = None,
    product: UUID | None = None,
    category: UUID | None = None,
    in_base: Fraction = Fraction(1),
) -> StagedRow:
    """Arrange a checked draft whose references are resolved; `in_base` is how many base units its unit is."""
    from_base = draft.scale
    counted = draft.scale_by is not ScaleBy.VALUE and draft.calculation is not Calculation.METAL
    if draft.scale and in_base != 1 and counted:
        from_base = round_fraction(Fraction(draft.scale) * in_base, places=_SCALE_PLACES)
    return StagedRow(
        line=line,
        id=new_id(),
        key=draft.ref.key,
        kind=draft.kind.value,
        calculation=draft.calculation.value,
        amount=draft.amount,
        currency=draft.currency,
        per=draft.per,
        unit=draft.unit,
        scale=draft.scale,
        organisation=organisation,
        price_list=price_list,
        product=product,
        category=category,
        valid_from=draft.valid.start,
        valid_to=draft.valid.end,
        text=draft.text,
        type=draft.type,
        scale_by=draft.scale_by.value,
        from_base=from_base,
        sales_area=draft.sales_area,
        segment=draft.segment,
        arm=draft.arm,
        metal=draft.metal,
    )
