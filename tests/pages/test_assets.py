"""Static files: a name that holds the content's hash, compressed once, without anything a strict policy forbids."""

import gzip
import re
from pathlib import Path

import pytest

from fondaco.apps import pages
from fondaco.apps.pages.assets import Assets

APPS = Path(pages.__file__).parents[1]


def test_a_changed_file_has_another_address(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    style = tmp_path / "css" / "99-own.css"
    style.write_text("a{color:red}")
    first = Assets([tmp_path]).url("app.css")
    assert Assets([tmp_path]).url("app.css") == first
    style.write_text("a{color:blue}")
    assert Assets([tmp_path]).url("app.css") != first


def test_modules_import_each_other_by_their_hashed_names() -> None:
    assets = Assets()
    entry = assets.served(assets.url("app.js").rsplit("/", 1)[1])
    assert entry is not None
    imported = re.findall(r'"\./([^"]+)"', entry.plain.decode())
    assert imported
    assert all(assets.served(name) for name in imported)


def test_what_is_packed_is_what_is_plain() -> None:
    assets = Assets()
    asset = assets.served(assets.url("app.css").rsplit("/", 1)[1])
    assert asset is not None
    assert asset.packed is not None
    assert gzip.decompress(asset.packed) == asset.plain
    assert len(asset.packed) < 12_000


def test_a_circle_of_modules_is_found_at_start(tmp_path: Path) -> None:
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "one.js").write_text('import "./two.js";')
    (tmp_path / "js" / "two.js").write_text('import "./one.js";')
    with pytest.raises(ValueError, match="circle"):
        Assets([tmp_path])


@pytest.mark.parametrize("path", sorted(APPS.glob("*/templates/**/*.html")), ids=lambda path: path.name)
def test_no_template_holds_script_or_style(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), "inline script"
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text), "inline style or handler"
