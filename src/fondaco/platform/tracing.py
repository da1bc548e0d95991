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
    """Measure a part of the work; attributes are ids and counts, never people."""
    with _tracer.start_as_current_span(name, attributes=attributes) as current:
        yield current
