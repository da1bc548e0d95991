"""Agreed quantities called off over several orders, until they are used up; cancelled orders give back."""

from decimal import Decimal
from typing import Any

import pytest

from fondaco.platform import event_log
from tests.support.house import SYSTEM, Api, Caller

pytestmark = pytest.mark.slow


class Trade:
    """A buyer of the red site, whose group has a contract, and the staff who state it."""

    def __init__(self, api: Api) -> None:
        self.api, self.staff, self.buyer = api, api.caller("administrator"), api.caller("red-buyer")
        self._count = 0

    def post(self, who: Caller, url: str, body: object) -> Any:
        self._count += 1
        return who("POST", url, body, {"Idempotency-Key": f"contracts-{self._count}"})

    def hear(self) -> None:
        while event_log.relay(database=self.api.runtime.database) is not None:
            pass
        assert self.api.runtime.follower is not None
        self.api.runtime.follower.catch_up()

    @property
    def nut(self) -> str:
        return str(self.buyer("GET", "/v1/products?q=nut-8").json["items"][0]["id"])

    def agree(self, *, over: str, agreed: str = "100", **item: object) -> str:
        """Agree on nuts at 8.00 with the red group; return the contract's id."""
        record = self.post(
            self.staff,
            "/v1/price-records",
            {"product": self.nut, "amount": "8.00", "organisation": self.api.world.org("red-group")},
        ).json
        what = {"quantity": agreed} if "value" not in item else {}
        stated = self.staff(
            "PUT",
            "/v1/contracts",
            {
                "items": [
                    {
                        "ref": {"system": "fondaco", "key": "R1"},
                        "number": "RV-2026-1",
                        "name": "Muttern 2026",
                        "organisation": {"system": SYSTEM, "key": "red-group"},
                        "over": over,
                        "items": [
                            {
                                "position": 10,
                                "product": {"system": SYSTEM, "key": "NUT-8"},
                                "records": [{"system": record["system"], "key": record["key"]}],
                                **what,
                                **item,
                            }
                        ],
                    }
                ]
            },
        )
        assert stated.json == {"created": 1, "changed": 0, "refused": []}, stated
        self.hear()
        return str(self.buyer("GET", "/v1/contracts").json["items"][0]["id"])

    def cart(self, quantity: str) -> dict[str, Any]:
        cart = self.post(self.buyer, "/v1/carts", {"name": "Lager"}).json
        lines = [{"product": self.nut, "quantity": quantity}]
        return dict(self.post(self.buyer, f"/v1/carts/{cart['id']}/lines", {"lines": lines}).json)

    def order(self, cart: dict[str, Any]) -> Any:
        body = {name: cart[name] for name in ("version", "net")} | {"cart": cart["id"]}
        return self.post(self.buyer, "/v1/orders", body)

    def left(self, contract: str) -> tuple[str, str]:
        item = self.buyer("GET", f"/v1/contracts/{contract}").json["contract"]["items"][0]
        return item["used"], item["remaining"]


@pytest.fixture
def trade(whole_api: Api) -> Trade:
    return Trade(whole_api)


def test_orders_call_off_until_nothing_is_left_and_the_next_is_refused(trade: Trade) -> None:
    contract = trade.agree(over="refuse")
    first = trade.order(trade.cart("60"))
    assert (first.status, first.json["net"]) == (201, "480.00")
    assert trade.left(contract) == ("60", "40")
    too_much = trade.cart("41")
    [problem] = too_much["lines"][0]["problems"]
    assert (problem["code"], problem["facts"]["remaining"]) == ("pricing.contract_exceeded", "40")
    assert too_much["orderable"] is False
    refused = trade.order(too_much)
    assert refused.status == 409, refused
    assert trade.left(contract) == ("60", "40")
    assert trade.order(trade.cart("40")).status == 201
    assert trade.left(contract) == ("100", "0")
    called = trade.buyer("GET", f"/v1/contracts/{contract}").json["called_off"]
    assert sorted(entry["quantity"] for entry in called) == ["40", "60"]
    assert called[-1]["number"] == first.json["number"]


def test_whoever_may_go_past_it_is_told_by_how_much(trade: Trade) -> None:
    contract = trade.agree(over="tell")
    assert trade.order(trade.cart("90")).status == 201
    cart = trade.cart("20")
    told = cart["lines"][0]["contract"]
    assert (told["number"], told["remaining"], told["past"]) == ("RV-2026-1", "10", True)
    assert cart["orderable"] is True
    assert trade.order(cart).json["net"] == "160.00"
    assert trade.left(contract) == ("110", "0")


def test_the_price_ends_with_what_was_agreed_and_goes_on_when_an_order_is_cancelled(trade: Trade) -> None:
    contract = trade.agree(over="end")
    last = trade.order(trade.cart("100"))
    assert last.json["net"] == "800.00"
    trade.hear()
    assert trade.cart("10")["net"] == "99.00"
    cancelled = trade.post(trade.buyer, f"/v1/orders/{last.json['id']}/cancellation", {})
    assert cancelled.status in {200, 201}, cancelled
    trade.hear()
    assert trade.left(contract) == ("0", "100")
    assert trade.cart("10")["net"] == "80.00"


def test_a_value_is_called_off_in_money_and_what_the_erp_counted_counts(trade: Trade) -> None:
    contract = trade.agree(over="refuse", value="1000", used="250.50")
    assert trade.order(trade.cart("10")).status == 201
    assert trade.left(contract) == ("330.50", "669.50")
    assert trade.cart("84")["orderable"] is False
    assert trade.cart("83")["orderable"] is True


def test_a_contract_is_the_groups_and_nobody_elses(trade: Trade) -> None:
    contract = trade.agree(over="tell")
    blue = trade.api.caller("blue-buyer")
    assert blue("GET", "/v1/contracts").json["items"] == []
    assert blue("GET", f"/v1/contracts/{contract}").status == 404
    staff = trade.staff("GET", f"/v1/contracts?organisation={trade.api.world.org('red-group')}").json["items"]
    assert [one["number"] for one in staff] == ["RV-2026-1"]
    taken = trade.staff(
        "PUT",
        "/v1/contracts",
        {
            "items": [
                {
                    "ref": {"system": "fondaco", "key": "R2"},
                    "number": "RV-2",
                    "organisation": {"system": SYSTEM, "key": "nobody"},
                }
            ]
        },
    )
    assert taken.json["refused"][0]["code"] == "pricing.unknown_organisation"
    assert Decimal(trade.left(contract)[1]) == 100
