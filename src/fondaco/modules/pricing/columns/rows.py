"""Records on their way into columns: from values, for a few of them, and from PostgreSQL in bulk."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Protocol
from uuid import UUID

import numpy as np

from fondaco.kernel.period import Period
from fondaco.modules.pricing.columns.profile import (
    MILLION,
    SPECIAL,
    Codes,
    Profile,
    decimal_of,
    millionths,
    named,
    profile_of,
)
from fondaco.modules.pricing.columns.segment import (
    ANYTHING,
    EVERYBODY,
    FIRST_PRODUCT,
    Facts,
    Flags,
    Segment,
    arranged,
    goods_part,
    key_of,
    owner_part,
    packed,
    unpacked,
)
from fondaco.modules.pricing.model.find import Goods, goods_of, owner_of
from fondaco.modules.pricing.types import Calculation, Kind, PriceRecord, ScaleBy

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
FOREVER = 2**62
NAME_WIDTH, MOST_PLACES = 40, 6


class Known(Protocol):
    """Where to learn how a product is handled."""

    def get(self, product: UUID, /) -> Goods | None:
        """Return what is known of a product; None for one that cannot be bought."""
        ...


@dataclass(slots=True)
class Vocabulary:
    """What the numbers in the columns stand for. Only ever added to, so that older columns stay readable."""

    types: Codes = field(default_factory=Codes)
    owners: Codes = field(default_factory=lambda: Codes(first=EVERYBODY + 1))
    categories: Codes = field(default_factory=lambda: Codes(first=ANYTHING + 1))
    # By the number of the id: whole numbers are found faster than ids, and smaller.
    products: Codes = field(default_factory=lambda: Codes(first=FIRST_PRODUCT))
    profiles: Codes = field(default_factory=Codes)
    periods: Codes = field(default_factory=Codes)
    scales: Codes = field(default_factory=Codes)
    # Records that whole numbers cannot hold exactly, by id.
    odd: dict[bytes, PriceRecord] = field(default_factory=dict)

    def profile(self, number: int) -> Profile:
        """Return a profile by its number."""
        found = self.profiles.things[number]
        assert isinstance(found, Profile)  # noqa: S101 - nothing else is put in
        return found

    def product(self, number: int) -> UUID:
        """Return a product by its number."""
        found = self.products.things[number - FIRST_PRODUCT]
        assert isinstance(found, int)  # noqa: S101 - nothing else is put in
        return UUID(int=found)

    def areas(self) -> Flags:
        """Mark the profiles that are for one sales area."""
        return np.array([bool(self.profile(n).sales_area) for n in range(len(self.profiles))], np.bool_)


def segment_of(records: Iterable[PriceRecord], *, vocabulary: Vocabulary, goods: Known) -> Segment:
    """Arrange records as a segment; scales of a product's own records are counted in its base unit."""
    rows = [_row(record, vocabulary, goods) for record in records]
    key, amount, scale, profile, period, places, stated, id, name = zip(*rows, strict=True) if rows else ((),) * 9
    columns = {
        "stated_scale": np.array(stated, np.int32),
        "id": np.array(id, "V16"),
        "name": np.array(name, f"S{NAME_WIDTH}"),
    }
    profiles = np.array(profile, np.int64)
    facts = Facts(
        np.array(amount, np.int64), np.array(scale, np.int64), profiles, np.array(period, np.int64), np.array(places)
    )
    return arranged(
        key=np.array(key, np.int64),
        first=vocabulary.areas()[profiles] if rows else np.empty(0, np.bool_),
        facts=packed(facts),
        columns=columns,
    )


def _row(
    record: PriceRecord, vocabulary: Vocabulary, goods: Known
) -> tuple[int, int, int, int, int, int, int, bytes, bytes]:
    profile = profile_of(record)
    owner, thing = owner_of(record), goods_of(record)
    name = record.key.encode()
    places = max(0, -int(record.amount.as_tuple().exponent))
    amount = millionths(record.amount)
    if len(name) > NAME_WIDTH or places > MOST_PLACES or amount == SPECIAL:
        vocabulary.odd[record.id.bytes] = record
    return (
        key_of(
            vocabulary.types.of(profile.type),
            vocabulary.owners.of(owner) if owner else EVERYBODY,
            goods_code(thing, vocabulary),
        ),
        amount,
        base_scale(record, goods),
        vocabulary.profiles.of(profile),
        vocabulary.periods.of((micros(record.valid.start), micros(record.valid.end))),
        min(places, MOST_PLACES),
        vocabulary.scales.of(str(record.scale)),
        record.id.bytes,
        name,
    )


