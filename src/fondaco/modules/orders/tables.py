"""The tables of orders: carts, orders with their lines, each ERP's part of an order, shipments and invoices."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    Sequence,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

metadata = MetaData(schema="orders")

# The number range of orders placed here; a number of a transaction that failed is never used again.
order_number = Sequence("order_number", metadata=metadata, start=1_000_001)

cart = Table(
    "cart",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation", Uuid, nullable=False),
    Column("contact", Uuid),
    Column("name", Text, nullable=False, server_default=""),
    Column("currency", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="open"),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("last_position", Integer, nullable=False, server_default=text("0")),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Index("cart_organisation", "organisation", "state", "updated_at"),
)

cart_line = Table(
    "cart_line",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("cart", Uuid, ForeignKey(cart.c.id, ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("product", Uuid, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("unit", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("requested_date", Date),
    UniqueConstraint("cart", "position", name="cart_line_position"),
    CheckConstraint("quantity > 0", name="cart_line_quantity"),
)

# "order" is a word of SQL, hence the field's other name for it. `cart` is unique: a cart becomes one order, whoever
# clicks how often. `source` and `source_key` name an imported order; `digest` tells whether it changed there.
sales_order = Table(
    "sales_order",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, nullable=False),
    Column("organisation", Uuid, nullable=False),
    Column("contact", Uuid),
    Column("on_behalf", Uuid),
    Column("cart", Uuid, unique=True),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("placed_at", DateTime(timezone=True), nullable=False),
    Column("po_number", Text, nullable=False, server_default=""),
    Column("ship_to", Uuid),
    Column("ship_to_lines", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("requested_date", Date),
    Column("note", Text, nullable=False, server_default=""),
    Column("currency", Text, nullable=False),
    Column("net", Numeric, nullable=False),
    Column("tax", Numeric, nullable=False),
    Column("freight", Numeric, nullable=False, server_default=text("0")),
    Column("gross", Numeric, nullable=False),
    Column("line_count", Integer, nullable=False),
    Column("source", Text, nullable=False, server_default=""),
    Column("source_key", Text),
    Column("digest", Text),
    Column("charges", JSONB, nullable=False, server_default=text("'[]'")),
    Column("payment", JSONB),
    UniqueConstraint("source", "number", name="sales_order_number"),
    UniqueConstraint("source", "source_key", name="sales_order_source_key"),
    Index("sales_order_history", "organisation", text("placed_at DESC"), text("id DESC")),
    Index("sales_order_placed", text("placed_at DESC"), text("id DESC")),
)

sales_order_line = Table(
    "sales_order_line",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("sales_order", Uuid, ForeignKey(sales_order.c.id, ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("product", Uuid, nullable=False),
    Column("sku", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("quantity", Numeric, nullable=False),
    Column("unit", Text, nullable=False),
    Column("price", Numeric, nullable=False),
    Column("price_per", Numeric, nullable=False),
    Column("price_unit", Text, nullable=False),
    Column("amount", Numeric, nullable=False),
    Column("tax_rate", Numeric, nullable=False),
    Column("because", JSONB, nullable=False, server_default=text("'[]'")),
    Column("schedule", JSONB, nullable=False, server_default=text("'[]'")),
    Column("state", Text, nullable=False),
    Column("shipped", Numeric, nullable=False, server_default=text("0")),
    Column("system", Text, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("requested_date", Date),
    Column("free_of", Uuid),
    # What was promised first, once that is no longer so; the plan of availability that was taken over last; and the ERP
    # that told the dates itself, if one did.
    Column("first_schedule", JSONB, nullable=False, server_default=text("'[]'")),
    Column("promise_revision", Integer, nullable=False, server_default=text("0")),
    Column("dated_by", Text, nullable=False, server_default=""),
    UniqueConstraint("sales_order", "position", name="sales_order_line_position"),
    Index("sales_order_line_product", "product"),
)

# The end of the queue of one ERP. Placing locks the row until its commit, so the queue's order is that of placing.
export_queue = Table(
    "export_queue",
    metadata,
    Column("system", Text, primary_key=True),
    Column("last_sequence", BigInteger, nullable=False),
)

# One ERP's part of an order and how far it is on its way there. `begun_at` is the record of the intent to call.
order_export = Table(
    "order_export",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("sales_order", Uuid, ForeignKey(sales_order.c.id, ondelete="CASCADE"), nullable=False),
    Column("system", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("reference", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("error", Text, nullable=False, server_default=""),
    Column("next_attempt_at", DateTime(timezone=True)),
    Column("begun_at", DateTime(timezone=True)),
    Column("exported_at", DateTime(timezone=True)),
    Column("external_key", Text),
    Column("external_number", Text),
    Column("erp_state", Text),
    UniqueConstraint("system", "sequence", name="order_export_sequence"),
    UniqueConstraint("sales_order", "system", name="order_export_part"),
    UniqueConstraint("system", "external_key", name="order_export_external_key"),
    Index(
        "order_export_open", "system", "sequence", postgresql_where=text("state IN ('waiting', 'sending', 'parked')")
    ),
)

shipment = Table(
    "shipment",
    metadata,
    Column("sales_order", Uuid, ForeignKey(sales_order.c.id, ondelete="CASCADE"), primary_key=True),
    Column("system", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("number", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("shipped_on", Date),
    Column("tracking", Text, nullable=False, server_default=""),
    Column("lines", JSONB, nullable=False, server_default=text("'[]'")),
    Column("told_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
)

invoice = Table(
    "invoice",
    metadata,
    Column("sales_order", Uuid, ForeignKey(sales_order.c.id, ondelete="CASCADE"), primary_key=True),
    Column("system", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("number", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("issued_on", Date),
    Column("due_on", Date),
    Column("currency", Text, nullable=False),
    Column("net", Numeric, nullable=False),
    Column("tax", Numeric, nullable=False),
    Column("gross", Numeric, nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
)
