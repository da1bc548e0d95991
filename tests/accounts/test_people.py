from tests.support.house import PASSWORD, Api

KEY = {"Idempotency-Key": "k1"}


def test_an_administrator_of_a_company_adds_a_colleague_who_can_sign_in(api: Api) -> None:
    url = f"/v1/organisations/{api.world.org('red-site')}/contacts"
    body = {"name": "Neu", "email": "Neu@x.example", "role": "requester", "password": PASSWORD}
    made = api.caller("red-admin")("POST", url, body, KEY)
    assert made.status == 201, made
    assert PASSWORD.encode() not in made.body
    session = api.stranger()("POST", "/v1/sessions", {"email": "neu@x.example", "password": PASSWORD})
    caller = api.stranger()
    caller.token = session.json["token"]
    me = caller("GET", "/v1/me").json
    assert me["organisation"] == api.world.org("red-site")
    assert "carts.edit" in me["permissions"]
    assert "orders.place" not in me["permissions"]


def test_an_email_address_belongs_to_one_contact(api: Api) -> None:
    url = f"/v1/organisations/{api.world.org('red')}/contacts"
    body = {"name": "Neu", "email": "BLUE-buyer@x.example"}
    assert api.caller("red-admin")("POST", url, body, KEY).code == "accounts.email_taken"


def test_roles_are_given_within_the_scope_and_never_beyond_ones_own(api: Api) -> None:
    caller, world = api.caller("red-admin"), api.world
    url = f"/v1/contacts/{world.con('red-viewer')}/memberships"
    given = caller("PUT", url, {"items": [{"role": "buyer", "organisation": world.org("red-site")}]})
    assert given.status == 200, given
    assert [item["role"] for item in caller("GET", url).json["items"]] == ["buyer"]
    for role, organisation, code in [
        ("administrator", None, "accounts.role_beyond_own"),
        ("sales", world.org("red"), "accounts.bad_draft"),
        ("buyer", world.org("blue"), "accounts.no_such_organisation"),
        ("buyer", world.org("red-group"), "accounts.no_such_organisation"),
        ("emperor", world.org("red"), "accounts.bad_draft"),
    ]:
        refused = caller("PUT", url, {"items": [{"role": role, "organisation": organisation}]})
        assert refused.code == code, refused
    assert [item["role"] for item in caller("GET", url).json["items"]] == ["buyer"]


def test_nobody_changes_his_own_roles_or_somebody_above_him(api: Api) -> None:
    own = f"/v1/contacts/{api.world.con('red-admin')}/memberships"
    assert api.caller("red-admin")("PUT", own, {"items": []}).code == "accounts.role_beyond_own"
    above = f"/v1/contacts/{api.world.con('administrator')}"
    tag = api.caller("sales")("GET", above).headers["etag"]
    for who in ("sales", "service"):
        refused = api.caller(who)("PATCH", above, {"blocked": True}, {"If-Match": tag})
        assert refused.code == "accounts.role_beyond_own"


def test_a_blocked_contact_is_out_at_once(api: Api) -> None:
    url = f"/v1/contacts/{api.world.con('red-buyer')}"
    tag = api.caller("red-admin")("GET", url).headers["etag"]
    blocked = api.caller("red-admin")("PATCH", url, {"blocked": True}, {"If-Match": tag})
    assert blocked.json["blocked"] is True
    assert api.caller("red-buyer")("GET", "/v1/me").status == 401
    refused = api.stranger()("POST", "/v1/sessions", {"email": "red-buyer@x.example", "password": PASSWORD})
    assert refused.code == "accounts.bad_credentials"


def test_a_new_password_needs_the_present_one(api: Api) -> None:
    caller = api.caller("red-buyer")
    wrong = caller("POST", "/v1/me/password", {"current": "not the present one", "new": "a very new one"})
    assert (wrong.status, wrong.code) == (401, "accounts.bad_credentials")
    assert caller("POST", "/v1/me/password", {"current": PASSWORD, "new": "a very new one"}).status == 204
    again = api.stranger()("POST", "/v1/sessions", {"email": "red-buyer@x.example", "password": "a very new one"})
    assert again.status == 201


def test_addresses_are_inherited_and_changed_with_their_version(api: Api) -> None:
    site, caller = api.world.org("red-site"), api.caller("red-admin")
    assert caller("GET", f"/v1/organisations/{site}/addresses").json["items"] == []
    [inherited] = caller("GET", f"/v1/organisations/{site}/addresses?inherited=true").json["items"]
    assert inherited["organisation"] == api.world.org("red")
    body = {"name": "Lager", "street": "Weg 1", "postal_code": "20457", "city": "Hamburg"}
    made = caller("POST", f"/v1/organisations/{site}/addresses", body, KEY)
    assert made.status == 201
    url = f"/v1/addresses/{made.json['id']}"
    changed = caller("PATCH", url, {"city": "Bremen"}, {"If-Match": made.headers["etag"]})
    assert (changed.json["city"], changed.json["street"]) == ("Bremen", "Weg 1")
    assert api.caller("blue-admin")("GET", url).status == 404
    assert api.caller("blue-admin")("DELETE", url).status == 404
    assert caller("DELETE", url).status == 204
    assert caller("GET", url).code == "accounts.no_such_address"


def test_staff_find_organisations_by_a_part_of_the_name_page_by_page(api: Api) -> None:
    caller = api.caller("sales")
    found, cursor = [], ""
    while True:
        page = caller("GET", f"/v1/organisations?query=secret-&limit=2{cursor}").json
        found += [item["name"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert found == sorted(found)
    assert len(set(found)) == 6
    assert caller("GET", "/v1/organisations?query=%25").json["items"] == []
