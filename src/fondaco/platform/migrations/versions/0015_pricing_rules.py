"""Pricing procedures by sales area, exchange rates, quotations of metals and the metal in goods."""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE pricing.procedure (
            code text PRIMARY KEY,
            body jsonb NOT NULL,
            version integer NOT NULL
        );
        CREATE TABLE pricing.procedure_area (
            area text PRIMARY KEY,
            procedure text NOT NULL REFERENCES pricing.procedure (code) ON DELETE CASCADE
        );
        CREATE TABLE pricing.exchange_rate (
            currency text,
            "to" text,
            sales_area text,
            since timestamptz,
            rate numeric NOT NULL,
            PRIMARY KEY (currency, "to", sales_area, since)
        );
        CREATE TABLE pricing.quotation (
            metal text,
            since timestamptz,
            currency text NOT NULL,
            amount numeric NOT NULL,
            PRIMARY KEY (metal, since)
        );
        CREATE TABLE pricing.metal_share (
            product uuid,
            metal text,
            kilograms numeric NOT NULL,
            PRIMARY KEY (product, metal)
        );
    """)
