"""Staff who act for a customer: sessions that say for whom, and the codes that hand them over to the storefront."""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE accounts.session ADD COLUMN acts_for uuid;
        ALTER TABLE accounts.session ADD COLUMN acts_as uuid;
        CREATE TABLE accounts.acting_code (
            code_hash bytea PRIMARY KEY,
            staff uuid NOT NULL,
            acts_for uuid NOT NULL,
            acts_as uuid,
            expires_at timestamptz NOT NULL
        );
        CREATE INDEX acting_code_expires ON accounts.acting_code (expires_at);
    """)
