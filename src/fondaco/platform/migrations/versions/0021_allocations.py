"""Allocations for customers and segments, and lead times of replenishment."""

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE availability.allocation (
            id uuid PRIMARY KEY,
            number bigint NOT NULL,
            system text NOT NULL,
            key text NOT NULL,
            product uuid NOT NULL,
            location uuid,
            organisation uuid,
            segment text,
            quantity numeric NOT NULL,
            used numeric NOT NULL,
            valid_from timestamptz NOT NULL,
            valid_to timestamptz,
            version integer NOT NULL
        );
        CREATE UNIQUE INDEX allocation_ref ON availability.allocation (system, key);
        CREATE INDEX allocation_product ON availability.allocation (product);
        CREATE INDEX allocation_organisation ON availability.allocation (organisation);

        CREATE TABLE availability.replenishment (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            product uuid NOT NULL,
            location uuid,
            lead_time integer
        );
        CREATE UNIQUE INDEX replenishment_place
            ON availability.replenishment (product, location) NULLS NOT DISTINCT;

        ALTER TABLE availability.reservation
            ADD COLUMN replenished numeric NOT NULL DEFAULT 0,
            ADD COLUMN allocation uuid;
        CREATE INDEX reservation_allocation ON availability.reservation (allocation) WHERE allocation IS NOT NULL;
    """)
