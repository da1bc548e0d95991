"""Looking for the record of a step: keys in their order, and under each the record that decides. The reference."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import TypeAlias
from uuid import UUID

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.quantity import Quantity
from fondaco.kernel.unit import Conversions
from fondaco.modules.pricing.model.procedure import DEFAULT, GoodsKey, Key, OwnerKey, Procedure, Step
from fondaco.modules.pricing.types import USUAL, Access, Calculation, Passed, PriceRecord, Reckoning, ScaleBy

# For whom: the field of the record and its value; None is everybody (and for goods: everything).
Named: TypeAlias = tuple[str, UUID | str] | None
# Where records of one rank stand: usually one pair of for whom and for what.
Place: TypeAlias = tuple[tuple[Named, Named], ...]
_COUNTED = frozenset({Calculation.AMOUNT, Calculation.INCLUSIVE, Calculation.EXCLUSIVE})
IN_MONEY = frozenset({Calculation.AMOUNT, Calculation.FIXED, Calculation.METAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """What the rule needs to know of a product; `categories` is its own and those above, nearest first.

    `metals` holds the kilograms of each metal in one base unit, `system` is the source that delivers and invoices it.
    """

    product: UUID
    categories: tuple[UUID, ...]
    base_unit: str
    conversions: Conversions
    tax_class: str = "standard"
    system: str = ""
    metals: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Who asks for how much of what, on which day; `price_lists` are the assigned ones, nearest first.

    `rates` say what one unit of another currency is in the buyer's, `quotations` what a kilogram of a metal costs, both
    on the day; `manual` are values given by hand, by condition type, from somebody who may. `reckoning` is how the source
    of the goods rounds.
    """

    buyer: Buyer
    goods: Goods
    quantity: Quantity
    price_lists: tuple[UUID, ...] = ()
    as_of: datetime
    procedure: Procedure = DEFAULT
    rates: Mapping[str, Fraction] = field(default_factory=dict)
    quotations: Mapping[str, Fraction] = field(default_factory=dict)
    manual: Mapping[str, PriceRecord] = field(default_factory=dict)
    reckoning: Reckoning = USUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The record that decides a step, where it was found, and what was passed over."""

    record: PriceRecord
    key: Key | None
    owner: UUID | None
    passed: tuple[Passed, ...] = ()
    siblings: tuple[PriceRecord, ...] = ()


class Candidates:
    """The records that concern a question, by condition type and place."""

    def __init__(self, *, question: Question, records: Iterable[PriceRecord]) -> None:
        self._question = question
        self._by_place: dict[tuple[str, Named, Named], list[PriceRecord]] = {}
        for record in records:
            if concerns(record, question):
                place = type_of(record), owner_of(record), goods_of(record)
                self._by_place.setdefault(place, []).append(record)
        # Wherever the records came from, and in which order, the answer is the same.
        for found in self._by_place.values():
            found.sort(key=lambda record: (record.system, record.key))
        self._types = {place[0] for place in self._by_place}

    def find(self, step: Step, *, value: Fraction, amounts_only: bool = False) -> Found | None:
        """Return the record of the first place that has one in force and reached; `value` is what the line costs so far.

        `amounts_only` leaves out what is taken of a list price, where there is none.
        """
        if step.type not in self._types:
            return None
        places = list(self._places(step))
        for number, (key, place) in enumerate(places):
            there = [record for record in self._at(step, place) if not amounts_only or _is_amount(record)]
            reached = [record for record in there if is_reached(record, self._question, value)]
            if reached:
                won = min(reached, key=lambda record: _rank(record, place, self._question))
                named = owner_of(won)
                return Found(
                    record=won,
                    key=key,
                    owner=named[1] if named is not None and isinstance(named[1], UUID) else None,
                    passed=(
                        *_passed_here(there, won, reached),
                        *self._passed_later(step, key, won, places[number + 1 :]),
                    ),
                    siblings=tuple(record for record in reached if _is_sibling(record, won)),
                )
        return None

    def _at(self, step: Step, place: Place) -> list[PriceRecord]:
        return [record for owner, goods in place for record in self._by_place.get((step.type, owner, goods), ())]

    def _places(self, step: Step) -> Iterator[tuple[Key, Place]]:
        buyer, goods = self._question.buyer, self._question.goods
        for key in step.accesses:
            owners = owners_of(key, buyer, self._question.price_lists)
            things = goods_at(key, goods)
            if key.breaks_inherit:
                yield from ((key, tuple((owner, thing) for owner in owners)) for thing in things)
            else:
                yield from ((key, ((owner, thing),)) for owner in owners for thing in things)

    def _passed_later(
        self, step: Step, key: Key, won: PriceRecord, places: Iterable[tuple[Key, Place]]
    ) -> Iterator[Passed]:
        for other, place in places:
            for record in self._at(step, place):
                nearer = other is key and owner_of(record) == owner_of(won)
                yield Passed(record=record, reason="lower_scale" if nearer else "later_access")


def concerns(record: PriceRecord, question: Question) -> bool:
    """Tell whether a record is for this buyer's area and money, this product's units and this day."""
    if record.sales_area is not None and record.sales_area != question.buyer.sales_area:
        return False
    foreign = record.calculation in IN_MONEY and record.currency != question.buyer.currency
    if foreign and not (question.procedure.converts and record.currency in question.rates):
        return False
    counted = bool(record.scale) or record.calculation in _COUNTED
    if counted and record.calculation is not Calculation.METAL and not question.goods.conversions.knows(record.unit):
        return False
    return record.valid.contains(question.as_of)


def is_reached(record: PriceRecord, question: Question, value: Fraction) -> bool:
    """Tell whether the quantity, or the value of the line so far, is at least the record's scale."""
    if record.scale_by is ScaleBy.VALUE:
        return Fraction(record.scale) <= value
    return scale_in_base(record, question.goods) <= in_base(question)


