"""Finding every bad part of an input, not only the first: JSON pointers from a schema and a value."""

import re
import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec
from litestar import Request
from litestar.exceptions import ValidationException

from fondaco.kernel.errors import Problem

_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[\.\.\.\]")
_PATH = re.compile(r" - at `\$?(key in )?(.*)`$")
_MOST = 100


def of_validation(request: Request[Any, Any, Any], error: ValidationException) -> list[Problem]:
    """List what is wrong with a request that Litestar refused."""
    found: list[Problem] = []
    for message in error.extra or []:
        if not isinstance(message, dict):
            continue
        key, source = str(message.get("key", "")), str(getattr(message.get("source"), "value", message.get("source")))
        if source == "body" or key == "data":
            found += _of_body(request) or [_problem("" if key == "data" else _pointer(f".{key}"), message["message"])]
        else:
            found.append(_problem(f"/{source}/{key}" if source != "None" else f"/{key}", message["message"]))
    return found[:_MOST] or [_problem("", error.detail)]


def of_value(wanted: Any, value: Any, pointer: str = "") -> Iterator[Problem]:  # noqa: ANN401 - any schema, any value
    """List every part of a decoded JSON value that does not fit the type."""
    structure, item = _structure(wanted, value), _item(wanted)
    found: list[Problem] = []
    if structure is not None:
        found += _of_structure(structure, value, pointer)
    elif item is not None and isinstance(value, list):
        for number, part in enumerate(value):
            found += of_value(item, part, f"{pointer}/{number}")
    # Rules of the whole (lengths, unions) are asked only where every part is fine by itself.
    yield from found or _of_whole(wanted, value, pointer)


def _of_structure(structure: type[msgspec.Struct], value: dict[str, Any], pointer: str) -> Iterator[Problem]:
    fields = msgspec.structs.fields(structure)
    for field in fields:
        place = f"{pointer}/{_escape(field.encode_name)}"
        if field.encode_name in value:
            yield from of_value(field.type, value[field.encode_name], place)
        elif field.required:
            yield _problem(place, "This field is required.", "web.missing")
    if structure.__struct_config__.forbid_unknown_fields:
        for name in value.keys() - {field.encode_name for field in fields}:
            yield _problem(f"{pointer}/{_escape(name)}", "There is no such field.", "web.unknown_field")


def _of_whole(wanted: Any, value: Any, pointer: str) -> Iterator[Problem]:  # noqa: ANN401
    try:
        msgspec.convert(value, wanted, strict=False, str_keys=True)
    except msgspec.ValidationError as error:
        text = str(error)
        path = _PATH.search(text)
        yield _problem(pointer + (_pointer(path.group(2)) if path else ""), text.split(" - at `", maxsplit=1)[0])


def _of_body(request: Request[Any, Any, Any]) -> list[Problem]:
    signature = request.route_handler.parsed_fn_signature.parameters.get("data")
    # Litestar keeps the decoded body of this request; a form or upload has none.
    value = request._connection_state.json  # noqa: SLF001
    if signature is None or not isinstance(value, dict | list):
        return []
    try:
        return list(of_value(signature.raw, value))
    except TypeError:
        return []


def _structure(wanted: Any, value: Any) -> type[msgspec.Struct] | None:  # noqa: ANN401
    for candidate in _choices(wanted):
        origin = get_origin(candidate) or candidate
        if isinstance(value, dict) and isinstance(origin, type) and issubclass(origin, msgspec.Struct):
            return origin
    return None


def _item(wanted: Any) -> Any:  # noqa: ANN401
    for candidate in _choices(wanted):
        if get_origin(candidate) in {list, tuple} and get_args(candidate):
            return get_args(candidate)[0]
    return None


def _choices(wanted: Any) -> Iterator[Any]:  # noqa: ANN401
    if get_origin(wanted) is Annotated:
        yield from _choices(get_args(wanted)[0])
    elif get_origin(wanted) in {Union, types.UnionType}:
        for choice in get_args(wanted):
            yield from _choices(choice)
    else:
        yield wanted


def _pointer(path: str) -> str:
    return "".join(f"/{_escape(name or number or '-')}" for name, number in _STEP.findall(path))


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _problem(pointer: str, detail: str, code: str = "web.invalid_value") -> Problem:
    return Problem(pointer=pointer, code=code, detail=detail)
