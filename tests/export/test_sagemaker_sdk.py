"""The program for version 2 of the SDK: what the SDK sends for it makes the same job."""

import ast
from typing import Any

import pytest

from tests.export import sdk_cases as cases
from tests.export.recorder import Recorder
from tests.export.requests import HOSTILE, texts_replaced, whole
from tests.export.sdk_cases import CONFIG, DEFINITION, RANGES
from tests.spec.requests import ABSENT, ALGORITHM, REQUEST, changed
from tuningconsole import export
from tuningconsole.engine import definitions
from tuningconsole.spec import canonical

FORMS = [DEFINITION, "TrainingJobDefinitions"]


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Give what the SDK sent for each case, or the error of its program, by name."""
    programs = {
        name: export.render("sagemaker_sdk", cases.request(name)).text for name in cases.CASES
    }
    with Recorder() as recorder:
        return recorder.run(programs, tmp_path_factory.mktemp("sdk"))


def described(request: dict[str, Any]) -> dict[str, Any]:
    """Return what Describe shows of a request's job; what has no order is in one."""
    result = canonical.expand(request)
    result[CONFIG] = {"TrainingJobEarlyStoppingType": "Off"} | result[CONFIG]
    result["TrainingJobDefinitions"] = sorted(
        (
            definitions.resolve(
                item, ALGORITHM if item["AlgorithmSpecification"].get("AlgorithmName") else None
            )
            for item in result["TrainingJobDefinitions"]
        ),
        key=lambda item: str(item.get("DefinitionName")),
    )
    parents = result.get("WarmStartConfig", {}).get("ParentHyperParameterTuningJobs", [])
    parents.sort(key=lambda parent: str(parent["HyperParameterTuningJobName"]))
    return result


def left_out(**changes: Any) -> list[tuple[str, str]]:
    found = export.render("sagemaker_sdk", changed(REQUEST, changes)).left_out
    return [(one.path, one.reason) for one in found]


@pytest.mark.slow
@pytest.mark.parametrize("name", cases.CASES)
def test_the_sdk_makes_the_same_job(name: str, sent: dict[str, Any]) -> None:
    assert isinstance(sent.get(name), dict), sent.get(name)
    assert described(sent[name]) == described(cases.request(name))


@pytest.mark.parametrize("name", cases.CASES)
def test_nothing_of_the_cases_is_left_out(name: str) -> None:
    assert export.render("sagemaker_sdk", cases.request(name)).left_out == ()


@pytest.mark.parametrize("form", FORMS)
def test_what_the_sdk_has_no_argument_for_is_left_out(form: str) -> None:
    request = whole(form)
    start = form if form == FORMS[0] else f"{form}.0"
    found = {one.path: one.reason for one in export.render("sagemaker_sdk", request).left_out}
    of_definition = {
        path.removeprefix(f"{start}.") for path in found if path.startswith(f"{start}.")
    }
    # Of members that exclude each other, the one that the program does not use.
    excluded = {"AlgorithmSpecification.TrainingImage"}
    excluded |= {
        f"InputDataConfig.{number}.DataSource.FileSystemDataSource.{member}"
        for number in (0, 1)
        for member in ("FileSystemId", "FileSystemAccessMode", "FileSystemType", "DirectoryPath")
    }
    resources = "InstanceGroups InstancePreferences"
    assert of_definition - excluded == {
        *(["DefinitionName"] if form == DEFINITION else []),
        *[f"InputDataConfig.{n}.DataSource.DatasetSource.DatasetArn" for n in (0, 1)],
        *[
            f"ResourceConfig.{name}.{n}.{member}"
            for name in resources.split()
            for n in (0, 1)
            for member in ("InstanceType", "InstanceCount")
        ],
        *[f"ResourceConfig.InstanceGroups.{n}.InstanceGroupName" for n in (0, 1)],
        *[f"ResourceConfig.InstancePreferences.{n}.TrainingPlanArns" for n in (0, 1)],
        "ResourceConfig.InstancePlacementConfig.EnableMultipleJobs",
        *[
            f"ResourceConfig.InstancePlacementConfig.PlacementSpecifications.{n}.{member}"
            for n in (0, 1)
            for member in ("UltraServerId", "InstanceCount")
        ],
        "ResourceConfig.KeepAlivePeriodInSeconds",
        "ResourceConfig.TrainingPlanArn",
        "ResourceConfig.SelectedInstanceType",
        "ResourceConfig.SelectedInstanceCount",
        "HyperParameterTuningResourceConfig.AllocationStrategy",
        "StoppingCondition.MaxPendingTimeInSeconds",
        "EnableNetworkIsolation",
        "HyperParameterRanges.AutoParameters",
    } - ({"HyperParameterRanges.AutoParameters"} if form == DEFINITION else set())


def test_what_the_sdk_says_though_nobody_did_is_named() -> None:
    assert left_out(
        **{
            f"{CONFIG}.ResourceLimits.MaxNumberOfTrainingJobs": ABSENT,
            f"{DEFINITION}.ResourceConfig.VolumeSizeInGB": ABSENT,
        }
    ) == [
        (
            f"{CONFIG}.ResourceLimits.MaxNumberOfTrainingJobs",
            "The SDK cannot leave it out: it sends 1.",
        ),
        (
            f"{DEFINITION}.ResourceConfig.VolumeSizeInGB",
            "The SDK cannot leave it out: it sends 30 GB.",
        ),
    ]


def test_a_grid_gets_the_number_of_its_combinations() -> None:
    changes = cases.GRID | {f"{CONFIG}.ResourceLimits.MaxNumberOfTrainingJobs": ABSENT}
    found = export.render("sagemaker_sdk", changed(REQUEST, changes))
    assert "max_jobs=6," in found.text
    assert found.left_out == ()


def test_half_of_hyperbands_resources_is_left_out() -> None:
    path = f"{CONFIG}.StrategyConfig.HyperbandStrategyConfig.MaxResource"
    reason = "HyperbandStrategyConfig takes both resources or none."
    assert left_out(**{path: 9}) == [(path, reason)]


def test_another_objective_type_in_a_later_definition_is_left_out() -> None:
    path = "TrainingJobDefinitions.1.TuningObjective.Type"
    several = changed(REQUEST, cases.SEVERAL)
    found = export.render("sagemaker_sdk", changed(several, {path: "Minimize"})).left_out
    assert [(one.path, one.reason) for one in found] == [
        (path, "The tuner has one objective type for all definitions.")
    ]


def test_isolation_of_an_own_algorithm_is_left_out() -> None:
    path = f"{DEFINITION}.EnableNetworkIsolation"
    reason = "AlgorithmEstimator isolates AWS Marketplace's algorithms only."
    assert left_out(**{path: True}) == [(path, reason)]


def test_autotune_of_an_algorithm_says_what_else_it_may_change() -> None:
    [(path, reason)] = left_out(Autotune={"Mode": "Enabled"})
    assert path == f"{RANGES}.AutoParameters"
    assert reason == "The SDK lets Autotune change the algorithm's other defaults, too."


@pytest.mark.parametrize("form", FORMS)
def test_no_text_changes_what_the_program_does(form: str) -> None:
    programs = [
        export.render("sagemaker_sdk", texts_replaced(whole(form), text)).text
        for text in ("a", HOSTILE)
    ]
    assert shape(programs[0]) == shape(programs[1])


def shape(program: str) -> str:
    """Return a program's syntax tree without its constants."""
    tree = ast.parse(program)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            node.value = None
    return ast.dump(tree)
