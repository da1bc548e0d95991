"""ERPs that are silent, and ERPs that are asked while a buyer waits: what he is promised, and what he is told about it."""

import html
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from litestar.testing import TestClient

from fondaco.apps.api import create_app
from fondaco.apps.client.transport import AsgiTransport
from fondaco.apps.console.app import create_app as create_console
from fondaco.apps.http.live import LiveStock
from fondaco.apps.storefront.current import today
from fondaco.apps.storefront.views.dates import age
from fondaco.kernel.clock import now
from fondaco.kernel.ids import inner_id
from fondaco.modules.availability.api import Board
from fondaco.modules.orders import api as orders
from tests.scenarios.trade import Trade
from tests.support.asked_erp import AskedErp
from tests.support.house import SYSTEM, Api

pytestmark = pytest.mark.slow
LONG = 5000
SHORT = 40


class Counter(Trade):
    """The trade with an ERP that can be asked, and a clock for how long that one is given a rest."""

    def __init__(self, api: Api, erp: AskedErp) -> None:
        board = next(one for one in api.runtime.projections if isinstance(one, Board))
        self.ahead = timedelta(0)
        self.erp = erp
        self.live = LiveStock(database=api.runtime.database, board=board, now=lambda: now() + self.ahead)
        app = create_app(api.runtime, log_requests=False, live_check=self.live)
        super().__init__(Api(app=app, runtime=api.runtime, world=api.world, named=api.named))
        self.line_to_erp = erp.connect(api.runtime.database, system=SYSTEM)
        for sku in ("BOLT-8", "NUT-8"):
            self.stock(sku, 20)

    def fall_silent(self) -> datetime:
        """Let an hour pass in which the ERP says nothing; its patience is a quarter of an hour."""
        with self.api.runtime.database.transaction() as tx:
            tx.connection.exec_driver_sql("UPDATE availability.source SET heard_at = now() - interval '1 hour'")
            [heard_at] = tx.connection.exec_driver_sql("SELECT heard_at FROM availability.source").one()
        self.keep(patience=900)
        return heard_at  # type: ignore[no-any-return]

    def keep(self, **changed: object) -> None:
        """Keep another policy for the ERP."""
        read = self.staff("GET", f"/v1/sources/{SYSTEM}")
        names = ("patience", "policy", "fallback", "limit_ms", "check_at")
        body = {name: read.json[name] for name in names} | changed
        kept = self.staff("PUT", f"/v1/sources/{SYSTEM}", body, {"If-Match": read.headers["etag"]})
        assert kept.status == 200, kept
        self.hear()

    def insist(self, *occasions: str, limit_ms: int = LONG) -> None:
        """Let red's group insist on live figures."""
        url = f"/v1/organisations/{self.api.world.org('red-group')}/live-check"
        read = self.staff("GET", url)
        body = {"check_at": list(occasions), "limit_ms": limit_ms}
        assert self.staff("PUT", url, body, {"If-Match": read.headers["etag"]}).status == 200
        self.hear()

    def asks(self, sku: str, quantity: int, who: str = "red-buyer") -> dict[str, Any]:
        lines = [{"product": self.product(sku, who), "quantity": str(quantity)}]
        return dict(self.api.caller(who)("POST", "/v1/availability", {"lines": lines}).json["items"][0])

    def counts(self) -> dict[str, Any]:
        """Read how it went, once everything has its end."""
        self.live.settle()
        url = f"/v1/connections/{public(self.line_to_erp.id)}/live-checks"
        return dict(self.staff("GET", url).json)


def public(id: Any) -> str:
    from fondaco.kernel.ids import public_id

    return public_id("cnn", id)


@pytest.fixture
def erp() -> Iterator[AskedErp]:
    with AskedErp() as erp:
        yield erp


@pytest.fixture
def trade(whole_api: Api, erp: AskedErp) -> Iterator[Counter]:
    trade = Counter(whole_api, erp)
    yield trade
    erp.free.set()
    trade.live.close()


def test_an_erp_that_has_been_silent_for_an_hour_does_not_make_a_fresh_promise(trade: Counter) -> None:
    assert trade.told(trade.asks("BOLT-8", 5)["schedule"]) == [("5", 0)]
    trade.fall_silent()
    answer = trade.asks("BOLT-8", 5)
    assert (answer["known"], trade.told(answer["schedule"]), answer["noted_at"]) == (False, [("5", None)], None)
    assert answer["told_at"] is not None
    assert answer["locations"][0]["now"] is None
    page = trade.page("red-buyer", f"/products/{answer['product']}", "en")
    assert "Availability unknown" in page
    assert "at once" not in page
    order = trade.ordered("red-buyer", "BOLT-8", 5)
    assert trade.told(trade.line("red-buyer", order)["schedule"]) == [("5", None)]
    # It speaks again: who waited has his date.
    trade.stock("BOLT-8", 20)
    assert trade.told(trade.line("red-buyer", order)["schedule"]) == [("5", 0)]
    assert trade.erp.questions == []


