"""The pricing procedure: which steps make a price, in which order, and where each looks for its condition record.

The condition technique as data: a step names a condition type, an access sequence says under which keys its records are
looked for, nearest first. `DEFAULT` is what a house starts with; others are stated per sales area.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP
from enum import StrEnum

from fondaco.kernel.buyer import Buyer
from fondaco.modules.pricing.types import Kind


class OwnerKey(StrEnum):
    """For whom a record is looked for."""

    ORGANISATION = "organisation"  # the sold-to party and its parents, nearest first
    SOLD_TO = "sold_to"  # the sold-to party alone
    PRICE_LIST = "price_list"  # the lists assigned to it, nearest first
    ARM = "arm"  # the arms of experiments the buyer is in
    SEGMENT = "segment"  # the segments the buyer belongs to
    ANYBODY = "anybody"


class GoodsKey(StrEnum):
    """For what a record is looked for."""

    PRODUCT = "product"
    CATEGORY = "category"  # the product's own and those above, nearest first
    ANYTHING = "anything"


ALL_GOODS = (GoodsKey.PRODUCT, GoodsKey.CATEGORY, GoodsKey.ANYTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One access: owners in their order, and for each the goods in the order given.

    `closes` names a group of steps that are left out once a record was found here: an agreed price is net.
    With `breaks_inherit` the quantity breaks of all owners of the access count together, the highest one reached wins,
    the nearest owner only among equals; without it the nearest owner's record wins whatever its scale.
    """

    owner: OwnerKey
    goods: tuple[GoodsKey, ...] = ALL_GOODS
    closes: str | None = None
    breaks_inherit: bool = False


class Op(StrEnum):
    """How a requirement compares."""

    IS = "is"
    IS_NOT = "is_not"
    AMONG = "among"
    HAS = "has"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A step is taken only if a field of the buyer fits: `country is DE`, `segments has key-account`."""

    field: str
    op: Op
    values: tuple[str, ...]

    def fits(self, buyer: Buyer) -> bool:
        """Tell whether the field of a buyer is as required."""
        found = getattr(buyer, self.field)
        has = {str(one) for one in found} if isinstance(found, frozenset | tuple) else {str(found)}
        return not has & set(self.values) if self.op is Op.IS_NOT else bool(has & set(self.values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a procedure.

    `base` is the number of the step whose price a percentage is taken of (the price so far if None). `group` is left
    out once an access closed it. Of the steps of one `best_of` only the one best for the buyer is taken. A `manual`
    step takes a value given by hand, from those who hold that permission. A `statistical` step is told and changes
    nothing. The price after the step is rounded to `places` by `rounding`.
    """

    number: int
    type: str
    kind: Kind
    accesses: tuple[Key, ...]
    base: int | None = None
    group: str | None = None
    best_of: str | None = None
    requires: tuple[Requirement, ...] = ()
    manual: str | None = None
    statistical: bool = False
    places: int = 4
    rounding: str = ROUND_HALF_UP


def _of_document(number: int, type: str, kind: Kind) -> Step:
    owners = (OwnerKey.ORGANISATION, OwnerKey.PRICE_LIST, OwnerKey.SEGMENT, OwnerKey.ANYBODY)
    accesses = tuple(Key(owner=owner, goods=(GoodsKey.ANYTHING,)) for owner in owners)
    return Step(number=number, type=type, kind=kind, accesses=accesses, places=2)


# Conditions of a whole document: what is taken off first, and by what is left freight and what a small order costs.
DOCUMENT = (
    _of_document(900, "document_discount", Kind.DISCOUNT),
    _of_document(910, "freight", Kind.SURCHARGE),
    _of_document(920, "small_order", Kind.SURCHARGE),
)
# Where free goods are looked for.
FREE = Step(
    number=800,
    type="free",
    kind=Kind.FREE,
    accesses=tuple(
        Key(owner=owner)
        for owner in (OwnerKey.ORGANISATION, OwnerKey.PRICE_LIST, OwnerKey.ARM, OwnerKey.SEGMENT, OwnerKey.ANYBODY)
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """Ordered steps; the first gives the base price. `converts` says whether prices in other currencies may be used.

    `document` are the steps for a whole document, behind those of its lines; free goods are looked for by `free`.
    """

    code: str
    steps: tuple[Step, ...]
    converts: bool = False
    document: tuple[Step, ...] = DOCUMENT
    free: Step = FREE


_AGREED = "not_after_an_agreement"


def _further(number: int, owner: OwnerKey) -> tuple[Step, Step]:
    where = (Key(owner=owner),)
    return (
        Step(number=number, type="discount", kind=Kind.DISCOUNT, accesses=where, group=_AGREED),
        Step(number=number + 1, type="surcharge", kind=Kind.SURCHARGE, accesses=where, group=_AGREED),
    )


def _promotions(number: int) -> tuple[Step, ...]:
    """Of all promotions that concern a buyer, the best one counts."""
    return tuple(
        Step(
            number=number + place,
            type="promotion",
            kind=Kind.DISCOUNT,
            accesses=(Key(owner=owner),),
            group=_AGREED,
            best_of="promotion",
        )
        for place, owner in enumerate((OwnerKey.ARM, OwnerKey.SEGMENT, OwnerKey.ANYBODY))
    )


DEFAULT = Procedure(
    code="standard",
    steps=(
        Step(
            number=10,
            type="price",
            kind=Kind.PRICE,
            accesses=(
                Key(owner=OwnerKey.ORGANISATION, closes=_AGREED),
                Key(owner=OwnerKey.PRICE_LIST),
                Key(owner=OwnerKey.ANYBODY),
            ),
            manual="staff.prices",
        ),
        *_further(20, OwnerKey.ORGANISATION),
        *_further(30, OwnerKey.PRICE_LIST),
        *_further(40, OwnerKey.ANYBODY),
        *_promotions(50),
    ),
)
