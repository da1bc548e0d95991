"""The first tables of the platform: outbox, event log, subscriptions, idempotency keys."""

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute("""
        CREATE SCHEMA IF NOT EXISTS platform;

        CREATE TABLE platform.outbox (
            seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id uuid NOT NULL,
            type text NOT NULL,
            subject text NOT NULL,
            data jsonb NOT NULL,
            occurred_at timestamptz NOT NULL DEFAULT clock_timestamp()
        );
        -- Rows live for milliseconds: clean up early, or scans wade through dead ones.
        ALTER TABLE platform.outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

        CREATE TABLE platform.event_log (
            position bigint PRIMARY KEY,
            id uuid NOT NULL UNIQUE,
            type text NOT NULL,
            subject text NOT NULL,
            data jsonb NOT NULL,
            occurred_at timestamptz NOT NULL,
            recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
        );
        CREATE INDEX event_log_subject ON platform.event_log (subject, position);
        CREATE INDEX event_log_type ON platform.event_log (type, position);

        CREATE TABLE platform.event_log_head (
            one smallint PRIMARY KEY CHECK (one = 1),
            position bigint NOT NULL
        );
        INSERT INTO platform.event_log_head VALUES (1, 0);

        CREATE TABLE platform.subscription (
            name text PRIMARY KEY,
            position bigint NOT NULL,
            types text[] NOT NULL DEFAULT '{}',
            updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
        );

        CREATE TABLE platform.subscription_failure (
            subscription text NOT NULL,
            position bigint NOT NULL,
            subject text NOT NULL,
            attempts integer NOT NULL,
            error text NOT NULL,
            failed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            retry_at timestamptz,
            dead_at timestamptz,
            PRIMARY KEY (subscription, position)
        );
        CREATE INDEX subscription_failure_due ON platform.subscription_failure (subscription, retry_at)
            WHERE retry_at IS NOT NULL;
        CREATE INDEX subscription_failure_subject ON platform.subscription_failure (subscription, subject);

        CREATE TABLE platform.idempotency_key (
            actor text NOT NULL,
            key text NOT NULL,
            fingerprint text NOT NULL,
            status integer,
            headers jsonb,
            body bytea,
            created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (actor, key)
        );
        CREATE INDEX idempotency_key_created ON platform.idempotency_key (created_at);
    """)
