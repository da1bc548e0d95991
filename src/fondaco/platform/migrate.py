"""Migrating: bring a database of any earlier release to this one, in one transaction, one process at a time."""

import hashlib
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from fondaco.platform.transaction import Database

_FOLDER = Path(__file__).parent / "migrations"
# Any fixed number: the advisory lock that lets one process migrate while others wait.
_LOCK = 4_611_686_001


def migrate(*, database: Database, to: str = "head") -> str:
    """Run all migrations that the database lacks and return the revision it then has.

    PostgreSQL changes tables inside transactions: a migration that fails leaves everything as it was.
    """
    with database.engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        # Alembic looks for its own table before the first migration could make the schema.
        connection.execute(text("CREATE SCHEMA IF NOT EXISTS platform"))
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        return _revision(connection)


def revisions() -> list[str]:
    """Return all revisions, oldest first."""
    script = ScriptDirectory.from_config(_config())
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


def pending(*, database: Database) -> list[str]:
    """Return the revisions which the database still lacks, oldest first."""
    with database.engine.connect() as connection:
        present = _revision(connection)
    known = revisions()
    return known[known.index(present) + 1 :] if present in known else known


def is_behind(*, database: Database) -> bool:
    """Tell whether the database lacks migrations; one that is ahead of this release lacks none.

    Unlike `pending` it reads no migration files after the first time: probes ask it every few seconds.
    """
    with database.engine.connect() as connection:
        present = _revision(connection)
    return not present or present in _older_revisions()


def fingerprint() -> str:
    """Return a short hash of all migration files: it changes whenever one of them does."""
    digest = hashlib.sha256()
    for file in sorted([*_FOLDER.glob("*.sql"), *(_FOLDER / "versions").glob("*.py")]):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]


@cache
def _older_revisions() -> frozenset[str]:
    return frozenset(revisions()[:-1])


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    return config


def _revision(connection: Connection) -> str:
    context = MigrationContext.configure(
        connection, opts={"version_table": "migration", "version_table_schema": "platform"}
    )
    return context.get_current_revision() or ""
