"""The routes of pricing: records of our own, procedures, rates, the whole price list, and what they refuse."""

from typing import Any

import pytest

from fondaco.kernel.ids import new_id, public_id
from fondaco.modules.pricing import api as pricing
from fondaco.platform import event_log
from tests.support.house import Api, Caller, Reply

# Each opens the whole API over a database of its own.
pytestmark = pytest.mark.slow


@pytest.fixture
def staff(whole_api: Api) -> Caller:
    return whole_api.caller("administrator")


@pytest.fixture
def buyer(whole_api: Api) -> Caller:
    return whole_api.caller("red-buyer")


def heard(api: Api) -> None:
    """Let this process hear of everything that was committed."""
    while event_log.relay(database=api.runtime.database) is not None:
        pass
    assert api.runtime.follower is not None
    api.runtime.follower.catch_up()


def product_of(caller: Caller, query: str) -> str:
    return str(caller("GET", f"/v1/products?q={query}").json["items"][0]["id"])


def add(staff: Caller, body: dict[str, Any], key: str = "one") -> Reply:
    return staff("POST", "/v1/price-records", body, {"Idempotency-Key": key})


def price(api: Api, buyer: Caller, product: str, quantity: str = "1") -> str:
    heard(api)
    [line] = buyer("POST", "/v1/prices", {"lines": [{"product": product, "quantity": quantity}]}).json["items"]
    return str(line["net"]["amount"])


def events_of(api: Api) -> int:
    with api.runtime.database.transaction() as tx:
        return event_log.head(tx=tx)


def test_a_record_of_our_own_is_added_changed_and_ended_and_the_price_follows(
    whole_api: Api, staff: Caller, buyer: Caller
) -> None:
    nut = product_of(buyer, "nut-8")
    before = price(whole_api, buyer, nut)
    body = {"product": nut, "amount": "3.21", "organisation": whole_api.world.org("red-group"), "text": "Jubiläum"}
    made = add(staff, body)
    assert made.status == 201, made
    assert add(staff, body).json["id"] == made.json["id"], "the same key makes one record"
    assert price(whole_api, buyer, nut) == "3.21"
    url = f"/v1/price-records/{made.json['id']}"
    read = staff("GET", url)
    assert (read.json["text"], read.json["organisation"]) == ("Jubiläum", whole_api.world.org("red-group"))
    changed = staff("PATCH", url, {"amount": "3.10", "text": ""}, {"If-Match": read.headers["etag"]})
    assert (changed.status, changed.json["amount"], changed.json["text"]) == (200, "3.10", ""), changed
    assert price(whole_api, buyer, nut) == "3.10"
    stale = staff("PATCH", url, {"amount": "1"}, {"If-Match": read.headers["etag"]})
    assert (stale.status, stale.code) == (409, "web.stale_version")
    assert staff("PATCH", url, {"amount": "1"}).status == 400, "without If-Match nobody says what he saw"
    assert staff("DELETE", url, headers={"If-Match": read.headers["etag"]}).status == 409
    assert price(whole_api, buyer, nut) == "3.10"
    assert staff("DELETE", url, headers={"If-Match": changed.headers["etag"]}).status == 204
    assert price(whole_api, buyer, nut) == before
    assert staff("GET", url).code == "pricing.no_such_record"


def test_an_ambiguous_change_names_the_fields_and_the_other_record(
    whole_api: Api, staff: Caller, buyer: Caller
) -> None:
    nut = product_of(buyer, "nut-8")
    body = {
        "product": nut,
        "amount": "5",
        "organisation": whole_api.world.org("red"),
        "valid_to": "2027-01-01T00:00:00Z",
    }
    first = add(staff, body).json
    later = {
        "product": nut,
        "amount": "6",
        "organisation": whole_api.world.org("red"),
        "valid_from": "2027-01-01T00:00:00Z",
    }
    second = add(staff, later, "two")
    assert second.status == 201, second
    url = f"/v1/price-records/{second.json['id']}"
    tag = staff("GET", url).headers["etag"]
    heard(whole_api)
    known = events_of(whole_api)
    refused = staff("PATCH", url, {"valid_from": "2026-06-01T00:00:00Z"}, {"If-Match": tag})
    assert (refused.status, refused.code) == (409, "pricing.ambiguous")
    assert {one["pointer"] for one in refused.json["problems"]} == {"/scale", "/valid_from", "/valid_to"}
    assert refused.json["facts"]["records"] == [first["id"]]
    heard(whole_api)
    assert events_of(whole_api) == known
    assert staff("GET", url).json["valid_from"] == second.json["valid_from"]
    assert add(staff, later | {"amount": "7"}, "three").code == "pricing.ambiguous"
    backwards = staff("PATCH", url, {"valid_to": "2026-06-01T00:00:00Z"}, {"If-Match": tag})
    assert backwards.status == 422, backwards
    assert backwards.headers["content-type"].startswith("application/problem+json")


