"""The console's figures, as Prometheus reads them: rows at this moment, counts since the start."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count
from django.utils import timezone
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector, CollectorRegistry
from redis.exceptions import RedisError

from tuningconsole.jobs.models import TuningJob
from tuningconsole.operations import counting, health, heartbeats, store

CONTENT_TYPE = CONTENT_TYPE_LATEST
_START = "tuningconsole_"


def text() -> bytes:
    """Return everything in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(Console())
    return generate_latest(registry)


class Console(Collector):
    """Reads the figures when they are asked for."""

    def collect(self) -> Iterator[Metric]:
        """Yield every figure; without Redis those of the rows alone."""
        yield from (_states(), *_overdue(), *_sweeps())
        try:
            yield from (_requests(), *_calls(), _heartbeats())
        except RedisError:
            yield _gauge("redis_up", "Redis answers.", 0)
        else:
            yield _gauge("redis_up", "Redis answers.", 1)


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(_START + name, text, value=value)


def _states() -> Metric:
    found = GaugeMetricFamily(
        f"{_START}tuning_jobs", "Tuning jobs by state and status.", labels=["state", "status"]
    )
    # Sorted away what the model orders by, which would be counted apart.
    rows = TuningJob.objects.order_by().values_list("state", "status")
    for state, status, count in rows.annotate(count=Count("pk")):
        found.add_metric([state, status], count)
    return found


def _overdue() -> Iterator[Metric]:
    rows = GaugeMetricFamily(f"{_START}due_rows", "Rows that are due.", labels=["kind"])
    ages = GaugeMetricFamily(
        f"{_START}due_oldest_seconds", "For how long the oldest row is due.", labels=["kind"]
    )
    for kind, (count, seconds) in health.overdue(timezone.now()).items():
        rows.add_metric([kind], count)
        ages.add_metric([kind], seconds)
    yield from (rows, ages)


def _sweeps() -> Iterator[Metric]:
    now = timezone.now()
    labels = ["connection", "name", "region"]
    ages = GaugeMetricFamily(
        f"{_START}sweep_age_seconds", "When a connection was last read.", labels=labels
    )
    failures = GaugeMetricFamily(
        f"{_START}sweep_failures", "Failed readings in a row.", labels=labels
    )
    for sweep in health.sweeps():
        told = [str(sweep.connection_id), sweep.connection.name, sweep.connection.region]
        failures.add_metric(told, sweep.failures)
        if sweep.seen_at:
            ages.add_metric(told, (now - sweep.seen_at).total_seconds())
    yield from (ages, failures)


def _requests() -> Metric:
    found = HistogramMetricFamily(
        f"{_START}request_seconds",
        "How long requests took.",
        labels=["view", "method", "status"],
    )
    told: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for name, value in store.read(counting.REQUESTS).items():
        *labels, bucket = counting.parts(name)
        told[tuple(labels)][bucket] = float(value)
    for labelled, counts in told.items():
        total, buckets = 0.0, []
        for end in (*map(str, counting.BUCKETS_S), counting.MORE):
            total += counts.get(end, 0)
            buckets.append((end, total))
        found.add_metric(list(labelled), buckets, counts.get(counting.SUM, 0))
    return found


def _calls() -> Iterator[Metric]:
    for key, name, text, labels in (
        (counting.CALLS, "aws_calls", "Calls to AWS.", ["service", "operation", "outcome"]),
        (counting.RETRIES, "aws_retries", "Attempts after the first.", ["service", "operation"]),
    ):
        found = CounterMetricFamily(_START + name, text, labels=labels)
        for told, value in store.read(key).items():
            found.add_metric(counting.parts(told), float(value))
        yield found


def _heartbeats() -> Metric:
    found = GaugeMetricFamily(
        f"{_START}heartbeat_age_seconds", "When a process was last heard of.", labels=["part"]
    )
    for name, age in heartbeats.ages(timezone.now().timestamp()).items():
        found.add_metric([name], age)
    return found
