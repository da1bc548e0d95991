"""Who sees what: what is hidden from a buyer is found through no door, and what is shown to him through all."""

from datetime import timedelta

import pytest

from fondaco.kernel.clock import now
from tests.scenarios.trade import Trade
from tests.support.house import Api, Reply

pytestmark = pytest.mark.slow


class House(Trade):
    """A house that states assortments."""

    def __init__(self, api: Api) -> None:
        super().__init__(api)
        self.ids = {sku: self.product(sku) for sku in ("BOLT-8", "NUT-8", "WASHER-8")}

    def state(self, code: str, mode: str, *picks: dict[str, str], **more: object) -> Reply:
        body = {"code": code, "name": code, "mode": mode, "picks": list(picks)} | more
        made: Reply = self.post("administrator", "/v1/assortments", body)
        self.hear()
        return made

    def only(self, sku: str) -> dict[str, str]:
        return {"kind": "product", "id": self.ids[sku]}

    def drop(self, made: Reply) -> None:
        gone = self.staff("DELETE", f"/v1/assortments/{made.json['id']}", None, {"If-Match": '"1"'})
        assert gone.status == 204, gone
        self.hear()

    def sees(self, who: str, sku: str) -> dict[str, bool]:
        """Go to every door as somebody, and say behind which of them the product is."""
        call, id = self.api.caller(who), self.ids[sku]
        line = {"lines": [{"product": id, "quantity": "1"}]}
        cart = self.post(who, "/v1/carts", {"name": "try"}).json["id"]
        listed = call("GET", "/v1/products?facets=true").json
        quick = self.post(who, "/v1/quick-orders", {"text": f"{sku}; 1"}).json
        doors: dict[str, bool] = {
            "search": id in ids_of(call("GET", f"/v1/products?q={sku}")),
            "list": id in ids_of(call("GET", "/v1/products")),
            "named": id in ids_of(call("GET", f"/v1/products?ids={id}")),
            "by price": id in ids_of(call("GET", "/v1/products?sort=price")),
            "count": listed["total"] == len(listed["items"]) and id in str(listed["items"]),
            "suggestion": sku in str(call("GET", f"/v1/suggestions?q={sku[:4]}").json),
            "link": call("GET", f"/v1/products/{id}").status == 200,
            "own price": call("GET", f"/v1/products/{id}/price").status == 200,
            "prices": call("POST", "/v1/prices", line).json["items"][0]["net"] is not None,
            "stock": call("POST", "/v1/availability", line).status == 200,
            "cart": self.post(who, f"/v1/carts/{cart}/lines", line).status == 201,
            "quick order": quick["answers"][0]["outcome"] == "found",
            "price list": sku in call("GET", "/v1/own-prices.csv").body.decode(),
        }
        return doors


def ids_of(answer: Reply) -> list[str]:
    assert answer.status == 200, answer
    return [one["id"] for one in answer.json["items"]]


@pytest.fixture
def house(whole_api: Api) -> House:
    return House(whole_api)


def all_or_none(doors: dict[str, bool], *, seen: bool) -> None:
    assert {name: found for name, found in doors.items() if found is not seen} == {}


def test_without_assortments_everything_is_behind_every_door(house: House) -> None:
    all_or_none(house.sees("red-buyer", "NUT-8"), seen=True)


@pytest.mark.parametrize(
    ("field", "value"),
    [("organisation", "red-group"), ("organisation", "red"), ("role", "buyer"), ("sales_area", "DE01")],
)
def test_what_is_excluded_is_behind_no_door_and_comes_back(house: House, field: str, value: str) -> None:
    audience = {field: house.api.world.org(value) if field == "organisation" else value}
    made = house.state("NO-NUTS", "exclude", house.only("NUT-8"), audience=audience)
    assert made.status == 201, made
    all_or_none(house.sees("red-buyer", "NUT-8"), seen=False)
    all_or_none(house.sees("red-buyer", "BOLT-8"), seen=True)
    if field == "organisation":
        all_or_none(house.sees("blue-buyer", "NUT-8"), seen=True)
    assert house.api.caller("red-admin")("GET", f"/v1/products/{house.ids['NUT-8']}").status == (
        200 if field == "role" else 404
    )
    house.drop(made)
    all_or_none(house.sees("red-buyer", "NUT-8"), seen=True)


