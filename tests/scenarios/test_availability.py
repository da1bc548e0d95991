"""When goods come, in how many deliveries and from where, what is not promised, and what is kept for somebody."""

import html
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from litestar.testing import TestClient

from fondaco.apps.client.transport import AsgiTransport
from fondaco.apps.console.app import create_app as create_console
from fondaco.kernel.buyer import Buyer
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.types import (
    AvailabilityRequest,
    Calendar,
    DeliveryRule,
    ReceiptDraft,
    Receiving,
    ReplenishmentDraft,
    ReservationLine,
    Sourcing,
    TransportTime,
)
from fondaco.platform.transaction import Tx
from tests.availability.support import locations, on_hand, products, ref
from tests.scenarios.trade import Trade
from tests.support.house import SYSTEM, Api
from tests.support.house import ref as house_ref

pytestmark = pytest.mark.slow

# The Wednesday before Christmas 2026; Friday is a public holiday, and so is Saturday.
WEDNESDAY = datetime(2026, 12, 23, 9, tzinfo=UTC)


@dataclass
class Desk:
    """A product at two warehouses, the north and the south, and a buyer who asks when it comes."""

    tx: Tx
    product: UUID
    places: dict[str, UUID]
    buyer: Buyer
    as_of: datetime = WEDNESDAY

    def stock(self, quantity: int, place: str = "NORD", **more: Decimal) -> None:
        draft = on_hand("A", quantity, place=place, told_at=self.as_of, **more)
        assert not availability.put_stock(tx=self.tx, drafts=[draft], source="erp").refused

    def receipt(self, quantity: int, day: date, place: str = "NORD") -> None:
        draft = ReceiptDraft(
            ref=ref(f"PO-{place}-{day}"),
            product=ref("A"),
            location=ref(place),
            quantity=Decimal(quantity),
            expected_on=day,
        )
        assert not availability.put_receipts(tx=self.tx, drafts=[draft], source="erp").refused

    def rule(self, **terms: object) -> None:
        rule = DeliveryRule(**terms)  # type: ignore[arg-type]
        availability.set_delivery_rule(tx=self.tx, owner=self.buyer.sold_to, rule=rule)

    def ask(self, quantity: int, **more: date) -> list[tuple[int, date | None]]:
        """Say how much arrives, or leaves where nobody knows how long it travels, on which day."""
        request = AvailabilityRequest(product=self.product, quantity=Decimal(quantity), **more)
        [promise] = availability.promise(tx=self.tx, requests=[request], as_of=self.as_of, buyer=self.buyer)
        return [(int(line.quantity), line.delivered_on or line.date) for line in promise.schedule]


@pytest.fixture
def desk(tx: Tx) -> Desk:
    [product] = products(tx, "A")
    site, gate = uuid4(), uuid4()
    buyer = Buyer(sold_to=site, hierarchy=(site,), ship_to=gate, ships_to="DE", as_of=WEDNESDAY)
    return Desk(tx, product, locations(tx), buyer)


def test_twelve_now_and_thirty_eight_later_not_the_last_date_for_all(desk: Desk) -> None:
    desk.stock(12)
    desk.receipt(38, date(2027, 1, 4))
    assert desk.ask(50) == [(12, date(2026, 12, 23)), (38, date(2027, 1, 4))]
    assert desk.ask(51) == [(12, date(2026, 12, 23)), (38, date(2027, 1, 4)), (1, None)]


def test_complete_delivery_only_waits_for_the_last_piece_or_promises_nothing(desk: Desk) -> None:
    desk.stock(12)
    desk.receipt(38, date(2027, 1, 4))
    desk.rule(deliveries=1)
    assert desk.ask(50) == [(50, date(2027, 1, 4))]
    assert desk.ask(51) == [(51, None)]
    assert desk.ask(12) == [(12, date(2026, 12, 23))]


def test_at_most_two_deliveries_bring_the_rest_together(desk: Desk) -> None:
    desk.stock(12)
    desk.receipt(8, date(2026, 12, 28))
    desk.receipt(30, date(2027, 1, 4))
    assert desk.ask(50) == [(12, date(2026, 12, 23)), (8, date(2026, 12, 28)), (30, date(2027, 1, 4))]
    desk.rule(deliveries=2)
    assert desk.ask(50) == [(12, date(2026, 12, 23)), (38, date(2027, 1, 4))]


def test_cut_off_public_holidays_and_days_on_the_road_together(desk: Desk) -> None:
    desk.stock(12)
    calendar = Calendar(country="DE", cut_off=time(12))
    availability.set_calendar(tx=desk.tx, location=desk.places["NORD"], calendar=calendar)
    availability.set_transport(tx=desk.tx, location=desk.places["NORD"], times=[TransportTime(country="DE", days=1)])
    # At ten in Berlin it leaves today and is there on Christmas Eve.
    assert desk.ask(5) == [(5, date(2026, 12, 24))]
    # At one it leaves on Christmas Eve; Friday and Saturday are holidays, carriers drive again on Monday.
    desk.as_of = WEDNESDAY.replace(hour=12)
    assert desk.ask(5) == [(5, date(2026, 12, 28))]


