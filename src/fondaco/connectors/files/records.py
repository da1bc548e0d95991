"""From the rows of a file to canonical records: one by one, or several rows as the lines of one record."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

from fondaco.connectors.files.errors import BadValue
from fondaco.connectors.files.joins import Index, Joiner, columns_in, own, read_index, wanted_of
from fondaco.connectors.files.model.expression import truth
from fondaco.connectors.files.model.functions import text_of
from fondaco.connectors.files.model.rules import Get, Rules
from fondaco.connectors.files.readers.opening import open_table, paths_of
from fondaco.connectors.files.readers.table import RawRow, Table
from fondaco.connectors.files.types import FieldRule, FileMapping, Join, Load
from fondaco.connectors.intake.types import SPECS, Field, Origin, Problem, Record, Rejected, Type

Given: TypeAlias = Record | Rejected
_MOST_LINES = 20_000


class RecordReader:
    """Reads the records of one load as often as asked; joined files are read once."""

    def __init__(self, *, folder: Path, mapping: FileMapping, load: Load) -> None:
        self._mapping = mapping
        self._load = load
        self._source = mapping.sources[load.file]
        self._paths = paths_of(folder, self._source)
        names = wanted_of({**load.fields, **{f"line {n}": r for n, r in (load.lines or {}).items()}}, load.where)
        names |= {name for join in load.joins for rule in join.on.values() for name in columns_in(rule)}
        if load.group_by:
            names.add(load.group_by)
        aliases = {join.alias for join in load.joins}
        self._wanted = sorted(name for name in names if name.split(".", 1)[0] not in aliases)
        self._joins: list[tuple[Join, Index]] = [
            (join, read_index(folder=folder, mapping=mapping, join=join, wanted=own(names, join.alias)))
            for join in load.joins
        ]
        # Opening every file once shows missing columns before anything is stored.
        for path in self._paths:
            with open_table(path, self._source, self._wanted) as table:
                _Maker(load, table, self._joiner(table), mapping)

    def __iter__(self) -> Iterator[Given]:
        """Go through all files of the load, in the order of their names."""
        for path in self._paths:
            with open_table(path, self._source, self._wanted) as table:
                maker = _Maker(self._load, table, self._joiner(table), self._mapping)
                yield from maker.grouped() if self._load.group_by else maker.single()

    def _joiner(self, table: Table) -> Joiner:
        return Joiner(base=table.columns, source=self._source, joins=self._joins, maps=self._mapping.maps)


class _Maker:
    def __init__(self, load: Load, table: Table, joiner: Joiner, mapping: FileMapping) -> None:
        self._load = load
        self._table = table
        self._joiner = joiner
        spec, source = SPECS[load.kind], mapping.sources[load.file]
        rules = Rules(columns=joiner.columns, format=source.format, maps=mapping.maps)
        self._fields = _getters(rules, {n: r for n, r in load.fields.items() if not r.sum}, spec.field)
        self._sums = [
            (name, rule.sum, rules.value(FieldRule(column=rule.sum), Type.DECIMAL))
            for name, rule in load.fields.items()
            if rule.sum
        ]
        self._lines = _getters(rules, load.lines or {}, spec.lines.get)
        self._where = rules.condition(load.where) if load.where else None
        self._key = rules.text(FieldRule(column=load.group_by)) if load.group_by else None
        self._columns = {
            name: next(iter(sorted(columns_in(rule))), "")
            for name, rule in {**(load.lines or {}), **load.fields}.items()
        }
        self._systems = dict(load.systems or {})

    def single(self) -> Iterator[Given]:
        """One record a row."""
        kind, name, columns, mapped = self._load.kind, self._table.name, self._table.columns, self._columns
        extend, where, fields, systems = self._joiner.extend, self._where, self._fields, self._systems
        for line, values, wrong in self._table.rows:
            origin = Origin(file=name, line=line, raw=RawRow(columns, values), columns=mapped)
            if wrong is not None:
                yield self._rejected({}, origin, "", wrong)
                continue
            try:
                row = extend(values)
                if where is not None and not truth(where(row)):
                    continue
                made = {field: value for field, get in fields if (value := get(row)) is not None}
            except BadValue:
                yield self._blamed(values, origin)
                continue
            yield Record(kind=kind, fields=made, origin=origin, systems=systems)

    def grouped(self) -> Iterator[Given]:
        """One record for rows of one key that follow each other."""
        group: _Group | None = None
        for line, values, wrong in self._table.rows:
            origin = Origin(
                file=self._table.name, line=line, raw=RawRow(self._table.columns, values), columns=self._columns
            )
            if wrong is not None:
                yield self._rejected({}, origin, "", wrong)
                continue
            try:
                row = self._joiner.extend(values)
                if self._where is not None and not truth(self._where(row)):
                    continue
                key = self._key(row) if self._key else None
            except BadValue as reason:
                yield self._rejected({}, origin, "", reason)
                continue
            if group is None or key != group.key or len(group.lines) >= _MOST_LINES:
                if group is not None:
                    yield self._closed(group)
                group = _Group(key, origin, row)
            self._add_line(group, row, origin)
        if group is not None:
            yield self._closed(group)

    def _add_line(self, group: "_Group", row: Sequence[Any], origin: Origin) -> None:
        made: dict[str, object] = {}
        for name, get in self._lines:
            try:
                value = get(row)
            except BadValue as reason:
                made[name] = self._raw(origin, name)
                group.wrong = group.wrong or (f"lines.{len(group.lines) + 1}.{name}", reason, origin)
            else:
                if value is not None:
                    made[name] = value
        for field, column, get in self._sums:
            try:
                group.sums[field] = group.sums.get(field, Decimal(0)) + (get(row) or 0)
            except BadValue as reason:
                group.wrong = group.wrong or (field, BadValue(reason.code, f"{column}: {reason.detail}"), origin)
        group.lines.append(made)

    def _closed(self, group: "_Group") -> Given:
        made: dict[str, object] = {}
        for name, get in self._fields:
            try:
                value = get(group.row)
            except BadValue as reason:
                made[name] = self._raw(group.origin, name)
                group.wrong = group.wrong or (name, reason, group.origin)
            else:
                if value is not None:
                    made[name] = value
        made.update(group.sums)
        made["lines"] = group.lines
        if group.wrong is not None:
            field, wrong, origin = group.wrong
            return self._rejected(made, origin, field, wrong)
        return Record(kind=self._load.kind, fields=made, origin=group.origin, systems=self._systems)

    def _blamed(self, values: Sequence[Any], origin: Origin) -> Given:
        """Make what can be made of a bad row, and name the first field that cannot."""
        made: dict[str, object] = {}
        first: tuple[str, BadValue] | None = None
        try:
            row = self._joiner.extend(values)
            if self._where is not None:
                self._where(row)
        except BadValue as reason:
            return self._rejected(made, origin, "", reason)
        for name, get in self._fields:
            try:
                value = get(row)
            except BadValue as reason:
                made[name] = self._raw(origin, name)
                first = first or (name, reason)
            else:
                if value is not None:
                    made[name] = value
        field, wrong = first or ("", BadValue("files.bad_row", "The row cannot be read."))
        return self._rejected(made, origin, field, wrong)

    def _raw(self, origin: Origin, field: str) -> str:
        value = origin.raw.get(self._columns.get(field, ""))
        return text_of(value) if isinstance(value, str | Decimal | bool) else "" if value is None else str(value)

    def _rejected(self, made: Mapping[str, object], origin: Origin, field: str, reason: BadValue) -> Rejected:
        name = field.rsplit(".", 1)[-1] if field.startswith("lines.") else field
        record = Record(kind=self._load.kind, fields=made, origin=origin, systems=self._systems)
        column = self._columns.get(name, "")
        value = self._raw(origin, name) if column else ""
        return Rejected(
            record=record,
            problem=Problem(field=field, code=reason.code, detail=reason.detail, column=column, value=value),
        )


class _Group:
    __slots__ = ("key", "lines", "origin", "row", "sums", "wrong")

    def __init__(self, key: object, origin: Origin, row: Sequence[Any]) -> None:
        self.key = key
        self.origin = origin
        self.row = row
        self.lines: list[dict[str, object]] = []
        self.sums: dict[str, Decimal] = {}
        self.wrong: tuple[str, BadValue, Origin] | None = None


def _getters(rules: Rules, fields: Mapping[str, FieldRule], find: Any) -> list[tuple[str, Get]]:  # noqa: ANN401 - a spec's look-up
    made: list[tuple[str, Get]] = []
    for name, rule in fields.items():
        field: Field | None = find(name)
        made.append((name, rules.value(rule, field.type if field else Type.TEXT)))
    return made
