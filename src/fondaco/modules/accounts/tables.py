"""The tables of accounts."""

from sqlalchemy import (
    Boolean,
    Column,
    Computed,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

metadata = MetaData(schema="accounts")


def _moment(name: str, *, nullable: bool = False, default: bool = False) -> Column[object]:
    return Column(
        name, DateTime(timezone=True), nullable=nullable, server_default=func.clock_timestamp() if default else None
    )


# One number however it is written, with spaces, dots or in small letters: by this checks are kept.
VAT_KEY = "upper(regexp_replace(vat_number, '[^A-Za-z0-9]', '', 'g'))"

organisation = Table(
    "organisation",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("parent", Uuid, nullable=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("number", Text, nullable=True),
    Column("sales_area", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("vat_number", Text, nullable=True),
    Column("vat_key", Text, Computed(VAT_KEY, persisted=True), nullable=True),
    Column("payment_terms", Text, nullable=True),
    Column("blocked", Boolean, nullable=False),
    Column("segments", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("source", Text, nullable=False),
    Column("version", Integer, nullable=False),
    _moment("changed_at", default=True),
    Index("organisation_parent", "parent"),
    Index("organisation_name", "name", "id"),
)

# The keys under which outside systems know an organisation.
organisation_ref = Table(
    "organisation_ref",
    metadata,
    Column("system", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Index("organisation_ref_organisation", "organisation"),
)

# Of several checks in a row that could not be made only the last is kept; every other check stays.
vat_check = Table(
    "vat_check",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("number", Text, nullable=False),
    _moment("checked_at"),
    Column("outcome", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("contact", Uuid, nullable=True),
    Column("reference", Text, nullable=False, server_default=""),
    Index("vat_check_once", "organisation", "number", "checked_at", "by", unique=True),
)

vat_exemption = Table(
    "vat_exemption",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("certificate", Text, nullable=False),
    Column("reason", Text, nullable=False),
    _moment("valid_from"),
    _moment("valid_to", nullable=True),
    Column("country", Text, nullable=True),
    Column("version", Integer, nullable=False),
    Index("vat_exemption_organisation", "organisation"),
)

address = Table(
    "address",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("addition", Text, nullable=True),
    Column("street", Text, nullable=False),
    Column("postal_code", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("region", Text, nullable=True),
    Column("country", Text, nullable=False),
    Column("ship_to", Boolean, nullable=False),
    Column("bill_to", Boolean, nullable=False),
    Column("default", Boolean, nullable=False),
    Column("source", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Index("address_organisation", "organisation", "id"),
)

address_ref = Table(
    "address_ref",
    metadata,
    Column("system", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("address", Uuid, nullable=False),
    Index("address_ref_address", "address"),
)

# People; staff have no organisation. E-mail addresses are stored in lower case.
contact = Table(
    "contact",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False, unique=True),
    Column("phone", Text, nullable=True),
    Column("language", Text, nullable=False),
    Column("blocked", Boolean, nullable=False, server_default=text("false")),
    Column("password_hash", Text, nullable=True),
    Column("source", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Index("contact_organisation", "organisation", "id"),
)

contact_ref = Table(
    "contact_ref",
    metadata,
    Column("system", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("contact", Uuid, nullable=False),
    Index("contact_ref_contact", "contact"),
)

membership = Table(
    "membership",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("contact", Uuid, nullable=False),
    Column("organisation", Uuid, nullable=True),
    Column("role", Text, nullable=False),
    _moment("valid_from"),
    _moment("valid_until", nullable=True),
    Index("membership_contact", "contact"),
    Index("membership_organisation", "organisation"),
)

# Of a token only its hash is kept.
session = Table(
    "session",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("contact", Uuid, nullable=False),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("user_agent", Text, nullable=False),
    _moment("created_at"),
    _moment("expires_at"),
    _moment("ended_at", nullable=True),
    # A member of staff's session for a customer says for which, and as whom of his people.
    Column("acts_for", Uuid, nullable=True),
    Column("acts_as", Uuid, nullable=True),
    Index("session_contact", "contact", "created_at"),
)

# Of a code too only its hash is kept; it is deleted when it is used.
acting_code = Table(
    "acting_code",
    metadata,
    Column("code_hash", LargeBinary, primary_key=True),
    Column("staff", Uuid, nullable=False),
    Column("acts_for", Uuid, nullable=False),
    Column("acts_as", Uuid, nullable=True),
    _moment("expires_at"),
    Index("acting_code_expires", "expires_at"),
)

api_client = Table(
    "api_client",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("organisation", Uuid, nullable=True),
    Column("secret_hash", LargeBinary, nullable=False, unique=True),
    _moment("created_at"),
    _moment("expires_at", nullable=True),
    _moment("revoked_at", nullable=True),
    Index("api_client_organisation", "organisation"),
)

access_token = Table(
    "access_token",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("api_client", Uuid, nullable=False),
    Column("permissions", ARRAY(Text), nullable=False),
    _moment("expires_at"),
    Index("access_token_expires", "expires_at"),
)

# Failed sign-ins per e-mail address and network address, both only as one hash.
sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("attempts", Integer, nullable=False),
    _moment("window_start"),
    Index("sign_in_attempt_window", "window_start"),
)
