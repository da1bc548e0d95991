"""Migrations: one line, forward only, whole or not at all, and the tables they make are those of the rooms' code."""

import importlib
import re
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import MetaData, Table, text
from sqlalchemy.dialects.postgresql import dialect
from sqlalchemy.exc import DBAPIError

import fondaco
from fondaco.apps.runtime import DatabaseIsOlder, prepare_database
from fondaco.platform import migrate
from fondaco.platform.settings import Settings
from fondaco.platform.transaction import Database

SOURCE = Path(fondaco.__file__).parent
VERSIONS = SOURCE / "platform" / "migrations" / "versions"
# Schemas that PostgreSQL, Alembic or procrastinate fill; the rooms' code names no tables of them.
FOREIGN = {"pg_catalog", "information_schema", "public", "procrastinate", "pg_toast"}


def metadatas() -> list[MetaData]:
    files = [*sorted(SOURCE.glob("*/*/tables.py")), SOURCE / "platform" / "tables.py"]
    modules = [".".join(("fondaco", *file.relative_to(SOURCE).with_suffix("").parts)) for file in files]
    return [importlib.import_module(module).metadata for module in modules]


def tables() -> dict[str, Table]:
    return {str(table): table for metadata in metadatas() for table in metadata.tables.values()}


def test_the_revisions_are_one_line_of_numbers() -> None:
    files = sorted(VERSIONS.glob("[0-9]*.py"))
    numbers = [f"{number:04d}" for number in range(1, len(files) + 1)]
    assert [file.name[:4] for file in files] == numbers
    assert migrate.revisions() == numbers


def test_there_is_no_way_back() -> None:
    for file in VERSIONS.glob("*.py"):
        assert "def downgrade" not in file.read_text(), file.name


def test_an_empty_database_gets_everything_and_a_second_run_changes_nothing(empty: Database) -> None:
    assert migrate.pending(database=empty) == migrate.revisions()
    assert migrate.migrate(database=empty) == migrate.revisions()[-1]
    assert migrate.pending(database=empty) == []
    before = columns(empty)
    assert migrate.migrate(database=empty) == migrate.revisions()[-1]
    assert columns(empty) == before


def test_going_revision_by_revision_ends_at_the_same_tables(empty: Database, database: Database) -> None:
    for revision in migrate.revisions():
        assert migrate.migrate(database=empty, to=revision) == revision
    assert columns(empty) == columns(database)
    assert indexes(empty) == indexes(database)


def test_a_migration_that_fails_leaves_everything_as_it_was(empty: Database) -> None:
    first = migrate.revisions()[0]
    migrate.migrate(database=empty, to=first)
    with empty.transaction() as tx:
        # The last revision stumbles over this; those before it go well.
        tx.execute(text("CREATE SCHEMA procrastinate"))
    before = columns(empty)
    with pytest.raises((DBAPIError, psycopg.Error)):
        migrate.migrate(database=empty)
    assert columns(empty) == before
    assert migrate.pending(database=empty) == migrate.revisions()[1:]


def test_a_database_elsewhere_is_never_migrated_in_passing(empty: Database) -> None:
    with pytest.raises(DatabaseIsOlder):
        prepare_database(Settings(database_url="postgresql://elsewhere"), empty)
    assert columns(empty) == {}
    migrate.migrate(database=empty)
    prepare_database(Settings(database_url="postgresql://elsewhere"), empty)


def test_the_migrated_tables_are_those_of_the_code(database: Database) -> None:
    migrated = columns(database)
    migrated.pop("platform.migration")
    assert migrated == {name: declared(table) for name, table in tables().items()}


def test_the_migrated_keys_and_indexes_are_those_of_the_code(database: Database) -> None:
    migrated = indexes(database)
    migrated.pop("platform.migration")
    for name, table in tables().items():
        assert migrated[name]["primary key"] == [tuple(column.name for column in table.primary_key)], name
        named = {str(index.name) for index in table.indexes}
        assert named <= {str(index) for index in migrated[name]["names"]}, name


def test_each_table_lies_in_its_rooms_schema() -> None:
    for metadata in metadatas():
        assert metadata.schema
        assert {table.schema for table in metadata.tables.values()} == {metadata.schema}


def test_no_foreign_key_leads_into_another_room(database: Database) -> None:
    with database.transaction() as tx:
        rows = tx.execute(
            text("""
                SELECT c.conname, a.relnamespace::regnamespace::text AS ours, b.relnamespace::regnamespace::text AS theirs
                FROM pg_constraint c JOIN pg_class a ON a.oid = c.conrelid JOIN pg_class b ON b.oid = c.confrelid
                WHERE c.contype = 'f'
            """)
        )
        assert [row.conname for row in rows if row.ours != row.theirs] == []


def columns(database: Database) -> dict[str, dict[str, tuple[str, bool]]]:
    """Each table's columns with type and whether they may be empty."""
    with database.transaction() as tx:
        rows = tx.execute(
            text("""
                SELECT n.nspname || '.' || c.relname AS name, a.attname AS column, a.attnotnull AS needed,
                       format_type(a.atttypid, a.atttypmod) AS type
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
                  AND n.nspname <> ALL(:foreign)
            """),
            {"foreign": sorted(FOREIGN)},
        )
        found: dict[str, dict[str, tuple[str, bool]]] = {}
        for row in rows:
            found.setdefault(row.name, {})[row.column] = (row.type, not row.needed)
    return found


def declared(table: Table) -> dict[str, tuple[str, bool]]:
    return {column.name: (spelled(column.type.compile(dialect())), bool(column.nullable)) for column in table.columns}


def spelled(type: str) -> str:
    """A type as PostgreSQL writes it."""
    name = re.sub(r"\s*,\s*", ",", type.lower())
    name = name.replace("varchar", "character varying")
    return {
        "timestamp with time zone": "timestamp with time zone",
        "float": "double precision",
        "bool": "boolean",
        "int": "integer",
    }.get(name, name)


def indexes(database: Database) -> dict[str, dict[str, list[object]]]:
    """Each table's primary key and the names of its indexes."""
    with database.transaction() as tx:
        rows = tx.execute(
            text("""
                SELECT n.nspname || '.' || c.relname AS name, i.relname AS index, x.indisprimary AS primary,
                       array(SELECT a.attname::text FROM unnest(x.indkey) WITH ORDINALITY k (attnum, place)
                             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum ORDER BY place) AS keys
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                LEFT JOIN pg_index x ON x.indrelid = c.oid LEFT JOIN pg_class i ON i.oid = x.indexrelid
                WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname <> ALL(:foreign)
                ORDER BY i.relname
            """),
            {"foreign": sorted(FOREIGN)},
        )
        found: dict[str, dict[str, list[object]]] = {}
        for row in rows:
            entry = found.setdefault(row.name, {"primary key": [], "names": []})
            if row.primary:
                entry["primary key"].append(tuple(row.keys))
            elif row.index:
                entry["names"].append(row.index)
    return found
