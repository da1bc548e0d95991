"""Roles on a database of the test's own; whatever is left running ends with the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes.roles import Starter


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Iterator[Starter]:
    """Start a role of the program on the test's own migrated database."""
    starter = Starter(folder=tmp_path, database_url=database_url)
    yield starter
    starter.end()
