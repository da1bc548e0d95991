"""Assortments: who may see and buy what."""

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE catalog.assortment (
            id uuid PRIMARY KEY,
            code text NOT NULL UNIQUE,
            name text NOT NULL,
            mode text NOT NULL,
            picks jsonb NOT NULL,
            organisation uuid,
            role text,
            sales_area text,
            segment text,
            valid_from timestamptz NOT NULL,
            valid_to timestamptz,
            version integer NOT NULL
        );
    """)
