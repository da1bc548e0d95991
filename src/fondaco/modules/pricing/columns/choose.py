"""Choosing the records that decide, for all lines and steps at once: what `model.find` does one record at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from fondaco.kernel.buyer import Buyer
from fondaco.modules.pricing.columns.facets import Facets
from fondaco.modules.pricing.columns.rows import Vocabulary
from fondaco.modules.pricing.columns.segment import (
    ANYTHING,
    EVERYBODY,
    FIRST_PRODUCT,
    Facts,
    Flags,
    Ints,
    Segment,
    Small,
    key_of,
    unpacked,
)
from fondaco.modules.pricing.model.find import Named, owners_of
from fondaco.modules.pricing.model.procedure import GoodsKey, Key, OwnerKey, Procedure, Step
from fondaco.modules.pricing.types import Kind

NONE = -1
# Categories are less deep than this.
_DEEPER = 64
# Under an owner's keys come those for everything, then those for categories, then those for products.
_BEGINS = {GoodsKey.ANYTHING: 0, GoodsKey.CATEGORY: 1, GoodsKey.PRODUCT: 2}
_NO_ROW, _ZERO = np.array([NONE], np.int64), np.zeros(1, np.int64)
_NOTHING = tuple(np.empty(0, np.int64) for _ in range(5))


class Look(NamedTuple):
    """One place to look at: of a step, for an owner, for a kind of goods; `low` to `high` are its keys of such goods in the segment.

    Looks into several segments at one place have the same `place`.
    """

    step: int
    place: int
    segment: int
    type: int
    owner: int
    goods: GoodsKey
    low: int
    high: int
    closes: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The looks into one segment by kind of goods: their numbers in the plan, and their keys without the goods."""

    segment: int
    of_product: Ints
    product_bases: Ints
    of_category: Ints
    category_bases: Ints
    of_anything: Ints
    anything_places: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where to look for one buyer, in the order of the procedure; places without any record are left out.

    Steps are counted from 0; `listed` is the number of the look for the list price, which comes after them. `closing`
    marks by group the looks that close it, `groups` the steps of which only the best counts.
    """

    looks: tuple[Look, ...]
    grids: tuple[Grid, ...]
    of_look: Ints
    listed: int
    simple: bool
    closing: Mapping[str, Flags]
    groups: Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """What is asked for.

    Numbers of products, of their categories (a row each, nearest first, 0 beyond the last) and of their base units, and
    quantities in millionths of these.
    """

    products: Ints
    categories: NDArray[np.int32]
    base_units: Ints
    quantities: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The deciding rows: `row[step, line]`, `NONE` where there is none, in the segment `segment[step, line]`.

    `look` is the place in the plan where it was found; `amount`, `profile` and `places` are the row's, where there is one
    (the profile is `NONE` where there is none). Lines in `hard` have candidates that only the reference can weigh.
    """

    row: Ints
    segment: Small
    look: Ints
    amount: Ints
    profile: Ints
    places: Ints
    hard: Flags


def plan_for(
    *,
    procedure: Procedure,
    buyer: Buyer,
    price_lists: Sequence[UUID],
    segments: Sequence[Segment],
    vocabulary: Vocabulary,
) -> Plan:
    """Find out where records for this buyer can be at all."""
    base = procedure.steps[0]
    listed = Step(
        number=0,
        type=base.type,
        kind=Kind.PRICE,
        accesses=tuple(key for key in base.accesses if key.owner is OwnerKey.ANYBODY),
    )
    asked = [
        (number, key, vocabulary.types[step.type], code)
        for number, step in enumerate((*procedure.steps, listed))
        if step.type in vocabulary.types
        for key in step.accesses
        for owner in owners_of(key, buyer, price_lists)
        if (code := _owner_code(owner, vocabulary)) is not None
    ]
    looks = _looks(asked, segments)
    inherit = any(key.breaks_inherit for step in procedure.steps for key in step.accesses)
    return Plan(
        looks=tuple(looks),
        grids=tuple(_grid(looks, number) for number in sorted({look.segment for look in looks})),
        of_look=np.array([(one.step, one.segment, one.place) for one in looks] or [(0, 0, 0)], np.int64),
        listed=len(procedure.steps),
        simple=not inherit,
        closing={
            name: np.array([look.closes == name for look in looks], np.bool_)
            for name in {look.closes for look in looks}
            if name is not None
        },
        groups=_groups(procedure.steps),
    )


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


