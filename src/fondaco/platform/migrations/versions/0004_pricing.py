"""The first tables of pricing: price lists, their assignment, condition records."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("""
        CREATE SCHEMA pricing;
        CREATE SEQUENCE pricing.load_number;

        CREATE TABLE pricing.price_list (
            id uuid PRIMARY KEY,
            system text NOT NULL,
            key text NOT NULL,
            name text NOT NULL,
            currency text NOT NULL
        );
        CREATE UNIQUE INDEX price_list_ref ON pricing.price_list (system, key);

        CREATE TABLE pricing.assignment (
            organisation uuid NOT NULL,
            price_list uuid NOT NULL,
            valid_from timestamptz NOT NULL,
            valid_to timestamptz,
            system text NOT NULL,
            PRIMARY KEY (organisation, price_list, valid_from)
        );

        CREATE TABLE pricing.price_record (
            id uuid PRIMARY KEY,
            kind text NOT NULL,
            calculation text NOT NULL,
            amount numeric NOT NULL,
            currency text NOT NULL,
            per numeric NOT NULL,
            unit text NOT NULL,
            scale numeric NOT NULL,
            organisation uuid,
            price_list uuid,
            product uuid,
            category uuid,
            valid_from timestamptz NOT NULL,
            valid_to timestamptz,
            system text NOT NULL,
            key text NOT NULL,
            text text NOT NULL,
            load bigint NOT NULL,
            identity uuid GENERATED ALWAYS AS (
                md5(kind || '|' || coalesce(organisation::text, '') || '|' || coalesce(price_list::text, '') || '|' ||
                coalesce(product::text, '') || '|' || coalesce(category::text, '') || '|' || currency || '|' ||
                unit || '|' || trim_scale(scale)::text)::uuid
            ) STORED
        );
        CREATE UNIQUE INDEX price_record_ref ON pricing.price_record (system, key);
        CREATE INDEX price_record_identity ON pricing.price_record (identity);
        CREATE INDEX price_record_product ON pricing.price_record (product);
        CREATE INDEX price_record_load ON pricing.price_record (load);
    """)
