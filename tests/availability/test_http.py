"""The routes of availability: promises, stock corrected by hand, and how goods are delivered."""

from typing import Any

import pytest

from fondaco.kernel import clock
from fondaco.kernel.ids import new_id, public_id
from fondaco.modules.availability import api as availability
from fondaco.platform import event_log
from tests.support.house import Api, Caller

# Each opens the whole API over a database of its own.
pytestmark = pytest.mark.slow


@pytest.fixture
def staff(whole_api: Api) -> Caller:
    return whole_api.caller("administrator")


@pytest.fixture
def buyer(whole_api: Api) -> Caller:
    return whole_api.caller("red-buyer")


def heard(api: Api) -> None:
    while event_log.relay(database=api.runtime.database) is not None:
        pass
    assert api.runtime.follower is not None
    api.runtime.follower.catch_up()


def nut(buyer: Caller) -> str:
    return str(buyer("GET", "/v1/products?q=nut-8").json["items"][0]["id"])


def place(buyer: Caller) -> str:
    return str(buyer("GET", "/v1/locations").json["items"][0]["id"])


def promise(api: Api, buyer: Caller, quantity: str) -> dict[str, Any]:
    heard(api)
    lines = [{"product": nut(buyer), "quantity": quantity}]
    return dict(buyer("POST", "/v1/availability", {"lines": lines}).json["items"][0])


def test_a_stock_is_corrected_at_the_version_that_was_read_and_the_promise_follows(
    whole_api: Api, staff: Caller, buyer: Caller
) -> None:
    url = f"/v1/stock/{nut(buyer)}/{place(buyer)}"
    with whole_api.runtime.database.transaction() as tx:
        availability.heard_from(tx=tx, system="erp-test", at=clock.now(), patience=10**6)
    read = staff("GET", url)
    assert read.json["on_hand"] == "1000"
    changed = staff("PATCH", url, {"on_hand": "7", "blocked": "2"}, {"If-Match": read.headers["etag"]})
    assert (changed.status, changed.json["on_hand"], changed.json["blocked"]) == (200, "7", "2"), changed
    answer = promise(whole_api, buyer, "9")
    assert [line["quantity"] for line in answer["schedule"]] == ["5", "4"]
    assert answer["schedule"][1]["date"] is None
    stale = staff("PATCH", url, {"on_hand": "1"}, {"If-Match": read.headers["etag"]})
    assert (stale.status, stale.code) == (409, "web.stale_version")
    assert staff("GET", url).json == changed.json
    assert staff("GET", f"/v1/stock/{nut(buyer)}/{public_id('loc', new_id())}").status == 404


def test_every_bad_line_is_named_and_nothing_is_promised(buyer: Caller) -> None:
    good = {"product": nut(buyer), "quantity": "3"}
    lines = [good, good | {"quantity": "0"}, good | {"unit": "XXX"}, good | {"product": public_id("prd", new_id())}]
    bad = buyer("POST", "/v1/availability", {"lines": lines})
    assert {one["pointer"] for one in bad.json["problems"]} == {
        "/lines/1/quantity",
        "/lines/2/unit",
        "/lines/3/product",
    }
    assert buyer("POST", "/v1/availability", {"lines": [good] * 1001}).code == "web.invalid_input"
    assert len(buyer("POST", "/v1/availability", {"lines": [good] * 1000}).json["items"]) == 1000


def test_how_a_location_ships_is_set_whole_and_read_back(staff: Caller, buyer: Caller) -> None:
    url = f"/v1/locations/{place(buyer)}/shipping"
    stated = {
        "calendar": {"weekdays": [1, 2, 3, 4, 5], "country": "DE", "subdivision": "HH", "closed_on": ["2026-12-24"],
                     "opened_on": [], "cut_off": "14:00:00"},
        "transport": [{"country": "DE", "days": 1, "zone": ""}],
    }  # fmt: skip
    assert staff("GET", url).json == {"calendar": None, "transport": []}
    assert staff("PUT", url, stated).status == 200
    assert staff("GET", url).json == stated
    bad = stated["calendar"] | {"weekdays": [1, 9]}  # type: ignore[operator]
    refused = staff("PUT", url, stated | {"calendar": bad})
    assert (refused.status, refused.code) == (400, "web.invalid_input"), refused
    unknown = stated["calendar"] | {"country": "XX"}  # type: ignore[operator]
    assert staff("PUT", url, stated | {"calendar": unknown}).code == "availability.bad_terms"
    assert staff("GET", url).json == stated


def test_a_delivery_rule_belongs_to_one(whole_api: Api, staff: Caller) -> None:
    rule = {"organisation": whole_api.world.org("red"), "deliveries": 1}
    assert staff("PUT", "/v1/delivery-rules", rule).status == 200
    refused = staff("PUT", "/v1/delivery-rules", rule | {"sales_area": "DE01"})
    assert [one["pointer"] for one in refused.json["problems"]] == ["/organisation"]
    unknown = staff("PUT", "/v1/delivery-rules", {"organisation": public_id("org", new_id()), "deliveries": 1})
    assert (unknown.status, unknown.code) == (404, "accounts.no_such_organisation")
    gate = {"weekdays": [1]}
    nowhere = staff("PUT", f"/v1/addresses/{public_id('adr', new_id())}/receiving", gate)
    assert (nowhere.status, nowhere.code) == (404, "accounts.no_such_address")
    [stored] = staff("GET", "/v1/delivery-rules").json["items"]
    assert (stored["organisation"], stored["deliveries"], stored["sales_area"]) == (rule["organisation"], 1, None)


def test_a_backorder_policy_belongs_to_one_and_is_taken_back(whole_api: Api, staff: Caller, buyer: Caller) -> None:
    url, product = "/v1/backorder-policies", nut(buyer)
    with whole_api.runtime.database.transaction() as tx:
        availability.heard_from(tx=tx, system="erp-test", at=clock.now(), patience=10**6)
    assert (promise(whole_api, buyer, "5000")["orderable"], staff("GET", url).json["items"]) == ("5000", [])
    for owner in ({"product": product}, {"organisation": whole_api.world.org("red")}, {"sales_area": "DE01"}):
        assert staff("PUT", url, owner | {"policy": "dated"}).status == 200
        limited = promise(whole_api, buyer, "5000")
        assert (limited["orderable"], limited["reason"]) == ("1000", "dated")
        assert staff("PUT", url, owner | {"policy": None}).status == 200
    assert promise(whole_api, buyer, "5000")["reason"] is None
    both = {"product": product, "sales_area": "DE01", "policy": "none"}
    assert [one["code"] for one in staff("PUT", url, both).json["problems"]] == ["availability.one_owner"]
    assert staff("PUT", url, {"product": product, "policy": "never"}).code == "web.invalid_input"
    for unknown in ({"product": public_id("prd", new_id())}, {"organisation": public_id("org", new_id())}):
        assert staff("PUT", url, unknown | {"policy": "none"}).status == 404
    assert staff("GET", url).json["items"] == []
