"""Choosing the records that decide for all products of the house at once.

What `choose` does for the lines of a page by looking for each line's keys, this does the other way round: it goes through
the keys of each place to look at, which stand together, and finds their lines by the number of the goods. For a hundred
thousand products that is several times as fast.
"""

from dataclasses import dataclass

import numpy as np

from fondaco.modules.pricing.columns.choose import NONE, Chosen, Lines, Look, Plan
from fondaco.modules.pricing.columns.facets import Facets
from fondaco.modules.pricing.columns.segment import (
    FIRST_PRODUCT,
    Facts,
    Flags,
    Ints,
    Segment,
    Small,
    goods_part,
    unpacked,
)
from fondaco.modules.pricing.model.procedure import GoodsKey


@dataclass(slots=True, kw_only=True)
class Sweep:
    """One pass over the records of the first segment, for lines that all have different products."""

    plan: Plan
    segment: Segment
    dead: Flags | None
    facets: Facets
    usable: Flags
    in_force: Flags
    foreign: Flags | None
    lines: Lines

    def choose(self) -> Chosen:
        """Choose for every line and step the first record of the segment that is in force, usable and reached."""
        count, steps = len(self.lines.products), self.plan.listed + 1
        none, zero = np.full((steps, count), NONE, np.int64), np.zeros((steps, count), np.int64)
        chosen = Chosen(
            row=none,
            segment=np.zeros((steps, count), np.int32),
            look=none.copy(),
            amount=zero,
            profile=none.copy(),
            places=zero.copy(),
            hard=np.zeros(count, np.bool_),
        )
        line_of = self._line_of()
        # The list price first: what is taken of one counts only where there is one.
        looks = sorted(enumerate(self.plan.looks), key=lambda one: one[1].step != self.plan.listed)
        for number, look in looks:
            if look.segment == 0:
                self._take(number, look, chosen, line_of)
        return chosen

    def _line_of(self) -> Small:
        """Return the line of each product by its number."""
        codes = self.lines.products - FIRST_PRODUCT
        line_of = np.full(int(codes.max(initial=-1)) + 1, NONE, np.int32)
        line_of[codes] = np.arange(len(codes), dtype=np.int32)
        return line_of

    def _take(self, number: int, look: Look, chosen: Chosen, line_of: Small) -> None:
        taken = chosen.row[look.step]
        for lines, places in self._places(look, line_of):
            wanted = taken[lines] == NONE
            line, place = (lines, places) if wanted.all() else (lines[wanted], places[wanted])
            row = self.segment.starts[place].astype(np.int64)
            last = self.segment.starts[place + 1]
            while len(line):
                facts = unpacked(self.segment.facts.take(row, axis=0))
                good = self._good(look, line, row, facts, chosen)
                won = line[good]
                taken[won] = row[good]
                chosen.look[look.step, won] = number
                chosen.amount[look.step, won] = facts.amount[good]
                chosen.profile[look.step, won] = facts.profile[good]
                chosen.places[look.step, won] = facts.places[good]
                row += 1
                further = ~good & (row < last)
                line, row, last = line[further], row[further], last[further]

    def _places(self, look: Look, line_of: Small) -> list[tuple[Ints | Small, Ints]]:
        """Return the lines that have keys here, with the places of these; of categories the nearest first."""
        if look.goods is GoodsKey.ANYTHING:
            every = np.arange(len(self.lines.products))
            return [(every, np.full(len(every), look.low))]
        goods: Ints = goods_part(self.segment.keys[look.low : look.high])
        if look.goods is GoodsKey.PRODUCT:
            code = goods - FIRST_PRODUCT
            known = code < len(line_of)
            line = line_of[code[known]]
            there = line != NONE
            return [(line[there], look.low + np.flatnonzero(known)[there])]
        # Far fewer categories than products: their places by number, for each depth in turn.
        place_of = np.full(int(goods.max()) + 1, NONE, np.int64)
        place_of[goods] = np.arange(look.low, look.high)
        found: list[tuple[Ints | Small, Ints]] = []
        for category in self.lines.categories.T:
            place = place_of.take(category, mode="clip")
            there = np.flatnonzero((place != NONE) & (category < len(place_of)))
            found.append((there, place[there]))
        return found

    def _good(self, look: Look, line: Ints | Small, row: Ints, facts: Facts, chosen: Chosen) -> Flags:
        """Tell which candidates decide; lines with one that only the reference can weigh become hard."""
        amount, scale, profile, period, _ = facts
        good = self.in_force[period]
        if self.dead is not None and len(self.dead):
            good &= ~self.dead[row]
        if self.foreign is not None:
            chosen.hard[line[good & self.foreign[profile]]] = True
        good &= self.usable[profile]
        states = self.facets.amounts[profile]
        odd = ~self.facets.simple[profile] | (scale < 0) | (amount < 0)
        if look.goods is not GoodsKey.PRODUCT:
            counted = (scale > 0) | states
            odd |= counted & (self.facets.unit[profile] != self.lines.base_units[line])
        odd &= good
        if odd.any():
            chosen.hard[line[odd]] = True
        good &= scale <= self.lines.quantities[line]
        if look.step == self.plan.listed:
            good &= states
        elif look.step == 0 and not states.all():
            good &= states | (chosen.row[self.plan.listed, line] != NONE)
        return np.asarray(good)
