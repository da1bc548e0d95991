"""Traps in which known systems sit, each walked into by a buyer of this house.

Others are walked into where their subject is told: a register that is away confirms nothing (test_tax), a quantity keeps
its dates when it is split (test_availability), a cart of many lines asks no more than a short one (orders/test_statements),
a file is answered line by line (test_price_keeping), the ERP's totals are equal to the coin (tryton/test_money_is_equal).
"""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import text

from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.types import ProductDraft, UnitOfMeasure
from tests.scenarios.trade import Trade
from tests.support.house import SYSTEM, Api, ref

pytestmark = pytest.mark.slow


class House(Trade):
    """A house whose prices are stated while its buyers shop."""

    def state(self, sku: str, **record: object) -> None:
        told = self.post("administrator", "/v1/price-records", {"product": self.product(sku)} | record)
        assert told.status == 201, told
        self.hear()

    def net(self, who: str, sku: str, quantity: int = 1, unit: str | None = None) -> str:
        line = {"product": self.product(sku, who), "quantity": str(quantity), "unit": unit}
        return str(self.api.caller(who)("POST", "/v1/prices", {"lines": [line]}).json["items"][0]["amount"])

    def rows(self) -> dict[str, int]:
        """Count what the tables of prices hold."""
        with self.api.runtime.database.transaction() as tx:
            names = tx.execute(text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'pricing'"))
            return {
                name: tx.execute(text(f'SELECT count(*) FROM pricing."{name}"')).scalar_one()  # noqa: S608
                for name in names.scalars().all()
            }

    def boxed(self, sku: str, pieces: int) -> None:
        """Let goods be handled in boxes too."""
        draft = ProductDraft(
            ref=ref(sku), sku=sku, names={"de": sku, "en": sku}, units=(UnitOfMeasure("BX", Fraction(pieces)),)
        )
        with self.api.runtime.database.transaction() as tx:
            assert not catalog.put_products(tx=tx, drafts=[draft], source=SYSTEM).refused
        self.hear()


@pytest.fixture
def house(whole_api: Api) -> House:
    return House(whole_api)


def test_an_agreed_price_counts_though_the_list_is_lower(house: House) -> None:
    house.state("nut-8", amount="12.00", organisation=house.api.world.org("red"))
    assert (house.net("red-buyer", "nut-8"), house.net("blue-buyer", "nut-8")) == ("12.00", "9.90")


def test_a_site_with_a_price_of_its_own_keeps_the_quantity_breaks_of_its_group(house: House) -> None:
    owner: dict[str, Any] = {"owner": "organisation", "breaks_inherit": True}
    base = {"number": 10, "type": "price", "kind": "price", "accesses": [owner, {"owner": "anybody"}]}
    stated = house.staff("PUT", "/v1/pricing-procedures/house", {"steps": [base], "areas": [""]}, {"If-Match": '"0"'})
    assert stated.status == 200, stated
    house.state("nut-8", amount="7.00", scale="100", organisation=house.api.world.org("red-group"))
    house.state("nut-8", amount="9.00", organisation=house.api.world.org("red"))
    assert house.net("red-buyer", "nut-8", 99) == "891.00"
    assert house.net("red-buyer", "nut-8", 100) == "700.00"


def test_a_price_of_the_group_reaches_its_site_at_once_and_what_is_shown_is_charged(house: House) -> None:
    cart = house.cart("red-site-buyer", "nut-8", 3)
    assert cart["net"] == "29.70"
    house.state("nut-8", amount="8.00", organisation=house.api.world.org("red-group"))
    assert house.net("red-site-buyer", "nut-8") == "8.00", "without signing in again"
    page = house.page("red-site-buyer", f"/products/{house.product('nut-8')}", "en")
    assert "€8.00" in page
    told = house.order("red-site-buyer", cart)
    assert (told.status, told.code) == (409, "orders.price_changed")
    seen = house.api.caller("red-site-buyer")("GET", f"/v1/carts/{cart['id']}").json
    placed = house.order("red-site-buyer", seen)
    assert (placed.status, placed.json["net"]) == (201, "24.00")


def test_one_price_that_is_stated_is_one_row_whoever_it_is_for(house: House) -> None:
    before = house.rows()
    house.state("nut-8", amount="9.00", organisation=house.api.world.org("red-group"))
    after = house.rows()
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {"price_record": 1}
    assert house.net("red-site-buyer", "nut-8") == "9.00"


def test_a_whole_result_is_sorted_and_narrowed_by_the_price_of_who_asks(house: House) -> None:
    house.state("washer-8", amount="20.00", organisation=house.api.world.org("red"))

    def found(who: str, more: str = "") -> list[str]:
        answer = house.api.caller(who)("GET", f"/v1/products?q=8&sort=price{more}").json
        return [one["sku"] for one in answer["items"]]

    assert found("red-buyer") == ["BOLT-8", "NUT-8", "WASHER-8"]
    assert set(found("blue-buyer")) == {"BOLT-8", "NUT-8", "WASHER-8"}
    assert found("red-buyer", "&attribute=price:0..9") == ["BOLT-8"]
    assert found("blue-buyer", "&attribute=price:0..9") == []


def test_the_sum_of_the_lines_is_the_total_where_every_line_is_half_a_cent(house: House) -> None:
    for sku in ("bolt-8", "nut-8", "washer-8"):
        house.state(sku, amount="0.335", organisation=house.api.world.org("red"), scale="3")
    cart = house.cart("red-buyer", "bolt-8", 3)
    for sku in ("nut-8", "washer-8"):
        line = {"product": house.product(sku), "quantity": "3"}
        cart = house.post("red-buyer", f"/v1/carts/{cart['id']}/lines", {"lines": [line]}).json
    amounts = [Decimal(line["amount"]) for line in cart["lines"]]
    # 1.005 each: rounded as the line shows it, and added as shown.
    assert amounts == [Decimal("1.01")] * 3
    assert Decimal(cart["net"]) == sum(amounts)
    assert Decimal(cart["gross"]) == Decimal(cart["net"]) + Decimal(cart["tax"])


def test_boxes_stay_boxes_in_the_cart_the_order_the_reorder_and_the_quick_order(house: House) -> None:
    house.boxed("NUT-8", 100)
    house.state("nut-8", amount="5.00", scale="500", organisation=house.api.world.org("red"))
    cart = house.cart("red-buyer", "nut-8", 5, unit="BX")
    assert cart["net"] == "2500.00", "five boxes of a hundred reach the scale of five hundred"
    placed = house.order("red-buyer", cart).json
    again = house.post("red-buyer", f"/v1/orders/{placed['id']}/reorder", None).json["cart"]
    empty = house.post("red-buyer", "/v1/carts", {"name": "Montage"}).json["id"]
    quick = house.post("red-buyer", "/v1/quick-orders", {"text": "nut-8; 5; BX", "cart": empty}).json["cart"]
    for document in (cart, placed, again, quick):
        assert [(line["quantity"], line["unit"]) for line in document["lines"]] == [("5", "BX")]
