"""The migrated schema of intake is the one its queries are written for."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from fondaco.connectors.intake.tables import metadata
from fondaco.platform.transaction import Tx


def test_migrations_and_tables_agree(tx: Tx) -> None:
    context = MigrationContext.configure(
        tx.connection,
        opts={
            "include_schemas": True,
            "include_name": lambda name, kind, _: kind != "schema" or name == "intake",
            "compare_type": True,
        },
    )
    assert compare_metadata(context, metadata) == []
