"""From the day goods are there to the day they arrive: working days, cut-off, transport and receiving days; no clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from fondaco.modules.availability.types import Calendar, Receiving

MONDAY_TO_FRIDAY = frozenset(range(1, 6))
_DAY = timedelta(days=1)
# A calendar without a working day in so long is not a calendar; what it answers is that there is no such day.
_HORIZON = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """The day goods leave and the day they arrive; without `delivered_on` nobody told how long they travel."""

    ships_on: date
    delivered_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """How goods get from one location to one buyer.

    `start` is the first day goods in stock can leave; `country` that of the destination, whose holidays carriers keep.
    """

    start: date
    ships: Calendar | None = None
    transport_days: int | None = None
    country: str = ""
    receives: Receiving | None = None


def is_public_holiday(day: date, *, country: str, subdivision: str = "") -> bool:
    """Tell whether a day is a public holiday in a country, or a part of it; of an unknown country none is known."""
    return day in _holidays(country, subdivision, day.year)


@cache
def knows_holidays(*, country: str, subdivision: str = "") -> bool:
    """Tell whether the public holidays of a country, or a part of it, are known."""
    parts = holidays.list_supported_countries().get(country)
    return parts is not None and (not subdivision or subdivision in parts)


@cache
def _holidays(country: str, subdivision: str, year: int) -> frozenset[date]:
    if not knows_holidays(country=country, subdivision=subdivision):
        return frozenset()
    return frozenset(holidays.country_holidays(country, subdiv=subdivision or None, years=year))


def is_working_day(day: date, *, calendar: Calendar | None) -> bool:
    """Tell whether a location ships on a day; without a calendar it ships on every day."""
    if calendar is None or day in calendar.opened_on:
        return True
    return (
        day.isoweekday() in calendar.weekdays
        and day not in calendar.closed_on
        and not is_public_holiday(day, country=calendar.country, subdivision=calendar.subdivision)
    )


def is_receiving_day(day: date, *, receives: Receiving | None) -> bool:
    """Tell whether the buyer's gate is open on a day; where nothing is told it always is."""
    return receives is None or (day.isoweekday() in receives.weekdays and day not in receives.closed_on)


def start(*, as_of: datetime, zone: str, calendar: Calendar | None) -> date:
    """Return the first day goods in stock can leave: from the cut-off on not today any more."""
    there = as_of.astimezone(ZoneInfo(zone))
    too_late = calendar is not None and calendar.cut_off is not None and there.time() >= calendar.cut_off
    return there.date() + _DAY if too_late else there.date()


def after(*, start: date, working_days: int, calendar: Calendar | None) -> date | None:
    """Return the day on which so many working days of a location are over; None: its calendar has no so many."""
    day = start
    for _ in range(working_days):
        following = _next(day, lambda day: is_working_day(day, calendar=calendar), after=1)
        if following is None:
            return None
        day = following
    return day


def arrival(*, ships_on: date, route: Route) -> date | None:
    """Return the day goods arrive: carriers drive from Monday to Friday, not on public holidays of the destination."""
    if route.transport_days is None:
        return None
    day = ships_on
    for _ in range(route.transport_days):
        following = _next(day, lambda day: _carried(day, route.country), after=1)
        if following is None:
            return None
        day = following
    return _next(day, lambda day: is_receiving_day(day, receives=route.receives))


def trip(*, ready_on: date, route: Route, requested_on: date | None = None) -> Trip | None:
    """Return when goods that are ready on a day leave and arrive; nothing arrives before it is requested.

    They leave as late as they may to arrive on their day, so that they wait in our house and not at the buyer's gate.
    Where nobody told how long they travel, `requested_on` is the day they leave at the earliest. None: they never leave,
    or are never received.
    """
    first = _next(max(ready_on, route.start), lambda day: is_working_day(day, calendar=route.ships))
    if first is None:
        return None
    if route.transport_days is None:
        wanted = max(first, requested_on or first)
        leaves = _next(wanted, lambda day: is_working_day(day, calendar=route.ships))
        return Trip(ships_on=leaves, delivered_on=None) if leaves else None
    soonest = arrival(ships_on=first, route=route)
    if soonest is None:
        return None
    wanted_day = _next(requested_on or soonest, lambda day: is_receiving_day(day, receives=route.receives))
    if wanted_day is None:
        return None
    if requested_on is None or soonest > wanted_day:
        return Trip(ships_on=first, delivered_on=soonest)
    day = wanted_day
    while day > first:
        if is_working_day(day, calendar=route.ships):
            arrives = arrival(ships_on=day, route=route)
            if arrives is not None and arrives <= wanted_day:
                break
        day -= _DAY
    return Trip(ships_on=day, delivered_on=wanted_day)


def _carried(day: date, country: str) -> bool:
    return day.isoweekday() in MONDAY_TO_FRIDAY and not is_public_holiday(day, country=country)


def _next(day: date, fits: Callable[[date], bool], *, after: int = 0) -> date | None:
    """Return the first day that fits, from this one or so many days after it on; the calendar ends with the year 9999."""
    last = min(_HORIZON, (date.max - day).days + 1)
    return next((day + ahead * _DAY for ahead in range(after, last) if fits(day + ahead * _DAY)), None)
