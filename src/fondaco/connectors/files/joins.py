"""Joining files: the other file is read once into memory by its key; its columns follow those of the row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fondaco.connectors.files.errors import AmbiguousJoin, BadValue, TooLarge
from fondaco.connectors.files.model.expression import columns_of, truth
from fondaco.connectors.files.model.rules import Get, Rules
from fondaco.connectors.files.readers.opening import open_table, paths_of
from fondaco.connectors.files.types import FieldRule, FileMapping, Join, Source

_MOST_ROWS = 2_000_000


@dataclass(frozen=True, slots=True)
class Index:
    """A joined file in memory: the wanted columns of its rows by key."""

    columns: Sequence[str]
    rows: Mapping[tuple[str, ...], Sequence[Any]]


def columns_in(rule: FieldRule) -> set[str]:
    """Name the columns that a rule uses."""
    if rule.expression:
        return columns_of(rule.expression)
    return {name for name in (rule.column, rule.sum) if name}


def own(names: set[str], alias: str) -> set[str]:
    """Pick the names of `alias.column` that belong to the alias, without it."""
    head = f"{alias}."
    return {name[len(head) :] for name in names if name.startswith(head)}


def read_index(*, folder: Path, mapping: FileMapping, join: Join, wanted: set[str]) -> Index:
    """Read the other file of a join; rows without a full key are left out, for nothing could find them."""
    source = mapping.sources[join.file]
    columns = sorted(wanted)
    needed = sorted(wanted | set(join.on) | (columns_of(join.where) if join.where else set()))
    rows: dict[tuple[str, ...], Sequence[Any]] = {}
    for path in paths_of(folder, source):
        with open_table(path, source, needed) as table:
            rules = Rules(
                columns={name: place for place, name in enumerate(table.columns)},
                format=source.format,
                maps=mapping.maps,
            )
            keys = [rules.text(FieldRule(column=name)) for name in join.on]
            kept = [rules.cell(name) for name in columns]
            where = rules.condition(join.where) if join.where else None
            for line, values, wrong in table.rows:
                row = _padded(values, len(table.columns))
                if wrong is not None or (where is not None and not truth(where(row))):
                    continue
                key = tuple(get(row) for get in keys)
                if None not in key:
                    _keep(rows, key, [get(row) for get in kept], join, f"{path.name}, line {line}")
    return Index(columns, rows)


def _keep(
    rows: dict[tuple[str, ...], Sequence[Any]], key: tuple[str, ...], values: Sequence[Any], join: Join, place: str
) -> None:
    if key in rows:
        if join.twice == "refuse":
            raise AmbiguousJoin(f"{place}: {', '.join(map(str, key))} comes a second time.", file=join.file)
        if join.twice == "first":
            return
    elif len(rows) >= _MOST_ROWS:
        raise TooLarge("A joined file has too many rows to be held in memory.", file=join.file, limit=_MOST_ROWS)
    rows[key] = values


def _padded(values: Sequence[Any], width: int) -> Sequence[Any]:
    return values if len(values) == width else [*values, *([None] * (width - len(values)))][:width]


@dataclass(frozen=True, slots=True)
class _Step:
    keys: Sequence[Get]
    rows: Mapping[tuple[str, ...], Sequence[Any]]
    nothing: Sequence[None]
    join: Join


class Joiner:
    """Adds to a row the columns of all joined files; later joins may use the columns of earlier ones."""

    def __init__(
        self,
        *,
        base: Sequence[str],
        source: Source,
        joins: Sequence[tuple[Join, Index]],
        maps: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.columns = {name: place for place, name in enumerate(base)}
        self._width = len(base)
        self._steps: list[_Step] = []
        for join, index in joins:
            rules = Rules(columns=dict(self.columns), format=source.format, maps=maps)
            keys = [rules.text(replace(rule, default=None)) for rule in join.on.values()]
            self._steps.append(_Step(keys, index.rows, [None] * len(index.columns), join))
            for name in index.columns:
                self.columns[f"{join.alias}.{name}"] = len(self.columns)

    def extend(self, values: Sequence[Any]) -> Sequence[Any]:
        """Return the row with all joined columns; raise `BadValue` where a required partner is missing."""
        if not self._steps:
            return values
        row = list(values)
        for step in self._steps:
            key = tuple(get(row) for get in step.keys)
            found = step.rows.get(key)
            if found is None and step.join.required:
                shown = ", ".join(str(part) for part in key)
                raise BadValue("files.no_partner", f"{step.join.file} has no row for {shown}.")
            row += step.nothing if found is None else found
        return row


def wanted_of(rules: Mapping[str, FieldRule], *texts: str) -> set[str]:
    """Name all columns that fields and conditions use."""
    names = {name for rule in rules.values() for name in columns_in(rule)}
    return names.union(*(columns_of(text) for text in texts if text))
