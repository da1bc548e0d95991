"""Answers of the fast way as values: the same prices with the same reasons as the reference gives."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.money import Money, UnitPrice, decimals
from fondaco.kernel.quantity import Quantity
from fondaco.modules.pricing.columns.choose import NONE
from fondaco.modules.pricing.columns.engine import Columns, Priced
from fondaco.modules.pricing.model.find import access_of, owner_of
from fondaco.modules.pricing.types import (
    BecauseStep,
    Calculation,
    Kind,
    LinePrice,
    PriceRecord,
    Reckoning,
    Tax,
)

_TOLD = (Kind.MINIMUM, Kind.COST)


class Reading:
    """One answer for many lines, read line by line."""

    def __init__(self, *, columns: Columns, priced: Priced, currency: str) -> None:
        self._columns, self._steps, self._currency = columns, priced.procedure.steps, currency
        self._coins = decimals(currency)
        self._priced = priced
        self._units = columns.units.things
        self.hard, self.unpriced = priced.reckoned.hard.tolist(), priced.reckoned.unpriced.tolist()

    @cached_property
    def _rows(self) -> list[list[tuple[int, int]]]:
        """The segment and row that decided each step, by line; the step after the last is the list price."""
        chosen = self._priced.chosen
        rows = zip(chosen.segment.T.tolist(), chosen.row.T.tolist(), strict=True)
        return [list(zip(segments, found, strict=True)) for segments, found in rows]

    @cached_property
    def _taken(self) -> list[list[bool]]:
        taken: list[list[bool]] = self._priced.reckoned.taken.T.tolist()
        return taken

    @cached_property
    def _after(self) -> list[list[int]]:
        after = self._priced.reckoned.after
        return after.T.tolist() if after is not None else []

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.hard)

    def record(self, line: int, step: int) -> PriceRecord | None:
        """Return the record that decided a step of a line; the step after the last is the list price."""
        segment, row = self._rows[line][step]
        return None if row == NONE else self._columns.record(segment, row)

    def net(self, line: int) -> UnitPrice:
        """Return the price after all steps, with the decimals it was stated or rounded to."""
        reckoned = self._priced.reckoned
        price = self._shown(line, 0)
        for number, step in enumerate(self._steps[1:], start=1):
            if self._taken[line][number] and not step.statistical and step.kind not in _TOLD:
                price = self._changed(line, number, price)
        return UnitPrice(
            price,
            self._currency,
            Quantity(Decimal(int(reckoned.per[line])), str(self._units[int(reckoned.unit[line])])),
        )

    def listed(self, line: int) -> UnitPrice | None:
        """Return the list price to compare with."""
        record = self.record(line, len(self._steps))
        return UnitPrice(record.amount, record.currency, Quantity(record.per, record.unit)) if record else None

    def because(self, line: int) -> tuple[BecauseStep, ...]:
        """Return the steps that led to the price; what was passed over only the reference tells."""
        price = self._shown(line, 0)
        found: list[BecauseStep] = []
        for number, step in enumerate(self._steps):
            record = self.record(line, number) if self._taken[line][number] else None
            if record is None:
                continue
            told = step.statistical or step.kind in _TOLD
            before = price if number else None
            after = self._changed(line, number, price) if number else price
            if not told:
                price = after
            named = owner_of(record)
            found.append(
                BecauseStep(
                    step=step.kind.value if number else "base",
                    access=access_of(record),
                    record=record,
                    owner=named[1] if named is not None and isinstance(named[1], UUID) else None,
                    before=before,
                    after=after,
                    number=step.number,
                    type=step.type,
                    statistical=told,
                )
            )
        return tuple(found)

    def value(
        self, line: int, *, product: UUID, quantity: Quantity, coins: int, tax: Tax, reckoning: Reckoning
    ) -> LinePrice:
        """Return the price of a line with its reasons; `coins` is its amount in the smallest coins."""
        amount = Money(Decimal(coins).scaleb(-self._coins), self._currency)
        return LinePrice(
            product=product,
            quantity=quantity,
            list_price=self.listed(line),
            net=self.net(line),
            amount=amount,
            tax_rate=tax.rate,
            tax=amount.times(tax.rate / 100).rounded(mode=reckoning.rounding),
            because=self.because(line),
            fixed=Money(Decimal(int(self._priced.reckoned.fixed[line])).scaleb(-self._coins), self._currency),
            needs_approval=bool(self._priced.reckoned.low[line]),
            tax_reason=tax.reason,
            reckoning=reckoning,
        )

    def _shown(self, line: int, step: int) -> Decimal:
        """Return the price after the base: as stated, or rounded where it is taken of the list price."""
        record = self.record(line, step)
        if record is not None and record.calculation is Calculation.AMOUNT:
            return record.amount
        return self._rounded(self._after[line][step], self._steps[step].places)

    def _changed(self, line: int, number: int, price: Decimal) -> Decimal:
        record = self.record(line, number)
        if record is not None and record.calculation is Calculation.FIXED:
            return price
        return self._rounded(self._after[line][number], self._steps[number].places)

    def _rounded(self, millionths: int, places: int) -> Decimal:
        return Decimal(millionths // 10 ** (6 - places)).scaleb(-places)


def named_owners(buyer: Buyer, price_lists: Sequence[UUID]) -> list[object]:
    """Return everybody whose records may concern a buyer, but for the records of all."""
    return [
        *(("organisation", id) for id in (*buyer.hierarchy, buyer.sold_to)),
        *(("price_list", id) for id in price_lists),
        *(("segment", name) for name in buyer.segments),
        *(("arm", name) for name in buyer.arms),
    ]
