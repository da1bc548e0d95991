"""Setting the terms of delivering: when a location ships, how long goods travel, when a gate is open, who gets how much."""

from collections.abc import Collection, Sequence
from uuid import UUID

from fondaco.kernel.errors import Problem
from fondaco.modules.availability import days
from fondaco.modules.availability.errors import BadTerms, NoSuchLocation
from fondaco.modules.availability.events import TermsChanged
from fondaco.modules.availability.store import read, terms
from fondaco.modules.availability.types import Calendar, DeliveryRule, Receiving, TransportTime
from fondaco.platform.transaction import Tx

_LONGEST_TRIP = 60
_WEEK = range(1, 8)


def set_calendar(*, tx: Tx, location: UUID, calendar: Calendar | None) -> None:
    """Set the days a location ships on; None: it ships on every day. Refused: unknown holidays, no weekday at all."""
    _demand_locations(tx, [location])
    problems = _weekdays(calendar.weekdays) if calendar else []
    if (
        calendar
        and calendar.country
        and not days.knows_holidays(country=calendar.country, subdivision=calendar.subdivision)
    ):
        detail = f"No public holidays are known for {calendar.country} {calendar.subdivision}".rstrip() + "."
        problems.append(_problem("/country", "availability.unknown_holidays", detail))
    _demand(problems)
    terms.put_calendar(tx=tx, location=location, told=calendar)
    tx.publish(TermsChanged(of=str(location)))


def set_transport(*, tx: Tx, location: UUID, times: Sequence[TransportTime]) -> None:
    """Set all transport times of a location; they replace the earlier ones. Refused: one destination told twice."""
    _demand_locations(tx, [location])
    problems, seen = [], set[tuple[str, str]]()
    for index, time in enumerate(times):
        if not 0 <= time.days <= _LONGEST_TRIP:
            detail = f"Goods travel between 0 and {_LONGEST_TRIP} days."
            problems.append(_problem(f"/transport/{index}/days", "availability.bad_days", detail))
        if (time.country, time.zone) in seen:
            detail = "This destination is told twice."
            problems.append(_problem(f"/transport/{index}/zone", "availability.told_twice", detail))
        seen.add((time.country, time.zone))
    _demand(problems)
    terms.put_transport(tx=tx, location=location, times=times)
    tx.publish(TermsChanged(of=str(location)))


def set_receiving(*, tx: Tx, address: UUID, receiving: Receiving | None) -> None:
    """Set the days a ship-to address takes goods on; None: on every day."""
    _demand(_weekdays(receiving.weekdays) if receiving else [])
    terms.put_receiving(tx=tx, address=address, told=receiving)
    tx.publish(TermsChanged(of=str(address)))


def set_delivery_rule(*, tx: Tx, owner: UUID | str, rule: DeliveryRule | None) -> None:
    """Set how an organisation, or a sales area, is delivered to; None: as the next above it."""
    if rule:
        problems = []
        if rule.deliveries is not None and rule.deliveries < 1:
            detail = "A line comes in at least one delivery."
            problems.append(_problem("/deliveries", "availability.bad_deliveries", detail))
        if len(set(rule.places)) < len(rule.places):
            problems.append(_problem("/places", "availability.told_twice", "A location stands there twice."))
        _demand(problems)
        _demand_locations(tx, rule.places)
    terms.put_rule(tx=tx, owner=str(owner), told=rule)
    tx.publish(TermsChanged(of=str(owner)))


def _weekdays(weekdays: Collection[int]) -> list[Problem]:
    if weekdays and all(day in _WEEK for day in weekdays):
        return []
    return [_problem("/weekdays", "availability.bad_weekdays", "Weekdays are 1 (Monday) to 7, one at least.")]


def _demand_locations(tx: Tx, wanted: Collection[UUID]) -> None:
    if wanted and not set(wanted) <= set(read.locations(tx=tx)):
        raise NoSuchLocation


def _demand(problems: Sequence[Problem]) -> None:
    if problems:
        raise BadTerms(problems=problems)


def _problem(pointer: str, code: str, detail: str) -> Problem:
    return Problem(pointer=pointer, code=code, detail=detail)
