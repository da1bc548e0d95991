"""The first tables of search."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the schema and its tables."""