def test_what_an_erp_states_is_changed_there(whole_api: Api, staff: Caller, buyer: Caller) -> None:
    nut = product_of(buyer, "nut-8")
    stated = staff("GET", f"/v1/price-records?product={nut}").json["items"]
    assert stated
    url = f"/v1/price-records/{stated[0]['id']}"
    before = staff("GET", url)
    tag = before.headers["etag"]
    for reply in (
        staff("PATCH", url, {"amount": "1"}, {"If-Match": tag}),
        staff("DELETE", url, headers={"If-Match": tag}),
    ):
        assert (reply.status, reply.code) == (409, "pricing.stated_elsewhere")
    assert staff("GET", url).json == before.json == stated[0] | {"version": int(tag.strip('"'))}


@pytest.mark.parametrize(
    ("body", "pointer", "status"),
    [
        ({"amount": "1", "unit": "XXX"}, "/unit", 422),
        ({"amount": "1", "per": "0"}, "/per", 422),
        ({"amount": "1", "currency": "XXX"}, "/currency", 422),
        ({"amount": "101", "kind": "discount", "calculation": "percent"}, "/amount", 422),
        ({"amount": "-1"}, "/amount", 400),
        ({"amount": "1", "surprise": True}, "/surprise", 400),
    ],
)
def test_a_record_that_cannot_be_meant_is_refused_at_its_place(
    whole_api: Api, staff: Caller, buyer: Caller, body: dict[str, Any], pointer: str, status: int
) -> None:
    nut = product_of(buyer, "nut-8")
    before = staff("GET", f"/v1/price-records?product={nut}").json
    refused = add(staff, body | {"product": nut})
    assert refused.status == status, refused
    assert pointer in {one["pointer"].removeprefix("/data") for one in refused.json["problems"]}, refused
    assert staff("GET", f"/v1/price-records?product={nut}").json == before


def test_a_procedure_is_stated_read_and_dropped(whole_api: Api, staff: Caller, buyer: Caller) -> None:
    nut = product_of(buyer, "nut-8")
    before = price(whole_api, buyer, nut)
    base = {"number": 10, "type": "price", "kind": "price", "accesses": [{"owner": "anybody"}]}
    url = "/v1/pricing-procedures/list-only"
    assert staff("GET", url).code == "pricing.no_such_procedure"
    made = staff("PUT", url, {"steps": [base], "areas": [""]}, {"If-Match": '"0"'})
    assert (made.status, made.json["version"], made.json["steps"][0]["places"]) == (200, 1, 4), made
    read = staff("GET", url)
    assert read.json == made.json
    assert read.headers["etag"] == made.headers["etag"] == '"1"'
    assert [one["code"] for one in staff("GET", "/v1/pricing-procedures").json["items"]] == ["list-only"]
    assert price(whole_api, buyer, nut) == before
    broken = staff("PUT", url, {"steps": [base | {"group": "x"}, base], "areas": []}, {"If-Match": '"1"'})
    assert (broken.status, broken.code) == (422, "pricing.bad_procedure")
    assert {"/steps/0", "/steps/1/kind", "/steps/1/number"} <= {one["pointer"] for one in broken.json["problems"]}
    assert staff("PUT", url, {"steps": [base]}, {"If-Match": '"0"'}).code == "web.stale_version"
    assert staff("GET", url).json == made.json
    assert staff("DELETE", url, headers={"If-Match": '"1"'}).status == 204
    assert staff("GET", "/v1/pricing-procedures").json["items"] == []


