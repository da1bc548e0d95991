"""Charges of a document: what its lines bear of them, how an order keeps them, and which part an ERP is told of."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from fondaco.modules.orders.types import OrderCharge
from fondaco.modules.pricing.types import Charge, TaxedLine


def taxed(*, lines: Sequence[TaxedLine], charges: Iterable[Charge]) -> list[TaxedLine]:
    """Return the lines as they are taxed: each with what it bears of the charges."""
    borne = [Decimal(0)] * len(lines)
    for charge in charges:
        if not charge.statistical:
            borne = [sum_ + share.amount for sum_, share in zip(borne, charge.shares, strict=True)]
    return [
        replace(
            line,
            amount=replace(line.amount, amount=line.amount.amount + more),
            exact=None if line.exact is None else line.exact + Fraction(more),
        )
        if more
        else line
        for line, more in zip(lines, borne, strict=True)
    ]


def kept(
    *, charges: Iterable[Charge], positions: Sequence[int], said: Callable[[Charge], str]
) -> tuple[OrderCharge, ...]:
    """Write charges as an order keeps them; `positions` are those of its lines that have shares."""
    return tuple(
        OrderCharge(
            type=charge.type,
            kind=charge.kind.value,
            text=said(charge),
            of=charge.of.amount,
            amount=charge.amount.amount,
            system=charge.record.system,
            record=charge.record.key,
            shares={
                position: share.amount for position, share in zip(positions, charge.shares, strict=True) if share.amount
            },
        )
        for charge in charges
        if not charge.statistical
    )


def borne_by(*, charges: Iterable[OrderCharge], positions: Iterable[int]) -> tuple[OrderCharge, ...]:
    """Return what some of the lines bear of the charges; none of a charge that they bear nothing of."""
    wanted = set(positions)
    found = []
    for charge in charges:
        shares = {position: share for position, share in charge.shares.items() if position in wanted}
        if shares:
            found.append(replace(charge, shares=shares, amount=sum(shares.values(), Decimal(0))))
    return tuple(found)
