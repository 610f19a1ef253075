"""A page that refreshes itself when the session has ended, in Chromium."""

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.jobs.conftest import Make
from tests.jobs.test_dashboard_scripts import next_poll, page, show
from tests.journeys.test_accessibility import violations
from tests.teams.test_lost_session import PASSWORD
from tuningconsole.aws.models import Connection
from tuningconsole.wizard import drafts

__all__ = ["page"]

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

LIST = "/jobs/?sort=name&page=1"


@pytest.fixture(autouse=True)
def _password(alice: User) -> None:
    alice.set_password(PASSWORD)
    alice.save()


def signed_out(page: Page, live_server: LiveServer, address: str) -> None:
    """Show the page, and end its session."""
    show(page, live_server, address)
    Session.objects.all().delete()
    assert next_poll(page) == 302


def sign_in(page: Page) -> None:
    page.get_by_label("User name").fill("alice")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_the_page_says_so_and_leads_to_the_sign_in_and_back(
    page: Page, live_server: LiveServer, make_job: Make
) -> None:
    make_job()
    signed_out(page, live_server, LIST)
    message = page.locator("#flashes")
    expect(message).to_contain_text("You were signed out")
    expect(page.get_by_role("link", name="trees")).to_be_visible()
    assert violations(page) == []
    message.get_by_role("link", name="Sign in").click()
    sign_in(page)
    page.wait_for_url(live_server.url + LIST)
    expect(page.locator("#flashes")).not_to_contain_text("You were signed out")


def test_it_is_said_once_until_somebody_has_signed_in_in_another_window(
    page: Page, live_server: LiveServer, make_job: Make
) -> None:
    make_job()
    signed_out(page, live_server, "/")
    message = page.locator("#flashes").get_by_text("You were signed out")
    expect(message).to_have_count(1)
    with page.expect_response(lambda answer: "live=1" in answer.url):
        page.clock.fast_forward(5_000)
    expect(message).to_have_count(1)
    other = page.context.new_page()
    other.goto(f"{live_server.url}/sign-in/")
    sign_in(other)
    other.wait_for_url(f"{live_server.url}/")
    with page.expect_response(lambda answer: "live=1" in answer.url):
        page.clock.fast_forward(10_000)
    expect(message).to_have_count(0)


def test_what_is_loaded_later_leads_to_the_sign_in_and_back(
    page: Page, live_server: LiveServer, alice: User, connection: Connection
) -> None:
    draft = drafts.start(alice, connection, None)
    address = reverse("wizard:step", args=[draft.uuid, "data"])
    show(page, live_server, address)
    Session.objects.all().delete()
    page.get_by_role("button", name="Browse").first.click()
    sign_in(page)
    page.wait_for_url(live_server.url + address)
