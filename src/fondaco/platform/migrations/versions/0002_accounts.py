"""The first tables of accounts: organisations, addresses, contacts, roles, sessions, API clients."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("""
        CREATE SCHEMA accounts;

        CREATE TABLE accounts.organisation (
            id uuid PRIMARY KEY,
            parent uuid,
            kind text NOT NULL,
            name text NOT NULL,
            number text,
            sales_area text NOT NULL,
            country text NOT NULL,
            currency text NOT NULL,
            language text NOT NULL,
            vat_number text,
            payment_terms text,
            blocked boolean NOT NULL,
            segments text[] NOT NULL DEFAULT '{}',
            source text NOT NULL,
            version integer NOT NULL,
            changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
        );
        CREATE INDEX organisation_parent ON accounts.organisation (parent);
        CREATE INDEX organisation_name ON accounts.organisation (name, id);

        CREATE TABLE accounts.organisation_ref (
            system text NOT NULL,
            key text NOT NULL,
            organisation uuid NOT NULL,
            PRIMARY KEY (system, key)
        );
        CREATE INDEX organisation_ref_organisation ON accounts.organisation_ref (organisation);

        CREATE TABLE accounts.address (
            id uuid PRIMARY KEY,
            organisation uuid NOT NULL,
            name text NOT NULL,
            addition text,
            street text NOT NULL,
            postal_code text NOT NULL,
            city text NOT NULL,
            region text,
            country text NOT NULL,
            ship_to boolean NOT NULL,
            bill_to boolean NOT NULL,
            "default" boolean NOT NULL,
            source text NOT NULL,
            version integer NOT NULL
        );
        CREATE INDEX address_organisation ON accounts.address (organisation, id);

        CREATE TABLE accounts.address_ref (
            system text NOT NULL,
            key text NOT NULL,
            address uuid NOT NULL,
            PRIMARY KEY (system, key)
        );
        CREATE INDEX address_ref_address ON accounts.address_ref (address);

        CREATE TABLE accounts.contact (
            id uuid PRIMARY KEY,
            organisation uuid,
            name text NOT NULL,
            email text NOT NULL UNIQUE,
            phone text,
            language text NOT NULL,
            blocked boolean NOT NULL DEFAULT false,
            password_hash text,
            source text NOT NULL,
            version integer NOT NULL
        );
        CREATE INDEX contact_organisation ON accounts.contact (organisation, id);

        CREATE TABLE accounts.contact_ref (
            system text NOT NULL,
            key text NOT NULL,
            contact uuid NOT NULL,
            PRIMARY KEY (system, key)
        );
        CREATE INDEX contact_ref_contact ON accounts.contact_ref (contact);

        CREATE TABLE accounts.membership (
            id uuid PRIMARY KEY,
            contact uuid NOT NULL,
            organisation uuid,
            role text NOT NULL,
            valid_from timestamptz NOT NULL,
            valid_until timestamptz
        );
        CREATE INDEX membership_contact ON accounts.membership (contact);
        CREATE INDEX membership_organisation ON accounts.membership (organisation);

        CREATE TABLE accounts.session (
            id uuid PRIMARY KEY,
            contact uuid NOT NULL,
            token_hash bytea NOT NULL UNIQUE,
            user_agent text NOT NULL,
            created_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            ended_at timestamptz
        );
        CREATE INDEX session_contact ON accounts.session (contact, created_at);

        CREATE TABLE accounts.api_client (
            id uuid PRIMARY KEY,
            name text NOT NULL,
            role text NOT NULL,
            organisation uuid,
            secret_hash bytea NOT NULL UNIQUE,
            created_at timestamptz NOT NULL,
            expires_at timestamptz,
            revoked_at timestamptz
        );
        CREATE INDEX api_client_organisation ON accounts.api_client (organisation);

        CREATE TABLE accounts.access_token (
            token_hash bytea PRIMARY KEY,
            api_client uuid NOT NULL,
            permissions text[] NOT NULL,
            expires_at timestamptz NOT NULL
        );
        CREATE INDEX access_token_expires ON accounts.access_token (expires_at);

        CREATE TABLE accounts.sign_in_attempt (
            key bytea PRIMARY KEY,
            attempts integer NOT NULL,
            window_start timestamptz NOT NULL
        );
        CREATE INDEX sign_in_attempt_window ON accounts.sign_in_attempt (window_start);
    """)
