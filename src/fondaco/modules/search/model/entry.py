"""What search knows of one product."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

_DIGITS = re.compile(r"(\d+)")
_NUMBER, _TEXT = "\x01", "\x02"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One product as it is found and counted.

    `numbers` are its part numbers besides the SKU, `own` those of organisations, `categories` the nearest and all
    above it, `kinds` what such a thing is called (its class, its category) by language, `values` pairs of attribute and
    value as they are shown. `texts` are by language, under "" what is in none.
    """

    product: UUID
    sku: str
    numbers: tuple[str, ...] = ()
    own: tuple[tuple[UUID, str], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    brand: str = ""
    categories: tuple[UUID, ...] = ()
    values: tuple[tuple[str, str], ...] = ()


def natural(text: str) -> str:
    """Return what puts texts in the order that people expect: M8 before M10, and numbers before letters."""
    return "".join(
        _NUMBER + f"{len(plain):03d}{plain}" if part.isdecimal() else _TEXT + part
        for part in _DIGITS.split(text.casefold())
        if part
        for plain in (part.lstrip("0"),)
    )
