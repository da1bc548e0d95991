"""What a whole order costs and earns besides its lines: freight, small orders, discounts, free goods, cash discount."""

from decimal import Decimal
from typing import Any

import pytest

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.clock import now
from fondaco.kernel.money import Money
from fondaco.modules.orders import api as orders
from fondaco.modules.pricing import api as pricing
from fondaco.platform import event_log
from tests.support.house import SYSTEM, Api, Caller

pytestmark = pytest.mark.slow

Amount = dict[str, Any]


class Counter:
    """A buyer of the red group and the manager who states conditions."""

    def __init__(self, api: Api) -> None:
        self.api, self.manager, self.buyer = api, api.caller("administrator"), api.caller("red-buyer")
        self._count = 0

    def state(self, **record: object) -> None:
        assert self._post(self.manager, "/v1/price-records", record).status == 201
        self.hear()

    def hear(self) -> None:
        while event_log.relay(database=self.api.runtime.database) is not None:
            pass
        assert self.api.runtime.follower is not None
        self.api.runtime.follower.catch_up()

    def product(self, query: str) -> str:
        return str(self.buyer("GET", f"/v1/products?q={query}").json["items"][0]["id"])

    def cart(self, **quantities: str) -> Amount:
        cart = self._post(self.buyer, "/v1/carts", {"name": "Lager"}).json
        lines = [
            {"product": self.product(name.replace("_", "-")), "quantity": quantity}
            for name, quantity in quantities.items()
        ]
        filled = self._post(self.buyer, f"/v1/carts/{cart['id']}/lines", {"lines": lines})
        assert filled.status == 201, filled
        return dict(filled.json)

    def order(self, cart: Amount) -> Any:
        body = {name: cart[name] for name in ("version", "net", "gross")} | {"cart": cart["id"]}
        return self._post(self.buyer, "/v1/orders", body)

    def _post(self, who: Caller, url: str, body: object) -> Any:
        self._count += 1
        return who("POST", url, body, {"Idempotency-Key": f"documents-{self._count}"})


@pytest.fixture
def counter(whole_api: Api) -> Counter:
    return Counter(whole_api)


def charged(of: Amount) -> list[tuple[str, str]]:
    return [(one["type"], one["amount"]) for one in of["charges"]]


def test_freight_is_due_up_to_a_value_and_the_order_is_charged_what_the_cart_said(counter: Counter) -> None:
    for scale, amount in (("0", "6.90"), ("100", "0")):
        counter.state(
            kind="surcharge", type="freight", calculation="fixed", amount=amount, scale=scale, scale_by="value"
        )
    small = counter.cart(bolt_8="2", nut_8="1")
    assert charged(small) == [("freight", "6.90")]
    assert small["net"] == str(Decimal("14.26") + Decimal("9.90") + Decimal("6.90"))
    assert (small["tax"], small["gross"]) == ("5.90", "36.96")
    assert charged(counter.cart(bolt_8="20")) == []
    placed = counter.order(small)
    assert placed.status == 201, placed
    assert (placed.json["net"], charged(placed.json)) == ("31.06", [("freight", "6.90")])
    stale = small | {"net": "24.16", "gross": "28.75"}
    again = counter.cart(bolt_8="2", nut_8="1")
    assert counter.order(again | {"net": stale["net"], "gross": stale["gross"]}).status == 409
    with counter.api.runtime.database.transaction() as tx:
        [export] = orders.next_exports(tx=tx, system=SYSTEM, as_of=now())
    [told] = export.charges
    assert (told.type, told.amount) == ("freight", Decimal("6.90"))
    assert sum(told.shares.values()) == told.amount


