"""Reading the fields of a canonical record: from text to typed values, with a named problem for each that is wrong."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from fondaco.connectors.intake.model.kinds import SPECS, Field, Kind, Type

LONGEST_TEXT = 100_000
_LONGEST_KEY = 200
_LONGEST_UNIT = 8
_DECIMAL = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,20})?", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_FACTOR = re.compile(r"(\d{1,20}(?:\.\d{1,20})?)(?:/(\d{1,20}))?", re.ASCII)
_FLAGS = MappingProxyType(
    {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False, "y": True, "n": False}
)
_LINE = re.compile(r"lines\.(\d{1,6})\.(.+)")


class Unreadable(Exception):  # noqa: N818 - it is turned into a problem at once
    """A text that is not what its field holds; the message says what is expected."""


def read_decimal(text: str) -> Decimal:
    """Read `-12.50`: digits with a point, nothing else."""
    if not _DECIMAL.fullmatch(text):
        raise Unreadable("expected a number such as 12.50")
    return Decimal(text)


def read_moment(text: str) -> datetime:
    """Read an ISO 8601 moment; a day means its first moment, no zone means UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Unreadable("expected a moment such as 2026-01-31T08:00:00Z") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _text(text: str) -> str:
    if "\x00" in text or len(text) > LONGEST_TEXT:
        raise Unreadable(f"expected a text without zero bytes of at most {LONGEST_TEXT} characters")
    return text


def _key(text: str) -> str:
    key = text.strip()
    if "\x00" in key or len(key) > _LONGEST_KEY:
        raise Unreadable(f"expected a key of at most {_LONGEST_KEY} characters")
    return key


def _unit(text: str) -> str:
    unit = text.strip().upper()
    if len(unit) > _LONGEST_UNIT or not unit.isascii() or not unit.isalnum():
        raise Unreadable("expected a unit code such as PCE")
    return unit


def _factor(text: str) -> Fraction:
    found = _FACTOR.fullmatch(text)
    if not found or Decimal(found[1]) == 0 or (found[2] and int(found[2]) == 0):
        raise Unreadable("expected a factor such as 100 or 1/12, more than zero")
    return Fraction(Decimal(found[1])) / int(found[2] or 1)


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise Unreadable("expected a whole number")
    return int(text)


def _flag(text: str) -> bool:
    try:
        return _FLAGS[text.lower()]
    except KeyError:
        raise Unreadable("expected yes or no") from None


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable("expected a day such as 2026-01-31") from None


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in (part.strip() for part in _text(text).split(";")) if word)


READERS: Mapping[Type, Callable[[str], object]] = MappingProxyType(
    {
        Type.TEXT: _text,
        Type.KEY: _key,
        Type.REF: _key,
        Type.UNIT: _unit,
        Type.DECIMAL: read_decimal,
        Type.FACTOR: _factor,
        Type.INTEGER: _integer,
        Type.FLAG: _flag,
        Type.DATE: _date,
        Type.MOMENT: read_moment,
        Type.WORDS: _words,
    }
)

_VALUES: Mapping[Type, tuple[type, ...]] = MappingProxyType(
    {
        Type.TEXT: (str,),
        Type.KEY: (str,),
        Type.REF: (str,),
        Type.UNIT: (str,),
        Type.DECIMAL: (Decimal,),
        Type.FACTOR: (Fraction, Decimal),
        Type.INTEGER: (int,),
        Type.FLAG: (bool,),
        Type.DATE: (date,),
        Type.MOMENT: (datetime,),
        Type.WORDS: (tuple, list, frozenset),
    }
)


# Fields whose typed values need no further look, with the type they come in.
_PLAIN: Mapping[Kind, Mapping[str, type]] = MappingProxyType(
    {
        kind: {
            field.name: _VALUES[field.type][0]
            for field in spec.fields.values()
            if not field.choices and field.type in (Type.TEXT, Type.KEY, Type.REF, Type.DECIMAL, Type.MOMENT, Type.FLAG)
        }
        for kind, spec in SPECS.items()
    }
)
_REQUIRED: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {kind: tuple(field.name for field in spec.fields.values() if field.required) for kind, spec in SPECS.items()}
)


