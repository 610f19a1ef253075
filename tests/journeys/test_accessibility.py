"""Every page for people who do not see or do not point: axe's rules of WCAG 2.2 A and AA."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.catalog.authoring import complete
from tests.conformance.requests import SUBSCRIBED, tuning_job
from tests.journeys.test_main_job import sign_in
from tests.stack import EmbeddedStack

pytestmark = [pytest.mark.journey, pytest.mark.stack]

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
}
NAME = "seen-by-axe"
ROLE = "arn:aws:iam::123456789012:role/SageMakerRole"
BUCKET = "sagemaker-us-east-2-123456789012"
STEPS = ("job", "hyperparameters", "data", "resources", "limits", "review")
ALGORITHM_PAGES = ("training", "tuning", "inference", "validation", "review", "leave")
TABS = ("", "training-jobs/", "definition/", "configuration/", "tags/", "export/")


@pytest.fixture(scope="module", params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(browser: Browser, scheme: str) -> Iterator[Page]:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def job(stack: EmbeddedStack) -> str:
    """Make a tuning job that the console finds; return its name."""
    sagemaker = stack.client("sagemaker")
    sagemaker.create_hyper_parameter_tuning_job(
        **tuning_job(NAME, SUBSCRIBED, role=ROLE, bucket=BUCKET)
    )
    return NAME


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{item['id']}: {node['html'][:120]}" for item in found for node in item["nodes"]]


def test_no_page_breaks_a_rule_of_wcag(page: Page, stack: EmbeddedStack, job: str) -> None:
    page.goto(f"{stack.url}/sign-in/")
    found = {"sign-in": violations(page)}
    sign_in(page, stack)
    link = page.get_by_role("link", name=job, exact=True)
    for _ in range(30):
        if link.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    detail = link.get_attribute("href")
    page.goto(f"{stack.url}/algorithms/subscriptions/")
    summary = page.get_by_role("link", name=SUBSCRIBED.rpartition("/")[2], exact=True)
    addresses = [
        *("/jobs/", "/jobs/?q=nothing-has-this-name", "/algorithms/", "/algorithms/subscriptions/"),
        *("/algorithms/create-role/", "/algorithms/s3/", "/create/", "/no-such-page/"),
        "/jobs/metric-tester/",
        *("/notices/", "/notices/settings/", "/notices/receivers/create/"),
        *("/account/tokens/", "/account/tokens/create/", "/account/api/"),
        str(summary.get_attribute("href")),
        *(f"{detail}{tab}" for tab in TABS),
    ]
    page.goto(stack.url + str(summary.get_attribute("href")))
    page.get_by_role("button", name="Create hyperparameter tuning job").click()
    page.wait_for_url("**/job/")
    draft = page.url.removeprefix(stack.url).removesuffix("job/")
    # Left wrong, so that errors are seen too.
    page.get_by_label("Hyperparameter tuning job name").fill("-")
    page.get_by_role("button", name="Next", exact=True).last.click()
    addresses += [f"{draft}{step}/" for step in (*STEPS, "rename", "cancel")]
    uuid = draft.strip("/").rpartition("/")[2]
    addresses += ["/create/drafts/", f"/create/drafts/delete/?draft={uuid}"]
    for address in addresses:
        page.goto(stack.url + address)
        found[address] = violations(page)
    assert {address: broken for address, broken in found.items() if broken} == {}


def test_no_page_of_several_definitions_breaks_a_rule(page: Page, stack: EmbeddedStack) -> None:
    sign_in(page, stack)
    page.goto(f"{stack.url}/create/import/")
    page.get_by_label("Text", exact=True).fill(json.dumps(with_everything()))
    page.get_by_role("button", name="Import").click()
    page.get_by_role("button", name="Create draft").or_(
        page.get_by_role("heading", name="Review and create")
    ).wait_for()
    if page.get_by_role("button", name="Create draft").count():
        page.get_by_role("button", name="Create draft").click()
    draft = page.url.removesuffix("review/")
    page.goto(f"{draft}job/")
    page.get_by_role("button", name="Clone this definition").click()
    page.wait_for_url("**/hyperparameters-2/")
    found = {}
    for step in ("job", "hyperparameters", "data-2", "resources-2", "limits", "review"):
        page.goto(f"{draft}{step}/")
        page.evaluate("document.querySelectorAll('details').forEach((fold) => fold.open = true)")
        found[step] = violations(page)
    assert {step: broken for step, broken in found.items() if broken} == {}


def with_everything() -> dict[str, Any]:
    """Return a request with rows of every kind, of an own image."""
    request = tuning_job("seen-whole", SUBSCRIBED, role=ROLE, bucket=BUCKET)
    files = {
        "FileSystemId": "fs-12345678",
        "FileSystemType": "EFS",
        "DirectoryPath": "/data",
        "FileSystemAccessMode": "ro",
    }
    request["TrainingJobDefinition"] |= {
        "AlgorithmSpecification": {
            "TrainingImage": "123456789012.dkr.ecr.us-east-2.amazonaws.com/mine:1",
            "TrainingInputMode": "File",
            "MetricDefinitions": [{"Name": "validation:accuracy", "Regex": "accuracy=(.*)"}],
        },
        "CheckpointConfig": {"S3Uri": f"s3://{BUCKET}/checkpoints/"},
        "Environment": {"MODE": "fast"},
        "ResourceConfig": {
            "InstanceGroups": [
                {"InstanceGroupName": "all", "InstanceType": "ml.m5.large", "InstanceCount": 1}
            ],
            "VolumeSizeInGB": 30,
        },
    }
    channels = request["TrainingJobDefinition"]["InputDataConfig"]
    channels.append({"ChannelName": "files", "DataSource": {"FileSystemDataSource": files}})
    return request | {"Tags": [{"Key": key, "Value": key} for key in ("team", "project")]}


def test_no_page_about_creating_algorithms_breaks_a_rule(page: Page, stack: EmbeddedStack) -> None:
    sign_in(page, stack)
    page.goto(f"{stack.url}/algorithms/create/")
    page.get_by_label("JSON", exact=True).fill("{")
    page.get_by_role("button", name="Start from JSON").click()
    found = {"begin, with an error": violations(page)}
    # Something of everything, and errors.
    page.get_by_label("JSON", exact=True).fill(json.dumps(complete() | {"AlgorithmName": "-"}))
    page.get_by_role("button", name="Start from JSON").click()
    page.wait_for_url("**/training/")
    page.get_by_role("button", name="Next", exact=True).last.click()
    draft = page.url.removesuffix("training/")
    page.goto(f"{stack.url}/algorithms/")
    page.get_by_role("link", name="Delete linear-sgd").click()
    page.get_by_role("button", name="Delete algorithm").click()
    found["delete, with an error"] = violations(page)
    for address in (
        *(f"{draft}{step}/" for step in ALGORITHM_PAGES),
        f"{stack.url}/algorithms/create/",
    ):
        page.goto(address)
        found[address] = violations(page)
    page.goto(f"{draft}tuning/")
    page.get_by_role("button", name="JSON", exact=True).click()
    found["tuning, as JSON"] = violations(page)
    assert {address: broken for address, broken in found.items() if broken} == {}


def test_the_wizard_is_walked_by_keyboard_alone(page: Page, stack: EmbeddedStack) -> None:
    sign_in(page, stack)
    page.goto(f"{stack.url}/create/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/job/")
    page.get_by_label("Hyperparameter tuning job name").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/hyperparameters/")
