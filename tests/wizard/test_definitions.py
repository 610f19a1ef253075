"""Several training job definitions: pages of their own, one more, one less."""

from typing import Any

from django.contrib.messages import get_messages

from tests.wizard.conftest import ROLE, hyperparameter, numbers
from tests.wizard.pages import Pages
from tests.wizard.test_pages import places
from tuningconsole.catalog.models import Algorithm
from tuningconsole.wizard import definitions, flow
from tuningconsole.wizard.request import build

D = "TrainingJobDefinitions"
OUTPUT = f"{D}.0.OutputDataConfig.S3OutputPath"


def titles(pages: Pages) -> list[str]:
    return [group.title for group in pages.shown.context["groups"]]


def test_one_definition_is_not_spoken_of(pages: Pages) -> None:
    pages.open("hyperparameters")
    assert titles(pages) == [""]
    assert "Training job definition name" in pages.text
    assert f"{definitions.NAME}" in pages.inputs.values
    assert places(pages)[0].title == "Define job settings"


def test_an_added_definition_has_pages_names_and_answers_of_its_own(pages: Pages) -> None:
    pages.open("data")
    pages.press("_definition", "add.0", typed={OUTPUT: "s3://samples/one/"})
    assert pages.shown.request["PATH_INFO"].endswith("/hyperparameters-2/")
    assert titles(pages) == ["", "definition-1", "definition-2", ""]
    pages.open("data-2")
    pages.press("_next", typed={OUTPUT: "s3://samples/two/"})
    paths = [pages.draft.answers[OUTPUT], pages.draft.answers[OUTPUT.replace(".0.", ".1.")]]
    assert paths == ["s3://samples/one/", "s3://samples/two/"]


def test_an_added_definition_has_the_role_and_the_network_of_the_first(pages: Pages) -> None:
    pages.open("job")
    role = {
        f"{D}.0.RoleArn": ":other",
        f"{D}.0.RoleArn:other": ROLE.replace("SageMakerRole", "other"),
    }
    given = {**role, f"{D}.0.VpcConfig": "vpc-1"}
    pages.press("_definition", "add.0", typed=given)
    first, second = definitions.each(pages.draft.answers)
    assert {key: second[key] for key in given} == given
    assert {key: first[key] for key in given} == given


def test_the_pages_follow_one_another_through_all_definitions(pages: Pages) -> None:
    pages.open("job")
    pages.press("_definition", "clone.0")
    ids = [page.id for page in flow.pages(pages.draft.answers)]
    assert ids == [
        "job", "hyperparameters", "data", "resources",
        "access-2", "hyperparameters-2", "data-2", "resources-2", "limits",
    ]  # fmt: skip


def test_a_clone_has_everything_but_the_name(pages: Pages) -> None:
    pages.open("data")
    pages.press("_definition", "clone.0", typed={OUTPUT: "s3://samples/one/"})
    answers = pages.draft.answers
    first, second = definitions.each(answers)
    assert first.pop(definitions.NAME) == "definition-1"
    assert second.pop(definitions.NAME) == "definition-2"
    assert first == second


def test_a_problem_of_the_second_definition_is_shown_on_its_page_only(pages: Pages) -> None:
    pages.open("job")
    pages.press("_definition", "clone.0")
    pages.open("resources-2")
    wrong = {f"{D}.0.ResourceConfig.InstanceCount": "two"}
    assert pages.next(wrong).status_code == 422
    assert list(pages.errors) == [f"{D}.0.ResourceConfig.InstanceCount"]
    states = {place.id: place.state for place in places(pages)}
    assert (states["resources"], states["resources-2"]) == ("open", "wrong")
    pages.open("review")
    assert f"/resources-2/?from=review#id_{D}.0.ResourceConfig.InstanceCount" in pages.text


def test_removing_a_definition_moves_the_later_ones_and_what_was_visited(pages: Pages) -> None:
    pages.open("job")
    pages.press("_definition", "clone.0")
    pages.press("_definition", "clone.0")
    pages.open("data-3")
    pages.next({OUTPUT: "s3://samples/three/"})
    pages.open("job")
    pages.press("_definition", "remove.1")
    assert definitions.count(pages.draft.answers) == 2
    assert pages.draft.answers[OUTPUT.replace(".0.", ".1.")] == "s3://samples/three/"
    assert "data-2" in pages.draft.visited
    assert "data-3" not in pages.draft.visited
    assert "definition-2 removed." in [str(item) for item in get_messages(pages.shown.wsgi_request)]


def test_there_are_no_more_than_ten(pages: Pages) -> None:
    pages.open("job")
    for _ in range(definitions.most() - 1):
        pages.press("_definition", "clone.0")
    assert definitions.count(pages.draft.answers) == definitions.most()
    assert not [value for name, value in pages.inputs.buttons if value.startswith(("add", "clone"))]
    full: dict[str, Any] = definitions.added(pages.draft.answers, {})
    assert full == pages.draft.answers


def test_another_algorithm_brings_its_hyperparameters(pages: Pages, forest: Any) -> None:
    pages.open("hyperparameters")
    name = f"{D}.0.AlgorithmSpecification.AlgorithmName"
    pages.next({name: forest.arn})
    assert pages.shown.status_code == 200
    assert pages.heading == "Configure algorithm and hyperparameters"
    assert f"{D}.0.HyperParameters.trees:value" in pages.inputs.values
    assert f"{D}.0.HyperParameters.alpha:value" not in pages.inputs.values
    assert "shows the hyperparameters of random-forest" in pages.text


