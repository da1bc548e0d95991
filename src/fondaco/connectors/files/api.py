"""The door of files: read a mapping, import a folder by it, now or as a run of a connection."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from fondaco.connectors.files.checks import check_file, kind_of
from fondaco.connectors.files.importing import deliver
from fondaco.connectors.files.model.mapping import read_mapping
from fondaco.connectors.files.types import FileMapping
from fondaco.connectors.files.uploading import check_uploads
from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.types import Connection, ConnectionDraft, Direction, Mode, Report, Run
from fondaco.platform.transaction import Database

__all__ = ["KIND", "check_file", "check_uploads", "connect", "deliver", "import_folder", "kind_of", "read_mapping"]

KIND = "files"


def connect(*, database: Database, mapping: FileMapping, text: str, folder: Path) -> Connection:
    """Make the connection of a mapping, or bring it up to date: its name is the mapping's system."""
    draft = ConnectionDraft(
        name=mapping.system,
        kind=KIND,
        system=mapping.system,
        direction=Direction.INWARD,
        settings={"title": mapping.title, "mapping": text, "folder": str(folder.resolve())},
    )
    with database.transaction() as tx:
        before = intake.connection_named(tx=tx, name=mapping.system)
        if before is not None and before.kind == KIND and dict(before.settings) == dict(draft.settings):
            return before
        return intake.put_connection(tx=tx, draft=draft)


def import_folder(
    *,
    database: Database,
    mapping_text: str,
    folder: Path,
    now: Callable[[], datetime],
    mode: Mode = Mode.FULL,
    dry_run: bool = False,
    requested_by: str = "command line",
) -> tuple[Run, Report]:
    """Import a folder by a mapping, here and now; the connection of the mapping keeps the run and what was set aside."""
    mapping = read_mapping(mapping_text)
    connection = connect(database=database, mapping=mapping, text=mapping_text, folder=folder)
    return intake.load(
        database=database,
        connection=connection.id,
        mode=mode,
        requested_by=requested_by,
        deliver=lambda _, sink: deliver(mapping=mapping, folder=folder, mode=mode, sink=sink),
        now=now,
        dry_run=dry_run,
    )
