"""The first tables of availability: locations, stock, receipts, reservations, sources."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the schema and its tables."""
    op.execute("""
        CREATE SCHEMA availability;

        CREATE TABLE availability.location (
            id uuid PRIMARY KEY,
            system text NOT NULL,
            key text NOT NULL,
            name text NOT NULL,
            country text NOT NULL,
            zone text NOT NULL,
            position integer NOT NULL
        );
        CREATE UNIQUE INDEX location_ref ON availability.location (system, key);

        CREATE TABLE availability.item (product uuid PRIMARY KEY);

        CREATE TABLE availability.stock (
            product uuid NOT NULL,
            location uuid NOT NULL,
            on_hand numeric NOT NULL,
            blocked numeric NOT NULL,
            safety numeric NOT NULL,
            told_at timestamptz NOT NULL,
            system text NOT NULL,
            version integer NOT NULL,
            PRIMARY KEY (product, location)
        );

        CREATE TABLE availability.receipt (
            system text NOT NULL,
            key text NOT NULL,
            product uuid NOT NULL,
            location uuid NOT NULL,
            quantity numeric NOT NULL,
            date date NOT NULL,
            PRIMARY KEY (system, key)
        );
        CREATE INDEX receipt_product ON availability.receipt (product);

        CREATE TABLE availability.reservation (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            document uuid NOT NULL,
            line uuid NOT NULL,
            product uuid NOT NULL,
            location uuid NOT NULL,
            quantity numeric NOT NULL,
            date date NOT NULL,
            expires_at timestamptz
        );
        CREATE INDEX reservation_product ON availability.reservation (product);
        CREATE INDEX reservation_document ON availability.reservation (document);
        CREATE INDEX reservation_expires ON availability.reservation (expires_at);

        CREATE TABLE availability.source (
            system text PRIMARY KEY,
            heard_at timestamptz NOT NULL,
            patience integer NOT NULL
        );
    """)
