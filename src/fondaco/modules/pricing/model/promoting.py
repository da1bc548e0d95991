"""A promotion as condition records: for each part of its audience, and each offer, one."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from fondaco.kernel.ids import ExternalRef
from fondaco.modules.pricing.model import words
from fondaco.modules.pricing.types import Calculation, Gives, Kind, Offer, PriceRecordDraft, PromotionDraft

# Their own condition type: a procedure says where promotions stand, and that the best one counts.
TYPE = "promotion"
_KINDS = {
    Gives.PERCENT: (Kind.DISCOUNT, Calculation.PERCENT),
    Gives.AMOUNT: (Kind.DISCOUNT, Calculation.AMOUNT),
    Gives.FREE_OF: (Kind.FREE, Calculation.INCLUSIVE),
    Gives.FREE_ON_TOP: (Kind.FREE, Calculation.EXCLUSIVE),
}


class Made(NamedTuple):
    """A record that an offer makes, and which offer it is."""

    offer: int
    draft: PriceRecordDraft
    product: UUID | None
    category: UUID | None


def records_of(*, id: UUID, stated: PromotionDraft, system: str) -> Iterator[Made]:
    """Yield the records of a promotion; their keys are the same each time."""
    audience: list[tuple[str | None, str | None]] = [(name, None) for name in stated.segments]
    if stated.arm is not None:
        audience = [(None, stated.arm)]
    for number, offer in enumerate(stated.offers):
        for place, (segment, arm) in enumerate(audience or [(None, None)]):
            ref = ExternalRef(system, f"promotion/{id}/{number}/{place}")
            yield Made(number, _draft(ref, stated, offer, segment, arm), offer.product, offer.category)


def named(names: dict[str, str]) -> str:
    """Write a name in several languages as one text, from which `words.in_language` takes the right one."""
    return words.BETWEEN.join(f"{language}: {name}" for language, name in sorted(names.items()))


def _draft(
    ref: ExternalRef, stated: PromotionDraft, offer: Offer, segment: str | None, arm: str | None
) -> PriceRecordDraft:
    kind, calculation = _KINDS[offer.gives]
    return PriceRecordDraft(
        ref=ref,
        kind=kind,
        calculation=calculation,
        amount=offer.amount,
        currency=offer.currency,
        per=offer.per,
        unit=offer.unit,
        scale=offer.scale,
        valid=stated.valid,
        text=named(dict(stated.names)),
        type=TYPE if kind is Kind.DISCOUNT else "",
        sales_area=stated.sales_area,
        segment=segment,
        arm=arm,
    )
