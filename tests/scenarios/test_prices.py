"""What a pricing manager states, and what the buyer of the red group then pays, sees and is told."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from fondaco.platform import event_log
from tests.support.house import Api, Caller

pytestmark = pytest.mark.slow

FIRST = datetime(2027, 1, 1, tzinfo=UTC)
LISTED = {"owner": "anybody"}
AGREED = {"owner": "organisation", "closes": "net"}
BASE = {"number": 10, "type": "price", "kind": "price", "accesses": [AGREED, LISTED]}


@pytest.fixture
def manager(whole_api: Api) -> Caller:
    return whole_api.caller("administrator")


@pytest.fixture
def buyer(whole_api: Api) -> Caller:
    return whole_api.caller("red-buyer")


@pytest.fixture
def state(whole_api: Api, manager: Caller) -> Callable[[dict[str, Any]], None]:
    """State a condition record, and let the house hear of it."""
    count = iter(range(100))

    def told(record: dict[str, Any]) -> None:
        made = manager("POST", "/v1/price-records", record, {"Idempotency-Key": f"story-{next(count)}"})
        assert made.status == 201, made
        hear(whole_api)

    return told


def hear(api: Api) -> None:
    while event_log.relay(database=api.runtime.database) is not None:
        pass
    assert api.runtime.follower is not None
    api.runtime.follower.catch_up()


def product(buyer: Caller, query: str) -> str:
    return str(buyer("GET", f"/v1/products?q={query}").json["items"][0]["id"])


def pays(buyer: Caller, id: str, quantity: int = 1, on: datetime | None = None) -> str:
    body: dict[str, Any] = {"lines": [{"product": id, "quantity": str(quantity)}]}
    if on is not None:
        body["as_of"] = on.isoformat()
    return str(buyer("POST", "/v1/prices", body).json["items"][0]["amount"])


def test_the_agreement_is_net_and_everybody_elses_discount_does_not_touch_it(
    whole_api: Api, manager: Caller, buyer: Caller, state: Callable[[dict[str, Any]], None]
) -> None:
    bolt, nut = product(buyer, "bolt-8"), product(buyer, "nut-8")
    for one in (bolt, nut):
        state({"product": one, "kind": "discount", "calculation": "percent", "amount": "10"})
    season = {"number": 20, "type": "discount", "kind": "discount", "accesses": [LISTED], "group": "net"}
    stated = manager(
        "PUT", "/v1/pricing-procedures/house", {"steps": [BASE, season], "areas": [""]}, {"If-Match": '"0"'}
    )
    assert stated.status == 200, stated
    hear(whole_api)
    assert (pays(buyer, bolt), pays(buyer, nut)) == ("7.13", "8.91")
    why = buyer("GET", f"/v1/products/{nut}/price?language=de").json["price"]["because"]
    assert [one["step"] for one in why] == ["base", "discount", "tax"]
    assert why[1]["text"].startswith("Rabatt 10 %")


def test_what_changes_on_the_first_is_known_today_and_charged_from_then_on(
    buyer: Caller, whole_api: Api, state: Callable[[dict[str, Any]], None]
) -> None:
    nut = product(buyer, "nut-8")
    state(
        {"product": nut, "amount": "8.40", "organisation": whole_api.world.org("red"), "valid_from": FIRST.isoformat()}
    )
    assert pays(buyer, nut) == "9.90"
    assert pays(buyer, nut, on=FIRST) == "8.40"
    coming = buyer("GET", f"/v1/products/{nut}/price").json["upcoming"]
    assert [(one["since"], one["net"]["amount"]) for one in coming] == [("2027-01-01T00:00:00Z", "8.40")]
    other = whole_api.caller("blue-buyer")
    assert other("GET", f"/v1/products/{nut}/price").json["upcoming"] == []


def test_a_larger_quantity_reaches_the_next_scale_and_each_scale_is_told(
    buyer: Caller, whole_api: Api, state: Callable[[dict[str, Any]], None]
) -> None:
    nut, red = product(buyer, "nut-8"), whole_api.world.org("red-group")
    for scale, amount in (("0", "9.00"), ("100", "8.00"), ("500", "7.00")):
        state({"product": nut, "amount": amount, "organisation": red, "scale": scale})
    assert [pays(buyer, nut, quantity) for quantity in (99, 100, 499, 500)] == [
        "891.00",
        "800.00",
        "3992.00",
        "3500.00",
    ]
    scales = buyer("GET", f"/v1/products/{nut}/price").json["scales"]
    assert [(one["quantity"], one["net"]["amount"]) for one in scales][-2:] == [("100", "8.00"), ("500", "7.00")]


def test_francs_are_converted_at_the_rate_of_the_day_where_the_house_says_so(
    whole_api: Api, manager: Caller, buyer: Caller, state: Callable[[dict[str, Any]], None]
) -> None:
    nut = product(buyer, "nut-8")
    state({"product": nut, "amount": "10.00", "currency": "CHF", "organisation": whole_api.world.org("red")})
    assert pays(buyer, nut) == "9.90", "francs are none of a house's business that does not convert"
    body = {"steps": [BASE], "converts": True, "areas": [""]}
    assert manager("PUT", "/v1/pricing-procedures/abroad", body, {"If-Match": '"0"'}).status == 200
    rates = [
        {"currency": "CHF", "to": "EUR", "rate": "1.0600", "since": "2026-01-01T00:00:00Z"},
        {"currency": "CHF", "to": "EUR", "rate": "1.1000", "since": FIRST.isoformat()},
    ]
    assert manager("PUT", "/v1/exchange-rates", {"items": rates}).status == 200
    hear(whole_api)
    assert (pays(buyer, nut), pays(buyer, nut, on=FIRST)) == ("10.60", "11.00")


def test_the_copper_in_a_cable_is_charged_at_the_days_quotation(
    whole_api: Api, manager: Caller, buyer: Caller, state: Callable[[dict[str, Any]], None]
) -> None:
    cable = product(buyer, "nut-8")
    copper = {"number": 20, "type": "copper", "kind": "surcharge", "accesses": [LISTED]}
    assert (
        manager(
            "PUT", "/v1/pricing-procedures/cables", {"steps": [BASE, copper], "areas": [""]}, {"If-Match": '"0"'}
        ).status
        == 200
    )
    state(
        {
            "product": cable,
            "kind": "surcharge",
            "calculation": "metal",
            "type": "copper",
            "metal": "CU",
            "amount": "1.50",
            "unit": "KGM",
        }
    )
    assert pays(buyer, cable) == "9.90", "nobody has said that there is copper in it"
    weighed = manager("PUT", f"/v1/products/{cable}/metals", {"metals": {"CU": "0.250"}})
    assert weighed.json == {"metals": {"CU": "0.25"}}, weighed
    hear(whole_api)
    [line] = buyer("POST", "/v1/prices", {"lines": [{"product": cable}]}).json["items"]
    assert (line["net"], line["reason"]) == (None, "pricing.no_quotation"), "no price rather than a wrong one"
    day = {"metal": "CU", "currency": "EUR", "amount": "9.50", "since": "2026-01-01T00:00:00Z"}
    assert manager("PUT", "/v1/quotations", {"items": [day]}).status == 200
    hear(whole_api)
    assert pays(buyer, cable) == "11.90"
    assert manager("GET", f"/v1/products/{cable}/metals").json == weighed.json
    nothing = manager("PUT", f"/v1/products/{cable}/metals", {"metals": {"CU": "0"}})
    assert (nothing.code, nothing.json["problems"][0]["pointer"]) == ("pricing.bad_rules", "/metals/CU")
