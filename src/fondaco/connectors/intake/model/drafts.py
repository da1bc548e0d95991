"""From a canonical record's values to the draft that a room's door takes."""

import mimetypes
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeAlias

from fondaco.connectors.intake.model.kinds import Kind
from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.money import UnitPrice
from fondaco.kernel.period import BEGINNING, Period
from fondaco.kernel.quantity import Quantity
from fondaco.kernel.unit import UnitOfMeasure
from fondaco.modules.accounts.types import AddressDraft, ContactDraft, OrganisationDraft, OrganisationKind
from fondaco.modules.availability.types import (
    AllocationDraft,
    LocationDraft,
    ReceiptDraft,
    ReplenishmentDraft,
    StockDraft,
)
from fondaco.modules.catalog.types import (
    Attribute,
    CategoryDraft,
    CustomerPartNumberDraft,
    MediaDraft,
    ProductDraft,
    RelationDraft,
    RelationKind,
)
from fondaco.modules.orders.types import HistoryLineDraft, OrderHistoryDraft, OrderState
from fondaco.modules.pricing import types as pricing

Values: TypeAlias = Mapping[str, Any]
Ref: TypeAlias = Callable[[str], ExternalRef | None]


_ONE, _NONE = Decimal(1), Decimal(0)
_CONDITIONS = {kind.value: kind for kind in pricing.Kind}
_CALCULATIONS = {calculation.value: calculation for calculation in pricing.Calculation}
_CACHED = 50_000
_period = lru_cache(maxsize=_CACHED)(Period)
_ref = lru_cache(maxsize=_CACHED)(ExternalRef)


def build(*, kind: Kind, values: Values, system: str, systems: Mapping[str, str], as_of: datetime) -> object:
    """Make the draft of one record; the keys in `systems` fields are of another system than `system`.

    Stock without a moment of its own was told at `as_of`.
    """

    def ref(field: str) -> ExternalRef | None:
        key = values.get(field)
        return _ref(systems.get(field, system), key) if key else None

    if kind is Kind.STOCK and "told_at" not in values:
        values = {**values, "told_at": as_of}
    return _BUILD[kind](values, ref)


def _own(values: Values, *names: str, **renamed: str) -> dict[str, Any]:
    """Pick what is given; what is not keeps the draft's default."""
    picked = {name: values[name] for name in names if name in values}
    return picked | {target: values[name] for target, name in renamed.items() if name in values}


def _family(values: Values, name: str) -> dict[str, Any]:
    head = f"{name}."
    return {key[len(head) :]: value for key, value in values.items() if key.startswith(head)}


def _valid(values: Values) -> Period:
    return _period(values.get("valid_from", BEGINNING), values.get("valid_to"))


def _category(values: Values, ref: Ref) -> object:
    return CategoryDraft(
        ref=_must(ref("key")), names=_family(values, "names"), parent=ref("parent"), **_own(values, "position")
    )


def _product(values: Values, ref: Ref) -> object:
    key = _must(ref("key"))
    return ProductDraft(
        ref=key,
        names=_family(values, "names"),
        descriptions=_family(values, "descriptions"),
        category=ref("category"),
        units=tuple(
            UnitOfMeasure(code.upper(), Fraction(factor)) for code, factor in sorted(_family(values, "units").items())
        ),
        attributes=_attributes(_family(values, "attributes")),
        media=_picture(values.get("picture")),
        relations=tuple(
            RelationDraft(kind=RelationKind(kind), to=ExternalRef(key.system, other))
            for kind, others in sorted(_family(values, "relations").items())
            for other in others
        ),
        **_own(
            values,
            "sku",
            "base_unit",
            "sales_unit",
            "minimum",
            "multiple",
            "gtin",
            "manufacturer",
            "manufacturer_number",
            "tax_class",
            "family",
            "varying",
            "active",
        ),
    )


def _picture(stated: str | None) -> tuple[MediaDraft, ...] | None:
    if stated is None:
        return None
    if stated.startswith("https://"):
        guessed = mimetypes.guess_type(stated)[0]
        return (MediaDraft(content_type=guessed or "image/jpeg", url=stated),)
    return (MediaDraft(content_type="image/svg+xml", content=stated.encode()),)


def _attributes(stated: Mapping[str, str]) -> tuple[Attribute, ...]:
    found = []
    for code, value in stated.items():
        if "." in code:
            continue
        number = stated.get(f"{code}.number")
        found.append(
            Attribute(
                code=code,
                names=_family(stated, f"{code}.name") or {"en": code.replace("_", " ").capitalize()},
                value=value,
                number=Decimal(number) if number else None,
                unit=stated.get(f"{code}.unit"),
            )
        )
    return tuple(found)


def _organisation(values: Values, ref: Ref) -> object:
    more: dict[str, Any] = {}
    if "kind" in values:
        more["kind"] = OrganisationKind(values["kind"])
    if "segments" in values:
        more["segments"] = frozenset(values["segments"])
    return OrganisationDraft(
        ref=_must(ref("key")),
        parent=ref("parent"),
        **more,
        **_own(
            values,
            "name",
            "number",
            "sales_area",
            "country",
            "currency",
            "language",
            "vat_number",
            "vat_confirmed_at",
            "payment_terms",
            "blocked",
        ),
    )


