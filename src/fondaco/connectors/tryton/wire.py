"""Tryton's JSON: decimals, dates and times travel as objects with a `__class__`; numbers are read without loss."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any


def encode(value: object) -> bytes:
    """Write a call."""
    return json.dumps(value, default=_default, ensure_ascii=False, separators=(",", ":")).encode()


def decode(content: bytes) -> Any:  # noqa: ANN401 - whatever the method returns
    """Read an answer; numbers with a fraction become decimals with the digits that were sent."""
    return json.loads(content, object_hook=_object, parse_float=Decimal)


class Quantity(float):
    """A quantity on the wire: Tryton's quantities are floats, and only here are ours written as such."""

    @classmethod
    def of(cls, value: Decimal) -> "Quantity":
        """Write the decimal as the nearest float; its shortest spelling is the decimal again."""
        return cls(value)


def moment(value: dt.datetime) -> dt.datetime:
    """Write an aware moment as the naive UTC in which Tryton stores its times."""
    return value.astimezone(dt.UTC).replace(tzinfo=None)


def _default(value: object) -> object:
    match value:
        case Decimal():
            return {"__class__": "Decimal", "decimal": str(value)}
        case dt.datetime():
            parts = ("year", "month", "day", "hour", "minute", "second", "microsecond")
            return {"__class__": "datetime"} | {part: getattr(value, part) for part in parts}
        case dt.date():
            return {"__class__": "date", "year": value.year, "month": value.month, "day": value.day}
        case set() | frozenset() | tuple():
            return list(value)
        case _:
            raise TypeError(f"{type(value).__name__} does not travel to Tryton")


def _object(found: dict[str, Any]) -> Any:  # noqa: ANN401 - any of the kinds above
    match found.pop("__class__", None):
        case "Decimal":
            return Decimal(found["decimal"])
        case "date":
            return dt.date(**found)
        case "datetime":
            return dt.datetime(**found, tzinfo=dt.UTC)
        case "timedelta":
            return dt.timedelta(seconds=int(found["seconds"]))
        case _:
            return found
