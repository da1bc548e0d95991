"""A customer in Austria of a house in Germany: when he pays tax, when not, and what he is told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fondaco.apps.demo.register import RegisterServer
from fondaco.connectors.vies.handlers import check_numbers
from fondaco.platform import event_log
from tests.support.house import Api, Caller, Reply

pytestmark = pytest.mark.slow

NUMBER = "ATU 1358 5627"
DAY = timedelta(days=1)


@pytest.fixture
def staff(whole_api: Api) -> Caller:
    return whole_api.caller("administrator")


@pytest.fixture
def buyer(whole_api: Api, staff: Caller) -> Caller:
    """Red's buyer, whose company moved to Austria and has a VAT number there that nobody has looked up."""
    red, address = whole_api.named["org:red"], whole_api.named["adr"]
    change(staff, f"/v1/organisations/{red}", {"vat_number": NUMBER, "country": "AT"})
    change(staff, f"/v1/addresses/{address}", {"country": "AT"})
    hear(whole_api)
    return whole_api.caller("red-buyer")


@pytest.fixture
def register() -> Iterator[RegisterServer]:
    server = RegisterServer(known=[NUMBER])
    server.start()
    yield server
    server.close()


def change(caller: Caller, url: str, body: dict[str, Any]) -> Reply:
    tag = caller("GET", url).headers["etag"]
    changed = caller("PATCH", url, body, {"If-Match": tag})
    assert changed.status == 200, changed
    return changed


def hear(api: Api) -> None:
    while event_log.relay(database=api.runtime.database) is not None:
        pass
    assert api.runtime.follower is not None
    api.runtime.follower.catch_up()


def told(api: Api, buyer: Caller, on: datetime | None = None) -> tuple[str, str]:
    """Return the rate of a line and the words for it."""
    hear(api)
    body: dict[str, Any] = {"lines": [{"product": api.named["prd"]}]}
    if on is not None:
        body["as_of"] = on.isoformat()
    reply = buyer("POST", "/v1/prices", body, {"Accept-Language": "en"})
    assert reply.status == 200, reply
    [line] = reply.json["items"]
    assert line["because"][-1]["step"] == "tax"
    return line["tax_rate"], line["because"][-1]["text"].split(": ")[1]


UNCONFIRMED = ("19", "rate of the seller, because your VAT number has not been confirmed yet")
CONFIRMED = ("0", "exempt intra-Community supply, Art. 138 of Directive 2006/112/EC")


def record(api: Api, staff: Caller, **stated: Any) -> Reply:
    url = f"/v1/organisations/{api.named['org:red']}/vat-checks"
    return staff("POST", url, {"number": NUMBER, **stated}, {"Idempotency-Key": str(stated)})


def test_until_somebody_confirms_the_number_he_pays_and_is_told_why(
    whole_api: Api, staff: Caller, buyer: Caller
) -> None:
    assert told(whole_api, buyer) == UNCONFIRMED
    cart = buyer("GET", f"/v1/carts/{whole_api.named['crt']}", None, {"Accept-Language": "de"}).json
    assert (cart["net"], cart["tax"]) == ("35.65", "6.77")
    assert [one["text"] for one in cart["tax_reasons"]] == [
        "Umsatzsteuer 19 %: Satz des Verkäufers, da Ihre USt-IdNr. noch nicht bestätigt ist"
    ]
    checked = record(whole_api, staff, reference="WAPI-1")
    assert checked.status == 201, checked
    assert (checked.json["by"], checked.json["name"]) == ("staff", "Staff administrator")
    assert told(whole_api, buyer) == CONFIRMED
    seen = {"cart": cart["id"], "version": cart["version"], "net": cart["net"], "gross": cart["gross"]}
    refused = buyer("POST", "/v1/orders", seen, {"Idempotency-Key": "o"})
    assert (refused.status, refused.code) == (409, "orders.price_changed"), "he saw another total"
    cart = buyer("GET", f"/v1/carts/{cart['id']}").json
    assert (cart["tax"], cart["tax_reasons"][0]["reason"]) == ("0.00", "intra_community")
    placed = buyer("POST", "/v1/orders", seen | {"gross": cart["gross"]}, {"Idempotency-Key": "p"})
    assert placed.status == 201, placed
    [line] = placed.json["lines"]
    assert (line["because"][-1]["reason"], line["because"][-1]["rate"]) == ("intra_community", "0")


def test_a_register_that_is_away_confirms_nothing_and_takes_nothing_back(
    whole_api: Api, buyer: Caller, staff: Caller, register: RegisterServer
) -> None:
    database = whole_api.runtime.database
    register.entries.failing["AT"] = "MS_UNAVAILABLE"
    check_numbers(database=database, url=register.url)
    assert told(whole_api, buyer) == UNCONFIRMED
    past = datetime.now(UTC) - 60 * DAY
    assert record(whole_api, staff, checked_at=past.isoformat()).status == 201
    assert told(whole_api, buyer) == CONFIRMED
    assert record(whole_api, staff, outcome="not_registered").status == 201
    assert told(whole_api, buyer)[1] == "rate of the seller, because your VAT number was not found in the register"


