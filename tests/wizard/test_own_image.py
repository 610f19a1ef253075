"""A draft for a training image of one's own: what its pages begin with, and what they ask for."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.wizard.pages import Pages
from tuningconsole.aws.models import Connection
from tuningconsole.wizard import drafts

D = "TrainingJobDefinitions.0"
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
