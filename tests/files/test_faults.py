"""Bad files: each is refused clearly and leaves nothing half-done, or its bad rows are set aside and the rest goes on."""

import gzip
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from fondaco.connectors.files import checks
from fondaco.connectors.files.checks import check_file, kind_of
from fondaco.connectors.files.errors import TooLarge, WrongType, ZipBomb
from fondaco.connectors.intake.types import RunState
from fondaco.platform.transaction import Database
from tests.files.builders import HEAD, PRODUCTS, importing, products, set_aside, write

SHEET = PRODUCTS.replace('{path: "artikel*.csv"}', "artikel.xlsx")
PACKED = PRODUCTS.replace('{path: "artikel*.csv"}', "artikel.csv.gz")
LINES = PRODUCTS.replace('{path: "artikel*.csv"}', "artikel.jsonl")


def sheet(folder: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in [["NR", "NAME", "MENGE"], *rows]:
        book.active.append(row)
    book.save(folder / "artikel.xlsx")
    return folder / "artikel.xlsx"


def truncated_gzip(folder: Path) -> None:
    rows = "".join(f"A{n};Teil {n};{n + 1}\n" for n in range(5000))
    packed = gzip.compress((HEAD + rows).encode())
    (folder / "artikel.csv.gz").write_bytes(packed[: len(packed) // 2])


def bomb(folder: Path) -> None:
    with gzip.open(folder / "artikel.csv.gz", "wb") as file:
        for _ in range(80):
            file.write(b"0" * (1 << 20))


def formula(folder: Path) -> None:
    sheet(folder, ["A1", "Mutter", 1], ["A2", "Bolzen", "=1+1"])


def damaged_sheet(folder: Path) -> None:
    path = sheet(folder, ["A1", "Mutter", 1])
    path.write_bytes(path.read_bytes()[:-200])


def not_a_sheet(folder: Path) -> None:
    with zipfile.ZipFile(folder / "artikel.xlsx", "w") as archive:
        archive.writestr("hello.txt", "hello")


def with_macros(folder: Path) -> None:
    with zipfile.ZipFile(sheet(folder, ["A1", "Mutter", 1]), "a") as archive:
        archive.writestr("xl/vbaProject.bin", "x")


def sheet_bomb(folder: Path) -> None:
    with zipfile.ZipFile(sheet(folder, ["A1", "M", 1]), "a", compression=zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * (80 << 20))


REFUSED: list[tuple[str, Callable[[Path], object], str, str]] = [
    (PACKED, truncated_gzip, "files.broken", "cut off"),
    (PACKED, bomb, "files.zip_bomb", "out of all proportion"),
    (SHEET, formula, "files.formula_cells", "sheet1!C3"),
    (SHEET, damaged_sheet, "files.broken", "damaged"),
    (SHEET, not_a_sheet, "files.wrong_type", "no XLSX"),
    (SHEET, with_macros, "files.wrong_type", "macros"),
    (SHEET, sheet_bomb, "files.zip_bomb", "out of all proportion"),
    (SHEET, lambda folder: (folder / "artikel.xlsx").write_bytes(b"NR;NAME\n"), "files.wrong_type", "no XLSX"),
    (PRODUCTS, lambda folder: (folder / "artikel.csv").write_bytes(b"%PDF-1.7"), "files.wrong_type", "PDF"),
    (PRODUCTS, lambda folder: (folder / "artikel.csv").write_bytes(b"\x00\x01\x02" * 99), "files.wrong_type", "zero"),
    (
        PRODUCTS,
        lambda folder: write(folder, "A1,M,1", head="NR,NAME,MENGE\n"),
        "files.missing_columns",
        "delimiter ','?",
    ),
    (PRODUCTS, lambda folder: write(folder, "A1;M", head="NR;NAME\n"), "files.missing_columns", "'MENGE'"),
    (PRODUCTS, lambda folder: write(folder, "A1;M;1", encoding="utf-16"), "files.broken_encoding", "UTF-16"),
    (PRODUCTS, lambda folder: write(folder, name="preise.csv"), "files.file_missing", "artikel*.csv"),
    (PRODUCTS, lambda folder: (folder / "artikel.csv").write_bytes(b""), "files.missing_columns", "no columns"),
    (
        PRODUCTS.replace("utf-8", "utf-16"),
        lambda folder: (folder / "artikel.csv").write_bytes((HEAD + "A1;M;1\n").encode("utf-16") + b"\x00"),
        "files.broken_encoding",
        "truncated",
    ),
]


@pytest.mark.parametrize(("mapping", "make", "code", "words"), REFUSED)
def test_a_bad_file_is_refused_and_leaves_nothing(
    database: Database, tmp_path: Path, mapping: str, make: Callable[[Path], object], code: str, words: str
) -> None:
    make(tmp_path)
    run, _ = importing(database, tmp_path, mapping=mapping)
    assert run.state is RunState.FAILED
    assert code in run.error
    assert words in run.error
    assert products(database) == {}
    assert set_aside(database) == []


def test_a_broken_full_load_ends_nothing(database: Database, tmp_path: Path) -> None:
    write(tmp_path, "A1;Mutter;1")
    importing(database, tmp_path)
    write(tmp_path, "A2;Bolzen;1", head="NR;NAME;ANZAHL\n")
    assert importing(database, tmp_path)[0].state is RunState.FAILED
    assert products(database) == {"A1": ("Mutter", "1", True)}


def test_rows_in_another_encoding_are_set_aside_alone(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path, "A1;Mutter;1")
    path.write_bytes(path.read_bytes() + "A2;Größe;1\n".encode("cp1252") + "A3;Größe;1\n".encode())
    importing(database, tmp_path)
    (found,) = set_aside(database)
    assert (found.line, found.problem.code) == (3, "files.broken_encoding")
    assert products(database)["A3"][0] == "Größe"
    assert "A2" not in products(database)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "iso-8859-15", "utf-16", "utf-16-le", "utf-32"])
def test_every_stated_encoding_is_read(database: Database, tmp_path: Path, encoding: str) -> None:
    write(tmp_path, "A1;Größe M8 €;1", encoding=encoding)
    importing(database, tmp_path, mapping=PRODUCTS.replace("encoding: utf-8", f"encoding: {encoding}"))
    assert products(database) == {"A1": ("Größe M8 €", "1", True)}


def test_a_mark_at_the_start_is_no_part_of_the_first_column(database: Database, tmp_path: Path) -> None:
    write(tmp_path, "A1;Mutter;1", encoding="utf-8-sig")
    importing(database, tmp_path)
    assert "A1" in products(database)


def test_a_quote_that_never_ends_loses_only_what_it_holds(database: Database, tmp_path: Path) -> None:
    write(tmp_path, "A1;Mutter;1", 'A2;"Bolzen;1', "A3;Niet;1")
    importing(database, tmp_path)
    assert set(products(database)) == {"A1"}
    (found,) = set_aside(database)
    assert (found.line, found.problem.code) == (3, "files.bad_row")


def test_a_sheet_keeps_numbers_and_days_exactly(database: Database, tmp_path: Path) -> None:
    sheet(tmp_path, ["A1", "Mutter", 0.1], ["A2", "Bolzen", 3], [4711, "Niet", "1,5"], [None, None, None])
    sheet_mapping = SHEET.replace("      names.de: NAME\n", "      names.de: NAME\n      attributes.tag: NAME\n")
    importing(database, tmp_path, mapping=sheet_mapping)
    assert products(database) == {
        "A1": ("Mutter", "0.1", True),
        "A2": ("Bolzen", "3", True),
        "4711": ("Niet", "1.5", True),
    }


def test_a_day_in_a_number_s_place_is_set_aside(database: Database, tmp_path: Path) -> None:
    sheet(tmp_path, ["A1", "Mutter", date(2026, 1, 31)])
    importing(database, tmp_path, mapping=SHEET)
    (found,) = set_aside(database)
    assert (found.line, found.problem.code, found.problem.column) == (2, "files.bad_number", "MENGE")


def test_json_lines_are_read_one_by_one(database: Database, tmp_path: Path) -> None:
    (tmp_path / "artikel.jsonl").write_text(
        '{"NR": "A1", "NAME": "Mutter", "MENGE": 0.1}\n{"NR": "A2",\n\n[1]\n{"NR": 3, "NAME": "Niet", "MENGE": "1,5"}\n'
    )
    importing(database, tmp_path, mapping=LINES)
    assert products(database) == {"A1": ("Mutter", "0.1", True), "3": ("Niet", "1.5", True)}
    assert [(found.line, found.problem.code) for found in set_aside(database)] == [
        (2, "files.bad_row"),
        (4, "files.bad_row"),
    ]


def test_a_link_out_of_the_folder_is_not_followed(database: Database, tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "folder"
    outside.mkdir()
    folder.mkdir()
    write(outside, "A1;Mutter;1")
    (folder / "artikel.csv").symlink_to(outside / "artikel.csv")
    assert importing(database, folder)[0].state is RunState.FAILED
    assert products(database) == {}


def test_a_file_of_two_gigabytes_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "artikel.csv"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    with pytest.raises(TooLarge):
        check_file(path, kind="csv")


def test_a_sheet_that_understates_its_size_is_a_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_HARMLESS", 1000)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", compression=zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", b" " * 100_000)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive, pytest.raises(ZipBomb):
        checks._formulas(archive, "sheet.xml", limit=1)


@pytest.mark.parametrize(
    "start", [b"\x89PNG\r\n", b"\xd0\xcf\x11\xe0\xa1", b"MZ\x90\x00", b"7z\xbc\xaf\x27", b"a\x00\x00\x00b"]
)
def test_what_is_no_table_is_known_by_its_first_bytes(start: bytes) -> None:
    with pytest.raises(WrongType):
        kind_of(start)


def test_tables_are_known_by_their_first_bytes() -> None:
    assert kind_of(b"NR;NAME") == "text"
    assert kind_of("NR;NAME;Größe".encode("utf-16-le")) == "text"
    assert kind_of(gzip.compress(b"x")) == "gzip"
    assert kind_of(b"PK\x03\x04") == "xlsx"