def test_a_small_order_costs_more_and_a_large_one_earns_a_discount_split_over_its_lines(counter: Counter) -> None:
    counter.state(kind="surcharge", type="small_order", calculation="fixed", amount="15", scale="0")
    counter.state(kind="surcharge", type="small_order", calculation="fixed", amount="0", scale="50", scale_by="value")
    counter.state(
        kind="discount", type="document_discount", calculation="percent", amount="3", scale="200", scale_by="value",
        organisation=counter.api.world.org("red-group"),
    )  # fmt: skip
    assert charged(counter.cart(nut_8="5")) == [("small_order", "15.00")]
    assert charged(counter.cart(nut_8="6")) == []
    large = counter.cart(nut_8="20", bolt_8="3")
    assert charged(large) == [("document_discount", "-6.58")]
    assert large["net"] == str(Decimal("198.00") + Decimal("21.39") - Decimal("6.58"))
    # Memory and tables say the same.
    known = counter.api.world.organisations
    buyer = Buyer(sold_to=known["red"], hierarchy=(known["red"], known["red-group"]), as_of=now())
    with counter.api.runtime.database.transaction() as tx:
        amounts = [Money(Decimal(a), "EUR") for a in ("198.00", "21.39")]
        [charge] = pricing.document_charges(tx=tx, buyer=buyer, amounts=amounts)
    assert [share.amount for share in charge.shares] == [Decimal("-5.94"), Decimal("-0.64")]


def test_every_tenth_nut_is_free_and_five_bolts_come_on_top_of_a_hundred(counter: Counter) -> None:
    nut, bolt = counter.product("nut-8"), counter.product("bolt-8")
    counter.state(product=nut, kind="free", calculation="inclusive", amount="1", per="10")
    counter.state(product=bolt, kind="free", calculation="exclusive", amount="5", per="100")
    asked = counter.buyer("POST", "/v1/prices", {"lines": [{"product": nut, "quantity": "25"}]}).json["items"][0]
    assert (asked["amount"], asked["free"]["quantity"], asked["free"]["inclusive"]) == ("227.70", "2", True)
    cart = counter.cart(nut_8="25", bolt_8="200")
    assert [(line["amount"], line["free"]["quantity"]) for line in cart["lines"]] == [
        ("227.70", "2"),
        ("1426.00", "10"),
    ]
    placed = counter.order(cart)
    assert placed.status == 201, placed
    lines = [(line["quantity"], line["amount"], line["free_of"] is not None) for line in placed.json["lines"]]
    assert lines == [("23", "227.70", False), ("2", "0.00", True), ("200", "1426.00", False), ("10", "0.00", True)]
    gift, bought = placed.json["lines"][3], placed.json["lines"][2]
    assert gift["free_of"] == bought["id"]
    # What is free is held like what is paid for.
    assert sum(Decimal(part["quantity"]) for part in gift["schedule"]) == 10
    reordered = counter.buyer("POST", f"/v1/orders/{placed.json['id']}/reorder", {}, {"Idempotency-Key": "again"}).json[
        "cart"
    ]
    assert [(line["quantity"], line["amount"]) for line in reordered["lines"]] == [("25", "227.70"), ("200", "1426.00")]


def test_whoever_pays_early_is_told_what_he_may_take_off(counter: Counter) -> None:
    stated = counter.manager(
        "PUT",
        "/v1/payment-terms/skonto",
        {
            "days": 30,
            "names": {"de": "10 Tage 2 %, 30 Tage netto"},
            "discounts": [{"days": 10, "percent": "2"}],
            "organisations": [counter.api.world.org("red-group")],
        },
        {"If-Match": '"0"'},
    )
    assert stated.status == 200, stated
    counter.hear()
    assert counter.buyer("GET", "/v1/payment-terms/own").json["terms"]["days"] == 30
    cart = counter.cart(nut_8="10")
    assert (cart["gross"], cart["payment"]["days"]) == ("117.81", 30)
    [discount] = cart["payment"]["discounts"]
    assert (discount["percent"], discount["discount"], discount["to_pay"]) == ("2", "2.36", "115.45")
    placed = counter.order(cart).json
    assert placed["payment"]["discounts"][0]["to_pay"] == "115.45"
    other = counter.api.caller("blue-buyer")
    assert other("GET", "/v1/payment-terms/own").json["terms"] is None
    late = counter.manager(
        "PUT",
        "/v1/payment-terms/skonto",
        {"days": 10, "discounts": [{"days": 14, "percent": "2"}]},
        {"If-Match": '"1"'},
    )
    assert late.status == 422, late
    assert "pricing.too_late" in str(late.json), late
