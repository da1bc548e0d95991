"""How numbers, dates and yes or no are written in a file, and reading them exactly."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from fondaco.connectors.files.errors import BadValue

_CACHED = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a file writes its values; a field of a mapping may say otherwise for itself.

    `date` is a pattern of strptime, or empty for ISO 8601. Days are days of `zone`.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    decimal: str = "."
    thousands: str = ""
    date: str = ""
    zone: str = "UTC"
    empty: tuple[str, ...] = ()
    true: tuple[str, ...] = ("1", "true", "yes", "y", "ja", "j", "x")
    false: tuple[str, ...] = ("0", "false", "no", "n", "nein")


def decimal_reader(*, decimal: str, thousands: str) -> Callable[[str], Decimal]:
    """Make a reader of numbers written with this decimal sign and, where given, groups of three.

    A minus may stand in front or, as some ERPs write it, behind. Everything else is refused: a wrong decimal sign
    must not turn 1.500 into 1.5.
    """
    point, group = re.escape(decimal), re.escape(thousands)
    whole = rf"(?:\d{{1,3}}(?:{group}\d{{3}})+|\d{{1,20}})" if thousands else r"\d{1,20}"
    unsigned = rf"(?:{whole}(?:{point}\d{{1,20}})?|{point}\d{{1,20}})"
    fits = re.compile(rf"[+-]?{unsigned}|{unsigned}-", re.ASCII).fullmatch
    plain = not thousands and decimal == "."

    def read(text: str) -> Decimal:
        if not fits(text):
            example = f"1{thousands}234{decimal}50"
            raise BadValue("files.bad_number", f"{text!r} is no number written like {example}.")
        digits = text if plain else text.replace(thousands, "").replace(decimal, ".")
        return -Decimal(digits[:-1]) if digits[-1] == "-" else Decimal(digits)

    return read


def write_decimal(number: Decimal, *, decimal: str, thousands: str) -> str:
    """Write a number as such a file does; reading it gives the same number back."""
    sign, digits = ("-", -number) if number.is_signed() else ("", number)
    whole, _, part = format(digits, "f").partition(".")
    if thousands:
        groups: list[str] = []
        while len(whole) > 3:  # noqa: PLR2004 - groups of three
            whole, last = whole[:-3], whole[-3:]
            groups.insert(0, last)
        whole = thousands.join([whole, *groups])
    return f"{sign}{whole}{decimal + part if part else ''}"


def moment_reader(*, pattern: str, zone: str) -> Callable[[str], datetime]:
    """Make a reader of moments and days in a zone; a day means its first moment there."""
    place = ZoneInfo(zone)

    @lru_cache(maxsize=_CACHED)
    def read(text: str) -> datetime:
        try:
            moment = datetime.strptime(text, pattern) if pattern else datetime.fromisoformat(text)  # noqa: DTZ007 - the zone comes next
        except ValueError:
            raise BadValue("files.bad_date", f"{text!r} is no date written like {pattern or '2026-01-31'}.") from None
        return (moment if moment.tzinfo else moment.replace(tzinfo=place)).astimezone(UTC)

    return read


def day_reader(*, pattern: str) -> Callable[[str], date]:
    """Make a reader of days."""

    @lru_cache(maxsize=_CACHED)
    def read(text: str) -> date:
        try:
            moment = datetime.strptime(text, pattern) if pattern else datetime.fromisoformat(text)  # noqa: DTZ007 - a day has no zone
        except ValueError:
            raise BadValue("files.bad_date", f"{text!r} is no date written like {pattern or '2026-01-31'}.") from None
        return moment.date()

    return read


def after_that_day(moment: datetime, *, zone: str) -> datetime:
    """Return the first moment after the day of the moment in the zone: the end of what is valid through that day."""
    day = moment.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def flag_reader(*, true: tuple[str, ...], false: tuple[str, ...]) -> Callable[[str], bool]:
    """Make a reader of yes and no in the file's words."""
    known = {word.lower(): True for word in true} | {word.lower(): False for word in false}

    def read(text: str) -> bool:
        try:
            return known[text.lower()]
        except KeyError:
            raise BadValue("files.bad_flag", f"{text!r} is neither yes nor no.") from None

    return read
