"""An algorithm's draft in a browser without JavaScript, and requests to fill it with."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.wizard.conftest import ROLE
from tests.wizard.pages import Inputs
from tuningconsole.catalog.models import AlgorithmDraft

ARN = "arn:aws:sagemaker:us-east-2:111122223333:algorithm/forest"
CREATED = datetime(2026, 1, 2, tzinfo=UTC)
KEY = "TrainingSpecification"
HYPERPARAMETERS = f"{KEY}.SupportedHyperParameters"
METRICS = f"{KEY}.MetricDefinitions"
CHANNELS = f"{KEY}.TrainingChannels"
PAGES = ("training", "tuning", "inference", "validation", "review")
MINIMAL: dict[str, Any] = {
    "AlgorithmName": "forest",
    "TrainingSpecification": {
        "TrainingImage": "111122223333.dkr.ecr.us-east-2.amazonaws.com/forest:1",
        "SupportedTrainingInstanceTypes": ["ml.m5.large"],
        "SupportsDistributedTraining": False,
        "TrainingChannels": [
            {
                "Name": "training",
                "IsRequired": True,
                "SupportedContentTypes": ["text/csv"],
                "SupportedInputModes": ["File"],
            }
        ],
    },
    "CertifyForMarketplace": False,
}
PROFILE: dict[str, Any] = {
    "ProfileName": "profile",
    "TrainingJobDefinition": {
        "TrainingInputMode": "File",
        "HyperParameters": {"depth": "3"},
        "InputDataConfig": [
            {
                "ChannelName": "training",
                "DataSource": {
                    "S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://samples/iris"}
                },
            }
        ],
        "OutputDataConfig": {"S3OutputPath": "s3://samples/output"},
        "ResourceConfig": {
            "InstanceType": "ml.m5.large",
            "InstanceCount": 1,
            "VolumeSizeInGB": 10,
        },
        "StoppingCondition": {"MaxRuntimeInSeconds": 600},
    },
    "TransformJobDefinition": {
        "TransformInput": {
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://samples/iris"}}
        },
        "TransformOutput": {"S3OutputPath": "s3://samples/output"},
        "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
    },
}


def hyperparameter(name: str, kind: str, **members: Any) -> dict[str, Any]:
    return {"Name": name, "Type": kind, "IsTunable": False, "IsRequired": False, **members}


def bounds(kind: str, lowest: str, highest: str) -> dict[str, Any]:
    return {f"{kind}ParameterRangeSpecification": {"MinValue": lowest, "MaxValue": highest}}


def complete() -> dict[str, Any]:
    """Return a request that has something on every page."""
    request = deepcopy(MINIMAL)
    request["AlgorithmDescription"] = "Trees, many of them."
    request["CertifyForMarketplace"] = True
    request["Tags"] = [{"Key": "team", "Value": "trees"}, {"Key": "empty", "Value": ""}]
    request[KEY] |= {
        "TrainingImageDigest": f"sha256:{'0' * 64}",
        "AdditionalS3DataSource": {"S3DataType": "S3Object", "S3Uri": "s3://samples/a"},
        "SupportedHyperParameters": [
            hyperparameter("depth", "Integer", Range=bounds("Integer", "1", "9"), IsTunable=True),
            hyperparameter("rate", "Continuous", DefaultValue="0.1", Description="How fast."),
            hyperparameter(
                "kind",
                "Categorical",
                Range={"CategoricalParameterRangeSpecification": {"Values": ["a, b", "c"]}},
            ),
            hyperparameter("note", "FreeText", IsRequired=True),
        ],
        "MetricDefinitions": [
            {"Name": "loss", "Regex": "loss=(.*)"},
            {"Name": "score", "Regex": "score=(.*)"},
            {"Name": "time", "Regex": "time=(.*)"},
        ],
        "SupportedTuningJobObjectiveMetrics": [
            {"Type": "Maximize", "MetricName": "loss"},
            {"Type": "Minimize", "MetricName": "loss"},
            {"Type": "Maximize", "MetricName": "score"},
        ],
    }
    request["InferenceSpecification"] = {
        "Containers": [
            {
                "Image": "forest:1",
                "ContainerHostname": "forest",
                "Environment": {"A": "b"},
                "Framework": "SKLEARN",
            }
        ],
        "SupportedRealtimeInferenceInstanceTypes": ["ml.t2.medium"],
        "SupportedTransformInstanceTypes": ["ml.m5.large"],
        "SupportedContentTypes": ["text/csv"],
        "SupportedResponseMIMETypes": ["application/json"],
    }
    request["ValidationSpecification"] = {
        "ValidationRole": ROLE,
        "ValidationProfiles": [deepcopy(PROFILE)],
    }
    return request


def changed(path: str, value: Any) -> dict[str, Any]:
    request = complete()
    here: Any = request
    *way, last = path.split(".")
    for name in way:
        here = here[int(name)] if name.isdecimal() else here[name]
    here[int(last) if last.isdecimal() else last] = value
    return request


def described(**members: Any) -> dict[str, Any]:
    request = complete()
    del request["Tags"]
    answer = {
        "AlgorithmArn": ARN,
        "AlgorithmStatus": "Completed",
        "AlgorithmStatusDetails": {},
        "CreationTime": CREATED,
    }
    return request | answer | members


class Author:
    """A person at the pages; `shown` is the last one."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.shown: Any = None

    @property
    def draft(self) -> AlgorithmDraft:
        return AlgorithmDraft.objects.latest("created_at")

    @property
    def html(self) -> str:
        return str(self.shown.content.decode())

    @property
    def inputs(self) -> Inputs:
        parser = Inputs()
        parser.feed(self.html)
        return parser

    @property
    def errors(self) -> dict[str, list[str]]:
        page = self.shown.context["page"]
        inputs = [
            given
            for block in page.blocks
            for given in (*block.inputs, *(item for row in block.rows for item in row))
        ]
        return {given.name: list(given.errors) for given in inputs if given.errors}

    def begin(self, document: Any = None) -> HttpResponse:
        typed = document if isinstance(document, str) else json.dumps(document)
        data = {} if document is None else {"from_json": "1", "document": typed}
        self.shown = self.client.post(reverse("catalog:begin"), data, follow=True)
        return self.shown

    def open(self, page: str) -> HttpResponse:
        address = reverse("catalog:author", args=[self.draft.uuid, page])
        self.shown = self.client.get(address, follow=True)
        return self.shown

    def press(self, button: str, value: str = "1", **typed: Any) -> HttpResponse:
        assert (button, value) in self.inputs.buttons, f"no button {button}={value}"
        data = {**self.inputs.values, **typed.pop("typed", {}), button: value}
        path = self.shown.request["PATH_INFO"]
        self.shown = self.client.post(path, data, follow=True)
        return self.shown

    def create(self, **data: str) -> HttpResponse:
        self.shown = self.client.post(
            reverse("catalog:create", args=[self.draft.uuid]),
            {"key": str(self.draft.key), **data},
            follow=True,
        )
        return self.shown
