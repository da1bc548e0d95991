"""Each kind of rule that makes prices, as a pricing manager states it and a buyer meets it."""

from decimal import Decimal
from typing import Any

import pytest

from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.types import PriceRecordDraft
from tests.scenarios.trade import Trade
from tests.support.house import SYSTEM, Api, Reply, ref

pytestmark = pytest.mark.slow

LISTED = {"owner": "anybody"}
BASE = {"number": 10, "type": "price", "kind": "price", "manual": "staff.prices"} | {
    "accesses": [{"owner": "organisation", "closes": "net"}, {"owner": "price_list"}, LISTED]
}


class Manager(Trade):
    """States what makes prices, and asks as a buyer."""

    def steps(self, *steps: dict[str, Any]) -> None:
        body = {"steps": [BASE, *steps], "areas": [""]}
        stated = self.staff("PUT", "/v1/pricing-procedures/house", body, {"If-Match": '"0"'})
        assert stated.status == 200, stated
        self.hear()

    def state(self, **record: object) -> Reply:
        told: Reply = self.post("administrator", "/v1/price-records", {"product": self.product("nut-8")} | record)
        self.hear()
        return told

    def priced(self, who: str = "red-buyer", organisation: str | None = None, **line: object) -> dict[str, Any]:
        caller = self.api.caller(who, organisation=organisation)
        body = {"lines": [{"product": self.product("nut-8")} | line]}
        answer = caller("POST", "/v1/prices", body)
        assert answer.status == 200, answer
        return dict(answer.json["items"][0])


@pytest.fixture
def desk(whole_api: Api) -> Manager:
    return Manager(whole_api)


def test_discounts_follow_each_other_a_percentage_names_what_it_is_of_and_each_step_rounds(desk: Manager) -> None:
    ten = {"number": 20, "type": "season", "kind": "discount", "accesses": [LISTED], "places": 2}
    of_list = {"number": 30, "type": "loyalty", "kind": "discount", "accesses": [LISTED], "base": 10, "places": 2}
    handling = {"number": 40, "type": "cutting", "kind": "surcharge", "accesses": [LISTED]}
    desk.steps(ten, of_list, handling)
    desk.state(kind="discount", type="season", calculation="percent", amount="3.33")
    desk.state(kind="discount", type="loyalty", calculation="percent", amount="10")
    desk.state(kind="surcharge", type="cutting", calculation="fixed", amount="4.00")
    line = desk.priced(quantity="3")
    # 9.90 less 3.33 % is 9.57; less 10 % of 9.90 is 8.58; three of them and 4.00 once.
    assert [step["after"] for step in line["because"][:-1]] == ["9.90", "9.57", "8.58", "8.58"]
    assert line["amount"] == "29.74"


def test_a_group_that_an_agreement_closed_is_left_out_and_of_two_offers_the_better_counts(desk: Manager) -> None:
    spring = {"number": 20, "type": "spring", "kind": "discount", "accesses": [LISTED], "group": "net", "best_of": "a"}
    sale = {"number": 30, "type": "sale", "kind": "discount", "accesses": [LISTED], "group": "net", "best_of": "a"}
    desk.steps(spring, sale)
    desk.state(kind="discount", type="spring", calculation="percent", amount="5")
    desk.state(kind="discount", type="sale", calculation="percent", amount="8")
    line = desk.priced()
    assert (line["amount"], len(line["because"])) == ("9.11", 3)
    check = f"/v1/price-check?organisation={desk.api.world.org('red')}&product={line['product']}&language=en"
    [lost] = desk.staff("GET", check).json["price"]["because"][1]["passed"]
    assert lost.endswith("5 %: another condition is better for you")
    desk.state(organisation=desk.api.world.org("red"), amount="9.50")
    assert desk.priced()["amount"] == "9.50", "what was agreed is net"


def test_a_price_given_by_hand_is_for_those_who_may_and_nobody_else(desk: Manager) -> None:
    desk.steps()
    by_hand = [{"amount": "9.20", "reason": "Messe"}]
    line = desk.priced("sales", "red", by_hand=by_hand, quantity="2")
    assert (line["amount"], line["because"][0]["access"]) == ("18.40", "by_hand")
    assert line["because"][0]["text"] == "Von Hand gegebener Preis 9,20 EUR je 1 PCE (Messe)"
    body = {"lines": [{"product": desk.product("nut-8"), "by_hand": by_hand}]}
    refused = desk.api.caller("red-buyer")("POST", "/v1/prices", body)
    assert refused.status == 403, refused
    body["lines"][0]["by_hand"] = [{"type": "freight", "amount": "1"}, {"amount": "5", "calculation": "percent"}]
    bad = desk.api.caller("sales", organisation="red")("POST", "/v1/prices", body)
    assert [(one["pointer"], one["code"]) for one in bad.json["problems"]] == [
        ("/lines/0/by_hand/0/type", "pricing.not_by_hand"),
        ("/lines/0/by_hand/1/calculation", "pricing.bad_by_hand"),
    ]
    assert desk.priced()["amount"] == "9.90", "it was for that one question"


