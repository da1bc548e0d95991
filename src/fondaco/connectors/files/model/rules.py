"""From a rule of the mapping to the function that makes one canonical value from one row."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from fondaco.connectors.files.errors import BadValue, MissingColumns
from fondaco.connectors.files.model.expression import compile_expression
from fondaco.connectors.files.model.functions import text_of
from fondaco.connectors.files.model.values import (
    Format,
    after_that_day,
    day_reader,
    decimal_reader,
    flag_reader,
    moment_reader,
)
from fondaco.connectors.files.types import FieldRule
from fondaco.connectors.intake.types import Type

_CACHED = 20_000
_TEXTS = frozenset({Type.TEXT, Type.KEY, Type.REF, Type.UNIT})
Get: TypeAlias = Callable[[Sequence[Any]], Any]


class Rules:
    """Compiles the rules of one load against the columns of its files, joined ones as `alias.column`."""

    def __init__(self, *, columns: Mapping[str, int], format: Format, maps: Mapping[str, Mapping[str, str]]) -> None:
        self._columns = columns
        self._format = format
        self._maps = maps
        self._empty = frozenset(format.empty)
        self._number = decimal_reader(decimal=format.decimal, thousands=format.thousands)

    def condition(self, text: str) -> Get:
        """Compile an expression for itself."""
        return compile_expression(text, column=self.cell, number=self._number, maps=self._maps)

    def cell(self, name: str) -> Get:
        """Read a column: texts without blanks around them, None where there is nothing."""
        place = self._columns.get(name)
        if place is None:
            raise MissingColumns(f"There is no column {name!r}.", missing=[name])
        empty = self._empty

        def get(row: Sequence[Any]) -> Any:  # noqa: ANN401 - whatever the file holds
            value = row[place]
            if value.__class__ is str:
                value = value.strip()
                return None if not value or value in empty else value
            return value

        return get

    def text(self, rule: FieldRule) -> Get:
        """Make a text of a rule: for keys of joins."""
        return self.value(rule, Type.KEY)

    def value(self, rule: FieldRule, type: Type) -> Get:
        """Make the value of a field of this type; raise `BadValue` for what cannot be read."""
        if rule.constant is not None and not rule.map:
            return self._constant(rule, type)
        if type in _TEXTS and rule == FieldRule(column=rule.column):
            return self._text_cell(rule.column)
        steps = [step for step in (self._mapped(rule), self._typed(rule, type)) if step]
        if rule.through and type is Type.MOMENT:
            zone = self._format.zone
            steps.append(lru_cache(maxsize=_CACHED)(lambda moment: after_that_day(moment, zone=zone)))
        if rule.factor:
            factor = Decimal(rule.factor)
            steps.append(lambda number: number * factor)
        return _chained(self._base(rule), steps, rule.default)

    def _constant(self, rule: FieldRule, type: Type) -> Get:
        typed = self._typed(rule, type)
        value = typed(rule.constant) if typed and rule.constant else rule.constant
        return lambda _: value

    def _text_cell(self, name: str) -> Get:
        """Do in one step what most fields of most files are: a column taken as text."""
        cell, place, empty = self.cell(name), self._columns[name], self._empty

        def get(row: Sequence[Any]) -> Any:  # noqa: ANN401 - a text or None
            value = row[place]
            if value.__class__ is str:
                value = value.strip()
                return value if value and value not in empty else None
            value = cell(row)
            return None if value is None else _as_text(value)

        return get

    def _base(self, rule: FieldRule) -> Get:
        if rule.constant is not None:
            return lambda _: rule.constant
        return self.condition(rule.expression) if rule.expression else self.cell(rule.column)

    def _mapped(self, rule: FieldRule) -> Callable[[Any], Any] | None:
        if not rule.map:
            return None
        known = self._maps[rule.map]

        def translate(value: Any) -> Any:  # noqa: ANN401 - whatever the file holds
            found = known.get(value if value.__class__ is str else text_of(value))
            if found is None and rule.default is None:
                raise BadValue("files.not_in_map", f"{text_of(value)!r} is not in the map {rule.map!r}.")
            return found

        return translate

    def _typed(self, rule: FieldRule, type: Type) -> Callable[[Any], Any] | None:
        pattern = self._format.date if rule.date is None else rule.date
        if type is Type.DECIMAL:
            if rule.constant is not None:
                return _number_like(Decimal)
            decimal = self._format.decimal if rule.decimal is None else rule.decimal
            thousands = self._format.thousands if rule.thousands is None else rule.thousands
            return _number_like(decimal_reader(decimal=decimal, thousands=thousands))
        if type is Type.FLAG:
            read = flag_reader(true=self._format.true, false=self._format.false)
            return lambda value: value if isinstance(value, bool) else read(text_of(value))
        if type is Type.MOMENT:
            return _moment_like(moment_reader(pattern=pattern, zone=self._format.zone), ZoneInfo(self._format.zone))
        if type is Type.DATE:
            return _day_like(day_reader(pattern=pattern))
        return lambda value: value if value.__class__ is str else _as_text(value)


def _chained(base: Get, steps: Sequence[Callable[[Any], Any]], default: str | None) -> Get:
    if len(steps) == 1 and default is None:
        step = steps[0]

        def get(row: Sequence[Any]) -> Any:  # noqa: ANN401 - of the field's type
            value = base(row)
            return None if value is None or value == "" else step(value)

        return get

    if len(steps) == 2 and default is None:  # noqa: PLR2004 - a map and a type, or a type and a factor
        first, second = steps

        def get_in_two(row: Sequence[Any]) -> Any:  # noqa: ANN401 - of the field's type
            value = base(row)
            return None if value is None or value == "" else second(first(value))

        return get_in_two

    def get_by_steps(row: Sequence[Any]) -> Any:  # noqa: ANN401 - of the field's type
        value = base(row)
        for step in steps:
            if value is None or value == "":
                break
            value = step(value)
        return default if value is None or value == "" else value

    return get_by_steps


def _number_like(read: Callable[[str], Decimal]) -> Callable[[Any], Any]:
    def number(value: Any) -> Any:  # noqa: ANN401 - whatever the file holds
        if value.__class__ is str:
            return read(value)
        if isinstance(value, Decimal):
            return value
        raise BadValue("files.bad_number", f"{_as_text(value)!r} is no number.")

    return number


def _moment_like(read: Callable[[str], datetime], zone: ZoneInfo) -> Callable[[Any], Any]:
    def moment(value: Any) -> Any:  # noqa: ANN401 - whatever the file holds
        if isinstance(value, datetime):
            return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
        if isinstance(value, date):
            return datetime.combine(value, time(), zone).astimezone(UTC)
        return read(text_of(value))

    return moment


def _day_like(read: Callable[[str], date]) -> Callable[[Any], Any]:
    def day(value: Any) -> Any:  # noqa: ANN401 - whatever the file holds
        if isinstance(value, datetime):
            return value.date()
        return value if isinstance(value, date) else read(text_of(value))

    return day


def _as_text(value: Any) -> str:  # noqa: ANN401 - whatever the file holds
    return value.isoformat() if isinstance(value, date) else text_of(value)
