"""Every operation as a stranger, as another organisation and as a buyer without the permission: no leak anywhere.

A route that has no entry in `WALL` fails the test: whoever adds one says here how another organisation would try it.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest

from fondaco.kernel.ids import new_id, public_id
from fondaco.modules.accounts.types import ROLES
from tests.support.house import Api, Caller, Reply

SECRET = b"SECRET-red"
REFUSED = {401, 403, 404}
FORM = (b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n', "multipart/form-data; boundary=x")


pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Try:
    """How somebody of another organisation would try an operation.

    `path` names things of the red organisation; `mine` says that everybody gets an answer of his own, in which nothing
    of red is; `staff` that no buyer at all is let in.
    """

    path: dict[str, str] = field(default_factory=dict)
    body: Any = None
    query: str = ""
    mine: bool = False
    staff: bool = False
    public: bool = False
    content: tuple[bytes, str] | None = None


ORG = {"organisation_id": "org:red"}
CON = {"contact_id": "con:red-buyer"}
ADR = {"address_id": "adr"}
CART = {"cart_id": "crt"}
LINE = {"cart_id": "crt", "line_id": "crl"}
ORDER = {"order_id": "ord"}
PRODUCT = {"product_id": "prd"}
LINES = {"lines": [{"product": "prd", "quantity": "5", "unit": "PCE"}]}
ASSORTMENT = {"code": "A", "name": "A", "mode": "exclude", "picks": [{"kind": "everything"}]}
PROMOTION = {
    "code": "A",
    "names": {"de": "A", "en": "A"},
    "valid_from": "2026-01-01T00:00:00Z",
    "valid_to": "2027-01-01T00:00:00Z",
    "offers": [{"gives": "percent", "amount": "1"}],
}
MINE = Try(mine=True)
STAFF = Try(staff=True)


def staff(**path: str) -> Try:
    """An operation for staff: a buyer is refused, whatever he names."""
    return Try(path=path, staff=True)


WALL: dict[str, Try] = {
    # accounts
    "sign_in": Try(body={"email": "red-buyer@x.example", "password": "wrong"}, public=True),
    "oauth_token": Try(
        content=(b"grant_type=client_credentials&client_id=key_x&client_secret=y", "application/x-www-form-urlencoded"),
        public=True,
    ),
    "begin_acting": Try(body={"code": "fdc_not-a-code"}, public=True),
    "list_sessions": MINE,
    "sign_out": Try(path={"session_id": "ses"}),
    "me": MINE,
    "change_password": Try(body={"current": "wrong wrong wrong", "new": "a very new one"}),
    "list_api_clients": MINE,
    "create_api_client": Try(body={"name": "n", "role": "buyer", "organisation": "org:red"}),
    "revoke_api_client": Try(path={"client_id": "key"}),
    "list_organisations": Try(query="?query=SECRET", mine=True),
    "create_organisation": Try(body={"name": "n", "parent": "org:red"}, staff=True),
    "organisation": Try(path=ORG),
    "change_organisation": Try(path=ORG, body={"name": "taken"}, staff=True),
    "list_addresses": Try(path=ORG, query="?inherited=true"),
    "create_address": Try(path=ORG, body={"name": "n", "street": "s", "postal_code": "1", "city": "c"}),
    "address": Try(path=ADR),
    "change_address": Try(path=ADR, body={"name": "taken"}),
    "remove_address": Try(path=ADR),
    "list_roles": MINE,
    "list_contacts": Try(path=ORG),
    "create_contact": Try(path=ORG, body={"name": "n", "email": "n@x.example"}),
    "contact": Try(path=CON),
    "change_contact": Try(path=CON, body={"name": "taken"}),
    "list_memberships": Try(path=CON),
    "set_memberships": Try(path=CON, body={"items": []}),
    "list_vat_checks": Try(path=ORG, staff=True),
    "record_vat_check": Try(path=ORG, body={"number": "ATU13585627"}, staff=True),
    "list_vat_exemptions": Try(path=ORG, staff=True),
    "add_vat_exemption": Try(
        path=ORG, body={"certificate": "c", "reason": "r", "valid_from": "2026-01-01T00:00:00Z"}, staff=True
    ),
    "change_vat_exemption": Try(path={"exemption_id": "new:vex"}, body={"reason": "r"}, staff=True),
    "remove_vat_exemption": staff(exemption_id="new:vex"),
    # what everybody sees, each with his own prices and numbers
    "list_categories": MINE,
    "list_products": Try(query="?q=SECRET-red-4711", mine=True),
    "get_product": Try(path=PRODUCT, mine=True),
    "get_media": Try(path={"media_id": "new:med"}),
    "suggest": Try(query="?q=SECRET-red-4711", mine=True),
    "get_price_record": staff(record_id="new:prc"),
    "change_price_record": Try(path={"record_id": "new:prc"}, body={"amount": "1"}, staff=True),
    "end_price_record": staff(record_id="new:prc"),
    "own_prices_csv": MINE,
    "own_prices_xlsx": MINE,
    "list_pricing_procedures": STAFF,
    "get_pricing_procedure": staff(code="standard"),
    "set_pricing_procedure": Try(path={"code": "taken"}, body={"steps": []}, staff=True),
    "drop_pricing_procedure": staff(code="standard"),
    "list_exchange_rates": STAFF,
    "put_exchange_rates": Try(body={"items": []}, staff=True),
    "list_quotations": STAFF,
    "get_metals": staff(product_id="prd"),
    "set_metals": Try(path={"product_id": "prd"}, body={"metals": {"CU": "1"}}, staff=True),
    "list_tax_rates": STAFF,
    "put_tax_rates": Try(body={"items": []}, staff=True),
    "list_sellers": STAFF,
    "put_sellers": Try(body={"items": []}, staff=True),
    "get_tax_policy": STAFF,
    "set_tax_policy": Try(body={"confirmation_days": 30}, staff=True),
    "put_quotations": Try(body={"items": []}, staff=True),
    "get_prices": Try(body=LINES, mine=True),
    "get_product_price": Try(path=PRODUCT, query="?quantity=5", mine=True),
    "list_locations": MINE,
    "get_availability": Try(body=LINES, mine=True),
    "changes": Try(query="?products=prd_x"),
    # carts and orders
    "list_carts": MINE,
    "create_cart": Try(body={"name": "n"}, mine=True),
    "get_cart": Try(path=CART),
    "change_cart": Try(path=CART, body={"name": "taken"}),
    "discard_cart": Try(path=CART),
    "add_cart_lines": Try(path=CART, body=LINES),
    "change_cart_line": Try(path=LINE, body={"quantity": "6"}),
    "remove_cart_line": Try(path=LINE),
    "quick_order": Try(body={"text": "NUT-8 5", "cart": "crt"}),
    "list_orders": Try(query="?q=SECRET", mine=True),
    "place_order": Try(body={"cart": "crt", "version": 1, "net": "35.65"}),
    "get_order": Try(path=ORDER),
    "cancel_order": Try(path=ORDER),
    "reorder": Try(path=ORDER),
    # staff
    "offer_acting": Try(body={"organisation": "org:red"}, staff=True),
    "check_price": Try(query="?organisation=org:red&product=prd", staff=True),
    "check_prices": Try(body={"organisation": "org:red", "lines": [{"number": "NUT-8"}]}, staff=True),
    "try_new_price_record": Try(
        body={"organisation": "org:red", "lines": [{"number": "NUT-8"}], "record": {"amount": "1"}}, staff=True
    ),
    "try_price_record": Try(
        path={"record_id": "new:prc"}, body={"organisation": "org:red", "lines": [{"number": "NUT-8"}]}, staff=True
    ),
    "list_price_lists": STAFF,
    "list_price_records": Try(query="?product=prd", staff=True),
    "find_price_records": STAFF,
    "price_records_csv": STAFF,
    "import_price_records": Try(body={"content": "amount\n1\n"}, staff=True),
    "get_price_policy": STAFF,
    "set_price_policy": Try(body={}, staff=True),
    "list_price_proposals": STAFF,
    "propose_price": Try(body={"reason": "x", "record": "new:prc", "version": 1}, staff=True),
    "decide_price": Try(path={"proposal_id": "new:ppr"}, body={"decision": "reject"}, staff=True),
    "list_assortments": STAFF,
    "create_assortment": Try(body=ASSORTMENT, staff=True),
    "get_assortment": staff(assortment_id="new:ast"),
    "change_assortment": Try(path={"assortment_id": "new:ast"}, body=ASSORTMENT, staff=True),
    "drop_assortment": staff(assortment_id="new:ast"),
    "why_seen": Try(query="?organisation=org:red&product=prd", staff=True),
    "list_promotions": STAFF,
    "create_promotion": Try(body=PROMOTION, staff=True),
    "get_promotion": staff(promotion_id="new:prm"),
    "change_promotion": Try(path={"promotion_id": "new:prm"}, body=PROMOTION, staff=True),
    "drop_promotion": staff(promotion_id="new:prm"),
    "start_promotion": staff(promotion_id="new:prm"),
    "end_promotion": staff(promotion_id="new:prm"),
    "try_promotion": Try(
        path={"promotion_id": "new:prm"}, body={"organisation": "org:red", "lines": [{"product": "prd"}]}, staff=True
    ),
    "list_contracts": MINE,
    "get_contract": Try(path={"contract_id": "new:ctr"}),
    "put_contracts": Try(
        body={
            "items": [{"ref": {"system": "a", "key": "b"}, "number": "1", "organisation": {"system": "a", "key": "b"}}]
        },
        staff=True,
    ),
    "list_payment_terms": STAFF,
    "own_payment_terms": MINE,
    "set_payment_terms": Try(path={"code": "net30"}, body={"days": 30}, staff=True),
    "create_price_record": Try(body={"product": "prd", "amount": "1.00", "organisation": "org:red"}, staff=True),
    "get_stock": staff(product_id="prd", location_id="new:loc"),
    "change_stock": Try(path={"product_id": "prd", "location_id": "new:loc"}, body={"on_hand": "1"}, staff=True),
    "get_shipping": staff(location_id="new:loc"),
    "set_shipping": Try(path={"location_id": "new:loc"}, body={"transport": []}, staff=True),
    "set_receiving": Try(path=ADR, body={"weekdays": [1]}, staff=True),
    "list_sources": STAFF,
    "get_source": staff(system="erp-test"),
    "set_source": Try(path={"system": "erp-test"}, body={"patience": 900, "policy": "promise"}, staff=True),
    "get_live_check": Try(path=ORG, staff=True),
    "set_live_check": Try(path=ORG, body={"check_at": ["cart"]}, staff=True),
    "list_allocations": Try(query="?organisation=org:red", staff=True),
    "create_allocation": Try(body={"product": "prd", "quantity": "5", "organisation": "org:red"}, staff=True),
    "get_allocation": staff(allocation_id="new:alc"),
    "change_allocation": Try(path={"allocation_id": "new:alc"}, body={"quantity": "6"}, staff=True),
    "end_allocation": staff(allocation_id="new:alc"),
    "list_backorder_policies": STAFF,
    "set_backorder_policy": Try(body={"organisation": "org:red", "policy": "none"}, staff=True),
    "list_delivery_rules": STAFF,
    "set_delivery_rule": Try(body={"organisation": "org:red", "deliveries": 1}, staff=True),
    "list_order_exports": STAFF,
    "list_export_queues": STAFF,
    "retry_order_export": staff(export_id="new:exp"),
    "list_connections": STAFF,
    "get_live_checks": staff(connection_id="new:cnn"),
    "get_connection": staff(connection_id="new:cnn"),
    "pause_connection": staff(connection_id="new:cnn"),
    "resume_connection": staff(connection_id="new:cnn"),
    "list_runs": staff(connection_id="new:cnn"),
    "request_run": Try(path={"connection_id": "new:cnn"}, body={"kind": "full"}, staff=True),
    "upload_files": Try(path={"connection_id": "new:cnn"}, content=FORM, staff=True),
    "get_run": staff(run_id="new:run"),
    "check_mapping": Try(body={"mapping": "x"}, staff=True),
    "list_quarantine": STAFF,
    "get_quarantined": staff(item_id="new:qua"),
    "correct_quarantined": Try(path={"item_id": "new:qua"}, body={"record": {}}, staff=True),
    "dismiss_quarantined": staff(item_id="new:qua"),
    "replay_quarantined": staff(item_id="new:qua"),
    "list_events": STAFF,
    "list_dead_letters": STAFF,
    "replay_dead_letter": staff(subscription="s", position="1"),
    "list_demo_actions": STAFF,
    "do_demo_action": Try(body={"action": "stop_erp", "system": "erp-nord"}, staff=True),
}


def given(value: Any, named: dict[str, str]) -> Any:
    """Put the red organisation's things where the table names them."""
    if isinstance(value, dict):
        return {name: given(inner, named) for name, inner in value.items()}
    if isinstance(value, list):
        return [given(inner, named) for inner in value]
    if isinstance(value, str) and value.startswith("new:"):
        return public_id(value[4:], new_id())
    return named.get(value, value) if isinstance(value, str) else value


