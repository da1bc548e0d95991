"""The first tables of intake: connections, runs with their uploads, quarantine, what was delivered."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.execute("""
        CREATE SCHEMA intake;

        CREATE TABLE intake.connection (
            id uuid PRIMARY KEY,
            name text NOT NULL UNIQUE,
            kind text NOT NULL,
            system text NOT NULL,
            direction text NOT NULL,
            settings jsonb NOT NULL,
            paused boolean NOT NULL DEFAULT false,
            breaker text NOT NULL,
            failures integer NOT NULL DEFAULT 0,
            retry_at timestamptz,
            last_success_at timestamptz,
            lag_seconds integer,
            error text NOT NULL DEFAULT '',
            error_at timestamptz,
            version integer NOT NULL
        );

        CREATE TABLE intake.run (
            id uuid PRIMARY KEY,
            connection uuid NOT NULL,
            mode text NOT NULL,
            dry_run boolean NOT NULL,
            state text NOT NULL,
            requested_by text NOT NULL,
            created_at timestamptz NOT NULL,
            started_at timestamptz,
            finished_at timestamptz,
            heartbeat_at timestamptz,
            files text[] NOT NULL DEFAULT '{}',
            progress text NOT NULL DEFAULT '',
            counts jsonb NOT NULL DEFAULT '{}',
            problems jsonb NOT NULL DEFAULT '[]',
            error text NOT NULL DEFAULT ''
        );
        CREATE INDEX run_connection ON intake.run (connection, id);
        CREATE UNIQUE INDEX run_in_progress ON intake.run (connection) WHERE state IN ('waiting', 'running');

        CREATE TABLE intake.upload (
            run uuid NOT NULL,
            name text NOT NULL,
            piece integer NOT NULL,
            content bytea NOT NULL,
            PRIMARY KEY (run, name, piece)
        );
        -- What is uploaded is mostly compressed already.
        ALTER TABLE intake.upload ALTER COLUMN content SET STORAGE EXTERNAL;

        CREATE TABLE intake.quarantine (
            id uuid PRIMARY KEY,
            connection uuid NOT NULL,
            run uuid,
            kind text NOT NULL,
            file text NOT NULL,
            line bigint,
            "column" text NOT NULL,
            field text NOT NULL,
            value text NOT NULL,
            code text NOT NULL,
            detail text NOT NULL,
            fields jsonb NOT NULL,
            raw jsonb NOT NULL,
            systems jsonb NOT NULL DEFAULT '{}',
            state text NOT NULL,
            created_at timestamptz NOT NULL,
            changed_at timestamptz NOT NULL,
            changed_by text NOT NULL DEFAULT '',
            version integer NOT NULL
        );
        CREATE INDEX quarantine_connection ON intake.quarantine (connection, id);
        CREATE INDEX quarantine_open ON intake.quarantine (connection) WHERE state IN ('open', 'corrected');
        CREATE INDEX quarantine_run ON intake.quarantine (run);

        CREATE TABLE intake.delivery (
            connection uuid NOT NULL,
            kind text NOT NULL,
            key text NOT NULL,
            run uuid NOT NULL,
            fields jsonb NOT NULL,
            systems jsonb NOT NULL DEFAULT '{}',
            file text NOT NULL,
            PRIMARY KEY (connection, kind, key)
        );
    """)
