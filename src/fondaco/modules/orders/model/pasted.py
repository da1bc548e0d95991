"""Reading what a buyer typed or pasted: which part number, how many, in which unit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from fondaco.kernel.unit import CODES
from fondaco.modules.orders.types import QuickLine

# What people write for the units of Recommendation 20.
_SPOKEN = {
    "STK": "PCE", "STÜCK": "PCE", "ST": "PCE", "PCS": "PCE", "PC": "PCE", "EA": "PCE", "X": "PCE",
    "M": "MTR", "KG": "KGM", "G": "GRM", "L": "LTR", "BOX": "BX", "KARTON": "CT", "PAK": "PK", "PACK": "PK",
    "ROLLE": "RO", "PAAR": "PR",
}  # fmt: skip
_SEPARATORS = re.compile(r"[\t;|]")
_QUANTITY = re.compile(r"(?P<value>\d{1,3}(?:[.,'  ]?\d{3})*(?:[.,]\d+)?|\d+(?:[.,]\d+)?)\s*(?P<unit>[^\W\d_]*)")
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read a line; `quantity=None` means that none was given."""

    number: str
    quantity: Decimal | None = None
    unit: str | None = None


def lines_of(text: str) -> list[QuickLine]:
    """Split a pasted text into its lines; empty ones are dropped."""
    return [QuickLine(text=line.strip()) for line in text.splitlines() if line.strip()]


def readings(line: QuickLine) -> Sequence[Reading]:
    """All ways to read the line, the likeliest first.

    Columns (tab, semicolon, bar) are unambiguous: number, quantity, unit. In free text the last word may be a
    quantity ("6204-2RS 10"), the first one too ("10x 6204-2RS"), or the whole may be the number ("DIN 912").
    """
    text = line.text.strip()
    if line.quantity is not None:
        return [Reading(number=text, quantity=line.quantity, unit=unit_code(line.unit))]
    if _SEPARATORS.search(text):
        return [_columns([part.strip() for part in _SEPARATORS.split(text)], unit=line.unit)]
    found = [Reading(number=text, unit=unit_code(line.unit))]
    words = text.split()
    for number, amount in ((words[:-1], words[-1:]), (words[:-2], words[-2:]), (words[1:], words[:1])):
        read = _amount(" ".join(amount)) if number and amount else None
        if read is not None:
            found.append(Reading(number=" ".join(number), quantity=read[0], unit=read[1] or unit_code(line.unit)))
    return found


def unit_code(written: str | None) -> str | None:
    """Return the code of a unit as people write it, or the text itself where nobody knows it."""
    if not written:
        return None
    upper = written.strip().upper()
    return upper if upper in CODES else _SPOKEN.get(upper, upper)


def number_of(text: str) -> Decimal | None:
    """Read "1.000", "1,5", "2.5", "1'000,50" as a person of the continent means it.

    A single separator with exactly three digits behind it parts thousands; otherwise it is the decimal sign.
    """
    plain = text.strip().replace("\u202f", " ").replace("\xa0", " ")
    if _THOUSANDS.fullmatch(plain):
        plain = re.sub(r"[.,' ]", "", plain)
    else:
        decimal = max(plain.rfind(","), plain.rfind("."))
        whole, part = (plain, "") if decimal < 0 else (plain[:decimal], plain[decimal + 1 :])
        plain = re.sub(r"[.,' ]", "", whole) + (f".{part}" if part else "")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _columns(parts: list[str], *, unit: str | None) -> Reading:
    amount = _amount(parts[1]) if len(parts) > 1 and parts[1] else None
    written = parts[2] if len(parts) > 2 and parts[2] else unit  # noqa: PLR2004 - the third column
    if amount is None:
        return Reading(number=parts[0], unit=unit_code(written))
    return Reading(number=parts[0], quantity=amount[0], unit=amount[1] or unit_code(written))


def _amount(text: str) -> tuple[Decimal, str | None] | None:
    match = _QUANTITY.fullmatch(text.strip())
    value = number_of(match["value"]) if match else None
    if match is None or value is None:
        return None
    unit = unit_code(match["unit"])
    return (value, unit) if unit is None or unit in CODES else None
