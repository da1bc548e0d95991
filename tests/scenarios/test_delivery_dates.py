"""Dates that change after the order, quantities that are not sold beyond what is there, and what to take instead."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from fondaco.apps.pages import language
from fondaco.kernel.clock import now
from fondaco.kernel.ids import new_id
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.types import ReservationLine
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.types import ProductDraft, RelationDraft, RelationKind
from tests.scenarios.trade import Trade
from tests.support.house import SYSTEM, Api, ref

pytestmark = pytest.mark.slow


@pytest.fixture
def trade(whole_api: Api) -> Trade:
    return Trade(whole_api)


def test_a_receipt_moves_and_the_buyer_sees_both_dates(trade: Trade) -> None:
    trade.stock("BOLT-8", 5)
    trade.receipt("BOLT-8", 10, 7)
    order = trade.ordered("red-buyer", "BOLT-8", 12)
    before = trade.line("red-buyer", order)
    assert (trade.told(before["schedule"]), before["first_schedule"]) == ([("5", 0), ("7", 7)], [])
    trade.receipt("BOLT-8", 10, 15)
    after = trade.line("red-buyer", order)
    assert trade.told(after["schedule"]) == [("5", 0), ("7", 15)]
    assert trade.told(after["first_schedule"]) == [("5", 0), ("7", 7)]
    for code, heading, first in (
        ("en", "Delivery dates of this order have changed.", "Confirmed first:"),
        ("de", "Liefertermine dieses Auftrags haben sich geändert.", "Zuerst bestätigt:"),
    ):
        page = trade.page("red-buyer", f"/orders/{order}", code)
        assert heading in page
        assert first in page
        said = page[page.index(first) :]
        assert short_day(trade.day(7)) in said[:200]
        assert short_day(trade.day(15)) in page
    events = trade.staff("GET", "/v1/events?type=orders.promise_changed.v1").json["items"]
    assert [(event["data"]["order"], event["data"]["position"]) for event in events] == [(order, 1)]
    assert trade.api.caller("blue-admin")("GET", f"/v1/orders/{order}").status == 404
    # Back again as it was confirmed: there is nothing more to tell.
    trade.receipt("BOLT-8", 10, 7)
    assert trade.line("red-buyer", order)["first_schedule"] == []
    assert "Confirmed first:" not in trade.page("red-buyer", f"/orders/{order}", "en")


def test_a_backorder_is_refused_where_the_policy_says_so_and_the_cart_says_it_first(trade: Trade) -> None:
    trade.stock("NUT-8", 8)
    trade.receipt("NUT-8", 50, 6)
    buyer = trade.api.caller("red-buyer")
    policy = {"product": trade.product("NUT-8"), "policy": "none"}
    assert trade.staff("PUT", "/v1/backorder-policies", policy).status == 200
    trade.hear()
    [listed] = trade.staff("GET", "/v1/backorder-policies").json["items"]
    assert (listed["product"], listed["policy"]) == (policy["product"], "none")
    asked = {"lines": [{"product": policy["product"], "quantity": "20"}]}
    [promise] = buyer("POST", "/v1/availability", asked).json["items"]
    assert (promise["orderable"], promise["reason"]) == ("8", "none")
    orders = buyer("GET", "/v1/orders").json
    cart = trade.cart("red-buyer", "NUT-8", 20)
    [problem] = cart["lines"][0]["problems"]
    assert (cart["orderable"], problem["code"], problem["facts"]["possible"]) == (False, "orders.only_in_stock", "8")
    assert "sind nur 8 Stück vorrätig" in trade.page("red-buyer", "/cart", "de")
    page = trade.page("red-buyer", "/cart", "en")
    assert "only 8 pieces are in stock" in page
    assert "Take only 8 pieces" in page
    shown = trade.page("red-buyer", f"/products/{policy['product']}?quantity=20", "en")
    assert "Only 8 pieces can be ordered: more is not in stock." in shown
    refused = trade.order("red-buyer", cart)
    assert (refused.status, refused.code) == (409, "orders.backorder_refused")
    assert [one["pointer"] for one in refused.json["problems"]] == ["/lines/0/quantity"]
    assert buyer("GET", "/v1/orders").json == orders
    assert buyer("GET", f"/v1/carts/{cart['id']}").json == cart
    url = f"/v1/carts/{cart['id']}/lines/{cart['lines'][0]['id']}"
    less = buyer("PATCH", url, {"quantity": problem["facts"]["possible"]}).json
    assert trade.order("red-buyer", less).status == 201


def test_a_substitute_that_comes_in_time_is_offered(trade: Trade) -> None:
    relations = (
        RelationDraft(kind=RelationKind.SUBSTITUTE, to=ref("WASHER-8")),
        RelationDraft(kind=RelationKind.SUCCESSOR, to=ref("BOLT-8")),
    )
    draft = ProductDraft(ref=ref("NUT-8"), sku="NUT-8", names={"de": "Mutter", "en": "Nut"}, relations=relations)
    with trade.api.runtime.database.transaction() as tx:
        assert not catalog.put_products(tx=tx, drafts=[draft], source=SYSTEM).refused
    trade.stock("NUT-8", 3)
    trade.stock("BOLT-8", 0)
    trade.stock("WASHER-8", 40)
    trade.receipt("NUT-8", 90, 9)
    nut, washer, bolt = (trade.product(sku) for sku in ("NUT-8", "WASHER-8", "BOLT-8"))
    buyer = trade.api.caller("red-buyer")

    def offered(**line: object) -> list[tuple[str, str, list[tuple[str, int | None]]]]:
        asked = {"lines": [{"product": nut, "quantity": "10", **line}]}
        [promise] = buyer("POST", "/v1/availability", asked).json["items"]
        return [(one["product"], one["kind"], trade.told(one["schedule"])) for one in promise["suggestions"]]

    assert offered() == [(washer, "substitute", [("10", 0)])]
    assert offered(quantity="3") == []
    soon, late = trade.day(4).isoformat(), trade.day(20).isoformat()
    assert offered(requested_on=late) == []
    assert offered(requested_on=soon) == [(washer, "substitute", [("10", 4)])]
    trade.receipt("BOLT-8", 90, 2)
    assert [one[0] for one in offered(requested_on=soon)] == [bolt, washer]
    trade.receipt("BOLT-8", 0, 2)
    line = trade.cart("red-buyer", "NUT-8", 10)["lines"][0]
    assert [(one["sku"], trade.told(one["schedule"])) for one in line["suggestions"]] == [("WASHER-8", [("10", 0)])]
    for path in ("/cart", f"/products/{nut}?quantity=10"):
        for code, label, name in (
            ("en", "Available today instead:", "Product WASHER-8"),
            ("de", "Stattdessen heute lieferbar:", "Artikel WASHER-8"),
        ):
            page = trade.page("red-buyer", path, code)
            assert name in page[page.index(label) :][:300], (path, code)
    trade.stock("WASHER-8", 9)
    assert offered() == []
    assert "Available today instead" not in trade.page("red-buyer", "/cart", "en")


def test_what_is_cancelled_or_expires_goes_to_the_next_in_line(trade: Trade) -> None:
    trade.stock("BOLT-8", 6)
    database = trade.api.runtime.database
    with database.transaction() as tx:
        # Two pieces are held until tomorrow for somebody who did not order yet.
        held = ReservationLine(line=new_id(), product=trade.api.world.products["BOLT-8"], quantity=Decimal(2))
        tomorrow = now() + timedelta(days=1)
        availability.reserve(tx=tx, document=new_id(), lines=[held], as_of=now(), expires_at=tomorrow)
    first = trade.ordered("red-buyer", "BOLT-8", 4)
    waiting = trade.ordered("blue-buyer", "BOLT-8", 5)
    assert trade.told(trade.line("blue-buyer", waiting)["schedule"]) == [("5", None)]
    assert trade.post("red-buyer", f"/v1/orders/{first}/cancellation", None).status == 201
    trade.hear()
    told = trade.line("blue-buyer", waiting)
    assert trade.told(told["schedule"]) == [("4", 0), ("1", None)]
    assert trade.told(told["first_schedule"]) == [("5", None)]
    with database.transaction() as tx:
        assert availability.expire(tx=tx, as_of=tomorrow) == 1
    trade.hear()
    assert trade.told(trade.line("blue-buyer", waiting)["schedule"]) == [("5", 0)]


def short_day(day: date) -> str:
    return language.short_day(day).replace("\xa0", " ")
