"""Reading CSV: one row at a time, each bad row by itself."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from fondaco.connectors.files.errors import BadValue, BrokenFile
from fondaco.connectors.files.readers.table import Row, Table
from fondaco.connectors.files.readers.texts import BROKEN, open_text
from fondaco.connectors.files.types import Source


@contextmanager
def open_csv(path: Path, source: Source) -> Iterator[Table]:
    """Open a CSV file; its first line after those to skip names the columns unless the mapping does."""
    with open_text(path, encoding=source.format.encoding) as file:
        watch = _Watch(file)
        reader = csv.reader(
            watch,
            delimiter=source.format.delimiter,
            quotechar=source.format.quote or None,
            quoting=csv.QUOTE_MINIMAL if source.format.quote else csv.QUOTE_NONE,
            strict=True,
        )
        columns = list(source.columns)
        try:
            for _ in range(source.skip):
                next(reader, None)
            if not columns:
                columns = [name.strip() for name in next(reader, [])]
        except csv.Error as error:
            raise BrokenFile(f"{path.name}, line {reader.line_num}: {error}.", file=path.name) from None
        yield Table(path.name, columns, _rows(reader, watch, len(columns), source.format.delimiter))


class _Watch:
    """Passes lines on and remembers whether one of them held undecodable bytes."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self.broken = False

    def __iter__(self) -> Iterator[str]:
        for line in self._file:
            if not line.isascii() and BROKEN.search(line):
                self.broken = True
            yield line


def _rows(reader: Any, watch: _Watch, width: int, delimiter: str) -> Iterator[Row]:  # noqa: ANN401 - csv has no public type of its readers
    watch.broken = False
    while True:
        line = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            watch.broken = False
            yield line, (), BadValue("files.bad_row", f"The row cannot be read: {error}.")
            continue
        if watch.broken:
            watch.broken = False
            yield line, values, BadValue("files.broken_encoding", "The row holds bytes that are not in the encoding.")
        elif len(values) == width:
            yield line, values, None
        elif values:
            detail = f"The row has {len(values)} columns instead of {width} (separated by {delimiter!r})."
            yield line, values, BadValue("files.wrong_column_count", detail)
