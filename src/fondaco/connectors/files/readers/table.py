"""A table being read: its columns, and its rows one by one with their line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from fondaco.connectors.files.errors import BadValue

Row: TypeAlias = tuple[int, Sequence[Any], BadValue | None]
"""Line, values, and what is wrong with the row as a whole."""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns by name and the rows, to be gone through once."""

    name: str
    columns: Sequence[str]
    rows: Iterator[Row]


class RawRow(Mapping[str, object]):
    """The columns of a row as they were read, made a map only where somebody looks."""

    __slots__ = ("_columns", "_values")

    def __init__(self, columns: Sequence[str], values: Sequence[Any]) -> None:
        self._columns = columns
        self._values = values

    def __getitem__(self, name: str) -> object:
        """Return the value of a column."""
        try:
            place = self._columns.index(name)
        except ValueError:
            raise KeyError(name) from None
        return self._values[place] if place < len(self._values) else None

    def __iter__(self) -> Iterator[str]:
        """Name the columns; values beyond the last one too."""
        yield from self._columns[: len(self._values)]

    def __len__(self) -> int:
        """Count the columns that have a value."""
        return min(len(self._columns), len(self._values))