def in_base(question: Question) -> Fraction:
    """Return the quantity asked for in base units."""
    quantity = question.quantity
    return Fraction(quantity.value) * question.goods.conversions.factor(quantity.unit, question.goods.base_unit)


def scale_in_base(record: PriceRecord, goods: Goods) -> Fraction:
    """Return the least quantity of a record in base units."""
    if record.calculation is Calculation.METAL or not record.scale:
        return Fraction(record.scale)
    return Fraction(record.scale) * goods.conversions.factor(record.unit, goods.base_unit)


def type_of(record: PriceRecord) -> str:
    """Name the condition type of a record; without one it is the usual type of its kind."""
    return record.type or record.kind.value


def owner_of(record: PriceRecord) -> Named:
    """Say for whom a record is."""
    for name in ("organisation", "price_list", "segment", "arm"):
        value = getattr(record, name)
        if value is not None:
            return name, value
    return None


def goods_of(record: PriceRecord) -> Named:
    """Say for what a record is."""
    if record.product is not None:
        return "product", record.product
    return ("category", record.category) if record.category is not None else None


def access_of(record: PriceRecord) -> Access:
    """Say in which kind of agreement a record stands."""
    named = owner_of(record)
    return ACCESSES[named[0]] if named is not None else Access.LIST


ACCESSES = {
    "organisation": Access.CONTRACT,
    "price_list": Access.PRICE_LIST,
    "segment": Access.SEGMENT,
    "arm": Access.ARM,
}


def owners_of(key: Key, buyer: Buyer, price_lists: Iterable[UUID]) -> list[Named]:
    """Return for whom a key looks, in its order."""
    match key.owner:
        case OwnerKey.ORGANISATION:
            return [("organisation", id) for id in buyer.hierarchy]
        case OwnerKey.SOLD_TO:
            return [("organisation", buyer.sold_to)]
        case OwnerKey.PRICE_LIST:
            return [("price_list", id) for id in price_lists]
        case OwnerKey.SEGMENT:
            return [("segment", name) for name in sorted(buyer.segments)]
        case OwnerKey.ARM:
            return [("arm", name) for name in sorted(buyer.arms)]
        case OwnerKey.ANYBODY:
            return [None]


def goods_at(key: Key, goods: Goods) -> list[Named]:
    """Return for what a key looks, in its order."""
    places: dict[GoodsKey, list[Named]] = {
        GoodsKey.PRODUCT: [("product", goods.product)],
        GoodsKey.CATEGORY: [("category", id) for id in goods.categories],
        GoodsKey.ANYTHING: [None],
    }
    return [place for name in key.goods for place in places[name]]


def _is_amount(record: PriceRecord) -> bool:
    return record.calculation is Calculation.AMOUNT


def _passed_here(there: Sequence[PriceRecord], won: PriceRecord, reached: Sequence[PriceRecord]) -> Iterator[Passed]:
    for record in there:
        if record is not won:
            yield Passed(record=record, reason="lower_scale" if record in reached else "scale_not_reached")


def _is_sibling(record: PriceRecord, won: PriceRecord) -> bool:
    """Tell whether two records are quantity breaks of one price."""
    return (record.scale_by, record.unit, record.per, record.currency, record.sales_area, owner_of(record)) == (
        won.scale_by,
        won.unit,
        won.per,
        won.currency,
        won.sales_area,
        owner_of(won),
    )


def _rank(record: PriceRecord, place: Place, question: Question) -> tuple[object, ...]:
    """Order the records of one place: own currency, own area, highest scale, nearest owner; keys break what is left."""
    foreign = record.calculation in IN_MONEY and record.currency != question.buyer.currency
    scale = Fraction(record.scale) if record.scale_by is ScaleBy.VALUE else scale_in_base(record, question.goods)
    owner = [owner for owner, _ in place].index(owner_of(record))
    return foreign, record.sales_area is None, -scale, owner, record.system, record.key