def test_with_an_inclusion_only_what_is_shown_is_there_and_an_exclusion_takes_from_it(house: House) -> None:
    red = {"organisation": house.api.world.org("red")}
    house.state("SMALL", "include", house.only("NUT-8"), house.only("BOLT-8"), audience=red)
    all_or_none(house.sees("red-buyer", "NUT-8"), seen=True)
    all_or_none(house.sees("red-buyer", "WASHER-8"), seen=False)
    house.state("MORE", "include", house.only("WASHER-8"), audience=red)
    all_or_none(house.sees("red-buyer", "WASHER-8"), seen=True)
    house.state("NO-NUTS", "exclude", house.only("NUT-8"), audience={"organisation": house.api.world.org("red-group")})
    all_or_none(house.sees("red-buyer", "NUT-8"), seen=False)


def test_it_counts_within_its_period_alone(house: House) -> None:
    moment = now()
    ended = {"valid_to": (moment - timedelta(days=1)).isoformat()}
    coming = {"valid_from": (moment + timedelta(days=1)).isoformat()}
    house.state("OVER", "exclude", house.only("NUT-8"), **ended)
    house.state("COMING", "exclude", house.only("NUT-8"), **coming)
    all_or_none(house.sees("red-buyer", "NUT-8"), seen=True)


def test_what_is_hidden_later_is_not_ordered_and_not_reordered_and_the_order_stays_readable(house: House) -> None:
    order = house.ordered("red-buyer", "NUT-8", 2)
    cart = house.cart("red-buyer", "NUT-8", 1)
    house.state("NO-NUTS", "exclude", house.only("NUT-8"))
    assert house.order("red-buyer", cart).status >= 400
    again = house.post("red-buyer", f"/v1/orders/{order}/reorder", None).json
    assert [one["change"] for one in again["differences"]] == ["withdrawn"]
    assert house.line("red-buyer", order)["sku"] == "NUT-8"


def test_staff_see_all_of_it_and_why_somebody_does_not(house: House) -> None:
    red = house.api.world.org("red")
    house.state("NO-NUTS", "exclude", house.only("NUT-8"), audience={"organisation": red})
    house.state("SMALL", "include", house.only("BOLT-8"), house.only("NUT-8"), audience={"organisation": red})

    def why(sku: str, organisation: str = red) -> tuple[bool, list[str], list[str]]:
        told = house.staff("GET", f"/v1/assortments/why?organisation={organisation}&product={house.ids[sku]}").json
        return told["seen"], [one["code"] for one in told["hides"]], [one["code"] for one in told["shows"]]

    assert why("NUT-8") == (False, ["NO-NUTS"], ["SMALL"])
    assert why("BOLT-8") == (True, [], ["SMALL"])
    assert why("WASHER-8") == (False, [], [])
    assert why("NUT-8", house.api.world.org("blue")) == (True, [], [])
    unknown = house.staff("GET", f"/v1/assortments/why?organisation={red}&product=prd_00000000000000000000000001")
    assert unknown.status == 404


def test_what_cannot_be_meant_is_refused_with_its_place_and_nothing_changes(house: House) -> None:
    for body, code in (
        ({"picks": [{"kind": "product"}]}, "catalog.bad_pick"),
        ({"picks": [{"kind": "attribute", "value": "rot"}]}, "catalog.bad_pick"),
        ({"valid_from": "2026-02-01T00:00:00Z", "valid_to": "2026-01-01T00:00:00Z"}, "catalog.bad_period"),
    ):
        picks = {"picks": [{"kind": "everything"}]} | body
        bad = house.post("administrator", "/v1/assortments", {"code": "X", "name": "X", "mode": "exclude"} | picks)
        assert (bad.status, bad.json["problems"][0]["code"]) == (422, code), bad
    made = house.state("ONE", "exclude", house.only("NUT-8"), audience={"segment": "nobody"})
    twice = house.state("ONE", "exclude", house.only("BOLT-8"))
    assert (twice.status, twice.code) == (409, "catalog.assortment_taken")
    body = {"code": "ONE", "name": "New", "mode": "exclude", "picks": [{"kind": "everything"}]}
    url = f"/v1/assortments/{made.json['id']}"
    stale = house.staff("PUT", url, body, {"If-Match": '"7"'})
    assert (stale.status, stale.code) == (409, "web.stale_version")
    house.hear()
    all_or_none(house.sees("red-buyer", "NUT-8"), seen=True)
    changed = house.staff("PUT", url, body | {"audience": {"segment": "nobody"}}, {"If-Match": '"1"'})
    assert (changed.status, changed.json["name"]) == (200, "New")
