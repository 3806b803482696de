"""Figures for whoever runs the service; no id of a person or thing is ever a label."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The figures of one application, or of all its processes where PROMETHEUS_MULTIPROC_DIR names their folder."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.calls = Counter(
            "commontide_calls", "Calls answered.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "commontide_call_seconds",
            "Time to the answer.",
            ("method", "route"),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.in_progress = Gauge(
            "commontide_calls_in_progress",
            "Calls being answered.",
            registry=self.registry,
            multiprocess_mode="livesum",
        )

    def told(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one call."""
        self.calls.labels(method, route, str(status)).inc()
        self.seconds.labels(method, route).observe(seconds)

    def text(self) -> bytes:
        """All figures in the form that Prometheus reads."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return generate_latest(self.registry)
        everybody = CollectorRegistry()
        MultiProcessCollector(everybody)  # type: ignore[no-untyped-call]
        return generate_latest(everybody)