@pytest.mark.parametrize(
    ("policy", "promised", "noted"),
    [("unknown", False, False), ("promise_with_note", True, True), ("promise", True, False)],
)
def test_the_policy_of_the_connection_says_what_is_promised_and_every_page_says_how_old_that_is(
    trade: Counter, *, policy: str, promised: bool, noted: bool
) -> None:
    heard_at = trade.fall_silent()
    trade.keep(policy=policy)
    answer = trade.asks("BOLT-8", 5)
    assert trade.told(answer["schedule"]) == [("5", 0 if promised else None)]
    assert [told and datetime.fromisoformat(told) for told in (answer["noted_at"],)] == [heard_at if noted else None]
    cart = trade.cart("red-buyer", "BOLT-8", 5)
    assert (cart["lines"][0]["noted_at"] is not None) is noted
    product = trade.product("BOLT-8")
    for code, words in (("en", "Stock as of "), ("de", "Bestand vom Stand ")):
        for path in (f"/products/{product}", "/cart", "/checkout", "/search?q=BOLT-8"):
            page = trade.page("red-buyer", path, code)
            assert (words in page) is noted, (path, code)
            said = age(heard_at, today=today()).replace("\xa0", " ")
            assert (said in page) is noted


def test_a_silent_erp_is_asked_live_and_its_answer_is_promised_without_a_note(trade: Counter) -> None:
    trade.fall_silent()
    trade.keep(policy="ask_live", limit_ms=LONG)
    trade.erp.stock = {("BOLT-8", "HH"): "7"}
    answer = trade.asks("BOLT-8", 9)
    assert trade.told(answer["schedule"]) == [("7", 0), ("2", None)]
    assert (answer["known"], answer["noted_at"]) == (True, None)
    assert trade.erp.questions == [{"artikel": ["BOLT-8"], "auftraege": []}]
    counts = trade.counts()
    assert [counts[name] for name in ("asked", "answered", "late", "failed", "differed")] == [1, 1, 0, 0, 1]


@pytest.mark.parametrize(
    ("fallback", "promised", "noted"),
    [("unknown", False, False), ("promise_with_note", True, True), ("promise", True, False)],
)
def test_where_a_silent_erp_gives_no_answer_in_time_the_second_policy_counts(
    trade: Counter, *, fallback: str, promised: bool, noted: bool
) -> None:
    trade.fall_silent()
    trade.keep(policy="ask_live", fallback=fallback, limit_ms=SHORT)
    trade.erp.free.clear()
    answer = trade.asks("BOLT-8", 5)
    assert trade.told(answer["schedule"]) == [("5", 0 if promised else None)]
    assert (answer["noted_at"] is not None) is noted
    trade.erp.free.set()
    counts = trade.counts()
    assert (counts["asked"], counts["answered"], counts["late"] + counts["failed"]) == (1, 0, 1)


def test_a_customer_who_insists_is_told_what_the_erp_says_now_in_one_question_for_all_lines(trade: Counter) -> None:
    trade.insist("cart", "order")
    trade.erp.stock = {("BOLT-8", "HH"): "3", ("NUT-8", "HH"): "20"}
    cart = trade.cart("red-buyer", "BOLT-8", 5)
    nut = {"product": trade.product("NUT-8"), "quantity": "4"}
    cart = trade.post("red-buyer", f"/v1/carts/{cart['id']}/lines", {"lines": [nut]}).json
    assert trade.erp.questions == []
    seen = trade.api.caller("red-buyer")("GET", f"/v1/carts/{cart['id']}").json
    assert [trade.told(line["schedule"]) for line in seen["lines"]] == [[("3", 0), ("2", None)], [("4", 0)]]
    assert [question["artikel"] for question in trade.erp.questions] == [["BOLT-8", "NUT-8"]]
    # Not at the product page, and not for anybody else.
    assert trade.told(trade.asks("BOLT-8", 5)["schedule"]) == [("5", 0)]
    other = trade.cart("blue-buyer", "BOLT-8", 5)
    trade.api.caller("blue-buyer")("GET", f"/v1/carts/{other['id']}")
    assert len(trade.erp.questions) == 1
    placed = trade.order("red-buyer", seen)
    assert placed.status == 201, placed
    trade.hear()
    line = trade.line("red-buyer", placed.json["id"])
    assert trade.told(line["schedule"]) == [("3", 0), ("2", None)]
    assert line["first_schedule"] == []
    # The figure is kept: nobody is promised what the ERP does not have.
    assert trade.told(trade.asks("BOLT-8", 1, "blue-buyer")["schedule"]) == [("1", None)]
    assert trade.counts()["differed"] == 2


