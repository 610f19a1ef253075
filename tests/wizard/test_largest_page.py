"""The largest page that is legal can be sent, and is kept when the session is over."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse

from tests.wizard.conftest import description, hyperparameter
from tests.wizard.pages import Pages
from tuningconsole.catalog.models import Algorithm
from tuningconsole.spec import shapes
from tuningconsole.wizard.progress import address

D = "TrainingJobDefinitions.0"
MOST = shapes.shape("HyperParameterSpecifications").metadata["max"]
MOST_VALUES = shapes.shape("ParameterValues").metadata["max"]
LONGEST_NAME = shapes.shape("ParameterName").metadata["max"]
LONGEST_VALUE = shapes.shape("ParameterValue").metadata["max"]
LONGEST = shapes.shape("HyperParameterValue").metadata["max"]
WIDE = "\u6f22"
"""A character that takes most bytes in a form."""


def named(number: int, longest: int) -> str:
    return f"{number}".rjust(longest, WIDE)


LAST = named(MOST - 1, LONGEST_NAME)
VALUE = f"{D}.HyperParameters.{LAST}:value"


@pytest.fixture
def largest(pages: Pages, algorithm: Algorithm) -> dict[str, object]:
    """Return what the page of the largest algorithm sends."""
    values = [named(number, LONGEST_VALUE) for number in range(MOST_VALUES)]
    of_values = {"CategoricalParameterRangeSpecification": {"Values": values}}
    supported = [
        hyperparameter(named(number, LONGEST_NAME), "Categorical", Range=of_values)
        for number in range(MOST)
    ]
    algorithm.description = description(SupportedHyperParameters=supported)
    algorithm.save()
    pages.open("hyperparameters")
    pages.press("_bulk", "defaults")
    typed = {
        f"{D}.HyperParameters.{named(number, LONGEST_NAME)}:value": WIDE * LONGEST
        for number in range(MOST)
    }
    typed |= {f"{D}.HyperParameters.added.{n}:{m}": "1" for n in range(MOST) for m in "abcdefgh"}
    typed |= {f"{D}.AlgorithmSpecification.MetricDefinitions.{n}:x": "1" for n in range(80)}
    typed |= {f"{D}.Environment.{n}:x": WIDE * 512 for n in range(96)}
    ticked = {
        f"{name[: -len(':value')]}:values": values
        for name in pages.inputs.values
        if name.endswith(":value")
    }
    return {**pages.inputs.values, **ticked, **typed, "_refresh": "1"}


def send(pages: Pages, largest: dict[str, object]) -> HttpResponse:
    return pages.client.post(
        address(pages.draft, "hyperparameters"),
        urlencode(largest, doseq=True),
        content_type="application/x-www-form-urlencoded",
    )


def test_the_page_of_the_largest_algorithm_is_taken(
    pages: Pages, largest: dict[str, object]
) -> None:
    assert send(pages, largest).status_code == 302
    pages.draft.refresh_from_db()
    assert pages.draft.answers[VALUE] == WIDE * LONGEST


def test_it_is_kept_while_one_signs_in_again(
    pages: Pages, largest: dict[str, object], alice: User
) -> None:
    pages.client.logout()
    assert "sign-in" in send(pages, largest)["Location"]
    pages.client.force_login(alice)
    assert "What you had entered here is kept" in pages.open("hyperparameters").content.decode()
    pages.draft.refresh_from_db()
    assert pages.draft.answers[VALUE] == WIDE * LONGEST
