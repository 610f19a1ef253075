"""What a training uses, as CloudWatch metrics: SageMaker's names, a point a minute and host.

Namespace /aws/sagemaker/TrainingJobs, dimension Host = <training job>/<host>; CPUUtilization is per
cent of one core, as SageMaker has it, MemoryUtilization and DiskUtilization of what a host may use.
Points are worth less than the training: those that CloudWatch does not take are lost.
"""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from tuningconsole.engine import clients, resources

log = logging.getLogger(__name__)


class Usage:
    """The shim's lines about one training job (watching.py), on their way to CloudWatch."""

    def __init__(self, training_job: str, path: Path, limits: Mapping[str, int]) -> None:
        self._training_job = training_job
        self._path = path
        self._limits = limits
        # What another trainer found there it has sent.
        self._offset = path.stat().st_size if path.exists() else 0

    def begin(self) -> None:
        """Begin with a new attempt's lines."""
        self._offset = 0

    def send(self) -> None:
        """Send what is new."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._offset)
                found = file.read()
        except FileNotFoundError:
            return
        whole = found[: found.rfind(b"\n") + 1]
        self._offset += len(whole)
        for line in whole.splitlines():
            self._put(json.loads(line))

    def _put(self, line: Mapping[str, Any]) -> None:
        values = {
            "CPUUtilization": line["cpu"],
            "MemoryUtilization": 100 * line["memory"] / self._limits["memory"],
            "DiskUtilization": 100 * line["disk"] / self._limits["volume"],
        }
        host = f"{self._training_job}/{line['host']}"
        data = [
            {
                "MetricName": name,
                "Dimensions": [{"Name": "Host", "Value": host}],
                "Timestamp": datetime.fromtimestamp(line["at"], UTC),
                "Value": value,
                "Unit": "Percent",
            }
            for name, value in values.items()
        ]
        try:
            cloudwatch = clients.client("cloudwatch")
            cloudwatch.put_metric_data(Namespace=resources.LOG_GROUP, MetricData=data)
        except (BotoCoreError, ClientError) as error:
            log.warning("%s: CloudWatch does not take its metrics: %s", host, error)
