"""Contracts as buyers and staff see them: how long they run and how much of them is called off."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from fondaco.apps.pages import language
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.language import ngettext
from fondaco.apps.pages.units import quantity

FULL = Decimal(100)
_NEARLY = Decimal(80)


def summary(contract: Any, *, today: date) -> dict[str, Any]:  # noqa: ANN401 - an answer of the client
    """Show a contract in a list, by the item that is used most."""
    shares = [share(item) for item in contract.items]
    most = max(shares, default=Decimal(0))
    return {
        "url": f"/contracts/{contract.id}",
        "number": contract.number,
        "name": contract.name or contract.number,
        "period": period(contract),
        "left": days_left(contract, today=today),
        "count": len(contract.items),
        "share": int(min(most, FULL)),
        "share_text": _("%(percent)s used") % {"percent": language.percent(most)},
        "state_text": state(contract, most, today)[0],
        "state_kind": state(contract, most, today)[1],
    }


def period(contract: Any) -> str:  # noqa: ANN401 - as above
    """Say from when until when a contract is in force."""
    start, end = contract.valid_from, _end(contract)
    if start and end:
        return f"{language.day(start)} – {language.day(end)}"
    if end:
        return _("until %(day)s") % {"day": language.day(end)}
    return _("from %(day)s") % {"day": language.day(start)} if start else _("without end")


def days_left(contract: Any, *, today: date) -> str:  # noqa: ANN401 - as above
    """Say how long a contract is still in force."""
    end = _end(contract)
    if end is None:
        return ""
    days = (end - today).days
    if days < 0:
        return _("ended")
    return ngettext("%(num)s day left", "%(num)s days left", days) % {"num": days}


def state(contract: Any, most: Decimal, today: date) -> tuple[str, str]:  # noqa: ANN401 - as above
    """Say in which state a contract is, and how that is marked."""
    end = _end(contract)
    if end is not None and end < today:
        return _("Ended"), ""
    if contract.items and all(share(item) >= FULL for item in contract.items):
        return _("Used up"), "bad"
    return (_("Nearly used up"), "warn") if most >= _NEARLY else (_("In force"), "good")


def _end(contract: Any) -> date | None:  # noqa: ANN401 - as above
    # The moment a period ends is no part of it: the day before midnight is the last.
    told = contract.valid_to
    return (datetime.fromisoformat(str(told)) - timedelta(seconds=1)).date() if told else None


def share(item: Any) -> Decimal:  # noqa: ANN401 - as above
    """Return how many percent of an item are called off."""
    return item.used * 100 / item.agreed if item.agreed else Decimal(0)


def amount(item: Any, value: Decimal) -> str:  # noqa: ANN401 - as above
    """Write a quantity or a value of an item."""
    return language.money(value, item.currency) if item.currency else quantity(value, item.unit or "PCE")
