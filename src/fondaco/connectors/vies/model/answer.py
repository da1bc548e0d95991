"""Reading an answer of the register: only a plain yes confirms a number, and only a plain no denies it."""

from collections.abc import Mapping
from typing import Any

from fondaco.connectors.vies.errors import RegisterAway
from fondaco.connectors.vies.types import Answer
from fondaco.modules.accounts.types import CheckOutcome

_OK = 200
# Errors about this number alone; those of a member state begin with MS_, all others concern every call.
_OF_THE_NUMBER = frozenset({"INVALID_INPUT"})
# Words that the service puts beside an answer that is one.
_NO_ERROR = frozenset({"", "VALID", "INVALID"})
_LONGEST_REFERENCE = 100


def read(*, status: int, body: object) -> Answer:
    """Tell what an answer says. Refused with `RegisterAway` where it says that nothing can be asked now, or nothing at all."""
    if not isinstance(body, Mapping):
        raise RegisterAway(status=status, reason="no JSON object")
    error = _error(body)
    if error:
        if not error.startswith("MS_") and error not in _OF_THE_NUMBER:
            raise RegisterAway(status=status, reason=error)
        return Answer(outcome=CheckOutcome.UNREACHABLE, error=error)
    valid = body.get("valid")
    if status != _OK or not isinstance(valid, bool):
        raise RegisterAway(status=status, reason="no answer to the question")
    reference = body.get("requestIdentifier")
    return Answer(
        outcome=CheckOutcome.REGISTERED if valid else CheckOutcome.NOT_REGISTERED,
        reference=reference[:_LONGEST_REFERENCE] if isinstance(reference, str) else "",
    )


def _error(body: Mapping[str, Any]) -> str:
    wrapped = body.get("errorWrappers")
    if isinstance(wrapped, list) and wrapped:
        first = wrapped[0]
        return str(first.get("error") or "UNKNOWN")[:60] if isinstance(first, Mapping) else "UNKNOWN"
    if wrapped or body.get("actionSucceed") is False:
        return "UNKNOWN"
    beside = body.get("userError")
    return beside[:60] if isinstance(beside, str) and beside not in _NO_ERROR else ""
