"""People of a team, its connection, and the rows of jobs that AWS has told of."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.people import connected
from tuningconsole.aws.models import Connection
from tuningconsole.jobs.models import State, Sweep, TrainingJob, TuningJob
from tuningconsole.teams.models import Team

BUCKET = "s3://samples/output"
DEFINITION: dict[str, Any] = {
    "AlgorithmSpecification": {
        "AlgorithmName": "arn:aws:sagemaker:us-east-2:111122223333:algorithm/decision-trees",
        "TrainingImage": "",
        "TrainingInputMode": "File",
        "MetricDefinitions": [{"Name": "validation:accuracy", "Regex": "accuracy=(.*)"}],
    },
    "RoleArn": "arn:aws:iam::111122223333:role/SageMakerRole",
    "StaticHyperParameters": {
        "criterion": "gini",
        "_tuning_objective_metric": "validation:accuracy",
    },
    "InputDataConfig": [
        {
            "ChannelName": "training",
            "ContentType": "text/csv",
            "DataSource": {
                "S3DataSource": {
                    "S3DataType": "S3Prefix",
                    "S3Uri": "s3://samples/iris/",
                    "S3DataDistributionType": "FullyReplicated",
                }
            },
        }
    ],
    "OutputDataConfig": {"S3OutputPath": BUCKET},
    "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 30},
    "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
    "EnableNetworkIsolation": False,
}
CONFIG: dict[str, Any] = {
    "Strategy": "Bayesian",
    "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "validation:accuracy"},
    "ResourceLimits": {"MaxNumberOfTrainingJobs": 6, "MaxParallelTrainingJobs": 2},
    "ParameterRanges": {
        "IntegerParameterRanges": [
            {
                "Name": "max_leaf_nodes",
                "MinValue": "2",
                "MaxValue": "64",
                "ScalingType": "Logarithmic",
            }
        ],
        "ContinuousParameterRanges": [],
        "CategoricalParameterRanges": [],
    },
    "TrainingJobEarlyStoppingType": "Off",
}


@pytest.fixture
def connection(team: Team) -> Connection:
    made = connected(team)
    now = timezone.now()
    Sweep.objects.create(connection=made, due_at=now, discover_due_at=now, seen_at=now)
    return made


Make = Callable[..., TuningJob]


@pytest.fixture
def make_job(team: Team, connection: Connection) -> Make:
    """Return a function that makes a row of a job at AWS; `values` are written over it."""

    def make(name: str = "trees", **values: Any) -> TuningJob:
        now = timezone.now()
        given: dict[str, Any] = {
            "status": "InProgress",
            "created_at": now - timedelta(minutes=5),
            "modified_at": now,
            "seen_at": now,
            "counters": {"Completed": 0, "InProgress": 0},
            "description": {
                "HyperParameterTuningJobConfig": CONFIG,
                "TrainingJobDefinition": DEFINITION,
            },
            "tags": {"project": "forest"},
            "state": State.CREATED,
            "strategy": "Bayesian",
            "training_jobs_wanted": 6,
            **values,
        }
        return TuningJob.objects.create(
            team=connection.team,
            connection=connection,
            name=name,
            name_key=name.lower(),
            account="111122223333",
            region="us-east-2",
            arn=f"arn:aws:sagemaker:us-east-2:111122223333:hyper-parameter-tuning-job/{name}",
            **given,
        )

    return make


def trained(job: TuningJob, number: int, value: float | None = None, **values: Any) -> TrainingJob:
    """Make the row of a training job that ended `number` minutes after the tuning job began."""
    name = f"{job.name}-{number:03}-0123abcd"
    start = job.created_at + timedelta(seconds=10 * number)
    given: dict[str, Any] = {
        "status": "Completed",
        "hyperparameters": {"max_leaf_nodes": str(number)},
        "created_at": start,
        "started_at": start,
        "ended_at": start + timedelta(seconds=9),
        "seen_at": start + timedelta(seconds=9),
        **values,
    }
    return TrainingJob.objects.create(
        tuning_job=job,
        name=name,
        arn=f"arn:aws:sagemaker:us-east-2:111122223333:training-job/{name}",
        objective_value=value,
        **given,
    )


LONG_AGO = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def signed_in(client: Client, alice: User, connection: Connection) -> Client:
    """Alice's browser."""
    client.force_login(alice)
    return client
