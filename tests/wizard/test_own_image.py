"""A draft for a training image of one's own: what its pages begin with, and what they ask for."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.wizard.pages import Pages
from tuningconsole.aws.models import Connection
from tuningconsole.wizard import drafts
from tuningconsole.wizard.request import build

D = "TrainingJobDefinitions.0"
CHANNELS = f"{D}.InputDataConfig"
METRICS = f"{D}.AlgorithmSpecification.MetricDefinitions"
FOLDED = "container-box--folded"


@pytest.fixture
def own(client: Client, alice: User, connection: Connection) -> Pages:
    client.force_login(alice)
    return Pages(client, drafts.start(alice, connection, None))


def heading(text: str, word: str) -> str:
    """Return the part's markup from its container's beginning to its heading."""
    before = text[: text.index(f">{word}")]
    return before[before.rindex('<div class="part"') :]


def test_its_metrics_are_in_sight_with_a_row_to_fill(own: Pages) -> None:
    own.open("hyperparameters")
    assert FOLDED not in heading(own.text, "Metrics")
    assert f"{METRICS}.0.Name" in own.inputs.values


def test_those_of_an_algorithm_are_folded_away(pages: Pages) -> None:
    pages.open("hyperparameters")
    assert "Metrics <span" in pages.text
    pages.press("_refresh", typed={f"{D}.AlgorithmSpecification:source": "image"})
    assert FOLDED not in heading(pages.text, "Metrics")


def test_it_begins_with_a_channel_that_may_stay_as_it_is(own: Pages) -> None:
    own.open("data")
    assert f"{CHANNELS}.0.ChannelName" in own.inputs.values
    own.next({f"{D}.OutputDataConfig.S3OutputPath": "s3://samples/output/"})
    assert own.heading == "Configure training job resources"
    [definition] = build(own.draft.answers, {}).request["TrainingJobDefinitions"]
    assert "InputDataConfig" not in definition


@pytest.mark.parametrize(
    ("member", "given"),
    [
        ("ChannelName", "training"),
        ("CompressionType", "Gzip"),
        ("DataSource.S3DataSource.S3Uri", "s3://samples/iris/"),
        (":source", "file system"),
    ],
)
def test_a_channel_in_which_something_is_chosen_is_asked_for(
    own: Pages, member: str, given: str
) -> None:
    own.open("data")
    key = f"{CHANNELS}.0{member if member.startswith(':') else f'.{member}'}"
    own.next({f"{D}.OutputDataConfig.S3OutputPath": "s3://samples/output/", key: given})
    assert own.heading == "Define data input and output"
    assert all(name.startswith(f"{CHANNELS}.0") for name in own.errors)
    assert own.errors
