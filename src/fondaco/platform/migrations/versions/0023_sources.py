"""What the silence of a source means, where ERPs are asked live, and how that went."""

from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE availability.source
            ADD COLUMN silence text NOT NULL DEFAULT 'unknown',
            ADD COLUMN fallback text NOT NULL DEFAULT 'unknown',
            ADD COLUMN limit_ms integer NOT NULL DEFAULT 300,
            ADD COLUMN checks text[] NOT NULL DEFAULT '{}',
            ADD COLUMN version integer NOT NULL DEFAULT 1;

        CREATE TABLE availability.live_rule (
            organisation uuid PRIMARY KEY,
            occasions text[] NOT NULL,
            limit_ms integer NOT NULL,
            version integer NOT NULL
        );

        CREATE TABLE intake.live_line (
            connection uuid PRIMARY KEY,
            breaker text NOT NULL,
            failures integer NOT NULL DEFAULT 0,
            retry_at timestamptz,
            asked bigint NOT NULL DEFAULT 0,
            answered bigint NOT NULL DEFAULT 0,
            late bigint NOT NULL DEFAULT 0,
            failed bigint NOT NULL DEFAULT 0,
            differed bigint NOT NULL DEFAULT 0,
            answered_at timestamptz,
            error text NOT NULL DEFAULT '',
            error_at timestamptz
        );
    """)