@dataclass(frozen=True)
class Operation:
    """One operation of the document."""

    id: str
    method: str
    path: str
    permissions: tuple[str, ...]
    headers: tuple[str, ...]

    def call(self, api: Api, caller: Caller) -> Reply:
        """Try it as the table says."""
        attempt = WALL[self.id]
        path = self.path
        for name, thing in attempt.path.items():
            path = path.replace(f"{{{name}}}", given(thing, api.named))
        query = attempt.query
        for name, thing in api.named.items():
            query = query.replace(f"={name}", f"={thing}") if f"={name}" in query else query
        sent = {"Idempotency-Key": f"wall-{new_id()}", "If-Match": '"1"'}
        headers = {name: value for name, value in sent.items() if name in self.headers}
        content, media_type = attempt.content or (None, "application/json")
        body = given(attempt.body, api.named)
        return caller(self.method, path + query, body, headers, content=content, media_type=media_type)


def operations(api: Api) -> list[Operation]:
    document = api.stranger()("GET", "/v1/openapi.json").json
    return [
        Operation(
            id=operation["operationId"],
            method=method.upper(),
            path=path,
            permissions=tuple(operation.get("x-permission", ())),
            headers=tuple(parameter["name"] for parameter in operation.get("parameters", ())),
        )
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def state(api: Api) -> dict[str, list[Any]]:
    """Everything of red, as red itself sees it."""
    seen = {}
    for who, url in [
        ("red-admin", f"/v1/organisations/{api.named['org:red']}"),
        ("red-admin", f"/v1/organisations/{api.named['org:red']}/addresses"),
        ("red-admin", f"/v1/organisations/{api.named['org:red']}/contacts"),
        ("red-admin", f"/v1/contacts/{api.named['con:red-buyer']}/memberships"),
        ("red-admin", "/v1/api-clients"),
        ("red-buyer", "/v1/sessions"),
        ("red-buyer", "/v1/carts"),
        ("red-buyer", f"/v1/carts/{api.named['crt']}"),
        ("red-buyer", f"/v1/orders/{api.named['ord']}"),
    ]:
        reply = api.caller(who)("GET", url)
        assert reply.status == 200, reply
        seen[f"{who} {url}"] = reply.json
    return seen


def test_every_operation_has_an_entry_and_every_entry_an_operation(whole_api: Api) -> None:
    assert {operation.id for operation in operations(whole_api)} == set(WALL)


def test_a_stranger_gets_nowhere(whole_api: Api) -> None:
    before = state(whole_api)
    for operation in operations(whole_api):
        for token in (None, "fds_not-a-token"):
            reply = operation.call(whole_api, Caller(whole_api.app, token))
            assert SECRET not in reply.body, (operation, reply)
            assert reply.status in ({400, 401} if WALL[operation.id].public else {401}), (operation, reply)
    assert state(whole_api) == before


@pytest.mark.parametrize("who", ["blue-admin", "blue-buyer"])
def test_another_organisation_sees_and_changes_nothing(whole_api: Api, who: str) -> None:
    before = state(whole_api)
    for operation in operations(whole_api):
        attempt = WALL[operation.id]
        if attempt.public:
            continue
        reply = operation.call(whole_api, whole_api.caller(who))
        assert SECRET not in reply.body, (operation, reply)
        assert b"7.13" not in reply.body, (operation, reply)
        if attempt.staff:
            assert reply.status == 403, (operation, reply)
        elif not attempt.mine:
            assert reply.status in REFUSED, (operation, reply)
        else:
            assert reply.status < 300 or reply.code == "auth.missing_permission", (operation, reply)
    assert state(whole_api) == before


def test_an_own_part_number_is_known_to_its_owner_alone(whole_api: Api) -> None:
    def found(who: str) -> list[str]:
        body = {"text": "SECRET-red-4711 5"}
        reply = whole_api.caller(who)("POST", "/v1/quick-orders", body, {"Idempotency-Key": "own"})
        return [match["sku"] for answer in reply.json["answers"] for match in answer["matches"]]

    assert found("red-buyer") == ["BOLT-8"]
    assert found("blue-buyer") == []


def test_search_and_history_by_an_own_part_number_are_its_owners_alone(whole_api: Api) -> None:
    def found(who: str, url: str, name: str) -> list[str]:
        return [item[name] for item in whole_api.caller(who)("GET", url).json["items"]]

    for spelled in ("SECRET-red-4711", "secret red 4711"):
        query = f"?q={spelled.replace(' ', '%20')}"
        assert found("red-buyer", f"/v1/products{query}", "sku") == ["BOLT-8"]
        assert found("red-buyer", f"/v1/orders{query}", "id") == [whole_api.named["ord"]]
        assert found("blue-buyer", f"/v1/products{query}", "sku") == []
        assert found("blue-buyer", f"/v1/orders{query}", "id") == []
    own = whole_api.caller("red-buyer")("GET", "/v1/products?q=SECRET-red-4711").json["items"]
    assert [item["own_number"] for item in own] == ["SECRET-red-4711"]


@pytest.mark.parametrize("who", ["blue-admin", "blue-buyer"])
def test_naming_the_other_organisation_in_the_header_opens_nothing(whole_api: Api, who: str) -> None:
    before = state(whole_api)
    for operation in operations(whole_api):
        if not WALL[operation.id].public:
            reply = operation.call(whole_api, whole_api.caller(who, organisation="red"))
            assert reply.status == 404, (operation, reply)
            assert SECRET not in reply.body, (operation, reply)
    assert state(whole_api) == before


def test_a_person_of_the_house_without_the_permission_is_told_so_and_nothing_else(whole_api: Api) -> None:
    """Red's own person without any role, and one with all roles of a viewer."""
    before = state(whole_api)
    for who in ("red-nobody", "red-viewer"):
        for operation in operations(whole_api):
            mine = ROLES["viewer"] if who == "red-viewer" else frozenset()
            if not operation.permissions or mine & set(operation.permissions):
                continue
            reply = operation.call(whole_api, whole_api.caller(who))
            assert (reply.status, reply.code) == (403, "auth.missing_permission"), (operation, reply)
            assert SECRET not in reply.body, (operation, reply)
    assert state(whole_api) == before


def test_staff_without_a_permission_are_refused_too(whole_api: Api) -> None:
    for operation in operations(whole_api):
        if operation.permissions and not ROLES["service"] & set(operation.permissions):
            reply = operation.call(whole_api, whole_api.caller("service"))
            assert reply.status == 403, (operation, reply)


def test_red_itself_is_let_in(whole_api: Api) -> None:
    """The wall is no wall of stone: the same requests work for whom they are meant."""
    admin = whole_api.caller("red-admin")
    for name in ("organisation", "list_addresses", "address", "list_contacts", "contact", "get_cart", "get_order"):
        [operation] = [found for found in operations(whole_api) if found.id == name]
        reply = operation.call(whole_api, admin)
        assert reply.status == 200, (operation, reply)
        assert SECRET in reply.body, (operation, reply)
