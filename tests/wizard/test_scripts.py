"""What the scripts add, in Chromium."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.wizard.pages import Pages
from tuningconsole.catalog.models import Lookup
from tuningconsole.wizard import notes
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.progress import address

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

NAME = "[name=HyperParameterTuningJobName]"
D = "TrainingJobDefinitions.0"
VPC = f"{D}.VpcConfig"
SOURCE = f"[name='{D}.AlgorithmSpecification:source']"


@pytest.fixture
def page(context: BrowserContext, live_server: LiveServer, pages: Pages, client: Client) -> Page:
    sign_in(context, live_server, client)
    opened = context.new_page()
    opened.goto(live_server.url + address(pages.draft, "job"))
    return opened


def sign_in(context: BrowserContext, live_server: LiveServer, client: Client) -> None:
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])


def test_what_was_typed_comes_back_when_the_session_was_lost(
    page: Page, context: BrowserContext, live_server: LiveServer, client: Client, draft: Draft
) -> None:
    page.fill(NAME, "typed-before")
    page.check("[name=WarmStartConfig]")
    context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Next").last.click()
    page.wait_for_url("**/sign-in/**")
    sign_in(context, live_server, client)
    page.goto(live_server.url + address(draft, "job"))
    expect(page.locator(NAME)).to_have_value("typed-before")
    expect(page.locator("[name=WarmStartConfig]")).to_be_checked()


def test_what_the_server_has_is_not_overwritten_by_an_old_copy(
    page: Page, live_server: LiveServer, draft: Draft
) -> None:
    page.fill(NAME, "first")
    page.get_by_role("button", name="Next").last.click()
    expect(page.locator("h1")).to_have_text("Configure algorithm and hyperparameters")
    draft.refresh_from_db()
    draft.answers["HyperParameterTuningJobName"] = "second"
    draft.save()
    page.goto(live_server.url + address(draft, "job"))
    expect(page.locator(NAME)).to_have_value("second")


def test_only_the_subnets_of_the_chosen_vpc_are_offered(page: Page) -> None:
    expect(page.get_by_text("subnet-1")).to_be_hidden()
    page.select_option(f"[name='{VPC}']", "vpc-2")
    expect(page.get_by_text("subnet-2")).to_be_visible()
    expect(page.get_by_text("subnet-1")).to_be_hidden()


def test_a_draft_is_saved_while_it_is_typed(
    page: Page, live_server: LiveServer, draft: Draft
) -> None:
    page.clock.install()
    page.goto(live_server.url + address(draft, "job"))
    page.fill(NAME, "saved-by-itself")
    with page.expect_response(lambda answer: answer.status == 204):
        page.clock.fast_forward(20_000)
    draft.refresh_from_db()
    assert draft.name == "saved-by-itself"


def test_the_error_summary_has_the_focus_and_leads_to_the_input(page: Page) -> None:
    page.fill(NAME, "-")
    page.get_by_role("button", name="Next").last.click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator(NAME)).to_be_focused()


def test_enter_goes_on(page: Page) -> None:
    page.press(NAME, "Enter")
    expect(page.locator("h1")).to_have_text("Configure algorithm and hyperparameters")


def test_saving_by_itself_and_going_back_is_no_other_window(
    page: Page, live_server: LiveServer, draft: Draft
) -> None:
    page.clock.install()
    page.goto(live_server.url + address(draft, "job"))
    page.fill(NAME, "first")
    with page.expect_response(lambda answer: answer.status == 204):
        page.clock.fast_forward(21_000)
    page.fill(NAME, "second")
    page.get_by_role("button", name="Next", exact=True).last.click()
    expect(page.locator("h1")).to_have_text("Configure algorithm and hyperparameters")
    page.go_back()
    page.fill(NAME, "third")
    page.get_by_role("button", name="Next", exact=True).last.click()
    expect(page.locator("h1")).to_have_text("Configure algorithm and hyperparameters")
    draft.refresh_from_db()
    assert draft.name == "third"


def test_another_window_is_told_of_when_the_page_saves_itself(
    page: Page, live_server: LiveServer, draft: Draft, bob: User
) -> None:
    page.clock.install()
    page.goto(live_server.url + address(draft, "job"))
    was, draft.answers = draft.answers, {**draft.answers, "HyperParameterTuningJobName": "bobs"}
    draft.save_work(bob, was)
    page.fill(NAME, "mine")
    page.clock.fast_forward(21_000)
    expect(page.locator("[data-saved]")).to_contain_text("another window changed this page")
    page.get_by_role("button", name="Next", exact=True).last.click()
    expect(page.get_by_role("alert")).to_contain_text("bob saved it")
    expect(page.locator(NAME)).to_have_value("mine")
    draft.refresh_from_db()
    assert draft.name == "bobs"


def test_a_choice_shows_at_once_what_it_asks_for(
    page: Page, live_server: LiveServer, draft: Draft
) -> None:
    page.goto(live_server.url + address(draft, "resources"))
    instance_type = page.locator(f"[name='{D}.ResourceConfig.InstanceType']")
    groups = page.get_by_role("heading", name="Instance groups")
    expect(instance_type).to_be_visible()
    expect(groups).to_be_hidden()
    page.get_by_text("Additional settings").first.click()
    page.select_option(f"[name='{D}.ResourceConfig:kind']", "groups")
    expect(instance_type).to_be_hidden()
    expect(groups).to_be_visible()


def test_what_another_source_asks_for_is_drawn_and_the_choice_keeps_the_focus(page: Page) -> None:
    page.get_by_role("button", name="Configure algorithm and hyperparameters").click()
    expect(page.get_by_role("button", name="Add hyperparameter")).to_have_count(0)
    page.select_option(f"[name='{D}.AlgorithmSpecification.TrainingInputMode']", "Pipe")
    page.select_option(SOURCE, "image")
    expect(page.get_by_role("button", name="Add hyperparameter")).to_be_visible()
    expect(page.locator(SOURCE)).to_be_focused()
    mode = page.locator(f"[name='{D}.AlgorithmSpecification.TrainingInputMode']")
    expect(mode).to_have_value("Pipe")


def test_what_another_key_asks_for_is_typed_only_where_it_is_chosen(
    page: Page, live_server: LiveServer, draft: Draft
) -> None:
    page.goto(live_server.url + address(draft, "data"))
    other = page.get_by_label("Encryption key, other", exact=True)
    expect(other).to_be_hidden()
    page.select_option(f"[name='{D}.OutputDataConfig.KmsKeyId']", ":other")
    expect(other).to_be_visible()


def test_a_fold_with_an_error_is_open_and_the_summary_leads_into_it(
    page: Page, live_server: LiveServer, draft: Draft
) -> None:
    page.goto(live_server.url + address(draft, "resources"))
    attempts = page.get_by_label("Retry attempts")
    expect(attempts).to_be_hidden()
    page.get_by_text("Additional settings").last.click()
    attempts.fill("many")
    page.get_by_role("button", name="Next", exact=True).last.click()
    expect(attempts).to_be_visible()
    page.get_by_role("alert").get_by_role("link", name="Retry attempts").click()
    expect(attempts).to_be_focused()


def test_removing_a_definition_asks_first(page: Page, draft: Draft) -> None:
    page.get_by_role("button", name="Clone this definition").click()
    expect(page.locator("h1")).to_contain_text("definition-2")
    remove = page.get_by_role("button", name="Remove definition definition-2")
    expect(remove).to_be_hidden()
    page.get_by_text("Remove definition-2").click()
    remove.click()
    expect(page.get_by_text("definition-2 removed.")).to_be_visible()
    expect(page.get_by_role("button", name="Clone this definition")).to_be_visible()


def test_only_the_current_definition_is_unfolded(page: Page) -> None:
    page.get_by_role("button", name="Clone this definition").click()
    steps = page.get_by_role("navigation", name="Steps")
    data = steps.get_by_role("button", name="Define data input and output")
    expect(data).to_have_count(1)
    steps.locator("summary", has_text="definition-1").first.click()
    expect(data).to_have_count(2)


def test_what_is_worked_out_follows_what_is_typed_and_is_not_said_twice(
    page: Page, live_server: LiveServer, draft: Draft
) -> None:
    quota = {"value": "ml.m5.large for training job usage", "detail": "3"}
    Lookup.objects.create(connection=draft.connection, kind=Lookup.Kind.QUOTAS, items=[quota])
    page.goto(live_server.url + address(draft, "limits"))
    note = page.get_by_text("of your quota of 3 ml.m5.large at once.")
    page.fill(f"[name='{notes.MAX_PARALLEL}']", "4")
    expect(note).to_have_text("4 of your quota of 3 ml.m5.large at once.")
    said = note.evaluate_handle("(element) => element.firstChild")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        page.fill(f"[name='{notes.MAX_JOBS}']", "9")
    answer.value.finished()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert said.evaluate("(text) => text.isConnected")


def test_what_another_window_saved_has_the_focus_where_a_choice_was_applied(
    page: Page, live_server: LiveServer, pages: Pages, draft: Draft
) -> None:
    page.goto(live_server.url + address(draft, "hyperparameters"))
    mode = f"{D}.AlgorithmSpecification.TrainingInputMode"
    pages.open("hyperparameters")
    pages.next({mode: "Pipe"})
    page.select_option(f"[name='{mode}']", "FastFile")
    page.select_option(SOURCE, "image")
    box = page.get_by_role("alert").filter(has_text="another window")
    expect(box).to_be_focused()
    expect(box).to_be_in_viewport()


def test_enter_in_an_input_presses_next_on_every_page(
    page: Page, live_server: LiveServer, draft: Draft
) -> None:
    page.fill(NAME, "")
    page.press(NAME, "Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.goto(live_server.url + address(draft, "limits"))
    page.get_by_label("Maximum training jobs").press("Enter")
    page.wait_for_url("**/review/")
