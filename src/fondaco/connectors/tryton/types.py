"""What Tryton knows, as frozen values: its records as we read them, and how to reach it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TrytonSettings:
    """How to reach one Tryton.

    `system` is the name under which its keys are stored in our external references, `url` has no database name.
    `languages` are Tryton's language codes in which texts are read. `warehouse` is the code of the one that delivers
    our orders, the first where none is named; `charges` that of the product on which freight, surcharges and discounts
    of whole orders are booked. `vouches_for_vat` says that a VAT number with a customer's tax rule was checked there.
    Seconds: `connect` until somebody answers the door, `patience` for one answer.
    """

    system: str
    url: str
    database: str
    user: str
    password: str = field(repr=False)
    languages: tuple[str, ...] = ("en",)
    warehouse: str = ""
    charges: str = ""
    vouches_for_vat: bool = False
    connect: Decimal = Decimal(3)
    patience: Decimal = Decimal(30)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteUnit:
    """A unit of measure; `factor` base units of its category are one, `rate` of it are one base unit."""

    id: int
    symbol: str
    category: int
    factor: Decimal
    rate: Decimal
    digits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteCategory:
    """A product category; those for accounting only carry taxes."""

    id: int
    names: Mapping[str, str]
    parent: int | None
    accounting: bool
    taxes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteProduct:
    """A variant that is sold. `categories` holds all it is in, for accounting too, without their parents."""

    id: int
    template: int
    code: str
    names: Mapping[str, str]
    salable: bool
    default_uom: int
    sale_uom: int
    list_price: Decimal | None
    cost_price: Decimal | None
    categories: tuple[int, ...]
    account_category: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteAddress:
    """An address of a party."""

    id: int
    party: int
    name: str
    street: str
    postal_code: str
    city: str
    country: str
    invoice: bool
    delivery: bool
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteParty:
    """A party that may buy."""

    id: int
    code: str
    name: str
    active: bool
    language: str
    email: str
    phone: str
    vat_number: str
    price_list: int | None
    payment_term: int | None
    tax_rule: int | None
    currency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteLine:
    """One line of a price list; empty criteria match everything, `quantity` is a minimum in the list's unit."""

    id: int
    price_list: int
    category: int | None
    product: int | None
    quantity: Decimal
    formula: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemotePriceList:
    """A price list with its lines in the order in which they are tried; `price` is what `unit_price` stands for."""

    id: int
    name: str
    price: str | None
    in_sale_unit: bool
    tax_included: bool
    lines: tuple[RemoteLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteLocation:
    """A warehouse; its stock is that of its storage location and below."""

    id: int
    code: str
    name: str
    storage: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteStock:
    """What lies in one warehouse of one product, in the product's default unit."""

    product: int
    location: int
    quantity: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteTax:
    """A tax; only percentages are of use to a shop."""

    id: int
    name: str
    rate: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteShipment:
    """A delivery as it stands: waiting, assigned, picked, packed, done; `quantities` are by line of the sale."""

    id: int
    number: str
    state: str
    done_on: date | None
    quantities: Mapping[int, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteInvoice:
    """An invoice as it stands; it has a number once posted."""

    id: int
    number: str
    state: str
    invoice_date: date | None
    due_date: date | None
    untaxed: Decimal
    tax: Decimal
    total: Decimal
    to_pay: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteSaleLine:
    """One line of a sale, with the number it has in our order."""

    id: int
    sequence: int | None
    product: int
    quantity: Decimal
    unit: int
    unit_price: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteSale:
    """A sale as it stands: draft, quotation, confirmed, processing, done, cancelled."""

    id: int
    number: str
    reference: str
    state: str
    shipment_state: str
    invoice_state: str
    untaxed: Decimal
    tax: Decimal
    total: Decimal
    lines: tuple[RemoteSaleLine, ...]
    shipments: tuple[RemoteShipment, ...] = ()
    invoices: tuple[RemoteInvoice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleLineDraft:
    """A line to be sold: `position` is its number in our order, the price is per one `unit`.

    `taxed_as` is the product whose taxes are due, its own where none is named.
    """

    position: int
    product: int
    quantity: Decimal
    unit: int
    unit_price: Decimal
    note: str = ""
    taxed_as: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleDraft:
    """A sale to be made. `reference` is ours and names the sale for good, whatever happens to the calls."""

    reference: str
    party: int
    placed_on: date
    po_number: str = ""
    note: str = ""
    requested_date: date | None = None
    shipment_address: int | None = None
    lines: tuple[SaleLineDraft, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSince:
    """Which records were created or changed after a moment, by kind; `until` is where the next look begins."""

    until: datetime
    products: frozenset[int]
    parties: frozenset[int]
    price_lists: frozenset[int]
    stock: frozenset[int]
    rules_of_prices: bool
