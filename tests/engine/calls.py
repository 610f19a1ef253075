"""What the tests ask of the engine: programs, algorithms of them, tuning jobs, and their ends."""

import io
import itertools
import json
import stat
import tarfile
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ClientError

from tests.engine.stack import BUCKET, ROLE, EngineStack, until
from tests.spec.requests import changed

FINAL = {"Completed", "Failed", "Stopped"}
SPECIFICATION: dict[str, Any] = {
    "TrainingImage": "",
    "SupportedHyperParameters": [
        {
            "Name": "x",
            "Type": "Continuous",
            "IsTunable": True,
            "IsRequired": True,
            "Range": {
                "ContinuousParameterRangeSpecification": {"MinValue": "-10", "MaxValue": "10"}
            },
        },
        {"Name": "note", "Type": "FreeText", "IsTunable": False, "IsRequired": False},
        {
            "Name": "kind",
            "Type": "Categorical",
            "IsTunable": True,
            "IsRequired": False,
            "DefaultValue": "a",
            "Range": {"CategoricalParameterRangeSpecification": {"Values": ["a", "b", "c"]}},
        },
        {
            "Name": "n",
            "Type": "Integer",
            "IsTunable": True,
            "IsRequired": False,
            "DefaultValue": "3",
            "Range": {
                "IntegerParameterRangeSpecification": {"MinValue": "1", "MaxValue": "100000"}
            },
        },
    ],
    "SupportedTrainingInstanceTypes": ["ml.m5.large"],
    "SupportsDistributedTraining": False,
    "MetricDefinitions": [{"Name": "score", "Regex": r"score=(\S+)"}],
    "TrainingChannels": [
        {
            "Name": "training",
            "IsRequired": False,
            "SupportedContentTypes": ["text/csv"],
            "SupportedInputModes": ["File"],
        }
    ],
    "SupportedTuningJobObjectiveMetrics": [
        {"MetricName": "score", "Type": "Maximize"},
        {"MetricName": "score", "Type": "Minimize"},
    ],
}
REQUEST: dict[str, Any] = {
    "HyperParameterTuningJobName": "",
    "HyperParameterTuningJobConfig": {
        "Strategy": "Random",
        "ResourceLimits": {"MaxNumberOfTrainingJobs": 1, "MaxParallelTrainingJobs": 1},
        "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "score"},
        "ParameterRanges": {
            "ContinuousParameterRanges": [{"Name": "x", "MinValue": "0", "MaxValue": "1"}]
        },
    },
    "TrainingJobDefinition": {
        "AlgorithmSpecification": {"AlgorithmName": "", "TrainingInputMode": "File"},
        "RoleArn": ROLE,
        "OutputDataConfig": {"S3OutputPath": f"s3://{BUCKET}/out"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
        "StoppingCondition": {"MaxRuntimeInSeconds": 60},
    },
}
STATIC = "TrainingJobDefinition.StaticHyperParameters"
CONFIG = "HyperParameterTuningJobConfig"
LIMITS = f"{CONFIG}.ResourceLimits"
HOLD = """#!/bin/sh
echo score=1
trap 'echo terminated; echo model > "$OPT_ML/model/part"; exit 0' TERM
sleep 120 & wait
"""
"""A program that gives its metric and runs on until it is told to end."""
SCORE = """#!/bin/sh
grep -o '"x": "[^"]*"' "$OPT_ML/input/config/hyperparameters.json" | sed 's/.*: "/score=/; s/"//'
"""
"""A program whose score is its hyperparameter x."""

_numbers = itertools.count(1)


class Calls:
    """The engine's API by boto3, with what makes requests short."""

    def __init__(self, stack: EngineStack) -> None:
        self.stack = stack
        self.sagemaker = stack.client("sagemaker")
        self.logs = stack.client("logs")
        self.s3 = stack.client("s3")

    def fresh(self, word: str = "t") -> str:
        """Return a name that nothing has yet."""
        return f"{word}-{next(_numbers):04d}"

    def program(self, source: str) -> str:
        """Register a training program; return its image."""
        name = self.fresh("image")
        folder = self.stack.images / name
        folder.mkdir(parents=True)
        (folder / "train").write_text(source)
        (folder / "train").chmod(stat.S_IRWXU)
        return f"{name}:1"

    def algorithm(self, source: str = SCORE, **changes: Any) -> str:
        """Make an algorithm of a program, its specification changed at dotted paths."""
        name = self.fresh("algorithm")
        self.sagemaker.create_algorithm(
            AlgorithmName=name,
            TrainingSpecification=changed(
                SPECIFICATION | {"TrainingImage": self.program(source)}, changes
            ),
        )
        return name

    def request(self, algorithm: str, changes: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return a request for a tuning job that can be made, changed at dotted paths."""
        given = {
            "HyperParameterTuningJobName": self.fresh(),
            "TrainingJobDefinition.AlgorithmSpecification.AlgorithmName": algorithm,
        }
        return changed(REQUEST, given | (changes or {}))

    def tune(
        self,
        algorithm: str,
        changes: dict[str, Any] | None = None,
        *,
        jobs: int = 1,
        parallel: int = 1,
    ) -> str:
        """Make a tuning job; return its name."""
        limits = {
            f"{LIMITS}.MaxNumberOfTrainingJobs": jobs,
            f"{LIMITS}.MaxParallelTrainingJobs": parallel,
        }
        request = self.request(algorithm, limits | (changes or {}))
        self.sagemaker.create_hyper_parameter_tuning_job(**request)
        return str(request["HyperParameterTuningJobName"])

    def describe(self, name: str) -> dict[str, Any]:
        return dict(
            self.sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
        )

    def ended(self, name: str, timeout_s: float = 60.0) -> dict[str, Any]:
        """Return the description of the tuning job once it has ended."""

        def look() -> dict[str, Any] | None:
            found = self.describe(name)
            return found if found["HyperParameterTuningJobStatus"] in FINAL else None

        return until(look, timeout_s) or {}

    def children(self, name: str, **asked: Any) -> list[dict[str, Any]]:
        """Return the summaries of the training jobs, by name, all of them."""
        pages = self.sagemaker.get_paginator(
            "list_training_jobs_for_hyper_parameter_tuning_job"
        ).paginate(HyperParameterTuningJobName=name, **asked)
        return [item for page in pages for item in page["TrainingJobSummaries"]]

    def training_job(self, name: str) -> dict[str, Any]:
        return dict(self.sagemaker.describe_training_job(TrainingJobName=name))

    def only_child(self, tuning_job: str) -> dict[str, Any]:
        """Return the description of a tuning job's only training job."""
        [summary] = until(lambda: self.children(tuning_job))
        return self.training_job(summary["TrainingJobName"])

    def reaches(self, tuning_job: str, secondary: str) -> str:
        """Return the name of the only training job once it has the secondary status."""

        def look() -> str | None:
            found = self.only_child(tuning_job)
            return found["TrainingJobName"] if found["SecondaryStatus"] == secondary else None

        return until(look) or ""

    def lines(self, training_job: str) -> list[str]:
        """Return the whole log of a training job."""
        events = self.logs.filter_log_events(
            logGroupName="/aws/sagemaker/TrainingJobs", logStreamNamePrefix=f"{training_job}/"
        )["events"]
        return [event["message"] for event in events]

    def archive(self, uri: str) -> dict[str, bytes]:
        """Return the files of a tar.gz on S3, by name."""
        at = urlsplit(uri)
        body = self.s3.get_object(Bucket=at.netloc, Key=at.path[1:])["Body"].read()
        with tarfile.open(fileobj=io.BytesIO(body), mode="r:gz") as tar:
            return {
                item.name: (tar.extractfile(item) or io.BytesIO()).read()
                for item in tar.getmembers()
                if item.isfile()
            }

    def put(self, key: str, body: bytes = b"1,2\n") -> str:
        """Write an object of the sample bucket; return its URI."""
        self.s3.put_object(Bucket=BUCKET, Key=key, Body=body)
        return f"s3://{BUCKET}/{key}"


def channel(uri: str, name: str = "training", **members: Any) -> dict[str, Any]:
    """Return a channel of everything under the URI."""
    source = {"S3DataType": "S3Prefix", "S3Uri": uri}
    return {"ChannelName": name, "DataSource": {"S3DataSource": source}} | members


def refused(call: Any, **request: Any) -> tuple[str, str]:
    """Return code and message of the refusal that the call must meet."""
    with pytest.raises(ClientError) as found:
        call(**request)
    error = found.value.response["Error"]
    return error["Code"], error["Message"]


def python(source: str) -> str:
    """Return a training program in Python, with what most need at hand."""
    return (
        "#!/usr/bin/env -S python -S\nimport json, os, pathlib, signal, sys, time\n"
        "ml = pathlib.Path(os.environ['OPT_ML'])\n"
        "given = json.loads((ml / 'input/config/hyperparameters.json').read_text())\n" + source
    )


def printed(value: Any) -> str:
    """Return the Python literal of a value."""
    return json.dumps(value)
