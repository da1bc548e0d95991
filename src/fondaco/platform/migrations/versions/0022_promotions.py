"""Promotions: named bundles of condition records."""

from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE pricing.promotion (
            id uuid PRIMARY KEY,
            code text NOT NULL,
            names jsonb NOT NULL,
            valid_from timestamptz NOT NULL,
            valid_to timestamptz,
            segments text[] NOT NULL,
            arm text,
            sales_area text,
            offers jsonb NOT NULL,
            state text NOT NULL,
            asked_by uuid,
            version integer NOT NULL
        );
        CREATE UNIQUE INDEX promotion_code ON pricing.promotion (code);
        CREATE INDEX promotion_period ON pricing.promotion (valid_from DESC, id DESC);
    """)
