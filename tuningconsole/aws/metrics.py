"""What CloudWatch keeps of training jobs' metrics: the smallest and the largest value of a run."""

from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import Any

from tuningconsole.aws.client import client_for
from tuningconsole.aws.errors import translated
from tuningconsole.aws.models import Connection

NAMESPACE = "/aws/sagemaker/TrainingJobs"
"""With the dimension TrainingJobName; source: the SDK's TrainingJobAnalytics."""
MOST_JOBS = 250
"""Of a request, with two queries each; GetMetricData takes 500."""
_HOUR_S, _DAY_S = 3600, 86_400
"""Points are kept by the hour for 15 months; a period is a day at most."""


def extremes(
    connection: Connection, names: Sequence[str], metric: str, start: datetime, end: datetime
) -> dict[str, tuple[float, float]]:
    """Return training job -> (smallest, largest) value of the metric between the moments.

    Those that CloudWatch knows nothing of are left out, and those beyond MOST_JOBS.

    Raises:
        AwsError: CloudWatch did not answer.
    """
    asked = list(names[:MOST_JOBS])
    if not asked:
        return {}
    hours = ceil((end - start).total_seconds() / _HOUR_S) + 1
    period = min(hours * _HOUR_S, _DAY_S)
    queries = [
        _query(f"{kind[:3].lower()}{number}", name, metric, kind, period)
        for number, name in enumerate(asked)
        for kind in ("Minimum", "Maximum")
    ]
    values: dict[str, list[float]] = {}
    pages = client_for(connection, "cloudwatch").get_paginator("get_metric_data")
    with translated():
        for page in pages.paginate(MetricDataQueries=queries, StartTime=start, EndTime=end):
            for result in page["MetricDataResults"]:
                values.setdefault(result["Id"], []).extend(result["Values"])
    return {
        name: (min(values[f"min{number}"]), max(values[f"max{number}"]))
        for number, name in enumerate(asked)
        if values.get(f"min{number}") and values.get(f"max{number}")
    }


def _query(key: str, name: str, metric: str, statistic: str, period: int) -> dict[str, Any]:
    dimension = {"Name": "TrainingJobName", "Value": name}
    told = {"Namespace": NAMESPACE, "MetricName": metric, "Dimensions": [dimension]}
    return {"Id": key, "MetricStat": {"Metric": told, "Period": period, "Stat": statistic}}
