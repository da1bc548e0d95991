"""Who asks, as a request knows it."""

from dataclasses import fields, replace
from datetime import timedelta
from uuid import UUID

from fondaco.kernel.buyer import Buyer, VatExemption
from fondaco.kernel.period import ALWAYS
from fondaco.platform.web import access
from tests.support.house import NOW


def test_a_buyer_at_another_moment_is_the_same_buyer() -> None:
    buyer = Buyer(
        sold_to=UUID(int=1), hierarchy=(UUID(int=1),), ship_to=UUID(int=2), bill_to=UUID(int=3), contact=UUID(int=4),
        on_behalf=UUID(int=5), sales_area="AT01", country="AT", ships_to="CH", vat_number="ATU1", vat_checked_at=NOW,
        vat_denied=True, vat_exemptions=(VatExemption(valid=ALWAYS),), currency="CHF", language="en",
        segments=frozenset({"a"}), roles=frozenset({"b"}), arms=frozenset({"c"}), as_of=NOW,
    )  # fmt: skip
    later = NOW + timedelta(days=1)
    assert access._as_of(buyer, later, "de") == replace(buyer, as_of=later, language="de")
    unnamed = {one.name for one in fields(Buyer) if one.default == getattr(buyer, one.name)}
    assert unnamed == set(), "a field that stays as usual would not be missed"