def test_a_gate_that_is_open_twice_a_week_and_a_requested_day(desk: Desk) -> None:
    desk.stock(12)
    availability.set_calendar(tx=desk.tx, location=desk.places["NORD"], calendar=Calendar(country="DE"))
    availability.set_transport(tx=desk.tx, location=desk.places["NORD"], times=[TransportTime(country="DE", days=1)])
    assert desk.buyer.ship_to is not None
    tuesday_and_wednesday = Receiving(weekdays=frozenset({2, 3}), closed_on=frozenset({date(2026, 12, 30)}))
    availability.set_receiving(tx=desk.tx, address=desk.buyer.ship_to, receiving=tuesday_and_wednesday)
    assert desk.ask(5) == [(5, date(2026, 12, 29))]
    assert desk.ask(5, requested_on=date(2026, 12, 30)) == [(5, date(2027, 1, 5))]


def test_what_is_blocked_for_quality_and_the_safety_stock_are_not_promised(desk: Desk) -> None:
    desk.stock(12, blocked=Decimal(5), safety=Decimal(4))
    assert desk.ask(12) == [(3, date(2026, 12, 23)), (9, None)]


def test_the_preferred_warehouse_first_or_whichever_comes_first(desk: Desk) -> None:
    desk.stock(0, "NORD")
    desk.stock(10, "SUED")
    desk.receipt(10, date(2026, 12, 28), "NORD")
    places = (desk.places["NORD"], desk.places["SUED"])
    desk.rule(places=places)
    assert desk.ask(10) == [(10, date(2026, 12, 23))]
    desk.rule(places=places, sourcing=Sourcing.PREFERENCE)
    assert desk.ask(10) == [(10, date(2026, 12, 28))]
    desk.rule(places=places[:1])
    assert desk.ask(11) == [(10, date(2026, 12, 28)), (1, None)]


def test_a_reservation_that_expired_goes_to_the_next(desk: Desk) -> None:
    desk.stock(3)
    line = ReservationLine(line=uuid4(), product=desk.product, quantity=Decimal(3))
    ends = WEDNESDAY.replace(hour=10)
    availability.reserve(tx=desk.tx, document=uuid4(), lines=[line], as_of=WEDNESDAY, expires_at=ends)
    assert desk.ask(3) == [(3, None)]
    desk.as_of = ends
    assert desk.ask(3) == [(3, date(2026, 12, 23))]


def test_beyond_the_last_receipt_comes_what_is_replenished_after_its_lead_time(desk: Desk) -> None:
    desk.stock(12)
    desk.receipt(8, date(2026, 12, 28))
    availability.set_calendar(tx=desk.tx, location=desk.places["NORD"], calendar=Calendar(country="DE"))
    assert desk.ask(50) == [(12, date(2026, 12, 23)), (8, date(2026, 12, 28)), (30, None)]
    draft = ReplenishmentDraft(product=ref("A"), lead_time=5)
    availability.put_replenishments(tx=desk.tx, drafts=[draft], source="erp")
    # Christmas Eve, Monday to Thursday: the fifth working day is New Year's Eve.
    assert desk.ask(50)[2] == (30, date(2026, 12, 31))


@pytest.fixture
def trade(whole_api: Api) -> Trade:
    return Trade(whole_api)


def test_two_buyers_order_the_last_piece_at_once_and_one_of_them_is_promised_it(trade: Trade) -> None:
    trade.stock("BOLT-8", 1)
    people = ("red-buyer", "blue-buyer")
    carts = {who: trade.cart(who, "BOLT-8", 1) for who in people}
    with ThreadPoolExecutor(2) as pool:
        placed = dict(zip(people, pool.map(lambda who: trade.order(who, carts[who]), people), strict=True))
    assert [one.status for one in placed.values()] == [201, 201]
    told = [trade.told(trade.line(who, placed[who].json["id"])["schedule"]) for who in people]
    assert sorted(told, key=str) == [[("1", 0)], [("1", None)]]


