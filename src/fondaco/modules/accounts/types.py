"""Values of accounts that cross its door: organisations, addresses, contacts, roles, sign-in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from fondaco.kernel.actor import Actor
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.period import ALWAYS, Period

BUYER_PERMISSIONS = frozenset(
    {"catalog.view", "prices.view", "carts.edit", "orders.view", "orders.place", "orders.cancel", "organisation.view",
     "organisation.manage"}
)  # fmt: skip
STAFF_PERMISSIONS = frozenset(
    {"staff.customers", "staff.prices", "staff.price_check", "staff.catalog", "staff.stock", "staff.orders",
     "staff.connections", "staff.quarantine", "staff.events", "staff.act_on_behalf", "staff.price_policy",
     "machine.import", "staff.demo"}
)  # fmt: skip
PERMISSIONS = BUYER_PERMISSIONS | STAFF_PERMISSIONS

_VIEWER = frozenset({"catalog.view", "prices.view", "orders.view", "organisation.view"})
ROLES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "viewer": _VIEWER,
        "requester": _VIEWER | {"carts.edit"},
        "buyer": _VIEWER | {"carts.edit", "orders.place", "orders.cancel"},
        "organisation_admin": BUYER_PERMISSIONS,
        "sales": BUYER_PERMISSIONS
        | {"staff.customers", "staff.prices", "staff.price_check", "staff.orders", "staff.act_on_behalf"},
        "service": _VIEWER
        | {"staff.customers", "staff.price_check", "staff.orders", "staff.stock", "staff.quarantine"},
        "integration": _VIEWER
        | {"machine.import", "staff.connections", "staff.quarantine", "staff.events", "staff.catalog", "staff.stock",
           "staff.prices", "staff.orders"},
        "administrator": PERMISSIONS,
    }
)  # fmt: skip
STAFF = "staff"
"""By whom a VAT number was checked that a member of staff looked up."""
STAFF_ROLES = frozenset(role for role, permissions in ROLES.items() if permissions & STAFF_PERMISSIONS)


class OrganisationKind(StrEnum):
    """The levels of a hierarchy, highest first."""

    GROUP = "group"
    LEGAL_ENTITY = "legal_entity"
    SITE = "site"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDraft:
    """An organisation as an outside system or a person states it; `ref` is its key there, `parent` the key above it.

    With `vat_confirmed_at` the source vouches that it found the VAT number to be registered then.
    """

    name: str
    ref: ExternalRef | None = None
    parent: ExternalRef | None = None
    kind: OrganisationKind = OrganisationKind.LEGAL_ENTITY
    number: str | None = None
    sales_area: str = "DE01"
    country: str = "DE"
    currency: str = "EUR"
    language: str = "de"
    vat_number: str | None = None
    vat_confirmed_at: datetime | None = None
    payment_terms: str | None = None
    blocked: bool = False
    segments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A buying company or a part of one."""

    id: UUID
    name: str
    kind: OrganisationKind
    parent: UUID | None
    number: str | None
    sales_area: str
    country: str
    currency: str
    language: str
    vat_number: str | None
    payment_terms: str | None
    blocked: bool
    segments: frozenset[str]
    version: int
    refs: tuple[ExternalRef, ...] = ()


class CheckOutcome(StrEnum):
    """What came of asking whether a VAT number is registered."""

    REGISTERED = "registered"
    NOT_REGISTERED = "not_registered"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True, kw_only=True)
class VatCheck:
    """A check of an organisation's VAT number.

    `by` names the register or the outside system that vouches for it, or is `STAFF` for a check by hand, whose `contact`
    is the member of staff. `reference` is the consultation number, the proof that somebody asked.
    """

    organisation: UUID
    number: str
    checked_at: datetime
    outcome: CheckOutcome
    by: str
    contact: UUID | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueNumber:
    """A VAT number, without spaces and the like, that ought to be checked now."""

    organisation: UUID
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionDraft:
    """That an organisation is exempt from value added tax: by which certificate, why, and when.

    With a `country` only from the tax of that one.
    """

    certificate: str
    reason: str
    valid: Period
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """An exemption on file."""

    id: UUID
    organisation: UUID
    certificate: str
    reason: str
    valid: Period
    country: str | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressDraft:
    """An address as an outside system states it; `organisation` is the key of its owner there."""

    organisation: ExternalRef
    name: str
    street: str
    postal_code: str
    city: str
    ref: ExternalRef | None = None
    addition: str | None = None
    region: str | None = None
    country: str = "DE"
    ship_to: bool = True
    bill_to: bool = False
    default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A place goods (ship-to) or invoices (bill-to) go."""

    id: UUID
    organisation: UUID
    name: str
    addition: str | None
    street: str
    postal_code: str
    city: str
    region: str | None
    country: str
    ship_to: bool
    bill_to: bool
    default: bool
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    """A person as an outside system states it; without an organisation it is a member of staff.

    With `role` the contact gets it in the organisation and below, for good.
    """

    name: str
    email: str
    organisation: ExternalRef | None = None
    ref: ExternalRef | None = None
    phone: str | None = None
    language: str = "de"
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person with an e-mail address; staff have no organisation."""

    id: UUID
    organisation: UUID | None
    name: str
    email: str
    phone: str | None
    language: str
    blocked: bool
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A role in an organisation and everything below it (None: the house itself) for a period."""

    contact: UUID
    organisation: UUID | None
    role: str
    valid: Period = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A new session; the token is told once and never stored."""

    session: UUID
    contact: UUID
    token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A person signed in somewhere."""

    id: UUID
    contact: UUID
    created_at: datetime
    expires_at: datetime
    user_agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """For whom a member of staff acts: an organisation, and as which of its people (None: as none of them)."""

    organisation: UUID
    contact: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActingCode:
    """A code that opens one session for a customer; it is told once and never stored."""

    code: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiClient:
    """A machine that calls the API; without an organisation it belongs to the house."""

    id: UUID
    name: str
    role: str
    organisation: UUID | None
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApiClient:
    """A new API client with its secret, which is told once and never stored."""

    client: ApiClient
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessToken:
    """A short-lived token of an API client (OAuth 2 client credentials)."""

    token: str = field(repr=False)
    expires_in: int
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What one token opens: the actor, for whom he buys (None: nobody named), and when to ask again."""

    actor: Actor
    buyer: Buyer | None
    until: datetime
