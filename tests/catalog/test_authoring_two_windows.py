"""Two windows on an algorithm's draft: nobody overwrites silently, nothing typed is lost."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from tests.catalog.authoring import HYPERPARAMETERS, METRICS, Author, complete
from tests.catalog.conftest import As
from tuningconsole.aws.models import Connection
from tuningconsole.catalog.models import Algorithm, AlgorithmDraft

pytestmark = pytest.mark.django_db
NAME, DESCRIPTION = "AlgorithmName", "AlgorithmDescription"
FORM = f"{HYPERPARAMETERS}:form"


@pytest.fixture
def author(browse_as: As, connection: Connection) -> Author:
    author = Author(browse_as("editor"))
    author.begin(complete())
    return author


@pytest.fixture
def other(author: Author) -> Author:
    """A second window of the same browser."""
    return Author(author.client)


def meet(
    author: Author, other: Author, page: str, theirs: dict[str, str], mine: dict[str, str]
) -> None:
    """Open the page twice; the other one saves first."""
    author.open(page)
    other.open(page)
    other.press("_next", typed=theirs)
    author.press("_next", typed=mine)


def test_an_input_changed_in_another_window_is_not_overwritten(
    author: Author, other: Author
) -> None:
    meet(author, other, "training", {NAME: "theirs"}, {NAME: "mine", DESCRIPTION: "new"})
    assert author.shown.status_code == 409
    assert author.draft.name == "theirs"
    [difference] = author.shown.context["conflict"].differences
    assert (difference.label, difference.stored, difference.yours) == (
        "Algorithm name",
        "theirs",
        "mine",
    )
    assert author.inputs.values[NAME] == ["mine"]
    author.press("_next")
    assert author.shown.status_code == 409


@pytest.mark.parametrize(("button", "name"), [("_mine", "mine"), ("_stored", "theirs")])
def test_either_can_be_kept(author: Author, other: Author, button: str, name: str) -> None:
    meet(author, other, "training", {NAME: "theirs"}, {NAME: "mine", DESCRIPTION: "new"})
    author.press(button, str(author.draft.version))
    assert author.shown.status_code == 200
    assert (author.draft.name, author.draft.answers[DESCRIPTION]) == (name, "new")
    author.press("_next", typed={NAME: "later"})
    assert author.draft.name == "later"


def test_two_pages_do_not_disturb_each_other(author: Author, other: Author) -> None:
    author.open("training")
    other.open("tuning")
    other.press("_next", typed={f"{METRICS}.0.Name": "theirs"})
    author.press("_next", typed={NAME: "mine"})
    assert author.shown.status_code == 200
    assert author.draft.answers[f"{METRICS}.0.Name"] == "theirs"


def test_a_row_that_another_window_added_is_kept(author: Author, other: Author) -> None:
    author.open("tuning")
    other.open("tuning")
    other.press("_add", METRICS)
    author.press("_next", typed={f"{METRICS}.0.Name": "typed"})
    assert author.draft.answers[f"{METRICS}.0.Name"] == "typed"
    assert f"{METRICS}.3.Name" in author.draft.answers


@pytest.mark.parametrize("button", ["_mine", "_stored"])
def test_rows_that_another_window_removed_are_asked_for(
    author: Author, other: Author, button: str
) -> None:
    author.open("tuning")
    other.open("tuning")
    other.press("_remove", f"{METRICS}.0")
    author.press("_next", typed={f"{METRICS}.2.Name": "typed"})
    assert author.shown.status_code == 409
    found = {item.key: item for item in author.shown.context["conflict"].differences}
    assert found[f"{METRICS}.2.Name"].stored == "Removed"
    assert found[f"{METRICS}.2.Name"].label.startswith("Metric 3, ")
    author.press(button, str(author.draft.version))
    answers = author.draft.answers
    names = [answers.get(f"{METRICS}.{number}.Name") for number in range(3)]
    expected = ["loss", "score", "typed"] if button == "_mine" else ["score", "time", None]
    assert names == expected


@pytest.mark.parametrize(("before", "after"), [("rows", "json"), ("json", "rows")])
def test_another_form_of_the_hyperparameters_loses_no_entry(
    author: Author, other: Author, before: str, after: str
) -> None:
    author.open("tuning")
    if before == "json":
        author.press("_form", "json")
    other.open("tuning")
    key = f"{HYPERPARAMETERS}.0.Description" if before == "rows" else f"{HYPERPARAMETERS}:json"
    typed = "typed" if before == "rows" else "[]"
    other.press("_form", after)
    author.press("_next", typed={key: typed})
    assert author.shown.status_code == 409
    assert author.draft.answers[FORM] == after
    author.press("_mine", str(author.draft.version))
    assert author.draft.answers[FORM] == before
    assert author.draft.answers[key] == typed


def test_a_page_that_saves_itself_is_told_its_version(author: Author) -> None:
    author.open("training")
    path, sent = author.shown.request["PATH_INFO"], author.inputs.values
    for name in ("one", "two"):
        answer = author.client.post(path, {**sent, NAME: name, "_save": "1"})
        assert answer.status_code == 204
        sent["version"] = [answer["X-Version"]]
    assert author.draft.name == "two"


def test_what_was_sent_after_the_session_is_kept_and_overwrites_nothing(
    author: Author, other: Author, browse_as: As
) -> None:
    author.open("training")
    author.client.logout()
    author.press("_next", typed={NAME: "mine"})
    owner = User.objects.get(pk=author.draft.owner_id)
    author.client.force_login(owner)
    author.open("training")
    assert "What you had entered here is kept" in author.html
    assert author.draft.name == "mine"


def test_a_review_that_another_window_made_outdated_creates_nothing(
    author: Author, other: Author
) -> None:
    author.open("review")
    sent = author.inputs.values
    other.open("training")
    other.press("_next", typed={NAME: "theirs"})
    address = reverse("catalog:create", args=[author.draft.uuid])
    answer = author.client.post(address, sent, follow=True)
    assert "after this review was shown" in answer.content.decode()
    assert not Algorithm.objects.exists()


@pytest.mark.parametrize("form", ["", "x", "json"])
def test_names_and_forms_that_no_page_has_change_nothing_unasked(author: Author, form: str) -> None:
    author.open("tuning")
    path, was = author.shown.request["PATH_INFO"], author.draft.answers
    typed = {**author.inputs.values, FORM: form, f"{METRICS}.99.Name": "x", "Other": "y"}
    author.client.post(path, {**typed, "_save": "1"})
    assert AlgorithmDraft.objects.get().answers == was