def test_what_is_kept_for_red_is_not_promised_to_blue_and_red_draws_it_first(trade: Trade) -> None:
    trade.stock("BOLT-8", 12)
    red, blue = trade.api.caller("red-buyer"), trade.api.caller("blue-buyer")
    body = {"product": trade.product("BOLT-8"), "quantity": "10", "organisation": trade.api.world.org("red")}
    kept = trade.post("administrator", "/v1/allocations", body)
    assert (kept.status, kept.json["left"]) == (201, "10"), kept
    trade.hear()
    asked = {"lines": [{"product": body["product"], "quantity": "12"}]}
    [to_red] = red("POST", "/v1/availability", asked).json["items"]
    answer = blue("POST", "/v1/availability", asked)
    [to_blue] = answer.json["items"]
    assert (trade.told(to_red["schedule"]), to_red["drawn"], to_red["kept_for_others"]) == ([("12", 0)], "10", False)
    assert trade.told(to_blue["schedule"]) == [("2", 0), ("10", None)]
    assert (to_blue["drawn"], to_blue["kept_for_others"]) == ("0", True)
    assert body["organisation"].encode() not in answer.body
    order = trade.ordered("blue-buyer", "BOLT-8", 5)
    assert trade.told(trade.line("blue-buyer", order)["schedule"]) == [("2", 0), ("3", None)]
    trade.ordered("red-buyer", "BOLT-8", 7)
    url = f"/v1/allocations/{kept.json['id']}"
    read = trade.staff("GET", url)
    assert (read.json["held"], read.json["left"]) == ("7", "3")
    for code, mine, theirs in (
        ("en", "3 pieces of it are kept for you.", "More is in stock or expected, but kept for other customers."),
        ("de", "Davon sind 3 Stück für Sie vorgehalten.", "aber für andere Kunden vorgehalten"),
    ):
        path = f"/products/{body['product']}?quantity=5"
        assert mine in trade.page("red-buyer", path, code)
        strangers = trade.page("blue-buyer", path, code)
        assert theirs in strangers
        assert mine not in strangers
    # It ends: what was left goes to who waits longest.
    assert trade.staff("DELETE", url, None, {"If-Match": '"9"'}).status == 409
    assert trade.staff("DELETE", url, None, {"If-Match": read.headers["etag"]}).status == 200
    trade.hear()
    assert trade.told(trade.line("blue-buyer", order)["schedule"]) == [("5", 0)]


def test_staff_keep_change_and_end_an_allocation_on_their_pages(trade: Trade) -> None:
    trade.stock("BOLT-8", 12)
    console = create_console(transport=AsgiTransport(trade.api.app))
    cookies = {"fondaco_console": trade.api.world.tokens["administrator"], "fondaco_language": "en"}
    with TestClient(console, cookies=cookies) as browser:

        def page(path: str) -> str:
            answer = browser.get(path)
            assert answer.status_code == 200, answer.text
            return html.unescape(answer.text).replace("\xa0", " ")

        def send(path: str, **form: str) -> tuple[int, str]:
            token = page("/allocations/new").split('name="_csrf_token" value="')[1].split('"')[0]
            answer = browser.post(path, data={"_csrf_token": token, **form})
            return answer.status_code, html.unescape(answer.text).replace("\xa0", " ")

        assert "No allocation found" in page("/allocations")
        draft = {"number": "BOLT-8", "quantity": "ten", "organisation": trade.api.world.org("red")}
        assert send("/allocations/new", **draft)[0] == 422
        assert send("/allocations/new", **draft | {"number": "NO-SUCH", "quantity": "10"})[0] == 422
        status, both = send("/allocations/new", **draft | {"quantity": "10", "segment": "key-account"})
        assert (status, "an organisation or" in both) == (422, True), both
        assert "No allocation found" in page("/allocations")
        status, shown = send("/allocations/new", **draft | {"quantity": "10"})
        assert status == 200
        assert "10 pieces" in shown
        trade.hear()
        trade.ordered("red-buyer", "BOLT-8", 4)
        listed = page("/allocations")
        assert all(text in listed for text in ("10 pieces", "4 pieces", "6 pieces", "in force"))
        [url] = {part.split('"')[0] for part in listed.split('href="')[1:] if part.startswith("/allocations/alc_")}
        assert "No allocation found" in page("/allocations?segment=nobody")
        changed = send(url, action="change", quantity="8", valid_from="", valid_to="", version="1")
        assert (changed[0], "8 pieces" in changed[1]) == (200, True)
        assert send(url, action="change", quantity="9", valid_from="", valid_to="", version="1")[0] == 422
        assert send(url, action="end", version="2")[0] == 200
        assert "No allocation found" in page("/allocations")
        assert "ended" in page("/allocations?over=1")
        assert "This allocation has ended" in page(url)


def test_the_erp_states_lead_times_and_the_page_says_what_rests_on_them(trade: Trade) -> None:
    trade.stock("BOLT-8", 12)
    draft = ReplenishmentDraft(product=house_ref("BOLT-8"), lead_time=9)
    with trade.api.runtime.database.transaction() as tx:
        assert not availability.put_replenishments(tx=tx, drafts=[draft], source=SYSTEM).refused
    trade.hear()
    product = trade.product("BOLT-8")
    asked = {"lines": [{"product": product, "quantity": "50"}]}
    [promise] = trade.api.caller("red-buyer")("POST", "/v1/availability", asked).json["items"]
    assert trade.told(promise["schedule"]) == [("12", 0), ("38", 9)]
    assert [line["replenished"] for line in promise["schedule"]] == ["0", "38"]
    assert "38 pieces of it will be replenished" in trade.page("red-buyer", f"/products/{product}?quantity=50", "en")
    order = trade.ordered("red-buyer", "BOLT-8", 50)
    assert trade.told(trade.line("red-buyer", order)["schedule"]) == [("12", 0), ("38", 9)]
