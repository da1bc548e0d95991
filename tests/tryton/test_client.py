"""The line to Tryton: sessions, reads repeated, writes not, and failures told apart."""

import dataclasses
from collections.abc import Iterator
from decimal import Decimal

import pytest

from fondaco.connectors.tryton.client import ATTEMPTS_TO_READ, TrytonClient
from fondaco.connectors.tryton.errors import (
    TrytonLoginRefused,
    TrytonRefused,
    TrytonUncertain,
    TrytonUnreachable,
)
from tests.support.tryton import settings_for
from tests.support.tryton_faults import Beside
from tests.support.tryton_proxy import Fault, FaultyLine
from tests.support.tryton_server import TrytonServer

pytestmark = [pytest.mark.tryton, pytest.mark.slow, pytest.mark.xdist_group("tryton")]


@pytest.fixture
def faulty(tryton: TrytonServer, line: FaultyLine) -> Iterator[TrytonClient]:
    with TrytonClient(settings=settings_for(tryton, url=line.url)) as client:
        yield client


def one_party(client: TrytonClient) -> list[dict[str, object]]:
    return client.search_read(model="party.party", domain=[], fields=["name"], limit=1)


@pytest.mark.parametrize("answer", ["none", "half", "error", "nonsense"])
def test_a_read_is_repeated_until_the_line_holds(faulty: TrytonClient, line: FaultyLine, answer: str) -> None:
    line.strike(Fault(method="search_read", times=ATTEMPTS_TO_READ - 1, answer=answer))
    assert len(one_party(faulty)) == 1
    assert line.calls("search_read") == ATTEMPTS_TO_READ
    line.strike(Fault(method="search_read", times=ATTEMPTS_TO_READ, answer=answer))
    with pytest.raises(TrytonUncertain):
        one_party(faulty)


@pytest.mark.parametrize("answer", ["none", "half", "error", "nonsense"])
def test_a_write_is_sent_once_and_its_outcome_is_open(faulty: TrytonClient, line: FaultyLine, answer: str) -> None:
    line.strike(Fault(method="category.create", answer=answer))
    with pytest.raises(TrytonUncertain):
        faulty.write_call(method="model.product.category.create", parameters=[[{"name": f"Once, {answer}"}]])
    assert line.calls("category.create") == 1
    found = faulty.search_read(model="product.category", domain=[("name", "=", f"Once, {answer}")], fields=["name"])
    assert len(found) == 1, "it was carried out all the same"


def test_nobody_at_the_door_is_told_apart(tryton: TrytonServer) -> None:
    tryton.kill()
    with TrytonClient(settings=settings_for(tryton)) as client, pytest.raises(TrytonUnreachable):
        one_party(client)


def test_a_slow_answer_is_not_waited_for(tryton: TrytonServer) -> None:
    with TrytonClient(settings=settings_for(tryton, patience=Decimal("0.5"))) as hasty:
        one_party(hasty)
        tryton.pause()
        try:
            with pytest.raises(TrytonUncertain):
                hasty.write_call(method="model.party.party.write", parameters=[[], {}])
        finally:
            tryton.resume()


def test_a_session_that_ended_is_opened_again(client: TrytonClient, tryton: TrytonServer) -> None:
    assert one_party(client)
    client.write_call(method="model.res.user.write", parameters=[[], {}])
    session, context = client._line.session or ("", {})
    client._line.session = session[:-8] + "AAAAAAA=", context
    assert one_party(client)


def test_a_wrong_password_is_no_outage(tryton: TrytonServer) -> None:
    wrong = dataclasses.replace(settings_for(tryton), password="not this one")
    with TrytonClient(settings=wrong) as client, pytest.raises(TrytonLoginRefused):
        one_party(client)


def test_a_refusal_brings_trytons_own_words(client: TrytonClient) -> None:
    with pytest.raises(TrytonRefused, match="Party"):
        client.write_call(method="model.sale.sale.create", parameters=[[{}]])


def test_a_fault_inside_tryton_leaves_the_outcome_open(client: TrytonClient) -> None:
    with pytest.raises(TrytonUncertain):
        client.write_call(method="model.party.party.write", parameters=[[1], {"no such field": 1}])


def test_the_password_is_not_shown(tryton: TrytonServer) -> None:
    assert tryton.password not in repr(settings_for(tryton))


def test_threads_share_one_session(client: TrytonClient, line: FaultyLine, tryton: TrytonServer) -> None:
    with TrytonClient(settings=settings_for(tryton, url=line.url)) as shared:
        works = [Beside(lambda: one_party(shared)) for _ in range(6)]
        assert all(len(work.result()) == 1 for work in works)
    assert line.calls("common.db.login") == 1
