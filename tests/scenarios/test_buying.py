"""A buyer of the red group finds, orders and follows goods over the public API; blue never sees any of it."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest

from fondaco.kernel.clock import now
from fondaco.kernel.ids import inner_id
from fondaco.modules.orders import api as orders
from fondaco.modules.orders.types import ErpOrderState, OrderState
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.types import PriceRecordDraft
from fondaco.platform import event_log
from tests.support.house import SYSTEM, Api, Caller, ref

pytestmark = pytest.mark.slow


class Buyer:
    """What a person does, in the words of the trade."""

    def __init__(self, api: Api, who: str) -> None:
        self._call: Caller = api.caller(who)
        self._count = 0

    def post(self, url: str, body: Any, *, key: str | None = None) -> Any:
        self._count += 1
        return self._call("POST", url, body, {"Idempotency-Key": key or f"{id(self)}-{self._count}"})

    def get(self, url: str) -> Any:
        return self._call("GET", url)

    def find(self, query: str) -> list[dict[str, Any]]:
        reply = self.get(f"/v1/products?q={query}")
        assert reply.status == 200, reply
        return list(reply.json["items"])

    def cart_with(self, *quantities: tuple[str, str]) -> dict[str, Any]:
        cart = self.post("/v1/carts", {"name": "Montage"}).json
        lines = [{"product": product, "quantity": quantity} for product, quantity in quantities]
        filled = self.post(f"/v1/carts/{cart['id']}/lines", {"lines": lines})
        assert filled.status == 201, filled
        return dict(filled.json)

    def order(self, cart: dict[str, Any], *, key: str | None = None) -> Any:
        body = {
            "cart": cart["id"],
            "version": cart["version"],
            "net": cart["net"],
            "lines": [{"id": line["id"], "amount": line["amount"]} for line in cart["lines"]],
            "po_number": "4500012345",
        }
        return self.post("/v1/orders", body, key=key)


@pytest.fixture
def red(whole_api: Api) -> Buyer:
    return Buyer(whole_api, "red-buyer")


def product_of(buyer: Buyer, number: str) -> str:
    return str(buyer.find(number)[0]["id"])


def state_price(api: Api, sku: str, amount: str) -> None:
    """The ERP changes a list price; the process hears of it."""
    with api.runtime.database.transaction() as tx:
        draft = PriceRecordDraft(ref=ref(f"list-{sku}"), product=ref(sku), amount=Decimal(amount))
        assert not pricing.put_price_records(tx=tx, drafts=[draft], source=SYSTEM).refused
    while event_log.relay(database=api.runtime.database) is not None:
        pass
    assert api.runtime.follower is not None
    api.runtime.follower.catch_up()


def test_an_order_from_the_search_to_the_erp_and_back(whole_api: Api, red: Buyer) -> None:
    bolt = red.find("bolt 8")[0]
    assert (bolt["sku"], bolt["price"]["amount"], bolt["own_number"]) == ("BOLT-8", "7.13", "SECRET-red-4711")
    assert bolt["availability"]["known"] is True
    cart = red.cart_with((bolt["id"], "10"), (product_of(red, "nut-8"), "3"))
    assert (cart["net"], cart["orderable"]) == ("101.00", True)
    placed = red.order(cart)
    assert placed.status == 201, placed
    order = placed.json
    assert (order["net"], order["state"], order["cancellable"]) == ("101.00", "placed", True)
    assert [line["because"][0]["access"] for line in order["lines"]] == ["contract", "list"]
    with whole_api.runtime.database.transaction() as tx:
        (export,) = orders.next_exports(tx=tx, system=SYSTEM, as_of=now())
        assert orders.begin_export(tx=tx, export=export.id, as_of=now())
        orders.mark_exported(tx=tx, export=export.id, external_ref="77", external_number="SO77", as_of=now())
        orders.put_order_state(tx=tx, system=SYSTEM, key="77", state=ErpOrderState(state=OrderState.SHIPPED))
    seen = red.get(f"/v1/orders/{order['id']}").json
    assert (seen["state"], seen["parts"][0]["number"], seen["cancellable"]) == ("shipped", "SO77", False)
    assert red.get("/v1/orders?q=4500012345").json["items"][0]["id"] == order["id"]


def test_what_red_orders_blue_can_neither_see_nor_touch(whole_api: Api, red: Buyer) -> None:
    cart = red.cart_with((product_of(red, "bolt-8"), "1"))
    order = red.order(cart).json
    blue = Buyer(whole_api, "blue-admin")
    assert blue.get("/v1/orders").json["items"] == []
    assert blue.get(f"/v1/orders/{order['id']}").status == 404
    assert blue.get(f"/v1/carts/{cart['id']}").status == 404
    assert blue.post(f"/v1/orders/{order['id']}/cancellation", None).status == 404
    assert blue.post(f"/v1/orders/{order['id']}/reorder", None).status == 404
    assert blue.find("SECRET-red-4711") == []
    assert blue.find("bolt-8")[0]["price"]["amount"] == "9.90"
    assert red.get(f"/v1/orders/{order['id']}").json == order


def test_a_price_that_changes_between_cart_and_order_is_told_first(whole_api: Api, red: Buyer) -> None:
    cart = red.cart_with((product_of(red, "bolt-8"), "1"), (product_of(red, "nut-8"), "2"))
    state_price(whole_api, "NUT-8", "11.00")
    refused = red.order(cart)
    assert (refused.status, refused.code) == (409, "orders.price_changed")
    assert [(part["pointer"], part["facts"]["now"]) for part in refused.json["problems"]] == [
        ("/lines/1/amount", "22.00"),
        ("/seen/net", "29.13"),
    ]
    again = red.get(f"/v1/carts/{cart['id']}").json
    assert again["net"] == "29.13"
    assert red.order(again).status == 201


def test_a_double_click_and_a_second_tab_make_one_order(red: Buyer) -> None:
    cart = red.cart_with((product_of(red, "bolt-8"), "1"))
    with ThreadPoolExecutor(4) as pool:
        clicks = list(pool.map(lambda _: red.order(cart, key="the same click"), range(4)))
    assert {click.status for click in clicks} == {201}
    assert len({click.json["id"] for click in clicks}) == 1
    tab = red.order(cart, key="another tab")
    assert (tab.status, tab.code) == (409, "orders.cart_closed")
    assert [one["id"] for one in red.get("/v1/orders?q=4500012345").json["items"]] == [clicks[0].json["id"]]


def test_while_the_erp_is_down_orders_wait_in_line_and_staff_see_it(whole_api: Api, red: Buyer) -> None:
    placed = [red.order(red.cart_with((product_of(red, "nut-8"), "1"))).json for _ in range(3)]
    with whole_api.runtime.database.transaction() as tx:
        first = orders.next_exports(tx=tx, system=SYSTEM, as_of=now())[0]
        orders.begin_export(tx=tx, export=first.id, as_of=now())
        orders.mark_export_failed(tx=tx, export=first.id, error="no route to host", as_of=now(), unsure=True)
    staff = Buyer(whole_api, "service")
    (queue,) = staff.get("/v1/order-exports/queues").json["items"]
    assert (queue["system"], queue["open"], queue["parked"]) == (SYSTEM, 3, 0)
    rows = staff.get("/v1/order-exports").json["items"]
    assert [row["order"] for row in reversed(rows)] == [order["id"] for order in placed]
    assert (rows[-1]["state"], rows[-1]["error"]) == ("sending", "no route to host")
    assert red.get("/v1/order-exports").status == 403
    assert staff.post(f"/v1/order-exports/{rows[-1]['id']}/retry", None).status == 200
    with whole_api.runtime.database.transaction() as tx:
        ready = orders.next_exports(tx=tx, system=SYSTEM, as_of=now())
    assert [export.order for export in ready] == [inner_id("ord", order["id"]) for order in placed]
    assert [export.begun for export in ready] == [True, False, False]
    refused = red.post(f"/v1/orders/{placed[0]['id']}/cancellation", None)
    assert (refused.status, refused.code) == (409, "orders.too_late_to_cancel")
    assert red.post(f"/v1/orders/{placed[1]['id']}/cancellation", None).json["state"] == "cancelled"


def test_reordering_tells_what_changed_and_quick_order_answers_every_line(whole_api: Api, red: Buyer) -> None:
    order = red.order(red.cart_with((product_of(red, "washer-8"), "4"))).json
    state_price(whole_api, "WASHER-8", "10.50")
    again = red.post(f"/v1/orders/{order['id']}/reorder", None).json
    assert [(one["change"], one["now"]) for one in again["differences"]] == [("price", "10.50 EUR / 1 PCE")]
    assert again["cart"]["net"] == "42.00"
    text = "secret red 4711; 2\nnut 8\t5\nquatsch"
    quick = red.post("/v1/quick-orders", {"text": text, "cart": again["cart"]["id"]}).json
    assert [answer["outcome"] for answer in quick["answers"]] == ["found", "found", "unknown"]
    assert [line["sku"] for line in quick["cart"]["lines"]] == ["WASHER-8", "BOLT-8", "NUT-8"]


def test_a_cart_line_is_changed_and_a_stale_change_refused(whole_api: Api, red: Buyer) -> None:
    cart = red.cart_with((product_of(red, "bolt-8"), "1"))
    call = whole_api.caller("red-buyer")
    url = f"/v1/carts/{cart['id']}/lines/{cart['lines'][0]['id']}"
    tag = {"If-Match": f'"{cart["version"]}"'}
    changed = call("PATCH", url, {"quantity": "3", "requested_date": "2027-01-15"}, tag)
    assert (changed.status, changed.json["net"]) == (200, "21.39")
    assert changed.headers["etag"] == f'"{changed.json["version"]}"'
    assert changed.json["lines"][0]["schedule"][0]["date"] == "2027-01-15"
    stale = call("PATCH", url, {"quantity": "9"}, tag)
    assert (stale.status, stale.code) == (409, "orders.cart_changed")
    bad = call("PATCH", url, {"quantity": "1E+99999"}, None)
    assert (bad.status, bad.json["problems"][0]["code"]) == (422, "orders.quantity_out_of_range")
    assert red.get(f"/v1/carts/{cart['id']}").json == changed.json
