"""One draft in two windows: nobody overwrites silently, and nobody is asked without need."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.wizard.pages import Pages

NAME = "HyperParameterTuningJobName"
OUTPUT = "TrainingJobDefinitions.0.OutputDataConfig.S3OutputPath"


@pytest.fixture
def other(pages: Pages) -> Pages:
    """Another window of the same person, on the same draft."""
    client = Client()
    client.cookies = pages.client.cookies
    return Pages(client, pages.draft)


def test_what_the_other_window_saved_is_shown_before_it_is_overwritten(
    pages: Pages, other: Pages
) -> None:
    pages.open("job")
    other.open("job")
    other.next({NAME: "theirs"})
    answer = pages.next({NAME: "mine"})
    assert answer.status_code == 409
    assert "This draft was changed in another window" in pages.text
    assert pages.inputs.values[NAME] == ["mine"]
    assert pages.draft.answers[NAME] == "theirs"


@pytest.mark.parametrize(("button", "kept"), [("_mine", "mine"), ("_stored", "theirs")])
def test_the_person_chooses_what_is_kept(
    pages: Pages, other: Pages, button: str, kept: str
) -> None:
    pages.open("job")
    other.open("job")
    other.next({NAME: "theirs"})
    pages.next({NAME: "mine"})
    pages.press(button, str(pages.draft.version))
    assert pages.draft.answers[NAME] == kept
    assert pages.inputs.values[NAME] == [kept]
    assert pages.next().status_code == 200


def test_two_windows_on_two_pages_do_not_disturb_each_other(pages: Pages, other: Pages) -> None:
    pages.open("job")
    other.open("data")
    other.press("_previous", typed={OUTPUT: "s3://samples/theirs/"})
    pages.next({NAME: "mine"})
    assert pages.heading == "Configure algorithm and hyperparameters"
    assert pages.draft.answers[NAME] == "mine"
    assert pages.draft.answers[OUTPUT] == "s3://samples/theirs/"


def test_a_page_that_saves_itself_is_not_in_conflict_with_itself(pages: Pages) -> None:
    pages.open("job")
    path = reverse("wizard:step", args=[pages.draft.uuid, "job"])
    typed: dict[str, Any] = {**pages.inputs.values, NAME: "half", "_save": "1"}
    saved = pages.client.post(path, typed)
    assert saved.status_code == 204
    pages.next({NAME: "whole", "version": saved["X-Version"]})
    assert pages.draft.answers[NAME] == "whole"


def test_a_page_that_saves_itself_is_told_of_the_other_window(pages: Pages, other: Pages) -> None:
    pages.open("job")
    other.open("job")
    other.next({NAME: "theirs"})
    path = reverse("wizard:step", args=[pages.draft.uuid, "job"])
    assert (
        pages.client.post(path, {**pages.inputs.values, NAME: "m", "_save": "1"}).status_code == 409
    )
    pages.draft.refresh_from_db()
    assert pages.draft.answers[NAME] == "theirs"


def test_the_browser_does_not_show_an_older_page_again(pages: Pages) -> None:
    assert "no-store" in pages.open("job")["Cache-Control"]
