"""Reckoning prices of many lines at once in whole numbers: what `model.run` does with fractions, to the last digit.

Prices are millionths of the currency. Whatever would not fit into 63 bits, or is not exact, is left to the reference.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP
from typing import Any, TypeAlias

import numpy as np

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.money import decimals
from fondaco.modules.pricing.columns import facets as codes
from fondaco.modules.pricing.columns.choose import NONE, Chosen, Plan
from fondaco.modules.pricing.columns.facets import Facets
from fondaco.modules.pricing.columns.segment import Flags, Ints, Segment
from fondaco.modules.pricing.model.procedure import Op, Procedure, Requirement, Step
from fondaco.modules.pricing.types import Kind

# Products of two numbers stay below this, so that a sum of two still fits.
_FITS = 1 << 61
_Change: TypeAlias = tuple[int, Flags, Ints, Ints]


@dataclass(slots=True)
class Reckoned:
    """What the steps made of the lines: price in millionths per `per` of the unit, fixed amounts in the smallest coins.

    `before` and `after` are by step and line; `taken` marks the steps that counted. `unpriced` lines have no price,
    `hard` ones are for the reference, `low` ones are below a minimum price.
    """

    price: Ints
    per: Ints
    unit: Ints
    fixed: Ints
    before: Ints
    after: Ints
    taken: Flags
    unpriced: Flags
    hard: Flags
    minimum: Ints

    @property
    def low(self) -> Flags:
        """Mark the lines below their minimum price."""
        return np.asarray(self.price < self.minimum)


def reckon(
    *, plan: Plan, procedure: Procedure, buyer: Buyer, chosen: Chosen, segments: Sequence[Segment], facets: Facets
) -> Reckoned:
    """Run the procedure over all lines."""
    amount, profile = _facts(chosen, segments)
    calculation = facets.calculation[profile]
    line = _begin(plan, procedure, chosen, facets, amount, profile, calculation[0])
    closed = _closed(plan, chosen.look[0])
    running = {procedure.steps[0].number: line.price}
    wanted = {look.step for look in plan.looks}
    for group in _groups(procedure.steps):
        changes: list[_Change] = []
        for number in group:
            step = procedure.steps[number]
            if number not in wanted or not all(_fits(need, buyer) for need in step.requires):
                continue
            active = chosen.row[number] != NONE
            if step.group in closed:
                active &= ~closed[step.group]
            if active.any():
                of = line.price if step.base is None else running.get(step.base, line.price)
                facts = amount[number], calculation[number], profile[number]
                changes.append((number, active, *_change(step, line, active, of, facts, facets, buyer)))
        if changes:
            _take(changes, procedure, line)
        for number in group:
            running[procedure.steps[number].number] = line.price
    return line


def amounts(*, line: Reckoned, pieces: Ints, currency: str, even: Flags | None = None) -> Ints:
    """Return what the lines cost in the smallest coins, rounded once; `pieces` are millionths of the price's unit.

    Half a coin is rounded up, on the lines marked `even` to the even neighbour. Lines that do not fit are marked `hard`.
    """
    coin = 10 ** decimals(currency)
    # Thousandths do for most quantities and leave room for large ones.
    thousandths = pieces % 1000 == 0
    pieces = np.where(thousandths, pieces // 1000, pieces)
    unit = np.where(thousandths, 10**9, 10**12) // coin
    line.hard |= _too_large(line.price, pieces) | _too_large(line.per, unit)
    least = np.where(line.hard, 1, line.per * unit)
    whole, rest = np.divmod(np.where(line.hard, 0, line.price * pieces), least)
    # Fixed amounts are whole coins; only which neighbour is even depends on them.
    whole = whole + line.fixed
    up = 2 * rest >= least
    if even is not None:
        up &= ~even | (2 * rest > least) | (whole % 2 == 1)
    return np.asarray(np.maximum(whole + up, 0))


def _begin(
    plan: Plan, procedure: Procedure, chosen: Chosen, facets: Facets, amount: Ints, profile: Ints, calculation: Ints
) -> Reckoned:
    """Take the base price: stated, or a factor or percentage of the list price."""
    steps, lines = len(procedure.steps), chosen.row.shape[1]
    base, listed = amount[0], amount[plan.listed]
    unpriced = chosen.row[0] == NONE
    stated = (calculation == codes.AMOUNT) | unpriced
    hard = chosen.hard.copy()
    price = base
    if not stated.all():
        # In 10⁸ths: a factor is millionths, a percentage millionths of a percent.
        factor = np.where(calculation == codes.FACTOR, base * 100, 10**8 - base)
        of_list = _rounded(_product(listed, np.where(stated, 0, factor), hard), 10**8, procedure.steps[0])
        price = np.where(stated, base, of_list)
    source = np.where(stated, profile[0], profile[plan.listed])
    taken = np.zeros((steps, lines), np.bool_)
    before, after = np.zeros((steps, lines), np.int64), np.zeros((steps, lines), np.int64)
    taken[0], after[0] = ~unpriced, price
    nothing = np.zeros(lines, np.int64)
    return Reckoned(
        price=price,
        per=facets.per[source],
        unit=facets.unit[source],
        fixed=nothing,
        before=before,
        after=after,
        taken=taken,
        unpriced=unpriced,
        hard=hard,
        minimum=nothing,
    )


def _facts(chosen: Chosen, segments: Sequence[Segment]) -> tuple[Ints, Ints]:
    """Read amount and profile of the chosen rows, each from its segment."""
    known = chosen.row != NONE
    amount, profile = np.zeros(known.shape, np.int64), np.zeros(known.shape, np.int64)
    for number, segment in enumerate(segments):
        mine = known & (chosen.segment == number) if len(segments) > 1 else known
        rows = chosen.row[mine]
        amount[mine], profile[mine] = segment.amount[rows], segment.profile[rows]
    return amount, profile


def _closed(plan: Plan, look: Ints) -> dict[str | None, Flags]:
    """Mark by group the lines whose base price closed it."""
    closes = [one.closes for one in plan.looks]
    return {
        name: np.asarray((look != NONE) & np.array([one == name for one in closes], np.bool_)[look])
        for name in dict.fromkeys(closes)
        if name is not None
    }


def _change(
    step: Step, line: Reckoned, active: Flags, of: Ints, facts: tuple[Ints, Ints, Ints], facets: Facets, buyer: Buyer
) -> tuple[Ints, Ints]:
    """Return the price and the fixed amount that a step would make of each line."""
    amount, calculation, profile = facts
    sign = -1 if step.kind is Kind.DISCOUNT else 1
    changed, once = line.price, np.zeros(len(amount), np.int64)
    if step.kind in (Kind.MINIMUM, Kind.COST):
        return _per_unit(step, line, active, amount, facets, profile, None), once
    percent = active & (calculation == codes.PERCENT)
    if percent.any():
        # amount is millionths of a percent: price ± of · amount / 10⁸.
        if of is line.price:
            total = _product(of, np.where(percent, 10**8 + sign * amount, 0), line.hard)
        else:
            whole = _product(line.price, np.where(percent, 10**8, 0), line.hard)
            total = whole + sign * _product(of, np.where(percent, amount, 0), line.hard)
        changed = np.where(percent, _rounded(total, 10**8, step), changed)
    other = active & (calculation == codes.AMOUNT)
    if other.any():
        changed = np.where(other, _per_unit(step, line, other, amount, facets, profile, sign), changed)
    fixed = active & (calculation == codes.FIXED)
    if fixed.any():
        least = 10 ** (6 - decimals(buyer.currency))
        whole, rest = np.divmod(np.where(fixed, amount, 0), least)
        once = sign * (whole + (2 * rest >= least))
    return changed, once


def _per_unit(
    step: Step, line: Reckoned, where: Flags, amount: Ints, facets: Facets, profile: Ints, sign: int | None
) -> Ints:
    """Return an amount for the quantity that the line's price is per; with a sign, added to the price."""
    line.hard |= where & (facets.unit[profile] != line.unit)
    per = np.where(where, facets.per[profile], 1)
    total = _product(np.where(where, amount, 0), line.per, line.hard)
    if sign is not None:
        total = _product(line.price, per, line.hard) + sign * total
    return _rounded(total, per, step)


