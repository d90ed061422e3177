"""What the service counts, for Prometheus: never anything that a visitor typed.

Under gunicorn every worker writes its numbers into files of one private directory, and whichever worker is asked adds
them all up. prometheus_client chooses between that and plain memory by PROMETHEUS_MULTIPROC_DIR when it is first
imported; hence the imports inside functions.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from widget.snapshot import Snapshot

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram, Metric

DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"
BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)
"""Seconds: upper bounds of the latency histogram, chosen around what a search takes. More: finer quantiles."""
RESULTS = ("some", "none")
CACHE = ("miss", "hit")


class Metrics:
    """Counts requests by route and status, their time, searches without results and answers from the cache."""

    def __init__(self, snapshot: Snapshot) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram  # noqa: PLC0415 - see above

        self._snapshot = snapshot
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "helpwidget_requests", "Requests answered.", ("route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "helpwidget_request_seconds", "Time to an answer.", ("route",), buckets=BUCKETS, registry=self._registry
        )
        self._answered: dict[tuple[str, str], tuple[Counter, Histogram]] = {}
        searches = Counter("helpwidget_searches", "Questions.", ("results", "cache"), registry=self._registry)
        self._searches = {labels: searches.labels(*labels) for labels in product(RESULTS, CACHE)}

    def answered(self, route: str, status: str, seconds: float) -> None:
        """Count a request; `route` is a rule such as /sections/<path:section_id>, never an address."""
        counter, histogram = self._answered.get((route, status)) or self._new(route, status)
        counter.inc()
        histogram.observe(seconds)

    def refused(self, status: str, times: int = 1) -> None:
        """Count requests that never reached the application."""
        counter, _ = self._answered.get(("none", status)) or self._new("none", status)
        counter.inc(times)

    def _new(self, route: str, status: str) -> tuple[Counter, Histogram]:
        """Look up the numbers of a route and a status: once, since every request needs them."""
        found = self._requests.labels(route, status), self._seconds.labels(route)
        self._answered[route, status] = found
        return found

    def searched(self, *, found: bool, kept: bool) -> None:
        """Count a question: with results or without, answered from the cache or newly."""
        self._searches[RESULTS[not found], CACHE[kept]].inc()

    def forget(self) -> None:
        """Forget what this process has counted under gunicorn: workers that are forked from it count for themselves."""
        for path in Path(os.environ[DIRECTORY]).glob(f"*_{os.getpid()}.db"):
            path.unlink()

    def exposition(self) -> bytes:
        """Give all numbers in the text format of Prometheus."""
        from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415 - see above
        from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415 - see above

        registry = self._registry
        if DIRECTORY in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # it carries no annotations
        return generate_latest(registry) + generate_latest(self)

    def collect(self) -> Iterator[Metric]:
        """Give what is read when asked, since it is the same in every worker."""
        from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - see above

        served = self._snapshot
        age, degraded = served.age.total_seconds(), float(served.degraded)
        yield GaugeMetricFamily("helpwidget_generation_age_seconds", "Since the served index was built.", age)
        yield GaugeMetricFamily("helpwidget_degraded", "1 while a newer index can't be served.", degraded)
