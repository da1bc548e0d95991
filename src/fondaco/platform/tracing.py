"""Traces: spans in OpenTelemetry's form, sent only to where a setting says; without it they cost next to nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version

from opentelemetry import trace

from fondaco.kernel.errors import Unavailable
from fondaco.platform.settings import Settings

_tracer = trace.get_tracer("fondaco")


class OtlpNotInstalled(Unavailable):
    """An address for traces is set, and the extra that can send them is not installed."""

    code = "platform.otlp_not_installed"
    title = "Sending traces needs the extra `fondaco[otlp]`."


def configure(*, settings: Settings, role: str) -> Callable[[], None]:
    """Send spans to `settings.otlp_endpoint` if it is set; return what flushes them at the end."""
    if settings.otlp_endpoint is None:
        return lambda: None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError:
        raise OtlpNotInstalled(endpoint=settings.otlp_endpoint) from None
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    resource = Resource.create({"service.name": f"fondaco-{role}", "service.version": version("fondaco")})
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=settings.otlp_endpoint)))
    trace.set_tracer_provider(provider)
    return provider.shutdown


@contextmanager
def span(name: str, **attributes: str | float | bool) -> Iterator[trace.Span]:
    """Measure a part of the work; attributes are ids and counts, never people.

    An error is put down by its class alone: its words may name people.
    """
    with _tracer.start_as_current_span(
        name, attributes=attributes, record_exception=False, set_status_on_exception=False
    ) as current:
        try:
            yield current
        except BaseException as error:
            fail(current, error)
            raise


def fail(current: trace.Span, error: BaseException) -> None:
    """Mark a span as failed by the error's class alone."""
    current.set_attribute("error.type", type(error).__qualname__)
    current.set_status(trace.StatusCode.ERROR)


def current_trace() -> str | None:
    """Return the id of the trace in progress, for log lines; None where nothing is measured."""
    held = trace.get_current_span().get_span_context()
    return trace.format_trace_id(held.trace_id) if held.is_valid else None