def goods_code(thing: tuple[str, object] | None, vocabulary: Vocabulary) -> int:
    """Return the number of what a record is for."""
    if thing is None:
        return ANYTHING
    name, id = thing
    if name == "category":
        return vocabulary.categories.of(id)
    assert isinstance(id, UUID)  # noqa: S101 - nothing else is named so
    return vocabulary.products.of(id.int)


def base_scale(record: PriceRecord, goods: Known) -> int:
    """Count a record's scale in millionths: in its product's base unit, or in its own unit if it is for no product.

    `SPECIAL` where only the reference can weigh it.
    """
    if record.scale_by is not ScaleBy.QUANTITY:
        return SPECIAL
    exact = Fraction(record.scale) * MILLION
    if record.product is not None and (record.scale or record.calculation is Calculation.AMOUNT):
        known = goods.get(record.product)
        if known is None or not known.conversions.knows(record.unit):
            return SPECIAL
        exact *= known.conversions.factor(record.unit, known.base_unit)
    return int(exact) if exact.denominator == 1 and exact < FOREVER else SPECIAL


def micros(moment: datetime | None) -> int:
    """Count a moment in microseconds; no end lies beyond all of them."""
    return FOREVER if moment is None else (moment - _EPOCH) // _MICROSECOND


def moment(count: int) -> datetime | None:
    """Read a count of microseconds."""
    return None if count == FOREVER else _EPOCH + count * _MICROSECOND


def record_at(*, segment: Segment, row: int, key: int, vocabulary: Vocabulary) -> PriceRecord:
    """Read a row as the record it was; `key` is the row's key."""
    id = segment.id[row].tobytes()
    odd = vocabulary.odd.get(id)
    if odd is not None:
        return odd
    facts = unpacked(segment.facts[row : row + 1])
    profile = vocabulary.profile(int(facts.profile[0]))
    start, end = _span(vocabulary, int(facts.period[0]))
    owner = vocabulary.owners.things[owner_part(key) - EVERYBODY - 1][1] if profile.owner else None  # type: ignore[index]
    thing: object = None
    if profile.goods == "product":
        thing = vocabulary.product(goods_part(key))
    elif profile.goods == "category":
        thing = vocabulary.categories.things[goods_part(key) - ANYTHING - 1]
    who = named(profile, owner, thing)
    return PriceRecord(
        id=UUID(bytes=id),
        kind=Kind(profile.kind),
        calculation=Calculation(profile.calculation),
        amount=decimal_of(int(facts.amount[0]), int(facts.places[0])),
        currency=profile.currency,
        per=Decimal(profile.per),
        unit=profile.unit,
        scale=Decimal(str(vocabulary.scales.things[int(segment.stated_scale[row])])),
        organisation=who.get("organisation"),  # type: ignore[arg-type]
        price_list=who.get("price_list"),  # type: ignore[arg-type]
        product=who.get("product"),  # type: ignore[arg-type]
        category=who.get("category"),  # type: ignore[arg-type]
        segment=who.get("segment"),  # type: ignore[arg-type]
        arm=who.get("arm"),  # type: ignore[arg-type]
        valid=Period(moment(start) or _EPOCH, moment(end)),
        system=profile.system,
        key=bytes(segment.name[row]).rstrip(b" ").decode(),
        text=profile.text,
        type="" if profile.type == profile.kind else profile.type,
        scale_by=ScaleBy(profile.scale_by),
        sales_area=profile.sales_area,
        metal=profile.metal,
    )


def _span(vocabulary: Vocabulary, period: int) -> tuple[int, int]:
    span = vocabulary.periods.things[period]
    assert isinstance(span, tuple)  # noqa: S101 - nothing else is put in
    return span
