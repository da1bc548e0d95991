"""The doors: from outside a room only its api, types, events and errors may be imported.

Composition in apps also plugs in the handlers and the routes; the room's own files may of course use each other.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
DOORS = {"api", "types", "events", "errors"}
PLUGS = DOORS | {"handlers", "http", "tables"}
FLOORS_OF_ROOMS = ("modules", "connectors")


def imported(path: Path, *, root: Path) -> Iterator[tuple[int, str]]:
    """Name every module, or name inside a module, that a file imports, with the line."""
    package = ".".join(path.relative_to(root).with_suffix("").parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(), filename=str(path))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if node.level:
                module = ".".join([*package.split(".")[: len(package.split(".")) - node.level + 1], module]).strip(".")
            for alias in node.names:
                yield node.lineno, f"{module}.{alias.name}"


def trespasses(root: Path) -> list[str]:
    """List every import that enters another room by something else than its doors."""
    found = []
    for path in sorted(root.rglob("*.py")):
        own = path.relative_to(root).with_suffix("").parts
        for line, name in imported(path, root=root):
            parts = tuple(name.split("."))
            if len(parts) < 4 or parts[0] != "fondaco" or parts[1] not in FLOORS_OF_ROOMS:
                continue
            if own[:3] == parts[:3]:
                continue
            allowed = PLUGS if own[:2] == ("fondaco", "apps") or own[1] == "platform" else DOORS
            if parts[3] not in allowed:
                found.append(f"{path.relative_to(root)}:{line} imports {name}")
    return found


def test_rooms_are_entered_by_their_doors_only() -> None:
    assert trespasses(SOURCE) == []


@pytest.mark.parametrize(
    ("place", "statement"),
    [
        ("modules/orders/api.py", "from fondaco.modules.pricing import store"),
        ("modules/orders/api.py", "from fondaco.modules.pricing.tables import price_record"),
        ("modules/orders/api.py", "import fondaco.modules.pricing.model"),
        ("modules/orders/api.py", "from ..pricing import model"),
        ("connectors/files/api.py", "from fondaco.modules.catalog.store import find"),
        ("apps/api.py", "from fondaco.modules.catalog import store"),
    ],
)
def test_a_planted_trespass_is_found(tmp_path: Path, place: str, statement: str) -> None:
    planted = tmp_path / "fondaco" / place
    planted.parent.mkdir(parents=True)
    planted.write_text(statement + "\n")
    assert len(trespasses(tmp_path)) == 1


@pytest.mark.parametrize(
    ("place", "statement"),
    [
        ("modules/orders/api.py", "from fondaco.modules.pricing import api as pricing"),
        ("modules/orders/api.py", "from fondaco.modules.orders import store"),
        ("apps/api.py", "from fondaco.modules.catalog import http, handlers"),
    ],
)
def test_the_doors_are_open(tmp_path: Path, place: str, statement: str) -> None:
    planted = tmp_path / "fondaco" / place
    planted.parent.mkdir(parents=True)
    planted.write_text(statement + "\n")
    assert trespasses(tmp_path) == []
