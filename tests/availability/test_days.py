"""Days goods leave and arrive on: laws over drawn calendars beside a plain search, and the days people know."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fondaco.modules.availability import days
from fondaco.modules.availability.days import Route
from fondaco.modules.availability.types import Calendar, Receiving

MONDAY = date(2026, 12, 21)
BERLIN = "Europe/Berlin"

dates = st.integers(-1, 20).map(lambda ahead: MONDAY + timedelta(days=ahead))
weekdays = st.frozensets(st.integers(1, 7), min_size=1)
some_dates = st.frozensets(dates, max_size=4)
countries = st.sampled_from(["", "DE", "AT", "FR"])
calendars = st.none() | st.builds(
    Calendar, weekdays=weekdays, country=countries, closed_on=some_dates, opened_on=some_dates
)
gates = st.none() | st.builds(Receiving, weekdays=weekdays, closed_on=some_dates)
routes = st.builds(
    Route,
    start=dates,
    ships=calendars,
    transport_days=st.none() | st.integers(0, 4),
    country=countries,
    receives=gates,
)


def ships(day: date, route: Route) -> bool:
    return days.is_working_day(day, calendar=route.ships)


def by_search(ready_on: date, route: Route, requested_on: date | None) -> tuple[date, date]:
    """Try every pair of a day to leave and a day to arrive: the soonest arrival not before the request, then the latest leave."""
    first = max(ready_on, route.start)
    horizon = [first + timedelta(days=ahead) for ahead in range(90)]
    pairs = []
    for leaves in (day for day in horizon if ships(day, route)):
        on_road, day = route.transport_days or 0, leaves
        while on_road:
            day += timedelta(days=1)
            on_road -= day.isoweekday() <= 5 and not days.is_public_holiday(day, country=route.country)
        floor = max(day, requested_on or day)
        arrives = next(
            floor + timedelta(days=ahead)
            for ahead in range(90)
            if days.is_receiving_day(floor + timedelta(days=ahead), receives=route.receives)
        )
        pairs.append((arrives, leaves))
    soonest = min(arrives for arrives, _ in pairs)
    leaving = [leaves for arrives, leaves in pairs if arrives == soonest]
    wanted = next(
        (requested_on or first) + timedelta(days=ahead)
        for ahead in range(90)
        if days.is_receiving_day((requested_on or first) + timedelta(days=ahead), receives=route.receives)
    )
    on_time = requested_on is not None and soonest == wanted
    return (max(leaving) if on_time else min(leaving)), soonest


@given(ready_on=dates, route=routes, requested_on=st.none() | dates)
def test_a_trip_is_the_one_found_by_trying_all_days(ready_on: date, route: Route, requested_on: date | None) -> None:
    trip = days.trip(ready_on=ready_on, route=route, requested_on=requested_on)
    assert trip is not None
    assert ships(trip.ships_on, route)
    assert trip.ships_on >= max(ready_on, route.start)
    if route.transport_days is None:
        assert trip.delivered_on is None
        assert trip.ships_on >= (requested_on or trip.ships_on)
    else:
        assert (trip.ships_on, trip.delivered_on) == by_search(ready_on, route, requested_on)


@given(ready_on=dates, later=st.integers(0, 6), route=routes, requested_on=st.none() | dates)
def test_goods_that_are_ready_later_never_arrive_earlier(
    ready_on: date, later: int, route: Route, requested_on: date | None
) -> None:
    first = days.trip(ready_on=ready_on, route=route, requested_on=requested_on)
    second = days.trip(ready_on=ready_on + timedelta(days=later), route=route, requested_on=requested_on)
    assert first is not None
    assert second is not None
    assert first.ships_on <= second.ships_on
    assert (first.delivered_on or date.min) <= (second.delivered_on or date.min)


def test_goods_that_arrive_on_their_day_leave_as_late_whether_ready_early_or_late() -> None:
    route = Route(start=MONDAY, ships=None, transport_days=1, country="DE", receives=None)
    monday = date(2026, 12, 28)
    trips = [days.trip(ready_on=date(2026, 12, day), route=route, requested_on=monday) for day in (22, 25, 26)]
    assert [trip and (trip.ships_on, trip.delivered_on) for trip in trips] == [(date(2026, 12, 27), monday)] * 3


def test_goods_ready_on_christmas_eve_in_hamburg_arrive_after_the_holidays() -> None:
    route = Route(
        start=MONDAY,
        ships=Calendar(country="DE", subdivision="HH", closed_on=frozenset({date(2026, 12, 24)})),
        transport_days=2,
        country="DE",
    )
    # Closed on the 24th, holidays on the 25th and 26th, then a Sunday.
    assert days.trip(ready_on=date(2026, 12, 24), route=route) == days.Trip(
        ships_on=date(2026, 12, 28), delivered_on=date(2026, 12, 30)
    )


def test_corpus_christi_is_a_holiday_in_munich_and_a_day_to_ship_in_hamburg() -> None:
    thursday = date(2026, 6, 4)
    for part, ships_on in (("BY", date(2026, 6, 5)), ("HH", thursday)):
        route = Route(start=thursday, ships=Calendar(country="DE", subdivision=part))
        assert days.trip(ready_on=thursday, route=route) == days.Trip(ships_on=ships_on, delivered_on=None)


def test_carriers_rest_on_the_holidays_of_the_destination() -> None:
    tuesday = date(2026, 7, 14)
    route = Route(start=date(2026, 7, 13), transport_days=1, country="FR")
    assert days.arrival(ships_on=date(2026, 7, 13), route=route) == tuesday + timedelta(days=1)


def test_the_gate_that_opens_on_thursdays_gets_it_on_thursday_and_it_leaves_no_earlier_than_needed() -> None:
    route = Route(start=MONDAY - timedelta(days=14), transport_days=1, receives=Receiving(weekdays=frozenset({4})))
    ready = MONDAY - timedelta(days=14)
    assert days.trip(ready_on=ready, route=route) == days.Trip(ships_on=ready, delivered_on=ready + timedelta(days=3))
    wanted = ready + timedelta(days=8)
    assert days.trip(ready_on=ready, route=route, requested_on=wanted) == days.Trip(
        ships_on=ready + timedelta(days=9), delivered_on=ready + timedelta(days=10)
    )


def test_the_cut_off_is_told_by_the_clock_of_the_location() -> None:
    calendar = Calendar(cut_off=time(14))
    summer, winter = datetime(2026, 7, 6, 12, 0, tzinfo=UTC), datetime(2026, 12, 7, 12, 0, tzinfo=UTC)
    assert days.start(as_of=summer, zone=BERLIN, calendar=calendar) == date(2026, 7, 7)
    assert days.start(as_of=winter, zone=BERLIN, calendar=calendar) == date(2026, 12, 7)
    assert days.start(as_of=winter, zone=BERLIN, calendar=None) == date(2026, 12, 7)


def test_a_location_that_never_ships_promises_no_day() -> None:
    every = frozenset(MONDAY + timedelta(days=ahead) for ahead in range(500))
    assert days.trip(ready_on=MONDAY, route=Route(start=MONDAY, ships=Calendar(closed_on=every))) is None


def test_the_calendar_ends_with_the_year_9999() -> None:
    last = date.max
    monday_only = Receiving(weekdays=frozenset({1}))
    assert days.trip(ready_on=last, route=Route(start=MONDAY, transport_days=3, country="DE")) is None
    route = Route(start=MONDAY, transport_days=0, country="DE", receives=monday_only)
    assert days.trip(ready_on=MONDAY, route=route, requested_on=last) is None