def test_goods_of_an_order_that_the_erp_took_off_already_are_not_subtracted_twice(trade: Counter) -> None:
    order = trade.ordered("red-buyer", "BOLT-8", 6)
    waits = trade.ordered("red-buyer", "BOLT-8", 1)
    assert waits
    with trade.api.runtime.database.transaction() as tx:
        [export, _] = orders.next_exports(tx=tx, system=SYSTEM, as_of=now())
        assert export.order == inner_id("ord", order)
        assert orders.begin_export(tx=tx, export=export.id, as_of=now())
        orders.mark_exported(tx=tx, export=export.id, external_ref="4711", as_of=now())
    trade.insist("product")
    trade.erp.stock = {("BOLT-8", "HH"): "20"}
    trade.erp.still_open = {("4711", "BOLT-8"): "6"}
    assert trade.told(trade.asks("BOLT-8", 50)["schedule"]) == [("13", 0), ("37", None)]
    assert trade.erp.questions[-1]["auftraege"] == ["4711"]
    # Four of the six left the house; that news has not been followed yet.
    trade.erp.stock, trade.erp.still_open = {("BOLT-8", "HH"): "16"}, {("4711", "BOLT-8"): "2"}
    assert trade.told(trade.asks("BOLT-8", 50)["schedule"]) == [("13", 0), ("37", None)]


def test_over_its_time_what_is_remembered_is_told_with_its_age_and_a_dead_erp_is_soon_left_alone(
    trade: Counter,
) -> None:
    trade.insist("product", limit_ms=SHORT)
    trade.erp.free.clear()
    for _ in range(3):
        answer = trade.asks("BOLT-8", 5)
        assert trade.told(answer["schedule"]) == [("5", 0)]
        assert answer["noted_at"] is not None
        trade.erp.free.set()
        trade.live.settle()
        trade.erp.free.clear()
    assert "Stock as of " in trade.page("red-buyer", f"/products/{answer['product']}", "en")
    counts = trade.counts()
    assert (counts["asked"], counts["answered"], counts["breaker"]["state"]) == (3, 0, "open")
    assert len(trade.erp.questions) == 3
    assert trade.asks("BOLT-8", 5)["noted_at"] is not None
    assert (trade.counts()["asked"], len(trade.erp.questions)) == (3, 3)
    # After its rest one question is tried, and all is well again.
    trade.erp.free.set()
    trade.insist("product")
    trade.erp.stock = {("BOLT-8", "HH"): "20"}
    trade.ahead = timedelta(minutes=1)
    assert trade.asks("BOLT-8", 5)["noted_at"] is None
    counts = trade.counts()
    assert (counts["answered"], counts["breaker"]["state"], len(trade.erp.questions)) == (1, "closed", 4)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, "not JSON"),
        (200, "[]"),
        (200, '{"bestand": "many", "offen": []}'),
        (500, "{}"),
        (503, '{"fehler": "Wartung"}'),
    ],
)
def test_an_erp_that_talks_nonsense_costs_nobody_his_page(trade: Counter, status: int, answer: str) -> None:
    trade.insist("product")
    trade.erp.status, trade.erp.answers = status, answer
    told = trade.asks("BOLT-8", 5)
    assert (trade.told(told["schedule"]), told["noted_at"] is not None) == ([("5", 0)], True)
    counts = trade.counts()
    assert [counts[name] for name in ("asked", "answered", "failed")] == [1, 0, 1]
    assert counts["error"]


@pytest.mark.parametrize("figure", ["NaN", "many", None, "1e40", {}])
def test_what_an_answer_leaves_out_is_told_as_remembered_with_its_age(trade: Counter, figure: object) -> None:
    trade.insist("product")
    trade.erp.stock = {
        ("BOLT-8", "HH"): "3",
        ("NUT-8", "HH"): figure,
        ("BOLT-8", "NOWHERE"): "50",
        ("OTHER", "HH"): "9",
    }
    assert trade.told(trade.asks("BOLT-8", 5)["schedule"]) == [("3", 0), ("2", None)]
    nut = trade.asks("NUT-8", 5)
    assert (trade.told(nut["schedule"]), nut["noted_at"] is not None) == ([("5", 0)], True)


