"""The price check of many part numbers: what was pasted, and the rows of the answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fondaco.apps.client.generated import CheckedLineOut, RecordEffectLineOut
from fondaco.apps.pages import language, units
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.templating import link

# As many as the API takes in one question, and as long.
MOST_LINES, _LONGEST = 50, 60
_QUANTITY = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A part number, and the quantity that was typed after it."""

    number: str
    quantity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """When all of a line leaves and arrives, as a page says it."""

    leaves: str
    arrives: str


NO_ARRIVAL = Arrival(leaves="–", arrives="–")


def asked(text: str) -> list[Asked]:
    """Read part numbers separated by spaces, commas, semicolons or lines.

    Digits after a part number, with nothing but spaces between them, are its quantity; after a part number of digits alone only
    if they are fewer: `100234 200345` is two numbers, `100234 50` is fifty of one.
    """
    found: list[Asked] = []
    for part in re.split(r"[,;\n\r]+", text):
        last: str | None = None
        for word in part.split():
            if last is not None and _is_quantity(word, last):
                found[-1] = Asked(number=last, quantity=word)
                last = None
            else:
                last = word[:_LONGEST]
                found.append(Asked(number=last))
    return found


def row(one: CheckedLineOut, arrival: Arrival, *, organisation: str, day: str) -> dict[str, Any]:
    """Show a line with the way to its full explanation."""
    price = one.price
    assert price is not None  # noqa: S101 - only priced lines are shown
    net = price.net
    return {
        "url": link(
            "/price-check",
            organisation=organisation,
            product=one.sku,
            quantity=language.plain_number(price.quantity),
            as_of=day,
        ),
        "name": one.name,
        "number": one.sku,
        "typed": "" if one.number.casefold() == one.sku.casefold() else one.number,
        "quantity": units.quantity(price.quantity, price.unit),
        "price": f"{language.money(net.amount, net.currency)} {units.per(net.per, net.unit)}" if net else _("No price"),
        "amount": language.money(price.amount, net.currency) if net and price.amount is not None else "–",
        "leaves": arrival.leaves,
        "arrives": arrival.arrives,
    }


def unclear(one: CheckedLineOut | RecordEffectLineOut) -> str:
    """Say a number that names no product, or several."""
    if one.candidates:
        return _("%(number)s (several: %(candidates)s)") % {
            "number": one.number,
            "candidates": ", ".join(one.candidates),
        }
    return one.number


def arrival(schedule: Sequence[Any]) -> Arrival:
    """Say when the last part of a schedule leaves and arrives."""
    if not schedule or any(one.date is None for one in schedule):
        return Arrival(leaves=_("not known yet"), arrives="–")
    arrived = [one.delivered_on for one in schedule]
    return Arrival(
        leaves=language.day(max(str(one.date) for one in schedule)),
        arrives=language.day(max(map(str, arrived))) if all(arrived) else "–",
    )


def _is_quantity(word: str, number: str) -> bool:
    return bool(_QUANTITY.fullmatch(word)) and (not number.isdigit() or len(word) < len(number))
