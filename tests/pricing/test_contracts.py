"""Counters of contracts: the sum of what was called off and not given back, whoever comes at the same time."""

import threading
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.money import Money
from fondaco.kernel.quantity import Quantity
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.types import OrganisationDraft
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.errors import ContractExceeded
from fondaco.modules.pricing.types import (
    CallOff,
    ContractDraft,
    ContractItemDraft,
    OverCall,
    PriceRecordDraft,
)
from fondaco.platform.transaction import Database, Tx
from tests.availability.support import NOW, products, ref

PRICE = ExternalRef("erp", "price")


def agree(tx: Tx, *, over: OverCall, **item: object) -> UUID:
    """Agree on a hundred pieces, or on something else."""
    products(tx, "A")
    accounts.put_organisations(tx=tx, drafts=[OrganisationDraft(ref=ref("red"), name="Red", number="1")], source="erp")
    draft = PriceRecordDraft(ref=PRICE, product=ref("A"), organisation=ref("red"), amount=Decimal(8))
    assert not pricing.put_price_records(tx=tx, drafts=[draft], source="erp").refused
    state(tx, over=over, **item)
    [contract] = pricing.contracts(tx=tx, organisations=None).items
    return contract.id


def state(tx: Tx, *, over: OverCall, **item: object) -> None:
    values: dict[str, object] = {"quantity": Quantity(Decimal(100), "PCE")} | item
    stated = ContractItemDraft(position=10, product=ref("A"), records=(PRICE,), **values)  # type: ignore[arg-type]
    draft = ContractDraft(ref=ref("R1"), number="R1", organisation=ref("red"), over=over, items=(stated,))
    result = pricing.put_contracts(tx=tx, drafts=[draft])
    assert not result.refused, result.refused


def line(quantity: int, id: UUID | None = None) -> CallOff:
    return CallOff(
        line=id or uuid4(), record=PRICE, quantity=Decimal(quantity), amount=Money(Decimal(8 * quantity), "EUR")
    )


def used(tx: Tx, contract: UUID) -> Decimal:
    found = pricing.contract(tx=tx, id=contract, organisations=None)
    assert found is not None
    return found.items[0].used


steps = st.lists(
    st.one_of(
        st.tuples(st.just("call"), st.integers(1, 60)),
        st.tuples(st.just("again"), st.integers(0, 9)),
        st.tuples(st.just("back"), st.integers(0, 9)),
        st.tuples(st.just("told"), st.integers(0, 50)),
    ),
    max_size=10,
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps, over=st.sampled_from(OverCall))
def test_a_counter_is_what_was_called_off_and_not_given_back(
    steps: list[tuple[str, int]], over: OverCall, tx: Tx
) -> None:
    with tx.connection.begin_nested() as savepoint:
        contract = agree(tx, over=over)
        held: dict[UUID, tuple[CallOff, int]] = {}
        told, told_at = 0, -1
        for number, (step, value) in enumerate(steps):
            at = NOW + timedelta(minutes=number)
            known = list(held)
            expected = told + sum(int(call.quantity) for call, when in held.values() if when > told_at)
            if step == "call":
                call, document = line(value), uuid4()
                try:
                    pricing.call_off(tx=tx, document=document, number="1", lines=[call], at=at)
                except ContractExceeded:
                    assert over is OverCall.REFUSE
                    assert expected + value > 100
                else:
                    assert over is not OverCall.REFUSE or expected + value <= 100
                    held[document] = (call, number)
            elif step == "again" and known and over is not OverCall.REFUSE:
                document = known[value % len(known)]
                pricing.call_off(tx=tx, document=document, number="1", lines=[held[document][0]], at=at)
            elif step == "back" and known:
                document = known[value % len(known)]
                pricing.take_back(tx=tx, document=document)
                pricing.take_back(tx=tx, document=document)
                del held[document]
            elif step == "told":
                told, told_at = value, number
                state(tx, over=over, used=Decimal(value), used_at=at)
            assert used(tx, contract) == told + sum(
                int(call.quantity) for call, when in held.values() if when > told_at
            )
        savepoint.rollback()


def test_two_orders_at_once_cannot_both_take_the_last(database: Database) -> None:
    with database.transaction() as tx:
        contract = agree(tx, over=OverCall.REFUSE)
    start, taken, refused = threading.Barrier(4), [], []

    def order() -> None:
        start.wait()
        for _ in range(10):
            try:
                with database.transaction() as tx:
                    pricing.call_off(tx=tx, document=uuid4(), number="1", lines=[line(7), line(1)], at=NOW)
            except ContractExceeded:
                refused.append(1)
            else:
                taken.append(8)

    threads = [threading.Thread(target=order) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(taken), len(refused)) == (96, 28)
    with database.transaction() as tx:
        assert used(tx, contract) == 96


def test_what_cannot_be_a_contract_is_named_and_not_stored(tx: Tx) -> None:
    agree(tx, over=OverCall.TELL)
    good = ContractItemDraft(position=1, product=ref("A"), quantity=Quantity(Decimal(1), "PCE"))
    for item, field, code in (
        (ContractItemDraft(position=1, product=ref("A")), "items/1/quantity", "pricing.agreed_what"),
        (
            ContractItemDraft(position=1, quantity=Quantity(Decimal(1), "PCE")),
            "items/1/quantity",
            "pricing.quantity_of_what",
        ),
        (
            ContractItemDraft(position=1, product=ref("A"), quantity=Quantity(Decimal(1), "MTR")),
            "items/1/quantity",
            "pricing.unknown_unit",
        ),
        (
            ContractItemDraft(position=1, product=ref("A"), value=Money(Decimal(0), "EUR")),
            "items/1/quantity",
            "pricing.agreed_nothing",
        ),
        (
            ContractItemDraft(position=1, value=Money(Decimal(5), "EUR"), records=(PRICE,)),
            "items/1/records",
            "pricing.record_taken",
        ),
        (
            ContractItemDraft(position=1, value=Money(Decimal(5), "EUR"), records=(ref("no"),)),
            "items/1/records",
            "pricing.unknown_record",
        ),
    ):
        draft = ContractDraft(ref=ref("R2"), number="R2", organisation=ref("red"), items=(item,))
        [refusal] = pricing.put_contracts(tx=tx, drafts=[draft]).refused
        assert (refusal.field, refusal.code) == (field, code)
    twice = ContractDraft(ref=ref("R2"), number="R2", organisation=ref("red"), items=(good, good))
    [refusal] = pricing.put_contracts(tx=tx, drafts=[twice]).refused
    assert refusal.code == "pricing.position_twice"
    assert [one.number for one in pricing.contracts(tx=tx, organisations=None).items] == ["R1"]


def test_boxes_are_counted_in_pieces_and_told_in_boxes(tx: Tx) -> None:
    contract = agree(tx, over=OverCall.TELL, quantity=Quantity(Decimal(2), "BX"))
    pricing.call_off(tx=tx, document=uuid4(), number="1", lines=[line(50)], at=NOW)
    [use] = pricing.uses(tx=tx, lines=[line(250)])
    assert (use.remaining, use.wanted, use.unit, use.past) == (Decimal("1.5"), Decimal("2.5"), "BX", True)
    assert used(tx, contract) == Decimal("0.5")
