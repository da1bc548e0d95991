"""Opening text files: packed or not, in their encoding, with a mark at the start or without."""

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from fondaco.connectors.files.errors import BrokenEncoding, BrokenFile

_GZIP = b"\x1f\x8b"
# How undecodable bytes show in a text decoded with `surrogateescape`.
BROKEN = re.compile("[\udc80-\udcff]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@contextmanager
def open_text(path: Path, *, encoding: str) -> Iterator[IO[str]]:
    """Open a text file; undecodable bytes become marks that `BROKEN` finds, so that only their rows are bad.

    A byte order mark that contradicts the stated encoding refuses the file, and so does an undecodable place in an
    encoding of whole units (UTF-16), after which nothing can be trusted.
    """
    name = codecs.lookup(encoding).name
    with path.open("rb") as packed:
        start = packed.read(2)
        packed.seek(0)
        binary = cast("IO[bytes]", gzip.GzipFile(fileobj=packed)) if start == _GZIP else packed
        name = _by_mark(path, _first_bytes(path, packed, binary), name)
        errors = "strict" if name.startswith(("utf-16", "utf-32")) else "surrogateescape"
        try:
            yield io.TextIOWrapper(binary, encoding=name, errors=errors, newline="")
        except UnicodeDecodeError as error:
            raise BrokenEncoding(f"{path.name}: {error}.", file=path.name, encoding=encoding) from None
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise BrokenFile(f"{path.name} is cut off or damaged: {error}.", file=path.name) from None


def _first_bytes(path: Path, packed: IO[bytes], binary: IO[bytes]) -> bytes:
    try:
        start = binary.read(4)
    except (EOFError, OSError) as error:
        raise BrokenFile(f"{path.name} is cut off or damaged: {error}.", file=path.name) from None
    binary.seek(0) if binary is not packed else packed.seek(0)
    return start


def _by_mark(path: Path, start: bytes, name: str) -> str:
    for mark, family in _MARKS:
        if start.startswith(mark):
            if not name.startswith(family):
                raise BrokenEncoding(
                    f"{path.name} says by its first bytes that it is {family.upper()}, the mapping says {name}.",
                    file=path.name,
                    found=family,
                )
            # These two take the mark away; those with a stated byte order would keep it.
            return "utf-8-sig" if family == "utf-8" else family
    return name
