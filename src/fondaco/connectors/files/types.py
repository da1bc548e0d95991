"""A mapping as a value: which files there are, how they join, and how their columns become canonical records."""

from collections.abc import Mapping
from dataclasses import dataclass

from fondaco.connectors.files.model.values import Format
from fondaco.connectors.intake.types import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file, or several of one shape (`path` may hold `*`): how it is read. No `columns` means a header line."""

    name: str
    path: str
    kind: str
    format: Format
    columns: tuple[str, ...] = ()
    skip: int = 0
    sheet: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """How one canonical field is made: from a column, an expression or a constant; then mapped, read, scaled.

    `map` translates by a named map; a value that the map does not hold is refused unless there is a `default`.
    `through` makes the end of a period of its last day. `sum` adds up a column over the rows of a group.
    """

    column: str = ""
    expression: str = ""
    constant: str | None = None
    sum: str = ""
    map: str = ""
    default: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    date: str | None = None
    factor: str = ""
    through: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Rows of another file, found by key: its columns are `alias.column` from then on.

    `on` says for each column of the other file what it must equal. Without a partner the columns are empty, or with
    `required` the row is set aside. `twice` says which row counts if the other file states a key twice.
    """

    file: str
    alias: str
    on: Mapping[str, FieldRule]
    required: bool = False
    twice: str = "refuse"
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Records of one kind from one file; with `group_by`, rows that follow each other become one record's lines."""

    kind: Kind
    file: str
    fields: Mapping[str, FieldRule]
    joins: tuple[Join, ...] = ()
    where: str = ""
    group_by: str = ""
    lines: Mapping[str, FieldRule] | None = None
    systems: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMapping:
    """A whole mapping file; `system` names the source in external references."""

    system: str
    title: str
    sources: Mapping[str, Source]
    maps: Mapping[str, Mapping[str, str]]
    loads: tuple[Load, ...]
