"""A wrong input is told once, with what can be entered."""

from typing import Any

import pytest

from tests.wizard.conftest import description
from tests.wizard.pages import Pages
from tuningconsole.catalog.models import Algorithm
from tuningconsole.wizard.steps.job import CONFIG, STRATEGY

D = "TrainingJobDefinitions.0"
BAND = f"{CONFIG}.StrategyConfig.HyperbandStrategyConfig"
RUNTIME = f"{D}.StoppingCondition.MaxRuntimeInSeconds"
PENDING = f"{D}.StoppingCondition.MaxPendingTimeInSeconds"
PLAN = f"{D}.ResourceConfig.TrainingPlanArn"
ROLE = f"{D}.RoleArn"
COUNT = f"{D}.ResourceConfig.InstanceCount"
SEED = f"{CONFIG}.RandomSeed"
ON = {STRATEGY: "Hyperband"}
HUGE = "9" * 20
UP_TO = "Enter a whole number, {} to 2147483647."


@pytest.mark.parametrize(
    ("page", "typed", "wrong", "message"),
    [
        ("resources", {RUNTIME: HUGE, f"{RUNTIME}:unit": "days"}, RUNTIME, UP_TO.format(1)),
        ("resources", {RUNTIME: HUGE + "9"}, RUNTIME, UP_TO.format(1)),
        ("resources", {RUNTIME: "an hour"}, RUNTIME, "Enter a whole number."),
        ("resources", {RUNTIME: "29", f"{RUNTIME}:unit": "days"}, RUNTIME, "at most 28 days"),
        ("resources", {COUNT: "0"}, COUNT, "Enter 1 or more."),
        ("resources", {COUNT: "x"}, COUNT, "Enter a whole number."),
        (
            "resources",
            {PENDING: "5", f"{PENDING}:unit": "minutes"},
            PENDING,
            "1800 seconds or more",
        ),
        ("resources", {PLAN: "plan"}, PLAN, "Enter the ARN of a training plan"),
        (
            "resources",
            {f"{D}.ResourceConfig:kind": "groups"},
            f"{D}.ResourceConfig.InstanceGroups",
            "Add at least one instance group.",
        ),
        (
            "resources",
            {f"{D}.ResourceConfig:kind": "configs"},
            f"{D}.HyperParameterTuningResourceConfig.InstanceConfigs",
            "Add at least one instance configuration.",
        ),
        ("job", {ROLE: ":other", f"{ROLE}:other": "me"}, ROLE, "Enter the ARN of a role"),
        ("job", {SEED: HUGE}, SEED, UP_TO.format(0)),
        ("job", {SEED: "-1"}, SEED, "Enter 0 or more."),
        (
            "job",
            {**ON, f"{BAND}.MinResource": "0", f"{BAND}.MaxResource": "-5"},
            f"{BAND}.MinResource",
            "Enter 1 or more.",
        ),
        (
            "job",
            {**ON, f"{BAND}.MinResource": "30000", f"{BAND}.MaxResource": "9"},
            f"{BAND}.MinResource",
            "Enter at most 9, the most resource of a training job.",
        ),
        ("job", {**ON, f"{BAND}.MaxResource": HUGE}, f"{BAND}.MaxResource", UP_TO.format(1)),
        ("job", {"HyperParameterTuningJobName": "-" * 40}, "HyperParameterTuningJobName", "32"),
    ],
)
def test_each_wrong_input_has_one_message(
    pages: Pages, page: str, typed: dict[str, Any], wrong: str, message: str
) -> None:
    pages.open(page)
    pages.next(typed)
    errors = pages.errors | pages.shown.context["form"].part_problems
    [told] = errors[wrong]
    assert message in told
    assert all(len(found) == 1 for found in pages.errors.values())


def test_all_that_is_missing_in_a_part_is_told(pages: Pages, algorithm: Algorithm) -> None:
    channels = [{"Name": name, "IsRequired": True} for name in ("training", "labels", "weights")]
    algorithm.description = description(TrainingChannels=channels)
    algorithm.save()
    pages.open("data")
    pages.next()
    assert pages.shown.context["form"].part_problems == {
        f"{D}.InputDataConfig": [
            "Add the channel labels: the algorithm requires it.",
            "Add the channel weights: the algorithm requires it.",
        ]
    }


def test_a_file_system_without_a_network_is_told_at_the_vpc(pages: Pages) -> None:
    files = f"{D}.InputDataConfig.0.DataSource.FileSystemDataSource"
    pages.open("data")
    pages.next({f"{D}.InputDataConfig.0:source": "file system", f"{files}.FileSystemType": "EFS"})
    pages.open("job")
    pages.next()
    assert pages.errors[f"{D}.VpcConfig"] == ["Choose the VPC of the file system."]


def test_a_variable_needs_a_name(pages: Pages) -> None:
    pages.open("hyperparameters")
    pages.press("_add", f"{D}.Environment")
    pages.next({f"{D}.Environment.0:value": "1"})
    assert pages.errors[f"{D}.Environment.0:name"] == ["Enter a name."]
