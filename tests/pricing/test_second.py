"""What one person may decide about prices, and what is for two."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.kernel.ids import ExternalRef
from fondaco.modules.pricing.model.second import needs_second_person
from fondaco.modules.pricing.types import Calculation, Kind, PricePolicy, PriceRecordDraft
from tests.pricing.conditions import record

TEN = PricePolicy(above_percent=Decimal(10))


def change(**changes: Any) -> bool:
    return needs_second_person(policy=TEN, draft=None, before=record(amount=Decimal(10)), changes=changes)


@pytest.mark.parametrize(
    ("changes", "two"),
    [
        ({"amount": Decimal(11)}, False),
        ({"amount": Decimal("11.01")}, True),
        ({"amount": Decimal("8.99")}, True),
        ({"text": "neu"}, False),
        ({"amount": Decimal(1000), "per": Decimal(100)}, False),
        ({"per": Decimal(100)}, True),
        ({"unit": "BX"}, True),
        ({"scale": Decimal(100)}, True),
        ({"scale": Decimal(0)}, False),
        ({}, True),
    ],
)
def test_a_change_is_for_two_where_the_price_moves_more_than_the_policy_says(
    changes: dict[str, Any], *, two: bool
) -> None:
    assert change(**changes) is two


def test_percentages_count_as_such_and_new_prices_are_for_two() -> None:
    rebate = record(kind=Kind.DISCOUNT, calculation=Calculation.PERCENT, amount=Decimal(5))
    surcharge = record(kind=Kind.SURCHARGE, calculation=Calculation.PERCENT, amount=Decimal(5))
    for one in (rebate, surcharge):
        for amount, two in ((Decimal(10), False), (Decimal(11), True)):
            assert needs_second_person(policy=TEN, draft=None, before=one, changes={"amount": amount}) is two
    ref = ExternalRef("fondaco", "1")
    for draft, two in (
        (PriceRecordDraft(ref=ref, amount=Decimal(5)), True),
        (PriceRecordDraft(ref=ref, amount=Decimal(5), kind=Kind.DISCOUNT, calculation=Calculation.PERCENT), False),
        (PriceRecordDraft(ref=ref, amount=Decimal(50), kind=Kind.DISCOUNT, calculation=Calculation.PERCENT), True),
        (PriceRecordDraft(ref=ref, amount=Decimal(5), kind=Kind.DISCOUNT, calculation=Calculation.FIXED), True),
    ):
        assert needs_second_person(policy=TEN, draft=draft, before=None, changes={}) is two


@given(amount=st.decimals("0.01", "1000", places=2), changed=st.decimals("0.01", "1000", places=2))
def test_without_a_policy_one_person_decides_everything(amount: Decimal, changed: Decimal) -> None:
    before = record(amount=amount)
    assert not needs_second_person(policy=PricePolicy(), draft=None, before=before, changes={"amount": changed})
