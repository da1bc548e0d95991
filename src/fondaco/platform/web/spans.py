"""A span of OpenTelemetry per request, as a child of the caller's span where the caller sent one (W3C trace context).

Its names follow OpenTelemetry's conventions for HTTP. It carries the route's template and never the address that was
asked for: that holds ids, search words and e-mail addresses. Errors are named by class, their words may name people.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from litestar.types import HTTPScope
from opentelemetry import context, propagate, trace

from fondaco.platform import tracing

_tracer = trace.get_tracer("fondaco")
_FAULT = 500
# Of what the caller sends, only his place in the trace: baggage is his own affair.
_TAKEN = frozenset({"traceparent", "tracestate"})


class RequestSpan:
    """The span of one request while it is answered."""

    def __init__(self, *, scope: HTTPScope, span: trace.Span) -> None:
        self._scope = scope
        self._span = span

    @property
    def trace(self) -> str:
        """The id under which log lines and answers can be found in the traces."""
        return trace.format_trace_id(self._span.get_span_context().trace_id)

    @property
    def response_header(self) -> bytes:
        """Tell the caller the trace (`traceresponse` of W3C Trace Context, level 2)."""
        held = self._span.get_span_context()
        span_id = trace.format_span_id(held.span_id)
        return f"00-{self.trace}-{span_id}-{held.trace_flags:02x}".encode()

    def answered(self, *, status: int) -> None:
        """Put down what was asked and how it ended; the route is known only now."""
        operation = getattr(self._scope.get("route_handler"), "operation_id", None)
        if operation:
            self._span.update_name(str(operation))
        template = self._scope.get("path_template")
        if template:
            self._span.set_attribute("http.route", str(template))
        self._span.set_attribute("http.response.status_code", status)
        if status >= _FAULT:
            self._span.set_status(trace.StatusCode.ERROR)


@contextmanager
def request_span(*, scope: HTTPScope, method: str) -> Iterator[RequestSpan]:
    """Measure one request; its attributes name the operation, never people or ids."""
    pairs = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]]
    token = context.attach(propagate.extract({name: value for name, value in pairs if name in _TAKEN}))
    try:
        with _tracer.start_as_current_span(
            method, kind=trace.SpanKind.SERVER, record_exception=False, set_status_on_exception=False
        ) as span:
            span.set_attribute("http.request.method", method)
            try:
                yield RequestSpan(scope=scope, span=span)
            except BaseException as error:
                tracing.fail(span, error)
                raise
    finally:
        context.detach(token)
