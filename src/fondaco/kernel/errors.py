"""Refusals: every one has a stable code and the facts that explain it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One offending part of the input: where it is (JSON pointer), what is wrong, a stable code."""

    pointer: str
    code: str
    detail: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class Refusal(Exception):  # noqa: N818 - it refuses, it is not a fault
    """The base of every named error.

    A room subclasses one of the five kinds below and sets `code` and `title`; the facts are
    keyword arguments: ``raise SpendLimitExceeded(limit=limit, requested=total)``. `problems`
    names all the bad parts at once.
    """

    code: ClassVar[str] = "refused"
    title: ClassVar[str] = "The request was refused."
    status: ClassVar[int] = 400

    def __init__(self, detail: str | None = None, *, problems: Sequence[Problem] = (), **facts: Any) -> None:  # noqa: ANN401 - facts are of any kind
        self.detail = detail or self.title
        self.problems = tuple(problems)
        self.facts = facts
        super().__init__(self.detail)

    def __str__(self) -> str:
        """Say the detail and the facts, for logs and tests."""
        facts = ", ".join(f"{key}={value!r}" for key, value in self.facts.items())
        return f"{self.detail} [{self.code}{': ' + facts if facts else ''}]"


class Invalid(Refusal):
    """The input cannot be understood or breaks a rule that needs no state to check."""

    code = "invalid"
    title = "The input is not valid."
    status = 422


class NotFound(Refusal):
    """It does not exist, or not for this actor: the two are never told apart."""

    code = "not_found"
    title = "There is no such thing here."
    status = 404


class Forbidden(Refusal):
    """The actor is known and lacks the permission."""

    code = "forbidden"
    title = "You may not do this."
    status = 403


class Conflict(Refusal):
    """It does not fit the present state (stale version, life cycle, double key)."""

    code = "conflict"
    title = "This does not fit the present state."
    status = 409


class Unavailable(Refusal):
    """A needed outside system does not answer now; trying again later may work."""

    code = "unavailable"
    title = "This is not available right now."
    status = 503
