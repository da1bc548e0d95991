"""Writing the typed client from the OpenAPI document: a Struct per schema, a method per operation."""

import argparse
import json
import keyword
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from fondaco.apps.api import api_document, create_litestar
from fondaco.apps.runtime import Runtime
from fondaco.platform.settings import Settings
from fondaco.platform.transaction import Database

# Answers that come part by part and may be long.
_STREAMED = frozenset(
    {"text/event-stream", "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
)
TARGET = Path(__file__).parent / "generated.py"
_HEAD = '''"""The API's client. Written by `fondaco client generate` from the OpenAPI document; do not change it by hand."""
# ruff: noqa

from __future__ import annotations

import builtins
from collections.abc import AsyncIterator, Mapping, Sequence
import datetime as dt
from decimal import Decimal
from typing import Any, Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from fondaco.apps.client import base
from fondaco.apps.client.base import ApiProblem, ApiUnavailable, Upload
from fondaco.apps.client.transport import Answer, AsgiTransport, HttpTransport, Transport

__all__ = ["Answer", "ApiProblem", "ApiUnavailable", "AsgiTransport", "Client", "HttpTransport", "Transport", "Upload"]
'''


def main(arguments: Sequence[str] = ()) -> int:
    """Write the client (`generate`), or print the document itself (`document`)."""
    parser = argparse.ArgumentParser(prog="fondaco client", description="The client of the API.")
    parser.add_argument("what", choices=("generate", "document"), help="write the client, or print the document")
    if parser.parse_args(arguments).what == "document":
        print(json.dumps(current_document(), indent=2))
    else:
        TARGET.write_text(source(current_document()))
    return 0


def current_document() -> dict[str, Any]:
    """Compose the API without a database and write its document."""
    database = Database("postgresql://nobody@nowhere/nothing")
    try:
        return api_document(create_litestar(Runtime(settings=Settings(), database=database)))
    finally:
        database.close()


def source(document: Mapping[str, Any]) -> str:
    """Write the module."""
    schemas: Mapping[str, Any] = document["components"]["schemas"]
    out = [_HEAD]
    out += [alias for name, schema in sorted(schemas.items()) if (alias := _alias(name, schema))]
    out += [_struct(name, schema) for name, schema in sorted(schemas.items()) if not _alias(name, schema)]
    methods: list[str] = []
    decoders: dict[str, str] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            methods.append(_method(path, method.upper(), operation, decoders))
    out += [f"{name} = msgspec.json.Decoder({kind})\n" for kind, name in sorted(decoders.items())]
    out.append('\n\nclass Client(base.BaseClient):\n    """Every operation of the API, typed."""\n')
    return "\n".join(out) + "\n".join(sorted(methods))


def _alias(name: str, schema: Mapping[str, Any]) -> str | None:
    return None if schema.get("type") == "object" else f"{name} = {_type(schema)}\n"


def _struct(name: str, schema: Mapping[str, Any]) -> str:
    required = set(schema.get("required", ()))
    renamed = {field: _name(field) for field in schema.get("properties", {}) if _name(field) != field}
    tag = next((f for f, s in schema.get("properties", {}).items() if f == "type" and "const" in _first(s)), None)
    options = "frozen=True, kw_only=True" + (f", rename={ {v: k for k, v in renamed.items()} }" if renamed else "")
    if tag:
        options += f", tag={_first(schema['properties'][tag])['const']!r}"
    lines = [f"\nclass {name}(Struct, {options}):", f'    """{_sentence(schema.get("description") or name)}"""\n']
    for field, inner in schema.get("properties", {}).items():
        if field == tag:
            continue
        kind = _type(inner)
        if field in required:
            lines.append(f"    {_name(field)}: {kind}")
        elif "default" in inner:
            lines.append(f"    {_name(field)}: {kind} = {_default(inner['default'], kind)}")
        else:
            lines.append(f"    {_name(field)}: {_or(kind, 'UnsetType')} = UNSET")
    if len(schema.get("properties", {})) == 0:
        lines.append("    pass")
    return "\n".join(lines) + "\n"


def _first(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "enum" in schema and len(schema["enum"]) == 1:
        return {"const": schema["enum"][0]}
    return schema


def _default(value: object, kind: str) -> str:
    if isinstance(value, str) and "Decimal" in kind:
        return f"Decimal({value!r})"
    return "[]" if value == [] else "{}" if value == {} else repr(value)


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", maxsplit=1)[-1]
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return _union(_type(part) for part in schema[key])
    if "enum" in schema:
        return f"Literal[{', '.join(repr(value) for value in schema['enum'])}]"
    if "const" in schema:
        return f"Literal[{schema['const']!r}]"
    kind = schema.get("type")
    if isinstance(kind, list):
        return _union(_type({**schema, "type": part}) for part in kind)
    return _simple(schema, kind)


def _simple(schema: Mapping[str, Any], kind: str | None) -> str:
    if kind == "string":
        formats = {"date-time": "dt.datetime", "date": "dt.date", "decimal": "Decimal", "binary": "bytes"}
        return formats.get(schema.get("format", ""), "str")
    if kind == "array":
        # A field may itself be called list.
        return f"builtins.list[{_type(schema.get('items') or {})}]"
    if kind == "object":
        inner = schema.get("additionalProperties")
        return f"dict[str, {_type(inner) if isinstance(inner, dict) else 'Any'}]"
    return {"integer": "int", "number": "float", "boolean": "bool", "null": "None"}.get(kind or "", "Any")


def _union(kinds: Iterator[str]) -> str:
    parts = list(dict.fromkeys(kinds))
    if "Any" in parts:
        return "Any"
    return " | ".join(sorted(parts, key=lambda part: part == "None"))


def _or(kind: str, other: str) -> str:
    return kind if kind == "Any" else f"{kind} | {other}"


def _method(path: str, method: str, operation: Mapping[str, Any], decoders: dict[str, str]) -> str:
    arguments: list[str] = []
    query: list[str] = []
    headers: list[str] = []
    for parameter in operation.get("parameters", ()):
        _parameter(parameter, arguments, query, headers)
    body = _body(operation, arguments)
    extra = f", query={{{', '.join(query)}}}" if query else ""
    extra += f", headers={{{', '.join(headers)}}}" if headers else ""
    extra += body
    name = _name(operation["operationId"])
    text = _sentence(operation.get("summary") or name)
    url = 'f"' + re.sub(r"\{(\w+)\}", r"{base.path_part(\1)}", path) + '"' if "{" in path else f'"{path}"'
    required = [a for a in arguments if "=" not in a]
    optional = [a for a in arguments if "=" in a]
    signature = ", ".join(["self", "*", *required, *optional] if arguments else ["self"])
    success = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
    content: Mapping[str, Any] = success.get("content") or {}
    media = next(iter(content), None)
    if media in _STREAMED:
        return (
            f"    def {name}({signature}) -> AsyncIterator[bytes]:\n"
            f'        """{text}"""\n'
            f"        return self.stream({url}{extra})\n"
        )
    call = f'self.call("{method}", {url}{extra})'
    head = f"    async def {name}({signature}) -> "
    if media is None:
        return f'{head}None:\n        """{text}"""\n        await {call}\n'
    if media != "application/json" or not _type(content[media].get("schema") or {}).strip("Any"):
        return f'{head}Answer:\n        """{text}"""\n        return await {call}\n'
    kind = _type(content[media]["schema"])
    decoder = decoders.setdefault(kind, f"_decoder_{len(decoders)}")
    return f'{head}{kind}:\n        """{text}"""\n        answer = await {call}\n        return {decoder}.decode(answer.body)\n'


def _parameter(parameter: Mapping[str, Any], arguments: list[str], query: list[str], headers: list[str]) -> None:
    name, place = parameter["name"], parameter["in"]
    own = _name(name)
    if name == "Fondaco-Organisation":
        return
    if name == "Idempotency-Key":
        arguments.append(f"{own}: str | None = None")
        headers.append(f'"{name}": base.new_key({own})')
    elif name == "If-Match":
        arguments.append("version: int" if parameter.get("required") else "version: int | None = None")
        headers.append(f'"{name}": base.version_tag(version)')
    elif place == "path":
        arguments.append(f"{own}: str")
    else:
        kind = _type(parameter["schema"]).replace("builtins.list[", "Sequence[")
        optional = "" if parameter.get("required") else " = None"
        arguments.append(f"{own}: {kind if not optional or 'None' in kind else kind + ' | None'}{optional}")
        value = own if place == "query" else f"None if {own} is None else str({own})"
        (query if place == "query" else headers).append(f'"{name}": {value}')


def _body(operation: Mapping[str, Any], arguments: list[str]) -> str:
    content: Mapping[str, Any] = operation.get("requestBody", {}).get("content") or {}
    if not content:
        return ""
    media, described = next(iter(content.items()))
    if media == "multipart/form-data":
        arguments += ["files: Mapping[str, Upload]", "fields: Mapping[str, str] | None = None"]
        return ", **base.multipart(files, fields)"
    kind = _type(described.get("schema") or {})
    if media not in {"application/json", "application/x-www-form-urlencoded"}:
        arguments.append("data: bytes")
        return f', body=data, media_type="{media}"'
    arguments.append(f"data: {kind}")
    writer = "json_body" if media == "application/json" else "form_body"
    return f', body=base.{writer}(data), media_type="{media}"'


def _name(text: str) -> str:
    name = re.sub(r"\W+", "_", text).lower().strip("_")
    return f"{name}_" if keyword.iskeyword(name) or name in {"self", "type"} else name


def _sentence(text: str) -> str:
    line = " ".join(text.split()).replace('"""', "'''").replace("\\", "\\\\").rstrip('"')
    return line if line.endswith(".") else f"{line}."
