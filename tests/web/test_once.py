import threading

from sqlalchemy import func, select

from fondaco.modules.accounts import tables
from fondaco.platform.tables import idempotency_key
from tests.support.house import Api, Reply

BODY = {"name": "New GmbH"}


def count(api: Api) -> int:
    with api.runtime.database.transaction() as tx:
        return tx.execute(select(func.count()).select_from(tables.organisation)).scalar_one()


def create(api: Api, key: str, body: object = BODY, who: str = "administrator") -> Reply:
    return api.caller(who)("POST", "/v1/organisations", body, {"Idempotency-Key": key})


def test_a_repeated_request_gets_the_same_answer_and_creates_nothing_twice(api: Api) -> None:
    before = count(api)
    first, second = create(api, "k1"), create(api, "k1")
    assert (first.status, second.status) == (201, 201)
    assert first.body == second.body
    assert first.headers["etag"] == second.headers["etag"]
    assert second.headers["idempotency-replayed"] == "true"
    assert count(api) == before + 1


def test_the_same_key_for_another_body_is_refused_and_for_another_actor_is_another_key(api: Api) -> None:
    before = count(api)
    create(api, "k1")
    refused = create(api, "k1", {"name": "Other GmbH"})
    assert (refused.status, refused.code) == (422, "web.idempotency_key_reused")
    assert create(api, "k1", {"name": "Other GmbH"}, who="sales").status == 201
    assert count(api) == before + 2


def test_a_refused_request_leaves_the_key_free(api: Api) -> None:
    assert create(api, "k1", {"name": "n", "parent": "org_x"}).status == 404
    with api.runtime.database.transaction() as tx:
        assert tx.execute(select(func.count()).select_from(idempotency_key)).scalar_one() == 0
    assert create(api, "k1").status == 201


def test_requests_at_the_same_moment_create_one_thing(api: Api) -> None:
    before, replies = count(api), []
    threads = [threading.Thread(target=lambda: replies.append(create(api, "k1"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {reply.status for reply in replies} == {201}
    assert len({reply.body for reply in replies}) == 1
    assert count(api) == before + 1


def test_a_secret_is_told_once_and_never_stored(api: Api) -> None:
    body = {"name": "Shop", "role": "buyer", "organisation": api.world.org("red")}
    caller = api.caller("red-admin")
    first = caller("POST", "/v1/api-clients", body, {"Idempotency-Key": "k1"})
    again = caller("POST", "/v1/api-clients", body, {"Idempotency-Key": "k1"})
    assert first.json["secret"].startswith("fdk_")
    assert again.json == first.json | {"secret": None}
    with api.runtime.database.transaction() as tx:
        stored = tx.execute(select(idempotency_key.c.body)).scalar_one()
    assert first.json["secret"].encode() not in bytes(stored)


def test_changing_needs_the_version_one_read(api: Api) -> None:
    caller, url = api.caller("administrator"), f"/v1/organisations/{api.world.org('red')}"
    tag = caller("GET", url).headers["etag"]
    changed = caller("PATCH", url, {"name": "Renamed"}, {"If-Match": tag})
    assert (changed.status, changed.json["name"]) == (200, "Renamed")
    assert changed.headers["etag"] != tag
    refused = caller("PATCH", url, {"name": "Again"}, {"If-Match": tag})
    assert (refused.status, refused.code) == (409, "web.stale_version")
    assert caller("GET", url).json["name"] == "Renamed"