def test_costs_and_minimum_prices_are_told_to_staff_alone(desk: Manager) -> None:
    ten = {"number": 20, "type": "season", "kind": "discount", "accesses": [LISTED]}
    least = {"number": 30, "type": "least", "kind": "minimum", "accesses": [LISTED]}
    cost = {"number": 40, "type": "cost", "kind": "cost", "accesses": [LISTED], "statistical": True}
    desk.steps(ten, least, cost)
    desk.state(kind="discount", type="season", calculation="percent", amount="10")
    desk.state(kind="minimum", type="least", amount="9.00")
    desk.state(kind="cost", type="cost", amount="4.44")
    line = desk.priced()
    assert (line["amount"], line["needs_approval"]) == ("8.91", True), "it stands, and somebody has to approve"
    assert [step["step"] for step in line["because"]] == ["base", "discount", "tax"]
    assert "4.44" not in str(line)
    seen = desk.priced("sales", "red")["because"]
    assert [(one["step"], one["statistical"]) for one in seen[2:4]] == [("minimum", True), ("cost", True)]
    order = desk.ordered("red-buyer", "nut-8", 1)
    assert [one["step"] for one in desk.line("red-buyer", order)["because"]] == ["base", "discount", "tax"]


def test_parts_of_a_quantity_cost_what_their_interval_says_and_boxes_are_counted_in_pieces(desk: Manager) -> None:
    for scale, amount in (("0", "10.00"), ("100", "8.00"), ("200", "6.00")):
        made = desk.state(organisation=desk.api.world.org("red"), amount=amount, scale=scale, scale_by="graduated")
        assert made.status == 201, made
    # The first 100 (without the hundredth), the next hundred, and the rest.
    assert desk.priced(quantity="250")["amount"] == "2100.00"
    assert desk.priced(quantity="99")["amount"] == "990.00"


def test_a_price_per_hundred_is_exact_and_rounded_once_for_the_line(desk: Manager) -> None:
    made = desk.state(organisation=desk.api.world.org("red"), amount="12.37", per="100")
    assert made.status == 201, made
    assert [desk.priced(quantity=quantity)["amount"] for quantity in ("1", "50", "333")] == ["0.12", "6.19", "41.19"]
    net = desk.priced()["net"]
    assert (net["amount"], net["per"]) == ("12.37", "100")


def test_why_is_told_to_the_buyer_in_words_and_to_staff_with_all_that_lost(desk: Manager) -> None:
    red, group = desk.api.world.org("red"), desk.api.world.org("red-group")
    desk.state(organisation=group, amount="9.00")
    desk.state(organisation=red, amount="8.00")
    desk.state(organisation=red, amount="7.00", scale="100")
    check = f"/v1/price-check?organisation={red}&product={desk.product('nut-8')}&quantity=10&language=en"
    base = desk.staff("GET", check).json["price"]["because"][0]
    assert (base["system"], base["access"], base["after"]) == ("fondaco", "contract", "8.00")
    assert [text.rsplit(": ", 1)[1] for text in base["passed"]] == [
        "scale quantity not reached",
        "the agreement goes first",
        "the agreement goes first",
    ]
    page = desk.page("red-buyer", f"/products/{desk.product('nut-8')}", "de")
    assert "Vertragspreis" in page


def test_what_would_be_ambiguous_or_cannot_be_meant_is_refused_by_name_and_nothing_changes(desk: Manager) -> None:
    red = desk.api.world.org("red")
    period = {"valid_from": "2026-01-01T00:00:00Z", "valid_to": "2027-01-01T00:00:00Z"}
    assert desk.state(organisation=red, amount="8.00", **period).status == 201
    twice = desk.state(organisation=red, amount="7.00", valid_from="2026-12-31T00:00:00Z")
    assert (twice.status, twice.code) == (409, "pricing.ambiguous")
    for stated, code in (
        ({"per": "0"}, "pricing.per_zero"),
        ({"currency": "EUX"}, "pricing.unknown_currency"),
    ):
        bad = desk.state(amount="1.00", organisation=desk.api.world.org("red-group"), **stated)
        assert (bad.status, code in str(bad.json)) == (422, True), bad
    assert desk.priced()["amount"] == "8.00"


def test_of_what_an_erp_states_the_sound_is_taken_and_the_rest_set_aside_with_its_reason(desk: Manager) -> None:
    def stated(key: str, **more: Any) -> PriceRecordDraft:
        record: dict[str, Any] = {"ref": ref(key), "product": ref("WASHER-8"), "organisation": ref("red")}
        return PriceRecordDraft(**record | {"amount": Decimal(5)} | more)

    drafts = [
        stated("sound"),
        stated("twice", amount=Decimal(4)),
        stated("per-zero", per=Decimal(0), scale=Decimal(10)),
        stated("negative", scale=Decimal(-1)),
        stated("money", currency="EUX", scale=Decimal(20)),
        stated("nothing", product=ref("no such product")),
    ]
    with desk.api.runtime.database.transaction() as tx:
        stored = pricing.put_price_records(tx=tx, drafts=drafts, source=SYSTEM)
    desk.hear()
    assert {drafts[one.index].ref.key: one.code for one in stored.refused} == {
        "twice": "pricing.ambiguous",
        "per-zero": "pricing.per_zero",
        "negative": "pricing.negative_scale",
        "money": "pricing.unknown_currency",
        "nothing": "pricing.unknown_product",
    }
    line = {"lines": [{"product": desk.product("washer-8")}]}
    [washer] = desk.api.caller("red-buyer")("POST", "/v1/prices", line).json["items"]
    assert washer["amount"] == "5.00"
