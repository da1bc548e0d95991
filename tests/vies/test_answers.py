"""Reading what the register says: only a plain yes confirms, only a plain no denies, all else is no answer."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.connectors.vies.errors import RegisterAway
from fondaco.connectors.vies.model.answer import read
from fondaco.connectors.vies.model.number import COUNTRIES, parts
from fondaco.connectors.vies.types import Answer
from fondaco.modules.accounts.types import CheckOutcome

STATE_AWAY = {"actionSucceed": False, "errorWrappers": [{"error": "MS_UNAVAILABLE"}]}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"valid": True, "requestIdentifier": "WAPI1"}, Answer(outcome=CheckOutcome.REGISTERED, reference="WAPI1")),
        ({"valid": True, "requestIdentifier": None, "userError": "VALID"}, Answer(outcome=CheckOutcome.REGISTERED)),
        ({"valid": False, "userError": "INVALID"}, Answer(outcome=CheckOutcome.NOT_REGISTERED)),
        (STATE_AWAY, Answer(outcome=CheckOutcome.UNREACHABLE, error="MS_UNAVAILABLE")),
        (
            {"valid": False, "userError": "MS_MAX_CONCURRENT_REQ"},
            Answer(outcome=CheckOutcome.UNREACHABLE, error="MS_MAX_CONCURRENT_REQ"),
        ),
        (
            {"errorWrappers": [{"error": "INVALID_INPUT"}]},
            Answer(outcome=CheckOutcome.UNREACHABLE, error="INVALID_INPUT"),
        ),
    ],
)
def test_answers_as_they_come(body: dict[str, Any], expected: Answer) -> None:
    assert read(status=200, body=body) == expected


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, []),
        (200, {}),
        (200, {"valid": "true"}),
        (500, {"valid": True}),
        (200, {"actionSucceed": False}),
        (200, {"actionSucceed": False, "errorWrappers": [{"error": "GLOBAL_MAX_CONCURRENT_REQ"}]}),
        (200, {"errorWrappers": ["what"], "valid": True}),
        (400, {"errorWrappers": [{"error": "INVALID_REQUESTER_INFO"}]}),
        (200, {"valid": False, "userError": "SERVICE_UNAVAILABLE"}),
    ],
)
def test_what_is_no_answer_says_nothing_about_the_number(status: int, body: object) -> None:
    with pytest.raises(RegisterAway):
        read(status=status, body=body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["MS_UNAVAILABLE", "VALID"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["valid", "errorWrappers", "error", "actionSucceed", "userError", "requestIdentifier"]),
            inner,
        )
    ),
    max_leaves=8,
)


@given(status=st.sampled_from([200, 400, 500, 503]), body=JSON)
def test_nothing_but_a_plain_yes_confirms_and_nothing_but_a_plain_no_denies(status: int, body: Any) -> None:
    try:
        found = read(status=status, body=body)
    except RegisterAway:
        return
    if found.outcome is not CheckOutcome.UNREACHABLE:
        assert status == 200
        assert body["valid"] is (found.outcome is CheckOutcome.REGISTERED)
        assert not body.get("errorWrappers")
        assert body.get("actionSucceed") is not False


def test_numbers_as_the_register_takes_them() -> None:
    assert len(COUNTRIES) == 27
    assert parts("ATU13585627") == ("AT", "U13585627")
    assert parts("BE697449992") == ("BE", "0697449992")
    assert parts("EL094259216") == ("EL", "094259216")
    assert [parts(one) for one in ("ATU13585628", "CHE123456788", "EU372022452", "")] == [None] * 4
