"""Values that somebody gives by hand: where the procedure takes them, from whom, and as which condition record."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from fondaco.kernel.errors import Problem
from fondaco.kernel.period import ALWAYS
from fondaco.modules.pricing.model.procedure import Procedure, Step
from fondaco.modules.pricing.types import Calculation, Kind, PriceRecord, PriceRequest

SYSTEM = "by hand"
_NOBODYS = UUID(int=0)
_MOST_PERCENT = 100


def needed(*, procedure: Procedure, lines: Sequence[PriceRequest]) -> frozenset[str]:
    """Return the permissions that giving these values by hand takes."""
    steps = _manual(procedure)
    found = (steps.get(one.type) for line in lines for one in line.by_hand)
    return frozenset(step.manual for step in found if step is not None and step.manual is not None)


def problems(*, procedure: Procedure, lines: Sequence[PriceRequest]) -> Iterator[Problem]:
    """Name every value that cannot be meant: of a type that takes none by hand, given twice, or impossible."""
    steps = _manual(procedure)
    for number, line in enumerate(lines):
        given: set[str] = set()
        for place, one in enumerate(line.by_hand):
            step, pointer = steps.get(one.type), f"/lines/{number}/by_hand/{place}"
            if step is None:
                detail = f"Nothing of the type {one.type!r} is given by hand."
                yield Problem(pointer=f"{pointer}/type", code="pricing.not_by_hand", detail=detail)
            elif one.type in given:
                yield Problem(pointer=pointer, code="pricing.by_hand_twice", detail="It is given once for a line.")
            elif one.calculation not in _allowed(step):
                detail = "A price is an amount; discounts and surcharges are amounts, percentages or fixed."
                yield Problem(pointer=f"{pointer}/calculation", code="pricing.bad_by_hand", detail=detail)
            elif one.per <= 0:
                yield Problem(pointer=f"{pointer}/per", code="pricing.per_zero", detail="Per more than zero units.")
            elif one.calculation is Calculation.PERCENT and step.kind is Kind.DISCOUNT and one.amount > _MOST_PERCENT:
                detail = "More than 100 % cannot be taken off."
                yield Problem(pointer=f"{pointer}/amount", code="pricing.percent_too_high", detail=detail)
            given.add(one.type)


def records(*, procedure: Procedure, line: PriceRequest, currency: str) -> Mapping[str, PriceRecord]:
    """Return what is given by hand for a line as condition records, by type."""
    steps = _manual(procedure)
    return {
        one.type: PriceRecord(
            id=_NOBODYS,
            kind=steps[one.type].kind,
            calculation=one.calculation,
            amount=one.amount,
            currency=currency,
            per=one.per,
            unit=one.unit or line.quantity.unit,
            scale=one.amount * 0,
            organisation=None,
            price_list=None,
            product=line.product,
            category=None,
            valid=ALWAYS,
            system=SYSTEM,
            key=one.type,
            text=one.reason,
            type=one.type,
        )
        for one in line.by_hand
        if one.type in steps
    }


def _manual(procedure: Procedure) -> dict[str, Step]:
    return {step.type: step for step in procedure.steps if step.manual is not None}


def _allowed(step: Step) -> tuple[Calculation, ...]:
    if step.kind is Kind.PRICE:
        return (Calculation.AMOUNT,)
    return Calculation.AMOUNT, Calculation.PERCENT, Calculation.FIXED
