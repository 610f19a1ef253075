"""What strangers find first: what is not filled in, what is too much, what another window did."""

import json
from copy import deepcopy
from time import perf_counter
from typing import Any

from django.test import Client

from tests.wizard.conftest import REQUEST
from tests.wizard.pages import Pages
from tests.wizard.test_bringing import IMPORT, request_of
from tuningconsole.spec import shapes, wording
from tuningconsole.wizard import bringing, flow, reading
from tuningconsole.wizard.models import Draft

D = "TrainingJobDefinitions.0"
READ_S = 2.0
"""For 20,000 hyperparameters, which no request can have; reading each row anew took 8."""


def brought(client: Client, request: dict[str, Any]) -> Pages:
    """Return the pages of the draft that the request becomes, wrong or not."""
    client.post(IMPORT, {"text": json.dumps(request), "anyway": "1"})
    return Pages(client, Draft.objects.get())


def test_a_document_without_members_says_what_to_enter(client_of_alice: Client) -> None:
    answer = client_of_alice.post(IMPORT, {"text": "{}"})
    [problem] = answer.context["brought"].problems
    assert problem.message == "Enter a request, or choose a file that holds one."


def test_more_hyperparameters_than_can_be_are_read_at_once() -> None:
    static = {f"h{number}": "1" for number in range(20_000)}
    request = {"TrainingJobDefinition": {"StaticHyperParameters": static}}
    start = perf_counter()
    answers = reading.read(request, {})
    assert perf_counter() - start < READ_S
    assert sum(key.endswith(":name") for key in answers) == 100


def test_no_more_is_listed_than_anybody_reads(client_of_alice: Client) -> None:
    tags = [{"Key": "!"} for _ in range(bringing.MOST)]
    answer = client_of_alice.post(IMPORT, {"text": json.dumps({**REQUEST, "Tags": tags})})
    problems = answer.context["brought"].problems
    assert len(problems) == bringing.MOST
    assert answer.context["brought"].number_of_problems > bringing.MOST
    assert "To see the rest, correct some and check again" in answer.content.decode()


def test_pages_saved_as_they_are_add_nothing_to_a_request(client_of_alice: Client) -> None:
    pages = brought(client_of_alice, REQUEST)
    for page in flow.pages(pages.draft.answers):
        pages.open(page.id)
        assert pages.next().status_code == 200
    assert request_of(pages.draft) == REQUEST


def test_a_wrong_name_of_a_variable_is_told_at_the_name(client_of_alice: Client) -> None:
    request = deepcopy(REQUEST)
    request["TrainingJobDefinition"]["Environment"] = {"1 wrong": "x"}
    pages = brought(client_of_alice, request)
    pages.open("hyperparameters")
    assert list(pages.errors) == [f"{D}.Environment.0:name"]


def test_a_wrong_name_of_an_added_hyperparameter_is_told_at_the_name(
    client_of_alice: Client,
) -> None:
    request = deepcopy(REQUEST)
    request["TrainingJobDefinition"]["StaticHyperParameters"]["x" * 257] = "1"
    pages = brought(client_of_alice, request)
    pages.open("hyperparameters")
    assert f"{D}.OwnHyperParameters.0:name" in pages.errors


def test_too_many_variables_are_told_on_top_of_them(client_of_alice: Client) -> None:
    request = deepcopy(REQUEST)
    names = {f"V{number}": "x" for number in range(25)}
    first = {**request.pop("TrainingJobDefinition"), "Environment": names}
    config = request["HyperParameterTuningJobConfig"]
    first["TuningObjective"] = config.pop("HyperParameterTuningJobObjective")
    first["HyperParameterRanges"] = config.pop("ParameterRanges")
    request["TrainingJobDefinitions"] = [
        {**first, "DefinitionName": name} for name in ("one", "two")
    ]
    pages = brought(client_of_alice, request)
    pages.open("hyperparameters-2")
    form = pages.shown.context["form"]
    assert list(form.part_problems) == [f"{D}.Environment"]


def test_a_line_end_is_called_one() -> None:
    shape = shapes.shape("HyperParameterValue")
    assert wording.of(shape, "pattern") == "Enter it on one line."