def _looks(asked: Sequence[tuple[int, Key, int, int]], segments: Sequence[Segment]) -> list[Look]:
    """Find the keys of each owner's records of a type, and say which kinds of goods are among them."""
    base = np.array([key_of(type_, owner, 0) for _, _, type_, owner in asked], np.int64)
    edges = np.stack((base, base | ANYTHING + 1, base | FIRST_PRODUCT, base + key_of(0, 1, 0)), axis=1)
    found = []
    # Before its categories, before its products, and behind them: where an owner's keys of each kind begin and end.
    bounds: list[Any] = [segment.keys.searchsorted(edges.ravel()).reshape(edges.shape).tolist() for segment in segments]
    for place, (step, key, type_, owner) in enumerate(asked):
        for rank, goods in enumerate(key.goods):
            begins = _BEGINS[goods]
            for number, bound in enumerate(bounds):
                low, high = bound[place][begins], bound[place][begins + 1]
                if low < high:
                    # Places grow with every look; those into several segments at one place are counted alike.
                    found.append(Look(step, place * 4 + rank, number, type_, owner, goods, low, high, key.closes))
    return found


def _grid(looks: Sequence[Look], segment: int) -> Grid:
    by_goods: dict[GoodsKey, list[tuple[int, Look]]] = {goods: [] for goods in GoodsKey}
    for number, look in enumerate(looks):
        if look.segment == segment:
            by_goods[look.goods].append((number, look))
    (of_product, products), (of_category, categories), (of_anything, anything) = (
        (
            np.array([number for number, _ in found], np.int64),
            np.array([key_of(look.type, look.owner, 0) for _, look in found], np.int64),
        )
        for found in (by_goods[GoodsKey.PRODUCT], by_goods[GoodsKey.CATEGORY], by_goods[GoodsKey.ANYTHING])
    )
    del anything
    return Grid(
        segment=segment,
        of_product=of_product,
        product_bases=products,
        of_category=of_category,
        category_bases=categories,
        of_anything=of_anything,
        anything_places=np.array([look.low for _, look in by_goods[GoodsKey.ANYTHING]], np.int64),
    )


def choose(
    *,
    plan: Plan,
    segments: Sequence[Segment],
    dead: Flags | None,
    facets: Facets,
    usable: Flags,
    in_force: Flags,
    lines: Lines,
    foreign: Flags | None = None,
) -> Chosen:
    """Choose for every line and step the first record that is in force, usable and reached.

    `usable` marks profiles for this buyer's area and currency, `in_force` periods; `dead` marks rows of the first
    segment that a later one replaces. `foreign` marks profiles in a currency that the reference would convert.
    """
    count, steps = len(lines.products), plan.listed + 1
    found = _candidates(plan, segments, lines)
    if found is None:
        return nothing(steps, count)
    line, look, row, depth = found
    of_look = plan.of_look
    step, segment = of_look[look, 0], of_look[look, 1]
    facts = _gathered(segments, segment, row)
    if len(segments) > 1:
        order = _order(line, of_look[look, 2], depth, facets.areas[facts.profile], facts.scale, segment)
        if order is not None:
            line, look, row, step, segment = line[order], look[order], row[order], step[order], segment[order]
            facts = Facts(*(column[order] for column in facts))
    amount, scale, profile, period, places = facts
    good = in_force[period]
    if dead is not None and len(dead):
        good &= ~((segment == 0) & dead[np.where(segment == 0, row, 0)])
    hard = np.zeros(count, np.bool_)
    if foreign is not None:
        hard[line[good & foreign[profile]]] = True
    good &= usable[profile]
    # A scale or amount in a unit that only some products have is for the reference to convert.
    counted = facets.general[profile] & ((scale > 0) | facets.amounts[profile])
    odd = good & (
        ~facets.simple[profile]
        | (scale < 0)
        | (amount < 0)
        | (counted & (facets.unit[profile] != lines.base_units[line]))
    )
    if odd.any():
        hard[line[odd]] = True
    good &= scale <= lines.quantities[line]
    states, listed = facets.amounts[profile], step == plan.listed
    good &= states | ~listed
    chosen = np.full((steps, count), NONE, np.int64)
    _first_of(chosen, step, line, (good & listed).nonzero()[0])
    # What is taken of a list price counts only where there is one.
    if not states.all():
        good &= states | (step != 0) | (chosen[plan.listed][line] != NONE)
    _first_of(chosen, step, line, (good & ~listed).nonzero()[0])
    # Behind the last candidate stands none, which is what -1 reads.
    return Chosen(
        row=np.concatenate((row, _NO_ROW))[chosen],
        segment=np.concatenate((segment, _NO_ROW))[chosen].astype(np.int32)
        if len(segments) > 1
        else np.zeros((steps, count), np.int32),
        look=np.concatenate((look, _NO_ROW))[chosen],
        amount=np.concatenate((amount, _ZERO))[chosen],
        profile=np.concatenate((profile, _NO_ROW))[chosen],
        places=np.concatenate((places, _ZERO))[chosen],
        hard=hard,
    )


