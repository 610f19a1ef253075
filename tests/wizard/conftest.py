"""A team with a connection, an algorithm that has every kind of hyperparameter, and a draft."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.people import connected
from tests.wizard.pages import Pages
from tuningconsole.aws.models import Connection
from tuningconsole.catalog.models import Algorithm, Lookup
from tuningconsole.jobs.models import State, TuningJob
from tuningconsole.teams.models import Team
from tuningconsole.wizard import drafts
from tuningconsole.wizard.models import Draft

ARN = "arn:aws:sagemaker:us-east-2:111122223333:algorithm/decision-trees"
ROLE = "arn:aws:iam::111122223333:role/SageMakerRole"


def hyperparameter(name: str, kind: str, **members: Any) -> dict[str, Any]:
    return {"Name": name, "Type": kind, "IsTunable": kind != "FreeText", **members}


def numbers(kind: str, lowest: str, highest: str) -> dict[str, Any]:
    return {f"{kind}ParameterRangeSpecification": {"MinValue": lowest, "MaxValue": highest}}


def description(**specification: Any) -> dict[str, Any]:
    return {
        "AlgorithmName": "decision-trees",
        "AlgorithmArn": ARN,
        "AlgorithmStatus": "Completed",
        "TrainingSpecification": {
            "TrainingImage": "111122223333.dkr.ecr.us-east-2.amazonaws.com/trees:1",
            "SupportedTrainingInstanceTypes": ["ml.m5.large", "ml.m5.xlarge"],
            "SupportsDistributedTraining": False,
            "MetricDefinitions": [{"Name": "validation:accuracy", "Regex": "accuracy=(.*)"}],
            "SupportedTuningJobObjectiveMetrics": [
                {"MetricName": "validation:accuracy", "Type": "Maximize"}
            ],
            "TrainingChannels": [
                {
                    "Name": "training",
                    "IsRequired": True,
                    "SupportedContentTypes": ["text/csv"],
                    "SupportedCompressionTypes": ["None"],
                    "SupportedInputModes": ["File"],
                },
                {
                    "Name": "validation",
                    "IsRequired": False,
                    "SupportedContentTypes": ["text/csv"],
                    "SupportedInputModes": ["File"],
                },
            ],
            "SupportedHyperParameters": [
                hyperparameter(
                    "max_leaf_nodes",
                    "Integer",
                    Range=numbers("Integer", "2", "1000"),
                    IsRequired=True,
                ),
                hyperparameter("alpha", "Continuous", Range=numbers("Continuous", "0", "1")),
                hyperparameter(
                    "criterion",
                    "Categorical",
                    Range={"CategoricalParameterRangeSpecification": {"Values": ["gini", "log"]}},
                    DefaultValue="gini",
                ),
                hyperparameter("note.to: self", "FreeText"),
            ],
            **specification,
        },
    }


REQUEST: dict[str, Any] = {
    "HyperParameterTuningJobName": "brought",
    "HyperParameterTuningJobConfig": {
        "Strategy": "Random",
        "ResourceLimits": {"MaxNumberOfTrainingJobs": 4, "MaxParallelTrainingJobs": 2},
        "HyperParameterTuningJobObjective": {
            "Type": "Maximize",
            "MetricName": "validation:accuracy",
        },
        "ParameterRanges": {
            "IntegerParameterRanges": [
                {"Name": "max_leaf_nodes", "MinValue": "2", "MaxValue": "90"}
            ]
        },
    },
    "TrainingJobDefinition": {
        "StaticHyperParameters": {"alpha": "0.5"},
        "AlgorithmSpecification": {"AlgorithmName": ARN, "TrainingInputMode": "File"},
        "RoleArn": ROLE,
        "InputDataConfig": [
            {
                "ChannelName": "training",
                "ContentType": "text/csv",
                "DataSource": {
                    "S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://samples/iris/"}
                },
            }
        ],
        "OutputDataConfig": {"S3OutputPath": "s3://samples/output/"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
    },
}


@pytest.fixture
def connection(team: Team) -> Connection:
    made = connected(team)
    lookups: dict[str, list[dict[str, str]]] = {
        "roles": [{"value": ROLE, "label": "SageMakerRole"}],
        "vpcs": [{"value": "vpc-1", "label": "main"}, {"value": "vpc-2", "label": "lab"}],
        "subnets": [
            {"value": "subnet-1", "label": "subnet-1", "vpc": "vpc-1"},
            {"value": "subnet-2", "label": "subnet-2", "vpc": "vpc-2"},
        ],
        "security_groups": [{"value": "sg-1", "label": "default", "vpc": "vpc-1"}],
        "keys": [{"value": "alias/models", "label": "alias/models"}],
        "buckets": [{"value": "samples", "label": "samples"}],
    }
    for kind, items in lookups.items():
        Lookup.objects.create(connection=made, kind=kind, items=items)
    return made


@pytest.fixture
def algorithm(connection: Connection) -> Algorithm:
    return Algorithm.objects.create(
        connection=connection,
        source=Algorithm.Source.OWN,
        name="decision-trees",
        arn=ARN,
        status="Completed",
        created_at=datetime(2026, 1, 2, tzinfo=UTC),
        description=description(),
    )


@pytest.fixture
def forest(connection: Connection) -> Algorithm:
    """Another algorithm."""
    arn = ARN.replace("decision-trees", "random-forest")
    trees = hyperparameter("trees", "Integer", Range=numbers("Integer", "1", "500"))
    other = description(SupportedHyperParameters=[trees])
    return Algorithm.objects.create(
        connection=connection,
        source=Algorithm.Source.OWN,
        name="random-forest",
        arn=arn,
        status="Completed",
        created_at=datetime(2026, 1, 2, tzinfo=UTC),
        description={**other, "AlgorithmName": "random-forest", "AlgorithmArn": arn},
    )


@pytest.fixture
def draft(alice: User, connection: Connection, algorithm: Algorithm) -> Draft:
    return drafts.start(alice, connection, algorithm)


@pytest.fixture
def pages(client: Client, alice: User, draft: Draft) -> Pages:
    """Alice's browser without JavaScript, on her draft."""
    client.force_login(alice)
    return Pages(client, draft)


@pytest.fixture
def client_of_alice(client: Client, alice: User, algorithm: Algorithm) -> Client:
    client.force_login(alice)
    return client


@pytest.fixture
def job(connection: Connection, alice: User, algorithm: Algorithm) -> TuningJob:
    """A job that was made elsewhere and has ended."""
    definition = REQUEST["TrainingJobDefinition"]
    static = {**definition["StaticHyperParameters"], "_tuning_objective_metric": "validation:x"}
    now = datetime.now(UTC)
    return TuningJob.objects.create(
        team=connection.team,
        connection=connection,
        key=uuid4(),
        name="elsewhere-261124-abcdef",
        name_key="elsewhere-261124-abcdef",
        account="111122223333",
        region="us-east-2",
        state=State.CREATED,
        status="Completed",
        created_at=now - timedelta(hours=1),
        modified_at=now,
        ended_at=now,
        seen_at=now,
        description={
            **REQUEST,
            "HyperParameterTuningJobStatus": "Completed",
            "HyperParameterTuningJobName": "elsewhere-261124-abcdef",
            "TrainingJobDefinition": {**definition, "StaticHyperParameters": static},
        },
        tags={"team": "", "tuningconsole:submission": "x"},
    )
