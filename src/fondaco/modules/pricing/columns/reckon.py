"""Reckoning prices of many lines at once in whole numbers: what `model.run` does with fractions, to the last digit.

Prices are millionths of the currency. Whatever would not fit into 63 bits, or is not exact, is left to the reference.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP
from typing import Any, TypeAlias

import numpy as np

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.money import decimals
from fondaco.modules.pricing.columns import facets as codes
from fondaco.modules.pricing.columns.choose import NONE, Chosen, Plan
from fondaco.modules.pricing.columns.facets import Facets
from fondaco.modules.pricing.columns.segment import Flags, Ints
from fondaco.modules.pricing.model.procedure import Procedure, Step
from fondaco.modules.pricing.types import Kind

# Products of two numbers stay below this, so that a sum of two still fits.
_FITS = 1 << 61
_Change: TypeAlias = tuple[int, Flags, Ints, Ints | None]


@dataclass(slots=True)
class Reckoned:
    """What the steps made of the lines: price in millionths per `per` of the unit, fixed amounts in the smallest coins.

    `after` is the price by step and line, kept where reasons are wanted; `taken` marks the steps that counted, `places`
    is how many decimals the price has. `unpriced` lines have no price, `hard` ones are for the reference, `minimum` is
    what somebody has to approve a price below. `amount`, `profile` and `stated` decimals are those of the deciding rows,
    `source` the profile of the one that states the base price.
    """

    price: Ints
    per: Ints
    unit: Ints
    fixed: Ints
    after: Ints | None
    taken: Flags
    places: Ints
    unpriced: Flags
    hard: Flags
    minimum: Ints
    amount: Ints
    profile: Ints
    stated: Ints
    source: Ints
    # No price is higher than this: as long as products stay small nobody has to look at each of them.
    most: int

    @property
    def low(self) -> Flags:
        """Mark the lines below their minimum price."""
        return np.asarray(self.price < self.minimum)


def reckon(
    *,
    plan: Plan,
    procedure: Procedure,
    buyer: Buyer,
    chosen: Chosen,
    facets: Facets,
    explained: bool = True,
) -> Reckoned:
    """Run the procedure over all lines; without `explained` the prices after each step are not kept."""
    amount, profile, places = chosen.amount, chosen.profile, chosen.places
    calculation = facets.calculation[profile]
    active = np.asarray(chosen.row != NONE, np.bool_)
    line = _begin(plan, procedure, active, chosen, facets, (amount, profile, places), calculation, explained)
    closed = _closed(plan, chosen.look[0])
    running = {procedure.steps[0].number: line.price}
    asked = {step.base for step in procedure.steps}
    by = _Parts(active, calculation, amount)
    for group in plan.groups:
        changes: list[_Change] = []
        for number in group:
            step = procedure.steps[number]
            if not by.any[number] or not all(need.fits(buyer) for need in step.requires):
                continue
            mine = active[number]
            if step.group in closed:
                mine = mine & ~closed[step.group]
            of = line.price if step.base is None else running.get(step.base, line.price)
            changes.append((number, mine, *_change(number, step, line, mine, of, by, facets, buyer)))
        if changes:
            _take(changes, procedure, line, by)
        for number in group:
            if procedure.steps[number].number in asked:
                running[procedure.steps[number].number] = line.price
    return line


class _Parts:
    """Which lines each step changes in which way, found for all steps at once."""

    def __init__(self, active: Flags, calculation: Ints, amount: Ints) -> None:
        self.amount = amount
        self.any: list[bool] = np.asarray(active.any(axis=1), np.bool_).tolist()
        self.percent = active & (calculation == codes.PERCENT)
        self.stated = active & (calculation == codes.AMOUNT)
        self.fixed = active & (calculation == codes.FIXED)
        self.percents, self.stateds, self.fixeds = (
            part.any(axis=1).tolist() for part in (self.percent, self.stated, self.fixed)
        )
        self.most = amount.max(axis=1, initial=0).tolist()


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
    plan: Plan,
    procedure: Procedure,
    active: Flags,
    chosen: Chosen,
    facets: Facets,
    facts: tuple[Ints, Ints, Ints],
    calculation: Ints,
    explained: bool,  # noqa: FBT001 - handed through
) -> Reckoned:
    """Take the base price: stated, or a factor or percentage of the list price."""
    amount, profile, places = facts
    first, count = procedure.steps[0], amount.shape[1]
    base, listed = amount[0], amount[plan.listed]
    unpriced = ~active[0]
    stated = (calculation[0] == codes.AMOUNT) | unpriced
    hard = chosen.hard.copy()
    price, source, shown = np.where(unpriced, 0, base), profile[0], places[0]
    if not stated.all():
        # In 10⁸ths: a factor is millionths, a percentage millionths of a percent.
        factor = np.where(calculation[0] == codes.FACTOR, base * 100, 10**8 - base)
        of_list = _rounded(_product(listed, np.where(stated, 0, factor), hard), 10**8, first)
        price = np.where(stated, base, of_list)
        source = np.where(stated, profile[0], profile[plan.listed])
        shown = np.where(stated, places[0], first.places)
    taken = np.zeros((len(procedure.steps), count), np.bool_)
    taken[0] = active[0]
    after = np.zeros((len(procedure.steps), count), np.int64) if explained else None
    if after is not None:
        after[0] = price
    nothing = np.zeros(count, np.int64)
    return Reckoned(
        price=price,
        per=facets.per[source],
        unit=facets.unit[source],
        fixed=nothing,
        after=after,
        taken=taken,
        places=shown,
        unpriced=unpriced,
        hard=hard,
        minimum=nothing,
        amount=amount,
        profile=profile,
        stated=places,
        source=source,
        most=int(price.max(initial=0)),
    )


def _closed(plan: Plan, look: Ints) -> dict[str | None, Flags]:
    """Mark by group the lines whose base price closed it."""
    return {name: np.asarray((look != NONE) & marks[look]) for name, marks in plan.closing.items()}


def _change(
    number: int, step: Step, line: Reckoned, mine: Flags, of: Ints, by: _Parts, facets: Facets, buyer: Buyer
) -> tuple[Ints, Ints | None]:
    """Return the price that a step would make of each line it is `mine` for, and what it charges once."""
    amount, profile = by.amount[number], line.profile[number]
    sign = -1 if step.kind is Kind.DISCOUNT else 1
    if step.kind in (Kind.MINIMUM, Kind.COST):
        return _per_unit(step, line, mine, amount, facets, profile, None), None
    changed: Ints = line.price
    once: Ints | None = None
    if by.percents[number] and not by.stateds[number] and not by.fixeds[number]:
        # Of use only on the lines the step is for, and looked at on no other.
        return _percent(step, line, mine, of, amount, by.most[number]), None
    if by.percents[number]:
        percent = mine & by.percent[number]
        changed = np.where(percent, _percent(step, line, percent, of, amount, by.most[number]), changed)
    if by.stateds[number]:
        stated = mine & by.stated[number]
        changed = np.where(stated, _per_unit(step, line, stated, amount, facets, profile, sign), changed)
    if by.fixeds[number]:
        least = 10 ** (6 - decimals(buyer.currency))
        whole, rest = np.divmod(np.where(mine & by.fixed[number], amount, 0), least)
        once = sign * (whole + (2 * rest >= least))
    return changed, once


def _percent(step: Step, line: Reckoned, percent: Flags, of: Ints, amount: Ints, most: int) -> Ints:
    """Return price ± of · amount / 10⁸, amounts being millionths of a percent; of use only where it is `percent`."""
    sign = -1 if step.kind is Kind.DISCOUNT else 1
    if line.most * (10**8 + most) < _FITS:
        total = sign * (of * amount) + line.price * 10**8
    elif of is line.price:
        total = _product(of, np.where(percent, 10**8 + sign * amount, 0), line.hard)
    else:
        whole = _product(line.price, np.where(percent, 10**8, 0), line.hard)
        total = whole + sign * _product(of, np.where(percent, amount, 0), line.hard)
    return _rounded(total, 10**8, step)


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


def _take(changes: Sequence[_Change], procedure: Procedure, line: Reckoned, by: _Parts) -> None:
    """Take the change that is best for the buyer, line by line; usually there is one."""
    if len(changes) == 1:
        [(number, mine, changed, once)] = changes
        _settle(procedure.steps[number], number, mine, changed, once, line, by)
        return
    best = np.full(len(line.price), NONE, np.int64)
    lowest = line.price
    for number, mine, changed, once in changes:
        better = mine & ((best == NONE) | (changed < lowest))
        if once is not None:
            # What is cheaper, a lower price or a fixed amount off, depends on the quantity: the reference compares.
            line.hard |= mine & (once != 0)
        best, lowest = np.where(better, number, best), np.where(better, changed, lowest)
    price = line.price
    for number, _, changed, once in changes:
        won = best == number
        # Each of them starts from the price before all of them.
        before, line.price = line.price, price
        _settle(procedure.steps[number], number, won, changed, once, line, by)
        line.price = np.where(won, line.price, before)


def _settle(step: Step, number: int, won: Flags, changed: Ints, once: Ints | None, line: Reckoned, by: _Parts) -> None:
    """Make the change of one step on the lines where it won."""
    line.taken[number] = won
    if line.after is not None:
        line.after[number] = np.where(won, changed, 0)
    if step.kind is Kind.MINIMUM:
        line.minimum = np.where(won, changed, line.minimum)
    if step.statistical or step.kind in (Kind.MINIMUM, Kind.COST):
        return
    line.price = np.where(won, changed, line.price)
    if once is not None:
        line.fixed = line.fixed + np.where(won, once, 0)
    # What is charged once leaves the price as it is, with its decimals.
    rounded = won & ~by.fixed[number] if by.fixeds[number] else won
    line.places = np.where(rounded, step.places, line.places)
    line.most = max(line.most, int(line.price.max(initial=0)))


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
    number = np.maximum(number, 0)
    if step.rounding == ROUND_HALF_UP and isinstance(least, int):
        # Powers of ten are even (but for one, of which nothing is left over); dividing by one number is quick.
        return np.asarray((number + least // 2) // least * coarse)
    whole, rest = np.divmod(number, least)
    if step.rounding == ROUND_HALF_UP:
        up = 2 * rest >= least
    elif step.rounding == ROUND_HALF_EVEN:
        up = (2 * rest > least) | ((2 * rest == least) & (whole % 2 == 1))
    elif step.rounding == ROUND_UP:
        up = rest > 0
    else:
        up = np.zeros_like(rest, np.bool_)
    return np.asarray((whole + up) * coarse, np.int64)
