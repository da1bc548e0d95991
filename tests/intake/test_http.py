"""Over HTTP: upload a table, look at its run, correct what was set aside, pause and resume."""

from pathlib import Path

import pytest

from fondaco.connectors.files import handlers
from fondaco.connectors.files.api import connect, read_mapping
from fondaco.kernel.ids import public_id
from tests.files.builders import PRODUCTS, products
from tests.support.house import Api

pytestmark = pytest.mark.slow

FILE = b"NR;NAME;MENGE\nA1;Mutter;1\nA2;Bolzen;1.5\n"


def form(name: str, content: bytes) -> bytes:
    head = f'--x\r\nContent-Disposition: form-data; name="data"; filename="{name}"\r\n\r\n'.encode()
    return head + content + b"\r\n--x--\r\n"


def test_from_upload_to_a_corrected_record(whole_api: Api, tmp_path: Path) -> None:
    database, caller = whole_api.runtime.database, whole_api.caller("administrator")
    connection = connect(database=database, mapping=read_mapping(PRODUCTS), text=PRODUCTS, folder=tmp_path)
    id = public_id("cnn", connection.id)
    upload = {
        "headers": {"Idempotency-Key": "k1"},
        "content": form("../../artikel.csv", FILE),
        "media_type": "multipart/form-data; boundary=x",
    }
    for _ in range(2):
        # The repeat gets the first answer again and asks for no second run.
        asked = caller("POST", f"/v1/connections/{id}/uploads", **upload)  # type: ignore[arg-type]
        assert asked.status == 201, asked
        assert asked.json["files"] == ["artikel.csv"]
    handlers.run_import(database=database, run=asked.json["run"])
    run = caller("GET", f"/v1/runs/{asked.json['run']}").json
    assert (run["state"], run["total"]["created"], run["total"]["refused"]) == ("succeeded", 1, 1)
    assert run["problems"][0] | {"detail": ""} == {
        "file": "artikel.csv",
        "line": 3,
        "column": "MENGE",
        "field": "minimum",
        "value": "1.5",
        "code": "files.bad_number",
        "detail": "",
    }
    (item,) = caller("GET", f"/v1/quarantine?connection={id}&state=open").json["items"]
    read = caller("GET", f"/v1/quarantine/{item['id']}")
    tag = {"If-Match": read.headers["etag"]}
    refused = caller("PATCH", f"/v1/quarantine/{item['id']}", {"fields": {"minimum": "0"}, "replay": True}, tag)
    assert (refused.status, refused.json["code"]) == (422, "intake.bad_record")
    assert refused.json["problems"][0]["pointer"] == "/fields/minimum"
    assert caller("GET", f"/v1/quarantine/{item['id']}").json == read.json
    taken = caller("PATCH", f"/v1/quarantine/{item['id']}", {"fields": {"minimum": "1.5"}, "replay": True}, tag)
    assert taken.json["state"] == "replayed"
    assert {sku: least for sku, (_, least, _) in products(database).items() if sku in {"A1", "A2"}} == {
        "A1": "1",
        "A2": "1.5",
    }
    stale = caller("PATCH", f"/v1/quarantine/{item['id']}", {"fields": {"minimum": "2"}}, tag)
    assert stale.status == 409


def test_what_is_no_table_is_refused_at_once(whole_api: Api, tmp_path: Path) -> None:
    connection = connect(
        database=whole_api.runtime.database, mapping=read_mapping(PRODUCTS), text=PRODUCTS, folder=tmp_path
    )
    answer = whole_api.caller("administrator")(
        "POST",
        f"/v1/connections/{public_id('cnn', connection.id)}/uploads",
        headers={"Idempotency-Key": "k2"},
        content=form("preise.csv", b"%PDF-1.7 ..."),
        media_type="multipart/form-data; boundary=x",
    )
    assert (answer.status, answer.json["code"]) == (422, "files.wrong_type")


def test_a_mapping_is_checked_without_being_used(whole_api: Api) -> None:
    caller = whole_api.caller("administrator")
    good = caller("POST", "/v1/mapping-checks", {"text": PRODUCTS})
    assert good.json == {"system": "erp", "title": "", "files": ["artikel*.csv"], "kinds": ["product"]}
    bad = caller("POST", "/v1/mapping-checks", {"text": PRODUCTS.replace("sku: NR", "sku: '=upper('")})
    assert bad.json["problems"][0]["facts"]["line"] == 12


def test_secrets_are_not_shown_and_pausing_is(whole_api: Api, tmp_path: Path) -> None:
    caller = whole_api.caller("administrator")
    connection = connect(
        database=whole_api.runtime.database, mapping=read_mapping(PRODUCTS), text=PRODUCTS, folder=tmp_path
    )
    address = f"/v1/connections/{public_id('cnn', connection.id)}"
    assert caller("POST", f"{address}/pause").json["state"] == "paused"
    asked = caller("POST", f"{address}/runs", {"mode": "full"}, {"Idempotency-Key": "k3"})
    assert (asked.status, asked.json["code"]) == (409, "intake.connection_paused")
    assert caller("POST", f"{address}/resumption").json["state"] == "active"
    assert caller("POST", f"{address}/runs", {"mode": "full"}, {"Idempotency-Key": "k3"}).status == 201