def test_rates_and_quotations_are_stated_all_or_none(staff: Caller) -> None:
    rate = {"currency": "CHF", "to": "EUR", "rate": "1.0712", "since": "2026-11-23T00:00:00Z"}
    assert staff("PUT", "/v1/exchange-rates", {"items": [rate]}).status == 200
    bad = staff("PUT", "/v1/exchange-rates", {"items": [rate | {"to": "USD"}, rate | {"currency": "XYZ"}, rate, rate]})
    assert bad.code == "pricing.bad_rules"
    assert {one["pointer"] for one in bad.json["problems"]} == {"/items/1/currency", "/items/3/since"}
    assert staff("GET", "/v1/exchange-rates").json["items"] == [rate | {"sales_area": ""}]
    copper = {"metal": "CU", "currency": "EUR", "amount": "9.41", "since": "2026-11-23T00:00:00Z"}
    assert staff("PUT", "/v1/quotations", {"items": [copper]}).status == 200
    assert staff("GET", "/v1/quotations").json["items"] == [copper]


def test_the_whole_price_list_is_a_file_with_everybodys_own_prices(whole_api: Api, buyer: Caller) -> None:
    heard(whole_api)
    mine = buyer("GET", "/v1/own-prices.csv")
    assert (mine.status, mine.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert mine.headers["content-disposition"] == 'attachment; filename="prices.csv"'
    other = whole_api.caller("blue-buyer")("GET", "/v1/own-prices.csv").body.decode()
    bolt = next(line for line in mine.body.decode().splitlines() if line.startswith("BOLT-8"))
    assert "SECRET-red-4711" in bolt
    assert "SECRET" not in other
    sheet = buyer("GET", "/v1/own-prices.xlsx")
    assert (sheet.status, sheet.body[:2]) == (200, b"PK")


def test_many_lines_are_priced_at_once_and_all_bad_ones_are_named(whole_api: Api, buyer: Caller) -> None:
    nut = product_of(buyer, "nut-8")
    good = {"product": nut, "quantity": "3"}
    answer = buyer("POST", "/v1/prices", {"lines": [good] * 1000})
    assert (answer.status, len(answer.json["items"])) == (200, 1000)
    assert buyer("POST", "/v1/prices", {"lines": [good] * 1001}).code == "web.invalid_input"
    bad = buyer("POST", "/v1/prices", {"lines": [good, good | {"quantity": "0"}, good | {"quantity": "0.0"}]})
    assert [one["pointer"] for one in bad.json["problems"]] == ["/lines/1/quantity", "/lines/2/quantity"]
    unknown = buyer("POST", "/v1/prices", {"lines": [{"product": public_id("prd", new_id())}]}).json["items"][0]
    assert (unknown["reason"], unknown["net"]) == ("pricing.not_for_sale", None)
    [in_furlongs] = buyer("POST", "/v1/prices", {"lines": [good | {"unit": "XXX"}]}).json["items"]
    assert in_furlongs["reason"] == "pricing.unknown_unit"


def test_a_price_of_another_day_is_the_one_in_force_then(whole_api: Api, staff: Caller, buyer: Caller) -> None:
    nut = product_of(buyer, "nut-8")
    before = price(whole_api, buyer, nut)
    body = {"product": nut, "amount": "2.22", "organisation": whole_api.world.org("red")}
    add(staff, body | {"valid_from": "2027-01-01T00:00:00Z", "valid_to": "2027-02-01T00:00:00Z"})
    heard(whole_api)
    asked = {"lines": [{"product": nut}]}
    days = {"2026-12-31T23:00:00Z": before, "2027-01-01T00:00:00Z": "2.22", "2027-02-01T00:00:00Z": before}
    for day, amount in days.items():
        [line] = buyer("POST", "/v1/prices", asked | {"as_of": day}).json["items"]
        assert line["net"]["amount"] == amount, day
    with whole_api.runtime.database.transaction() as tx:
        assert pricing.procedures(tx=tx) == []
