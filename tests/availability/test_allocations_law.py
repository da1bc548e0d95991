"""Allocations: whatever happens in whatever order, everybody is told, and gets, what the naive reference lays out."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.period import Period
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.store import claims
from fondaco.modules.availability.types import AvailabilityRequest, ReceiptDraft, ReservationLine
from fondaco.platform.transaction import Tx
from tests.availability.naive import DAYS, PLACES
from tests.availability.naive_allocations import NaiveAllocations, Share
from tests.availability.support import NOW, locations, on_hand, products, ref

TODAY = NOW.date()
SITE, GROUP = UUID(int=21), UUID(int=22)
BUYERS = {
    "red": Buyer(sold_to=SITE, hierarchy=(SITE, GROUP), as_of=NOW),
    "key": Buyer(sold_to=UUID(int=23), hierarchy=(UUID(int=23),), segments=frozenset({"key-account"}), as_of=NOW),
    "blue": Buyer(sold_to=UUID(int=24), hierarchy=(UUID(int=24),), as_of=NOW),
}
OWNERS: dict[str, dict[str, object]] = {"red": {"organisation": GROUP}, "key": {"segment": "key-account"}}

whose, places, counts = st.sampled_from(sorted(BUYERS)), st.sampled_from(PLACES), st.integers(0, 8)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("stock"), places, counts),
        st.tuples(st.just("receipt"), places, counts, st.integers(0, DAYS)),
        st.tuples(st.just("reserve"), whose, st.integers(1, 6), st.booleans()),
        st.tuples(st.just("reserve"), whose, st.integers(1, 6), st.booleans()),
        st.tuples(st.just("release"), st.integers(0, 9)),
        st.tuples(st.just("deliver"), st.integers(0, 9), st.integers(1, 4)),
        st.tuples(st.just("keep"), st.sampled_from(sorted(OWNERS)), counts, st.none() | places, st.integers(0, 3)),
        st.tuples(st.just("keep"), st.sampled_from(sorted(OWNERS)), counts, st.none() | places, st.just(0)),
        st.tuples(st.just("keep_other"), st.integers(0, 9), counts, st.integers(0, 3)),
        st.tuples(st.just("end"), st.integers(0, 9)),
        st.tuples(st.just("a_day_passes")),
        st.tuples(st.just("plan")),
    ),
    max_size=14,
)


class Both:
    """The room, its board and the naive reference, told the same."""

    def __init__(self, tx: Tx) -> None:
        [self.product] = products(tx, "A")
        self.places = locations(tx)
        availability.heard_from(tx=tx, system="erp", at=NOW, patience=10**7)
        availability.put_stock(tx=tx, drafts=[on_hand("A", 0), on_hand("A", 0, place="SUED")], source="erp")
        self.tx, self.naive, self.as_of, self.told_at = tx, NaiveAllocations(), NOW, NOW
        self.board = availability.Board()
        self.board.load(tx=tx)
        self.seen = len(tx.events)

    def stock(self, place: str, quantity: int) -> None:
        self.told_at += timedelta(seconds=1)
        draft = on_hand("A", quantity, place=place, told_at=self.told_at)
        availability.put_stock(tx=self.tx, drafts=[draft], source="erp")
        self.naive.stock[place] = quantity

    def receipt(self, place: str, quantity: int, ahead: int) -> None:
        draft = ReceiptDraft(
            ref=ref(f"R-{place}"), product=ref("A"), location=ref(place), quantity=Decimal(quantity),
            expected_on=TODAY + timedelta(days=ahead),
        )  # fmt: skip
        assert not availability.put_receipts(tx=self.tx, drafts=[draft], source="erp").refused
        self.naive.receipts[place] = (ahead, quantity)

    def reserve(self, who: str, quantity: int, expires: bool) -> None:  # noqa: FBT001 - a drawn value
        claims.mark(tx=self.tx, changed=[self.product])
        self.naive.plan()
        document, ends = uuid4(), self.as_of + timedelta(hours=12) if expires else None
        line = ReservationLine(line=document, product=self.product, quantity=Decimal(quantity))
        availability.reserve(
            tx=self.tx, document=document, lines=[line], as_of=self.as_of, expires_at=ends, buyer=BUYERS[who]
        )
        self.naive.reserve_for(document, who, quantity, expires=expires)

    def release(self, which: int) -> None:
        if self.naive.claims:
            document = list(self.naive.claims)[which % len(self.naive.claims)]
            availability.release(tx=self.tx, document=document)
            self.naive.release(document)

    def deliver(self, which: int, quantity: int) -> None:
        """Let goods leave the house; the stock that is less by them is told with another statement."""
        if self.naive.claims:
            document = list(self.naive.claims)[which % len(self.naive.claims)]
            availability.deliver(tx=self.tx, document=document, quantities={document: Decimal(quantity)})
            self.naive.deliver(document, quantity)

    def keep(self, owner: str, quantity: int, place: str | None, until: int) -> None:
        state = availability.allocate(
            tx=self.tx, product=self.product, quantity=Decimal(quantity), as_of=self.as_of,
            location=self.places[place] if place else None, valid=self._period(until), **OWNERS[owner],  # type: ignore[arg-type]
        )  # fmt: skip
        today = self.naive.today
        self.naive.keep(state.allocation.id, Share(owner, quantity, place, 0, today, today + until if until else None))

    def keep_other(self, which: int, quantity: int, until: int) -> None:
        if self.naive.shares:
            id = list(self.naive.shares)[which % len(self.naive.shares)]
            old, today = self.naive.shares[id], self.naive.today
            availability.change_allocation(
                tx=self.tx, id=id, expected_version=self._version(id), as_of=self.as_of, quantity=Decimal(quantity),
                valid=self._period(until),
            )  # fmt: skip
            self.naive.keep(id, Share(old.owner, quantity, old.place, 0, today, today + until if until else None))

    def end(self, which: int) -> None:
        if self.naive.shares:
            id = list(self.naive.shares)[which % len(self.naive.shares)]
            availability.end_allocation(tx=self.tx, id=id, expected_version=self._version(id), as_of=self.as_of)
            share = self.naive.shares[id]
            share.end = self.naive.today if share.end is None else min(share.end, self.naive.today)

    def a_day_passes(self) -> None:
        self.as_of += timedelta(days=1)
        self.naive.pass_a_day()
        availability.expire(tx=self.tx, as_of=self.as_of)

    def plan(self) -> None:
        claims.mark(tx=self.tx, changed=[self.product])
        after = None
        while (after := availability.replan(tx=self.tx, as_of=self.as_of, after=after)) is not None:
            pass
        self.naive.plan()

    def compare(self) -> None:
        """Everybody is told the same by the board, by the tables and by the reference; of each share as much is drawn."""
        self.board.apply(tx=self.tx, events=self.tx.events[self.seen :])
        self.seen = len(self.tx.events)
        asked = [AvailabilityRequest(product=self.product, quantity=Decimal(quantity)) for quantity in (3, 99)]
        for who, buyer in BUYERS.items():
            told = availability.promise(tx=self.tx, requests=asked, as_of=self.as_of, buyer=buyer)
            assert told == availability.promise(board=self.board, requests=asked, as_of=self.as_of, buyer=buyer)
            days = [
                (line.date - TODAY).days for line in told[1].schedule if line.date for _ in range(int(line.quantity))
            ]
            assert days == [day for day, _ in self.naive.there_for(who)]
        found = availability.list_allocations(tx=self.tx, as_of=self.as_of, product=self.product, over=True)
        drawn = {one.allocation.id: (one.allocation.used, one.held) for one in found.items}
        assert drawn == {id: (share.used, self.naive.held_of(id)) for id, share in self.naive.shares.items()}
        self.demand_that_strangers_touch_nothing()

    def demand_that_strangers_touch_nothing(self) -> None:
        """What a stranger may get on top leaves to each owner what is kept for him."""
        free = self.naive.there_for("blue")
        assert all(len(free) <= len(self.naive.there_for(who)) for who in OWNERS)

    def _period(self, until: int) -> Period:
        return Period(self.as_of, self.as_of + timedelta(days=until) if until else None)

    def _version(self, id: UUID) -> int:
        return availability.allocation(tx=self.tx, id=id, as_of=self.as_of).allocation.version


@pytest.mark.slow
@settings(max_examples=120)
@given(steps=steps)
def test_whatever_happens_everybody_is_told_and_gets_what_the_naive_reference_lays_out(
    steps: list[tuple[object, ...]], tx: Tx
) -> None:
    with tx.connection.begin_nested() as savepoint:
        both = Both(tx)
        for name, *values in [*steps, ("plan",)]:
            getattr(both, str(name))(*values)
            both.compare()
            if name == "plan":
                both.naive.demand_nothing_twice()
        savepoint.rollback()
