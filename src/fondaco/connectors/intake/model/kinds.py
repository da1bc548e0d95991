"""The canonical kinds of record and their fields: what any outside system can state, in one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """Kinds of canonical records, in the order in which they can refer to each other."""

    CATEGORY = "category"
    PRODUCT = "product"
    ORGANISATION = "organisation"
    ADDRESS = "address"
    CONTACT = "contact"
    CUSTOMER_PART_NUMBER = "customer_part_number"
    PRICE_LIST = "price_list"
    PRICE_LIST_ASSIGNMENT = "price_list_assignment"
    PRICE_RECORD = "price_record"
    LOCATION = "location"
    STOCK = "stock"
    RECEIPT = "receipt"
    REPLENISHMENT = "replenishment"
    ALLOCATION = "allocation"
    ORDER = "order"


class Type(StrEnum):
    """What a field's text must look like."""

    TEXT = "text"
    KEY = "key"
    REF = "ref"
    UNIT = "unit"
    DECIMAL = "decimal"
    FACTOR = "factor"
    INTEGER = "integer"
    FLAG = "flag"
    DATE = "date"
    MOMENT = "moment"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its type, whether it must be there, and which values it may have (empty: any).

    A name that ends in `.*` stands for a family: `names.de`, `names.en`.
    """

    name: str
    type: Type
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spec:
    """The fields of one kind, those of its lines, by which fields a record is known, and how it is ended.

    `ending` are the fields that a full load sets on what it no longer names; None: such records stay as they are.
    """

    fields: Mapping[str, Field]
    lines: Mapping[str, Field]
    identity: tuple[str, ...]
    ending: Mapping[str, str] | None = None

    def field(self, name: str) -> Field | None:
        """Find a field by name or by its family."""
        found = self.fields.get(name)
        if found is None and "." in name:
            found = self.fields.get(name.split(".", 1)[0] + ".*")
        return found


def _spec(
    *fields: Field, identity: tuple[str, ...], lines: tuple[Field, ...] = (), ending: Mapping[str, str] | None = None
) -> Spec:
    return Spec(
        fields=MappingProxyType({field.name: field for field in fields}),
        lines=MappingProxyType({field.name: field for field in lines}),
        identity=identity,
        ending=ending,
    )


_KEY = Field("key", Type.KEY, required=True)
_ORGANISATION = Field("organisation", Type.REF, required=True)
_PRODUCT = Field("product", Type.REF, required=True)
_VALID = (Field("valid_from", Type.MOMENT), Field("valid_to", Type.MOMENT))

SPECS: Mapping[Kind, Spec] = MappingProxyType(
    {
        Kind.CATEGORY: _spec(
            _KEY,
            Field("names.*", Type.TEXT, required=True),
            Field("parent", Type.REF),
            Field("position", Type.INTEGER),
            identity=("key",),
        ),
        Kind.PRODUCT: _spec(
            _KEY,
            Field("sku", Type.KEY, required=True),
            Field("names.*", Type.TEXT, required=True),
            Field("descriptions.*", Type.TEXT),
            Field("category", Type.REF),
            Field("base_unit", Type.UNIT),
            Field("sales_unit", Type.UNIT),
            Field("units.*", Type.FACTOR),
            Field("minimum", Type.DECIMAL),
            Field("multiple", Type.DECIMAL),
            Field("gtin", Type.TEXT),
            Field("manufacturer", Type.TEXT),
            Field("manufacturer_number", Type.TEXT),
            Field("tax_class", Type.TEXT),
            Field("family", Type.TEXT),
            Field("varying", Type.WORDS),
            # attributes.CODE is its value; attributes.CODE.name.LANGUAGE, .number and .unit go with it.
            Field("attributes.*", Type.TEXT),
            Field("relations.*", Type.WORDS),
            # The first picture: an https address, or the text of an SVG.
            Field("picture", Type.TEXT),
            Field("active", Type.FLAG),
            identity=("key",),
            ending={"active": "no"},
        ),
        Kind.ORGANISATION: _spec(
            _KEY,
            Field("name", Type.TEXT, required=True),
            Field("parent", Type.REF),
            Field("kind", Type.TEXT, choices=("group", "legal_entity", "site")),
            Field("number", Type.TEXT),
            Field("sales_area", Type.TEXT),
            Field("country", Type.TEXT),
            Field("currency", Type.TEXT),
            Field("language", Type.TEXT),
            Field("vat_number", Type.TEXT),
            # When the source found the number to be registered; without it nobody vouches for it.
            Field("vat_confirmed_at", Type.MOMENT),
            Field("payment_terms", Type.TEXT),
            Field("blocked", Type.FLAG),
            Field("segments", Type.WORDS),
            identity=("key",),
            ending={"blocked": "yes"},
        ),
        Kind.ADDRESS: _spec(
            Field("key", Type.KEY, required=True),
            _ORGANISATION,
            Field("name", Type.TEXT, required=True),
            Field("street", Type.TEXT, required=True),
            Field("postal_code", Type.TEXT, required=True),
            Field("city", Type.TEXT, required=True),
            Field("addition", Type.TEXT),
            Field("region", Type.TEXT),
            Field("country", Type.TEXT),
            Field("ship_to", Type.FLAG),
            Field("bill_to", Type.FLAG),
            Field("default", Type.FLAG),
            identity=("key",),
            ending={"ship_to": "no", "bill_to": "no"},
        ),
        Kind.CONTACT: _spec(
            _KEY,
            Field("organisation", Type.REF),
            Field("name", Type.TEXT, required=True),
            Field("email", Type.TEXT, required=True),
            Field("phone", Type.TEXT),
            Field("language", Type.TEXT),
            Field("role", Type.TEXT),
            identity=("key",),
        ),
        Kind.CUSTOMER_PART_NUMBER: _spec(
            _ORGANISATION,
            _PRODUCT,
            Field("number", Type.TEXT, required=True),
            identity=("organisation", "product", "number"),
        ),
        Kind.PRICE_LIST: _spec(
            _KEY, Field("name", Type.TEXT, required=True), Field("currency", Type.TEXT), identity=("key",)
        ),
        Kind.PRICE_LIST_ASSIGNMENT: _spec(
            _ORGANISATION,
            Field("price_list", Type.REF, required=True),
            *_VALID,
            identity=("organisation", "price_list", "valid_from"),
        ),
        Kind.PRICE_RECORD: _spec(
            _KEY,
            Field("condition", Type.TEXT, choices=("price", "discount", "surcharge")),
            Field("calculation", Type.TEXT, choices=("amount", "factor", "percent")),
            Field("amount", Type.DECIMAL, required=True),
            Field("currency", Type.TEXT),
            Field("per", Type.DECIMAL),
            Field("unit", Type.UNIT),
            Field("scale", Type.DECIMAL),
            Field("organisation", Type.REF),
            Field("price_list", Type.REF),
            Field("product", Type.REF),
            Field("category", Type.REF),
            *_VALID,
            Field("text", Type.TEXT),
            identity=("key",),
        ),
        Kind.LOCATION: _spec(
            _KEY,
            Field("name", Type.TEXT, required=True),
            Field("country", Type.TEXT),
            Field("zone", Type.TEXT),
            Field("position", Type.INTEGER),
            identity=("key",),
        ),
        Kind.STOCK: _spec(
            _PRODUCT,
            Field("location", Type.REF, required=True),
            # In base units of the product, as all quantities of stock.
            Field("quantity", Type.DECIMAL, required=True),
            Field("blocked", Type.DECIMAL),
            Field("safety", Type.DECIMAL),
            Field("told_at", Type.MOMENT),
            identity=("product", "location"),
            ending={"quantity": "0"},
        ),
        Kind.RECEIPT: _spec(
            _KEY,
            _PRODUCT,
            Field("location", Type.REF, required=True),
            Field("quantity", Type.DECIMAL, required=True),
            Field("date", Type.DATE, required=True),
            identity=("key",),
            ending={"quantity": "0"},
        ),
        Kind.REPLENISHMENT: _spec(
            _PRODUCT,
            # Empty: wherever the product is stocked and nothing else is said.
            Field("location", Type.REF),
            # In working days of the location; empty: it is not replenished.
            Field("lead_time", Type.INTEGER),
            identity=("product", "location"),
        ),
        Kind.ALLOCATION: _spec(
            _KEY,
            _PRODUCT,
            Field("quantity", Type.DECIMAL, required=True),
            Field("unit", Type.UNIT),
            # One of the two.
            Field("organisation", Type.REF),
            Field("segment", Type.TEXT),
            Field("location", Type.REF),
            *_VALID,
            identity=("key",),
            ending={"quantity": "0"},
        ),
        Kind.ORDER: _spec(
            _KEY,
            Field("number", Type.TEXT, required=True),
            _ORGANISATION,
            Field("placed_at", Type.MOMENT, required=True),
            Field(
                "state",
                Type.TEXT,
                choices=("placed", "forwarded", "confirmed", "partly_shipped", "shipped", "completed", "cancelled"),
            ),
            Field("currency", Type.TEXT, required=True),
            Field("net", Type.DECIMAL),
            Field("tax", Type.DECIMAL),
            Field("freight", Type.DECIMAL),
            Field("po_number", Type.TEXT),
            Field("requested_date", Type.DATE),
            Field("note", Type.TEXT),
            Field("ship_to", Type.TEXT),
            identity=("key",),
            lines=(
                _PRODUCT,
                Field("quantity", Type.DECIMAL, required=True),
                Field("unit", Type.UNIT),
                Field("price", Type.DECIMAL, required=True),
                Field("per", Type.DECIMAL),
                Field("amount", Type.DECIMAL, required=True),
                Field("tax_rate", Type.DECIMAL),
                Field("shipped", Type.DECIMAL),
            ),
        ),
    }
)
