"""From the algorithm to the request, page by page, without JavaScript."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.wizard.conftest import ARN, ROLE
from tests.wizard.pages import Pages
from tuningconsole.catalog.models import Algorithm
from tuningconsole.jobs.models import TuningJob
from tuningconsole.wizard.models import Draft

D = "TrainingJobDefinitions.0"
CHANNEL = f"{D}.InputDataConfig.0"
S3 = "DataSource.S3DataSource.S3Uri"
NODES = f"{D}.HyperParameters.max_leaf_nodes"


def walk(pages: Pages) -> None:
    """Fill in every page up to the review."""
    pages.open("job")
    pages.next({"HyperParameterTuningJobName": "my-job"})
    pages.next({f"{NODES}:kind": "Integer", f"{NODES}:min": "2", f"{NODES}:max": "50"})
    pages.next({f"{CHANNEL}.{S3}": "s3://samples/iris/"})
    pages.next()
    pages.press("_add", "Tags")
    pages.next({"Tags.0.Key": "team", "Tags.0.Value": ""})


def test_every_page_leads_to_the_next_and_the_review_shows_the_request(pages: Pages) -> None:
    walk(pages)
    assert pages.heading == "Review and create"
    file = pages.client.get(
        pages.shown.request["PATH_INFO"], {"format": "request_json", "download": ""}
    )
    assert json.loads(file.content) == {
        "HyperParameterTuningJobName": "my-job",
        "HyperParameterTuningJobConfig": {
            "Strategy": "Bayesian",
            "TrainingJobEarlyStoppingType": "Off",
            "ResourceLimits": {"MaxNumberOfTrainingJobs": 10, "MaxParallelTrainingJobs": 2},
            "HyperParameterTuningJobObjective": {
                "MetricName": "validation:accuracy",
                "Type": "Maximize",
            },
            "ParameterRanges": {
                "IntegerParameterRanges": [
                    {
                        "Name": "max_leaf_nodes",
                        "MinValue": "2",
                        "MaxValue": "50",
                        "ScalingType": "Auto",
                    }
                ]
            },
        },
        "TrainingJobDefinition": {
            "AlgorithmSpecification": {"AlgorithmName": ARN, "TrainingInputMode": "File"},
            "RoleArn": ROLE,
            "StaticHyperParameters": {"criterion": "gini"},
            "InputDataConfig": [
                {
                    "ChannelName": "training",
                    "ContentType": "text/csv",
                    "CompressionType": "None",
                    "RecordWrapperType": "None",
                    "DataSource": {
                        "S3DataSource": {
                            "S3DataType": "S3Prefix",
                            "S3DataDistributionType": "FullyReplicated",
                            "S3Uri": "s3://samples/iris/",
                        }
                    },
                }
            ],
            "OutputDataConfig": {"S3OutputPath": "s3://samples/output/"},
            "ResourceConfig": {
                "InstanceType": "ml.m5.large",
                "InstanceCount": 1,
                "VolumeSizeInGB": 30,
            },
            "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
        },
        "Tags": [{"Key": "team", "Value": ""}],
    }


def test_the_start_page_makes_a_draft_of_the_chosen_algorithm(
    client: Client, alice: User, algorithm: Algorithm
) -> None:
    client.force_login(alice)
    page = client.get(reverse("wizard:start"), {"algorithm": algorithm.pk})
    assert page.context["chosen"] == algorithm.pk
    answer = client.post(reverse("wizard:start"), {"algorithm": algorithm.pk})
    draft = Draft.objects.get(owner=alice)
    assert answer["Location"] == reverse("wizard:step", args=[draft.uuid, "job"])
    assert answer["Location"] in client.get(reverse("wizard:start")).content.decode()


@pytest.mark.parametrize("wanted", ["", "0", "x", "9" * 40, "²", "-1"])
def test_an_unknown_algorithm_is_not_found(
    client: Client, alice: User, algorithm: Algorithm, wanted: str
) -> None:
    client.force_login(alice)
    assert client.get(reverse("wizard:start"), {"algorithm": wanted}).status_code == 200
    assert client.post(reverse("wizard:start"), {"algorithm": wanted}).status_code == 404


def test_create_makes_the_job_and_leads_to_it(pages: Pages) -> None:
    walk(pages)
    answer = create(pages)
    job = TuningJob.objects.get()
    assert answer["Location"] == reverse("jobs:detail", args=[job.uuid])
    assert job.name == "my-job"


def test_a_second_create_leads_to_the_same_job(pages: Pages) -> None:
    walk(pages)
    assert create(pages)["Location"] == create(pages)["Location"]
    assert TuningJob.objects.count() == 1


@pytest.mark.parametrize("step_id", ["job", "limits", "review"])
def test_back_after_create_leads_to_the_job(pages: Pages, step_id: str) -> None:
    walk(pages)
    create(pages)
    job = TuningJob.objects.get()
    pages.open(step_id)
    assert pages.shown["Location"] == reverse("jobs:detail", args=[job.uuid])


def test_an_outdated_review_creates_nothing(pages: Pages) -> None:
    walk(pages)
    address = reverse("wizard:create", args=[pages.draft.uuid])
    for key in ({}, {"key": "3f2a8f0e-0000-4000-8000-000000000000"}, {"key": "\x00"}):
        answer: Any = pages.client.post(address, key)
        assert answer["Location"] == reverse("wizard:review", args=[pages.draft.uuid])
    assert not TuningJob.objects.exists()


def test_a_draft_with_problems_creates_nothing_and_says_where_they_are(pages: Pages) -> None:
    pages.open("review")
    answer = create(pages)
    assert answer.status_code == 422
    assert not TuningJob.objects.exists()
    text = answer.content.decode()
    page = reverse("wizard:step", args=[pages.draft.uuid, "data"])
    assert f'href="{page}?from=review#id_{CHANNEL}.{S3}"' in text
    pages.draft.refresh_from_db()
    assert len(pages.draft.visited) == 5


def test_the_review_needs_every_page_again(pages: Pages) -> None:
    walk(pages)
    pages.open("limits")
    limits = "HyperParameterTuningJobConfig.ResourceLimits"
    pages.press("_go", "review", typed={f"{limits}.MaxParallelTrainingJobs": "none"})
    assert "Maximum parallel training jobs" in pages.text
    assert create(pages).status_code == 422


def create(pages: Pages) -> Any:
    address = reverse("wizard:create", args=[pages.draft.uuid])
    return pages.client.post(address, {"key": pages.draft.key})
