"""The outermost layer: security headers, request ids, limits, one line of access log and figures per request.

One plain ASGI function instead of a stack of middleware: it runs for every request and must cost next to nothing.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from uuid import uuid4

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from fondaco.platform.web import problem
from fondaco.platform.web.metrics import Metrics
from fondaco.platform.web.rate_limit import RateLimit
from fondaco.platform.web.spans import RequestSpan

_log = structlog.get_logger("fondaco.access")

API_POLICY = "default-src 'none'; frame-ancestors 'none'"
_LONGEST_ID = 64
# A caller may send any word for a method; figures, logs and spans know these, or they would grow without end.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_OTHER = "OTHER"


def security_headers(*, content_security_policy: str, secure: bool) -> list[tuple[bytes, bytes]]:
    """List the headers that every answer carries; `secure` says that the program is reached by https only."""
    headers = {
        "content-security-policy": content_security_policy,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
    }
    if secure:
        headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    return [(name.encode(), value.encode()) for name, value in headers.items()]


class Edge:
    """Wraps a whole program."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        headers: Iterable[tuple[bytes, bytes]],
        metrics: Metrics | None = None,
        rate_limit: RateLimit | None = None,
        span: Callable[..., AbstractContextManager[RequestSpan]] | None = None,
        log_requests: bool = True,
    ) -> None:
        self._app = app
        self._headers = list(headers)
        self._metrics = metrics
        self._rate_limit = rate_limit
        self._span = span
        self._log_requests = log_requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and look at what comes back."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        await self._answer(scope, receive, send)

    async def _answer(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        request_id = _request_id(scope)
        method = scope["method"] if scope["method"] in _METHODS else _OTHER
        status = 500
        measured: RequestSpan | None = None

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = [*message.get("headers", ()), (b"x-request-id", request_id)]
                if measured is not None:
                    headers.append((b"traceresponse", measured.response_header))
                given = {name for name, _ in headers}
                headers.extend(header for header in self._headers if header[0] not in given)
                message["headers"] = headers
            await send(message)

        scope["fondaco.request_id"] = request_id  # type: ignore[typeddict-unknown-key]
        if b"%00" in scope.get("raw_path", b"") + scope["query_string"]:
            # No text of ours has a NUL in it, and PostgreSQL refuses to look for one.
            await _refuse(answer, problem.of_status(400, "The address holds a character that no text has."))
        elif self._rate_limit and (wait := self._rate_limit.wait(scope)):
            await _refuse(answer, problem.of_status(429), retry_after=wait)
        elif self._span:
            with self._span(scope=scope, method=method) as measured:
                await self._app(scope, receive, answer)
                measured.answered(status=status)
        else:
            await self._app(scope, receive, answer)
        seconds = time.perf_counter() - started
        handler = scope.get("route_handler")
        operation = str(getattr(handler, "operation_id", None) or "none")
        if self._metrics:
            self._metrics.observe(operation=operation, method=method, status=status, seconds=seconds)
        if self._log_requests:
            _log.info(
                "request",
                operation=operation,
                method=method,
                status=status,
                ms=round(seconds * 1000, 1),
                request=request_id.decode(),
                **({"trace": measured.trace} if measured is not None else {}),
            )


async def _refuse(send: Send, body: problem.ProblemBody, *, retry_after: int = 0) -> None:
    headers = [(b"content-type", problem.MEDIA_TYPE.encode())]
    if retry_after:
        headers.append((b"retry-after", str(retry_after).encode()))
    await send({"type": "http.response.start", "status": body.status, "headers": headers})
    await send({"type": "http.response.body", "body": problem.encode(body), "more_body": False})


def _request_id(scope: Scope) -> bytes:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and len(value) <= _LONGEST_ID and value.isalnum():
            return value
    return uuid4().hex.encode()
