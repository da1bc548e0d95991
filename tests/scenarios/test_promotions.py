"""Promotions: for whom they are, from when until when, how they meet agreements, and who makes them live."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from fondaco.kernel.actor import Actor, ActorKind
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.ids import inner_id
from fondaco.kernel.quantity import Quantity
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.types import PERMISSIONS
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.types import LinePrice, PriceRequest
from fondaco.platform import event_log
from tests.support.house import Api, Caller

pytestmark = pytest.mark.slow

START, END = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC)
HOUSE = Actor(kind=ActorKind.MACHINE, organisations=None, permissions=PERMISSIONS)
INSTANT = timedelta(microseconds=1)
DURING = START + timedelta(days=10)


class Desk:
    """Two people who keep promotions, and the buyer of the red group; bolts have an agreed price, nuts a list price."""

    def __init__(self, api: Api) -> None:
        self.api, self.first, self.second = api, api.caller("administrator"), api.caller("sales")
        self.buyer = api.caller("red-buyer")
        self._count = 0

    def product(self, sku: str) -> str:
        return str(self.buyer("GET", f"/v1/products?q={sku}").json["items"][0]["id"])

    def post(self, who: Caller, url: str, body: object) -> Any:
        self._count += 1
        return who("POST", url, body, {"Idempotency-Key": f"promotion-{self._count}"})

    def stated(self, **fields: object) -> dict[str, Any]:
        offer = {"gives": "percent", "amount": "10", "product": self.product("nut-8")}
        return {
            "code": "SPRING",
            "names": {"de": "Frühlingsaktion", "en": "Spring promotion"},
            "valid_from": START.isoformat(),
            "valid_to": END.isoformat(),
            "offers": [offer],
        } | fields

    def draft(self, **fields: object) -> Any:
        return self.post(self.first, "/v1/promotions", self.stated(**fields))

    def start(self, promotion: dict[str, Any], who: Caller | None = None) -> Any:
        headers = {"If-Match": f'"{promotion["version"]}"'}
        answer = (who or self.first)("POST", f"/v1/promotions/{promotion['id']}/start", None, headers)
        self.hear()
        return answer

    def live(self, **fields: object) -> dict[str, Any]:
        made = self.draft(**fields)
        assert made.status == 201, made
        started = self.start(made.json)
        assert started.status == 200, started
        assert started.json["state"] == "live"
        return dict(started.json)

    def hear(self) -> None:
        while event_log.relay(database=self.api.runtime.database) is not None:
            pass
        assert self.api.runtime.follower is not None
        self.api.runtime.follower.catch_up()

    def red(self, **fields: Any) -> Buyer:
        with self.api.runtime.database.transaction() as tx:
            red = accounts.buyer_for(
                tx=tx,
                actor=HOUSE,
                organisation=inner_id("org", self.api.world.org("red")),
                as_of=DURING,
            )
        return replace(red, **fields)

    def price(self, sku: str, buyer: Buyer, quantity: int = 1) -> LinePrice:
        """Price by memory and by the tables; the two have to agree."""
        request = PriceRequest(product=inner_id("prd", self.product(sku)), quantity=Quantity(Decimal(quantity), "PCE"))
        [book] = [held for held in self.api.runtime.projections if isinstance(held, pricing.PriceBook)]
        with self.api.runtime.database.transaction() as tx:
            [told] = pricing.price_lines(tx=tx, buyer=buyer, lines=[request])
            [quick] = pricing.price_lines(book=book, buyer=buyer, lines=[request])
        assert isinstance(told, LinePrice)
        assert isinstance(quick, LinePrice)
        assert (quick.net, quick.amount, quick.free) == (told.net, told.amount, told.free)
        return told

    def pays(self, sku: str, **fields: Any) -> str:
        return str(self.price(sku, self.red(**fields)).net.amount.normalize())


@pytest.fixture
def desk(whole_api: Api) -> Desk:
    return Desk(whole_api)


def test_a_segment_buys_cheaper_from_the_first_instant_to_the_last(desk: Desk) -> None:
    desk.live(segments=["craft"])
    craft = frozenset({"craft"})
    days = [START - timedelta(days=1), START - INSTANT, START, END - INSTANT, END]
    assert [desk.pays("nut-8", segments=craft, as_of=day) for day in days] == ["9.9", "9.9", "8.91", "8.91", "9.9"]
    assert desk.pays("nut-8", segments=frozenset({"industry"})) == "9.9"


def test_one_arm_of_an_experiment_sees_it_the_other_and_who_is_in_none_do_not(desk: Desk) -> None:
    desk.live(arm="spring-prices/a")
    arms = [frozenset({"spring-prices/a"}), frozenset({"spring-prices/b"}), frozenset[str]()]
    assert [desk.pays("nut-8", arms=arm) for arm in arms] == ["8.91", "9.9", "9.9"]


def test_an_agreed_price_is_net_and_a_promotion_does_not_touch_it(desk: Desk) -> None:
    agreed = desk.pays("bolt-8")
    desk.live(offers=[{"gives": "percent", "amount": "10"}])
    assert desk.pays("bolt-8") == agreed
    assert desk.pays("nut-8") == "8.91"


def test_of_two_promotions_the_one_counts_that_is_better_for_the_buyer(desk: Desk) -> None:
    nut = desk.product("nut-8")
    desk.live(code="ALL", offers=[{"gives": "percent", "amount": "12", "product": nut}])
    desk.live(code="CRAFT", segments=["craft"])
    assert desk.pays("nut-8", segments=frozenset({"craft"})) == "8.712"
    told = desk.price("nut-8", desk.red(segments=frozenset({"craft"})))
    assert [one.record.amount for one in told.because if one.record.type == "promotion"] == [Decimal(12)]


def test_the_hundredth_nut_brings_five_more(desk: Desk) -> None:
    nut = desk.product("nut-8")
    desk.live(offers=[{"gives": "free_on_top", "amount": "5", "per": "100", "product": nut}], segments=["craft"])
    told = desk.price("nut-8", desk.red(segments=frozenset({"craft"})), quantity=250)
    assert told.free is not None
    assert told.free.quantity.value == 10
    assert desk.price("nut-8", desk.red(), quantity=250).free is None


def test_what_ends_early_costs_as_before_from_that_moment_on_and_stays_explained_before(desk: Desk) -> None:
    begun = datetime.now(UTC) - timedelta(days=1)
    promotion = desk.live(valid_from=begun.isoformat())
    headers = {"If-Match": f'"{promotion["version"]}"'}
    ended = desk.first("POST", f"/v1/promotions/{promotion['id']}/end", None, headers)
    assert (ended.status, ended.json["state"]) == (200, "ended")
    desk.hear()
    now = datetime.now(UTC)
    assert desk.pays("nut-8", as_of=now) == "9.9"
    assert desk.pays("nut-8", as_of=begun + timedelta(hours=1)) == "8.91"
    again = desk.first(
        "POST", f"/v1/promotions/{promotion['id']}/end", None, {"If-Match": f'"{ended.json["version"]}"'}
    )
    assert (again.status, again.json["code"]) == (409, "pricing.promotion_not_live")


def test_what_has_not_begun_leaves_nothing_behind_when_it_is_ended(desk: Desk) -> None:
    promotion = desk.live()
    desk.first("POST", f"/v1/promotions/{promotion['id']}/end", None, {"If-Match": f'"{promotion["version"]}"'})
    desk.hear()
    assert desk.pays("nut-8", as_of=DURING) == "9.9"


def test_the_buyer_is_told_in_his_language(desk: Desk) -> None:
    desk.live(valid_from="2026-01-01T00:00:00Z")
    nut = desk.product("nut-8")
    for language, said in (("de", "Rabatt 10 %, gültig bis 01.04.2027 (Frühlingsaktion)"),
                           ("en", "Discount 10 %, valid until 2027-04-01 (Spring promotion)")):  # fmt: skip
        why = desk.buyer("GET", f"/v1/products/{nut}/price?language={language}").json["price"]["because"]
        assert [one["text"] for one in why if one["step"] == "discount"] == [said]


def test_a_draft_changes_no_price_and_is_tried_out_before(desk: Desk) -> None:
    draft = desk.draft(segments=["craft"]).json
    desk.hear()
    assert desk.pays("nut-8", segments=frozenset({"craft"})) == "9.9"
    body = {
        "organisation": desk.api.world.org("red"),
        "lines": [{"product": desk.product(sku)} for sku in ("nut-8", "bolt-8")],
    }
    nut, bolt = desk.first("POST", f"/v1/promotions/{draft['id']}/effect", body).json["items"]
    assert (nut["before"], nut["after"]) == ("9.90", "8.9100")
    assert bolt["before"] == bolt["after"]
    desk.hear()
    assert desk.pays("nut-8", segments=frozenset({"craft"})) == "9.9"


def test_where_the_policy_says_so_somebody_else_starts_it(desk: Desk) -> None:
    desk.first("PUT", "/v1/price-policy", {"second_person_above": "5"})
    draft = desk.draft().json
    asked = desk.start(draft)
    assert (asked.status, asked.json["state"]) == (200, "waiting")
    assert desk.pays("nut-8") == "9.9"
    own = desk.start(asked.json)
    assert (own.status, own.json["code"]) == (403, "pricing.own_proposal")
    assert desk.start(asked.json, desk.second).json["state"] == "live"
    assert desk.pays("nut-8") == "8.91"


def test_what_would_be_ambiguous_or_gives_nothing_is_refused_and_nothing_is_kept(desk: Desk) -> None:
    desk.live()
    clash = desk.draft(code="AGAIN")
    assert (clash.status, clash.json["code"]) == (409, "pricing.ambiguous")
    assert [one["pointer"] for one in clash.json["problems"]] == ["/offers/0"]
    same = desk.draft(segments=["craft"])
    assert (same.status, same.json["problems"][0]["code"]) == (422, "pricing.code_taken")
    nothing = desk.draft(code="NONE", segments=["craft"], offers=[{"gives": "percent", "amount": "0"}])
    assert nothing.json["problems"][0]["pointer"] == "/offers/0/amount"
    much = desk.draft(code="MUCH", segments=["craft"], offers=[{"gives": "percent", "amount": "101"}])
    assert [one["pointer"] for one in much.json["problems"]] == ["/offers/0/amount"]
    both = desk.draft(code="BOTH", segments=["craft"], arm="a/b")
    assert [one["pointer"] for one in both.json["problems"]] == ["/arm"]
    assert [one["code"] for one in desk.first("GET", "/v1/promotions").json["items"]] == ["SPRING"]


def test_what_is_live_stays_as_it_was_told_and_a_draft_can_be_changed_and_dropped(desk: Desk) -> None:
    live = desk.live()
    headers = {"If-Match": f'"{live["version"]}"'}
    changed = desk.first("PUT", f"/v1/promotions/{live['id']}", desk.stated(code="OTHER"), headers)
    assert (changed.status, changed.json["code"]) == (409, "pricing.promotion_not_draft")
    draft = desk.draft(code="DRAFT", segments=["craft"]).json
    url, headers = f"/v1/promotions/{draft['id']}", {"If-Match": f'"{draft["version"]}"'}
    anew = desk.first("PUT", url, desk.stated(code="DRAFT-2", segments=["craft"]), headers)
    assert (anew.status, anew.json["code"]) == (200, "DRAFT-2")
    stale = desk.first("DELETE", url, None, headers)
    assert (stale.status, stale.json["code"]) == (409, "web.stale_version")
    assert desk.first("DELETE", url, None, {"If-Match": anew.headers["etag"]}).status == 204
    assert desk.first("GET", url).status == 404
