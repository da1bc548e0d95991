"""Availability in words: quantities by date, and honest where nobody knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from fondaco.apps.pages import language, units
from fondaco.apps.pages.language import gettext as _


class Scheduled(Protocol):
    """A quantity and its day, as the API tells it; without a day nobody knows yet."""

    @property
    def quantity(self) -> Decimal:
        """How much, in base units."""

    @property
    def date(self) -> date | None:
        """When, if somebody knows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a promise: how sure it is, and the words."""

    state: str
    text: str


def planned(schedule: Iterable[Scheduled], *, unit: str) -> str:
    """Say in one line what was planned once, whatever day it is today: 5 pieces on Mon 23 Nov, 7 pieces on Thu 3 Dec."""
    said = []
    for line in schedule:
        amount = units.quantity(line.quantity, unit)
        if line.date is None:
            said.append(_("%(quantity)s: date not known yet") % {"quantity": amount})
        else:
            said.append(_("%(quantity)s on %(day)s") % {"quantity": amount, "day": language.short_day(line.date)})
    return ", ".join(said)


def entries(schedule: Iterable[Scheduled], *, unit: str, today: date) -> list[Entry]:
    """Say a schedule: 240 pieces now, 760 pieces on Thu 3 Dec, the rest unknown."""
    said = []
    for line in schedule:
        amount = units.quantity(line.quantity, unit)
        if line.date is None:
            said.append(Entry("unknown", _("%(quantity)s: date not known yet") % {"quantity": amount}))
        elif line.date <= today:
            said.append(Entry("now", _("%(quantity)s at once") % {"quantity": amount}))
        else:
            when = language.short_day(line.date)
            said.append(Entry("later", _("%(quantity)s on %(day)s") % {"quantity": amount, "day": when}))
    return said


def age(noted_at: datetime | str | None, *, today: date) -> str:
    """Say as of when the stock is known where dates rest on data that has to be told with its age."""
    if not noted_at:
        return ""
    return _("Stock as of %(moment)s") % {"moment": language.time_or_moment(noted_at, today=today)}
