"""What a traced API tells: route and status of every request, its trace in answer and log, and nothing about people."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest

from fondaco.platform.transaction import Database
from tests.processes.collector import Collector, attributes_of, collecting
from tests.processes.roles import Role, Starter
from tests.support.house import PASSWORD, World, build

pytestmark = pytest.mark.slow

CALLER = "4bf92f3577b34da6a3ce929d0e0e4736"
EMAIL = "erika.mustermann@example.com"


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting() as collector:
        yield collector


@pytest.fixture
def world(database: Database) -> World:
    with database.transaction() as tx:
        return build(tx)


@pytest.fixture
def api(start: Starter, world: World, collector: Collector) -> Role:
    return start("api", otlp_endpoint=collector.url).wait_for()


def lines_of(api: Role) -> list[dict[str, Any]]:
    return [json.loads(line) for line in api.log.splitlines() if line.startswith("{")]


def trace_of(answer: httpx.Response) -> str:
    version, trace, span, flags = answer.headers["traceresponse"].split("-")
    # The last bit of the flags says that it was sampled.
    assert (version, len(span), int(flags, 16) & 1) == ("00", 16, 1)
    return str(trace)


def test_a_request_is_a_span_with_template_status_and_the_callers_trace(
    api: Role, collector: Collector, world: World
) -> None:
    headers = {
        "authorization": f"Bearer {world.tokens['red-buyer']}",
        "traceparent": f"00-{CALLER}-00f067aa0ba902b7-01",
        "baggage": f"user={EMAIL}",
    }
    found = api.get(f"/v1/organisations/{world.org('red')}", headers=headers)
    refused = api.get(f"/v1/organisations/{world.org('blue')}?email={EMAIL}", headers=headers)
    unknown = api.get(f"/people/{EMAIL}", headers={"user-agent": EMAIL})
    assert (found.status_code, refused.status_code, unknown.status_code) == (200, 404, 404)
    # Whoever has only the problem in hand finds the trace with it.
    assert refused.headers["content-type"] == "application/problem+json"
    assert trace_of(found) == trace_of(refused) == CALLER
    assert api.stop() == 0
    first, second = collector.named("organisation")
    assert attributes_of(first) == {
        "http.request.method": "GET",
        "http.route": "/v1/organisations/{organisation_id}",
        "http.response.status_code": 200,
    }
    assert attributes_of(second)["http.response.status_code"] == 404
    assert {first.trace_id.hex(), second.trace_id.hex()} == {CALLER}
    assert first.parent_span_id.hex() == "00f067aa0ba902b7"
    [lost] = [span for span in collector.spans if span.trace_id.hex() == trace_of(unknown)]
    assert (lost.name, attributes_of(lost)) == (
        "GET",
        {"http.request.method": "GET", "http.response.status_code": 404},
    )
    lines = [line for line in lines_of(api) if line.get("operation") == "organisation"]
    assert [(line["status"], line["trace"]) for line in lines] == [(200, CALLER), (404, CALLER)]


def test_a_fault_is_found_by_its_trace_and_told_without_its_words(
    api: Role, collector: Collector, database_url: str
) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("ALTER TABLE accounts.contact RENAME TO contact_away")
        body = {"email": EMAIL, "password": PASSWORD}
        answer = httpx.post(f"{api.address}/v1/sessions", json=body, timeout=60)
        connection.execute("ALTER TABLE accounts.contact_away RENAME TO contact")
    assert (answer.status_code, answer.json()["code"]) == (500, "web.fault")
    assert api.stop() == 0
    trace = trace_of(answer)
    [span] = [span for span in collector.spans if span.trace_id.hex() == trace]
    assert (attributes_of(span)["http.response.status_code"], span.status.code, list(span.events)) == (500, 2, [])
    [fault] = [line for line in lines_of(api) if line["event"] == "fault"]
    assert (fault["trace"], fault["request"]) == (trace, answer.headers["x-request-id"])
    assert EMAIL not in api.log
    assert EMAIL.encode() not in collector.raw


def test_spans_carry_nothing_about_people(api: Role, collector: Collector, world: World) -> None:
    bearer = {"authorization": f"Bearer {world.tokens['red-admin']}", "user-agent": "Erikas Browser"}
    for path in (
        f"/v1/organisations/{world.org('red')}/contacts?q={EMAIL}",
        f"/v1/contacts/{world.con('red-buyer')}/memberships",
        f"/v1/products?q={EMAIL}",
        "/v1/sessions",
    ):
        api.get(path, headers=bearer | {"tracestate": "vendor=1", "baggage": f"user={EMAIL}"})
    wrong = {"email": EMAIL, "password": "not hers"}
    assert httpx.post(f"{api.address}/v1/sessions", json=wrong, timeout=60).status_code in {401, 403}
    right = {"email": "red-buyer@x.example", "password": PASSWORD}
    assert httpx.post(f"{api.address}/v1/sessions", json=right, timeout=60).status_code == 201
    assert httpx.request("ERIKA", f"{api.address}/v1/sessions").status_code == 405
    assert api.stop() == 0
    assert len(collector.spans) >= 7
    allowed = {"http.request.method", "http.route", "http.response.status_code"}
    assert {key for span in collector.spans for key in attributes_of(span)} <= allowed
    assert {name for span in collector.spans if (name := attributes_of(span)["http.request.method"])} == {
        "GET",
        "POST",
        "OTHER",
    }
    people = (
        EMAIL, "ERIKA", "Erika", "red-buyer", "x.example", PASSWORD, "not hers", "SECRET", "127.0.0.1", "fds_",
        world.org("red"), world.con("red-buyer"),
    )  # fmt: skip
    assert [one for one in people if one.encode() in collector.raw] == []


def test_without_an_address_nothing_is_measured_and_nothing_told(start: Starter, collector: Collector) -> None:
    api = start("api").wait_for()
    answer = api.get("/v1/organisations", headers={"traceparent": f"00-{CALLER}-00f067aa0ba902b7-01"})
    assert "traceresponse" not in answer.headers
    assert "x-request-id" in answer.headers
    assert api.stop() == 0
    assert collector.spans == []
    assert "trace" not in {key for line in lines_of(api) for key in line}
