"""Limits, forged forms, changes as they happen, and the client over both of its transports."""

import asyncio
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.apps.client.generated import ApiProblem, AsgiTransport, Client, SignInIn
from fondaco.kernel.ids import public_id
from fondaco.platform.web import csrf
from fondaco.platform.web.changes import Hub
from fondaco.platform.web.rate_limit import RateLimit
from tests.support.house import PASSWORD, Api, run


@given(st.lists(st.floats(0, 3), min_size=1, max_size=60))
def test_never_more_than_the_burst_and_the_rate_allow(pauses: list[float]) -> None:
    moment = [0.0]
    limit = RateLimit(per_second=2.0, burst=5, clock=lambda: moment[0])
    admitted = 0
    for pause in pauses:
        moment[0] += pause
        admitted += limit.take("caller") == 0
        assert admitted <= 5 + 2.0 * moment[0] + 1e-6
    assert limit.take("somebody else") == 0


def test_a_limit_says_when_to_come_back_and_then_lets_in() -> None:
    moment = [0.0]
    limit = RateLimit(per_second=0.5, burst=1, clock=lambda: moment[0])
    assert limit.take("caller") == 0
    wait = limit.take("caller")
    assert wait == 2
    moment[0] += wait
    assert limit.take("caller") == 0


def test_over_http_the_limit_is_a_problem_with_retry_after(api: Api) -> None:
    from fondaco.apps.api import create_app

    api.app = create_app(
        api.runtime,
        rate_limit=RateLimit(per_second=0.001, burst=2),
        log_requests=False,
        only=("fondaco.modules.accounts",),
    )
    caller = api.caller("red-buyer")
    assert [caller("GET", "/v1/roles").status for _ in range(3)] == [200, 200, 429]
    refused = caller("GET", "/v1/roles")
    assert refused.code == "web.too_many_requests"
    assert int(refused.headers["retry-after"]) > 0
    assert api.caller("blue-buyer")("GET", "/v1/roles").status == 200


def test_a_form_of_ours_passes_and_every_other_is_refused() -> None:
    secret = csrf.new_secret()
    token = csrf.token(secret=secret, session="s1")
    csrf.demand(secret=secret, session="s1", given=token, origin="https://shop.example", host="shop.example")
    csrf.demand(secret=secret, session="s1", given=token, origin=None, host="shop.example")
    for session, given_token, origin in [
        ("s2", token, None),
        ("s1", None, None),
        ("s1", "", None),
        ("s1", token[:-1], None),
        ("s1", token, "https://evil.example"),
    ]:
        with pytest.raises(csrf.ForgedRequest):
            csrf.demand(secret=secret, session=session, given=given_token, origin=origin, host="shop.example")


def test_a_page_hears_of_the_products_it_shows_and_of_no_others() -> None:
    mine, other = uuid4(), uuid4()

    async def listen() -> list[bytes]:
        hub = Hub()
        stream = hub.listen([mine])
        heard = [await anext(stream)]
        hub.tell(kind="price", products=[other])
        hub.tell(kind="price", products=[other, mine, mine])
        hub.tell(kind="stock", products=[mine])
        heard += [await anext(stream), await anext(stream)]
        hub.close()
        heard += [part async for part in stream]
        assert hub.listeners == 0
        return heard

    name = public_id("prd", mine).encode()
    body = b'data: {"products":["' + name + b'"]}\n\n'
    assert run(listen())[1:] == [b"event: price\n" + body, b"event: stock\n" + body]


def test_a_stream_ends_when_its_right_ends() -> None:
    async def listen() -> list[bytes]:
        answers = iter([True, False])

        async def valid() -> bool:
            return next(answers)

        return [part async for part in Hub().listen([UUID(int=1)], heartbeat=0.001, valid=valid)]

    assert run(listen())[1:] == [b": still here\n\n"]


def test_changes_are_streamed_over_the_api(whole_api: Api) -> None:
    world = whole_api.world
    product = whole_api.named["prd"]

    async def listen() -> list[bytes]:
        client = Client(AsgiTransport(whole_api.app), token=world.tokens["red-buyer"])
        stream = client.changes(products=[product])
        heard = [await anext(stream)]
        told = whole_api.runtime.projections[-1]
        for hub in told.hubs:
            hub.tell(kind="price", products=[world.products["BOLT-8"]])
        heard.append(await asyncio.wait_for(anext(stream), 5))
        await stream.aclose()
        return heard

    assert run(listen())[1] == b'event: price\ndata: {"products":["' + product.encode() + b'"]}\n\n'
    for query, status in [("", 400), ("?products=x", 404), ("?products=" + "&products=".join(["x"] * 201), 400)]:
        assert whole_api.caller("red-buyer")("GET", f"/v1/changes{query}").status == status


def test_the_generated_client_signs_in_reads_creates_and_is_refused(api: Api) -> None:
    async def work() -> None:
        visitor = Client(AsgiTransport(api.app))
        session = await visitor.sign_in(data=SignInIn(email="red-buyer@x.example", password=PASSWORD))
        client = visitor.with_token(session.token)
        assert (await client.me()).organisation == api.world.org("red")
        narrowed = await client.acting_for(api.world.org("red-site")).list_organisations(limit=10)
        assert [item.id for item in narrowed.items] == [api.world.org("red-site")]
        with pytest.raises(ApiProblem) as refused:
            await client.organisation(organisation_id=api.world.org("blue"))
        assert (refused.value.status, refused.value.code) == (404, "accounts.no_such_organisation")
        await client.sign_out(session_id="current")
        await client.close()

    run(work())
