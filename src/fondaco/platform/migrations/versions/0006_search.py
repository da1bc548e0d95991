"""Search keeps its index in memory and needs no tables; the revision keeps the rooms' numbers in step."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Nothing to create: the index is rebuilt from the catalogue."""
