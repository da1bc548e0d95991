"""Pricing many lines at once over columns; what the fast way cannot do, the reference does, and both agree."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from uuid import UUID

import msgspec
import numpy as np

from fondaco.kernel.buyer import Buyer
from fondaco.modules.pricing.columns import facets as lookups
from fondaco.modules.pricing.columns.choose import Chosen, Lines, Plan, choose, plan_for, touched
from fondaco.modules.pricing.columns.facets import Facets, facets
from fondaco.modules.pricing.columns.profile import Codes
from fondaco.modules.pricing.columns.reckon import Reckoned, reckon
from fondaco.modules.pricing.columns.rows import Vocabulary, micros, record_at
from fondaco.modules.pricing.columns.segment import (
    ANYTHING,
    EVERYBODY,
    Flags,
    Ints,
    Segment,
    key_of,
    merged,
)
from fondaco.modules.pricing.columns.sweep import Sweep
from fondaco.modules.pricing.model.find import ACCESSES, Goods
from fondaco.modules.pricing.model.procedure import Procedure
from fondaco.modules.pricing.model.rules import Rules
from fondaco.modules.pricing.types import Access, Kind, PriceRecord

_MOST_PLANS, _MOST_RECORDS = 4_096, 20_000


@dataclass(slots=True)
class Columns:
    """All records of a process: the first segment large and fixed, the second what changed since, and what they mean."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    segments: tuple[Segment, ...] = ()
    dead: Flags | None = None
    units: Codes = field(default_factory=Codes)
    # With the records, so that nothing remembered of them is ever used with other rules.
    rules: Rules = field(default_factory=Rules)
    _facets: Facets | None = None
    _plans: dict[object, Plan] = field(default_factory=dict)
    _bare: dict[str, Procedure] = field(default_factory=dict)
    _usable: dict[object, Flags] = field(default_factory=dict)
    _records: dict[tuple[int, int], PriceRecord] = field(default_factory=dict)
    # What follows the amount of a price as pages show it, by currency and profiles.
    _tails: dict[tuple[object, ...], bytes] = field(default_factory=dict)

    def facets(self) -> Facets:
        """Return the look-up arrays of the profiles."""
        if self._facets is None or self._facets.count != len(self.vocabulary.profiles):
            self._facets = facets(self.vocabulary, self.units)
            self._usable.clear()
        return self._facets

    def bare(self, procedure: Procedure) -> Procedure:
        """Return a procedure without the steps that only tell a figure, for who asks for nothing but the price."""
        found = self._bare.get(procedure.code)
        if found is None:
            found = self._bare[procedure.code] = bare(procedure)
        return found

    def plan(self, procedure: Procedure, buyer: Buyer, price_lists: Sequence[UUID]) -> Plan:
        """Return where to look for this buyer; remembered, since a buyer asks often."""
        key = (procedure.code, len(procedure.steps), buyer.hierarchy, tuple(price_lists), buyer.segments, buyer.arms)
        plan = self._plans.get(key)
        if plan is None:
            if len(self._plans) >= _MOST_PLANS:
                self._plans.clear()
            plan = self._plans[key] = plan_for(
                procedure=procedure,
                buyer=buyer,
                price_lists=price_lists,
                segments=self.segments,
                vocabulary=self.vocabulary,
            )
        return plan

    def usable(self, buyer: Buyer) -> Flags:
        """Mark the profiles that can be used for a buyer."""
        key = buyer.currency, buyer.sales_area
        found = self._usable.get(key)
        if found is None:
            found = self._usable[key] = lookups.usable(self.vocabulary, buyer)
        return found

    def foreign(self, buyer: Buyer) -> Flags:
        """Mark the profiles in another currency than the buyer's."""
        key = "foreign", buyer.currency, buyer.sales_area
        found = self._usable.get(key)
        if found is None:
            found = self._usable[key] = lookups.foreign(self.vocabulary, buyer)
        return found

    def tail(self, currency: str | None, source: int, profile: int | None = None) -> bytes:
        """Return what follows the amount of a price in JSON: per how much it is, and for an own price by what agreement."""
        found = self._tails.get((currency, source, profile))
        if found is None:
            stated = self.vocabulary.profile(source)
            per = {"per": str(int(Decimal(stated.per))), "unit": stated.unit}
            whole: dict[str, object] = dict(per)
            if profile is not None:
                access = ACCESSES.get(self.vocabulary.profile(profile).owner, Access.LIST)
                whole = {"currency": currency, **per, "access": access, "list": None}
            # Behind the amount's closing quote; of an own price up to where its list price belongs.
            written = b'",' + msgspec.json.encode(whole)[1:]
            found = self._tails[currency, source, profile] = written if profile is None else written[: -len(b"null}")]
        return found

    def take(self, *, ended: Iterable[UUID], newer: Segment) -> "Columns":
        """Return the columns after a change: records that ended or are stated anew are replaced."""
        gone = np.frombuffer(b"".join(id.bytes for id in ended), "V16")
        gone = np.concatenate((gone, newer.id)) if len(newer) else gone
        base, *later = self.segments
        dead = self.dead.copy() if self.dead is not None else np.zeros(len(base), np.bool_)
        dead[base.rows_of(gone)] = True
        overlay = newer
        if later:
            keep = np.ones(len(later[0]), np.bool_)
            keep[later[0].rows_of(gone)] = False
            overlay = merged(older=later[0], keep=keep, newer=newer, area=self.vocabulary.areas())
        return Columns(self.vocabulary, (base, overlay), dead, self.units, self.rules)

    def by(self, rules: Rules) -> "Columns":
        """Return the same records to be priced by other rules."""
        return Columns(self.vocabulary, self.segments, self.dead, self.units, rules)

    def record(self, segment: int, row: int) -> PriceRecord:
        """Return a row as the record it was; remembered, since records that decide do so often."""
        found = self._records.get((segment, row))
        if found is None:
            if len(self._records) >= _MOST_RECORDS:
                self._records.clear()
            held = self.segments[segment]
            # A number of the column's own kind: otherwise the whole column would be converted first.
            place = int(held.starts.searchsorted(np.int32(row), side="right")) - 1
            key = int(held.keys[place])
            found = record_at(segment=held, row=row, key=key, vocabulary=self.vocabulary)
            self._records[segment, row] = found
        return found

    def has(self, types: Iterable[str]) -> bool:
        """Tell whether there are records of any of these condition types."""
        return any(type in self.vocabulary.types for type in types)

    def records_for(
        self, goods: Goods | None, owners: Iterable[object], types: Iterable[str] | None = None
    ) -> Iterator[PriceRecord]:
        """Return the records of some owners (and everybody) that may concern a product, or a document as a whole."""
        things = [ANYTHING]
        if goods is not None:
            known = [self.vocabulary.categories.get(category) for category in goods.categories]
            known.append(self.vocabulary.products.get(goods.product.int))
            things += [number for number in known if number is not None]
        numbers = self.vocabulary.types
        asked = numbers.values() if types is None else [numbers[type] for type in types if type in numbers]
        codes = [EVERYBODY, *(code for owner in owners if (code := self.vocabulary.owners.get(owner)) is not None)]
        keys = [key_of(type, owner, thing) for type in asked for owner in codes for thing in things]
        wanted = np.array(sorted(set(keys)), np.int64)
        for number, segment in enumerate(self.segments):
            places = segment.keys.searchsorted(wanted)
            for place, key in zip(places.tolist(), wanted.tolist(), strict=True):
                if place < len(segment.keys) and int(segment.keys[place]) == key:
                    for row in range(int(segment.starts[place]), int(segment.starts[place + 1])):
                        if number or self.dead is None or not self.dead[row]:
                            yield record_at(segment=segment, row=row, key=key, vocabulary=self.vocabulary)