def test_a_confirmation_ages_by_the_policy_of_the_house(whole_api: Api, staff: Caller, buyer: Caller) -> None:
    past = datetime.now(UTC) - 40 * DAY
    assert record(whole_api, staff, checked_at=past.isoformat()).status == 201
    assert told(whole_api, buyer) == CONFIRMED
    assert told(whole_api, buyer, on=past + 91 * DAY)[1].endswith("last confirmed too long ago")
    assert staff("GET", "/v1/tax-policy").json == {"confirmation_days": 90}
    assert staff("PUT", "/v1/tax-policy", {"confirmation_days": 30}).status == 200
    assert told(whole_api, buyer) == (
        "19",
        "rate of the seller, because your VAT number was last confirmed too long ago",
    )
    assert staff("PUT", "/v1/tax-policy", {"confirmation_days": 0}).code == "web.invalid_input"


def test_another_number_has_to_be_confirmed_anew_and_nobody_confirms_one_that_he_did_not_look_up(
    whole_api: Api, staff: Caller, buyer: Caller
) -> None:
    assert record(whole_api, staff).status == 201
    change(staff, f"/v1/organisations/{whole_api.named['org:red']}", {"vat_number": "ATU57194903"})
    assert told(whole_api, buyer) == UNCONFIRMED
    late = record(whole_api, staff, reference="late")
    assert (late.status, late.code) == (409, "accounts.other_vat_number")
    ahead = record(whole_api, staff, number="ATU57194903", checked_at=(datetime.now(UTC) + DAY).isoformat())
    assert (ahead.status, ahead.code) == (422, "accounts.bad_draft")
    assert told(whole_api, buyer) == UNCONFIRMED
    listed = staff("GET", f"/v1/organisations/{whole_api.named['org:red']}/vat-checks").json
    assert (listed["number"], [one["number"] for one in listed["items"]]) == ("ATU57194903", ["ATU13585627"])


def test_a_certificate_frees_from_tax_within_its_period_and_not_a_moment_outside(
    whole_api: Api, staff: Caller, buyer: Caller
) -> None:
    start = datetime.now(UTC) - DAY
    end = datetime.now(UTC) + 9 * DAY
    url = f"/v1/organisations/{whole_api.named['org:red']}/vat-exemptions"
    body = {"certificate": "B-1", "reason": "Embassy", "valid_from": start.isoformat(), "valid_to": end.isoformat()}
    made = staff("POST", url, body | {"country": "AT"}, {"Idempotency-Key": "a"})
    assert made.status == 201, made
    assert told(whole_api, buyer) == UNCONFIRMED, "Austria's tax is not the one that is due"
    one = f"/v1/vat-exemptions/{made.json['id']}"
    changed = staff("PATCH", one, {"country": None}, {"If-Match": made.headers["etag"]})
    assert (changed.status, changed.json["country"], changed.json["valid_to"]) == (200, None, made.json["valid_to"])
    assert told(whole_api, buyer) == ("0", "exempt by the certificate that we have on file for you")
    assert told(whole_api, buyer, on=end - timedelta(microseconds=1))[0] == "0"
    assert told(whole_api, buyer, on=end)[0] == "19"
    assert told(whole_api, buyer, on=start - timedelta(microseconds=1))[0] == "19"
    stale = staff("PATCH", one, {"valid_to": None}, {"If-Match": made.headers["etag"]})
    assert (stale.status, stale.code) == (409, "web.stale_version")
    backwards = staff("PATCH", one, {"valid_to": start.isoformat()}, {"If-Match": changed.headers["etag"]})
    assert (backwards.status, backwards.code) == (422, "kernel.bad_period")
    assert staff("GET", url).json["items"] == [changed.json]
    assert staff("DELETE", one, None, {"If-Match": changed.headers["etag"]}).status == 204
    assert told(whole_api, buyer) == UNCONFIRMED
    assert staff("GET", url).json["items"] == []


def test_the_house_states_its_rates_and_from_where_it_sells(whole_api: Api, staff: Caller, buyer: Caller) -> None:
    new_year = datetime(2027, 1, 1, tzinfo=UTC)
    rate = {"country": "DE", "tax_class": "standard", "rate": "21", "since": "2027-01-01"}
    assert staff("PUT", "/v1/tax-rates", {"items": [rate]}).status == 200
    assert told(whole_api, buyer)[0] == "19"
    assert told(whole_api, buyer, on=new_year)[0] == "21"
    known = staff("GET", "/v1/tax-rates").json["items"]
    assert rate in known
    assert {"country": "AT", "tax_class": "standard", "rate": "20", "since": "1984-01-01"} in known
    abroad = {"items": [{"sales_area": "DE01", "country": "FR"}]}
    refused = staff("PUT", "/v1/sellers", abroad)
    assert (refused.status, refused.code) == (422, "pricing.bad_rules")
    assert refused.json["problems"][0]["pointer"] == "/items/0/country"
    at_home = {"items": [{"sales_area": "DE01", "country": "AT"}]}
    assert staff("PUT", "/v1/sellers", at_home).status == 200
    assert told(whole_api, buyer) == ("20", "rate of the seller's country")
    assert {"sales_area": "DE01", "country": "AT"} in staff("GET", "/v1/sellers").json["items"]
