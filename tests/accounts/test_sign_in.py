from datetime import timedelta

import pytest
from sqlalchemy import select

from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts import model, tables
from fondaco.modules.accounts.errors import BadCredentials, TooManySignIns, WeakPassword
from fondaco.modules.accounts.store import tokens
from fondaco.platform.transaction import Tx
from tests.support.house import NOW, PASSWORD, Api, build


def test_a_session_opens_with_the_right_password_only_and_its_token_is_kept_as_a_hash(tx: Tx) -> None:
    build(tx)
    before = tx.execute(select(tables.session)).all()
    for email, password in [("red-buyer@x.example", "wrong"), ("nobody@x.example", PASSWORD), ("", "")]:
        with pytest.raises(BadCredentials):
            accounts.sign_in(tx=tx, email=email, password=password, now=NOW)
    assert tx.execute(select(tables.session)).all() == before
    signed_in = accounts.sign_in(tx=tx, email=" Red-Buyer@x.example ", password=PASSWORD, now=NOW)
    row = tx.execute(select(tables.session).where(tables.session.c.id == signed_in.session)).one()
    assert row.token_hash == accounts.hash_token(signed_in.token)
    assert signed_in.token.encode() not in row.token_hash
    assert signed_in.token not in repr(signed_in)


def test_a_token_opens_until_it_expires_or_the_session_ends(tx: Tx) -> None:
    build(tx)
    signed_in = accounts.sign_in(tx=tx, email="red-buyer@x.example", password=PASSWORD, now=NOW)
    hashed = accounts.hash_token(signed_in.token)
    actor = accounts.actor_of_token(tx=tx, token_hash=hashed, now=NOW)
    assert actor is not None
    assert actor.id == signed_in.contact
    assert accounts.actor_of_token(tx=tx, token_hash=hashed, now=NOW + model.SESSION_LASTS) is None
    accounts.sign_out(tx=tx, contact=signed_in.contact, session=signed_in.session, now=NOW)
    assert accounts.actor_of_token(tx=tx, token_hash=hashed, now=NOW) is None


def test_a_new_password_ends_all_sessions_and_a_weak_one_changes_nothing(tx: Tx) -> None:
    world = build(tx)
    contact = world.contacts["red-buyer"]
    signed_in = accounts.sign_in(tx=tx, email="red-buyer@x.example", password=PASSWORD, now=NOW)
    for weak in ("short", "red-buyer@x.example", "x" * 201):
        with pytest.raises(WeakPassword):
            accounts.set_password(tx=tx, contact=contact, email="red-buyer@x.example", password=weak, now=NOW)
    assert accounts.actor_of_token(tx=tx, token_hash=accounts.hash_token(signed_in.token), now=NOW)
    accounts.set_password(tx=tx, contact=contact, email="red-buyer@x.example", password="another good one", now=NOW)
    assert accounts.actor_of_token(tx=tx, token_hash=accounts.hash_token(signed_in.token), now=NOW) is None
    with pytest.raises(BadCredentials):
        accounts.sign_in(tx=tx, email="red-buyer@x.example", password=PASSWORD, now=NOW)


def test_attempts_are_throttled_per_person_and_place_and_free_again_after_the_window(tx: Tx) -> None:
    def attempt(email: str, place: str, later: timedelta = timedelta()) -> None:
        accounts.admit_attempt(tx=tx, email=email, network_address=place, now=NOW + later)

    for _ in range(model.ATTEMPTS):
        attempt("a@x.example", "10.0.0.1")
    with pytest.raises(TooManySignIns) as refused:
        attempt("A@x.example", "10.0.0.1")
    assert refused.value.facts["retry_after"] == model.ATTEMPTS_WINDOW.total_seconds()
    attempt("a@x.example", "10.0.0.2")
    attempt("b@x.example", "10.0.0.1")
    attempt("a@x.example", "10.0.0.1", model.ATTEMPTS_WINDOW + timedelta(seconds=1))


def test_over_http_the_throttle_counts_although_each_refusal_rolls_back(api: Api) -> None:
    stranger = api.stranger()
    body = {"email": "red-buyer@x.example", "password": "wrong"}
    for _ in range(model.ATTEMPTS):
        assert stranger("POST", "/v1/sessions", body).status == 401
    refused = stranger("POST", "/v1/sessions", body)
    assert (refused.status, refused.code) == (429, "accounts.too_many_sign_ins")
    assert 0 < int(refused.headers["retry-after"]) <= 900
    right = stranger("POST", "/v1/sessions", {"email": "red-buyer@x.example", "password": PASSWORD})
    assert right.status == 429


def test_signing_in_using_and_signing_out_over_http(api: Api) -> None:
    made = api.stranger()("POST", "/v1/sessions", {"email": "red-buyer@x.example", "password": PASSWORD})
    assert made.status == 201
    caller = api.stranger()
    caller.token = made.json["token"]
    me = caller("GET", "/v1/me").json
    assert me["organisation"] == api.world.org("red")
    assert "orders.place" in me["permissions"]
    listed = caller("GET", "/v1/sessions").json["items"]
    assert [session["current"] for session in listed] == [True, False]
    assert caller("DELETE", "/v1/sessions/current").status == 204
    api.runtime.follower.catch_up()
    assert caller("GET", "/v1/me").status in {200, 401}


def test_a_session_that_ended_elsewhere_is_forgotten_when_the_event_arrives(api: Api) -> None:
    caller = api.caller("red-buyer")
    assert caller("GET", "/v1/me").status == 200
    session = caller("GET", "/v1/sessions").json["items"][0]["id"]
    assert caller("DELETE", f"/v1/sessions/{session}").status == 204
    for projection in api.runtime.projections:
        with api.runtime.database.transaction() as tx:
            projection.load(tx=tx)
    refused = caller("GET", "/v1/me")
    assert (refused.status, refused.code) == (401, "auth.not_signed_in")


def test_nobody_ends_the_session_of_another(api: Api) -> None:
    session = api.caller("red-buyer")("GET", "/v1/sessions").json["items"][0]["id"]
    assert api.caller("blue-buyer")("DELETE", f"/v1/sessions/{session}").code == "accounts.no_such_session"
    assert api.caller("administrator")("DELETE", f"/v1/sessions/{session}").status == 404
    assert api.caller("red-buyer")("GET", "/v1/me").status == 200


def test_what_ended_long_ago_is_forgotten_and_the_rest_kept(tx: Tx) -> None:
    world = build(tx)
    old = accounts.sign_in(tx=tx, email="red-buyer@x.example", password=PASSWORD, now=NOW - timedelta(days=200))
    kept = tx.execute(select(tables.session.c.id).where(tables.session.c.id != old.session)).scalars().all()
    tokens.forget(tx=tx, before=NOW - timedelta(days=90))
    assert tx.execute(select(tables.session.c.id)).scalars().all() == kept
    assert len(kept) == len(world.tokens)
