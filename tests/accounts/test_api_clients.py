import base64

import pytest

from tests.support.house import Api, Caller, Reply

KEY = {"Idempotency-Key": "k1"}
FORM = "application/x-www-form-urlencoded"


def create(api: Api, who: str = "red-admin", **fields: object) -> Reply:
    body = {"name": "Shop", "role": "buyer", "organisation": api.world.org("red")} | fields
    return api.caller(who)("POST", "/v1/api-clients", body, KEY)


def token(api: Api, form: str, headers: dict[str, str] | None = None) -> Reply:
    return api.stranger()("POST", "/v1/oauth/token", headers=headers, content=form.encode(), media_type=FORM)


def test_the_secret_is_an_api_key_and_gets_short_lived_tokens(api: Api) -> None:
    client = create(api).json
    with_key = Caller(api.app, client["secret"])("GET", "/v1/me").json
    assert (with_key["kind"], with_key["id"]) == ("machine", client["id"])
    basic = base64.b64encode(f"{client['id']}:{client['secret']}".encode()).decode()
    answer = token(api, "grant_type=client_credentials&scope=catalog.view", {"Authorization": f"Basic {basic}"})
    assert answer.status == 200, answer
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json["token_type"] == "Bearer"
    assert answer.json["scope"] == "catalog.view"
    me = Caller(api.app, answer.json["access_token"])("GET", "/v1/me").json
    assert (me["permissions"], me["organisation"]) == (["catalog.view"], api.world.org("red"))


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ("grant_type=password", 400, "unsupported_grant_type"),
        ("", 400, "unsupported_grant_type"),
        ("grant_type=client_credentials", 401, "invalid_client"),
        ("grant_type=client_credentials&client_id=ID&client_secret=wrong", 401, "invalid_client"),
        ("grant_type=client_credentials&client_id=key_x&client_secret=SECRET", 401, "invalid_client"),
        ("grant_type=client_credentials&client_id=ID&client_secret=SECRET&scope=staff.prices", 400, "invalid_scope"),
    ],
)
def test_what_is_refused_is_answered_in_the_form_of_oauth(api: Api, form: str, status: int, error: str) -> None:
    client = create(api).json
    answer = token(api, form.replace("ID", client["id"]).replace("SECRET", client["secret"]))
    assert (answer.status, answer.json["error"]) == (status, error)


def test_a_revoked_client_enters_no_more_nor_do_its_tokens(api: Api) -> None:
    client = create(api).json
    form = f"grant_type=client_credentials&client_id={client['id']}&client_secret={client['secret']}"
    issued = token(api, form).json["access_token"]
    assert api.caller("blue-admin")("DELETE", f"/v1/api-clients/{client['id']}").status == 404
    assert api.caller("red-admin")("DELETE", f"/v1/api-clients/{client['id']}").status == 204
    for secret in (client["secret"], issued):
        assert Caller(api.app, secret)("GET", "/v1/me").status == 401
    assert token(api, form).status == 401
    assert api.caller("red-admin")("GET", "/v1/api-clients").json["items"] == []


def test_nobody_makes_a_client_that_may_more_than_he_or_for_somebody_else(api: Api) -> None:
    assert create(api, role="administrator").code == "accounts.role_beyond_own"
    assert create(api, organisation=api.world.org("blue")).code == "accounts.no_such_organisation"
    assert create(api, organisation=None).code == "accounts.no_such_organisation"
    assert create(api, who="red-buyer").code == "auth.missing_permission"
    assert create(api, who="administrator", role="integration", organisation=None).status == 201
