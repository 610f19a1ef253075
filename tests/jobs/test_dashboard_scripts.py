"""The dashboard and the list in Chromium: they change in place, and axe finds nothing."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.jobs.conftest import Make, trained
from tests.journeys.test_accessibility import violations
from tuningconsole.jobs import spending
from tuningconsole.jobs.models import Reason, SavedView, State, Sweep, TuningJob

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

POLL_MS = 2_100
HIDE = """(isHidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => isHidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def opened(browser: Browser, live_server: LiveServer, client: Client) -> Page:
    # Without motion a change of colours is there at once, for axe to see.
    context = browser.new_context(color_scheme="light", reduced_motion="reduce")
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return context.new_page()


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, signed_in: Client) -> Iterator[Page]:
    found = opened(browser, live_server, signed_in)
    found.clock.install()
    Sweep.objects.update(seen_at=timezone.now() + timedelta(hours=1))
    yield found
    found.context.close()


def show(page: Page, live_server: LiveServer, address: str) -> None:
    page.goto(live_server.url + address)
    page.wait_for_load_state("networkidle")


def next_poll(page: Page) -> int:
    with page.expect_response(lambda answer: "live=1" in answer.url) as answer:
        page.clock.fast_forward(POLL_MS)
    return answer.value.status


def test_what_is_ticked_stays_so_while_the_list_changes(
    page: Page, live_server: LiveServer, make_job: Make
) -> None:
    for name in ("one", "two", "three"):
        make_job(name)
    show(page, live_server, "/jobs/")
    everything = page.get_by_label("Select all jobs of the page")
    page.get_by_label("Select two").check()
    expect(everything).to_have_js_property("indeterminate", True)
    page.get_by_label("Select two").focus()
    TuningJob.objects.filter(name="two").update(best_value=0.25)
    assert next_poll(page) == 200
    expect(page.get_by_role("row").filter(has_text="two")).to_contain_text("0.25")
    expect(page.get_by_label("Select two")).to_be_checked()
    expect(page.get_by_label("Select two")).to_be_focused()
    everything.check()
    expect(page.get_by_label("Select three")).to_be_checked()
    assert next_poll(page) == 304
    page.get_by_role("button", name="Stop selected").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stop 3 hyperparameter tuning jobs")


def test_a_duration_counts_on_by_itself(
    page: Page, live_server: LiveServer, make_job: Make
) -> None:
    make_job(created_at=timezone.now() - timedelta(minutes=5))
    show(page, live_server, "/jobs/")
    page.clock.fast_forward(180_000)
    expect(page.locator("[data-behaviour=elapsed]")).to_contain_text("8 min")


def test_a_hidden_page_asks_seldom_and_at_once_when_it_is_seen(
    page: Page, live_server: LiveServer, make_job: Make
) -> None:
    make_job()
    show(page, live_server, "/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    assert next_poll(page) == 200
    page.evaluate(HIDE, True)
    # The one that was set while the page was seen.
    next_poll(page)
    before = len(asked)
    page.clock.fast_forward(POLL_MS * 5)
    assert len(asked) == before
    with page.expect_response(lambda answer: "live=1" in answer.url):
        page.evaluate(HIDE, False)


@pytest.mark.parametrize("address", ["/", "/wall/"])
def test_the_dashboard_draws_on_by_itself(
    page: Page, live_server: LiveServer, make_job: Make, address: str
) -> None:
    job = make_job("trees")
    trained(job, 1, 0.5)
    show(page, live_server, address)
    expect(page.get_by_role("img", name="Best so far: 0.5")).to_be_visible()
    trained(job, 2, 0.75)
    TuningJob.objects.update(best_value=0.75, counters={"Completed": 2, "InProgress": 1})
    assert next_poll(page) == 200
    expect(page.get_by_role("img", name="Best so far: 0.75, from 0.5")).to_be_visible()
    expect(page.get_by_text("2 / 6")).to_be_visible()
    assert next_poll(page) == 304
    TuningJob.objects.update(status="Failed", failure_reason="Because of it.")
    assert next_poll(page) == 200
    expect(page.get_by_text("Because of it.")).to_be_visible()


@pytest.mark.slow
def test_no_page_of_it_breaks_a_rule_of_wcag(
    browser: Browser, live_server: LiveServer, client: Client, make_job: Make, ada: User
) -> None:
    client.force_login(ada)
    job = make_job("runs", creator=ada, key=uuid4(), best_value=0.5)
    trained(job, 1, 0.5)
    trained(job, 2, status="InProgress", ended_at=None)
    make_job("done", status="Completed", ended_at=timezone.now())
    make_job("failed", status="Failed", failure_reason="Because.")
    make_job("held", state=State.HELD, status="", reason=Reason.QUOTA)
    SavedView.objects.create(team=job.team, owner=ada, name="Mine", query="sort=name")
    spending.count_all()
    Sweep.objects.update(error="Away.", seen_at=timezone.now() - timedelta(hours=1))
    page = opened(browser, live_server, client)
    narrowed = f"/jobs/?status=InProgress&creator=ada&sort=-best&connection={job.connection_id}"
    both = ("/", "/wall/", narrowed)
    found = {}
    for address in (
        *(*both, "/jobs/?sort=name", "/jobs/?made=here&tag=none", "/jobs/prices/"),
        *(f"/jobs/{action}/?job={job.pk}" for action in ("stop", "tag")),
    ):
        show(page, live_server, address)
        found[address] = violations(page)
        if address in both:
            page.emulate_media(color_scheme="dark")
            found[f"{address}, dark"] = violations(page)
            page.emulate_media(color_scheme="light")
    show(page, live_server, "/jobs/")
    for menu in ("Save view", "Preferences"):
        page.get_by_role("button", name=menu).click()
        found[menu] = violations(page)
        page.keyboard.press("Escape")
    page.context.close()
    assert {address: broken for address, broken in found.items() if broken} == {}