def touched(*, plan: Plan, segments: Sequence[Segment], lines: Lines) -> Ints:
    """Return the lines for which later segments than the first have records."""
    found = [_hits(grid, segments[grid.segment], lines)[1] for grid in plan.grids if grid.segment > 0]
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)


def _first_of(chosen: Ints, step: Ints, line: Ints, candidates: Ints) -> None:
    """Keep the first candidate of each step and line: written from the last to the first, the first one stays."""
    backwards = candidates[::-1]
    chosen[step[backwards], line[backwards]] = backwards


def _candidates(plan: Plan, segments: Sequence[Segment], lines: Lines) -> tuple[Ints, Ints, Ints, Ints] | None:
    """Return line, look, row and depth of category of all records under the keys of the plan, in its order."""
    found = [_hits(grid, segments[grid.segment], lines) for grid in plan.grids]
    look, line, depth, begin, count = (
        (np.concatenate(parts) for parts in zip(*found, strict=True)) if found else _NOTHING
    )
    if not len(look):
        return None
    if len(plan.looks) > 1:
        order = (look * _DEEPER + depth).argsort(kind="stable")
        look, line, depth, begin, count = look[order], line[order], depth[order], begin[order], count[order]
    ends = count.cumsum()
    rows = int(ends[-1])
    row = np.arange(rows) + (begin - ends + count).repeat(count)
    if rows == len(look):
        return line, look, row, depth
    return line.repeat(count), look.repeat(count), row, depth.repeat(count)


def _hits(grid: Grid, segment: Segment, lines: Lines) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Return look, line, depth, first row and number of rows of every key of a segment that is there."""
    count, deep = lines.categories.shape
    own, above = len(grid.of_product) * count, len(grid.of_category) * count * deep
    wanted = np.concatenate(
        (
            (grid.product_bases[:, None] | lines.products).ravel(),
            (grid.category_bases[:, None] | lines.categories.ravel()).ravel(),
        )
    )
    places = segment.keys.searchsorted(wanted)
    (there,) = (segment.keys.take(places, mode="clip") == wanted).nonzero()
    places = places[there]
    first = there.searchsorted(own)
    mine, theirs = there[:first], there[first:] - own
    parts_look, parts_line = [grid.of_product[mine // count]], [mine % count]
    depth = np.zeros(len(there), np.int64)
    if above:
        within = theirs % (count * deep)
        parts_look.append(grid.of_category[theirs // (count * deep)])
        parts_line.append(within // deep)
        depth[first:] = within % deep
    if len(grid.of_anything):
        parts_look.append(grid.of_anything.repeat(count))
        parts_line.append(np.tile(np.arange(count), len(grid.of_anything)))
        places = np.concatenate((places, grid.anything_places.repeat(count)))
        depth = np.concatenate((depth, np.zeros(len(places) - len(depth), np.int64)))
    begin = segment.starts[places].astype(np.int64)
    return np.concatenate(parts_look), np.concatenate(parts_line), depth, begin, segment.starts[places + 1] - begin


def _order(line: Ints, place: Ints, depth: Ints, area: Flags, scale: Ints, segment: Ints) -> Ints | None:
    """Return the order in which records of several segments at one place decide; None where only one has any.

    Only lines with records of a later segment are put in order; the others are already.
    """
    later = segment > 0
    if not later.any():
        return None
    touched = np.flatnonzero(np.isin(line, np.unique(line[later])))
    within = np.lexsort((-scale[touched], ~area[touched], depth[touched], place[touched], line[touched]))
    order = np.arange(len(line))
    # The slots of the touched lines, filled line by line: within a line and step only their own order counts.
    order[touched] = touched[within]
    return order


def nothing(steps: int, count: int) -> Chosen:
    """Return that no row decides anything."""
    none, zero = np.full((steps, count), NONE, np.int64), np.zeros((steps, count), np.int64)
    segment, hard = np.zeros((steps, count), np.int32), np.zeros(count, np.bool_)
    return Chosen(row=none, segment=segment, look=none, amount=zero, profile=none, places=zero, hard=hard)


def _gathered(segments: Sequence[Segment], segment: Ints, row: Ints) -> Facts:
    """Read what decides, each row from its segment."""
    if len(segments) == 1:
        return unpacked(segments[0].facts.take(row, axis=0))
    out = np.empty((len(row), 3), np.int64)
    for number, one in enumerate(segments):
        (mine,) = (segment == number).nonzero()
        if len(mine):
            out[mine] = one.facts.take(row[mine], axis=0)
    return unpacked(out)


def _owner_code(owner: Named, vocabulary: Vocabulary) -> int | None:
    return EVERYBODY if owner is None else vocabulary.owners.get(owner)