@dataclass(frozen=True, slots=True)
class Priced:
    """Lines priced the fast way; those in `reckoned.hard` wait for the reference."""

    chosen: Chosen
    reckoned: Reckoned
    lines: Lines
    procedure: Procedure


def bare(procedure: Procedure) -> Procedure:
    """Leave out the steps that change no price and that no other step is taken of."""
    asked = {step.base for step in procedure.steps}
    first, *others = procedure.steps
    kept = [
        step
        for step in others
        if not (step.statistical or step.kind in (Kind.MINIMUM, Kind.COST))
        or step.number in asked
        or step.best_of is not None
    ]
    return replace(procedure, steps=(first, *kept))


def price(
    *,
    columns: Columns,
    procedure: Procedure,
    buyer: Buyer,
    price_lists: Sequence[UUID],
    lines: Lines,
    explained: bool = True,
    whole: bool = False,
) -> Priced | None:
    """Price lines at the buyer's moment; None where the procedure is for the reference altogether.

    Without `explained` neither the prices after each step are kept nor the steps that only tell a figure taken. `whole`
    says that the lines are (nearly) all products of the house, each once.
    """
    if not explained:
        procedure = columns.bare(procedure)
    plan = columns.plan(procedure, buyer, price_lists)
    if not plan.simple:
        return None
    held = columns.facets()
    asked = _Asked(
        columns=columns,
        plan=plan,
        facets=held,
        usable=columns.usable(buyer),
        in_force=lookups.in_force(columns.vocabulary, micros(buyer.as_of)),
        foreign=columns.foreign(buyer) if procedure.converts else None,
    )
    chosen = asked.of_all(lines) if whole else asked.of(lines)
    reckoned = reckon(
        plan=plan,
        procedure=procedure,
        buyer=buyer,
        chosen=chosen,
        facets=held,
        explained=explained,
    )
    reckoned.hard |= lines.quantities < 0
    return Priced(chosen=chosen, reckoned=reckoned, lines=lines, procedure=procedure)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The records to choose from, and what of them can be used for a buyer at his moment."""

    columns: Columns
    plan: Plan
    facets: Facets
    usable: Flags
    in_force: Flags
    foreign: Flags | None

    def of(self, lines: Lines) -> Chosen:
        """Choose for a page of lines."""
        return choose(
            plan=self.plan,
            segments=self.columns.segments,
            dead=self.columns.dead,
            facets=self.facets,
            usable=self.usable,
            in_force=self.in_force,
            lines=lines,
            foreign=self.foreign,
        )

    def of_all(self, lines: Lines) -> Chosen:
        """Choose for all products in one pass; those with newer records as lines of a page."""
        chosen = Sweep(
            plan=self.plan,
            segment=self.columns.segments[0],
            dead=self.columns.dead,
            facets=self.facets,
            usable=self.usable,
            in_force=self.in_force,
            foreign=self.foreign,
            lines=lines,
        ).choose()
        newer = touched(plan=self.plan, segments=self.columns.segments, lines=lines)
        if len(newer):
            part = self.of(_some(lines, newer))
            for name in ("row", "segment", "look", "amount", "profile", "places"):
                getattr(chosen, name)[:, newer] = getattr(part, name)
            chosen.hard[newer] = part.hard
        return chosen


def _some(lines: Lines, which: Ints) -> Lines:
    return Lines(
        products=lines.products[which],
        categories=lines.categories[which],
        base_units=lines.base_units[which],
        quantities=lines.quantities[which],
    )
