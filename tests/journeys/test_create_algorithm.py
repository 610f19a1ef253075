"""An algorithm of a sample's image: entered on the pages, created, described, deleted."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from playwright.sync_api import Page, expect

from tests.journeys.test_main_job import sign_in
from tests.stack import ROOT, EmbeddedStack

pytestmark = [pytest.mark.journey, pytest.mark.stack]

NAME = "entered-by-hand"
SAMPLE: dict[str, Any] = json.loads(
    (ROOT / "tuningconsole/engine/images/scikit-decision-trees/specification.json").read_text()
)
START = "TrainingSpecification"
NUMBERS = ("Integer", "Continuous")
NOT_ASKED_FOR = {
    *("AlgorithmArn", "AlgorithmStatus", "AlgorithmStatusDetails", "CreationTime"),
    "ResponseMetadata",
}


def at(page: Page, key: str) -> Any:
    return page.locator(f"[name='{START}.{key}']")


def go_on(page: Page, title: str) -> None:
    page.get_by_role("button", name="Next", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def enter_training(page: Page) -> None:
    training = SAMPLE[START]
    page.get_by_label("Algorithm name").fill(NAME)
    page.locator("[name='AlgorithmDescription']").fill(SAMPLE["AlgorithmDescription"])
    at(page, "TrainingImage").fill(training["TrainingImage"])
    for kind in training["SupportedTrainingInstanceTypes"]:
        page.get_by_label("Find in Support instance types for training").fill(kind)
        page.get_by_label(kind, exact=True).check()
    for number, channel in enumerate(training["TrainingChannels"]):
        if number:
            page.get_by_role("button", name="Add channel").click()
        start = f"TrainingChannels.{number}"
        at(page, f"{start}.Name").fill(channel["Name"])
        at(page, f"{start}.Description").fill(channel["Description"])
        at(page, f"{start}.IsRequired").set_checked(channel["IsRequired"])
        at(page, f"{start}.SupportedContentTypes").fill("\n".join(channel["SupportedContentTypes"]))


def enter_hyperparameter(page: Page, number: int, item: dict[str, Any]) -> None:
    page.get_by_role("button", name="Add hyperparameter").click()
    start = f"SupportedHyperParameters.{number}"
    at(page, f"{start}.Name").fill(item["Name"])
    at(page, f"{start}.Type").select_option(item["Type"])
    if item["Type"] in NUMBERS:
        bounds = item["Range"][f"{item['Type']}ParameterRangeSpecification"]
        at(page, f"{start}.Range:min").fill(bounds["MinValue"])
        at(page, f"{start}.Range:max").fill(bounds["MaxValue"])
        expect(at(page, f"{start}.Range:values")).to_be_hidden()
    else:
        values = item["Range"]["CategoricalParameterRangeSpecification"]["Values"]
        at(page, f"{start}.Range:values").fill("\n".join(values))
        expect(at(page, f"{start}.Range:min")).to_be_hidden()
    at(page, f"{start}.DefaultValue").fill(item.get("DefaultValue", ""))
    at(page, f"{start}.Description").fill(item.get("Description", ""))
    at(page, f"{start}.IsTunable").set_checked(item["IsTunable"])
    at(page, f"{start}.IsRequired").set_checked(item["IsRequired"])


def enter_tuning(page: Page) -> None:
    """Enter the first hyperparameters as rows, the others as JSON, the metrics as rows."""
    first, second, *others = SAMPLE[START]["SupportedHyperParameters"]
    enter_hyperparameter(page, 0, first)
    enter_hyperparameter(page, 1, second)
    page.get_by_role("button", name="JSON", exact=True).click()
    text = at(page, "SupportedHyperParameters:json")
    document = json.loads(text.input_value())
    assert [item["Name"] for item in document] == [first["Name"], second["Name"]]
    text.fill(json.dumps([*document, *others]))
    page.get_by_role("button", name="Rows", exact=True).click()
    expect(at(page, "SupportedHyperParameters.2.Name")).to_have_value(others[0]["Name"])
    objectives = {
        item["MetricName"]: item["Type"]
        for item in SAMPLE[START]["SupportedTuningJobObjectiveMetrics"]
    }
    for number, metric in enumerate(SAMPLE[START]["MetricDefinitions"]):
        page.get_by_role("button", name="Add metric").click()
        start = f"MetricDefinitions.{number}"
        at(page, f"{start}.Name").fill(metric["Name"])
        at(page, f"{start}.Regex").fill(metric["Regex"])
        at(page, f"{start}.Name:objective").select_option(objectives.get(metric["Name"], ""))


def sorted_lists(value: Any) -> Any:
    """Return the value with its lists in one order: that of instance types has no meaning."""
    if isinstance(value, dict):
        return {name: sorted_lists(item) for name, item in value.items()}
    if isinstance(value, list):
        return sorted((sorted_lists(item) for item in value), key=json.dumps)
    return value


def test_an_algorithm_is_entered_created_described_and_deleted(
    page: Page, stack: EmbeddedStack
) -> None:
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sagemaker = stack.client("sagemaker")
    sign_in(page, stack)
    page.goto(f"{stack.url}/algorithms/")
    page.get_by_role("link", name="Create algorithm").click()
    page.get_by_role("button", name="Start", exact=True).click()

    enter_training(page)
    go_on(page, "Tuning specifications")
    enter_tuning(page)
    go_on(page, "Inference specifications")
    expect(page.get_by_role("button", name="Add container")).to_be_hidden()
    go_on(page, "Validation specifications")
    page.get_by_role("button", name="Add tag").click()
    page.locator("[name='Tags.0.Key']").fill("team")
    page.locator("[name='Tags.0.Value']").fill("Förster / 1")
    go_on(page, "Review and create")
    # A second click is the same algorithm.
    page.get_by_role("button", name="Create algorithm").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)

    page.goto(f"{stack.url}/algorithms/")
    expect(page.get_by_role("link", name=NAME, exact=True)).to_be_visible()
    answer = sagemaker.describe_algorithm(AlgorithmName=NAME)
    described = {name: value for name, value in answer.items() if name not in NOT_ASKED_FOR}
    expected = {**SAMPLE, "AlgorithmName": NAME, "CertifyForMarketplace": False}
    assert sorted_lists(described) == sorted_lists(expected)
    tags = sagemaker.list_tags(ResourceArn=answer["AlgorithmArn"])["Tags"]
    assert {"Key": "team", "Value": "Förster / 1"} in tags

    page.get_by_role("link", name=f"Delete {NAME}").click()
    page.get_by_label("Algorithm name").fill("something else")
    page.get_by_role("button", name="Delete algorithm").click()
    expect(page.get_by_text(f"Type {NAME}, in the same letters.")).to_be_visible()
    page.get_by_label("Algorithm name").fill(NAME)
    page.get_by_role("button", name="Delete algorithm").click()
    expect(page.get_by_text(f"Algorithm {NAME} deleted.")).to_be_visible()
    expect(page.get_by_role("link", name=NAME, exact=True)).to_have_count(0)
    with pytest.raises(ClientError, match="does not exist"):
        sagemaker.describe_algorithm(AlgorithmName=NAME)
    assert complaints == []
