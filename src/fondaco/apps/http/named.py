"""Ids in the log of events as they are known outside: facts hold inner ids, people and programs know `ord_…`.

The name of a field says whose id it holds; a new kind of id needs a line here, and is shown bare until it has one.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from fondaco.kernel.ids import UnknownId, inner_id, public_id

_PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "address": "adr", "assortment": "ast", "cart": "crt", "category": "cat", "client": "key", "connection": "cnn", "contact": "con",
        "contract": "ctr", "proposal": "ppr", "record": "prc", "document": "doc",
        "export": "exp", "item": "qua", "line": "orl", "location": "loc", "on_behalf": "con", "order": "ord",
        "organisation": "org", "price_list": "plt", "product": "prd", "run": "run", "session": "ses", "staff": "con",
    }
)  # fmt: skip
_KNOWN: Final = frozenset(_PREFIXES.values())


def shown(data: Mapping[str, Any]) -> dict[str, Any]:
    """Write the ids of a fact as public ones; everything else stays as it is."""
    return {name: _shown(name, value) for name, value in data.items()}


def subject(bare: str, data: Mapping[str, Any]) -> str:
    """Write what a fact is about as a public id, if one of its fields says of which kind it is."""
    for name, value in data.items():
        if value == bare:
            return str(_shown(name, value))
    return bare


def stored(named: str) -> str:
    """Return what the log holds for a subject that somebody names, by a public id or as it is."""
    prefix = named.partition("_")[0]
    if prefix not in _KNOWN:
        return named
    try:
        return str(inner_id(prefix, named))
    except UnknownId:
        return named


def _shown(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, list):
        one = f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")
        return [_shown(one, item) for item in value]
    if isinstance(value, dict):
        return shown(value)
    prefix = _PREFIXES.get(name)
    if prefix is None or not isinstance(value, str):
        return value
    try:
        return public_id(prefix, UUID(value))
    except ValueError:
        return value
