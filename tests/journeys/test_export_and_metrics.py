"""A job that another client made, in a browser: its export, and its metrics tested on its log."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.conformance.requests import SUBSCRIBED, tuning_job
from tests.journeys.test_accessibility import BUCKET, ROLE, violations
from tests.journeys.test_main_job import sign_in
from tests.spec.test_metrics import SLOW, SLOW_LINE
from tests.stack import EmbeddedStack
from tuningconsole import export, importing
from tuningconsole.spec import canonical, described

pytestmark = [pytest.mark.journey, pytest.mark.stack]

NAME = "made-elsewhere"
FOUND_WITHIN_MS = 60_000


@pytest.fixture(scope="module")
def asked(stack: EmbeddedStack) -> dict[str, object]:
    """Make a tuning job as another client does; return its request."""
    request = tuning_job(NAME, SUBSCRIBED, role=ROLE, bucket=BUCKET)
    stack.client("sagemaker").create_hyper_parameter_tuning_job(**request)
    return request


@pytest.fixture
def detail(page: Page, stack: EmbeddedStack, asked: dict[str, object]) -> str:
    """Sign in and wait for the job to end; return its page's address."""
    sign_in(page, stack)
    # Of a list with rows, newer ones are counted only.
    row = page.locator("tbody tr").filter(has_text=NAME)
    for _ in range(60):
        if row.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(row).to_contain_text("Completed", timeout=FOUND_WITHIN_MS)
    return stack.url + str(row.get_by_role("link").first.get_attribute("href"))


def test_each_format_is_copied_and_downloaded_as_it_is_shown(
    context: BrowserContext, page: Page, detail: str, tmp_path: Path
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(detail)
    page.get_by_role("link", name="Export").click()
    for one in export.formats():
        page.get_by_role("navigation", name="Formats").get_by_role("link", name=one.label).click()
        expect(page.get_by_role("heading", level=2)).to_have_text(one.label)
        shown = page.locator("pre").text_content()
        page.get_by_role("button", name="Copy").click()
        expect(page.get_by_text("Copied")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == shown
        with page.expect_download() as download:
            page.get_by_role("link", name="Download").click()
        assert download.value.suggested_filename == f"{NAME}{one.suffix}"
        download.value.save_as(tmp_path / one.name)
        assert (tmp_path / one.name).read_text() == shown


def test_what_was_downloaded_is_read_as_the_request_of_the_job(
    page: Page, detail: str, asked: dict[str, object], tmp_path: Path
) -> None:
    page.goto(f"{detail}export/?format=request_json")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    download.value.save_as(tmp_path / "job.json")
    found = importing.read((tmp_path / "job.json").read_bytes())
    assert (found.problems, found.notes) == ((), ())
    given = canonical.collapse(described.without_defaults(canonical.expand(asked)))
    # The service adds the defaults of the algorithm's hyperparameters, and they stay.
    static = found.request["TrainingJobDefinition"].pop("StaticHyperParameters")
    assert given["TrainingJobDefinition"].pop("StaticHyperParameters", {}).items() <= static.items()
    assert found.request == given


def test_metrics_are_tested_in_place_on_the_log_of_a_training_job(page: Page, detail: str) -> None:
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.goto(f"{detail}training-jobs/")
    page.locator("tbody").get_by_role("link").first.click()
    page.get_by_role("link", name="Test metrics").click()
    page.get_by_role("button", name="Load last lines").click()
    heading = page.get_by_role("heading", name="validation:accuracy", exact=False)
    expect(heading).to_have_text("validation:accuracy (1)")
    assert violations(page) == []
    name, regex = page.get_by_label("Name").first, page.get_by_label("Regular expression").first
    name.fill("slow")
    regex.fill(SLOW)
    page.get_by_label("Lines of a log").fill(f"{SLOW_LINE}\n" * 5)
    regex.press("Enter")
    expect(page.get_by_role("button", name="Load last lines")).to_be_disabled()
    expect(page.get_by_text("Simplify the expression")).to_be_visible()
    expect(page.locator("form#metric-tester")).to_have_count(1)
    expect(page.get_by_role("button", name="Load last lines")).to_be_enabled()
    assert said == []