def test_a_customer_who_insists_on_an_erp_that_cannot_be_asked_is_told_the_age(trade: Counter) -> None:
    trade.insist("product")
    trade.staff("POST", f"/v1/connections/{public(trade.line_to_erp.id)}/pause")
    answer = trade.asks("BOLT-8", 5)
    assert (trade.told(answer["schedule"]), answer["noted_at"] is not None) == ([("5", 0)], True)
    assert trade.erp.questions == []
    assert trade.counts()["asked"] == 0


def test_staff_see_and_keep_all_of_it_in_the_console(trade: Counter) -> None:
    console = create_console(transport=AsgiTransport(trade.api.app))
    cookies = {"fondaco_console": trade.api.world.tokens["administrator"], "fondaco_language": "en"}
    line = f"/connections/{public(trade.line_to_erp.id)}"
    red = f"/customers/{trade.api.world.org('red')}"
    with TestClient(console, cookies=cookies) as browser:

        def page(path: str) -> str:
            answer = browser.get(path)
            assert answer.status_code == 200, answer.text
            return html.unescape(answer.text).replace("\xa0", " ")

        def send(path: str, at: str, **fields: str) -> Any:
            shown = page(at)
            form = shown[shown.index(f'action="{path}"') :]
            hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[:600]))
            return browser.post(path, data=hidden | fields, follow_redirects=False)

        assert "It was never asked live." in page(line)
        asked = {"patience": "900", "policy": "ask_live", "fallback": "promise_with_note", "limit_ms": "5000"}
        assert send(f"{line}/source", line, **asked, cart="on").status_code == 303
        kept = trade.staff("GET", f"/v1/sources/{SYSTEM}").json
        assert [kept[name] for name in ("patience", "policy", "fallback", "limit_ms", "check_at")] == [
            900, "ask_live", "promise_with_note", 5000, ["cart"],
        ]  # fmt: skip
        refused = send(f"{line}/source", line, **asked | {"limit_ms": "many"})
        assert (refused.status_code, "This is not a valid number." in refused.text) == (422, True)
        old = browser.post(f"{line}/source", data={"version": "1", **asked, "_csrf_token": "x"})
        assert old.status_code in {403, 422}
        assert trade.staff("GET", f"/v1/sources/{SYSTEM}").json["version"] == kept["version"]
        assert send(f"{red}/live-check", red, limit_ms="120", order="on").status_code == 303
        rule = trade.staff("GET", f"/v1/organisations/{trade.api.world.org('red')}/live-check").json
        assert rule == {"check_at": ["order"], "limit_ms": 120, "version": 1}
        trade.keep(check_at=["product"])
        trade.erp.stock = {("BOLT-8", "HH"): "3"}
        trade.asks("BOLT-8", 1, "blue-buyer")
        trade.live.settle()
        told = page(line)
        for name, value in (("Asked", "1"), ("Answered", "1"), ("Differed from what was known", "1")):
            assert re.search(rf"<dt>{name}</dt><dd>{value}</dd>", told), name
        assert "closed: the ERP is asked" in told


def test_stale_and_foreign_changes_are_refused(trade: Counter) -> None:
    url = f"/v1/sources/{SYSTEM}"
    read = trade.staff("GET", url)
    body = {"patience": 60, "policy": "promise"}
    assert trade.staff("PUT", url, body, {"If-Match": read.headers["etag"]}).status == 200
    stale = trade.staff("PUT", url, body | {"policy": "unknown"}, {"If-Match": read.headers["etag"]})
    assert (stale.status, stale.code) == (409, "web.stale_version")
    assert trade.staff("GET", url).json["policy"] == "promise"
    nowhere = trade.staff("PUT", "/v1/sources/nobody", body, {"If-Match": '"1"'})
    assert (nowhere.status, nowhere.code) == (404, "availability.no_such_source")
    bad = trade.staff("PUT", url, body | {"fallback": "ask_live"}, {"If-Match": '"9"'})
    assert (bad.status, bad.code) == (400, "web.invalid_input")
    assert [one["system"] for one in trade.staff("GET", "/v1/sources").json["items"]] == [SYSTEM]
    rule = f"/v1/organisations/{trade.api.world.org('red')}/live-check"
    assert trade.staff("GET", rule).json == {"check_at": [], "limit_ms": 300, "version": 0}
    assert trade.staff("PUT", rule, {"check_at": ["cart"]}, {"If-Match": '"0"'}).status == 200
    again = trade.staff("PUT", rule, {"check_at": []}, {"If-Match": '"0"'})
    assert (again.status, again.code) == (409, "web.stale_version")
    assert trade.staff("GET", rule).json["check_at"] == ["cart"]
    assert Decimal(trade.asks("BOLT-8", 1)["orderable"]) == 1
