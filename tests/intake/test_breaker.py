"""The circuit breaker: it opens after three failures, rests longer each time, lets one through to see, and closes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.errors import CircuitOpen, ConnectionPaused
from fondaco.connectors.intake.events import ConnectionChanged
from fondaco.connectors.intake.model import breaker as breakers
from fondaco.connectors.intake.types import Breaker, BreakerState, Connection, ConnectionDraft, ConnectionState
from fondaco.platform.transaction import Database, Tx

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
DRAFT = ConnectionDraft(
    name="erp-nord", kind="simulated", system="erp-nord", settings={"url": "x", "password": "geheim"}
)


def fail(tx: Tx, connection: Connection, times: int, moment: datetime = NOW) -> Connection:
    for _ in range(times):
        connection = intake.report_failure(tx=tx, connection=connection.id, as_of=moment, error="no answer")
    return connection


@given(outcomes=st.lists(st.tuples(st.booleans(), st.integers(0, 400)), max_size=30))
def test_calls_are_kept_away_exactly_while_it_rests(outcomes: list[tuple[bool, int]]) -> None:
    breaker, moment, failures = Breaker(), NOW, 0
    for good, seconds in outcomes:
        moment += timedelta(seconds=seconds)
        admitted = breakers.admit(breaker=breaker, as_of=moment)
        resting = failures >= breakers.THRESHOLD and breaker.retry_at is not None and moment < breaker.retry_at
        assert (admitted is None) == resting
        if admitted is None:
            continue
        failures = 0 if good else failures + 1
        breaker = breakers.succeeded() if good else breakers.failed(breaker=admitted, as_of=moment)
        assert (breaker.state is BreakerState.CLOSED) == (failures < breakers.THRESHOLD)
        assert breaker.failures == failures


def test_the_rest_doubles_up_to_five_minutes() -> None:
    breaker, rests = Breaker(), []
    for _ in range(12):
        breaker = breakers.failed(breaker=breaker, as_of=NOW)
        rests.append(0 if breaker.retry_at is None else int((breaker.retry_at - NOW).total_seconds()))
    assert rests == [0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300, 300]


def test_one_process_tries_while_the_others_wait(database: Database) -> None:
    with database.transaction() as tx:
        connection = fail(tx, intake.put_connection(tx=tx, draft=DRAFT), 3)
    assert connection.state is ConnectionState.BROKEN
    later = NOW + timedelta(seconds=6)
    with pytest.raises(CircuitOpen) as refused, database.transaction() as tx:
        intake.admit_call(tx=tx, connection=connection.id, as_of=NOW + timedelta(seconds=1))
    assert refused.value.facts["retry_after"] == 5
    with database.transaction() as tx:
        intake.admit_call(tx=tx, connection=connection.id, as_of=later)
    with pytest.raises(CircuitOpen), database.transaction() as tx:
        intake.admit_call(tx=tx, connection=connection.id, as_of=later)
    # The one that was let through died: after its time another may try.
    with database.transaction() as tx:
        intake.admit_call(tx=tx, connection=connection.id, as_of=later + timedelta(minutes=2))
        intake.report_success(tx=tx, connection=connection.id, as_of=later, lag=timedelta(seconds=90))
    with database.transaction() as tx:
        well = intake.connection(tx=tx, id=connection.id)
    assert (well.state, well.breaker, well.error, well.last_success_at) == (
        ConnectionState.ACTIVE,
        Breaker(),
        "",
        later,
    )
    assert well.lag == timedelta(seconds=90)


def test_changes_of_state_are_told_and_only_those(tx: Tx) -> None:
    connection = intake.put_connection(tx=tx, draft=DRAFT)
    fail(tx, connection, 5)
    intake.report_success(tx=tx, connection=connection.id, as_of=NOW)
    intake.report_success(tx=tx, connection=connection.id, as_of=NOW)
    intake.pause_connection(tx=tx, id=connection.id)
    intake.pause_connection(tx=tx, id=connection.id)
    intake.resume_connection(tx=tx, id=connection.id)
    told = [event.state for event in tx.events if isinstance(event, ConnectionChanged)]
    assert told == ["active", "broken", "active", "paused", "active"]


def test_nothing_goes_through_a_paused_connection(tx: Tx) -> None:
    connection = intake.put_connection(tx=tx, draft=DRAFT)
    intake.pause_connection(tx=tx, id=connection.id)
    with pytest.raises(ConnectionPaused):
        intake.admit_call(tx=tx, connection=connection.id, as_of=NOW)
    assert intake.connection(tx=tx, id=connection.id).state is ConnectionState.PAUSED


def test_a_person_may_close_an_open_circuit(tx: Tx) -> None:
    connection = fail(tx, intake.put_connection(tx=tx, draft=DRAFT), 3)
    assert intake.resume_connection(tx=tx, id=connection.id).state is ConnectionState.ACTIVE
    intake.admit_call(tx=tx, connection=connection.id, as_of=NOW)


def test_putting_a_connection_again_keeps_its_secrets(tx: Tx) -> None:
    connection = intake.put_connection(tx=tx, draft=DRAFT)
    again = intake.put_connection(
        tx=tx,
        draft=ConnectionDraft(
            name="erp-nord", kind="simulated", system="erp-nord", settings={"url": "y", "password": "…"}
        ),
    )
    assert again.id == connection.id
    assert dict(again.settings) == {"url": "y", "password": "geheim"}
