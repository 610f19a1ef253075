"""The values that training jobs wrote of their metrics, read from their logs.

DescribeTrainingJob tells the last value of each metric only, and CloudWatch's metrics are minutes
apart; the log has every one. It is read when somebody looks (docs/decisions/0001), by the metric
definitions, as SageMaker itself does; what has ended is kept in the cache.
"""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache import cache
from redis.exceptions import RedisError

from tuningconsole.aws import training_jobs
from tuningconsole.charts.curves import Run
from tuningconsole.jobs.metric_testing import of_training_job
from tuningconsole.jobs.models import TrainingJob
from tuningconsole.spec.metrics import Scanner, lines

log = logging.getLogger(__name__)

BUDGET_S = 6.0
"""Seconds for a training job's log; what comes later in it is left out."""
MOST_VALUES = 20_000
KEPT_S = 24 * 3600
KEPT_WHILE_RUNNING_S = 10


def run_of(job: TrainingJob, clock: Callable[[], float] = time.monotonic) -> Run:
    """Return a training job's metrics; the row has its tuning job and the connection.

    Raises:
        AwsError: the log could not be read.
    """
    key = f"curves:{job.pk}:{job.status}"
    known = _kept(key)
    if known is None:
        pages = training_jobs.whole_log(job.tuning_job.connection, job.name, instances=1)
        known = values_of(pages, of_training_job(job), clock)
        _keep(key, known, KEPT_S if job.is_settled and any(known.values()) else 0)
    return Run(job.name, known)


def values_of(
    pages: Iterable[list[dict[str, Any]]],
    definitions: Iterable[tuple[str, str]],
    clock: Callable[[], float] = time.monotonic,
) -> dict[str, list[float]]:
    """Return metric -> values in the order of the log, of as much as there is time for."""
    given = list(definitions)
    scanner = Scanner({"Name": name, "Regex": regex} for name, regex in given)
    found: dict[str, list[float]] = {name: [] for name, _ in given}
    end = clock() + BUDGET_S
    for page in pages:
        for event in page:
            for line in lines(event["message"]):
                for name, value in scanner.values(line):
                    found[name].append(value)
            if clock() >= end or sum(map(len, found.values())) >= MOST_VALUES:
                return found
    return found


def _kept(key: str) -> dict[str, list[float]] | None:
    try:
        found: dict[str, list[float]] | None = cache.get(key)
    except RedisError as error:
        log.warning("The cache does not answer: %s", error)
        return None
    return found


def _keep(key: str, values: dict[str, list[float]], seconds: int) -> None:
    try:
        cache.set(key, values, timeout=seconds or KEPT_WHILE_RUNNING_S)
    except RedisError as error:
        log.warning("The cache does not answer: %s", error)
