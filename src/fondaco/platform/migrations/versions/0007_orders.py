"""The first tables of orders."""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the schema and its tables."""
