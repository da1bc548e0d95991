"""What many condition records have in common, told once: everything but whom, what, when, how much and from which scale."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from fondaco.modules.pricing.types import Calculation, Kind, PriceRecord, ScaleBy

# Amounts, scales and percentages are counted in millionths.
MILLION = 1_000_000
# What does not fit, or not exactly, is left to the reference.
SPECIAL = -1
LARGEST = 10**15


class Profile(NamedTuple):
    """The shared part of records; `owner` and `goods` name the fields that say for whom and for what."""

    kind: str
    type: str
    calculation: str
    currency: str
    per: str
    unit: str
    scale_by: str
    sales_area: str | None
    metal: str | None
    owner: str
    goods: str
    system: str
    text: str

    @property
    def simple(self) -> bool:
        """Tell whether the fast way can do it; graduated prices, scales by value and metals are left to the reference."""
        per = Decimal(self.per)
        told = self.kind in (Kind.MINIMUM, Kind.COST)
        calculations = (
            (Calculation.AMOUNT,)
            if told
            else (Calculation.AMOUNT, Calculation.FACTOR, Calculation.PERCENT, Calculation.FIXED)
        )
        return (
            self.scale_by == ScaleBy.QUANTITY
            and self.calculation in calculations
            and per == int(per)
            and per <= MILLION
        )


def profile_of(record: PriceRecord) -> Profile:
    """Tell the shared part of a record."""
    return Profile(
        kind=record.kind.value,
        type=record.type or record.kind.value,
        calculation=record.calculation.value,
        currency=record.currency,
        per=str(record.per),
        unit=record.unit,
        scale_by=record.scale_by.value,
        sales_area=record.sales_area,
        metal=record.metal,
        owner=_first(record, ("organisation", "price_list", "segment", "arm")),
        goods=_first(record, ("product", "category")),
        system=record.system,
        text=record.text,
    )


def millionths(number: Decimal) -> int:
    """Count a number in millionths; `SPECIAL` where that is not exact or too large."""
    scaled = number * MILLION
    whole = int(scaled)
    return whole if whole == scaled and 0 <= whole < LARGEST else SPECIAL


_POWERS = tuple(10 ** (6 - places) for places in range(7))


def decimal_of(count: int, places: int) -> Decimal:
    """Read a count of millionths as the decimal it was stated as, with so many places."""
    return Decimal(count // 10 ** (6 - places)).scaleb(-places)


def text_of(count: int, places: int) -> bytes:
    """Write a count of millionths, none below nothing, as a number with so many decimals."""
    digits = b"%d" % (count // _POWERS[places])
    if not places:
        return digits
    if len(digits) <= places:
        digits = digits.rjust(places + 1, b"0")
    return b"%b.%b" % (digits[:-places], digits[-places:])


def numbers_of(ids: bytes) -> list[int]:
    """Read ids of 16 bytes each as whole numbers."""
    halves: list[list[int]] = np.frombuffer(ids, ">u8").reshape(-1, 2).tolist()
    return [(high << 64) | low for high, low in halves]


class Codes(dict[object, int]):
    """Small numbers for things, given in order of appearance; never taken back."""

    def __init__(self, known: Iterable[object] = (), *, first: int = 0) -> None:
        super().__init__((thing, number) for number, thing in enumerate(known, start=first))
        self._first = first
        self.things: list[object] = list(self)

    def of(self, thing: object) -> int:
        """Return the number of a thing, a new one for a new thing."""
        number = self.get(thing)
        if number is None:
            number = self[thing] = self._first + len(self.things)
            self.things.append(thing)
        return number


def _first(record: PriceRecord, names: Iterable[str]) -> str:
    return next((name for name in names if getattr(record, name) is not None), "")


def named(profile: Profile, owner: object, goods: object) -> Mapping[str, object]:
    """Return the fields of a record that say for whom and for what it is."""
    fields = {}
    if profile.owner:
        fields[profile.owner] = owner
    if profile.goods:
        fields[profile.goods] = goods
    return fields
