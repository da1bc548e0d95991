"""Small worlds to import: a folder, a mapping, a database with what the files refer to."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from fondaco.connectors.files import api as files
from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.types import Mode, Quarantined, QuarantineQuery, Report, Run
from fondaco.platform.transaction import Database

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
PRODUCTS = """
mapping: 1
system: erp
format: {encoding: utf-8, delimiter: ";", decimal: ","}
files:
  articles: {path: "artikel*.csv"}
loads:
  - kind: product
    file: articles
    fields:
      key: NR
      sku: NR
      names.de: NAME
      minimum: MENGE
"""
HEAD = "NR;NAME;MENGE\n"


def importing(
    database: Database, folder: Path, *, mapping: str = PRODUCTS, mode: Mode = Mode.FULL, dry_run: bool = False
) -> tuple[Run, Report]:
    return files.import_folder(
        database=database, mapping_text=mapping, folder=folder, now=lambda: NOW, mode=mode, dry_run=dry_run
    )


def write(folder: Path, *rows: str, name: str = "artikel.csv", head: str = HEAD, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes((head + "".join(f"{row}\n" for row in rows)).encode(encoding))
    return path


def set_aside(database: Database) -> list[Quarantined]:
    with database.transaction() as tx:
        return list(reversed(intake.quarantine(tx=tx, query=QuarantineQuery(), limit=200).items))


def products(database: Database) -> dict[str, tuple[str, str, bool]]:
    from sqlalchemy import text

    with database.transaction() as tx:
        rows = tx.execute(text("SELECT sku, names->>'de' AS name, minimum, active FROM catalog.product"))
        return {row.sku: (row.name, f"{row.minimum.normalize():f}", row.active) for row in rows}


def clear(database: Database, tables: Iterable[str] = ("catalog", "intake", "pricing")) -> None:
    """Empty the rooms' tables between the examples of one law."""
    from sqlalchemy import text

    with database.transaction() as tx:
        names = tx.execute(
            text("SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname = ANY(:schemas)"),
            {"schemas": list(tables)},
        ).scalars()
        for name in list(names):
            tx.execute(text(f"DELETE FROM {name}"))  # noqa: S608 - names come from the catalogue
