"""How prices of our own are kept: found, changed by two people where the policy says so, taken from and given as files."""

from typing import Any

import pytest

from tests.support.house import Api, Caller

pytestmark = pytest.mark.slow


class Desk:
    """Two people who keep prices."""

    def __init__(self, api: Api) -> None:
        self.api, self.first, self.second = api, api.caller("administrator"), api.caller("sales")
        self.buyer = api.caller("red-buyer")
        self._count = 0

    def post(self, who: Caller, url: str, body: object) -> Any:
        self._count += 1
        return who("POST", url, body, {"Idempotency-Key": f"keeping-{self._count}"})

    @property
    def nut(self) -> str:
        return str(self.buyer("GET", "/v1/products?q=nut-8").json["items"][0]["id"])

    def record(self, **stated: object) -> dict[str, Any]:
        made = self.post(self.first, "/v1/price-records", {"product": self.nut, "amount": "8.00"} | stated)
        assert made.status == 201, made
        return dict(made.json)

    def version(self, record: dict[str, Any]) -> int:
        told = self.first("GET", f"/v1/price-records/{record['id']}")
        return int(told.headers["etag"].strip('"'))


@pytest.fixture
def desk(whole_api: Api) -> Desk:
    return Desk(whole_api)


def test_records_are_found_by_whom_and_what_they_are_for_and_by_the_day(desk: Desk) -> None:
    red = desk.api.world.org("red")
    ended = desk.record(organisation=red, valid_from="2020-01-01T00:00:00Z", valid_to="2021-01-01T00:00:00Z")
    now = desk.record(organisation=red, amount="7.00", valid_from="2026-01-01T00:00:00Z")

    def found(query: str) -> list[str]:
        return [one["id"] for one in desk.first("GET", f"/v1/price-records/search?{query}").json["items"]]

    assert found(f"organisation={red}&system=fondaco") == [ended["id"], now["id"]]
    assert found(f"organisation={red}&system=fondaco&on=2020-06-01T00:00:00Z") == [ended["id"]]
    assert found(f"product={desk.nut}&kind=discount") == []
    first = desk.first("GET", f"/v1/price-records/search?organisation={red}&limit=1").json
    assert len(first["items"]) == 1
    assert first["next"]


def test_two_people_decide_where_the_policy_says_so(desk: Desk) -> None:
    record = desk.record(organisation=desk.api.world.org("red"))
    assert desk.first("PUT", "/v1/price-policy", {"second_person_above": "10"}).status == 200
    version = desk.version(record)
    match = {"If-Match": f'"{version}"'}
    small = desk.first("PATCH", f"/v1/price-records/{record['id']}", {"amount": "7.50"}, match)
    assert small.status == 200, small
    version = desk.version(record)
    alone = desk.first("PATCH", f"/v1/price-records/{record['id']}", {"amount": "5.00"}, {"If-Match": f'"{version}"'})
    assert (alone.status, alone.json["code"]) == (409, "pricing.second_person_needed")
    body = {"reason": "Wettbewerb", "record": record["id"], "version": version, "change": {"amount": "5.00"}}
    proposed = desk.post(desk.first, "/v1/price-proposals", body)
    assert proposed.status == 201, proposed
    decision = f"/v1/price-proposals/{proposed.json['id']}/decision"
    own = desk.post(desk.first, decision, {"decision": "accept"})
    assert (own.status, own.json["code"]) == (403, "pricing.own_proposal")
    assert desk.first("GET", f"/v1/price-records/{record['id']}").json["amount"] == "7.50"
    accepted = desk.post(desk.second, decision, {"decision": "accept", "comment": "einverstanden"})
    assert (accepted.status, accepted.json["state"]) == (201, "accepted")
    assert desk.first("GET", f"/v1/price-records/{record['id']}").json["amount"] == "5.00"
    again = desk.post(desk.second, decision, {"decision": "reject"})
    assert (again.status, again.json["code"]) == (409, "pricing.proposal_decided")


def test_a_proposal_is_void_once_the_record_is_another(desk: Desk) -> None:
    record = desk.record(organisation=desk.api.world.org("red"))
    desk.first("PUT", "/v1/price-policy", {"second_person_above": "10"})
    version = desk.version(record)
    body = {"reason": "x", "record": record["id"], "version": version, "change": {"amount": "5.00"}}
    proposed = desk.post(desk.first, "/v1/price-proposals", body).json
    desk.first("PATCH", f"/v1/price-records/{record['id']}", {"amount": "7.90"}, {"If-Match": f'"{version}"'})
    stale = desk.post(desk.second, f"/v1/price-proposals/{proposed['id']}/decision", {"decision": "accept"})
    assert (stale.status, stale.json["code"]) == (409, "web.stale_version")
    assert desk.first("GET", f"/v1/price-records/{record['id']}").json["amount"] == "7.90"
    [waiting] = desk.first("GET", "/v1/price-proposals?state=open").json["items"]
    assert waiting["id"] == proposed["id"]


def test_what_cannot_be_is_refused_when_it_is_proposed(desk: Desk) -> None:
    add = {"product": desk.nut, "amount": "150", "kind": "discount", "calculation": "percent"}
    refused = desk.post(desk.first, "/v1/price-proposals", {"reason": "x", "add": add})
    assert (refused.status, refused.json["code"]) == (422, "pricing.bad_record")
    assert desk.first("GET", "/v1/price-proposals").json["items"] == []
    fits = desk.post(desk.first, "/v1/price-proposals", {"reason": "x", "add": add | {"amount": "15"}})
    assert fits.status == 201, fits
    assert desk.first("GET", "/v1/price-records/search?system=fondaco").json["items"] == []
    desk.post(desk.second, f"/v1/price-proposals/{fits.json['id']}/decision", {"decision": "accept"})
    [made] = desk.first("GET", "/v1/price-records/search?system=fondaco").json["items"]
    assert (made["kind"], made["amount"]) == ("discount", "15")


def test_a_file_goes_out_and_comes_back_and_every_bad_line_is_answered(desk: Desk) -> None:
    red = desk.api.world.org("red")
    record = desk.record(organisation=red, text="=1+1")
    out = desk.first("GET", f"/v1/price-records/search.csv?organisation={red}&system=fondaco")
    heading, line, *_ = out.body.decode().splitlines()
    assert "'=1+1" in line
    changed = line.replace(";8.00;", ";7.25;").replace("'=1+1", "net")
    bad = changed.replace(record["key"], "").replace(";7.25;", ";cheap;")
    unknown = changed.replace(record["key"], "").replace(red, "org_00000000000000000000000000")
    content = f"{heading}\n{changed}\n{bad}\n{unknown}\n1;2"
    taken = desk.post(desk.first, "/v1/price-records/import", {"content": content}).json
    assert (taken["read"], taken["taken"]) == (4, 1)
    assert [one["line"] for one in taken["refused"]] == [3, 4, 5]
    assert taken["refused"][0]["field"] == "amount"
    assert desk.first("GET", f"/v1/price-records/{record['id']}").json["amount"] == "7.25"
    for broken in ("amount\n1\0\n", 'amount;text\n5;"' + "x" * 200_000):
        answer = desk.post(desk.first, "/v1/price-records/import", {"content": broken})
        assert (answer.status, answer.json["taken"]) == (201, 0), answer
        assert answer.json["refused"][0]["code"] == "pricing.unreadable_line"
    wrong = desk.post(desk.first, "/v1/price-records/import", {"content": "price\n1\n"}).json
    assert (wrong["taken"], wrong["refused"][0]["code"]) == (0, "pricing.unknown_column")
