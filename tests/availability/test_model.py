"""Available-to-promise: laws that hold for every stock, receipt and reservation."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from fondaco.modules.availability import days as calendars
from fondaco.modules.availability import model, sourcing
from fondaco.modules.availability.sources import Hearing
from fondaco.modules.availability.types import AvailabilityRequest, Held, Receipt, ScheduleLine, Stock, Supply

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = NOW.date()
PRODUCT = UUID(int=1)
PLACES = [UUID(int=10), UUID(int=11)]
ROUTE = calendars.Route(start=TODAY)
PLAN = sourcing.Plan(trip=lambda _, day, wanted: calendars.trip(ready_on=day, route=ROUTE, requested_on=wanted))
HEARD = {"erp": Hearing(NOW, 3600)}

amounts = st.integers(0, 6).map(Decimal)
days = st.integers(-2, 4).map(lambda days: TODAY + timedelta(days=days))
places = st.sampled_from(PLACES)


def stock(place: UUID, on_hand: Decimal, blocked: Decimal = Decimal(0), safety: Decimal = Decimal(0)) -> Stock:
    return Stock(
        product=PRODUCT, location=place, on_hand=on_hand, blocked=blocked, safety=safety, told_at=NOW, system="erp"
    )


def receipt(place: UUID, quantity: Decimal, day: date) -> Receipt:
    return Receipt(product=PRODUCT, location=place, quantity=quantity, date=day)


def held(place: UUID, quantity: Decimal, day: date, expires_at: datetime | None = None) -> Held:
    return Held(product=PRODUCT, location=place, quantity=quantity, date=day, expires_at=expires_at)


supplies = st.builds(
    lambda stocks, receipts, holds: Supply(stock=tuple(stocks), receipts=tuple(receipts), held=tuple(holds)),
    st.tuples(
        st.builds(stock, st.just(PLACES[0]), st.integers(-2, 9).map(Decimal), amounts, amounts),
        st.builds(stock, st.just(PLACES[1]), amounts),
    ),
    st.lists(st.builds(receipt, places, amounts, days), max_size=4),
    st.lists(
        st.builds(held, places, amounts, days, st.sampled_from([None, NOW, NOW + timedelta(hours=1)])), max_size=4
    ),
)


def free(supply: Supply, as_of: datetime = NOW) -> tuple[model.Step, ...]:
    return model.free(supply=supply, heard=HEARD, today=lambda _: TODAY, as_of=as_of).steps


def promise(supply: Supply, quantity: Decimal, on: date | None = None) -> tuple[ScheduleLine, ...]:
    return sourcing.schedule(free=free(supply), quantity=quantity, plan=PLAN, requested_on=on)


@given(supply=supplies, quantity=st.integers(1, 30).map(Decimal), on=st.none() | days)
def test_schedule_lines_sum_to_the_quantity_and_lie_ahead(supply: Supply, quantity: Decimal, on: date | None) -> None:
    lines = promise(supply, quantity, on)
    assert sum(line.quantity for line in lines) == quantity
    assert all(line.quantity > 0 for line in lines)
    dates = [line.date for line in lines if line.date is not None]
    assert dates == sorted(dates)
    assert all(day >= max(TODAY, on or TODAY) for day in dates)
    assert [line.date for line in lines].index(None) == len(lines) - 1 if None in [ln.date for ln in lines] else True


@given(supply=supplies, quantities=st.lists(st.integers(1, 9).map(Decimal), max_size=6))
def test_what_is_promised_never_exceeds_what_will_be_there_on_any_day(
    supply: Supply, quantities: list[Decimal]
) -> None:
    before = {place: free_by_day(supply, place) for place in PLACES}
    for quantity in quantities:
        supply = model.with_held(supply=supply, product=PRODUCT, lines=promise(supply, quantity), expires_at=None)
    for place in PLACES:
        taken = [hold for hold in supply.held if hold.location == place]
        for day, there in before[place].items():
            # What the promises take by a day is there by that day, over what was held before.
            new = taken[-sum(1 for _ in taken) :]
            assert sum((hold.quantity for hold in new if hold.date <= day), Decimal(0)) <= there + old(
                supply, place, day
            )


def free_by_day(supply: Supply, place: UUID) -> dict[date, Decimal]:
    steps = model.steps(supply=supply, location=place, today=TODAY, as_of=NOW)
    horizon = [TODAY + timedelta(days=ahead) for ahead in range(6)]
    return {day: sum((step.quantity for step in steps if step.date <= day), Decimal(0)) for day in horizon}


def old(supply: Supply, place: UUID, day: date) -> Decimal:
    """What other reservations, those of the drawn supply, hold by the day: they were there before the promises."""
    return sum((hold.quantity for hold in supply.held if hold.location == place and hold.date <= day), Decimal(0))


@given(supply=supplies, quantity=st.integers(1, 9).map(Decimal))
def test_a_new_promise_never_takes_from_an_older_one(supply: Supply, quantity: Decimal) -> None:
    first = promise(supply, quantity)
    after = model.with_held(supply=supply, product=PRODUCT, lines=first, expires_at=None)
    # Whatever is promised next, together they are what one buyer of both would have been promised.
    both = promise(supply, quantity + 5)
    second = promise(after, Decimal(5))
    dated = sum((line.quantity for line in (*first, *second) if line.date), Decimal(0))
    assert dated == sum((line.quantity for line in both if line.date), Decimal(0))


def test_ten_now_and_the_rest_by_date_keeps_what_next_week_was_promised() -> None:
    supply = Supply(
        stock=(stock(PLACES[0], Decimal(12), blocked=Decimal(2)),),
        receipts=(receipt(PLACES[0], Decimal(40), TODAY + timedelta(days=11)),),
        held=(held(PLACES[0], Decimal(6), TODAY + timedelta(days=3)),),
    )
    lines = promise(supply, Decimal(50))
    assert [(line.quantity, line.date) for line in lines] == [
        (Decimal(4), TODAY), (Decimal(40), TODAY + timedelta(days=11)), (Decimal(6), None),
    ]  # fmt: skip


def test_an_expired_reservation_and_an_overdue_receipt_count_for_nothing() -> None:
    supply = Supply(
        stock=(stock(PLACES[0], Decimal(5)),),
        receipts=(receipt(PLACES[0], Decimal(9), TODAY - timedelta(days=1)),),
        held=(held(PLACES[0], Decimal(5), TODAY, expires_at=NOW),),
    )
    assert promise(supply, Decimal(6)) == (
        ScheduleLine(quantity=Decimal(5), date=TODAY, location=PLACES[0]),
        ScheduleLine(quantity=Decimal(1), date=None),
    )


def test_nothing_is_promised_from_a_source_that_is_silent_beyond_its_patience() -> None:
    supply = Supply(stock=(stock(PLACES[0], Decimal(5)),))
    asked = AvailabilityRequest(product=PRODUCT, quantity=Decimal(1))
    late = NOW + timedelta(seconds=3601)
    nothing = model.free(supply=supply, heard=HEARD, today=lambda _: TODAY, as_of=late)
    answer, _ = sourcing.promise(request=asked, free=nothing, plan=PLAN)
    assert (answer.known, answer.schedule) == (False, (ScheduleLine(quantity=Decimal(1), date=None),))
    assert model.next_change(supply=supply, heard=HEARD, as_of=NOW) == NOW + timedelta(seconds=3600, microseconds=1)
