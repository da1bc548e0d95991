"""The first tables of availability."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the schema and its tables."""
