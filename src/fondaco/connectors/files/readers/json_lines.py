"""Reading JSON Lines: one object a line; `a.b` names a field inside of a field."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import msgspec

from fondaco.connectors.files.errors import BadValue
from fondaco.connectors.files.readers.table import Row, Table
from fondaco.connectors.files.readers.texts import BROKEN, open_text
from fondaco.connectors.files.types import Source

_DECODER = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal)
_LONGEST_LINE = 10_000_000


@contextmanager
def open_json_lines(path: Path, source: Source, wanted: Iterable[str]) -> Iterator[Table]:
    """Open a JSON Lines file; its columns are those that the mapping asks for."""
    columns = sorted(wanted)
    with open_text(path, encoding=source.format.encoding) as file:
        for _ in range(source.skip):
            file.readline(_LONGEST_LINE)
        yield Table(path.name, columns, _rows(file, [name.split(".") for name in columns], source.skip))


def _rows(file: IO[str], paths: list[list[str]], skipped: int) -> Iterator[Row]:
    line = skipped
    while text := file.readline(_LONGEST_LINE):
        line += 1
        if not text.strip():
            continue
        if not text.isascii() and BROKEN.search(text):
            yield line, (), BadValue("files.broken_encoding", "The row holds bytes that are not in the encoding.")
            continue
        try:
            found = _DECODER.decode(text)
        except (msgspec.MsgspecError, RecursionError) as error:
            yield line, (), BadValue("files.bad_row", f"The line is no JSON object: {error}.")
            continue
        yield line, [cell(_at(found, path)) for path in paths], None


def _at(value: Any, path: list[str]) -> Any:  # noqa: ANN401 - whatever the line holds
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def cell(value: Any) -> str | Decimal | bool | datetime | date | None:  # noqa: ANN401 - whatever the file holds
    """Make one of the few types of value that mappings know; floats by their shortest text, never by their bits."""
    if value is None or isinstance(value, str | bool | Decimal | datetime | date):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        number = Decimal(repr(value))
        return number.to_integral_value() if number == number.to_integral_value() else number
    if isinstance(value, list | dict):
        return msgspec.json.encode(value, enc_hook=str).decode()
    return str(value)
