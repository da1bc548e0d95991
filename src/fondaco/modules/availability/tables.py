"""Tables of availability."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    Time,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

metadata = MetaData(schema="availability")


def _moment(name: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


location = Table(
    "location",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("system", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Index("location_ref", "system", "key", unique=True),
)

# Whoever reserves locks the rows of his products in the order of their ids: nothing is promised twice.
item = Table("item", metadata, Column("product", Uuid, primary_key=True))

stock = Table(
    "stock",
    metadata,
    Column("product", Uuid, primary_key=True),
    Column("location", Uuid, primary_key=True),
    Column("on_hand", Numeric, nullable=False),
    Column("blocked", Numeric, nullable=False),
    Column("safety", Numeric, nullable=False),
    _moment("told_at"),
    Column("system", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

receipt = Table(
    "receipt",
    metadata,
    Column("system", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("product", Uuid, nullable=False),
    Column("location", Uuid, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("date", Date, nullable=False),
    Index("receipt_product", "product"),
)

reservation = Table(
    "reservation",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("document", Uuid, nullable=False),
    Column("line", Uuid, nullable=False),
    Column("product", Uuid, nullable=False),
    Column("location", Uuid, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("date", Date, nullable=False),
    _moment("expires_at", nullable=True),
    Column("delivered_on", Date),
    Column("replenished", Numeric, nullable=False, server_default="0"),
    Column("allocation", Uuid),
    Index("reservation_product", "product"),
    Index("reservation_document", "document"),
    Index("reservation_expires", "expires_at"),
    Index("reservation_allocation", "allocation", postgresql_where=text("allocation IS NOT NULL")),
)

# A quantity of a product kept for an organisation and all below it, or for a segment; `used` of it left the house. `number`
# is counted with the documents of `claimant`.
allocation = Table(
    "allocation",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("system", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("product", Uuid, nullable=False),
    Column("location", Uuid),
    Column("organisation", Uuid),
    Column("segment", Text),
    Column("quantity", Numeric, nullable=False),
    Column("used", Numeric, nullable=False),
    _moment("valid_from"),
    _moment("valid_to", nullable=True),
    Column("version", Integer, nullable=False),
    Index("allocation_ref", "system", "key", unique=True),
    Index("allocation_product", "product"),
    Index("allocation_organisation", "organisation"),
)

# Working days after which any quantity of a product is replenished: at a location, or wherever else it is stocked.
replenishment = Table(
    "replenishment",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("product", Uuid, nullable=False),
    Column("location", Uuid),
    Column("lead_time", Integer),
    Index("replenishment_place", "product", "location", unique=True, postgresql_nulls_not_distinct=True),
)

# Who holds or waits for something: `number` counts documents in the order in which they reserved, and whoever changes
# what a document holds locks its row. `buyer` is as much of him as planning again has to know.
claimant = Table(
    "claimant",
    metadata,
    Column("document", Uuid, primary_key=True),
    Column("number", BigInteger, Identity(always=True), nullable=False),
    _moment("expires_at", nullable=True),
    Column("buyer", JSONB),
    Index("claimant_expires", "expires_at"),
)

# What is still open of a line: the dated parts of it stand in `reservation`, the rest waits. `revision` counts the plans.
claim = Table(
    "claim",
    metadata,
    Column("document", Uuid, ForeignKey(claimant.c.document, ondelete="CASCADE"), primary_key=True),
    Column("line", Uuid, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("product", Uuid, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("requested_on", Date),
    Column("revision", Integer, nullable=False),
    Index("claim_product", "product"),
)

# Products whose supply moved since their reservations were planned; rows are only added and taken away, so that nobody
# who states facts waits for anybody.
moved = Table(
    "moved",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("product", Uuid, nullable=False),
    Index("moved_product", "product"),
)

# When each source of stock was last heard from, how long its silence is borne and what it means then, and on which
# occasions it is asked live (`checks`); `version` counts changes of what is kept for it, not what is heard.
source = Table(
    "source",
    metadata,
    Column("system", Text, primary_key=True),
    _moment("heard_at"),
    Column("patience", Integer, nullable=False),
    Column("silence", Text, nullable=False, server_default="unknown"),
    Column("fallback", Text, nullable=False, server_default="unknown"),
    Column("limit_ms", Integer, nullable=False, server_default="300"),
    Column("checks", ARRAY(Text), nullable=False, server_default="{}"),
    Column("version", Integer, nullable=False, server_default="1"),
)

# On which occasions the ERPs are asked live for an organisation and all below it.
live_rule = Table(
    "live_rule",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("occasions", ARRAY(Text), nullable=False),
    Column("limit_ms", Integer, nullable=False),
    Column("version", Integer, nullable=False),
)

# The days a location ships on; a location without one ships on every day.
calendar = Table(
    "calendar",
    metadata,
    Column("location", Uuid, primary_key=True),
    Column("weekdays", ARRAY(Integer), nullable=False),
    Column("country", Text, nullable=False),
    Column("subdivision", Text, nullable=False),
    Column("closed_on", ARRAY(Date), nullable=False),
    Column("opened_on", ARRAY(Date), nullable=False),
    Column("cut_off", Time),
)

# How much is sold beyond what is there, by product or organisation (their ids as text), or sales area; `kind` says which.
backorder = Table(
    "backorder",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("policy", Text, nullable=False),
)

# Days on the road from a location to a country ('' as zone) or a transport zone of it.
transport = Table(
    "transport",
    metadata,
    Column("location", Uuid, primary_key=True),
    Column("country", Text, primary_key=True),
    Column("zone", Text, primary_key=True),
    Column("days", Integer, nullable=False),
)

# The days a ship-to address takes goods on.
receiving = Table(
    "receiving",
    metadata,
    Column("address", Uuid, primary_key=True),
    Column("weekdays", ARRAY(Integer), nullable=False),
    Column("closed_on", ARRAY(Date), nullable=False),
    Column("zone", Text, nullable=False),
)

# How an organisation (its id as text) or a sales area is delivered to.
rule = Table(
    "rule",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("deliveries", Integer),
    Column("sourcing", Text, nullable=False),
    Column("places", ARRAY(Uuid), nullable=False),
)
