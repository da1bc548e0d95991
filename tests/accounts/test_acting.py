"""Staff who act for a customer: by a code, once; no more than buyers may; and everything bears both names."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from fondaco.kernel.actor import MissingPermission
from fondaco.kernel.ids import inner_id
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.errors import BadActingCode
from fondaco.modules.accounts.types import BUYER_PERMISSIONS
from fondaco.platform import event_log
from tests.support.house import Api, Caller

MOMENT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def offer(api: Api, who: str = "sales", *, organisation: str = "red", contact: str | None = None) -> str:
    body = {"organisation": api.world.org(organisation), "contact": api.world.con(contact) if contact else None}
    reply = api.caller(who)("POST", "/v1/acting-codes", body)
    assert reply.status == 201, reply
    return str(reply.json["code"])


def begin(api: Api, code: str) -> Caller:
    reply = api.stranger()("POST", "/v1/acting-sessions", {"code": code})
    assert reply.status == 201, reply
    return Caller(api.app, reply.json["token"])


def told(api: Api) -> list[tuple[str, dict[str, Any]]]:
    with api.runtime.database.transaction() as tx:
        rows = tx.execute(
            text("SELECT type, data FROM platform.outbox WHERE type LIKE 'accounts.acting%' ORDER BY seq")
        )
        return [(row.type, row.data) for row in rows]


def test_a_code_opens_one_session_for_the_customer_and_the_log_tells_from_when_to_when(api: Api) -> None:
    code = offer(api)
    assert told(api) == []
    acting = begin(api, code)
    me = acting("GET", "/v1/me").json
    assert (me["kind"], me["name"], me["organisation"]) == ("staff", "Staff sales", api.world.org("red"))
    assert me["acting"] == {
        "organisation": api.world.org("red"),
        "organisation_name": "SECRET-red GmbH",
        "contact": None,
        "contact_name": None,
    }
    again = api.stranger()("POST", "/v1/acting-sessions", {"code": code})
    assert (again.status, again.code) == (401, "accounts.bad_acting_code")
    assert acting("DELETE", "/v1/sessions/current").status == 204
    [(began, facts), (ended, last)] = told(api)
    assert (began, ended) == ("accounts.acting_began.v1", "accounts.acting_ended.v1")
    assert facts == last
    assert facts["staff"] == str(inner_id("con", api.world.con("sales")))
    assert facts["organisation"] == str(inner_id("org", api.world.org("red")))
    with api.runtime.database.transaction() as tx:
        hashed = accounts.hash_token(acting.token or "")
        assert accounts.actor_of_token(tx=tx, token_hash=hashed, now=datetime.now(UTC)) is None


def test_who_acts_may_buy_and_nothing_of_the_house(api: Api) -> None:
    acting = begin(api, offer(api, "administrator"))
    permissions = set(acting("GET", "/v1/me").json["permissions"])
    assert permissions == BUYER_PERMISSIONS - {"organisation.manage"}
    assert acting("GET", f"/v1/organisations/{api.world.org('blue')}").status == 404
    assert acting("POST", "/v1/acting-codes", {"organisation": api.world.org("red")}).status == 403
    foreign = Caller(api.app, acting.token, api.world.org("blue"))
    assert foreign("GET", "/v1/me").status == 404


def test_acting_as_a_person_gives_what_the_person_may_do(api: Api) -> None:
    acting = begin(api, offer(api, contact="red-viewer"))
    me = acting("GET", "/v1/me").json
    assert me["acting"]["contact"] == api.world.con("red-viewer")
    theirs = api.caller("red-viewer")("GET", "/v1/me").json["permissions"]
    assert me["permissions"] == theirs
    assert "orders.place" not in theirs


@pytest.mark.parametrize(
    ("who", "organisation", "contact", "status"),
    [
        ("red-buyer", "red", None, 403),
        ("red-admin", "red", None, 403),
        ("service", "red", None, 403),
        ("sales", "red", "blue-buyer", 404),
        ("sales", "red", "sales", 404),
    ],
)
def test_who_may_not_act_gets_no_code(api: Api, who: str, organisation: str, contact: str | None, status: int) -> None:
    body = {"organisation": api.world.org(organisation), "contact": api.world.con(contact) if contact else None}
    assert api.caller(who)("POST", "/v1/acting-codes", body).status == status
    with api.runtime.database.transaction() as tx:
        assert tx.execute(text("SELECT count(*) FROM accounts.acting_code")).scalar_one() == 0


def test_a_code_that_is_too_old_opens_nothing_and_is_gone(api: Api) -> None:
    with api.runtime.database.transaction() as tx:
        token_hash = accounts.hash_token(api.world.tokens["sales"])
        actor = accounts.actor_of_token(tx=tx, token_hash=token_hash, now=datetime.now(UTC))
        assert actor is not None
        organisation = inner_id("org", api.world.org("red"))
        offered = accounts.offer_acting(tx=tx, actor=actor, organisation_id=organisation, now=MOMENT)
        with pytest.raises(BadActingCode):
            accounts.begin_acting(tx=tx, code=offered.code, now=MOMENT + timedelta(minutes=2))
        with pytest.raises(BadActingCode):
            accounts.begin_acting(tx=tx, code=offered.code, now=MOMENT)


def test_who_loses_the_permission_acts_no_longer(api: Api) -> None:
    acting = begin(api, offer(api))
    assert acting("GET", "/v1/me").status == 200
    with api.runtime.database.transaction() as tx:
        tx.execute(
            text("DELETE FROM accounts.membership WHERE contact = :contact"),
            {"contact": inner_id("con", api.world.con("sales"))},
        )
    with api.runtime.database.transaction() as tx, pytest.raises(MissingPermission):
        accounts.access_of_token(tx=tx, token_hash=accounts.hash_token(acting.token or ""), now=datetime.now(UTC))


@pytest.mark.slow
def test_the_order_says_whose_it_is_and_who_placed_it_and_the_log_too(whole_api: Api) -> None:
    acting = begin(whole_api, offer(whole_api, contact="red-buyer"))
    body = {"cart": whole_api.named["crt"], "version": 2, "net": "35.65"}
    placed = acting("POST", "/v1/orders", body, {"Idempotency-Key": "acting"})
    assert placed.status == 201, placed
    expected = {
        "contact": {"id": whole_api.world.con("red-buyer"), "name": "SECRET-red red-buyer"},
        "on_behalf": {"id": whole_api.world.con("sales"), "name": "Staff sales"},
    }
    for who in ("red-buyer", "service"):
        order = whole_api.caller(who)("GET", f"/v1/orders/{placed.json['id']}").json
        assert {name: order[name] for name in expected} == expected
    while event_log.relay(database=whole_api.runtime.database) is not None:
        pass
    log = f"/v1/events?type=orders.order_placed.v1&subject={placed.json['id']}"
    [fact] = whole_api.caller("administrator")("GET", log).json["items"]
    assert fact["subject"] == fact["data"]["order"] == placed.json["id"]
    assert fact["data"]["on_behalf"] == whole_api.world.con("sales")
    assert fact["data"]["contact"] == whole_api.world.con("red-buyer")
    assert fact["data"]["products"] == [whole_api.named["prd"]]


@pytest.mark.slow
def test_who_acts_as_somebody_who_may_not_order_orders_nothing(whole_api: Api) -> None:
    acting = begin(whole_api, offer(whole_api, contact="red-viewer"))
    before = whole_api.caller("red-buyer")("GET", "/v1/orders").json
    body = {"cart": whole_api.named["crt"], "version": 2, "net": "35.65"}
    assert acting("POST", "/v1/orders", body, {"Idempotency-Key": "viewer"}).status == 403
    assert whole_api.caller("red-buyer")("GET", "/v1/orders").json == before


def test_a_blocked_person_is_not_acted_for_any_longer(api: Api) -> None:
    acting = begin(api, offer(api, contact="red-buyer"))
    with api.runtime.database.transaction() as tx:
        tx.execute(
            text("UPDATE accounts.contact SET blocked = true WHERE id = :id"),
            {"id": inner_id("con", api.world.con("red-buyer"))},
        )
    assert acting("GET", "/v1/me").status == 401
    body = {"organisation": api.world.org("red"), "contact": api.world.con("red-buyer")}
    assert api.caller("sales")("POST", "/v1/acting-codes", body).status == 404
