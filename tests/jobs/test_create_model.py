"""Create model: what is proposed, who may, what AWS says."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.stub import Stubber
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.jobs.conftest import BUCKET, DEFINITION, Make, trained
from tuningconsole.audit.models import Entry
from tuningconsole.aws.client import client_for
from tuningconsole.aws.models import Connection
from tuningconsole.catalog.models import Algorithm
from tuningconsole.jobs.models import TuningJob

ARN = "arn:aws:sagemaker:us-east-2:111122223333:model/trees-002-0123abcd"
TYPED = {
    "name": "trees-002-0123abcd",
    "role": DEFINITION["RoleArn"],
    "image": "111122223333.dkr.ecr.us-east-2.amazonaws.com/serve:1",
    "artifact": f"{BUCKET}/trees-002-0123abcd/output/model.tar.gz",
}
REQUEST = {
    "ModelName": TYPED["name"],
    "ExecutionRoleArn": TYPED["role"],
    "PrimaryContainer": {"Image": TYPED["image"], "ModelDataUrl": TYPED["artifact"]},
}


@pytest.fixture
def job(make_job: Make) -> TuningJob:
    made = make_job(best_name="trees-002-0123abcd", best_value=0.9, status="Completed")
    trained(made, 1, 0.5)
    trained(made, 2, 0.9)
    return made


def address(job: TuningJob) -> str:
    return reverse("jobs:create-model", args=[job.uuid])


@contextmanager
def sagemaker(connection: Connection) -> Iterator[Stubber]:
    with Stubber(client_for(connection, "sagemaker", retries=False)) as stub:
        yield stub
        stub.assert_no_pending_responses()


def test_the_best_training_job_is_proposed_with_the_algorithms_image(
    signed_in: Client, job: TuningJob, connection: Connection
) -> None:
    arn = DEFINITION["AlgorithmSpecification"]["AlgorithmName"]
    Algorithm.objects.create(
        connection=connection,
        source=Algorithm.Source.OWN,
        name="decision-trees",
        arn=arn,
        status="Completed",
        created_at=timezone.now(),
        description={"InferenceSpecification": {"Containers": [{"Image": TYPED["image"]}]}},
    )
    html = signed_in.get(address(job)).content.decode()
    for value in TYPED.values():
        assert f'value="{value}"' in html
    other = signed_in.get(address(job), {"t": "trees-001-0123abcd"}).content.decode()
    assert f'value="{BUCKET}/trees-001-0123abcd/output/model.tar.gz"' in other


def test_what_aws_described_comes_before_what_was_asked(signed_in: Client, job: TuningJob) -> None:
    described = {
        "RoleArn": "arn:aws:iam::111122223333:role/Other",
        "AlgorithmSpecification": {"TrainingImage": "told:1"},
        "ModelArtifacts": {"S3ModelArtifacts": "s3://told/model.tar.gz"},
    }
    job.training_jobs.update(description=described)
    html = signed_in.get(address(job)).content.decode()
    for value in ("told:1", "s3://told/model.tar.gz", "role/Other"):
        assert value in html


def test_it_is_created_once_and_noted(
    signed_in: Client, job: TuningJob, connection: Connection
) -> None:
    with sagemaker(connection) as stub:
        stub.add_response("create_model", {"ModelArn": ARN}, REQUEST)
        answer = signed_in.post(address(job), TYPED, follow=True)
    assert f"Model {TYPED['name']} created" in answer.content.decode()
    entry = Entry.objects.get(verb="created model")
    assert (entry.actor_name, entry.details["model"]) == ("alice", ARN)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Enter a name."),
        ("name", "-no-", "id_name_error"),
        ("role", "me", "id_role_error"),
        ("image", "two words", "id_image_error"),
        ("artifact", "http://x", "id_artifact_error"),
        ("artifact", "", "Enter the location of the artifact."),
    ],
)
def test_a_wrong_value_is_told_at_its_field_and_nothing_is_sent(
    signed_in: Client, job: TuningJob, field: str, value: str, said: str
) -> None:
    answer = signed_in.post(address(job), {**TYPED, field: value})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert f'value="{TYPED["image"]}"' in html or field == "image"
    assert not Entry.objects.filter(verb="created model").exists()


@pytest.mark.parametrize(
    ("code", "message", "field"),
    [
        ("ValidationException", f'Cannot create already existing model "{ARN}".', "name"),
        ("ValidationException", "Could not find model data at s3://x/y.", "artifact"),
        ("ValidationException", "Could not access the role.", "role"),
        ("ResourceLimitExceeded", "Too many models.", ""),
        ("ThrottlingException", "Rate exceeded", ""),
    ],
)
def test_what_aws_says_stands_where_it_belongs(
    signed_in: Client, job: TuningJob, connection: Connection, code: str, message: str, field: str
) -> None:
    with sagemaker(connection) as stub:
        stub.add_client_error("create_model", code, message, http_status_code=400)
        html = signed_in.post(address(job), TYPED).content.decode()
    assert "Nothing was created." in html
    assert (f"id_{field}_error" in html) == bool(field)
    assert 'role="alert"' in html or field
    assert f'value="{TYPED["name"]}"' in html


def test_what_is_not_known_is_said_to_be_so(
    signed_in: Client, job: TuningJob, connection: Connection
) -> None:
    with sagemaker(connection) as stub:
        stub.add_client_error("create_model", "InternalFailure", "Oops", http_status_code=500)
        html = signed_in.post(address(job), TYPED).content.decode()
    assert "It is not known whether the model was created." in html


def test_only_editors_of_the_team_and_only_of_a_training_job(
    client: Client, signed_in: Client, vera: User, stranger: User, make_job: Make, job: TuningJob
) -> None:
    assert signed_in.get(address(make_job("young"))).status_code == 404
    assert signed_in.get(address(job), {"t": "other"}).status_code == 404
    assert "Create model" in signed_in.get(reverse("jobs:detail", args=[job.uuid])).content.decode()
    client.force_login(vera)
    assert client.get(address(job)).status_code == 403
    assert client.post(address(job), TYPED).status_code == 403
    page = client.get(reverse("jobs:detail", args=[job.uuid])).content.decode()
    assert "Create model" not in page
    client.force_login(stranger)
    assert client.get(address(job)).status_code == 404


def test_junk_is_no_error_of_the_server(signed_in: Client, job: TuningJob) -> None:
    junk: dict[str, Any] = dict.fromkeys(TYPED, "\x00<b>" * 900)
    assert signed_in.post(address(job), junk).status_code == 422
    assert signed_in.get(address(job), {"t": "\x00"}).status_code == 404
