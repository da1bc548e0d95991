"""Up to which moment each connection to a Tryton was looked through."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.execute("""
        CREATE SCHEMA tryton;

        CREATE TABLE tryton.bookmark (
            connection uuid NOT NULL,
            subject text NOT NULL,
            looked_until timestamptz NOT NULL,
            PRIMARY KEY (connection, subject)
        );
    """)
