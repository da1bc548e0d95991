"""Figures for Prometheus: requests by operation and status, their duration, and whatever else is registered."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "fondaco_http_requests_total",
            "Requests answered",
            ("operation", "method", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "fondaco_http_request_seconds",
            "Time to answer",
            ("operation",),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        # Looking up a child by its labels costs more than counting: remember it.
        self._counters: dict[tuple[str, str, int], Counter] = {}
        self._histograms: dict[str, Histogram] = {}

    def observe(self, *, operation: str, method: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        key = (operation, method, status)
        counter = self._counters.get(key)
        if counter is None:
            counter = self._counters[key] = self._requests.labels(operation, method, str(status))
        counter.inc()
        histogram = self._histograms.get(operation)
        if histogram is None:
            histogram = self._histograms[operation] = self._seconds.labels(operation)
        histogram.observe(seconds)

    def register(self, collector: Collector) -> None:
        """Register figures that are asked for when somebody looks."""
        self.registry.register(collector)

    def text(self) -> bytes:
        """Write all figures in Prometheus' text format."""
        return generate_latest(self.registry)
