"""The numbers that a training's log gave, as CloudWatch metrics: what the SDK's analytics read.

Namespace /aws/sagemaker/TrainingJobs, dimension TrainingJobName, the names of the metric
definitions; sent once the program has ended. Source: the SDK's TrainingJobAnalytics. Like those of
usage.py, points that CloudWatch does not take are lost.
"""

import logging

from botocore.exceptions import BotoCoreError, ClientError

from tuningconsole.engine import clients, resources
from tuningconsole.engine.models import Metric, TrainingJob

MAX_POINTS = 10_000
"""The last ones, of a training that says more; CloudWatch takes A_REQUEST at once."""
A_REQUEST = 1000

log = logging.getLogger(__name__)


def send(job: TrainingJob) -> None:
    """Send the job's numbers, each with the time at which it was read."""
    rows = Metric.objects.filter(training_job=job).order_by("-id")[:MAX_POINTS]
    dimensions = [{"Name": "TrainingJobName", "Value": job.name}]
    data = [
        {
            "MetricName": row.name,
            "Dimensions": dimensions,
            "Timestamp": row.at,
            "Value": row.value,
        }
        for row in rows
    ]
    try:
        for start in range(0, len(data), A_REQUEST):
            clients.client("cloudwatch").put_metric_data(
                Namespace=resources.LOG_GROUP, MetricData=data[start : start + A_REQUEST]
            )
    except (BotoCoreError, ClientError) as error:
        log.warning("%s: CloudWatch does not take its metrics: %s", job.name, error)