def test_a_default_of_one_algorithm_is_no_entry_for_the_other(
    pages: Pages, forest: Algorithm
) -> None:
    kinds = numbers("Integer", "1", "9")
    specification = forest.description["TrainingSpecification"]
    specification["SupportedHyperParameters"] += [
        hyperparameter("criterion", "Integer", Range=kinds, DefaultValue="3"),
        hyperparameter("max_leaf_nodes", "Integer", Range=numbers("Integer", "2", "90")),
    ]
    forest.save()
    pages.open("hyperparameters")
    slot = f"{D}.0.HyperParameters"
    given = {f"{D}.0.AlgorithmSpecification.AlgorithmName": forest.arn}
    pages.next(given | {f"{slot}.max_leaf_nodes:value": "7"})
    assert pages.inputs.values[f"{slot}.criterion:value"] == ["3"]
    assert pages.inputs.values[f"{slot}.max_leaf_nodes:max"] == ["90"]
    # What was entered stays.
    assert pages.inputs.values[f"{slot}.max_leaf_nodes:value"] == ["7"]


def test_an_algorithm_of_aws_marketplace_brings_network_isolation(
    pages: Pages, forest: Algorithm
) -> None:
    forest.description["ProductId"] = "prod-forest"
    forest.save()
    pages.open("hyperparameters")
    isolation = f"{D}.0.EnableNetworkIsolation"
    assert pages.inputs.values[isolation] == [""]
    pages.next({f"{D}.0.AlgorithmSpecification.AlgorithmName": forest.arn})
    assert pages.inputs.values[isolation] == ["true"]


def test_a_page_of_an_algorithm_that_is_no_text_is_answered(
    pages: Pages, forest: Algorithm
) -> None:
    pages.open("hyperparameters")
    name = f"{D}.0.AlgorithmSpecification.AlgorithmName"
    assert pages.next({name: forest.arn, "algorithm": "\x00"}).status_code == 200


def test_an_own_image_has_hyperparameters_and_metrics_that_a_person_adds(pages: Pages) -> None:
    pages.open("hyperparameters")
    specification = f"{D}.0.AlgorithmSpecification"
    pages.press("_refresh", typed={f"{specification}:source": "image"})
    pages.press("_add", f"{specification}.MetricDefinitions")
    pages.press("_add", f"{D}.0.HyperParameters")
    own = f"{D}.0.OwnHyperParameters.0"
    pages.press(
        "_refresh",
        typed={
            f"{specification}.TrainingImage": "123456789012.dkr.ecr.us-east-2.amazonaws.com/i:1",
            f"{specification}.MetricDefinitions.0.Name": "loss",
            f"{specification}.MetricDefinitions.0.Regex": "loss=(.*)",
            f"{own}:name": "rate",
            f"{own}:kind": "Continuous",
            f"{own}:min": "0.1",
            f"{own}:max": "0.9",
            f"{own}:scaling": "Logarithmic",
        },
    )
    [definition] = build(pages.draft.answers, {}).request[D]
    assert definition["AlgorithmSpecification"]["MetricDefinitions"] == [
        {"Name": "loss", "Regex": "loss=(.*)"}
    ]
    assert definition["HyperParameterRanges"] == {
        "ContinuousParameterRanges": [
            {
                "Name": "rate",
                "MinValue": "0.1",
                "MaxValue": "0.9",
                "ScalingType": "Logarithmic",
            }
        ]
    }
    assert "AlgorithmName" not in definition["AlgorithmSpecification"]
    pages.press("_remove", f"{D}.0.HyperParameters.0")
    assert f"{own}:name" not in pages.draft.answers


def test_names_that_nothing_declares_are_typed(pages: Pages) -> None:
    pages.open("hyperparameters")
    source = f"{D}.0.AlgorithmSpecification:source"
    pages.press("_refresh", typed={source: "image"})
    assert is_typed(pages, f"{D}.0.TuningObjective.MetricName")
    pages.open("data")
    assert is_typed(pages, f"{D}.0.InputDataConfig.0.ChannelName")


def is_typed(pages: Pages, name: str) -> bool:
    return f'<input type="text" name="{name}"' in " ".join(pages.text.split())


def test_a_range_of_one_value_can_be_made_static(pages: Pages) -> None:
    pages.open("hyperparameters")
    slot = f"{D}.0.HyperParameters.alpha"
    point = {f"{slot}:kind": "Continuous", f"{slot}:min": "0.5", f"{slot}:max": "0.5"}
    assert pages.next(point).status_code == 422
    pages.press("_static", slot)
    assert pages.draft.answers[f"{slot}:kind"] == "Static"
    assert pages.draft.answers[f"{slot}:value"] == "0.5"


def test_edit_on_the_review_comes_back_to_it(pages: Pages) -> None:
    pages.open("review")
    edits = [section.edit for section in pages.shown.context["sections"]]
    pages.shown = pages.client.get(next(edit for edit in edits if "/limits/" in edit))
    assert "Save and review" in pages.text
    pages.press("_add", "Tags")
    pages.next({"Tags.0.Key": "team"})
    assert pages.shown.request["PATH_INFO"].endswith("/review/")


def test_a_button_that_there_is_not_changes_no_definition(pages: Pages) -> None:
    pages.open("job")
    path = pages.shown.request["PATH_INFO"]
    sent = {**pages.inputs.values, "_definition": "x.0"}
    assert pages.client.post(path, sent).status_code == 404
    pages.draft.refresh_from_db()
    assert definitions.count(pages.draft.answers) == 1
