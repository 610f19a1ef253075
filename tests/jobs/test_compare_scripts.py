"""Jobs are selected and compared by the keyboard alone, with scripts and without."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.jobs.conftest import Make, trained

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def has_scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def page(
    browser: Browser, live_server: LiveServer, client: Client, vera: User, has_scripts: bool
) -> Iterator[Page]:
    client.force_login(vera)
    context = browser.new_context(java_script_enabled=has_scripts)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    yield context.new_page()
    context.close()


def tick(page: Page, label: str) -> None:
    page.get_by_label(label).focus()
    page.keyboard.press("Space")
    expect(page.get_by_label(label)).to_be_checked()


def compare(page: Page) -> None:
    page.get_by_role("button", name="Compare selected").focus()
    page.keyboard.press("Enter")


def test_a_viewer_compares_tuning_jobs(page: Page, live_server: LiveServer, make_job: Make) -> None:
    for name in ("one", "two", "three"):
        make_job(name)
    page.goto(f"{live_server.url}/jobs/")
    for name in ("three", "one"):
        tick(page, f"Select {name}")
    compare(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Compare hyperparameter tuning jobs (2)"
    )


@pytest.mark.parametrize("count", [0, 1, 6])
def test_too_few_and_too_many_are_told(
    page: Page, live_server: LiveServer, make_job: Make, has_scripts: bool, count: int
) -> None:
    for number in range(6):
        make_job(f"job-{number}")
    page.goto(f"{live_server.url}/jobs/?q=job")
    page.wait_for_load_state("networkidle")
    for number in range(count):
        tick(page, f"Select job-{number}")
    compare(page)
    expect(page.get_by_text("Select 2 to 5 hyperparameter tuning jobs to compare.")).to_be_visible()
    if has_scripts:
        verb = "is" if count == 1 else "are"
        expect(page.locator(".list-tools__told")).to_contain_text(f"{count} {verb} selected.")
        expect(page).to_have_url(re.compile("q=job"))
        expect(page.get_by_role("checkbox", checked=True)).to_have_count(count)
        page.get_by_label("Select job-0").click()
        expect(page.locator(".list-tools__told")).to_be_empty()


def test_a_viewer_compares_training_jobs(
    page: Page, live_server: LiveServer, make_job: Make, has_scripts: bool
) -> None:
    job = make_job(status="Completed")
    for number in (1, 2, 3):
        trained(job, number, 0.5)
    page.goto(live_server.url + reverse("jobs:training-jobs", args=[job.uuid]))
    page.wait_for_load_state("networkidle")
    tick(page, "Select trees-001-0123abcd")
    if has_scripts:
        compare(page)
        told = "Select 2 to 5 training jobs to compare. 1 is selected."
        expect(page.locator(".list-tools__told")).to_have_text(told)
    tick(page, "Select trees-003-0123abcd")
    compare(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Compare training jobs (2)")
