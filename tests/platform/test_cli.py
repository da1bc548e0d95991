import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from fondaco import __version__
from fondaco.apps import cli

_IMPORTS = """
import sys
import fondaco, fondaco.kernel.money, fondaco.kernel.buyer, fondaco.kernel.event, fondaco.apps.cli
heavy = {"litestar", "sqlalchemy", "psycopg", "numpy", "procrastinate", "granian", "msgspec"}
print(",".join(sorted(heavy & set(sys.modules))))
"""


def test_the_core_imports_nothing_heavy() -> None:
    # What makes an import slow is what it pulls in: this holds on every machine, a time would not.
    done = subprocess.run([sys.executable, "-c", _IMPORTS], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == ""


def test_every_command_has_its_function() -> None:
    for command in cli.COMMANDS:
        module, _, function = command.target.partition(":")
        found = importlib.util.find_spec(module)
        assert found is not None, command
        assert found.origin is not None
        assert f"def {function}(" in Path(found.origin).read_text(), command


def test_without_a_command_it_tells_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    told = capsys.readouterr().out
    assert all(command.help in told for command in cli.COMMANDS)


def test_it_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"fondaco {__version__}\n"


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["fly"])
    assert ended.value.code == 2
    assert "invalid choice" in capsys.readouterr().err


def test_a_refusal_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    monkeypatch.setenv("FONDACO_DATABASE_URL", database_url)
    monkeypatch.setenv("FONDACO_API_PORT", "none")
    assert cli.main(["migrate"]) == 3
    assert "platform.bad_setting" in capsys.readouterr().err


def test_migrate_does_nothing_where_nothing_is_lacking(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    monkeypatch.setenv("FONDACO_DATABASE_URL", database_url)
    assert cli.main(["migrate", "--check"]) == 0
    assert cli.main(["migrate"]) == 0
    assert "0 migrations run" in capsys.readouterr().out
