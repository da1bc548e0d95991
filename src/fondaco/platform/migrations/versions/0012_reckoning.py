"""How each source of goods reckons the money of the documents it invoices."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE pricing.reckoning (
            system text PRIMARY KEY,
            rounding text NOT NULL,
            tax_base text NOT NULL,
            tax_per text NOT NULL
        );
    """)