def read(*, kind: Kind, fields: Mapping[str, object]) -> tuple[dict[str, object], list[tuple[str, str, str]]]:
    """Read all fields of a record; answer the values and, for each bad field, its name, a code and the reason.

    Empty texts and None are as if not given. Lines are under `lines`, a sequence of mappings.
    """
    spec = SPECS[kind]
    values: dict[str, object] = {}
    problems: list[tuple[str, str, str]] = []
    plain = _PLAIN[kind].get
    for name, value in fields.items():
        # Most values come typed already; a million price records pass here.
        wanted = plain(name)
        if wanted is not None and value.__class__ is wanted:
            if wanted is not str:
                values[name] = value
                continue
            if value and len(value) <= _LONGEST_KEY and "\x00" not in value and value[0] > " " and value[-1] > " ":  # type: ignore[arg-type,index,operator]
                values[name] = value
                continue
        if value is None or value == "" or name == "lines":
            continue
        field = spec.fields.get(name) or spec.field(name)
        if field is None:
            problems.append((name, "intake.unknown_field", f"A {kind} has no field {name}."))
            continue
        _read_one(field, name, value, values, problems)
    for required in _REQUIRED[kind]:
        if required not in values and not _given(required, values) and not any(required == p[0] for p in problems):
            problems.append((required, "intake.missing_field", f"The field {required} is missing or empty."))
    if spec.lines:
        values["lines"] = _read_lines(kind, fields.get("lines") or (), problems)
    return values, problems


def _given(name: str, values: Mapping[str, object]) -> bool:
    if name.endswith(".*"):
        return any(given.startswith(name[:-1]) for given in values)
    return name in values


def _read_one(
    field: Field, name: str, value: object, values: dict[str, object], problems: list[tuple[str, str, str]]
) -> None:
    if isinstance(value, str):
        try:
            value = READERS[field.type](value.strip() if field.type is not Type.TEXT else value)
        except Unreadable as reason:
            problems.append((name, "intake.unreadable", f"{name}: {reason}."))
            return
        if value == "":
            return
    elif not isinstance(value, _VALUES[field.type]):
        problems.append((name, "intake.unreadable", f"{name}: expected a {field.type}."))
        return
    if field.choices and value not in field.choices:
        problems.append((name, "intake.not_a_choice", f"{name}: expected one of {', '.join(field.choices)}."))
        return
    values[name] = value


def _read_lines(kind: Kind, lines: object, problems: list[tuple[str, str, str]]) -> list[dict[str, object]]:
    if not isinstance(lines, Sequence) or isinstance(lines, str):
        problems.append(("lines", "intake.unreadable", "lines: expected a list."))
        return []
    specs, read_lines = SPECS[kind].lines, []
    for place, line in enumerate(lines, start=1):
        values: dict[str, object] = {}
        found: list[tuple[str, str, str]] = []
        for name, value in line.items():
            if value is None or value == "":
                continue
            field = specs.get(name)
            if field is None:
                found.append((name, "intake.unknown_field", f"A line of a {kind} has no field {name}."))
            else:
                _read_one(field, name, value, values, found)
        bad = {name for name, *_ in found}
        found += [
            (name, "intake.missing_field", f"The field {name} is missing or empty.")
            for name, field in specs.items()
            if field.required and name not in values and name not in bad
        ]
        problems.extend((f"lines.{place}.{name}", code, detail) for name, code, detail in found)
        read_lines.append(values)
    return read_lines


def write(fields: Mapping[str, object]) -> dict[str, str]:
    """Write fields as flat texts: what a person sees and corrects; `read(unflat(write(x)))` is `read(x)`."""
    texts: dict[str, str] = {}
    for name, value in fields.items():
        if name == "lines" and isinstance(value, Sequence):
            for place, line in enumerate(value, start=1):
                texts.update({f"lines.{place}.{key}": text for key, text in write(line).items()})
        elif value is not None:
            texts[name] = _write_one(value)
    return texts


def unflat(texts: Mapping[str, str]) -> dict[str, object]:
    """Put flat texts back into fields with lines."""
    fields: dict[str, object] = {}
    lines: dict[int, dict[str, str]] = {}
    for name, text in texts.items():
        found = _LINE.fullmatch(name)
        if found:
            lines.setdefault(int(found[1]), {})[found[2]] = text
        else:
            fields[name] = text
    if lines:
        fields["lines"] = [lines[place] for place in sorted(lines)]
    return fields


def storable(text: str) -> str:
    """Show what PostgreSQL does not keep, zero bytes and halves of characters, instead of keeping it."""
    return text.replace("\x00", "␀").encode("utf-8", "backslashreplace").decode()


def _write_one(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple | list | frozenset):
        return ";".join(sorted(map(str, value)) if isinstance(value, frozenset) else map(str, value))
    return str(value)
