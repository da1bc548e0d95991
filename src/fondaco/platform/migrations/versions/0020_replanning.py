"""Promises that are planned again: who waits for what, what moved, and the first promise of an order line."""

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE availability.reservation ADD COLUMN delivered_on date;
        CREATE TABLE availability.claimant (
            document uuid PRIMARY KEY,
            number bigint GENERATED ALWAYS AS IDENTITY,
            expires_at timestamptz,
            buyer jsonb
        );
        CREATE INDEX claimant_expires ON availability.claimant (expires_at);
        CREATE TABLE availability.claim (
            document uuid REFERENCES availability.claimant (document) ON DELETE CASCADE,
            line uuid,
            position integer NOT NULL,
            product uuid NOT NULL,
            quantity numeric NOT NULL,
            requested_on date,
            revision integer NOT NULL,
            PRIMARY KEY (document, line)
        );
        CREATE INDEX claim_product ON availability.claim (product);
        CREATE TABLE availability.moved (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            product uuid NOT NULL
        );
        CREATE INDEX moved_product ON availability.moved (product);

        -- What was held before is known by its dated parts alone.
        INSERT INTO availability.claimant (document, expires_at)
        SELECT document, max(expires_at) FROM availability.reservation GROUP BY document ORDER BY min(id);
        INSERT INTO availability.claim (document, line, position, product, quantity, revision)
        SELECT document, line, row_number() OVER (PARTITION BY document ORDER BY min(id)),
               (array_agg(product))[1], sum(quantity), 0
        FROM availability.reservation GROUP BY document, line;

        ALTER TABLE orders.sales_order_line
            ADD COLUMN first_schedule jsonb NOT NULL DEFAULT '[]',
            ADD COLUMN promise_revision integer NOT NULL DEFAULT 0,
            ADD COLUMN dated_by text NOT NULL DEFAULT '';

        CREATE TABLE availability.backorder (
            owner text PRIMARY KEY,
            kind text NOT NULL,
            policy text NOT NULL
        );
    """)
