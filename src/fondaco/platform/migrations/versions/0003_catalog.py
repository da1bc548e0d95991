"""The first tables of catalog: products, categories, keys, numbers, relations, media."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the schema and its tables."""
    op.execute("""
        CREATE SCHEMA catalog;

        CREATE TABLE catalog.category (
            id uuid PRIMARY KEY,
            parent uuid,
            names jsonb NOT NULL,
            position integer NOT NULL
        );

        CREATE TABLE catalog.category_ref (
            system text NOT NULL,
            key text NOT NULL,
            category uuid NOT NULL,
            PRIMARY KEY (system, key)
        );

        CREATE TABLE catalog.product (
            id uuid PRIMARY KEY,
            sku text NOT NULL UNIQUE,
            names jsonb NOT NULL,
            descriptions jsonb NOT NULL,
            category uuid,
            base_unit text NOT NULL,
            sales_unit text NOT NULL,
            units jsonb NOT NULL,
            minimum numeric NOT NULL,
            multiple numeric NOT NULL,
            gtin text,
            manufacturer text,
            manufacturer_number text,
            tax_class text NOT NULL,
            family text,
            varying text[] NOT NULL,
            attributes jsonb NOT NULL,
            active boolean NOT NULL,
            system text NOT NULL,
            digest text NOT NULL,
            version integer NOT NULL
        );

        CREATE TABLE catalog.product_ref (
            system text NOT NULL,
            key text NOT NULL,
            product uuid NOT NULL,
            PRIMARY KEY (system, key)
        );
        CREATE INDEX ix_catalog_product_ref_product ON catalog.product_ref (product);

        CREATE TABLE catalog.relation (
            product uuid NOT NULL,
            kind text NOT NULL,
            system text NOT NULL,
            key text NOT NULL,
            position integer NOT NULL,
            PRIMARY KEY (product, kind, system, key)
        );

        CREATE TABLE catalog.number (
            normal text NOT NULL,
            kind text NOT NULL,
            product uuid NOT NULL,
            PRIMARY KEY (normal, kind, product)
        );
        CREATE INDEX ix_catalog_number_product ON catalog.number (product);

        CREATE TABLE catalog.own_number (
            organisation uuid NOT NULL,
            normal text NOT NULL,
            product uuid NOT NULL,
            number text NOT NULL,
            PRIMARY KEY (organisation, normal, product)
        );

        CREATE TABLE catalog.media (
            id uuid PRIMARY KEY,
            product uuid NOT NULL,
            position integer NOT NULL,
            content_type text NOT NULL,
            name text NOT NULL,
            digest text NOT NULL,
            url text,
            content bytea
        );
        CREATE INDEX ix_catalog_media_product ON catalog.media (product);
    """)
