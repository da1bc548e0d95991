"""Finding the deciding records fast: an index over condition records that gives what `decide` gives.

Only the choice of records is made here, by look-ups instead of by trying all. What the chosen records make of the price is
worked out once per combination and kept, since it depends on nothing else.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple, TypeAlias
from uuid import UUID

from fondaco.modules.pricing.types import Calculation, Kind, PriceRecord

Owner: TypeAlias = UUID | None


class Entry(NamedTuple):
    """A record with what is compared on every look-up; `scale` is in the record's unit."""

    scale: Fraction
    start: datetime
    end: datetime | None
    record: PriceRecord


class Rack:
    """All records of one object (a product, a category, everything) by kind and owner, highest scale first."""

    __slots__ = ("by",)

    def __init__(self, records: Iterable[PriceRecord]) -> None:
        self.by: dict[tuple[Kind, Owner], tuple[Entry, ...]] = {}
        for record in records:
            key = (record.kind, record.organisation or record.price_list)
            entry = Entry(Fraction(record.scale), record.valid.start, record.valid.end, record)
            self.by[key] = (*self.by.get(key, ()), entry)

    def candidates(self) -> Iterable[PriceRecord]:
        """Return all records."""
        return (entry.record for entries in self.by.values() for entry in entries)

    def pick(
        self, kind: Kind, owner: Owner, quantities: dict[str, Fraction], as_of: datetime, currency: str
    ) -> PriceRecord | None:
        """Return the record in force with the highest scale reached; `quantities` is the quantity in each unit."""
        won: Entry | None = None
        reached = Fraction(-1)
        for entry in self.by.get((kind, owner), ()):
            record = entry.record
            quantity = quantities.get(record.unit)
            if quantity is None or entry.scale > quantity or entry.start > as_of:
                continue
            if entry.end is not None and entry.end <= as_of:
                continue
            if record.calculation is Calculation.AMOUNT and record.currency != currency:
                continue
            share = entry.scale / quantity
            if won is None or share > reached or (share == reached and _name(entry) < _name(won)):
                won, reached = entry, share
        return won.record if won else None


def _name(entry: Entry) -> tuple[str, str]:
    return entry.record.system, entry.record.key


def first(
    racks: Sequence[Rack],
    kind: Kind,
    owners: Sequence[Owner],
    quantities: dict[str, Fraction],
    as_of: datetime,
    currency: str,
) -> PriceRecord | None:
    """Return the record of the nearest owner and, for it, of the most specific object."""
    for owner in owners:
        for rack in racks:
            found = rack.pick(kind, owner, quantities, as_of, currency)
            if found is not None:
                return found
    return None
