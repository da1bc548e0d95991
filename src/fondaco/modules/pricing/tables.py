"""Tables of pricing."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    Computed,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    Sequence,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP, UUID

metadata = MetaData(schema="pricing")
Moment = TIMESTAMP(timezone=True)

load_number = Sequence("load_number", metadata=metadata)

price_list = Table(
    "price_list",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("system", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Index("price_list_ref", "system", "key", unique=True),
)

assignment = Table(
    "assignment",
    metadata,
    Column("organisation", UUID, primary_key=True),
    Column("price_list", UUID, primary_key=True),
    Column("valid_from", Moment, primary_key=True),
    Column("valid_to", Moment),
    Column("system", Text, nullable=False),
)

# What must not be in force twice at once, as one short value that an index can hold.
# Scales of a product's own records are compared in its base unit: a box of 100 and 100 pieces are one scale.
IDENTITY = (
    "md5(kind || '|' || type || '|' || coalesce(organisation::text, '') || '|' || coalesce(price_list::text, '')"
    " || '|' || coalesce(segment, '') || '|' || coalesce(arm, '') || '|' || coalesce(product::text, '') || '|' ||"
    " coalesce(category::text, '') || '|' || coalesce(sales_area, '') || '|' || currency || '|' || scale_by || '|' ||"
    " CASE WHEN product IS NULL THEN unit ELSE '' END || '|' || trim_scale(from_base)::text)::uuid"
)

price_record = Table(
    "price_record",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("calculation", Text, nullable=False),
    Column("amount", Numeric, nullable=False),
    Column("currency", Text, nullable=False),
    Column("per", Numeric, nullable=False),
    Column("unit", Text, nullable=False),
    Column("scale", Numeric, nullable=False),
    Column("organisation", UUID),
    Column("price_list", UUID),
    Column("product", UUID),
    Column("category", UUID),
    Column("valid_from", Moment, nullable=False),
    Column("valid_to", Moment),
    Column("system", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("load", BigInteger, nullable=False),
    Column("type", Text, nullable=False, server_default=""),
    Column("scale_by", Text, nullable=False, server_default="quantity"),
    Column("from_base", Numeric, nullable=False, server_default="0"),
    Column("sales_area", Text),
    Column("segment", Text),
    Column("arm", Text),
    Column("metal", Text),
    Column("identity", UUID, Computed(IDENTITY, persisted=True)),
    Index("price_record_ref", "system", "key", unique=True),
    Index("price_record_identity", "identity"),
    Index("price_record_product", "product"),
    Index("price_record_load", "load"),
    Index("price_record_free", "product", postgresql_where=text("kind = 'free'")),
    Index("price_record_organisation", "organisation", "id", postgresql_where=text("organisation IS NOT NULL")),
    Index("price_record_list", "price_list", "id", postgresql_where=text("price_list IS NOT NULL")),
    Index("price_record_document", "type", postgresql_where=text("product IS NULL AND category IS NULL")),
)

# Which records ended with which load: whoever follows the loads learns of those that are no more.
ended_record = Table(
    "ended_record",
    metadata,
    Column("record", UUID, primary_key=True),
    Column("load", BigInteger, nullable=False),
    Index("ended_record_load", "load"),
)

# How each source reckons the money of what it invoices; one that is not here rounds commercially.
reckoning = Table(
    "reckoning",
    metadata,
    Column("system", Text, primary_key=True),
    Column("rounding", Text, nullable=False),
    Column("tax_base", Text, nullable=False),
    Column("tax_per", Text, nullable=False),
)

# The files of the price book that this database knows: one written for another database, or for a state that was put
# back since, has a token that is not here.
compiled_book = Table(
    "compiled_book",
    metadata,
    Column("token", UUID, primary_key=True),
    Column("load", BigInteger, nullable=False),
)

# Pricing procedures as they were stated; the code names them.
procedure = Table(
    "procedure",
    metadata,
    Column("code", Text, primary_key=True),
    Column("body", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
)

# Which procedure a sales area works by; the empty area is every other one.
procedure_area = Table(
    "procedure_area",
    metadata,
    Column("area", Text, primary_key=True),
    Column("procedure", Text, ForeignKey("pricing.procedure.code", ondelete="CASCADE"), nullable=False),
)

# Each holds from its moment until the next one of the same pair of currencies and area does.
exchange_rate = Table(
    "exchange_rate",
    metadata,
    Column("currency", Text, primary_key=True),
    Column("to", Text, primary_key=True),
    Column("sales_area", Text, primary_key=True),
    Column("since", Moment, primary_key=True),
    Column("rate", Numeric, nullable=False),
)

quotation = Table(
    "quotation",
    metadata,
    Column("metal", Text, primary_key=True),
    Column("since", Moment, primary_key=True),
    Column("currency", Text, nullable=False),
    Column("amount", Numeric, nullable=False),
)

# How customers pay: those of an organisation and all below it, or of a sales area; "" is everybody else.
payment_terms = Table(
    "payment_terms",
    metadata,
    Column("code", Text, primary_key=True),
    Column("names", JSONB, nullable=False),
    Column("days", Integer, nullable=False),
    Column("discounts", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
)

pays_by = Table(
    "pays_by",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("terms", Text, ForeignKey("pricing.payment_terms.code", ondelete="CASCADE"), nullable=False),
)

# The only row says above how many percent a second person decides; nothing lets everybody decide alone.
price_policy = Table(
    "price_policy",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("above_percent", Numeric),
)

price_proposal = Table(
    "price_proposal",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("action", Text, nullable=False),
    Column("record", UUID),
    Column("version", BigInteger),
    Column("body", JSONB, nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_by", UUID, nullable=False),
    Column("proposed_at", Moment, nullable=False),
    Column("decided_by", UUID),
    Column("decided_at", Moment),
    Column("comment", Text, nullable=False, server_default=""),
    Index("price_proposal_open", "proposed_at", postgresql_where=text("state = 'open'")),
)

promotion = Table(
    "promotion",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("code", Text, nullable=False),
    Column("names", JSONB, nullable=False),
    Column("valid_from", Moment, nullable=False),
    Column("valid_to", Moment),
    Column("segments", ARRAY(Text), nullable=False),
    Column("arm", Text),
    Column("sales_area", Text),
    Column("offers", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("asked_by", UUID),
    Column("version", Integer, nullable=False),
    Index("promotion_code", "code", unique=True),
    Index("promotion_period", text("valid_from DESC"), text("id DESC")),
)

contract = Table(
    "contract",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("system", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("organisation", UUID, nullable=False),
    Column("valid_from", Moment, nullable=False),
    Column("valid_to", Moment),
    Column("over", Text, nullable=False),
    Index("contract_ref", "system", "key", unique=True),
    Index("contract_organisation", "organisation"),
)

# Agreed and used are in `unit`s of the product (one of them is `in_base` base units) or in money of `currency`. What the
# source told was used by `told_at`, and what was called off here later, is used.
contract_item = Table(
    "contract_item",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("contract", UUID, ForeignKey("pricing.contract.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("product", UUID),
    Column("agreed", Numeric, nullable=False),
    Column("unit", Text),
    Column("in_base", Numeric, nullable=False),
    Column("currency", Text),
    Column("text", Text, nullable=False),
    Column("told_used", Numeric, nullable=False),
    Column("told_at", Moment),
    Column("called", Numeric, nullable=False, server_default="0"),
    Index("contract_item_position", "contract", "position", unique=True),
    Index("contract_item_product", "product"),
)

# Which condition records are the prices of an item. One that was closed because the item is used up was in force until
# `was_until` before.
contract_record = Table(
    "contract_record",
    metadata,
    Column("system", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("item", UUID, ForeignKey("pricing.contract_item.id", ondelete="CASCADE"), nullable=False),
    Column("closed_at", Moment),
    Column("was_until", Moment),
    Index("contract_record_item", "item"),
)

call_off = Table(
    "call_off",
    metadata,
    Column("line", UUID, primary_key=True),
    Column("item", UUID, ForeignKey("pricing.contract_item.id", ondelete="CASCADE"), nullable=False),
    Column("document", UUID, nullable=False),
    Column("number", Text, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("at", Moment, nullable=False),
    Index("call_off_item", "item", "at"),
    Index("call_off_document", "document"),
)

# What is stated about tax goes before what is built in: rates of a country from a day on, who sells in a sales area
# (the empty one is every other), and in the only row how long a confirmed VAT number counts.
tax_rate = Table(
    "tax_rate",
    metadata,
    Column("country", Text, primary_key=True),
    Column("tax_class", Text, primary_key=True),
    Column("since", Date, primary_key=True),
    Column("rate", Numeric, nullable=False),
)

seller = Table(
    "seller",
    metadata,
    Column("sales_area", Text, primary_key=True),
    Column("country", Text, nullable=False),
)

tax_policy = Table(
    "tax_policy",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("confirmation_days", Integer, nullable=False),
)

# Kilograms of a metal in one base unit of a product.
metal_share = Table(
    "metal_share",
    metadata,
    Column("product", UUID, primary_key=True),
    Column("metal", Text, primary_key=True),
    Column("kilograms", Numeric, nullable=False),
)
