"""The lock file names every package the project asks for, by hash and without an address."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]


def locked() -> dict[str, Version]:
    pins = re.findall(
        r"^([a-z0-9._-]+)(?:\[[^]]*\])?==([^ \\;]+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE
    )
    return {canonicalize_name(name): Version(version) for name, version in pins}


def asked() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = [project["project"]["dependencies"], *project["project"]["optional-dependencies"].values()]
    groups += project["dependency-groups"].values()
    return [Requirement(text) for group in groups for text in group]


def test_what_is_asked_for_is_locked_in_a_fitting_version() -> None:
    pins = locked()
    for requirement in asked():
        assert pins[canonicalize_name(requirement.name)] in requirement.specifier


def test_the_lock_file_names_hashes_and_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text()
    assert "://" not in text
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=[a-z0-9])", text.strip()))
