"""Tables of catalog."""

from sqlalchemy import Boolean, Column, DateTime, Integer, LargeBinary, MetaData, Numeric, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

metadata = MetaData(schema="catalog")

category = Table(
    "category",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("parent", Uuid),
    Column("names", JSONB, nullable=False),
    Column("position", Integer, nullable=False),
)

category_ref = Table(
    "category_ref",
    metadata,
    Column("system", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("category", Uuid, nullable=False),
)

product = Table(
    "product",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("sku", Text, nullable=False, unique=True),
    Column("names", JSONB, nullable=False),
    Column("descriptions", JSONB, nullable=False),
    Column("category", Uuid),
    Column("base_unit", Text, nullable=False),
    Column("sales_unit", Text, nullable=False),
    Column("units", JSONB, nullable=False),
    Column("minimum", Numeric, nullable=False),
    Column("multiple", Numeric, nullable=False),
    Column("gtin", Text),
    Column("manufacturer", Text),
    Column("manufacturer_number", Text),
    Column("tax_class", Text, nullable=False),
    Column("family", Text),
    Column("varying", ARRAY(Text), nullable=False),
    Column("attributes", JSONB, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("system", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

product_ref = Table(
    "product_ref",
    metadata,
    Column("system", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("product", Uuid, nullable=False, index=True),
)

# What other products a source relates a product to, by the source's keys: the other one may come later.
relation = Table(
    "relation",
    metadata,
    Column("product", Uuid, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("system", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("position", Integer, nullable=False),
)

number = Table(
    "number",
    metadata,
    Column("normal", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("product", Uuid, primary_key=True, index=True),
)

own_number = Table(
    "own_number",
    metadata,
    Column("organisation", Uuid, primary_key=True),
    Column("normal", Text, primary_key=True),
    Column("product", Uuid, primary_key=True),
    Column("number", Text, nullable=False),
)

media = Table(
    "media",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("product", Uuid, nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("url", Text),
    Column("content", LargeBinary),
)

# Who may see and buy what.
assortment = Table(
    "assortment",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("picks", JSONB, nullable=False),
    Column("organisation", Uuid),
    Column("role", Text),
    Column("sales_area", Text),
    Column("segment", Text),
    Column("valid_from", DateTime(timezone=True), nullable=False),
    Column("valid_to", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
)
