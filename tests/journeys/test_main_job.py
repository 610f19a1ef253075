"""The main job as a newcomer does it: from an algorithm to the best training job's model."""

import io
import tarfile
from urllib.parse import urlsplit

import joblib
import pytest
from playwright.sync_api import Page, expect

from tests.stack import EmbeddedStack

pytestmark = [pytest.mark.journey, pytest.mark.stack]

NODES = "TrainingJobDefinitions.0.HyperParameters.max_leaf_nodes"
DEPTH = "TrainingJobDefinitions.0.HyperParameters.max_depth"
FINISHED_WITHIN_MS = 90_000


def sign_in(page: Page, stack: EmbeddedStack) -> None:
    page.goto(stack.url)
    page.get_by_label("User name").fill("admin")
    page.get_by_label("Password").fill(stack.password)
    page.get_by_role("button", name="Sign in").click()


def next_page(page: Page, title: str) -> None:
    page.get_by_role("button", name="Next", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def named(page: Page, name: str) -> str:
    return f"[name='{name}']"


def test_from_an_algorithm_to_the_best_training_jobs_model(
    page: Page, stack: EmbeddedStack
) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, stack)
    page.get_by_role("link", name="Algorithms", exact=True).click()
    page.get_by_role("link", name="AWS Marketplace subscriptions").click()
    page.get_by_role("link", name="scikit-decision-trees-1542410022", exact=True).click()
    expect(page.get_by_role("heading", name="Channel specification")).to_be_visible()
    page.get_by_role("button", name="Create hyperparameter tuning job").click()

    page.get_by_role("button", name="Create a new role").click()
    page.get_by_role("button", name="Create role").click()
    expect(page.get_by_text("created and selected")).to_be_visible()
    role = page.locator(named(page, "TrainingJobDefinitions.0.RoleArn"))
    expect(role.locator("option:checked")).to_contain_text("AmazonSageMaker-ExecutionRole")
    name = page.get_by_label("Hyperparameter tuning job name").input_value()

    next_page(page, "Configure algorithm and hyperparameters")
    page.locator(named(page, f"{NODES}:kind")).select_option("Integer")
    page.locator(named(page, f"{NODES}:min")).fill("50")
    page.locator(named(page, f"{NODES}:max")).fill("2")
    page.locator(named(page, f"{DEPTH}:value")).fill("8")
    page.get_by_role("button", name="Next", exact=True).last.click()
    expect(page.get_by_role("alert")).to_contain_text("to correct")
    expect(page.locator(named(page, f"{NODES}:min"))).to_have_value("50")
    page.locator(named(page, f"{NODES}:min")).fill("2")
    page.locator(named(page, f"{NODES}:max")).fill("50")

    next_page(page, "Define data input and output")
    page.get_by_role("button", name="Browse").first.click()
    dialog = page.get_by_role("dialog", name="Browse S3")
    dialog.get_by_role("link", name="sagemaker-us-east-2-123456789012").first.click()
    dialog.get_by_role("link", name="samples/", exact=True).click()
    dialog.get_by_role("link", name="Choose iris").click()
    uri = "TrainingJobDefinitions.0.InputDataConfig.0.DataSource.S3DataSource.S3Uri"
    expect(page.locator(named(page, uri))).to_have_value(
        "s3://sagemaker-us-east-2-123456789012/samples/iris/"
    )

    next_page(page, "Configure training job resources")
    next_page(page, "Configure tuning job resources")
    page.get_by_label("Maximum training jobs").fill("6")
    page.get_by_role("button", name="Add tag").click()
    page.locator(named(page, "Tags.0.Key")).fill("team")
    page.locator(named(page, "Tags.0.Value")).fill("Förster / 1")
    next_page(page, "Review and create")
    expect(page.get_by_text("2 to 50 (integer, scaling Auto)")).to_be_visible()
    # A second click is the same job.
    page.get_by_role("button", name="Create jobs").dblclick()

    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.locator("main")).to_contain_text("6 of 6", timeout=FINISHED_WITHIN_MS)
    expect(page.get_by_text("Completed").first).to_be_visible()
    best = page.get_by_text("/output/model.tar.gz").first
    expect(best).to_be_visible(timeout=FINISHED_WITHIN_MS)
    where = urlsplit(best.inner_text().strip())
    body = stack.client("s3").get_object(Bucket=where.netloc, Key=where.path[1:])["Body"].read()
    with tarfile.open(fileobj=io.BytesIO(body), mode="r:gz") as archive:
        [member] = [item for item in archive.getmembers() if item.isfile()]
        model = joblib.load(io.BytesIO((archive.extractfile(member) or io.BytesIO()).read()))
    assert model.predict([[5.1, 3.5, 1.4, 0.2]]).tolist() == [0]
    assert model.get_depth() <= 8
    page.get_by_role("link", name="Hyperparameter tuning jobs").first.click()
    expect(page.get_by_role("link", name=name)).to_have_count(1)
    jobs = stack.client("sagemaker").list_hyper_parameter_tuning_jobs(NameContains=name)
    assert len(jobs["HyperParameterTuningJobSummaries"]) == 1
    # A page that was refused is said by the browser too.
    assert [said for said in complaints if "422" not in said] == []
