"""The routes of the catalogue: products, their tree and pictures, as one buyer sees them."""

import pytest

from fondaco.kernel.ids import ExternalRef, new_id, public_id
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.types import CategoryDraft, MediaDraft, ProductDraft
from fondaco.platform import event_log
from tests.support.house import SYSTEM, Api, Caller

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>'

# Each opens the whole API over a database of its own.
pytestmark = pytest.mark.slow


def ref(key: str) -> ExternalRef:
    return ExternalRef(SYSTEM, key)


@pytest.fixture
def buyer(whole_api: Api) -> Caller:
    with whole_api.runtime.database.transaction() as tx:
        tree = [
            CategoryDraft(ref=ref("top"), names={"de": "Normteile", "en": "Standard parts"}),
            CategoryDraft(ref=ref("below"), names={"de": "Muttern", "en": "Nuts"}, parent=ref("top")),
        ]
        assert not catalog.put_categories(tx=tx, drafts=tree, source=SYSTEM).refused
        nut = ProductDraft(
            ref=ref("NUT-10"), sku="NUT-10", names={"de": "Mutter", "en": "Nut"}, category=ref("below"),
            media=[MediaDraft(name="nut.svg", content_type="image/svg+xml", content=PICTURE)],
        )  # fmt: skip
        assert not catalog.put_products(tx=tx, drafts=[nut], source=SYSTEM).refused
    while event_log.relay(database=whole_api.runtime.database) is not None:
        pass
    assert whole_api.runtime.follower is not None
    whole_api.runtime.follower.catch_up()
    return whole_api.caller("red-buyer")


def found(caller: Caller, query: str) -> dict[str, object]:
    return dict(caller("GET", f"/v1/products?q={query}").json["items"][0])


def test_a_product_is_shown_with_its_path_units_and_picture(buyer: Caller) -> None:
    id = found(buyer, "NUT-10")["id"]
    shown = buyer("GET", f"/v1/products/{id}").json
    assert (shown["sku"], [one["name"] for one in shown["path"]]) == ("NUT-10", ["Normteile", "Muttern"])
    assert buyer("GET", f"/v1/products/{id}", headers={"Accept-Language": "en"}).status == 200
    address = shown["media"][0]["address"]
    picture = buyer("GET", address)
    assert (picture.status, picture.body, picture.headers["content-type"]) == (200, PICTURE, "image/svg+xml")
    again = buyer("GET", address, headers={"If-None-Match": picture.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


def test_the_tree_says_what_is_below_what(buyer: Caller) -> None:
    tree = buyer("GET", "/v1/categories").json["items"]
    by_name = {one["name"]: one for one in tree}
    assert by_name["Muttern"]["parent"] == by_name["Normteile"]["id"]
    assert by_name["Normteile"]["parent"] is None


def test_what_is_not_there_is_said_so(buyer: Caller) -> None:
    for kind, url, code in (
        ("prd", "/v1/products/{}", "catalog.unknown_product"),
        ("med", "/v1/media/{}", "catalog.unknown_media"),
    ):
        reply = buyer("GET", url.format(public_id(kind, new_id())))
        assert (reply.status, reply.code) == (404, code), reply
        assert buyer("GET", url.format("nonsense")).status == 404


def test_an_own_number_finds_the_product_for_its_owner_and_for_nobody_else(whole_api: Api, buyer: Caller) -> None:
    assert found(buyer, "SECRET-red-4711")["sku"] == "BOLT-8"
    assert found(buyer, "secret red 4711")["own_number"] == "SECRET-red-4711"
    blue = whole_api.caller("blue-buyer")
    assert blue("GET", "/v1/products?q=SECRET-red-4711").json["items"] == []
    assert "SECRET" not in blue("GET", "/v1/products?q=BOLT-8").body.decode()


def test_the_history_is_searched_by_own_numbers_too(whole_api: Api, buyer: Caller) -> None:
    orders = buyer("GET", "/v1/orders?q=SECRET-red-4711").json["items"]
    assert [one["number"] for one in orders] == ["SECRET-red-1"]
    assert buyer("GET", "/v1/orders?q=BOLT-8").json["items"] == orders
    assert whole_api.caller("blue-admin")("GET", "/v1/orders?q=SECRET-red-4711").json["items"] == []


def test_pages_of_products_have_no_gap_and_nothing_twice(buyer: Caller) -> None:
    whole = [one["id"] for one in buyer("GET", "/v1/products?limit=50").json["items"]]
    seen, cursor = [], ""
    while True:
        page = buyer("GET", f"/v1/products?limit=1{cursor}").json
        seen += [one["id"] for one in page["items"]]
        if not page.get("next"):
            break
        cursor = f"&cursor={page['next']}"
    assert seen == whole
    assert len(set(seen)) == len(seen) == 4
    assert buyer("GET", "/v1/products?cursor=nonsense").code == "web.bad_cursor"
