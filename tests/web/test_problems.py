from collections.abc import Iterator
from typing import Annotated

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta, Struct

from fondaco.kernel.errors import Problem
from fondaco.platform.web import input_problems
from fondaco.platform.web.page import BadCursor, read_cursor, write_cursor
from tests.support.house import Api


class Line(Struct, forbid_unknown_fields=True):
    product: Annotated[str, Meta(min_length=1)]
    quantity: Annotated[int, Meta(ge=1)]
    note: str | None = None


class Cart(Struct):
    name: str
    lines: Annotated[list[Line], Meta(max_length=3)]
    extra: dict[str, int] = {}


def pointers(value: object) -> list[str]:
    return [problem.pointer for problem in input_problems.of_value(Cart, value)]


def test_every_bad_part_is_named_at_once_by_a_json_pointer() -> None:
    value = {
        "lines": [
            {"product": "a", "quantity": 0},
            {"product": "", "quantity": "x", "colour": 1},
            {"quantity": 1},
        ],
        "extra": {"a/b": "no number"},
    }
    assert pointers(value) == [
        "/name",
        "/lines/0/quantity",
        "/lines/1/product",
        "/lines/1/quantity",
        "/lines/1/colour",
        "/lines/2/product",
        "/extra/-",
    ]


def test_a_rule_of_the_whole_is_named_where_every_part_is_fine() -> None:
    lines = [{"product": "a", "quantity": 1}] * 4
    assert pointers({"name": "n", "lines": lines}) == ["/lines"]


json = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "lines", "product"]), inner),
    max_leaves=8,
)


@given(json)
def test_problems_are_found_exactly_where_msgspec_refuses(value: object) -> None:
    try:
        msgspec.convert(value, Cart, strict=False, str_keys=True)
    except msgspec.ValidationError:
        assert pointers(value) != []
    else:
        assert pointers(value) == []


@given(st.tuples(st.text(max_size=20), st.integers()))
def test_a_cursor_reads_back_as_it_was_written(key: tuple[str, int]) -> None:
    assert read_cursor(write_cursor(*key), tuple[str, int]) == key


@given(st.text(max_size=30))
def test_a_cursor_that_we_did_not_write_is_refused(text: str) -> None:
    with pytest.raises(BadCursor):
        read_cursor(text, tuple[str, int])


def problems(found: Iterator[Problem]) -> list[Problem]:
    return list(found)


REFUSED = [
    ("GET", "/v1/nowhere", None, {}, 404, "not_found"),
    ("PUT", "/v1/me", {}, {}, 405, "web.method_not_allowed"),
    ("GET", "/v1/organisations/org_x", None, {}, 404, "kernel.unknown_id"),
    ("GET", "/v1/organisations?limit=0", None, {}, 400, "web.invalid_input"),
    ("GET", "/v1/organisations?cursor=x", None, {}, 422, "web.bad_cursor"),
    ("GET", "/v1/organisations?query=%00", None, {}, 400, "web.malformed"),
    ("POST", "/v1/organisations", {"name": "n"}, {}, 400, "web.invalid_input"),
    ("POST", "/v1/organisations", {"name": ""}, {"Idempotency-Key": "k"}, 400, "web.invalid_input"),
    ("POST", "/v1/organisations", {"name": "n", "x": 1}, {"Idempotency-Key": "k"}, 400, "web.invalid_input"),
    ("POST", "/v1/organisations", {"name": "a\u0000"}, {"Idempotency-Key": "k"}, 422, "accounts.bad_draft"),
    ("POST", "/v1/organisations", {"name": "n", "parent": "x"}, {"Idempotency-Key": "k"}, 404, "kernel.unknown_id"),
    ("PATCH", "/v1/organisations/RED", {"name": "n"}, {}, 400, "web.invalid_input"),
    ("PATCH", "/v1/organisations/RED", {"name": "n"}, {"If-Match": "x"}, 422, "web.bad_version"),
    ("PATCH", "/v1/organisations/RED", {"name": "n"}, {"If-Match": '"9"'}, 409, "web.stale_version"),
]


@pytest.mark.parametrize(("method", "url", "body", "headers", "status", "code"), REFUSED)
def test_each_refusal_is_a_problem_with_a_stable_code_and_changes_nothing(
    api: Api, method: str, url: str, body: object, headers: dict[str, str], status: int, code: str
) -> None:
    caller = api.caller("administrator")
    before = caller("GET", "/v1/organisations?limit=200").json
    reply = caller(method, url.replace("RED", api.world.org("red")), body, headers)
    assert (reply.status, reply.code) == (status, code), reply
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json["type"] == f"urn:fondaco:problem:{code}"
    assert reply.json["status"] == status
    assert caller("GET", "/v1/organisations?limit=200").json == before


def test_a_body_that_is_no_json_and_a_body_that_is_too_large_are_refused(api: Api) -> None:
    caller = api.caller("administrator")
    key = {"Idempotency-Key": "k"}
    broken = caller("POST", "/v1/organisations", headers=key, content=b'{"name": ')
    assert (broken.status, broken.code) == (400, "web.malformed")
    wrong = caller("POST", "/v1/organisations", headers=key, content=b"\xff\xfe")
    assert wrong.status == 400
    large = caller("POST", "/v1/organisations", headers=key, content=b"[" + b" " * 11_000_000)
    assert (large.status, large.code) == (413, "web.too_large")


def test_a_body_with_several_faults_names_them_all(api: Api) -> None:
    body = {"name": "", "country": "Germany", "colour": "red"}
    reply = api.caller("administrator")("POST", "/v1/organisations", body, {"Idempotency-Key": "k"})
    assert {part["pointer"] for part in reply.json["problems"]} == {"/name", "/country", "/colour"}


def test_every_answer_carries_the_security_headers_and_a_request_id(api: Api) -> None:
    for url in ("/v1/me", "/v1/nowhere", "/health/live", "/v1/openapi.json"):
        headers = api.stranger()("GET", url).headers
        assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert len(headers["x-request-id"]) == 32
    assert api.stranger()("GET", "/health/live", headers={"x-request-id": "abc123"}).headers["x-request-id"] == "abc123"


def test_a_fault_of_ours_tells_nothing_of_its_inside(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    from fondaco.modules.accounts import api as accounts

    def break_down(**_: object) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(accounts, "organisations", break_down)
    reply = api.caller("administrator")("GET", "/v1/organisations")
    assert (reply.status, reply.code) == (500, "web.fault")
    assert b"secret" not in reply.body
