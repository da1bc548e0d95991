"""The first tables of intake."""

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the schema and its tables."""
