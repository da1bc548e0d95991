"""Finding condition records by whom they are for, and prices that a second person decides."""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.execute("""
        CREATE INDEX price_record_organisation ON pricing.price_record (organisation, id) WHERE organisation IS NOT NULL;
        CREATE INDEX price_record_list ON pricing.price_record (price_list, id) WHERE price_list IS NOT NULL;
        CREATE TABLE pricing.price_policy (
            id integer PRIMARY KEY CHECK (id = 1),
            above_percent numeric
        );
        CREATE TABLE pricing.price_proposal (
            id uuid PRIMARY KEY,
            action text NOT NULL,
            record uuid,
            version bigint,
            body jsonb NOT NULL,
            reason text NOT NULL,
            state text NOT NULL,
            proposed_by uuid NOT NULL,
            proposed_at timestamptz NOT NULL,
            decided_by uuid,
            decided_at timestamptz,
            comment text NOT NULL DEFAULT ''
        );
        CREATE INDEX price_proposal_open ON pricing.price_proposal (proposed_at) WHERE state = 'open';
    """)
