"""Rooms look alike, files fit one reading, the clock stays at the edge and money never meets a float."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "fondaco"
LONGEST = 400
CLOCK_MAY_BE_READ_IN = {"handlers", "http", "apps", "platform", "kernel"}
EXACT = ("kernel", "modules/pricing", "modules/orders", "modules/availability", "modules/catalog")
# Time-outs speak float; none of these lines is about money or quantity.
FLOATS_ALLOWED: dict[str, int] = {}


def rooms() -> list[Path]:
    return [
        room
        for floor in ("modules", "connectors")
        for room in sorted((SOURCE / floor).iterdir())
        if (room / "__init__.py").exists()
    ]


def sources() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if path.name != "generated.py"]


def clock_readings(path: Path) -> list[int]:
    """Lines that read the clock: ``clock.now()``, ``datetime.now(…)``, ``date.today()``, ``time.time()``."""
    readings = {("clock", "now"), ("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}
    return [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr) in readings
    ]


def floats(path: Path) -> list[int]:
    """Lines that make or name a float."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_a_room_introduces_itself(room: Path) -> None:
    assert (room / "README.md").read_text().startswith("# ")
    assert "not own" in (room / "README.md").read_text()


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_file_says_what_it_is_for_and_fits_one_reading(path: Path) -> None:
    text = path.read_text()
    if path.name != "__init__.py" or text.strip():
        assert ast.get_docstring(ast.parse(text)), "the first line says what the file is for"
    assert text.count("\n") <= LONGEST, "split by verb or noun"


def test_the_clock_is_read_at_the_edge_only() -> None:
    inside = [
        f"{path.relative_to(SOURCE)}:{line}"
        for path in sources()
        if not CLOCK_MAY_BE_READ_IN & set(path.relative_to(SOURCE).with_suffix("").parts)
        for line in clock_readings(path)
    ]
    assert inside == []


@pytest.mark.parametrize("folder", EXACT)
def test_money_and_quantities_never_meet_a_float(folder: str) -> None:
    for path in sorted((SOURCE / folder).rglob("*.py")):
        name = str(path.relative_to(SOURCE))
        assert len(floats(path)) <= FLOATS_ALLOWED.get(name, 0), f"{name}: lines {floats(path)}"


def test_planted_clock_and_float_are_found(tmp_path: Path) -> None:
    planted = tmp_path / "model.py"
    planted.write_text("from datetime import datetime\n\nprice = 1.1\nmoment = datetime.now()\nother = float('2')\n")
    assert clock_readings(planted) == [4]
    assert floats(planted) == [3, 5]
