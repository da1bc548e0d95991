"""Allocations in the field's words: kept, drawn, released, used, ended; what strangers and owners are told."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import msgspec
import pytest

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.period import Period
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.types import OrganisationDraft
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.errors import BadAllocation, NoSuchAllocation, NoSuchLocation
from fondaco.modules.availability.events import StockChanged
from fondaco.modules.availability.store import read
from fondaco.modules.availability.types import (
    AllocationDraft,
    AllocationState,
    AvailabilityRequest,
    Promise,
    ReservationLine,
    StockTag,
)
from fondaco.platform.transaction import Tx
from fondaco.platform.web.version import StaleVersion
from tests.availability.support import NOW, locations, on_hand, products, ref

SITE, GROUP, OTHER = UUID(int=21), UUID(int=22), UUID(int=23)
RED = Buyer(sold_to=SITE, hierarchy=(SITE, GROUP), as_of=NOW)
KEY_ACCOUNT = Buyer(sold_to=OTHER, hierarchy=(OTHER,), segments=frozenset({"key-account"}), as_of=NOW)
BLUE = Buyer(sold_to=UUID(int=24), hierarchy=(UUID(int=24),), as_of=NOW)


@pytest.fixture
def product(tx: Tx) -> UUID:
    [found] = products(tx, "A")
    locations(tx)
    availability.put_stock(tx=tx, drafts=[on_hand("A", 12)], source="erp")
    return found


def keep(tx: Tx, product: UUID, quantity: int, **more: object) -> AllocationState:
    owner = {} if "segment" in more else {"organisation": GROUP}
    values: dict[str, object] = {"as_of": NOW} | owner | more
    return availability.allocate(tx=tx, product=product, quantity=Decimal(quantity), **values)  # type: ignore[arg-type]


def ask(tx: Tx, product: UUID, quantity: int, buyer: Buyer | None) -> Promise:
    request = AvailabilityRequest(product=product, quantity=Decimal(quantity))
    [answer] = availability.promise(tx=tx, requests=[request], as_of=NOW, buyer=buyer)
    return answer


def there(tx: Tx, product: UUID, buyer: Buyer | None) -> Decimal:
    return sum((line.quantity for line in ask(tx, product, 99, buyer).schedule if line.date), Decimal(0))


def reserve(tx: Tx, product: UUID, quantity: int, buyer: Buyer) -> UUID:
    document = uuid4()
    line = ReservationLine(line=document, product=product, quantity=Decimal(quantity))
    availability.reserve(tx=tx, document=document, lines=[line], as_of=NOW, buyer=buyer)
    return document


def drawn(tx: Tx, id: UUID) -> tuple[Decimal, Decimal, Decimal]:
    """What of an allocation is held, has left the house, and is still kept."""
    found = availability.allocation(tx=tx, id=id, as_of=NOW)
    return found.held, found.allocation.used, found.left


def test_ten_are_kept_for_the_group_and_its_site_draws_them_before_what_is_free_for_all(tx: Tx, product: UUID) -> None:
    kept = keep(tx, product, 10).allocation.id
    assert [there(tx, product, who) for who in (RED, BLUE, KEY_ACCOUNT, None)] == [12, 2, 2, 2]
    reserve(tx, product, 4, RED)
    assert drawn(tx, kept) == (4, 0, 6)
    assert [there(tx, product, who) for who in (RED, BLUE)] == [8, 2]
    document = reserve(tx, product, 7, RED)
    assert drawn(tx, kept) == (10, 0, 0)
    assert [there(tx, product, who) for who in (RED, BLUE)] == [1, 1]
    availability.release(tx=tx, document=document)
    assert drawn(tx, kept) == (4, 0, 6)
    assert there(tx, product, BLUE) == 2


def test_what_left_the_house_is_used_for_good(tx: Tx, product: UUID) -> None:
    kept = keep(tx, product, 10).allocation.id
    document = reserve(tx, product, 11, RED)
    availability.deliver(tx=tx, document=document, quantities={document: Decimal(6)})
    assert drawn(tx, kept) == (4, 6, 0)
    availability.release(tx=tx, document=document)
    assert drawn(tx, kept) == (0, 6, 4)


def test_the_owner_is_told_what_he_draws_and_a_stranger_that_something_is_kept_but_never_for_whom(
    tx: Tx, product: UUID
) -> None:
    keep(tx, product, 10)
    assert (ask(tx, product, 11, RED).drawn, ask(tx, product, 11, RED).kept_for_others) == (10, False)
    late = ask(tx, product, 3, BLUE)
    assert (late.drawn, late.kept_for_others) == (0, True)
    assert [place.available for place in late.locations] == [2]
    assert [place.available for place in ask(tx, product, 3, RED).locations] == [12]
    # Who gets all he wants today is not told that there is more.
    assert not ask(tx, product, 2, BLUE).kept_for_others
    assert str(GROUP) not in repr(late)


def test_cards_tell_each_what_is_his(tx: Tx, product: UUID) -> None:
    keep(tx, product, 10, segment="key-account")
    board = availability.Board()
    board.load(tx=tx)

    def card(buyer: Buyer | None) -> Decimal:
        [tag] = board.page([product], as_of=NOW, buyer=buyer)
        return msgspec.json.decode(tag, type=StockTag).available

    assert [card(who) for who in (KEY_ACCOUNT, RED, None, KEY_ACCOUNT)] == [12, 2, 2, 12]


def test_an_allocation_counts_in_its_period_and_the_board_looks_again_when_it_begins_and_ends(
    tx: Tx, product: UUID
) -> None:
    keep(tx, product, 10, valid=Period(NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)))
    board = availability.Board()
    board.load(tx=tx)
    asked = [AvailabilityRequest(product=product, quantity=Decimal(99))]
    found = []
    for minutes in (0, 1, 2):
        moment = NOW + timedelta(minutes=minutes)
        [answer] = availability.promise(board=board, requests=asked, as_of=moment, buyer=BLUE)
        found.append(answer.schedule[0].quantity)
    assert found == [12, 2, 12]


def test_who_waited_before_it_was_stated_comes_first_and_who_comes_later_gets_nothing_of_it(
    tx: Tx, product: UUID
) -> None:
    reserve(tx, product, 12, KEY_ACCOUNT)
    before = reserve(tx, product, 3, BLUE)
    kept = keep(tx, product, 5).allocation.id
    after = reserve(tx, product, 4, BLUE)
    availability.put_stock(tx=tx, drafts=[on_hand("A", 22, told_at=NOW + timedelta(seconds=1))], source="erp")
    availability.replan(tx=tx, as_of=NOW)
    # Ten more: three for who waited, five kept, two for who came after.
    held = held_by(tx, product)
    assert (held[before], held[after]) == (3, 2)
    assert drawn(tx, kept) == (0, 0, 5)
    assert there(tx, product, RED) == 5


def held_by(tx: Tx, product: UUID) -> dict[UUID, Decimal]:
    """What each document holds of a product."""
    sums: dict[UUID, Decimal] = {}
    for held in read.held(tx=tx, products=[product])[product]:
        assert held.document is not None
        sums[held.document] = sums.get(held.document, Decimal(0)) + held.quantity
    return sums


def test_in_a_shortage_what_is_kept_is_kept_and_the_rest_is_shared_by_age(tx: Tx, product: UUID) -> None:
    kept = keep(tx, product, 6).allocation.id
    stranger = reserve(tx, product, 6, BLUE)
    owner = reserve(tx, product, 6, RED)
    availability.put_stock(tx=tx, drafts=[on_hand("A", 8, told_at=NOW + timedelta(seconds=1))], source="erp")
    availability.replan(tx=tx, as_of=NOW)
    assert held_by(tx, product) == {stranger: 2, owner: 6}
    assert drawn(tx, kept) == (6, 0, 0)


def test_a_change_names_the_version_and_an_end_frees_what_is_left_for_all(tx: Tx, product: UUID) -> None:
    one = keep(tx, product, 10).allocation
    changed = availability.change_allocation(
        tx=tx, id=one.id, expected_version=1, as_of=NOW, quantity=Decimal(5), valid=Period(NOW)
    )
    assert (changed.allocation.quantity, changed.allocation.version) == (5, 2)
    assert there(tx, product, BLUE) == 7
    reserve(tx, product, 2, RED)
    seen = tx.events
    with pytest.raises(StaleVersion):
        availability.end_allocation(tx=tx, id=one.id, expected_version=1, as_of=NOW)
    assert tx.events == seen
    later = NOW + timedelta(hours=1)
    ended = availability.end_allocation(tx=tx, id=one.id, expected_version=2, as_of=later)
    assert (ended.allocation.valid_to, ended.held, ended.left) == (later, 2, 3)
    assert tx.events[-1] == StockChanged(cause="allocated", source="fondaco", products=(product,))
    assert availability.list_allocations(tx=tx, as_of=later).items == []
    assert len(availability.list_allocations(tx=tx, as_of=later, over=True).items) == 1


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"organisation": None}, "/organisation"),
        ({"organisation": GROUP, "segment": "key-account"}, "/organisation"),
        ({"unit": "KGM"}, "/unit"),
        ({"quantity": Decimal(-1)}, "/quantity"),
        ({"product": UUID(int=9)}, "/product"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_stored(
    tx: Tx, product: UUID, more: dict[str, object], pointer: str
) -> None:
    values = {"product": product, "quantity": Decimal(1), "organisation": GROUP, "as_of": NOW} | more
    seen = tx.events
    with pytest.raises(BadAllocation) as refused:
        availability.allocate(tx=tx, **values)  # type: ignore[arg-type]
    assert [problem.pointer for problem in refused.value.problems] == [pointer]
    with pytest.raises(NoSuchLocation):
        keep(tx, product, 1, location=UUID(int=9))
    with pytest.raises(NoSuchAllocation):
        availability.end_allocation(tx=tx, id=UUID(int=9), expected_version=1, as_of=NOW)
    assert tx.events == seen
    assert availability.list_allocations(tx=tx, as_of=NOW, over=True).items == []


def test_a_source_states_allocations_under_its_keys_with_every_flaw_named(tx: Tx) -> None:
    first, _ = products(tx, "A", "B")
    locations(tx)
    accounts.put_organisations(tx=tx, drafts=[OrganisationDraft(ref=ref("ORG"), name="Red")], source="erp")

    def draft(key: str, quantity: int, product: str = "A", **more: object) -> AllocationDraft:
        values: dict[str, object] = {"organisation": ref("ORG")} | more
        return AllocationDraft(ref=ref(key), product=ref(product), quantity=Decimal(quantity), **values)  # type: ignore[arg-type]

    assert availability.put_allocations(tx=tx, drafts=[draft("known", 5)], source="erp").created == 1
    drafts = [
        draft("good", 2, unit="BX"),
        draft("nothing", 1, product="X"),
        draft("nowhere", 1, location=ref("X")),
        draft("nobody", 1, organisation=None),
        draft("both", 1, segment="key-account"),
        draft("stranger", 1, organisation=ExternalRef("erp", "X")),
        draft("less", -1),
        draft("unit", 1, unit="KGM"),
        draft("known", 1, product="B"),
        draft("known", 5),
    ]
    result = availability.put_allocations(tx=tx, drafts=drafts, source="erp")
    assert [(bad.index, bad.field) for bad in result.refused] == [
        (1, "product"), (2, "location"), (3, "organisation"), (4, "organisation"), (5, "organisation"), (6, "quantity"),
        (7, "unit"), (8, "product"),
    ]  # fmt: skip
    assert (result.created, result.changed, result.unchanged) == (1, 0, 1)
    page = availability.list_allocations(tx=tx, as_of=NOW, product=first, limit=1)
    rest = availability.list_allocations(tx=tx, as_of=NOW, product=first, limit=1, cursor=page.next)
    told = [(one.allocation.key, one.allocation.quantity) for one in (*page.items, *rest.items)]
    assert (told, rest.next) == ([("known", 5), ("good", 200)], None)
    assert availability.put_allocations(tx=tx, drafts=[draft("known", 7)], source="erp").changed == 1
