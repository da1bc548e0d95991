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


NEW = {"kind": "price", "calculation": "amount", "per": "1", "unit": "PCE", "currency": "EUR", "scale_by": "quantity"}


def kept(office: Office) -> list[dict[str, Any]]:
    return list(office.trade.staff("GET", "/v1/price-records/search?system=fondaco").json["items"])


@pytest.mark.parametrize(
    "stated",
    [
        {"amount": "8.00"},
        {"amount": "10", "kind": "discount", "calculation": "percent"},
        {"amount": "7.50", "scale": "100"},
        {"amount": "6.00", "valid_from": "2027-05-01T00:00:00Z", "valid_to": "2027-06-01T00:00:00Z"},
        {"amount": "5", "kind": "discount", "calculation": "percent", "type": "promotion", "segment": "craft"},
    ],
)
def test_what_is_tried_out_is_what_comes_to_be_and_leaves_nothing_behind(
    office: Office, stated: dict[str, Any]
) -> None:
    nut = office.trade.product("nut-8")
    record = {"product": nut, "organisation": office.red if "segment" not in stated else None} | stated
    lines = [{"number": "NUT-8", "quantity": "100"}, {"number": "bolt-8"}, {"number": "nothing"}]
    body = {"organisation": office.red, "lines": lines, "record": record}
    answer = office.trade.staff("POST", "/v1/price-records/effect", body)
    assert answer.status == 200, answer
    tried, other, unknown = answer.json["items"]
    assert kept(office) == []
    assert tried["without"] == tried["now"] != tried["then"]
    assert other["now"] == other["then"]
    assert (unknown["sku"], unknown["then"]) == ("", None)
    office.trade.hear()

    def pays() -> Any:
        query = f"organisation={office.red}&product={nut}&quantity=100&as_of={answer.json['as_of'].replace('+', '%2B')}"
        return office.trade.staff("GET", f"/v1/price-check?{query}").json["price"]["net"]

    if "segment" not in stated:
        assert pays() == tried["now"]
        made = office.trade.post("administrator", "/v1/price-records", record)
        assert made.status == 201, made
        office.trade.hear()
        assert pays() == tried["then"]


def test_a_record_is_tried_with_other_values_and_without_it(office: Office) -> None:
    record = {"product": office.trade.product("nut-8"), "organisation": office.red, "amount": "8.00"}
    made = office.trade.post("administrator", "/v1/price-records", record).json
    body = {"organisation": office.red, "lines": [{"number": "NUT-8"}], "change": {"amount": "7.00"}}
    [line] = office.trade.staff("POST", f"/v1/price-records/{made['id']}/effect", body).json["items"]
    assert [line[name]["amount"] for name in ("without", "now", "then")] == ["9.90", "8.00", "7.00"]
    assert kept(office) == [made]
    refused = office.trade.staff(
        "POST", f"/v1/price-records/{made['id']}/effect", body | {"change": {"amount": "7", "unit": "KGM"}}
    )
    assert (refused.status, refused.json["code"]) == (422, "pricing.bad_record")
    assert kept(office) == [made]


def test_the_form_of_a_new_price_says_what_it_would_do_and_keeps_what_was_typed(office: Office) -> None:
    typed = NEW | {"number": "NUT-8", "organisation": office.red, "amount": "8.25", "text": "as agreed"}
    page = office.post("/prices/new", **typed, action="try", try_for=office.red, try_numbers="NUT-8 10")
    assert page.status_code == 200
    [[name, quantity, now, then]] = office.rows(page)
    assert (name.split()[-1], quantity, now, then) == ("NUT-8", "10 pieces", "€9.90 per piece", "€8.25 per piece")
    assert 'value="as agreed"' in page.text
    assert kept(office) == []
    nobody = office.post("/prices/new", **typed, action="try", try_numbers="NUT-8")
    assert "Choose a customer" in nobody.text
    saved = office.post("/prices/new", **typed, try_for=office.red, try_numbers="NUT-8 10")
    assert saved.status_code == 303
    [made] = kept(office)
    assert made["amount"] == "8.25"


def test_the_page_of_a_price_says_what_other_values_would_do_in_german(whole_api: Api) -> None:
    office = Office(whole_api, who="sales", code="de")
    record = {"product": office.trade.product("nut-8"), "organisation": office.red, "amount": "8.00"}
    made = office.trade.post("sales", "/v1/price-records", record).json
    page = office.post(
        f"/prices/{made['id']}", amount="7,50", per="1", scale="0", action="try", try_for=office.red,
        try_numbers="nut-8, nichts",
    )  # fmt: skip
    assert page.status_code == 200
    [[_, _, *prices]] = office.rows(page)
    assert prices == ["9,90 € je Stück", "8,00 € je Stück", "7,50 € je Stück"]
    assert "Diese Nummern bezeichnen" in page.text
    assert kept(office) == [made]
