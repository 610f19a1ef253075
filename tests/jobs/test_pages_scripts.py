"""What the scripts add to the pages of jobs, in Chromium."""

from datetime import timedelta

import pytest
from botocore.stub import Stubber
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.jobs.conftest import Make, trained
from tuningconsole.aws.client import client_for
from tuningconsole.aws.models import Connection
from tuningconsole.jobs.models import Sweep, TrainingJob, TuningJob

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

POLL_MS = 2_100


@pytest.fixture
def page(context: BrowserContext, live_server: LiveServer, signed_in: Client) -> Page:
    session = signed_in.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    opened = context.new_page()
    opened.clock.install()
    return opened


def show(page: Page, live_server: LiveServer, job: TuningJob, tab: str = "detail") -> None:
    page.goto(live_server.url + reverse(f"jobs:{tab}", args=[job.uuid]))
    page.wait_for_load_state("networkidle")


def next_poll(page: Page) -> int:
    with page.expect_response(lambda answer: "live=1" in answer.url) as answer:
        page.clock.fast_forward(POLL_MS)
    return answer.value.status


def test_a_running_job_changes_in_place_until_it_has_ended(
    page: Page, live_server: LiveServer, make_job: Make
) -> None:
    job = make_job(seen_at=timezone.now() + timedelta(hours=1))
    trained(job, 1, 0.5)
    show(page, live_server, job, "training-jobs")
    link = page.get_by_role("link", name="trees-001-0123abcd")
    link.focus()
    trained(job, 2, 0.75)
    TuningJob.objects.update(counters={"Completed": 2}, best_name="trees-002-0123abcd")
    assert next_poll(page) == 200
    row = page.get_by_role("row").filter(has_text="trees-002-0123abcd")
    expect(row).to_contain_text("0.75")
    expect(link).to_be_focused()
    TuningJob.objects.update(status="Completed", ended_at=timezone.now())
    next_poll(page)
    expect(page.locator("h1 + [role=status]")).to_contain_text("Completed")
    expect(page.locator("#live")).to_have_attribute("data-interval-s", "")
    expect(page.get_by_role("link", name="Stop")).to_have_count(0)


def test_the_picture_of_a_running_job_grows(
    page: Page, live_server: LiveServer, make_job: Make
) -> None:
    job = make_job(seen_at=timezone.now() + timedelta(hours=1))
    trained(job, 1, 0.5)
    show(page, live_server, job)
    page.get_by_text("Table of the same numbers").click()
    expect(page.locator(".picture__point")).to_have_count(1)
    trained(job, 2, 0.75)
    next_poll(page)
    expect(page.locator(".picture__point")).to_have_count(2)
    # What the reader opened stays open.
    expect(page.locator("details")).to_have_attribute("open", "")


def test_copy_buttons_still_work_after_a_refresh(
    page: Page, live_server: LiveServer, make_job: Make
) -> None:
    job = make_job(seen_at=timezone.now() + timedelta(hours=1))
    show(page, live_server, job)
    expect(page.locator(".copy").first).to_be_visible()
    TuningJob.objects.update(best_value=1.5)
    next_poll(page)
    expect(page.get_by_text("1.5", exact=True)).to_be_visible()
    for button in page.locator(".copy").all():
        expect(button).to_be_visible()


def test_the_age_counts_on_by_itself(page: Page, live_server: LiveServer, make_job: Make) -> None:
    job = make_job(status="Completed", seen_at=timezone.now())
    show(page, live_server, job)
    page.clock.fast_forward(125_000)
    expect(page.locator(".freshness__age")).to_contain_text("Updated 2 min 0")


def test_a_new_job_is_offered_not_pushed_in(
    page: Page, live_server: LiveServer, make_job: Make
) -> None:
    Sweep.objects.update(seen_at=timezone.now() + timedelta(hours=1))
    make_job("old")
    page.goto(live_server.url + "/jobs/")
    page.wait_for_load_state("networkidle")
    make_job("new", created_at=timezone.now())
    assert next_poll(page) == 200
    expect(page.get_by_role("link", name="1 new job")).to_be_visible()
    expect(page.get_by_role("link", name="new", exact=True)).to_have_count(0)
    page.get_by_role("link", name="1 new job").click()
    expect(page.get_by_role("link", name="new", exact=True)).to_be_visible()


def test_a_growing_log_is_followed(
    page: Page, live_server: LiveServer, make_job: Make, connection: Connection
) -> None:
    job = trained(make_job(), 1, status="InProgress", ended_at=None)
    TrainingJob.objects.update(described_at=timezone.now() + timedelta(hours=1))
    with Stubber(client_for(connection, "logs")) as stub:
        stream = {"logStreamName": "x/y", "firstEventTimestamp": 0}
        for token, message in (("f/1", "first <b>line</b>"), ("f/2", "second line")):
            stub.add_response("describe_log_streams", {"logStreams": [stream]})
            events = [{"timestamp": 1_767_312_000_000, "message": message}]
            answer = {"events": events, "nextBackwardToken": "b/0", "nextForwardToken": token}
            stub.add_response("get_log_events", answer)
        # The curves read the same log, whose answers are counted here.
        page.route("**/curves/**", lambda route: route.abort())
        page.goto(
            live_server.url + reverse("jobs:training-job", args=[job.tuning_job.uuid, job.name])
        )
        expect(page.get_by_text("first <b>line</b>")).to_be_visible()
        with page.expect_response(lambda answer: "/log/" in answer.url):
            page.clock.fast_forward(POLL_MS)
        expect(page.get_by_text("second line")).to_be_visible()
        expect(page.locator(".log__line")).to_have_count(2)
