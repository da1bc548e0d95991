"""Problems: every refusal becomes application/problem+json (RFC 9457) with a stable code and pointers to all bad parts."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from msgspec import Meta, Struct

from fondaco.kernel.errors import Problem, Refusal
from fondaco.platform import tracing
from fondaco.platform.web import input_problems

MEDIA_TYPE = "application/problem+json"
_log = structlog.get_logger("fondaco.web")

_CODES = {
    400: ("web.malformed", "The request cannot be read."),
    401: ("auth.not_signed_in", "Sign in first."),
    403: ("forbidden", "You may not do this."),
    404: ("not_found", "There is no such thing here."),
    405: ("web.method_not_allowed", "This address does not know that method."),
    413: ("web.too_large", "The request is larger than this address takes."),
    415: ("web.unsupported_media_type", "This address does not take that media type."),
    429: ("web.too_many_requests", "Too many requests; wait a moment."),
    500: ("web.fault", "Something went wrong on our side."),
    503: ("unavailable", "This is not available right now."),
}


class ProblemPart(Struct, frozen=True, kw_only=True):
    """One offending part of a request."""

    pointer: Annotated[str, Meta(description="JSON pointer into the request", examples=["/lines/0/quantity"])]
    code: Annotated[str, Meta(examples=["web.invalid_value"])]
    detail: Annotated[str, Meta(examples=["Expected a decimal number."])]
    facts: dict[str, Any] = {}


class ProblemBody(Struct, frozen=True, kw_only=True, rename={"kind": "type"}):
    """A refusal (RFC 9457) with a stable code and all the offending parts."""

    kind: Annotated[str, Meta(examples=["urn:fondaco:problem:auth.missing_permission"])]
    title: Annotated[str, Meta(examples=["You lack the permission for this."])]
    status: Annotated[int, Meta(examples=[403])]
    detail: Annotated[str, Meta(examples=["You lack the permission for this."])]
    code: Annotated[str, Meta(description="Stable; programs decide by it.", examples=["auth.missing_permission"])]
    problems: list[ProblemPart] = []
    facts: dict[str, Any] = {}


def body_of(
    *, status: int, code: str, title: str, detail: str, problems: Iterable[Problem] = (), facts: Mapping[str, Any]
) -> ProblemBody:
    """Build the body; facts are anything that has a text."""
    return ProblemBody(
        kind=f"urn:fondaco:problem:{code}",
        title=title,
        status=status,
        detail=detail,
        code=code,
        problems=[
            ProblemPart(pointer=part.pointer, code=part.code, detail=part.detail, facts=_plain(part.facts))
            for part in problems
        ],
        facts=_plain(facts),
    )


def of_refusal(refusal: Refusal) -> ProblemBody:
    """Say a refusal of a room as a problem."""
    return body_of(
        status=refusal.status,
        code=refusal.code,
        title=refusal.title,
        detail=refusal.detail,
        problems=refusal.problems,
        facts=refusal.facts,
    )


def of_status(status: int, detail: str = "", problems: Iterable[Problem] = ()) -> ProblemBody:
    """Say one of HTTP's own refusals as a problem."""
    code, title = _CODES.get(status) or (f"web.status_{status}", HTTPStatus(status).phrase)
    return body_of(status=status, code=code, title=title, detail=detail or title, problems=problems, facts={})


def not_ready(state: Mapping[str, Any]) -> ProblemBody:
    """Say to a probe that a process cannot do its work now; the facts tell what it lacks."""
    code, title = "web.not_ready", "This process cannot do its work now."
    return body_of(status=503, code=code, title=title, detail=title, facts=state)


def encode(body: ProblemBody) -> bytes:
    """Write the problem as JSON."""
    return msgspec.json.encode(body)


def response_of(body: ProblemBody, headers: Mapping[str, str] | None = None) -> Response[bytes]:
    """Wrap the problem for Litestar."""
    return Response(encode(body), status_code=body.status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


def answer_refusal(_: Request[Any, Any, Any], refusal: Refusal) -> Response[bytes]:
    """Answer a named refusal of a room."""
    return response_of(of_refusal(refusal), headers_of(refusal))


def headers_of(refusal: Refusal) -> dict[str, str]:
    """Name the headers that belong to a refusal: when to come back, how to sign in."""
    headers = {}
    if "retry_after" in refusal.facts:
        headers["Retry-After"] = str(refusal.facts["retry_after"])
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="fondaco"'
    return headers


def answer_validation(request: Request[Any, Any, Any], error: ValidationException) -> Response[bytes]:
    """Answer input that does not fit the route's schema: 400 with a pointer per bad part."""
    detail = "Some parts of the request are not valid."
    body = body_of(
        status=HTTPStatus.BAD_REQUEST,
        code="web.invalid_input",
        title="The request does not fit the schema.",
        detail=detail,
        problems=input_problems.of_validation(request, error),
        facts={},
    )
    return response_of(body)


def answer_http(_: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """Answer what Litestar itself refuses: no such address, method, media type, size."""
    if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return response_of(of_status(error.status_code))
    detail = error.detail if error.status_code in {400, 413, 415} else ""
    return response_of(of_status(error.status_code, detail), error.headers)


def answer_fault(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Answer a fault of ours without telling its inside; the log has the trace."""
    if isinstance(error, HTTPException):
        return answer_http(request, error)
    if _in_parser(error):
        return response_of(of_status(400, "The body is not of the form that its media type says."))
    log_fault(request, error)
    return response_of(of_status(500))


def log_fault(request: Request[Any, Any, Any], error: Exception) -> None:
    """Write the trace into the log; never into the answer."""
    handler = request.scope.get("route_handler")
    facts = {"operation": getattr(handler, "operation_id", None), "trace": tracing.current_trace()}
    given = request.scope.get("fondaco.request_id")
    if isinstance(given, bytes):
        facts["request"] = given.decode()
    _log.error("fault", **{name: value for name, value in facts.items() if value is not None}, exc_info=error)


def _in_parser(error: Exception) -> bool:
    """Tell whether Litestar's own reading of the body broke: it raises plain IndexErrors on an empty form."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    module = trace.tb_frame.f_globals.get("__name__", "") if trace else ""
    return module in {"litestar._kwargs.extractors", "litestar._multipart", "litestar._parsers"}


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return msgspec.to_builtins(dict(facts), enc_hook=str, str_keys=True)  # type: ignore[no-any-return]


EXCEPTION_HANDLERS: Mapping[Any, Any] = {
    Refusal: answer_refusal,
    ValidationException: answer_validation,
    HTTPException: answer_http,
    Exception: answer_fault,
}
