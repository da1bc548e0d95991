"""Reading a mapping file: every mistake is named with its line and column, all of them at once."""

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from fondaco.connectors.files.errors import BadExpression, BadMapping
from fondaco.connectors.files.model import expression
from fondaco.connectors.files.model.values import Format
from fondaco.connectors.files.model.yaml_nodes import Place, compose
from fondaco.connectors.files.types import FieldRule, FileMapping, Join, Load, Source
from fondaco.connectors.intake.types import SPECS, Field, Kind
from fondaco.kernel.errors import Problem

VERSION = "1"
_FORMATS = {"encoding", "delimiter", "quote", "decimal", "thousands", "date", "zone", "empty", "true", "false"}
_KINDS = {"csv": (".csv", ".txt", ".tsv"), "jsonl": (".jsonl", ".ndjson"), "xlsx": (".xlsx",)}
_RULE = {
    "column", "expression", "constant", "sum", "map", "default", "decimal", "thousands", "date", "factor", "through",
}  # fmt: skip
_MOST_LOADS = 200


def read_mapping(text: str) -> FileMapping:
    """Read a mapping; refuse it with all its mistakes."""
    reader = _Reader()
    mapping = reader.mapping(compose(text))
    if reader.problems or mapping is None:
        first = reader.problems[0].detail if reader.problems else "The mapping is empty."
        raise BadMapping(first, problems=reader.problems)
    return mapping


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._sources: dict[str, Source] = {}
        self._maps: dict[str, Mapping[str, str]] = {}

    def mapping(self, root: Place) -> FileMapping | None:
        parts = self._keys(
            root,
            required={"mapping", "system", "files", "loads"},
            optional={"title", "format", "maps"},
        )
        if "mapping" in parts and parts["mapping"].text != VERSION:
            self._say(parts["mapping"], f"this program reads mappings of version {VERSION}")
        common = self._format(parts["format"], Format()) if "format" in parts else Format()
        if "maps" in parts:
            self._maps = {name: self._texts(value) for name, value in self._map(parts["maps"]).items()}
        if "files" in parts:
            self._sources = {
                name: self._source(name, value, common) for name, value in self._map(parts["files"]).items()
            }
        loads = [load for place in self._list(parts.get("loads")) if (load := self._load(place))]
        if "loads" in parts and not loads and not self.problems:
            self._say(parts["loads"], "there is nothing to load")
        if self.problems:
            return None
        return FileMapping(
            system=self._text(parts, "system"),
            title=self._text(parts, "title"),
            sources=self._sources,
            maps=self._maps,
            loads=tuple(loads),
        )

    def _source(self, name: str, place: Place, common: Format) -> Source:
        if place.text is not None:
            return self._made(place, name=name, path=place.text, format=common)
        parts = self._keys(
            place, required={"path"}, optional=_FORMATS | {"type", "columns", "skip", "sheet", "optional"}
        )
        format = self._format(place, common, only={key: parts[key] for key in parts if key in _FORMATS})
        return self._made(
            place,
            name=name,
            path=self._text(parts, "path"),
            format=format,
            kind=self._text(parts, "type"),
            columns=tuple(column.text or "" for column in self._list(parts.get("columns"))),
            skip=self._whole(parts.get("skip")),
            sheet=self._text(parts, "sheet"),
            optional=self._flag(parts.get("optional")),
        )

    def _made(self, place: Place, *, path: str, kind: str = "", **values: Any) -> Source:  # noqa: ANN401 - passed on
        if not path or path.startswith(("/", "\\")) or ".." in path.replace("\\", "/").split("/") or ":" in path:
            self._say(place, f"{path!r} is no file inside the folder")
        bare = path.lower().removesuffix(".gz")
        kind = kind or next((kind for kind, ends in _KINDS.items() if bare.endswith(ends)), "")
        if kind not in _KINDS:
            self._say(place, f"say the type of {path!r}: csv, jsonl or xlsx")
        return Source(path=path, kind=kind, **values)

    def _format(self, place: Place, common: Format, only: Mapping[str, Place] | None = None) -> Format:
        parts = self._keys(place, required=set(), optional=_FORMATS) if only is None else only
        values: dict[str, Any] = {name: getattr(common, name) for name in _FORMATS}
        for name, part in parts.items():
            values[name] = (
                tuple(item.text or "" for item in self._list(part))
                if name in ("empty", "true", "false")
                else "\t"
                if name == "delimiter" and part.text in ("tab", "\\t")
                else part.text or ""
            )
        checks: list[tuple[str, Callable[[], bool], str]] = [
            ("encoding", lambda: bool("".encode(values["encoding"]) or True), "is no known encoding"),
            (
                "delimiter",
                lambda: len(values["delimiter"]) == 1 and values["delimiter"] not in '\r\n"',
                "is no delimiter",
            ),
            ("quote", lambda: len(values["quote"]) <= 1, "is no quote"),
            ("decimal", lambda: values["decimal"] in (".", ","), "is neither a point nor a comma"),
            ("thousands", lambda: values["thousands"] in ("", ".", ",", " ", "'", "\u00a0"), "separates no thousands"),
            ("thousands", lambda: values["thousands"] != values["decimal"], "is the decimal sign already"),
            ("zone", lambda: bool(ZoneInfo(values["zone"])), "is no time zone"),
        ]
        for name, check, reason in checks:
            try:
                good = check()
            except (LookupError, ValueError, OSError):
                good = False
            if not good:
                self._say(parts.get(name, place), f"{values[name]!r} {reason}")
                values[name] = getattr(Format(), name)
        return Format(**values)

    def _load(self, place: Place) -> Load | None:
        parts = self._keys(place, required={"kind", "file", "fields"}, optional={"join", "where", "group", "systems"})
        kind = self._text(parts, "kind")
        if kind not in set(Kind):
            if "kind" in parts:
                self._say(parts["kind"], f"{kind!r} is no kind of record; there are {', '.join(Kind)}")
            return None
        spec, file = SPECS[Kind(kind)], self._known_file(parts.get("file"))
        group_by, lines = "", None
        if "group" in parts:
            group = self._keys(parts["group"], required={"by", "lines"}, optional=set())
            group_by = self._text(group, "by")
            if "lines" in group:
                lines = self._fields(group["lines"], spec.lines.get, f"a line of {kind}")
                self._demand(group["lines"], spec.lines, lines)
            if not spec.lines:
                self._say(parts["group"], f"a {kind} has no lines")
        fields = self._fields(parts["fields"], spec.field, kind) if "fields" in parts else {}
        if "fields" in parts:
            self._demand(parts["fields"], spec.fields, fields)
        return Load(
            kind=Kind(kind),
            file=file,
            fields=fields,
            joins=tuple(self._join(join) for join in self._list(parts.get("join"))),
            where=self._condition(parts.get("where")),
            group_by=group_by,
            lines=lines,
            systems=self._texts(parts["systems"]) if "systems" in parts else None,
        )

    def _join(self, place: Place) -> Join:
        parts = self._keys(place, required={"file", "as", "on"}, optional={"required", "twice", "where"})
        twice = self._text(parts, "twice") or "refuse"
        if twice not in ("refuse", "first", "last"):
            self._say(parts["twice"], "twice is one of refuse, first, last")
        alias = self._text(parts, "as")
        if "as" in parts and not alias.isidentifier():
            self._say(parts["as"], f"{alias!r} is no plain name")
        on = {name: self._rule(value) for name, value in self._map(parts["on"]).items()} if "on" in parts else {}
        return Join(
            file=self._known_file(parts.get("file")),
            alias=alias,
            on=on,
            required=self._flag(parts.get("required")),
            twice=twice,
            where=self._condition(parts.get("where")),
        )

    def _fields(self, place: Place, known: Callable[[str], Field | None], what: str) -> dict[str, FieldRule]:
        fields = {}
        for name, key, value in place.items():
            if name in fields:
                self._say(key, f"{name!r} stands here twice")
            if known(name) is None:
                self._say(key, f"{what} has no field {name!r}")
            fields[name] = self._rule(value)
        if not place.is_map:
            self._say(place, "a map of fields is needed here")
        return fields

    def _demand(self, place: Place, spec: Mapping[str, Field], fields: Mapping[str, FieldRule]) -> None:
        for name, field in spec.items():
            head = name[:-1] if name.endswith(".*") else None
            if field.required and not (any(f.startswith(head) for f in fields) if head else name in fields):
                self._say(place, f"the field {name!r} is required")

    def _rule(self, place: Place) -> FieldRule:
        if place.text is not None:
            if place.text.startswith("="):
                return FieldRule(expression=self._expression(place, place.text[1:], 1))
            return FieldRule(column=place.text)
        parts = self._keys(place, required=set(), optional=_RULE)
        ways = [name for name in ("column", "expression", "constant", "sum") if name in parts]
        if len(ways) != 1:
            self._say(place, "one of column, expression, constant or sum is needed")
        if "map" in parts and self._text(parts, "map") not in self._maps:
            self._say(parts["map"], f"there is no map {parts['map'].text!r}")
        return FieldRule(
            column=self._text(parts, "column"),
            expression=self._expression(parts["expression"], parts["expression"].text or "", 0)
            if "expression" in parts
            else "",
            constant=parts["constant"].text if "constant" in parts else None,
            sum=self._text(parts, "sum"),
            map=self._text(parts, "map"),
            default=parts["default"].text if "default" in parts else None,
            decimal=parts["decimal"].text if "decimal" in parts else None,
            thousands=parts["thousands"].text if "thousands" in parts else None,
            date=parts["date"].text if "date" in parts else None,
            factor=self._number(parts.get("factor")),
            through=self._flag(parts.get("through")),
        )

    def _condition(self, place: Place | None) -> str:
        return self._expression(place, place.text or "", 0) if place is not None else ""

    def _expression(self, place: Place, text: str, offset: int) -> str:
        try:
            expression.columns_of(text)
        except BadExpression as error:
            start = offset + (len(text) - len(text.lstrip()))
            problem = place.problem(error.detail, code=error.code, offset=start + int(error.facts.get("column", 1)) - 1)
            self.problems.append(problem)
        return text

    def _known_file(self, place: Place | None) -> str:
        name = place.text or "" if place is not None else ""
        if place is not None and name not in self._sources:
            self._say(place, f"there is no file {name!r} in files")
        return name

    def _keys(self, place: Place, *, required: set[str], optional: set[str]) -> dict[str, Place]:
        found: dict[str, Place] = {}
        if not place.is_map:
            self._say(place, "a map is needed here")
        for name, key, value in place.items():
            if name in found:
                self._say(key, f"{name!r} stands here twice")
            elif name not in required | optional:
                self._say(key, f"{name!r} is not known here; there is {', '.join(sorted(required | optional))}")
            else:
                found[name] = value
        for name in sorted(required - found.keys()):
            self._say(place, f"{name!r} is missing")
        return found

    def _map(self, place: Place) -> dict[str, Place]:
        found: dict[str, Place] = {}
        if not place.is_map:
            self._say(place, "a map is needed here")
        for name, key, value in place.items():
            if name in found:
                self._say(key, f"{name!r} stands here twice")
            found[name] = value
        return found

    def _texts(self, place: Place) -> dict[str, str]:
        return {name: value.text or "" for name, value in self._map(place).items()}

    def _list(self, place: Place | None) -> list[Place]:
        if place is None:
            return []
        members = list(place.members())
        if not place.is_list:
            self._say(place, "a list is needed here")
        if len(members) > _MOST_LOADS:
            self._say(place, f"a list has at most {_MOST_LOADS} members")
        return members

    def _text(self, parts: Mapping[str, Place], name: str) -> str:
        return (parts[name].text or "") if name in parts else ""

    def _whole(self, place: Place | None) -> int:
        text = (place.text or "") if place is not None else "0"
        if text.isascii() and text.isdigit() and len(text) < 6:  # noqa: PLR2004 - lines to skip
            return int(text)
        if place is not None:
            self._say(place, "a whole number is needed here")
        return 0

    def _number(self, place: Place | None) -> str:
        text = (place.text or "") if place is not None else ""
        if text and not text.removeprefix("-").replace(".", "", 1).isdigit() and place is not None:
            self._say(place, "a number such as 0.01 is needed here")
        return text

    def _flag(self, place: Place | None) -> bool:
        text = (place.text or "") if place is not None else "no"
        if text not in ("yes", "no", "true", "false") and place is not None:
            self._say(place, "yes or no is needed here")
        return text in ("yes", "true")

    def _say(self, place: Place, detail: str) -> None:
        self.problems.append(place.problem(detail))
