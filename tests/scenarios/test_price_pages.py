"""Staff at the price pages of the console: many prices at once, what a price would do, and what somebody else changed."""

import html
import re
from typing import Any

import pytest
from litestar.testing import TestClient

from fondaco.apps.client.transport import AsgiTransport
from fondaco.apps.console.app import create_app as create_console
from tests.scenarios.trade import Trade
from tests.support.house import Api

pytestmark = pytest.mark.slow


class Office:
    """Somebody of the staff before the console, in a language."""

    def __init__(self, api: Api, who: str = "administrator", code: str = "en") -> None:
        self.api, self.trade = api, Trade(api)
        cookies = {"fondaco_console": api.world.tokens[who], "fondaco_language": code}
        self.browser = TestClient(create_console(transport=AsgiTransport(api.app)), cookies=cookies)
        self.red = api.world.org("red")

    def get(self, path: str, **query: str) -> Any:
        return self.browser.get(path, params=query)

    def post(self, path: str, **fields: str) -> Any:
        page = self.browser.get(path if path != "/prices/new" else "/prices/new").text
        token = re.search(r'name="_csrf_token" value="([0-9a-f]+)"', page)
        assert token
        return self.browser.post(path, data=fields | {"_csrf_token": token[1]}, follow_redirects=False)

    def rows(self, page: Any) -> list[list[str]]:
        """Read the cells of the last table of a page's main part."""
        body = page.text.partition("</main>")[0].rpartition("<tbody>")[2].partition("</tbody>")[0]
        return [
            [said(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
            for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)
        ]


def said(markup: str) -> str:
    """Read a piece of a page as people do."""
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", markup)).split())


@pytest.fixture
def office(whole_api: Api) -> Office:
    return Office(whole_api)


def test_many_part_numbers_are_priced_and_dated_in_one_table(office: Office) -> None:
    office.trade.stock("NUT-8", 1000)
    page = office.get(
        "/price-check/several", organisation=office.red, numbers="nut-8 100, bolt-8\nno-such-number", as_of=""
    )
    assert page.status_code == 200
    nut, bolt = office.rows(page)
    assert nut[0].endswith("NUT-8")
    assert nut[1] == "100 pieces"
    assert nut[2].startswith("€9.90 per")
    assert nut[4] != "–"
    assert bolt[0].endswith("BOLT-8")
    assert "no-such-number" in said(page.text.partition("name no product")[2])
    way = html.unescape(page.text.partition('class="strong" href="')[2].partition('"')[0])
    one = office.browser.get(way)
    assert nut[3] in said(one.text)
    assert "because" in one.text


def test_the_german_page_leads_on_in_german(whole_api: Api) -> None:
    office = Office(whole_api, who="sales", code="de")
    page = office.get("/price-check/several", organisation=office.red, numbers="NUT-8 100", as_of="2027-01-15")
    [[name, quantity, price, *_]] = office.rows(page)
    assert (name.endswith("NUT-8"), quantity) == (True, "100 Stück")
    assert price.startswith("9,90 € je")
    assert "as_of=2027-01-15" in page.text


def test_more_than_fifty_numbers_are_refused_and_nothing_is_asked(office: Office) -> None:
    page = office.get("/price-check/several", organisation=office.red, numbers="\n".join(["nut-8"] * 51))
    assert "Not more than 50" in page.text
    assert "<table" not in page.text.partition("<main")[2].partition("</main>")[0]


def test_lines_are_answered_in_their_order_with_what_they_mean(office: Office) -> None:
    body = {
        "organisation": office.red,
        "lines": [{"number": "BOLT-8", "quantity": "5"}, {"number": "?"}, {"number": "nut 8"}],
    }
    told = office.trade.staff("POST", "/v1/price-check", body)
    assert told.status == 200, told
    assert [(one["number"], one["sku"]) for one in told.json["items"]] == [
        ("BOLT-8", "BOLT-8"), ("?", ""), ("nut 8", "NUT-8"),
    ]  # fmt: skip
    alone = office.trade.staff(
        "GET", f"/v1/price-check?organisation={office.red}&product={told.json['items'][0]['product']}&quantity=5"
    ).json["price"]
    many = told.json["items"][0]["price"]
    assert (many["net"], many["amount"], many["tax"]) == (alone["net"], alone["amount"], alone["tax"])
    nothing = office.trade.staff("POST", "/v1/price-check", body | {"lines": [{"number": "BOLT-8", "quantity": "0"}]})
    assert (nothing.status, nothing.json["problems"][0]["pointer"]) == (422, "/lines/0/quantity")
