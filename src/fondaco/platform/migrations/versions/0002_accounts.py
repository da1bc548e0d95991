"""The first tables of accounts."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the schema and its tables."""
