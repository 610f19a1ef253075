"""Stop and tag several jobs of the list; and how AWS is given the tags."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.jobs.conftest import Make
from tests.jobs.rows import ARN, NOW, aws, created
from tuningconsole.audit.models import Entry
from tuningconsole.jobs import actions, tagging
from tuningconsole.jobs.models import State, TuningJob

HELD: dict[str, Any] = {"state": State.HELD, "status": "", "arn": ""}


def chosen(*jobs: TuningJob) -> dict[str, list[int]]:
    return {"job": [job.pk for job in jobs]}


def test_several_jobs_are_stopped_after_they_were_named(signed_in: Client, make_job: Make) -> None:
    one, two, ended = make_job("one"), make_job("two"), make_job("ended", status="Completed")
    html = signed_in.get("/jobs/stop/", chosen(one, two, ended)).content.decode()
    assert "Stop 2 hyperparameter tuning jobs" in html
    assert "Jobs that stay as they are, since they do not run (1)" in html
    assert not TuningJob.objects.filter(stop_requested_at__isnull=False).exists()
    answer = signed_in.post("/jobs/stop/", chosen(one, two, ended), follow=True)
    assert "Stopping 2 tuning jobs." in answer.content.decode()
    stopped = TuningJob.objects.filter(stop_requested_at__isnull=False)
    assert set(stopped) == {one, two}
    assert Entry.objects.filter(verb="asked to stop").count() == 2
    answer = signed_in.post("/jobs/stop/", chosen(one, two), follow=True)
    assert "Nothing was done" in answer.content.decode()


def test_several_jobs_are_tagged_after_they_were_named(signed_in: Client, make_job: Make) -> None:
    one, two, held = make_job("one"), make_job("two"), make_job("held")
    TuningJob.objects.filter(pk=held.pk).update(**HELD)
    html = signed_in.get("/jobs/tag/", chosen(one, two, held)).content.decode()
    assert "Tag 2 hyperparameter tuning jobs" in html
    sent = {**chosen(one, two, held), "key": "project", "value": "oaks"}
    signed_in.post("/jobs/tag/", sent)
    for job in TuningJob.objects.exclude(pk=held.pk):
        assert job.tags_wanted == {"project": "oaks"}
        assert job.tags_due_at is not None
    assert Entry.objects.get(target_id=str(one.pk)).details == {"tags": {"project": "oaks"}}


def test_a_tag_that_waits_and_one_that_was_refused_are_told(
    signed_in: Client, make_job: Make
) -> None:
    waits = make_job("waits", tags_wanted={"project": "oaks"})
    refused = make_job("refused", tags_error="AWS said <no>.")
    signed_in.post("/jobs/preferences/", {"size": "25", "column": ["tags"]})
    html = signed_in.get("/jobs/").content.decode()
    assert "project=oaks" in html
    assert "Not tagged: AWS said &lt;no&gt;." in html
    for job, said in ((waits, "AWS is being given project=oaks."), (refused, "said &lt;no&gt;.")):
        assert said in signed_in.get(f"/jobs/{job.uuid}/tags/").content.decode()


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("", "This field is required."),
        ("aws:x", "reserved"),
        ("AWS:x", "reserved"),
        ("tuningconsole:submission", "reserved"),
        ("x" * 129, "128"),
        ("a\x07", "error"),
    ],
)
def test_a_wrong_tag_is_said_at_its_field_and_loses_nothing(
    signed_in: Client, make_job: Make, key: str, message: str
) -> None:
    job = make_job()
    answer = signed_in.post("/jobs/tag/", {**chosen(job), "key": key, "value": "kept-value"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert message in html.partition('id="id_key_error"')[2]
    assert "kept-value" in html
    job.refresh_from_db()
    assert job.tags_wanted == {}


def test_a_job_that_has_all_the_tags_it_can_is_named(signed_in: Client, make_job: Make) -> None:
    job = make_job("full", tags={str(number): "" for number in range(50)})
    html = signed_in.post("/jobs/tag/", {**chosen(job), "key": "new"}).content.decode()
    assert "full has 50 tags already" in html
    assert signed_in.post("/jobs/tag/", {**chosen(job), "key": "1"}).status_code == 302


@pytest.mark.parametrize("action", ["stop", "tag"])
def test_a_viewer_and_a_stranger_cannot_and_nothing_chosen_is_said(
    client: Client, alice: User, vera: User, stranger: User, make_job: Make, action: str
) -> None:
    job = make_job("secret-trees")
    client.force_login(vera)
    assert client.post(f"/jobs/{action}/", chosen(job)).status_code == 403
    client.force_login(stranger)
    answer = client.get(f"/jobs/{action}/", chosen(job), follow=True).content.decode()
    assert "secret-trees" not in answer
    assert "Choose jobs in the list first." in answer
    client.post(f"/jobs/{action}/", {**chosen(job), "key": "a"})
    client.force_login(alice)
    for none in ("?job=x&job=-1&job=99999999999999999999", ""):
        answer = client.get(f"/jobs/{action}/{none}", follow=True)
        assert "Choose jobs" in answer.content.decode()
    job.refresh_from_db()
    assert (job.tags_wanted, job.stop_requested_at) == ({}, None)


@pytest.fixture
def job(db: None) -> TuningJob:
    made = created()
    assert made.creator
    actions.request_tags(made, made.creator, {"project": "oaks"})
    TuningJob.objects.update(tags_due_at=NOW)
    return made


def test_aws_is_given_the_tags_and_asked_for_them(job: TuningJob) -> None:
    with aws(job.connection) as script:
        script.adds_tags({"ResourceArn": ARN, "Tags": [{"Key": "project", "Value": "oaks"}]})
        script.has_tags(project="oaks", older="1")
        done = tagging.step(job.pk, NOW)
        assert tagging.step(job.pk, NOW) is None
    assert done
    assert (done.tags_wanted, done.tags_due_at) == ({}, None)
    assert "tag:project=oaks" in done.facets
    assert done.tags == {"project": "oaks", "older": "1"}


def test_a_tag_that_was_asked_for_meanwhile_is_not_lost(job: TuningJob) -> None:
    assert job.creator
    with aws(job.connection) as script:
        script.adds_tags()
        script.has_tags(project="oaks")
        claimed = tagging._claim(job.pk, NOW)
        assert claimed
        actions.request_tags(job, job.creator, {"second": "2"})
        TuningJob.objects.update(tags_due_at=NOW)
        tagging._send(claimed, NOW)
    job.refresh_from_db()
    assert job.tags_wanted == {"second": "2"}
    assert job.tags_due_at == NOW


@pytest.mark.parametrize(
    "code", ["AccessDeniedException", "ResourceNotFound", "ValidationException"]
)
def test_a_refusal_is_told_and_not_sent_again(job: TuningJob, code: str) -> None:
    with aws(job.connection) as script:
        script.fails_to("add_tags", code)
        done = tagging.step(job.pk, NOW)
    assert done
    assert (done.tags_wanted, done.tags_due_at) == ({}, None)
    assert "Because." in done.tags_error
    assert Entry.objects.filter(verb="could not tag").exists()


def test_an_outage_is_waited_for(job: TuningJob) -> None:
    with aws(job.connection) as script:
        script.fails_to("add_tags", "InternalFailure", 500)
        done = tagging.step(job.pk, NOW)
    assert done
    assert done.tags_wanted == {"project": "oaks"}
    assert done.tags_due_at
    assert done.tags_due_at > NOW
    assert done.tags_due_at < timezone.now()
