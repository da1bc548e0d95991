"""The import contracts hold, and each of them catches a planted violation."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PLANTED = {
    "floors": ("kernel/planted.py", "import fondaco.platform.outbox\n"),
    "stairs": ("modules/catalog/planted.py", "import fondaco.modules.orders.types\n"),
    "connectors": ("connectors/intake/planted.py", "import fondaco.connectors.files\n"),
    "kernel": ("kernel/planted.py", "import sqlalchemy\n"),
    "purity": ("modules/pricing/model/planted.py", "import fondaco.kernel.clock\n"),
    "http": ("modules/orders/store/planted.py", "import litestar\n"),
    "inside": ("modules/catalog/types/planted.py", "import fondaco.modules.catalog.store\n"),
}


def lint(folder: Path, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    if contract:
        command += ["--contract", contract]
    return subprocess.run(
        command,
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_contract_has_a_planted_violation() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    named = {line.split('"')[1] for line in text.splitlines() if line.startswith('id = "')}
    assert named == set(PLANTED)


@pytest.mark.slow
@pytest.mark.parametrize("contract", sorted(PLANTED))
def test_a_planted_violation_is_caught(tmp_path: Path, contract: str) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "static", "*.po"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    place, violation = PLANTED[contract]
    planted = tmp_path / "src" / "fondaco" / place
    if not planted.parent.is_dir():
        # The place is a file of the room: the violation goes into it.
        planted = planted.parent.with_suffix(".py")
    with planted.open("a") as file:
        file.write("\n" + violation)
    answer = lint(tmp_path, contract)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "BROKEN" in answer.stdout
