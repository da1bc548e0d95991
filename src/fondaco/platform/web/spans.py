"""A span of OpenTelemetry per request, as a child of the caller's span where the caller sent one (W3C trace context)."""

from collections.abc import Iterator
from contextlib import contextmanager

from litestar.types import HTTPScope
from opentelemetry import context, propagate, trace

_tracer = trace.get_tracer("fondaco")


@contextmanager
def request_span(scope: HTTPScope) -> Iterator[None]:
    """Measure one request; its attributes name the operation, never people or ids."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    token = context.attach(propagate.extract(headers))
    try:
        with _tracer.start_as_current_span(scope["method"], kind=trace.SpanKind.SERVER) as span:
            yield
            operation = getattr(scope.get("route_handler"), "operation_id", None)
            if operation:
                span.update_name(str(operation))
            span.set_attribute("http.request.method", scope["method"])
    finally:
        context.detach(token)
