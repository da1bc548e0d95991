"""The first tables of catalog."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the schema and its tables."""
