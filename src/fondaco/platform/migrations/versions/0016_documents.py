"""Conditions of whole documents, free goods and terms of payment."""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.execute("""
        CREATE INDEX price_record_free ON pricing.price_record (product) WHERE kind = 'free';
        CREATE INDEX price_record_document ON pricing.price_record (type) WHERE product IS NULL AND category IS NULL;
        CREATE TABLE pricing.payment_terms (
            code text PRIMARY KEY,
            names jsonb NOT NULL,
            days integer NOT NULL,
            discounts jsonb NOT NULL,
            version integer NOT NULL
        );
        CREATE TABLE pricing.pays_by (
            owner text PRIMARY KEY,
            terms text NOT NULL REFERENCES pricing.payment_terms (code) ON DELETE CASCADE
        );
        ALTER TABLE orders.sales_order
            ADD COLUMN charges jsonb NOT NULL DEFAULT '[]',
            ADD COLUMN payment jsonb;
        ALTER TABLE orders.sales_order_line
            ADD COLUMN free_of uuid;
    """)
