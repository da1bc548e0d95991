"""What PostgreSQL refuses, as problems: values it cannot hold, rows that collide, a server that is away."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response
from sqlalchemy import exc

from fondaco.platform.web import problem


def answer_data_error(_: Request[Any, Any, Any], __: Exception) -> Response[bytes]:
    """Answer a value that passed all checks and still cannot be stored: a NUL, a number out of range."""
    return problem.response_of(
        problem.body_of(
            status=422,
            code="web.unstorable_value",
            title="The request holds a value that cannot be stored.",
            detail="A text has a character that no text has, or a number or date is out of range.",
            facts={},
        )
    )


def answer_collision(_: Request[Any, Any, Any], __: Exception) -> Response[bytes]:
    """Answer the second of two requests that made the same thing at the same moment."""
    return problem.response_of(
        problem.body_of(
            status=409,
            code="web.collision",
            title="Another request did the same at the same moment.",
            detail="Read the present state and try again.",
            facts={},
        )
    )


def answer_away(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Answer that the database is away, or gave this transaction up for another's sake."""
    problem.log_fault(request, error)
    return problem.response_of(problem.of_status(503), {"Retry-After": "2"})


EXCEPTION_HANDLERS: Mapping[Any, Any] = {
    exc.DataError: answer_data_error,
    UnicodeEncodeError: answer_data_error,
    exc.IntegrityError: answer_collision,
    exc.OperationalError: answer_away,
    exc.InterfaceError: answer_away,
    exc.TimeoutError: answer_away,
}
