"""The pages that create an algorithm, without JavaScript: what they keep, who may use them."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.catalog.authoring import (
    CHANNELS,
    HYPERPARAMETERS,
    METRICS,
    PAGES,
    Author,
    complete,
    hyperparameter,
)
from tests.catalog.conftest import As
from tests.wizard.conftest import ROLE
from tuningconsole.aws.models import Connection
from tuningconsole.catalog.authoring.keys import JSON, ROWS, TRAINING_JOB, TRANSFORM_JOB
from tuningconsole.catalog.models import AlgorithmDraft

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(browse_as: As, connection: Connection) -> Author:
    return Author(browse_as("editor"))


def test_the_first_page_keeps_what_is_typed_and_says_what_is_missing(author: Author) -> None:
    author.begin()
    assert "Training specifications" in author.html
    typed = {"AlgorithmName": "forest-", f"{CHANNELS}.0.Name": "  data  "}
    answer = author.press("_next", typed=typed)
    assert answer.status_code == 422
    assert author.errors == {
        "AlgorithmName": ["Use letters, digits and hyphens; begin and end with a letter or digit."],
        "TrainingSpecification.TrainingImage": ["Enter a value."],
        "TrainingSpecification.SupportedTrainingInstanceTypes": ["Choose at least one."],
        f"{CHANNELS}.0.SupportedContentTypes": ["Enter a value."],
    }
    assert 'value="forest-"' in author.html
    assert 'role="alert"' in author.html
    assert 'href="#id_AlgorithmName"' in author.html


def test_a_page_that_is_right_leads_to_the_next(author: Author) -> None:
    author.begin()
    author.press(
        "_next",
        typed={
            "AlgorithmName": "forest",
            "TrainingSpecification.TrainingImage": "forest:1",
            "TrainingSpecification.SupportedTrainingInstanceTypes": ["ml.m5.large"],
            f"{CHANNELS}.0.Name": "training",
            f"{CHANNELS}.0.SupportedContentTypes": "text/csv\r\ntext/plain",
        },
    )
    for title in ("Tuning", "Inference", "Validation"):
        assert f"<h1>{title} specifications</h1>" in author.html
        author.press("_next")
    assert "<h1>Review and create</h1>" in author.html
    assert "to correct" not in author.html
    assert '["ml.m5.large"]' not in author.html  # Shown in words, not as Python.
    assert "text/csv, text/plain" in author.html


def test_rows_are_added_and_removed_and_the_others_move_up(author: Author) -> None:
    author.begin(complete())
    author.open("tuning")
    author.press("_add", METRICS, typed={f"{METRICS}.1.Name": "typed"})
    assert author.shown.redirect_chain[-1][0].endswith(f"#id_{METRICS}.3.Name")
    author.press("_remove", f"{METRICS}.0")
    assert "Metric 1 removed." in author.html
    names = [author.draft.answers[f"{METRICS}.{number}.Name"] for number in range(3)]
    assert names == ["typed", "time", ""]
    objective = author.draft.answers[f"{METRICS}.0.Name:objective"]
    assert objective == "Maximize"
    assert f"{METRICS}.3.Name" not in author.draft.answers


def test_no_more_rows_are_added_than_aws_allows(author: Author) -> None:
    author.begin(complete())
    author.open("training")
    for _ in range(7):
        author.press("_add", CHANNELS)
    assert "You can add up to 0 more channels." in author.html
    author.press("_add", CHANNELS)
    assert f"{CHANNELS}.8.Name" not in author.draft.answers


@pytest.mark.parametrize("value", [f"{METRICS}.9", f"{METRICS}.x", "Tags.0", f"{METRICS}.²", ""])
def test_a_row_that_is_not_there_is_not_removed(author: Author, value: str) -> None:
    author.begin(complete())
    author.open("tuning")
    path = author.shown.request["PATH_INFO"]
    assert author.client.post(path, {"_remove": value}).status_code == 404


def test_the_hyperparameters_are_switched_to_json_and_back(author: Author) -> None:
    author.begin(complete())
    author.open("tuning")
    author.press("_form", JSON, typed={f"{HYPERPARAMETERS}.0.Name": "levels"})
    key = f"{HYPERPARAMETERS}:json"
    document = json.loads(author.inputs.values[key][0])
    assert [item["Name"] for item in document] == ["levels", "rate", "kind", "note"]
    document.append(hyperparameter("more", "Integer"))
    author.press("_form", ROWS, typed={key: json.dumps(document)})
    assert author.inputs.values[f"{HYPERPARAMETERS}.4.Name"] == ["more"]
    assert author.inputs.values[f"{HYPERPARAMETERS}.2.Range:values"] == ["a, b\nc"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("[{", "Line 1"),
        ('[{"Name": "a", "Type": "Integer", "Bogus": 1}]', "[0].Bogus: Rows cannot show this"),
    ],
)
def test_json_that_rows_cannot_show_stays_as_typed(author: Author, typed: str, words: str) -> None:
    author.begin(complete())
    author.open("tuning")
    author.press("_form", JSON)
    key = f"{HYPERPARAMETERS}:json"
    answer = author.press("_form", ROWS, typed={key: typed})
    assert answer.status_code == 422
    assert words in author.errors[key][0]
    assert author.inputs.values[key] == [typed]


def test_a_switched_off_part_is_kept_but_not_sent(author: Author) -> None:
    author.begin(complete())
    author.open("inference")
    values = author.inputs.values
    del values["InferenceSpecification:on"]
    author.client.post(author.shown.request["PATH_INFO"], {**values, "_next": "1"})
    author.open("review")
    assert "InferenceSpecification" not in author.shown.context["body"]
    assert author.draft.answers["InferenceSpecification.Containers.0.Image"] == "forest:1"


def test_what_is_typed_is_saved_from_time_to_time(author: Author) -> None:
    author.begin()
    path = author.shown.request["PATH_INFO"]
    answer = author.client.post(path, {"AlgorithmName": "half-\x00", "_save": "1"})
    assert answer.status_code == 204
    assert float(answer["X-Saved-At"]) > 0
    assert author.draft.name == "half-\ufffd"


def test_an_example_of_a_profile_is_valid_and_never_replaces_what_is_typed(author: Author) -> None:
    document = complete()
    del document["ValidationSpecification"]["ValidationProfiles"][0]["TransformJobDefinition"]
    document["ValidationSpecification"]["ValidationProfiles"][0]["TrainingJobDefinition"] = None
    author.begin(document)
    author.open("validation")
    for key in (TRAINING_JOB, TRANSFORM_JOB):
        author.press("_example", key)
    shown = author.inputs.values
    assert json.loads(shown[TRAINING_JOB][0])["InputDataConfig"][0]["ChannelName"] == "training"
    assert json.loads(shown[TRANSFORM_JOB][0])["TransformInput"]["ContentType"] == "text/csv"
    path = author.shown.request["PATH_INFO"]
    typed = {**shown, TRAINING_JOB: "{}", "_example": TRAINING_JOB}
    author.client.post(path, typed)
    assert author.draft.answers[TRAINING_JOB] == "{}"
    author.open("validation")
    now = author.inputs.values
    assert author.client.post(path, {**now, "_example": "AlgorithmName"}).status_code == 404
    typed = {key: shown[key] for key in (TRAINING_JOB, TRANSFORM_JOB)}
    assert author.press("_next", typed=typed).status_code == 200
    assert "<h1>Review and create</h1>" in author.html


def test_a_list_that_aws_wants_filled_asks_for_its_first_row(author: Author) -> None:
    author.begin(complete())
    author.open("training")
    author.press("_remove", f"{CHANNELS}.0")
    author.press("_next")
    assert f'href="#id_{CHANNELS}">Add a channel.' in author.html


def test_a_role_is_suggested_and_another_can_be_typed(author: Author) -> None:
    author.begin()
    author.open("validation")
    assert f'<option value="{ROLE}">' in author.html


def test_a_draft_is_kept_or_discarded(author: Author) -> None:
    author.begin(complete())
    author.press("_cancel")
    assert "Leave the draft forest" in author.html
    path = author.shown.request["PATH_INFO"]
    assert (
        "Draft forest kept."
        in author.client.post(path, {"keep": "1"}, follow=True).content.decode()
    )
    assert "forest" in author.client.get(reverse("catalog:begin")).content.decode()
    author.client.post(path, {"discard": "1"})
    assert not AlgorithmDraft.objects.exists()


def test_an_unknown_page_is_not_there(author: Author) -> None:
    author.begin()
    path = reverse("catalog:author", args=[author.draft.uuid, "bogus"])
    assert author.client.get(path).status_code == 404
    first = reverse("catalog:author", args=[author.draft.uuid, "training"])
    assert author.client.post(first, {"_go": "bogus"}).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_the_number_of_queries_does_not_grow_with_the_draft(
    author: Author, page: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    document: dict[str, Any] = complete()
    rows = [hyperparameter(f"h{number}", "Integer") for number in range(100)]
    document["TrainingSpecification"]["SupportedHyperParameters"] = rows
    author.begin(document)
    with django_assert_max_num_queries(9):
        assert author.open(page).status_code == 200


def test_a_hundred_hyperparameters_fit_into_one_form(author: Author) -> None:
    document = complete()
    rows = [hyperparameter(f"h{number}", "Integer") for number in range(100)]
    document["TrainingSpecification"]["SupportedHyperParameters"] = rows
    metrics = [{"Name": f"m{number}", "Regex": "(.)"} for number in range(40)]
    document["TrainingSpecification"]["MetricDefinitions"] = metrics
    document["TrainingSpecification"]["SupportedTuningJobObjectiveMetrics"] = []
    author.begin(document)
    author.open("tuning")
    typed = {
        f"{HYPERPARAMETERS}.{n}.{flag}": "on"
        for n in range(100)
        for flag in ("IsTunable", "IsRequired")
    }
    assert author.press("_next", typed=typed).status_code == 200
    assert "<h1>Inference specifications</h1>" in author.html


def test_the_list_offers_to_create_one(author: Author, client: Client) -> None:
    html = author.client.get(reverse("catalog:algorithms")).content.decode()
    assert reverse("catalog:begin") in html
