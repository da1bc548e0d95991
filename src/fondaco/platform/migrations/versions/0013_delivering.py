"""The days goods leave and arrive on: calendars, transport times, receiving days, delivery rules."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE availability.calendar (
            location uuid PRIMARY KEY,
            weekdays integer[] NOT NULL,
            country text NOT NULL,
            subdivision text NOT NULL,
            closed_on date[] NOT NULL,
            opened_on date[] NOT NULL,
            cut_off time
        );
        CREATE TABLE availability.transport (
            location uuid NOT NULL,
            country text NOT NULL,
            zone text NOT NULL,
            days integer NOT NULL,
            PRIMARY KEY (location, country, zone)
        );
        CREATE TABLE availability.receiving (
            address uuid PRIMARY KEY,
            weekdays integer[] NOT NULL,
            closed_on date[] NOT NULL,
            zone text NOT NULL
        );
        CREATE TABLE availability.rule (
            owner text PRIMARY KEY,
            deliveries integer,
            sourcing text NOT NULL,
            places uuid[] NOT NULL
        );
    """)
