"""From a finished job to a model: charts, learning curves, log, compare, Create model; for real."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.conformance.requests import SUBSCRIBED, tuning_job
from tests.journeys.test_accessibility import BUCKET, ROLE
from tests.journeys.test_main_job import sign_in
from tests.stack import EmbeddedStack

pytestmark = [pytest.mark.journey, pytest.mark.stack]

NAME = "results"
WITHIN_MS = 90_000


def test_a_finished_job_is_understood_and_its_best_becomes_a_model(
    page: Page, stack: EmbeddedStack
) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sagemaker = stack.client("sagemaker")
    request = tuning_job(NAME, SUBSCRIBED, role=ROLE, bucket=BUCKET)
    sagemaker.create_hyper_parameter_tuning_job(**request)
    sign_in(page, stack)
    page.goto(f"{stack.url}/jobs/?q={NAME}")
    expect(page.get_by_role("link", name=NAME, exact=True)).to_be_visible(timeout=WITHIN_MS)
    page.get_by_role("link", name=NAME, exact=True).click()
    expect(page.locator("h1 + [role=status]")).to_contain_text("Completed", timeout=WITHIN_MS)

    page.get_by_role("link", name="Charts").click()
    expect(page.locator(".chart").first).to_contain_text("The best value is", timeout=WITHIN_MS)

    page.get_by_role("link", name=re.compile("^Training jobs")).click()
    for box in page.get_by_role("checkbox").all()[:2]:
        box.check()
    page.get_by_role("button", name="Compare selected").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Compare training jobs (2)")
    expect(page.locator(".curves")).to_contain_text("validation:accuracy", timeout=WITHIN_MS)
    expect(page.locator(".compare__row--differs").first).to_be_visible()

    page.locator("thead").get_by_role("link").first.click()
    curves = page.locator(".curves")
    expect(curves.get_by_role("heading", name="Final and best values")).to_be_visible(
        timeout=WITHIN_MS
    )
    page.get_by_role("searchbox", name="Find in the whole log").fill("validation:accuracy=")
    page.get_by_role("button", name="Find").click()
    expect(page.locator(".log__line").first).to_contain_text("validation:accuracy=")
    expect(page.get_by_role("link", name="Older lines")).to_have_count(0)
    with page.expect_download() as log:
        page.get_by_role("link", name="Download log").click()
    assert "validation:accuracy=" in log.value.path().read_text()
    page.get_by_role("link", name="View training job").click()
    expect(page.locator(".log__line").first).to_be_visible(timeout=WITHIN_MS)
    # All of this log is shown, so there is nothing older to offer.
    expect(page.locator("[data-older]")).to_have_count(0)

    page.get_by_role("link", name=NAME, exact=True).first.click()
    page.get_by_role("link", name="Create model").click()
    name = page.get_by_label("Model name").input_value()
    # Products of AWS Marketplace do not tell their images.
    page.get_by_label("Location of inference code image").fill("scikit-decision-trees:1")
    page.get_by_role("button", name="Create model").click()
    expect(page.get_by_text(f"Model {name} created")).to_be_visible()
    container = sagemaker.describe_model(ModelName=name)["PrimaryContainer"]
    assert container["ModelDataUrl"].endswith(f"/{name}/output/model.tar.gz")
    # The same name again is refused at its field.
    page.get_by_role("link", name="Create model").click()
    page.get_by_label("Location of inference code image").fill("scikit-decision-trees:1")
    page.get_by_role("button", name="Create model").click()
    expect(page.get_by_text("Nothing was created.")).to_be_visible()
    assert [said for said in complaints if "422" not in said] == []
