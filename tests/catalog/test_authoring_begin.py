"""How an algorithm begins: from JSON, as a copy of another."""

import pytest
from django.urls import reverse

from tests.catalog.authoring import Author, complete
from tests.catalog.conftest import As
from tests.wizard.conftest import description
from tuningconsole.aws.models import Connection
from tuningconsole.catalog.models import Algorithm, AlgorithmDraft

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(browse_as: As, connection: Connection) -> Author:
    return Author(browse_as("editor"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Line 1, column 1"),
        ("[]", "one object with named members"),
        ('{"a": }', "Line 1, column 7"),
        ('{"AlgorithmName": "\\ud800"}', "a character that is none"),
    ],
)
def test_what_is_no_request_is_refused_and_stays(author: Author, typed: str, words: str) -> None:
    answer = author.begin(typed)
    assert answer.status_code == 422
    assert words in author.html
    assert author.inputs.values["document"] == [typed]
    assert not AlgorithmDraft.objects.exists()


def test_members_that_cannot_be_taken_over_are_named(author: Author) -> None:
    author.begin(complete() | {"Bogus": {"a": 1}})
    assert "These members could not be taken over: Bogus." in author.html


def test_a_copy_has_everything_but_the_name(
    author: Author, algorithm: Algorithm, connection: Connection
) -> None:
    copy = reverse("catalog:copy", args=[algorithm.pk])
    author.shown = author.client.post(copy, follow=True)
    assert author.inputs.values["AlgorithmName"] == ["decision-trees-copy"]
    author.open("review")
    want = description()["TrainingSpecification"]
    got = author.shown.context["body"]["TrainingSpecification"]
    assert got["MetricDefinitions"] == want["MetricDefinitions"]
    assert got["TrainingImage"] == want["TrainingImage"]
    assert len(got["SupportedHyperParameters"]) == len(want["SupportedHyperParameters"])
    algorithm.pk, algorithm.arn, algorithm.name = None, "arn:2", "Decision-Trees-copy"
    algorithm.save()
    author.shown = author.client.post(copy, follow=True)
    assert author.inputs.values["AlgorithmName"] == ["decision-trees-copy-2"]


def test_subscriptions_are_not_copied(author: Author, algorithm: Algorithm) -> None:
    Algorithm.objects.update(source=Algorithm.Source.SUBSCRIPTION)
    assert author.client.post(reverse("catalog:copy", args=[algorithm.pk])).status_code == 404
