"""What a file really is: checked by its content, packed and unpacked size and, for sheets, formulas, before it is read."""

import gzip
import re
import zipfile
import zlib
from pathlib import Path

from fondaco.connectors.files.errors import BrokenFile, FormulaCells, TooLarge, WrongType, ZipBomb

LARGEST_FILE = 1 << 30
LARGEST_UNPACKED = 4 << 30
LARGEST_SHEET = 512 << 20
# Real price files pack to a tenth or a thirtieth; beyond this it is made to fill a disk.
_MOST_RATIO = 200
_HARMLESS = 64 << 20
_MOST_ENTRIES = 2_000
_CHUNK = 1 << 20
_MOST_CELLS = 20
_GZIP, _ZIP, _OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BOM_16 = (b"\xff\xfe", b"\xfe\xff")
_SIGNS = {b"%PDF": "PDF", b"\x89PNG": "PNG picture", b"\xff\xd8\xff": "JPEG picture", b"GIF8": "GIF picture",
          b"MZ": "Windows program", b"\x7fELF": "program", b"BZh": "bzip2 archive", b"7z\xbc\xaf": "7-Zip archive",
          b"Rar!": "RAR archive", b"\xfd7zXZ": "xz archive", b"{\\rtf": "RTF text"}  # fmt: skip
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3}\d{1,7})"|<(?:\w+:)?f[\s>/]')
_OVERLAP = 4096


def kind_of(start: bytes) -> str:
    """Tell from the first bytes what a file is: `gzip`, `xlsx` (any zip), or `text`; refuse everything else."""
    if start.startswith(_GZIP):
        return "gzip"
    if start.startswith(_ZIP):
        return "xlsx"
    if start.startswith(_OLE):
        raise WrongType("An old or password-protected Excel file; save it as XLSX without a password.")
    for sign, name in _SIGNS.items():
        if start.startswith(sign):
            raise WrongType(f"This is a {name}, not a table.", found=name)
    if b"\x00" in start and not start.startswith(_BOM_16):
        # UTF-16 without a mark has a zero in every other byte of plain letters.
        odd, even = start[1::2].count(0), start[::2].count(0)
        if max(odd, even) < len(start) // 4 or min(odd, even) > len(start) // 20:
            raise WrongType("This is no text: it holds zero bytes.", found="binary")
    return "text"


def check_file(path: Path, *, kind: str) -> None:
    """Refuse a file that is not what the mapping says, too large, a bomb, cut off, or a sheet with formulas."""
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise TooLarge(file=path.name, bytes=size, limit=LARGEST_FILE)
    with path.open("rb") as file:
        found = kind_of(file.read(8192))
    if (kind == "xlsx") != (found == "xlsx"):
        raise WrongType(f"{path.name} is {'a packed file' if found == 'xlsx' else 'no XLSX'}.", file=path.name)
    if found == "gzip":
        _check_gzip(path, size)
    elif found == "xlsx":
        check_workbook(path)


def _check_gzip(path: Path, size: int) -> None:
    unpacked = 0
    try:
        with gzip.open(path) as file:
            while piece := file.read(_CHUNK):
                unpacked += len(piece)
                if unpacked > LARGEST_UNPACKED:
                    raise TooLarge(file=path.name, bytes=unpacked, limit=LARGEST_UNPACKED)
                if unpacked > _HARMLESS and unpacked > size * _MOST_RATIO:
                    raise ZipBomb(file=path.name, packed=size, unpacked=f"more than {unpacked}")
    except (EOFError, OSError, zlib.error) as error:
        raise BrokenFile(f"{path.name} is cut off or damaged: {error}.", file=path.name) from None


def check_workbook(path: Path) -> None:
    """Refuse a workbook that is no XLSX, unpacks out of proportion, runs macros, or holds formulas."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_ENTRIES:
                raise ZipBomb(file=path.name, entries=len(entries))
            packed, unpacked = path.stat().st_size, sum(entry.file_size for entry in entries)
            if unpacked > _HARMLESS and unpacked > packed * _MOST_RATIO:
                raise ZipBomb(file=path.name, packed=packed, unpacked=unpacked)
            if unpacked > LARGEST_SHEET:
                raise TooLarge("The sheet is too large; save it as CSV.", file=path.name, bytes=unpacked)
            names = {entry.filename for entry in entries}
            if "xl/workbook.xml" not in names:
                raise WrongType(f"{path.name} is a packed file but no XLSX.", file=path.name)
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise WrongType(f"{path.name} holds macros; save it as XLSX without.", file=path.name)
            cells = [
                f"{Path(name).stem}!{cell}"
                for name in sorted(names)
                if name.startswith("xl/worksheets/") and name.endswith(".xml")
                for cell in _formulas(archive, name, unpacked)
            ]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BrokenFile(f"{path.name} is damaged: {error}.", file=path.name) from None
    if cells:
        shown = cells[:_MOST_CELLS]
        raise FormulaCells(f"{path.name} holds formulas in {', '.join(shown)}.", file=path.name, cells=shown)


def _formulas(archive: zipfile.ZipFile, name: str, limit: int) -> list[str]:
    """Find the cells with a formula, reading the sheet piece by piece; what a header understates is a bomb."""
    found: list[str] = []
    last, rest, read = "", b"", 0
    with archive.open(name) as sheet:
        while piece := sheet.read(_CHUNK):
            read += len(piece)
            if read > max(limit, _HARMLESS):
                raise ZipBomb(entry=name)
            text, rest = rest + piece, b""
            # A tag that is cut by the end of the piece is looked at together with the next one.
            cut = text.rfind(b"<", max(len(text) - _OVERLAP, 0))
            if cut > 0:
                text, rest = text[:cut], text[cut:]
            last = _scan(text, last, found)
    _scan(rest, last, found)
    return found


def _scan(text: bytes, last: str, found: list[str]) -> str:
    for match in _CELL.finditer(text):
        if match[1]:
            last = match[1].decode()
        elif len(found) < _MOST_CELLS:
            found.append(last)
    return last
