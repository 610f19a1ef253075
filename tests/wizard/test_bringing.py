"""Drafts from documents and from jobs: nothing is lost, everything wrong is told by its path."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.db import connection as database
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.wizard.conftest import REQUEST
from tuningconsole.aws.models import Connection
from tuningconsole.jobs.models import State, TuningJob
from tuningconsole.spec.canonical import collapse
from tuningconsole.teams.models import Membership, Role
from tuningconsole.wizard import bringing
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.progress import Progress
from tuningconsole.wizard.request import build

IMPORT = "/create/import/"


def request_of(draft: Draft) -> dict[str, Any]:
    return dict(collapse(build(draft.answers, Progress(draft).offers.algorithms).request))


def remarks(answer: HttpResponse) -> list[str]:
    brought = answer.context["brought"]  # type: ignore[attr-defined]
    return [remark.path for remark in (*brought.problems, *brought.notes)]


def test_a_pasted_request_becomes_a_draft_on_its_review(client_of_alice: Client) -> None:
    answer = client_of_alice.post(IMPORT, {"text": json.dumps(REQUEST)}, follow=True)
    assert answer.request["PATH_INFO"].endswith("/review/")
    assert answer.context["summary"] == []
    assert request_of(Draft.objects.get()) == REQUEST


def test_a_chosen_file_is_read_instead_of_the_text(client_of_alice: Client) -> None:
    file = SimpleUploadedFile("request.json", json.dumps(REQUEST).encode())
    client_of_alice.post(IMPORT, {"text": "nonsense", "file": file})
    assert request_of(Draft.objects.get()) == REQUEST


def test_everything_wrong_is_listed_by_its_path_and_nothing_is_made(
    client_of_alice: Client,
) -> None:
    config = {
        **REQUEST["HyperParameterTuningJobConfig"],
        "Strategy": "Guess",
        "ResourceLimits": {"MaxParallelTrainingJobs": 20, "MaxJobs": 2},
    }
    text = json.dumps({**REQUEST, "HyperParameterTuningJobConfig": config})
    answer = client_of_alice.post(IMPORT, {"text": text})
    assert answer.status_code == 422
    start = "HyperParameterTuningJobConfig"
    assert {f"{start}.Strategy", f"{start}.ResourceLimits.MaxJobs"} <= set(remarks(answer))
    assert text in answer.content.decode().replace("&quot;", '"')
    assert not Draft.objects.exists()


def test_a_draft_can_be_made_of_what_is_wrong(client_of_alice: Client) -> None:
    config = {**REQUEST["HyperParameterTuningJobConfig"], "Strategy": "Guess"}
    text = json.dumps({**REQUEST, "HyperParameterTuningJobConfig": config})
    answer = client_of_alice.post(IMPORT, {"text": text, "anyway": "1"}, follow=True)
    assert "Strategy" in answer.content.decode()
    assert answer.context["summary"]
    assert Draft.objects.get().wrong == ["job"]


def test_what_no_page_has_is_told(client_of_alice: Client) -> None:
    definition = REQUEST["TrainingJobDefinition"]
    kept = {**definition["ResourceConfig"], "KeepAlivePeriodInSeconds": 60}
    text = json.dumps({**REQUEST, "TrainingJobDefinition": {**definition, "ResourceConfig": kept}})
    answer = client_of_alice.post(IMPORT, {"text": text})
    assert "TrainingJobDefinition.ResourceConfig.KeepAlivePeriodInSeconds" in remarks(answer)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\x00", "a: &a [*a]", "{}", '{"Tags": 1}'])
def test_what_is_no_request_is_told(client_of_alice: Client, text: str) -> None:
    answer = client_of_alice.post(IMPORT, {"text": text})
    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_what_is_not_listed_is_counted_and_how_to_see_it_is_told(
    client_of_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "MOST", 3)
    tags = [{"Key": f"aws:{number}", "Value": ""} for number in range(10)]
    answer = client_of_alice.post(IMPORT, {"text": json.dumps({**REQUEST, "Tags": tags})})
    text = answer.content.decode()
    assert "10 things to correct" in text
    assert text.count("Choose a key that does not begin with aws:") == 3
    assert "The first 3 of 10 are listed. To see the rest, correct some and check again" in text


def test_a_viewer_does_not_import(client: Client, alice: User, connection: Connection) -> None:
    Membership.objects.filter(user=alice).update(role=Role.VIEWER)
    client.force_login(alice)
    assert client.get(IMPORT).status_code == 403
    assert client.post(IMPORT, {"text": json.dumps(REQUEST)}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_a_draft_is_made_whole_or_not_at_all(alice: User, connection: Connection) -> None:
    def die(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("UPDATE"):
            raise OperationalError("The process or the database died here.")
        return execute(sql, *rest)

    brought = bringing.document(connection, json.dumps(REQUEST))
    with database.execute_wrapper(die), pytest.raises(OperationalError):
        bringing.from_document(alice, connection, brought)
    assert not Draft.objects.exists()


def test_a_clone_has_everything_but_name_and_what_aws_adds(
    client_of_alice: Client, job: TuningJob
) -> None:
    address = reverse("wizard:clone", args=[job.uuid])
    answer = client_of_alice.post(address, follow=True)
    assert answer.request["PATH_INFO"].endswith("/review/")
    cloned = request_of(Draft.objects.get())
    name = cloned.pop("HyperParameterTuningJobName")
    assert name.startswith("elsewhere-")
    assert name != job.name
    kept = {key: item for key, item in REQUEST.items() if key != "HyperParameterTuningJobName"}
    assert cloned == {**kept, "Tags": [{"Key": "team", "Value": ""}]}


def test_a_clone_of_what_was_never_sent_has_nothing_of_the_consoles_own(
    client_of_alice: Client, job: TuningJob
) -> None:
    own = {"Key": "tuningconsole:submission", "Value": str(job.uuid)}
    asked = {**REQUEST, "Tags": [{"Key": "team", "Value": ""}, own]}
    TuningJob.objects.update(description=None, tags=None, request=asked, state=State.HELD)
    answer = client_of_alice.post(reverse("wizard:clone", args=[job.uuid]), follow=True)
    assert answer.context["summary"] == []
    assert request_of(Draft.objects.get())["Tags"] == [{"Key": "team", "Value": ""}]


def test_a_warm_start_names_its_parent(client_of_alice: Client, job: TuningJob) -> None:
    address = reverse("wizard:warm-start", args=[job.uuid])
    answer = client_of_alice.post(address, follow=True)
    assert answer.request["PATH_INFO"].endswith("/job/")
    assert request_of(Draft.objects.get())["WarmStartConfig"] == {
        "WarmStartType": "IdenticalDataAndAlgorithm",
        "ParentHyperParameterTuningJobs": [{"HyperParameterTuningJobName": job.name}],
    }
    assert answer.context["summary"] == []


def test_a_running_job_is_no_parent(client_of_alice: Client, job: TuningJob) -> None:
    TuningJob.objects.update(status="InProgress", ended_at=None)
    address = reverse("wizard:warm-start", args=[job.uuid])
    assert client_of_alice.post(address).status_code == 404
    assert (
        address not in client_of_alice.get(reverse("jobs:detail", args=[job.uuid])).content.decode()
    )


@pytest.mark.parametrize("what", ["clone", "warm-start"])
def test_another_teams_job_is_not_cloned(
    client: Client, job: TuningJob, what: str, django_user_model: Any
) -> None:
    client.force_login(django_user_model.objects.create_user("stranger"))
    address = reverse(f"wizard:{what}", args=[job.uuid])
    assert client.post(address).status_code in {403, 404}
    assert client.get(address).status_code == 405
    assert not Draft.objects.exists()


def test_a_pasted_text_is_still_there_after_a_lost_session(
    client_of_alice: Client, alice: User
) -> None:
    client_of_alice.logout()
    answer = client_of_alice.post(IMPORT, {"text": "a long text"})
    assert "sign-in" in answer["Location"]
    client_of_alice.force_login(alice)
    shown = client_of_alice.get(IMPORT).content.decode()
    assert "a long text" in shown
    assert "You were signed out" in shown
    assert "a long text" not in client_of_alice.get(IMPORT).content.decode()
