"""The functions of the expression language: the whole list; none reaches anything but its arguments."""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import TypeAlias

from fondaco.connectors.files.errors import BadValue
from fondaco.kernel.money import round_fraction

Value: TypeAlias = str | Decimal | bool | None
LONGEST = 20_000
_MOST_PLACES = 10


def text_of(value: Value) -> str:
    """Write any value as text; nothing is the empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return format(value, "f") if isinstance(value, Decimal) else value


def _text(value: Value) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    raise BadValue("files.bad_argument", f"{text_of(value)!r} is no text; use text(…).")


def number_of(value: Value) -> Decimal:
    """Demand a number."""
    if isinstance(value, Decimal):
        return value
    raise BadValue("files.bad_argument", f"{text_of(value)!r} is no number; use number(…).")


def whole_of(value: Value) -> int:
    """Demand a whole number of a sensible size."""
    number = number_of(value)
    if number != number.to_integral_value() or abs(number) > LONGEST:
        raise BadValue("files.bad_argument", f"{text_of(value)} is no whole number below {LONGEST}.")
    return int(number)


def empty(value: Value) -> bool:
    """Tell whether there is nothing."""
    return value is None or value == ""


def _coalesce(*values: Value) -> Value:
    return next((value for value in values if not empty(value)), None)


def _split(value: Value, separator: Value, place: Value) -> Value:
    if empty(separator):
        raise BadValue("files.bad_argument", "split needs a separator.")
    parts, wanted = _text(value).split(_text(separator)), whole_of(place)
    return parts[wanted - 1].strip() if 1 <= wanted <= len(parts) else None


def _replace(value: Value, old: Value, new: Value) -> str:
    if empty(old):
        raise BadValue("files.bad_argument", "replace needs a text to replace.")
    return limited(_text(value).replace(_text(old), _text(new)))


def _round(value: Value, places: Value = Decimal(0)) -> Decimal:
    wanted = whole_of(places)
    if not 0 <= wanted <= _MOST_PLACES:
        raise BadValue("files.bad_argument", f"round takes 0 to {_MOST_PLACES} places.")
    from fractions import Fraction

    return round_fraction(Fraction(number_of(value)), places=wanted, mode=ROUND_HALF_UP)


def _pad(value: Value, length: Value, filler: Value = "0") -> str:
    return limited(text_of(value).rjust(min(whole_of(length), 200), (_text(filler) or "0")[0]))


def _join(separator: Value, *values: Value) -> str:
    return limited(_text(separator).join(text_of(value) for value in values if not empty(value)))


def limited(text: str) -> str:
    """Refuse texts that grow out of all proportion."""
    if len(text) > LONGEST:
        raise BadValue("files.too_long", f"A text became longer than {LONGEST} characters.")
    return text


FUNCTIONS: Mapping[str, tuple[Callable[..., Value], int, int]] = MappingProxyType(
    {
        # name: function, least and most arguments. `number` and `lookup` are added by the compiler.
        "text": (text_of, 1, 1),
        "upper": (lambda value: _text(value).upper(), 1, 1),
        "lower": (lambda value: _text(value).lower(), 1, 1),
        "strip": (lambda value: _text(value).strip(), 1, 1),
        "replace": (_replace, 3, 3),
        "left": (lambda value, n: _text(value)[: max(whole_of(n), 0)], 2, 2),
        "right": (lambda value, n: _text(value)[-whole_of(n) :] if whole_of(n) > 0 else "", 2, 2),
        "middle": (
            lambda value, start, n: _text(value)[max(whole_of(start) - 1, 0) :][: max(whole_of(n), 0)],
            3,
            3,
        ),
        "split": (_split, 3, 3),
        "join": (_join, 2, 20),
        "pad": (_pad, 2, 3),
        "length": (lambda value: Decimal(len(_text(value))), 1, 1),
        "contains": (lambda value, part: _text(part) in _text(value), 2, 2),
        "starts": (lambda value, part: _text(value).startswith(_text(part)), 2, 2),
        "ends": (lambda value, part: _text(value).endswith(_text(part)), 2, 2),
        "coalesce": (_coalesce, 1, 20),
        "empty": (empty, 1, 1),
        "round": (_round, 1, 2),
        "abs": (lambda value: abs(number_of(value)), 1, 1),
        "min": (lambda *values: min(number_of(value) for value in values), 1, 20),
        "max": (lambda *values: max(number_of(value) for value in values), 1, 20),
    }
)
