"""Finding the deciding records fast: an index over condition records that gives what `decide` gives.

Only the choice of records is made here, by look-ups instead of by trying all. What the chosen records make of the price is
worked out once per combination and kept, since it depends on nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from fondaco.modules.pricing.types import Calculation, Kind, PriceRecord

# The number of an organisation's or a price list's id; None is everybody. Whole numbers are compared faster than ids.
Owner: TypeAlias = int | None


class Entry(NamedTuple):
    """A record with what is compared on every look-up; without a currency it is for all of them."""

    start: datetime
    end: datetime | None
    currency: str | None
    number: int
    record: PriceRecord


class Rack:
    """All records of one object (a product, a category, everything), by kind and owner."""

    __slots__ = ("by",)

    def __init__(self, records: Iterable[PriceRecord]) -> None:
        self.by: dict[tuple[Kind, Owner], tuple[PriceRecord, ...]] = {}
        for record in records:
            key = (record.kind, owner_of(record))
            self.by[key] = (*self.by.get(key, ()), record)

    def candidates(self) -> Iterable[PriceRecord]:
        """Return all records."""
        return (record for records in self.by.values() for record in records)


class Reached:
    """Everything that one quantity of a product reaches, by owner, the first that is in force decides."""

    __slots__ = ("discounts", "prices", "surcharges")

    def __init__(self, racks: Sequence[Rack], quantities: Mapping[str, Fraction]) -> None:
        """Arrange the records of the racks, the most specific object first; `quantities` is the quantity in each unit."""
        found: dict[Kind, dict[Owner, list[Entry]]] = {kind: {} for kind in Kind}
        for rack in racks:
            for (kind, owner), records in rack.by.items():
                reached = [record for record in records if _share(record, quantities) <= 1]
                reached.sort(key=lambda record: (-_share(record, quantities), record.system, record.key))
                found[kind].setdefault(owner, []).extend(_entry(record) for record in reached)
        self.prices, self.discounts, self.surcharges = (
            {owner: tuple(entries) for owner, entries in found[kind].items() if entries} for kind in Kind
        )


def first(
    by_owner: Mapping[Owner, Sequence[Entry]], owners: Sequence[Owner], as_of: datetime, currency: str
) -> Entry | None:
    """Return the deciding record of the nearest owner that has one in force."""
    for owner in owners:
        for entry in by_owner.get(owner, ()):
            if (
                entry[0] <= as_of
                and (entry[1] is None or as_of < entry[1])
                and (entry[2] is None or entry[2] == currency)
            ):
                return entry
    return None


def owner_of(record: PriceRecord) -> Owner:
    """Name the owner of a record."""
    owner = record.organisation or record.price_list
    return owner.int if owner else None


def _entry(record: PriceRecord) -> Entry:
    currency = record.currency if record.calculation is Calculation.AMOUNT else None
    return Entry(record.valid.start, record.valid.end, currency, record.id.int, record)


def _share(record: PriceRecord, quantities: Mapping[str, Fraction]) -> Fraction:
    """Return which share of the quantity the scale is; more than all of it for a unit the product lacks."""
    quantity = quantities.get(record.unit)
    return Fraction(record.scale) / quantity if quantity else Fraction(2)
