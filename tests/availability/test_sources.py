"""What the silence of a source means: a table of policies by the clock, what may be kept, and who may change it."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from fondaco.kernel.buyer import Buyer
from fondaco.modules.availability import api as availability
from fondaco.modules.availability import live
from fondaco.modules.availability.api import Board, LiveRule, Occasion, Silence, Source
from fondaco.modules.availability.errors import BadTerms, NoSuchSource
from fondaco.modules.availability.events import LiveRulesChanged, SourceHeard
from fondaco.modules.availability.types import AvailabilityRequest, Promise, ReservationLine
from fondaco.platform.transaction import Tx
from fondaco.platform.web.version import StaleVersion
from tests.availability.support import NOW, locations, on_hand, products

PATIENCE = 900
IN_TIME = NOW + timedelta(seconds=PATIENCE)
AN_HOUR_LATER = NOW + timedelta(hours=1)


@pytest.fixture
def bolt(tx: Tx) -> UUID:
    """Seven bolts in the north, told at nine."""
    [product] = products(tx, "BOLT")
    locations(tx)
    availability.put_stock(tx=tx, drafts=[on_hand("BOLT", 7)], source="erp")
    availability.heard_from(tx=tx, system="erp", at=NOW, patience=PATIENCE)
    return product


def keep(tx: Tx, silence: Silence, fallback: Silence = Silence.UNKNOWN, **more: object) -> Source:
    known = availability.source(tx=tx, system="erp")
    values = {"patience": PATIENCE, "limit_ms": 200, "checks": frozenset[Occasion]()} | more
    return availability.set_source(
        tx=tx,
        system="erp",
        expected_version=known.version,
        silence=silence,
        fallback=fallback,
        **values,  # type: ignore[arg-type]
    )


def asked(tx: Tx, product: UUID, as_of: datetime) -> Promise:
    """Ask memory and tables, which say the same."""
    request = AvailabilityRequest(product=product, quantity=Decimal(5))
    board = Board()
    board.load(tx=tx)
    [told] = availability.promise(board=board, requests=[request], as_of=as_of)
    [stored] = availability.promise(tx=tx, requests=[request], as_of=as_of)
    assert told == stored
    return told


# Policy, what counts where the source is not asked, and: promised after an hour of silence, with its age.
POLICIES = [
    (Silence.UNKNOWN, Silence.UNKNOWN, False, False),
    (Silence.NOTE, Silence.UNKNOWN, True, True),
    (Silence.PROMISE, Silence.UNKNOWN, True, False),
    (Silence.ASK, Silence.UNKNOWN, False, False),
    (Silence.ASK, Silence.NOTE, True, True),
    (Silence.ASK, Silence.PROMISE, True, False),
]


@pytest.mark.parametrize(("silence", "fallback", "promised", "noted"), POLICIES)
def test_the_policy_decides_when_a_source_is_silent_and_not_before(
    tx: Tx, bolt: UUID, *, silence: Silence, fallback: Silence, promised: bool, noted: bool
) -> None:
    keep(tx, silence, fallback)
    for as_of in (NOW, IN_TIME):
        fresh = asked(tx, bolt, as_of)
        assert (fresh.known, fresh.schedule[0].date, fresh.noted_at) == (True, as_of.date(), None)
    for as_of in (IN_TIME + timedelta(microseconds=1), AN_HOUR_LATER):
        silent = asked(tx, bolt, as_of)
        assert silent.known is promised
        assert [line.date for line in silent.schedule] == ([as_of.date()] if promised else [None])
        assert silent.noted_at == (NOW if noted else None)
        assert [place.noted_at for place in silent.locations] == [NOW if noted else None]
        assert silent.told_at == NOW


@pytest.mark.parametrize(("silence", "fallback", "promised", "noted"), POLICIES)
def test_cards_and_reservations_follow_the_same_policy(
    tx: Tx, bolt: UUID, *, silence: Silence, fallback: Silence, promised: bool, noted: bool
) -> None:
    keep(tx, silence, fallback)
    board = Board()
    board.load(tx=tx)
    [tag] = board.page([bolt], as_of=AN_HOUR_LATER)
    assert (b'"known":true' in tag) is promised
    assert (f'"noted_at":"{NOW.isoformat().replace("+00:00", "Z")}"'.encode() in tag) is noted
    line = ReservationLine(line=uuid4(), product=bolt, quantity=Decimal(5))
    [reserved] = availability.reserve(tx=tx, document=uuid4(), lines=[line], as_of=AN_HOUR_LATER)
    assert [one.date is not None for one in reserved.schedule] == [promised]


def test_the_default_is_to_promise_nothing_of_a_silent_source(tx: Tx, bolt: UUID) -> None:
    known = availability.source(tx=tx, system="erp")
    assert (known.silence, known.checks, known.silent(IN_TIME)) == (Silence.UNKNOWN, frozenset(), False)
    assert known.silent(IN_TIME + timedelta(microseconds=1))
    assert not asked(tx, bolt, AN_HOUR_LATER).known


def test_a_date_that_rests_on_another_source_has_no_note(tx: Tx, bolt: UUID) -> None:
    keep(tx, Silence.NOTE)
    availability.put_stock(tx=tx, drafts=[on_hand("BOLT", 3, "SUED")], source="erp")
    # The south is another ERP's, and that one has just been heard from.
    move = "UPDATE availability.stock SET system = 'other' WHERE on_hand = 3"
    tx.connection.exec_driver_sql(move)
    availability.heard_from(tx=tx, system="other", at=AN_HOUR_LATER)
    few = AvailabilityRequest(product=bolt, quantity=Decimal(3))
    many = AvailabilityRequest(product=bolt, quantity=Decimal(4))
    [of_south, of_both] = availability.promise(tx=tx, requests=[few, many], as_of=AN_HOUR_LATER)
    assert (of_south.noted_at, of_both.noted_at) == (None, NOW)


def test_what_is_kept_is_changed_at_the_version_that_was_read(tx: Tx, bolt: UUID) -> None:
    first = keep(tx, Silence.NOTE, checks=frozenset({Occasion.ORDER}))
    assert tx.events[-1] == SourceHeard(source="erp")
    with pytest.raises(StaleVersion):
        availability.set_source(
            tx=tx, system="erp", expected_version=first.version - 1, patience=1, silence=Silence.PROMISE,
            fallback=Silence.UNKNOWN, limit_ms=50, checks=frozenset(),
        )  # fmt: skip
    assert availability.source(tx=tx, system="erp") == first
    assert keep(tx, Silence.NOTE, checks=frozenset({Occasion.ORDER})) == first
    # What is heard changes nothing of what is kept.
    availability.heard_from(tx=tx, system="erp", at=AN_HOUR_LATER)
    assert availability.source(tx=tx, system="erp") == replace(first, heard_at=AN_HOUR_LATER)
    availability.heard_from(tx=tx, system="erp", at=AN_HOUR_LATER, patience=5)
    assert availability.source(tx=tx, system="erp").version == first.version + 1


@pytest.mark.parametrize(
    ("bad", "pointer"),
    [
        ({"patience": 0}, "/patience"),
        ({"limit_ms": 9}, "/limit_ms"),
        ({"limit_ms": 10_001}, "/limit_ms"),
        ({"fallback": Silence.ASK}, "/fallback"),
    ],
)
def test_what_makes_no_sense_is_not_kept(tx: Tx, bolt: UUID, bad: dict[str, object], pointer: str) -> None:
    before = availability.source(tx=tx, system="erp")
    with pytest.raises(BadTerms) as refused:
        keep(tx, Silence.ASK, **bad)  # type: ignore[arg-type]
    assert [problem.pointer for problem in refused.value.problems] == [pointer]
    assert availability.source(tx=tx, system="erp") == before


def test_nothing_is_kept_for_a_source_that_was_never_heard_from(tx: Tx) -> None:
    with pytest.raises(NoSuchSource):
        availability.source(tx=tx, system="erp")
    with pytest.raises(NoSuchSource):
        availability.set_source(
            tx=tx, system="erp", expected_version=1, patience=1, silence=Silence.NOTE, fallback=Silence.UNKNOWN,
            limit_ms=50, checks=frozenset(),
        )  # fmt: skip


def test_the_rule_of_an_organisation_is_changed_at_the_version_that_was_read(tx: Tx) -> None:
    red = uuid4()
    assert availability.live_rule(tx=tx, organisation=red) == LiveRule(version=0)
    cart = frozenset({Occasion.CART})
    first = availability.set_live_rule(tx=tx, organisation=red, expected_version=0, occasions=cart, limit_ms=150)
    assert (first, tx.events[-1]) == (
        LiveRule(occasions=cart, limit_ms=150, version=1), LiveRulesChanged(organisation=red),
    )  # fmt: skip
    with pytest.raises(StaleVersion):
        availability.set_live_rule(tx=tx, organisation=red, expected_version=0, occasions=frozenset(), limit_ms=150)
    with pytest.raises(BadTerms):
        availability.set_live_rule(tx=tx, organisation=red, expected_version=1, occasions=cart, limit_ms=5)
    assert availability.live_rule(tx=tx, organisation=red) == first


GROUP, RED = UUID(int=1), UUID(int=2)
BUYER = Buyer(sold_to=RED, hierarchy=(RED, GROUP), as_of=AN_HOUR_LATER)
FRESH = Source(system="fresh", heard_at=AN_HOUR_LATER, patience=PATIENCE)
SILENT = Source(system="silent", heard_at=NOW, patience=PATIENCE)


def who(sources: list[Source], rules: dict[UUID, LiveRule], occasion: Occasion) -> dict[str, tuple[int, bool]]:
    return live.limits(sources={one.system: one for one in sources}, rules=rules, buyer=BUYER, occasion=occasion)


def test_nobody_is_asked_where_nobody_wants_it() -> None:
    assert who([FRESH, SILENT], {}, Occasion.ORDER) == {}
    elsewhere = {RED: LiveRule(occasions=frozenset({Occasion.CART}))}
    assert who([FRESH, SILENT], elsewhere, Occasion.ORDER) == {}


def test_a_silent_source_is_asked_where_that_is_its_policy_on_every_occasion() -> None:
    asking = [replace(one, silence=Silence.ASK, limit_ms=70) for one in (FRESH, SILENT)]
    for occasion in Occasion:
        assert who(asking, {}, occasion) == {"silent": (70, False)}


def test_an_organisation_insists_with_its_own_time_and_the_nearest_rule_counts() -> None:
    cart = LiveRule(occasions=frozenset({Occasion.CART}), limit_ms=120)
    both = {"fresh": (120, True), "silent": (120, True)}
    assert who([FRESH, SILENT], {GROUP: cart}, Occasion.CART) == both
    assert who([FRESH, SILENT], {GROUP: cart, RED: LiveRule()}, Occasion.CART) == {}
    checked = replace(FRESH, checks=frozenset({Occasion.CART}), limit_ms=900)
    assert who([checked, SILENT], {RED: LiveRule()}, Occasion.CART) == {"fresh": (900, True)}
    assert who([checked, SILENT], {RED: cart}, Occasion.CART) == both
