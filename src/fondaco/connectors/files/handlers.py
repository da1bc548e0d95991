"""The job of files: do one run that somebody asked for, from the connection's folder or from uploaded files."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from fondaco.connectors.files.api import KIND
from fondaco.connectors.files.errors import FileMissing
from fondaco.connectors.files.importing import deliver
from fondaco.connectors.files.model.mapping import read_mapping
from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.types import Connection, Run
from fondaco.kernel.clock import now
from fondaco.kernel.ids import inner_id
from fondaco.platform.transaction import Database

_PLAIN = re.compile(r"[^A-Za-z0-9._-]")


def run_import(*, database: Database, run: str) -> None:
    """Do a run of a connection of kind `files`; a run that is done already is left alone."""
    with database.transaction() as tx:
        taken = intake.take_run(tx=tx, id=inner_id("run", run), as_of=now())
    if taken is None:
        return
    with TemporaryDirectory(prefix="fondaco-import-") as place:
        folder = Path(place)
        uploaded = _fetch(database, taken, folder)

        def give(connection: Connection, sink: intake.Sink) -> None:
            mapping = read_mapping(str(connection.settings.get("mapping") or ""))
            where = folder if uploaded else Path(str(connection.settings.get("folder") or ""))
            if not where.is_dir():
                raise FileMissing("The connection's folder is not there.", folder=str(where))
            deliver(mapping=mapping, folder=where, mode=taken.mode, sink=sink)

        intake.carry_out(database=database, run=taken, deliver=give, now=now)


def _fetch(database: Database, run: Run, folder: Path) -> bool:
    def write(name: str, number: int, piece: bytes) -> None:
        path = folder / safe_name(name)
        with path.open("ab" if number else "wb") as file:
            file.write(piece)

    return bool(intake.fetch_uploads(database=database, run=run.id, write=write))


def safe_name(name: str) -> str:
    """Reduce the name of an upload to what cannot lead out of a folder."""
    plain = _PLAIN.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).lstrip(".")
    return plain[-120:] or "upload"


JOBS = (intake.run_job(kind=KIND, run=run_import),)
