"""Figures for Prometheus: what each process counts, and what the database says of all of them.

Several web processes answer at one address, so a figure counted in one of them would jump about.
With PROMETHEUS_MULTIPROC_DIR set, the client library keeps each process's counts in files of that
folder and this module adds them up; without it (tests, one process) it counts in memory. What is
true of the whole service (journal lag, open cases) is read from the database at each scrape and
is the same whichever process answers.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

REQUESTS = Counter(
    "frontdoor_requests_total", "Requests answered.", ["endpoint", "method", "status"]
)
SECONDS = Histogram(
    "frontdoor_request_seconds",
    "Time from a request's arrival to its answer.",
    ["endpoint"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15),
)
WEBHOOKS_REFUSED = Counter(
    "frontdoor_webhooks_refused_total",
    "Webhooks refused. A sudden run after a deploy: PUBLIC_URL is wrong and calls are being lost.",
    ["kind", "reason"],
)
POOL_IN_USE = Gauge(
    "frontdoor_database_connections_in_use",
    "Connections of the pool that are lent out, over all processes.",
    multiprocess_mode="livesum",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the whole service, read when asked for.

    Attributes:
        read: label values and the value, one for each combination; opens its own transaction.
    """

    name: str
    says: str
    labels: tuple[str, ...]
    read: Callable[[], Iterable[tuple[tuple[str, ...], float]]]


class _OfTheService(Collector):
    def __init__(self, figures: Iterable[Figure]) -> None:
        self.figures = tuple(figures)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for figure in self.figures:
            family = GaugeMetricFamily(figure.name, figure.says, labels=figure.labels)
            for labels, value in figure.read():
                family.add_metric(labels, value)
            yield family


def exposition(figures: Iterable[Figure]) -> bytes:
    """Everything, in Prometheus' text format."""
    counted: CollectorRegistry = CollectorRegistry()
    try:
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]  # the library's own
    except ValueError:
        counted = REGISTRY  # one process: it counts in memory
    service = CollectorRegistry()
    service.register(_OfTheService(figures))
    return generate_latest(counted) + generate_latest(service)
