"""Reading XLSX: values as they are stored; whole workbooks are bounded by their checked size."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import python_calamine

from fondaco.connectors.files.errors import BrokenFile, FileMissing
from fondaco.connectors.files.readers.json_lines import cell
from fondaco.connectors.files.readers.table import Row, Table
from fondaco.connectors.files.types import Source


@contextmanager
def open_sheet(path: Path, source: Source) -> Iterator[Table]:
    """Open a sheet by name, else the first; its first row after those to skip names the columns."""
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(path)
        if source.sheet and source.sheet not in workbook.sheet_names:
            raise FileMissing(f"{path.name} has no sheet {source.sheet!r}.", sheets=workbook.sheet_names)
        sheet = workbook.get_sheet_by_name(source.sheet) if source.sheet else workbook.get_sheet_by_index(0)
    except python_calamine.CalamineError as error:
        raise BrokenFile(f"{path.name} cannot be read: {error}.", file=path.name) from None
    with workbook:
        first = (sheet.start or (0, 0))[0] + 1
        rows = enumerate(sheet.iter_rows(), start=first)
        for _ in range(source.skip):
            next(rows, None)
        columns = list(source.columns)
        if not columns:
            columns = [str(cell(name) or "").strip() for name in next(rows, (0, []))[1]]
        yield Table(path.name, columns, _rows(rows))


def _rows(rows: Iterator[tuple[int, Sequence[Any]]]) -> Iterator[Row]:
    for line, values in rows:
        cells = [cell(value) for value in values]
        if any(value not in (None, "") for value in cells):
            yield line, cells, None
