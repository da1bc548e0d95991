"""Checks of VAT numbers, exemptions from value added tax, and its rates and sellers as data."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE accounts.organisation ADD COLUMN vat_key text GENERATED ALWAYS AS (
            upper(regexp_replace(vat_number, '[^A-Za-z0-9]', '', 'g'))
        ) STORED;
        CREATE TABLE accounts.vat_check (
            id uuid PRIMARY KEY,
            organisation uuid NOT NULL,
            number text NOT NULL,
            checked_at timestamptz NOT NULL,
            outcome text NOT NULL,
            "by" text NOT NULL,
            contact uuid,
            reference text NOT NULL DEFAULT ''
        );
        CREATE UNIQUE INDEX vat_check_once ON accounts.vat_check (organisation, number, checked_at, "by");
        CREATE TABLE accounts.vat_exemption (
            id uuid PRIMARY KEY,
            organisation uuid NOT NULL,
            certificate text NOT NULL,
            reason text NOT NULL,
            valid_from timestamptz NOT NULL,
            valid_to timestamptz,
            country text,
            version integer NOT NULL
        );
        CREATE INDEX vat_exemption_organisation ON accounts.vat_exemption (organisation);

        CREATE TABLE pricing.tax_rate (
            country text,
            tax_class text,
            since date,
            rate numeric NOT NULL,
            PRIMARY KEY (country, tax_class, since)
        );
        CREATE TABLE pricing.seller (
            sales_area text PRIMARY KEY,
            country text NOT NULL
        );
        CREATE TABLE pricing.tax_policy (
            id integer PRIMARY KEY,
            confirmation_days integer NOT NULL
        );
    """)
