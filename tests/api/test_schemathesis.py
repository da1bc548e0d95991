"""Thousands of generated requests, good and bad: no fault of ours, no answer that the document does not name."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import checks as known_checks
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi import checks as openapi_checks

from tests.support.house import Api

CHECKS = (
    known_checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
)
EXAMPLES = 8
# A stream that stays open has no end to check; its refusals are tested by name.
ENDLESS = {"changes"}


@pytest.mark.slow
@pytest.mark.parametrize("who", ["administrator", "red-admin"])
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
def test_generated_requests_meet_documented_answers_only(
    whole_api: Api, who: str, mode: schemathesis.GenerationMode
) -> None:
    headers = {"Authorization": f"Bearer {whole_api.world.tokens[who]}"}
    if who == "administrator":
        headers["Fondaco-Organisation"] = whole_api.world.org("red")
    schema = schemathesis.openapi.from_asgi("/v1/openapi.json", whole_api.app)
    found: list[str] = []
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.definition.raw["operationId"] not in ENDLESS:
            found += _faults(operation, mode, headers)
    assert found == []


def _faults(
    operation: schemathesis.APIOperation, mode: schemathesis.GenerationMode, headers: dict[str, str]
) -> list[str]:
    try:
        strategy = operation.as_strategy(generation_mode=mode)
        strategy.validate()
    except Unsatisfiable:
        return []

    @seed(4711)
    @settings(
        max_examples=EXAMPLES, database=None, deadline=None, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=strategy)
    def attempt(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=headers, checks=list(CHECKS))

    try:
        attempt()
    except Unsatisfiable:
        return []
    except (FailureGroup, Failure) as fault:
        parts = fault.exceptions if isinstance(fault, FailureGroup) else [fault]
        return [f"{operation.method.upper()} {operation.path}: {part}\n{part.__dict__}"[:1500] for part in parts]
    return []