def _take(changes: Sequence[_Change], procedure: Procedure, line: Reckoned) -> None:
    """Take the change that is best for the buyer, line by line; usually there is one."""
    best = np.full(len(line.price), NONE, np.int64)
    lowest, extra = line.price, line.fixed
    for number, active, changed, once in changes:
        better = active & ((best == NONE) | (changed < lowest))
        if len(changes) > 1:
            # What is cheaper, a lower price or a fixed amount off, depends on the quantity: the reference compares.
            line.hard |= active & (once != 0)
        best = np.where(better, number, best)
        lowest, extra = np.where(better, changed, lowest), np.where(better, line.fixed + once, extra)
    for number, _, changed, _ in changes:
        step, mine = procedure.steps[number], best == number
        line.taken[number] = mine
        line.before[number] = np.where(mine, line.price, 0)
        line.after[number] = np.where(mine, changed, 0)
        if step.kind is Kind.MINIMUM:
            line.minimum = np.where(mine, changed, line.minimum)
        if step.statistical or step.kind in (Kind.MINIMUM, Kind.COST):
            lowest, extra = np.where(mine, line.price, lowest), np.where(mine, line.fixed, extra)
    line.price, line.fixed = lowest, extra


def _product(left: Ints, right: Ints, hard: Flags) -> Ints:
    """Multiply; lines that do not fit become hard and nothing."""
    too_large = _too_large(left, right)
    if too_large.any():
        hard |= too_large
        return np.where(too_large, 0, left) * right
    return left * right


def _too_large(left: Ints, right: Ints) -> Flags:
    return np.asarray(np.abs(left) > _FITS // np.maximum(np.abs(right), 1))


def _rounded(number: Ints, unit: Any, step: Step) -> Ints:  # noqa: ANN401 - a number or an array of them
    """Round number / unit, in millionths, to the places of the step; what is below nothing is nothing."""
    coarse = 10 ** (6 - step.places)
    least = unit * coarse
    whole, rest = np.divmod(np.maximum(number, 0), least)
    if step.rounding == ROUND_HALF_UP:
        up = 2 * rest >= least
    elif step.rounding == ROUND_HALF_EVEN:
        up = (2 * rest > least) | ((2 * rest == least) & (whole % 2 == 1))
    else:
        up = np.zeros_like(rest, np.bool_)
    return np.asarray((whole + up) * coarse, np.int64)


def _groups(steps: Sequence[Step]) -> Sequence[Sequence[int]]:
    """Return the numbers of the steps after the first, those of which only the best counts together."""
    groups: list[list[int]] = []
    named: dict[str, list[int]] = {}
    for number, step in enumerate(steps[1:], start=1):
        if step.best_of in named:
            named[step.best_of].append(number)
            continue
        groups.append([number])
        if step.best_of is not None:
            named[step.best_of] = groups[-1]
    return groups


def _fits(need: Requirement, buyer: Buyer) -> bool:
    found = getattr(buyer, need.field)
    has = {str(one) for one in found} if isinstance(found, frozenset | tuple) else {str(found)}
    return not has & set(need.values) if need.op is Op.IS_NOT else bool(has & set(need.values))
