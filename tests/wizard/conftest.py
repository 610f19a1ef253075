"""A team with a connection, an algorithm that has every kind of hyperparameter, and a draft."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.people import connected
from tests.wizard.pages import Pages
from tuningconsole.aws.models import Connection
from tuningconsole.catalog.models import Algorithm, Lookup
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
