"""What the embedded engine adds to a training job: ``.venv/bin/python bench/overhead.py``.

Starts a stack of its own in a temporary folder and runs tuning jobs of 40 training jobs, 2 in
parallel, whose program prints one metric and exits. The same program, run bare as often and as
parallel, is subtracted. Target: at most 0.25 s a training job. Results: docs/measurements.md.
"""

import argparse
import os
import re
import shlex
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3

BASE_DIR = Path(__file__).resolve().parents[1]
JOBS, PARALLEL = 40, 2
TARGET_S = 0.25
LOOK_EVERY_S = 0.1
PROGRAM = """#!/usr/bin/env python
import time
# Another value each time: a model of equal ones would be fitted too easily.
print(f"score={time.time() % 1};")
"""


def main() -> int:
    """Measure and print; return the exit code, 1 when the target is missed."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--strategy", nargs="+", default=["Random", "Bayesian"])
    given = arguments.parse_args()
    is_met = True
    with tempfile.TemporaryDirectory(prefix="overhead-") as name, stack(Path(name)) as client:
        program = write_program(Path(name) / "images")
        for strategy in given.strategy:
            overheads = []
            for run in range(given.runs):
                bare = bare_s(program)
                whole = tuning_s(client, f"{strategy}-{run}", strategy)
                overheads.append((whole - bare) / JOBS)
                print(
                    f"{strategy} {run}: tuning job {whole:.2f} s, bare {bare:.2f} s,"
                    f" overhead {overheads[-1]:.3f} s a training job",
                    flush=True,
                )
            median = statistics.median(overheads)
            is_met = is_met and median <= TARGET_S
            print(f"{strategy}: median of {given.runs} runs {median:.3f} s a training job")
    print(f"Target {TARGET_S} s: {'met' if is_met else 'missed'}")
    return 0 if is_met else 1


@contextmanager
def stack(folder: Path) -> Generator[Any]:
    """Run the embedded stack in the folder; give a client of its SageMaker."""
    environment = os.environ | {"TUNINGCONSOLE_VAR": str(folder), "TUNINGCONSOLE_PORT": "0"}
    log = folder / "log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "tuningconsole.embedded"],
            cwd=BASE_DIR,
            env=environment,
            stdout=out,
            stderr=out,
        )
    try:
        while "Tuning Console is at" not in log.read_text():
            if process.poll() is not None:
                raise SystemExit(log.read_text())
            time.sleep(LOOK_EVERY_S)
        yield sagemaker((folder / "secrets" / "clients.sh").read_text())
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def sagemaker(exports: str) -> Any:
    """Return a client for what ``bin/env`` prints."""
    variables = dict(re.findall(r"^export (\w+)=(.*)$", exports, re.MULTILINE))
    values = {name: shlex.split(value)[0] for name, value in variables.items()}
    return boto3.session.Session(
        aws_access_key_id=values["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=values["AWS_SECRET_ACCESS_KEY"],
        region_name=values["AWS_REGION"],
    ).client("sagemaker", endpoint_url=values["AWS_ENDPOINT_URL_SAGEMAKER"])


def write_program(images: Path) -> Path:
    """Register the program as the training image `one-metric`."""
    program = images / "one-metric" / "train"
    program.parent.mkdir(parents=True)
    program.write_text(PROGRAM)
    program.chmod(0o755)
    return program


def bare_s(program: Path) -> float:
    """Return how long the bare processes take, as many and as parallel."""
    environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "LANG": "C.UTF-8"}

    def run(_number: int) -> None:
        command = [str(program), "train"]
        subprocess.run(command, env=environment, check=True, capture_output=True)

    start = time.perf_counter()
    with ThreadPoolExecutor(PARALLEL) as pool:
        list(pool.map(run, range(JOBS)))
    return time.perf_counter() - start


def tuning_s(client: Any, name: str, strategy: str) -> float:
    """Return the time from asking for a tuning job to seeing it completed."""
    start = time.perf_counter()
    client.create_hyper_parameter_tuning_job(**request(name, strategy))
    while True:
        job = client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
        if job["HyperParameterTuningJobStatus"] not in ("InProgress", "Stopping"):
            break
        time.sleep(LOOK_EVERY_S)
    took = time.perf_counter() - start
    if job["ObjectiveStatusCounters"]["Succeeded"] != JOBS:
        raise SystemExit(f"{name}: {job['TrainingJobStatusCounters']}")
    return took


def request(name: str, strategy: str) -> dict[str, Any]:
    """Return the tuning job's request."""
    bounds = {"Name": "x", "MinValue": "0", "MaxValue": "1", "ScalingType": "Linear"}
    return {
        "HyperParameterTuningJobName": name,
        "HyperParameterTuningJobConfig": {
            "Strategy": strategy,
            "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "score"},
            "ResourceLimits": {
                "MaxNumberOfTrainingJobs": JOBS,
                "MaxParallelTrainingJobs": PARALLEL,
            },
            "ParameterRanges": {"ContinuousParameterRanges": [bounds]},
        },
        "TrainingJobDefinition": {
            "AlgorithmSpecification": {
                "TrainingImage": "one-metric",
                "TrainingInputMode": "File",
                "MetricDefinitions": [{"Name": "score", "Regex": "score=(.*?);"}],
            },
            "RoleArn": "arn:aws:iam::123456789012:role/SageMakerRole",
            "OutputDataConfig": {"S3OutputPath": "s3://sagemaker-us-east-2-123456789012/"},
            "ResourceConfig": {
                "InstanceType": "ml.m5.large",
                "InstanceCount": 1,
                "VolumeSizeInGB": 1,
            },
            "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
        },
    }


if __name__ == "__main__":
    sys.exit(main())
