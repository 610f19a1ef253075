"""CPU, memory and disk of each training job, where GetMetricStatistics finds them."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.engine.runner.jobs import HOSTS, Jobs
from tests.engine.stack import until
from tuningconsole.embedded import aws

BUSY = """
held = b"x" * 200_000_000
(ml / "model/part").write_bytes(bytes(30_000_000))
end = time.monotonic() + 3
if host == "algo-1":
    while time.monotonic() < end: pass
else:
    while time.monotonic() < end: time.sleep(0.1)
"""


def points(jobs: Jobs, found: dict[str, Any], host: str, metric: str) -> list[float]:
    rows = statistics(jobs, found, metric, Host=f"{found['TrainingJobName']}/{host}")
    return [item["Maximum"] for item in rows]


def statistics(
    jobs: Jobs, found: dict[str, Any], metric: str, **dimensions: str
) -> list[dict[str, Any]]:
    stack = jobs.calls.stack
    cloudwatch = stack.client("cloudwatch", endpoint_url=stack.environment["EMBEDDED_AWS_URL"])
    answer = cloudwatch.get_metric_statistics(
        Namespace="/aws/sagemaker/TrainingJobs",
        MetricName=metric,
        Dimensions=[{"Name": name, "Value": value} for name, value in dimensions.items()],
        StartTime=found["CreationTime"] - timedelta(minutes=1),
        EndTime=found["TrainingEndTime"] + timedelta(minutes=1),
        Period=60,
        Statistics=["Maximum", "Sum", "SampleCount"],
    )
    return list(answer["Datapoints"])


def test_each_host_has_its_figures_in_cloudwatch(jobs: Jobs) -> None:
    found = jobs.run(BUSY, {HOSTS: 2})
    [busy] = until(lambda: points(jobs, found, "algo-1", "CPUUtilization"))
    [idle] = points(jobs, found, "algo-2", "CPUUtilization")
    assert 0 <= idle < busy <= 110
    for host in ("algo-1", "algo-2"):
        # 200 MB of the 1024 that this engine gives, 30 MB of 256 on the disk.
        [memory] = points(jobs, found, host, "MemoryUtilization")
        [disk] = points(jobs, found, host, "DiskUtilization")
        assert 15 < memory < 40
        assert 8 < disk < 20


def test_the_numbers_of_the_log_are_where_the_sdks_analytics_look(jobs: Jobs) -> None:
    definitions = [{"Name": "valid:loss", "Regex": "loss=([0-9.]+)"}]
    said = 'print("loss=0.5"); print("loss=0.25"); print("gain=3")'
    found = jobs.run(said, {"AlgorithmSpecification.MetricDefinitions": definitions})
    rows = statistics(jobs, found, "valid:loss", TrainingJobName=found["TrainingJobName"])
    assert sum(row["SampleCount"] for row in rows) == 2
    assert sum(row["Sum"] for row in rows) == 0.75
    assert max(row["Maximum"] for row in rows) == 0.5


@pytest.mark.parametrize(
    ("url", "headers", "is_kept"),
    [
        ("http://x/service/GraniteServiceVersion20100801/operation/PutMetricData", {}, False),
        ("http://x/service/GraniteServiceVersion20100801/operation/PutMetricAlarm", {}, True),
        ("http://x/", {"X-Amz-Target": "AWSEvents.PutEvents"}, False),
        ("http://x/", {"X-Amz-Target": "AWSEvents.PutRule"}, True),
    ],
)
def test_figures_are_not_played_again_at_the_next_start(
    url: str, headers: dict[str, str], is_kept: bool
) -> None:
    line = json.dumps({"method": "POST", "url": url, "headers": headers, "body": ""})
    assert aws._is_change(line) is is_kept
