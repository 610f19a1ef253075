"""A tuning job's page and its tabs."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.jobs.conftest import Make
from tests.jobs.test_detail_pages import HELD, page
from tuningconsole.audit.models import Entry
from tuningconsole.jobs.models import Reason, State, TuningJob

TABS = ("detail", "training-jobs", "definition", "configuration", "tags")
ROW = re.compile(r'<tr id="training-job-\d+">.*?<a href="[^"]*">([^<]*)</a>', re.S)
NEXT = re.compile(r'rel="next"\s+href="([^"]*)"')


def test_a_stop_is_asked_for_first_and_then_written_down(signed_in: Client, make_job: Make) -> None:
    job = make_job()
    address = reverse("jobs:stop", args=[job.uuid])
    assert address in page(signed_in, job)
    html = signed_in.get(address).content.decode()
    assert "What is lost" in html
    assert "What stays" in html
    job.refresh_from_db()
    assert job.stop_requested_at is None
    answer = signed_in.post(address, follow=True).content.decode()
    assert "Stopping trees." in answer
    job.refresh_from_db()
    assert job.stop_requested_at is not None
    assert address not in page(signed_in, job)
    assert Entry.objects.filter(target_id=str(job.pk)).count() == 1


def test_a_stop_that_comes_too_late_changes_nothing_and_says_so(
    signed_in: Client, make_job: Make
) -> None:
    job = make_job(status="Completed")
    address = reverse("jobs:stop", args=[job.uuid])
    for answer in (signed_in.get(address, follow=True), signed_in.post(address, follow=True)):
        assert "Nothing was done" in answer.content.decode()
    job.refresh_from_db()
    assert job.stop_requested_at is None


@pytest.mark.parametrize("action", ["stop", "retry", "discard"])
def test_a_viewer_and_a_stranger_cannot_act(
    client: Client, vera: User, stranger: User, make_job: Make, action: str
) -> None:
    job = make_job(**HELD, reason=Reason.QUOTA)
    address = reverse(f"jobs:{action}", args=[job.uuid])
    client.force_login(vera)
    assert client.post(address).status_code == 403
    assert address not in page(client, job)
    client.force_login(stranger)
    assert client.post(address).status_code == 404
    job.refresh_from_db()
    assert (job.state, job.stop_requested_at) == (State.HELD, None)


def test_acting_needs_the_token_of_the_form(alice: User, make_job: Make) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert client.post(reverse("jobs:stop", args=[make_job().uuid])).status_code == 403


def test_a_held_job_is_sent_again_or_discarded(signed_in: Client, make_job: Make) -> None:
    job = make_job(**HELD, reason=Reason.QUOTA)
    assert signed_in.get(reverse("jobs:retry", args=[job.uuid])).status_code == 405
    signed_in.post(reverse("jobs:retry", args=[job.uuid]))
    job.refresh_from_db()
    assert job.state == State.READY
    TuningJob.objects.update(state=State.HELD, reason=Reason.QUOTA, due_at=None)
    assert (
        "What is lost" in signed_in.get(reverse("jobs:discard", args=[job.uuid])).content.decode()
    )
    signed_in.post(reverse("jobs:discard", args=[job.uuid]))
    job.refresh_from_db()
    assert job.state == State.CANCELLED
