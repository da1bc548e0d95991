"""The sample is imported once for all tests of this folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from fondaco.connectors.files import api as files
from fondaco.connectors.intake.types import Mode, Report, Run
from fondaco.kernel.clock import now
from fondaco.platform.embedded import EmbeddedServer
from fondaco.platform.transaction import Database
from tests.support.database import REPOSITORY, _clone, _drop

MAPPING = REPOSITORY / "examples" / "adventureworks" / "mapping.yaml"


@dataclass(frozen=True)
class Imported:
    database: Database
    folder: Path
    run: Run
    report: Report


@pytest.fixture(scope="session")
def imported(server: EmbeddedServer, template: str, shared_data: Path) -> Iterator[Imported]:
    folder = shared_data / "adventureworks"
    name = _clone(server, template)
    database = Database(server.url(database=name), application="tests")
    run, report = files.import_folder(
        database=database, mapping_text=MAPPING.read_text("utf-8"), folder=folder, now=now, mode=Mode.FULL
    )
    yield Imported(database, folder, run, report)
    database.close()
    with psycopg.connect(server.url(database="postgres"), autocommit=True) as connection:
        _drop(connection, name)
