"""The live check merged with what is remembered: laws beside a reference that counts every piece by hand."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fondaco.modules.availability import api as availability
from fondaco.modules.availability import live, model
from fondaco.modules.availability.api import Board, Live, Told
from fondaco.modules.availability.events import PromiseChanged
from fondaco.modules.availability.sources import Hearing, Silence
from fondaco.modules.availability.types import (
    Allocation,
    AvailabilityRequest,
    Held,
    Receipt,
    ReservationLine,
    Stock,
    Supply,
)
from fondaco.platform.transaction import Tx
from tests.availability.support import NOW, locations, on_hand, products

TODAY = NOW.date()
PRODUCT = UUID(int=1)
NORTH, SOUTH = PLACES = [UUID(int=10), UUID(int=11)]
SYSTEMS = {NORTH: "erp-north", SOUTH: "erp-south"}
DOCUMENTS = [UUID(int=20), UUID(int=21), None]
HEARD = {system: Hearing(NOW, 900) for system in SYSTEMS.values()}
DAYS = [TODAY + timedelta(days=ahead) for ahead in range(4)]
SOON = NOW + timedelta(minutes=1)

amounts = st.integers(0, 6).map(Decimal)
days = st.integers(-1, 3).map(lambda ahead: TODAY + timedelta(days=ahead))


def stock(place: UUID, on_hand: Decimal, blocked: Decimal = Decimal(0)) -> Stock:
    return Stock(
        product=PRODUCT, location=place, on_hand=on_hand, blocked=blocked, safety=Decimal(0), told_at=NOW,
        system=SYSTEMS[place],
    )  # fmt: skip


def held(place: UUID, quantity: Decimal, day: date, document: UUID | None) -> Held:
    return Held(product=PRODUCT, location=place, quantity=quantity, date=day, expires_at=None, document=document)


def receipt(place: UUID, quantity: Decimal, day: date) -> Receipt:
    return Receipt(product=PRODUCT, location=place, quantity=quantity, date=day)


supplies = st.builds(
    lambda north, south, receipts, holds: Supply(stock=(north, south), receipts=tuple(receipts), held=tuple(holds)),
    st.builds(stock, st.just(NORTH), amounts, st.integers(0, 2).map(Decimal)),
    st.builds(stock, st.just(SOUTH), amounts),
    st.lists(st.builds(receipt, st.sampled_from(PLACES), amounts, days), max_size=3),
    st.lists(
        st.builds(held, st.sampled_from(PLACES), st.integers(1, 4).map(Decimal), days, st.sampled_from(DOCUMENTS)),
        max_size=4,
    ),
)
told = st.builds(
    lambda at, figure, still_open: (at, figure, still_open),
    st.sampled_from([NOW - timedelta(seconds=1), NOW, SOON]),
    st.none() | st.integers(-2, 9).map(Decimal),
    st.dictionaries(st.sampled_from(DOCUMENTS[:2]), amounts, max_size=2),
)
answers = st.dictionaries(st.sampled_from(PLACES), told)


def live_of(answers: dict[UUID, tuple]) -> Live:  # type: ignore[type-arg]
    return Live(
        told={
            SYSTEMS[place]: Told(
                at=at,
                on_hand={} if figure is None else {(PRODUCT, place): figure},
                open={(document, PRODUCT): quantity for document, quantity in still_open.items()},
            )
            for place, (at, figure, still_open) in answers.items()
        },
        insisted=frozenset(SYSTEMS.values()),
    )


def by_hand(supply: Supply, answers: dict[UUID, tuple], place: UUID) -> dict[date, Decimal]:  # type: ignore[type-arg]
    """Count what is free at a place by each day: there, coming until then, less what is held until then, day by day."""
    [known] = [one for one in supply.stock if one.location == place]
    at, figure, still_open = answers.get(place, (NOW, None, {}))
    there = known.on_hand if figure is None or at < NOW else figure
    coming = {day: Decimal(0) for day in DAYS}
    for one in supply.receipts:
        if one.location == place and one.date >= TODAY:
            coming[one.date] += one.quantity
    taken = {day: Decimal(0) for day in DAYS}
    for document in DOCUMENTS:
        mine = [one for one in supply.held if one.location == place and one.document == document]
        mine.sort(key=lambda one: one.date)
        pieces = [max(one.date, TODAY) for one in mine for _ in range(int(one.quantity))]
        if figure is not None and document in still_open:
            # The ERP has only so many pieces left to take off; those of the earliest days are gone.
            pieces = pieces[max(len(pieces) - int(still_open[document]), 0) :]
        for day in pieces:
            taken[day] += 1
    more = max(there - known.on_hand, Decimal(0))
    lasting = []
    for day in DAYS:
        by_then = sum((coming[one] for one in DAYS if one <= day), Decimal(0))
        # What more is there than was known may have been one of the receipts.
        supplied = max(there - known.blocked, Decimal(0)) + max(by_then - more, Decimal(0))
        lasting.append(supplied - sum((taken[one] for one in DAYS if one <= day), Decimal(0)))
    return {day: max(min(lasting[place:]), Decimal(0)) for place, day in enumerate(DAYS)}


def free(supply: Supply, place: UUID) -> dict[date, Decimal]:
    found = model.free(supply=supply, heard=HEARD, today=lambda _: TODAY, as_of=NOW).steps
    return {
        day: sum((step.quantity for step in found if step.location == place and step.date <= day), Decimal(0))
        for day in DAYS
    }


@settings(max_examples=400)
@given(supply=supplies, answers=answers)
def test_what_is_merged_is_what_one_counts_by_hand(supply: Supply, answers: dict[UUID, tuple]) -> None:  # type: ignore[type-arg]
    merged = live.merged(supply=supply, live=live_of(answers), today=lambda _: TODAY)
    for place in PLACES:
        assert free(merged, place) == by_hand(supply, answers, place)


@settings(max_examples=400)
@given(supply=supplies, answers=answers)
def test_by_no_day_more_is_promised_than_is_there_or_was_known_to_come(
    supply: Supply, answers: dict[UUID, tuple]
) -> None:  # type: ignore[type-arg]
    merged = live.merged(supply=supply, live=live_of(answers), today=lambda _: TODAY)
    for place in PLACES:
        at, figure, _ = answers.get(place, (NOW, None, {}))
        if figure is None or at < NOW:
            continue
        [known] = [one for one in supply.stock if one.location == place]
        # Less than nothing is nothing.
        figure = max(figure, Decimal(0))
        unknown = sum(
            (one.quantity for one in supply.held if one.location == place and one.document is None), Decimal(0)
        )
        for day, quantity in free(merged, place).items():
            coming = sum(
                (one.quantity for one in supply.receipts if one.location == place and TODAY <= one.date <= day),
                Decimal(0),
            )
            most = max(figure, min(figure, known.on_hand) + coming)
            assert quantity <= most
        # What we hold for orders the ERP does not know is subtracted in full.
        last = free(merged, place)[DAYS[-1]]
        coming = sum(
            (one.quantity for one in supply.receipts if one.location == place and one.date >= TODAY), Decimal(0)
        )
        assert last <= max(max(figure, min(figure, known.on_hand) + coming) - unknown, Decimal(0))


@given(supply=supplies, answers=answers)
def test_what_was_not_said_stays_as_it_was_and_says_so(supply: Supply, answers: dict[UUID, tuple]) -> None:  # type: ignore[type-arg]
    merged = live.merged(supply=supply, live=live_of(answers), today=lambda _: TODAY)
    for before, after in zip(supply.stock, merged.stock, strict=True):
        said = answers.get(before.location, (NOW, None, {}))[1] is not None
        assert after.live is said
        assert said or after.on_hand == before.on_hand
    assert live.merged(supply=supply, live=None, today=lambda _: TODAY) is supply
    nobody = Live(told={})
    assert live.merged(supply=supply, live=nobody, today=lambda _: TODAY) is supply


@given(supply=supplies, answers=answers)
def test_merging_twice_is_merging_once(supply: Supply, answers: dict[UUID, tuple]) -> None:  # type: ignore[type-arg]
    once = live.merged(supply=supply, live=live_of(answers), today=lambda _: TODAY)
    twice = live.merged(supply=once, live=live_of(answers), today=lambda _: TODAY)
    assert [free(once, place) for place in PLACES] == [free(twice, place) for place in PLACES]


def test_an_order_the_erp_took_off_already_is_not_subtracted_again() -> None:
    """Ten lay there, four were held for an order; they left the house, and that news is still on its way."""
    order, other = UUID(int=20), UUID(int=21)
    holds = (held(NORTH, Decimal(4), TODAY, order), held(NORTH, Decimal(3), TODAY, other))
    supply = Supply(stock=(stock(NORTH, Decimal(10)),), held=holds)

    def said(figure: int, still_open: int | None = None) -> Decimal:
        spots = {} if still_open is None else {(order, PRODUCT): Decimal(still_open)}
        answer = Told(at=SOON, on_hand={(PRODUCT, NORTH): Decimal(figure)}, open=spots)
        merged = live.merged(supply=supply, live=Live(told={"erp-north": answer}), today=lambda _: TODAY)
        return free(merged, NORTH)[TODAY]

    # Not handed over yet, or handed over and still lying there: all of it is subtracted.
    assert said(10) == 3
    assert said(10, 4) == 3
    # One was taken off, then all: what is free stays the same.
    assert said(9, 3) == 3
    assert said(6, 0) == 3
    # The other order, which the ERP does not know, is always subtracted.
    assert said(3, 0) == 0


def test_what_left_of_an_allocation_is_used_of_it() -> None:
    order, share = UUID(int=20), UUID(int=30)
    kept = Allocation(
        id=share, product=PRODUCT, location=None, organisation=UUID(int=40), segment=None, quantity=Decimal(6),
        used=Decimal(1), valid_from=NOW, valid_to=None,
    )  # fmt: skip
    drawn = Held(
        product=PRODUCT, location=NORTH, quantity=Decimal(4), date=TODAY, expires_at=None, document=order,
        allocation=share,
    )  # fmt: skip
    supply = Supply(stock=(stock(NORTH, Decimal(10)),), held=(drawn,), allocations=(kept,))
    answer = Told(at=SOON, on_hand={(PRODUCT, NORTH): Decimal(7)}, open={(order, PRODUCT): Decimal(1)})
    merged = live.merged(supply=supply, live=Live(told={"erp-north": answer}), today=lambda _: TODAY)
    assert [one.quantity for one in merged.held] == [1]
    assert [one.used for one in merged.allocations] == [4]


# --- against the database: one rule for memory, tables and reservations ---


def live_now(goods: list[UUID], figures: dict[UUID, int], place: UUID, **more: object) -> Live:
    on_hand = {(product, place): Decimal(figures[product]) for product in goods if product in figures}
    return Live(told={"erp": Told(at=SOON, on_hand=on_hand)}, **more)  # type: ignore[arg-type]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(known=st.integers(0, 6), said=st.none() | st.integers(0, 9), reserved=st.integers(0, 4))
@example(known=5, said=None, reserved=0)
def test_memory_tables_and_reservations_merge_alike(tx: Tx, known: int, said: int | None, reserved: int) -> None:
    with tx.connection.begin_nested() as again:
        [product] = products(tx, "BOLT")
        north = locations(tx)["NORD"]
        availability.put_stock(tx=tx, drafts=[on_hand("BOLT", known)], source="erp")
        availability.heard_from(tx=tx, system="erp", at=NOW, patience=900)
        if reserved:
            line = ReservationLine(line=uuid4(), product=product, quantity=Decimal(reserved))
            availability.reserve(tx=tx, document=uuid4(), lines=[line], as_of=NOW)
        board = Board()
        board.load(tx=tx)
        answer = live_now([product], {} if said is None else {product: said}, north, insisted=frozenset({"erp"}))
        request = AvailabilityRequest(product=product, quantity=Decimal(20))
        [told] = availability.promise(board=board, requests=[request], as_of=SOON, live=answer)
        [stored] = availability.promise(tx=tx, requests=[request], as_of=SOON, live=answer)
        assert told == stored
        free = max((known if said is None else said) - min(reserved, known), 0)
        assert told.locations[0].available == free
        assert told.noted_at == (NOW if said is None and free else None)
        line = ReservationLine(line=uuid4(), product=product, quantity=Decimal(20))
        waiting = reserved - min(reserved, known)
        [held] = availability.reserve(tx=tx, document=uuid4(), lines=[line], as_of=SOON, live=answer)
        dated = sum((part.quantity for part in held.schedule if part.date), Decimal(0))
        # Who waits already comes first: what more is there than was known is his before it is anybody's.
        assert dated == max(free - waiting, 0)
        again.rollback()


def test_an_order_on_a_live_figure_keeps_it_or_planning_again_would_take_the_goods_away(tx: Tx) -> None:
    [product] = products(tx, "BOLT")
    north = locations(tx)["NORD"]
    availability.put_stock(tx=tx, drafts=[on_hand("BOLT", 2)], source="erp")
    availability.heard_from(tx=tx, system="erp", at=NOW, patience=900)
    line = ReservationLine(line=uuid4(), product=product, quantity=Decimal(5))
    [held] = availability.reserve(
        tx=tx, document=uuid4(), lines=[line], as_of=SOON, live=live_now([product], {product: 6}, north)
    )
    assert [part.date for part in held.schedule] == [TODAY]
    kept = availability.stock(tx=tx, product=product, location=north)
    assert (kept.on_hand, kept.told_at, kept.system) == (6, SOON, "erp")
    # It was asked about one product: of all others it is as silent as before.
    assert availability.source(tx=tx, system="erp").heard_at == NOW
    while availability.replan(tx=tx, as_of=SOON) is not None:
        pass
    assert not [event for event in tx.events if isinstance(event, PromiseChanged)]
    # The source's next statement counts again.
    told = on_hand("BOLT", 4, told_at=SOON + timedelta(seconds=1))
    availability.put_stock(tx=tx, drafts=[told], source="erp")
    assert availability.stock(tx=tx, product=product, location=north).on_hand == 4


def test_a_silent_source_that_answers_serves_who_waits_before_the_new_order(tx: Tx) -> None:
    [product] = products(tx, "BOLT")
    north = locations(tx)["NORD"]
    availability.put_stock(tx=tx, drafts=[on_hand("BOLT", 0)], source="erp")
    availability.heard_from(tx=tx, system="erp", at=NOW, patience=1)
    known = availability.source(tx=tx, system="erp")
    availability.set_source(
        tx=tx, system="erp", expected_version=known.version, patience=1, silence=Silence.ASK,
        fallback=Silence.UNKNOWN, limit_ms=100, checks=frozenset(),
    )  # fmt: skip
    wait = ReservationLine(line=uuid4(), product=product, quantity=Decimal(3))
    availability.reserve(tx=tx, document=uuid4(), lines=[wait], as_of=SOON)
    line = ReservationLine(line=uuid4(), product=product, quantity=Decimal(5))
    [held] = availability.reserve(
        tx=tx, document=uuid4(), lines=[line], as_of=SOON, live=live_now([product], {product: 6}, north)
    )
    assert [(part.quantity, part.date) for part in held.schedule] == [(3, TODAY), (2, None)]
    [served] = [event for event in tx.events if isinstance(event, PromiseChanged)]
    assert (served.line, served.after[0].date) == (wait.line, TODAY)