def _address(values: Values, ref: Ref) -> object:
    return AddressDraft(
        ref=ref("key"),
        organisation=_must(ref("organisation")),
        **_own(
            values,
            "name",
            "street",
            "postal_code",
            "city",
            "addition",
            "region",
            "country",
            "ship_to",
            "bill_to",
            "default",
        ),
    )


def _contact(values: Values, ref: Ref) -> object:
    return ContactDraft(
        ref=ref("key"),
        organisation=ref("organisation"),
        **_own(values, "name", "email", "phone", "language", "role"),
    )


def _part_number(values: Values, ref: Ref) -> object:
    return CustomerPartNumberDraft(
        organisation=_must(ref("organisation")), product=_must(ref("product")), number=values["number"]
    )


def _price_list(values: Values, ref: Ref) -> object:
    return pricing.PriceListDraft(ref=_must(ref("key")), **_own(values, "name", "currency"))


def _assignment(values: Values, ref: Ref) -> object:
    return pricing.AssignmentDraft(
        organisation=_must(ref("organisation")), price_list=_must(ref("price_list")), valid=_valid(values)
    )


def _price_record(values: Values, ref: Ref) -> object:
    # Written out: a million of these are made in one load.
    get = values.get
    return pricing.PriceRecordDraft(
        ref=_must(ref("key")),
        kind=_CONDITIONS[get("condition", "price")],
        calculation=_CALCULATIONS[get("calculation", "amount")],
        amount=values["amount"],
        currency=get("currency", "EUR"),
        per=get("per", _ONE),
        unit=get("unit", "PCE"),
        scale=get("scale", _NONE),
        organisation=ref("organisation"),
        price_list=ref("price_list"),
        product=ref("product"),
        category=ref("category"),
        valid=_period(get("valid_from", BEGINNING), get("valid_to")),
        text=get("text", ""),
    )


def _location(values: Values, ref: Ref) -> object:
    return LocationDraft(ref=_must(ref("key")), **_own(values, "name", "country", "zone", "position"))


def _stock(values: Values, ref: Ref) -> object:
    return StockDraft(
        product=_must(ref("product")),
        location=_must(ref("location")),
        on_hand=values["quantity"],
        **_own(values, "told_at", "blocked", "safety"),
    )


def _receipt(values: Values, ref: Ref) -> object:
    return ReceiptDraft(
        ref=_must(ref("key")),
        product=_must(ref("product")),
        location=_must(ref("location")),
        expected_on=values["date"],
        quantity=values["quantity"],
    )


def _replenishment(values: Values, ref: Ref) -> object:
    return ReplenishmentDraft(
        product=_must(ref("product")), location=ref("location"), lead_time=values.get("lead_time")
    )


def _allocation(values: Values, ref: Ref) -> object:
    return AllocationDraft(
        ref=_must(ref("key")),
        product=_must(ref("product")),
        organisation=ref("organisation"),
        location=ref("location"),
        valid=_period(values.get("valid_from", BEGINNING), values.get("valid_to")),
        **_own(values, "quantity", "unit", "segment"),
    )


def _order(values: Values, ref: Ref) -> object:
    key, currency = _must(ref("key")), values["currency"]
    lines = tuple(_order_line(line, _must(ref("product") or key).system, currency) for line in values["lines"])
    return OrderHistoryDraft(
        ref=key,
        organisation=_must(ref("organisation")),
        state=OrderState(values.get("state", "completed")),
        net=values.get("net", sum((line.amount for line in lines), Decimal(0))),
        ship_to_lines=tuple(values.get("ship_to", "").split("\n")) if values.get("ship_to") else (),
        lines=lines,
        **_own(values, "number", "placed_at", "currency", "tax", "freight", "po_number", "requested_date", "note"),
    )


def _order_line(line: Values, system: str, currency: str) -> HistoryLineDraft:
    unit = line.get("unit", "PCE")
    return HistoryLineDraft(
        product=ExternalRef(system, line["product"]),
        quantity=Quantity(line["quantity"], unit),
        net=UnitPrice(line["price"], currency, Quantity(line.get("per", Decimal(1)), unit)),
        amount=line["amount"],
        **_own(line, "tax_rate", "shipped"),
    )


def _must(ref: ExternalRef | None) -> ExternalRef:
    """Say to the type checker what the required fields have made sure of."""
    if ref is None:
        raise KeyError
    return ref


_BUILD: Mapping[Kind, Callable[[Values, Ref], object]] = MappingProxyType(
    {
        Kind.CATEGORY: _category,
        Kind.PRODUCT: _product,
        Kind.ORGANISATION: _organisation,
        Kind.ADDRESS: _address,
        Kind.CONTACT: _contact,
        Kind.CUSTOMER_PART_NUMBER: _part_number,
        Kind.PRICE_LIST: _price_list,
        Kind.PRICE_LIST_ASSIGNMENT: _assignment,
        Kind.PRICE_RECORD: _price_record,
        Kind.LOCATION: _location,
        Kind.STOCK: _stock,
        Kind.RECEIPT: _receipt,
        Kind.REPLENISHMENT: _replenishment,
        Kind.ALLOCATION: _allocation,
        Kind.ORDER: _order,
    }
)
