"""The language of a request: texts by gettext, numbers, dates and money as its readers write them.

English is the language of the sources; German comes from the catalogue in `apps/locale`, which is compiled at start. The
language in force is a context variable, so that templates, filters and Python code agree without passing it around.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, get_decimal_symbol, parse_decimal

LANGUAGES: Final = {"de": "Deutsch", "en": "English"}
COOKIE: Final = "fondaco_language"
CATALOGUES = Path(__file__).parents[1] / "locale"
ZONE = ZoneInfo("Europe/Berlin")
_FINE = "#,##0.00##"
# The same prices and counts stand on many pages; formatting one takes as long as rendering its card.
_REMEMBERED = 50_000

_language: ContextVar[str] = ContextVar("fondaco_language", default="de")


class BadNumber(ValueError):  # noqa: N818 - what was typed, not a fault
    """What was typed is no number in this language."""


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the texts of a language, compiled from its `.po` file."""
    source = CATALOGUES / language / "LC_MESSAGES" / "fondaco.po"
    if not source.exists():
        return NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as text:
        write_mo(compiled, read_po(text, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def _locale(language: str) -> Locale:
    # Business English on this side of the ocean: day before month.
    return Locale.parse("de_DE" if language == "de" else "en_GB")


def negotiate(*, cookies: Mapping[str, str], accepted: str, preferred: str | None = None) -> str:
    """Choose: what the reader switched to, then what the browser asks for, then the contact's language, then German."""
    chosen = cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    for part in accepted.split(","):
        code = part.split(";")[0].strip()[:2].lower()
        if code in LANGUAGES:
            return code
    return preferred if preferred in LANGUAGES else "de"


def use(language: str) -> None:
    """Put a language in force for the rest of this request."""
    _language.set(language)


def current() -> str:
    """Return the language in force."""
    return _language.get()


def gettext(message: str) -> str:
    """Return the text in the language in force."""
    return catalogue(_language.get()).gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """Return the text for a number of things."""
    return catalogue(_language.get()).ngettext(one, many, number)


def decimal_sign() -> str:
    """Return the sign between whole and fraction."""
    return str(get_decimal_symbol(_locale(current())))


def number(value: Decimal | int | str, *, places: int = 6) -> str:
    """Write a number with thousands, without trailing zeros."""
    return _number(str(value), places, current())


@lru_cache(maxsize=_REMEMBERED)
def _number(value: str, places: int, language: str) -> str:
    return str(format_decimal(Decimal(value), format="#,##0." + "#" * places, locale=_locale(language)))


def plain_number(value: Decimal | int | str) -> str:
    """Write a number for a field: no thousands, the language's decimal sign."""
    text = format(Decimal(value).normalize(), "f")
    return text.replace(".", decimal_sign())


def money(amount: Decimal | str, currency: str) -> str:
    """Write an amount of money; more than two decimals are shown where the price has them."""
    return _money(str(amount), currency, current())


@lru_cache(maxsize=_REMEMBERED)
def _money(amount: str, currency: str, language: str) -> str:
    value, locale = Decimal(amount), _locale(language)
    exact = value.normalize().as_tuple().exponent
    if isinstance(exact, int) and exact < -2:  # noqa: PLR2004 - cents
        pattern = _FINE + "\xa0¤" if language == "de" else "¤" + _FINE
        return _spaced(str(format_currency(value, currency, format=pattern, locale=locale, currency_digits=False)))
    return _spaced(str(format_currency(value, currency, locale=locale)))


def _spaced(text: str) -> str:
    # A currency without a sign of its own is written as three letters, and those do not stick to the number.
    return f"{text[:3]}\xa0{text[3:]}" if text[:3].isalpha() and text[3:4].isdigit() else text


def percent(value: Decimal | str) -> str:
    """Write a percentage that is given as such: 12.5 is 12.5 %."""
    return f"{number(value, places=2)}\xa0%" if current() == "de" else f"{number(value, places=2)}%"


def _moment(value: datetime | date | str) -> datetime | date:
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value or " " in value else date.fromisoformat(value)
    return value.astimezone(ZONE) if isinstance(value, datetime) and value.tzinfo else value


def day(value: datetime | date | str | None) -> str:
    """Write a day: 24.11.2026, 24 Nov 2026."""
    if value is None or value == "":
        return ""
    moment = _moment(value)
    return str(format_date(moment, "dd.MM.yyyy" if current() == "de" else "d MMM yyyy", locale=_locale(current())))


def short_day(value: datetime | date | str) -> str:
    """Write a near day with its weekday: Di., 24.11."""
    pattern = "EEE dd.MM." if current() == "de" else "EEE d MMM"
    return str(format_date(_moment(value), pattern, locale=_locale(current())))


def moment(value: datetime | str | None) -> str:
    """Write day and time in the house's zone."""
    if value is None or value == "":
        return ""
    pattern = "dd.MM.yyyy, HH:mm" if current() == "de" else "d MMM yyyy, HH:mm"
    return str(format_datetime(_moment(value), pattern, tzinfo=ZONE, locale=_locale(current())))


def time_or_moment(value: datetime | str, *, today: date) -> str:
    """Write the time of something today, and of anything older the day too: 14:05, 23 Nov 2026, 14:05."""
    known = _moment(value)
    if not isinstance(known, datetime) or known.date() != today:
        return moment(value)
    return str(format_datetime(known, "HH:mm", tzinfo=ZONE, locale=_locale(current())))


def ago(value: datetime | str | None, *, now: datetime) -> str:
    """Write how long ago something was: vor 3 Minuten."""
    if value is None or value == "":
        return ""
    then = datetime.fromisoformat(value) if isinstance(value, str) else value
    return str(format_timedelta(then - now, add_direction=True, locale=_locale(current())))


def typed_number(text: str) -> Decimal:
    """Read a number as people type it: 1.000,5 in German, 1,000.5 in English; refuse anything else."""
    bare = text.strip().replace("\xa0", "").replace(" ", "")
    sign = decimal_sign()
    grouping = "," if sign == "." else "."
    if not bare:
        raise BadNumber(text)
    try:
        value = Decimal(parse_decimal(bare, locale=_locale(current()), strict=grouping in bare))
    except (ValueError, InvalidOperation):
        raise BadNumber(text) from None
    if not value.is_finite():
        raise BadNumber(text)
    return value
