"""Contracts with agreed quantities or values, and what was called off of them."""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE pricing.contract (
            id uuid PRIMARY KEY,
            system text NOT NULL,
            key text NOT NULL,
            number text NOT NULL,
            name text NOT NULL,
            organisation uuid NOT NULL,
            valid_from timestamptz NOT NULL,
            valid_to timestamptz,
            over text NOT NULL
        );
        CREATE UNIQUE INDEX contract_ref ON pricing.contract (system, key);
        CREATE INDEX contract_organisation ON pricing.contract (organisation);
        CREATE TABLE pricing.contract_item (
            id uuid PRIMARY KEY,
            contract uuid NOT NULL REFERENCES pricing.contract (id) ON DELETE CASCADE,
            position integer NOT NULL,
            product uuid,
            agreed numeric NOT NULL,
            unit text,
            in_base numeric NOT NULL,
            currency text,
            text text NOT NULL,
            told_used numeric NOT NULL,
            told_at timestamptz,
            called numeric NOT NULL DEFAULT 0
        );
        CREATE UNIQUE INDEX contract_item_position ON pricing.contract_item (contract, position);
        CREATE INDEX contract_item_product ON pricing.contract_item (product);
        CREATE TABLE pricing.contract_record (
            system text,
            key text,
            item uuid NOT NULL REFERENCES pricing.contract_item (id) ON DELETE CASCADE,
            closed_at timestamptz,
            was_until timestamptz,
            PRIMARY KEY (system, key)
        );
        CREATE INDEX contract_record_item ON pricing.contract_record (item);
        CREATE TABLE pricing.call_off (
            line uuid PRIMARY KEY,
            item uuid NOT NULL REFERENCES pricing.contract_item (id) ON DELETE CASCADE,
            document uuid NOT NULL,
            number text NOT NULL,
            quantity numeric NOT NULL,
            at timestamptz NOT NULL
        );
        CREATE INDEX call_off_item ON pricing.call_off (item, at);
        CREATE INDEX call_off_document ON pricing.call_off (document);
    """)
