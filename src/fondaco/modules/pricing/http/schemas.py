"""What the routes of pricing take and answer."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from fondaco.modules.pricing.types import Calculation, Kind, ScaleBy

ProductId = Annotated[str, Meta(max_length=40, examples=["prd_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
OrganisationId = Annotated[str, Meta(max_length=40, examples=["org_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
CategoryId = Annotated[str, Meta(max_length=40, examples=["cat_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
Unit = Annotated[str, Meta(max_length=10, examples=["PCE"])]
ShortText = Annotated[str, Meta(max_length=60)]
RecordId = Annotated[str, Meta(max_length=40, examples=["prc_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
Amount = Annotated[str, Meta(pattern=r"^[0-9]{1,12}(\.[0-9]{1,6})?$", examples=["100"])]
Moment = Annotated[datetime, Meta(tz=True)]
Language = Literal["de", "en"]


class ByHandIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value given by hand for a condition type: money in the buyer's currency per so many units, or a percentage.

    Without a unit it is per unit of the line.
    """

    type: Annotated[str, Meta(min_length=1, max_length=60, examples=["price"])] = "price"
    amount: Amount
    calculation: Literal["amount", "percent", "fixed"] = "amount"
    per: Amount = "1"
    unit: Unit | None = None
    reason: Annotated[str, Meta(max_length=200)] = ""


class PriceLineIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A product and a quantity; without a unit in the product's base unit.

    What is given by hand takes the permission that the pricing procedure names for it.
    """

    product: ProductId
    quantity: Amount = "1"
    unit: Unit | None = None
    by_hand: Annotated[list[ByHandIn], Meta(max_length=10)] = []


class PricesIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The lines to price, and a day in the future if not now."""

    lines: Annotated[list[PriceLineIn], Meta(min_length=1, max_length=1000)]
    as_of: Moment | None = None


class UnitPriceOut(Struct, frozen=True, kw_only=True):
    """Money per quantity."""

    amount: Decimal
    currency: Annotated[str, Meta(examples=["EUR"])]
    per: Decimal
    unit: Unit


class ReasonOut(Struct, frozen=True, kw_only=True):
    """One step that led to the price, in words, and in the numbers of its record; a `statistical` one only tells a figure."""

    step: Annotated[str, Meta(examples=["base"])]
    access: Annotated[str | None, Meta(examples=["contract"])]
    text: Annotated[str, Meta(examples=["Vertragspreis 12,50 EUR je 100 PCE ab 500 PCE"])]
    before: Decimal | None
    after: Decimal
    system: str
    record: str
    passed: list[str]
    statistical: bool = False


class FreeOut(Struct, frozen=True, kw_only=True):
    """So much is free, in the unit of the line: `inclusive` of what is ordered, or else on top of it."""

    quantity: Decimal
    unit: Unit
    inclusive: bool
    text: Annotated[str, Meta(examples=["5 PCE zusätzlich ohne Berechnung (5 je 100 PCE)"])]


class LinePriceOut(Struct, frozen=True, kw_only=True):
    """The price of a line; without one, `reason` says why and the numbers are null.

    `amount` is without what is `free` of it. Below a minimum price it `needs_approval`.
    """

    product: ProductId
    quantity: Decimal
    unit: Unit
    net: UnitPriceOut | None
    amount: Decimal | None
    tax_rate: Decimal | None
    tax: Decimal | None
    list_price: UnitPriceOut | None
    reason: str | None
    because: list[ReasonOut]
    free: FreeOut | None = None
    needs_approval: bool = False


class PricesOut(Struct, frozen=True, kw_only=True):
    """One price for each line, in their order."""

    items: list[LinePriceOut]


class ScaleOut(Struct, frozen=True, kw_only=True):
    """The price from a quantity of base units on."""

    quantity: Decimal
    unit: Unit
    net: UnitPriceOut


class UpcomingOut(Struct, frozen=True, kw_only=True):
    """The price from a moment on; null where there will be none."""

    since: datetime
    net: UnitPriceOut | None
    amount: Decimal | None


class ProductPriceOut(Struct, frozen=True, kw_only=True):
    """The price of a quantity, why it is so, the prices of other quantities, and those of the next months."""

    price: LinePriceOut
    scales: list[ScaleOut]
    upcoming: list[UpcomingOut]


class PriceListOut(Struct, frozen=True, kw_only=True):
    """A price list."""

    id: Annotated[str, Meta(examples=["plt_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
    name: str
    currency: str


class PriceListsOut(Struct, frozen=True, kw_only=True):
    """All price lists."""

    items: list[PriceListOut]


class PriceRecordOut(Struct, frozen=True, kw_only=True):
    """A condition record as its source states it; `version` only where it is read by itself."""

    id: Annotated[str, Meta(examples=["prc_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
    kind: str
    calculation: str
    amount: Decimal
    currency: str
    per: Decimal
    unit: Unit
    scale: Decimal
    organisation: str | None
    price_list: str | None
    product: str | None
    category: str | None
    valid_from: datetime
    valid_to: datetime | None
    system: str
    key: str
    text: str
    type: str = ""
    scale_by: str = "quantity"
    sales_area: str | None = None
    segment: str | None = None
    metal: str | None = None
    version: int | None = None


class PriceRecordIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A condition record of our own: for an organisation and all below it, a price list, a segment, an arm, or everybody.

    And for a product, a category with all below it, or everything; without either of them also for whole documents.

    `type` is the condition type that a step of the procedure looks for, without one the usual one of the kind. `metal`
    names what a record is about that calculates by metal.
    """

    amount: Amount
    product: ProductId | None = None
    category: CategoryId | None = None
    price_list: Annotated[str, Meta(max_length=40, examples=["plt_01jd8k3z5v9w2x4y6a8c0e1g3h"])] | None = None
    arm: ShortText | None = None
    organisation: OrganisationId | None = None
    kind: Kind = Kind.PRICE
    calculation: Calculation = Calculation.AMOUNT
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")] = "EUR"
    per: Amount = "1"
    unit: Unit = "PCE"
    scale: Amount = "0"
    valid_from: Moment | None = None
    valid_to: Moment | None = None
    text: Annotated[str, Meta(max_length=200)] = ""
    type: ShortText = ""
    scale_by: ScaleBy = ScaleBy.QUANTITY
    sales_area: ShortText | None = None
    segment: ShortText | None = None
    metal: ShortText | None = None


class PriceRecordPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What changes of a condition record of our own; what is left out stays. `valid_to: null` means without end."""

    amount: Amount | UnsetType = UNSET
    per: Amount | UnsetType = UNSET
    unit: Unit | UnsetType = UNSET
    scale: Amount | UnsetType = UNSET
    valid_from: Moment | UnsetType = UNSET
    valid_to: Moment | UnsetType | None = UNSET
    text: Annotated[str, Meta(max_length=200)] | UnsetType = UNSET


class PriceRecordsOut(Struct, frozen=True, kw_only=True):
    """The condition records that may concern a product."""

    items: list[PriceRecordOut]
