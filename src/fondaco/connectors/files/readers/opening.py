"""Opening any file of a mapping by its type."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from fondaco.connectors.files.errors import FileMissing, MissingColumns
from fondaco.connectors.files.readers.csv_table import open_csv
from fondaco.connectors.files.readers.json_lines import open_json_lines
from fondaco.connectors.files.readers.sheet import open_sheet
from fondaco.connectors.files.readers.table import Table
from fondaco.connectors.files.types import Source

_SHOWN = 12


def paths_of(folder: Path, source: Source) -> list[Path]:
    """Find the files of a source inside the folder, in the order of their names; links that lead out do not count."""
    root = folder.resolve()
    found = sorted(
        path
        for path in (root.glob(source.path) if "*" in source.path else [root / source.path])
        if path.is_file() and path.resolve().is_relative_to(root)
    )
    if not found and not source.optional:
        raise FileMissing(f"There is no {source.path} in the folder.", file=source.path)
    return found


@contextmanager
def open_table(path: Path, source: Source, wanted: Sequence[str]) -> Iterator[Table]:
    """Open a file and refuse it if it lacks a wanted column."""
    if source.kind == "jsonl":
        opened = open_json_lines(path, source, wanted)
    else:
        opened = open_csv(path, source) if source.kind == "csv" else open_sheet(path, source)
    with opened as table:
        missing = [name for name in wanted if name not in table.columns]
        if missing:
            raise MissingColumns(_words(table, missing, source), file=path.name, missing=missing)
        yield table


def _words(table: Table, missing: Sequence[str], source: Source) -> str:
    shown = ", ".join(repr(name) for name in table.columns[:_SHOWN])
    text = f"{table.name} lacks {', '.join(repr(name) for name in missing)}; it has {shown or 'no columns'}."
    if source.kind == "csv" and len(table.columns) == 1:
        other = next((sign for sign in ";\t,|" if sign != source.format.delimiter and sign in table.columns[0]), None)
        if other:
            text += f" Is the delimiter {other!r}?"
    return text
