"""Two windows on one draft: nobody overwrites silently, and nobody is asked for nothing."""

import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from tests.wizard.pages import Pages, browser
from tests.wizard.test_journey import walk
from tuningconsole.jobs.models import TuningJob
from tuningconsole.wizard import definitions
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.steps import NAME

D = "TrainingJobDefinitions.0"
COUNT = f"{D}.ResourceConfig.InstanceCount"
VOLUME = f"{D}.ResourceConfig.VolumeSizeInGB"
ISOLATED = "WarmStartConfig"


@pytest.fixture
def other(bob: User, draft: Draft) -> Pages:
    """Bob's browser on Alice's draft."""
    return Pages(browser(bob), draft)


def meet(
    pages: Pages, other: Pages, step: str, theirs: dict[str, str], mine: dict[str, str]
) -> None:
    """Open the page twice; the other one saves first."""
    pages.open(step)
    other.open(step)
    other.press("_next", typed=theirs)
    pages.press("_next", typed=mine)


def test_an_input_changed_elsewhere_is_not_overwritten(pages: Pages, other: Pages) -> None:
    meet(pages, other, "resources", {COUNT: "2"}, {COUNT: "3", VOLUME: "77"})
    assert pages.shown.status_code == 409
    assert pages.draft.answers[COUNT] == "2"
    [difference] = pages.shown.context["conflict"].differences
    assert (difference.label, difference.stored, difference.yours) == ("Instance count", "2", "3")
    assert re.search(r"bob saved it at \d\d:\d\d UTC", pages.text)
    assert pages.inputs.values[COUNT] == ["3"]


@pytest.mark.parametrize(("button", "count"), [("_mine", "3"), ("_stored", "2")])
def test_either_can_be_kept_and_the_rest_of_the_page_is_kept_too(
    pages: Pages, other: Pages, button: str, count: str
) -> None:
    meet(pages, other, "resources", {COUNT: "2"}, {COUNT: "3", VOLUME: "77"})
    pages.press(button, str(pages.draft.version))
    assert (pages.draft.answers[COUNT], pages.draft.answers[VOLUME]) == (count, "77")
    assert pages.shown.status_code == 200
    pages.next({COUNT: "4"})
    assert pages.draft.answers[COUNT] == "4"


def test_next_asks_again_until_one_is_chosen(pages: Pages, other: Pages) -> None:
    meet(pages, other, "resources", {COUNT: "2"}, {COUNT: "3"})
    assert pages.next().status_code == 409
    assert pages.draft.answers[COUNT] == "2"


def test_what_changed_while_one_was_asked_is_asked_too(pages: Pages, other: Pages) -> None:
    meet(pages, other, "resources", {COUNT: "2"}, {COUNT: "3"})
    shown = str(pages.draft.version)
    other.open("resources")
    other.next({COUNT: "5"})
    pages.press("_mine", shown)
    assert pages.shown.status_code == 409
    assert pages.draft.answers[COUNT] == "5"


def test_two_who_enter_the_same_are_not_asked(pages: Pages, other: Pages) -> None:
    meet(pages, other, "resources", {VOLUME: "55"}, {VOLUME: "55", COUNT: "1"})
    assert pages.heading == other.heading
    assert pages.draft.answers[VOLUME] == "55"


def test_two_people_on_two_pages_do_not_disturb_each_other(pages: Pages, other: Pages) -> None:
    pages.open("resources")
    other.open("job")
    other.next({NAME: "by-bob"})
    assert pages.next({COUNT: "3"}).status_code != 409
    assert (pages.draft.answers[COUNT], pages.draft.name) == ("3", "by-bob")


def test_one_window_is_never_in_conflict_with_itself(pages: Pages) -> None:
    pages.open("resources")
    for count in ("x", "y", "z"):
        assert pages.next({COUNT: count}).status_code == 422
    assert pages.next({COUNT: "1"}).status_code == 200
    assert pages.draft.answers[COUNT] == "1"


def test_a_row_removed_elsewhere_is_told_and_can_be_kept(pages: Pages, other: Pages) -> None:
    pages.open("limits")
    pages.press("_add", "Tags")
    pages.next({"Tags.0.Key": "first", "Tags.0.Value": "1"})
    pages.open("limits")
    other.open("limits")
    other.press("_remove", "Tags.0")
    pages.next({"Tags.0.Value": "2"})
    assert pages.shown.status_code == 409
    found = {item.key: item.stored for item in pages.shown.context["conflict"].differences}
    assert found == {"Tags.0.Key": "Removed", "Tags.0.Value": "Removed"}
    pages.press("_mine", str(pages.draft.version))
    assert (pages.draft.answers["Tags.0.Key"], pages.draft.answers["Tags.0.Value"]) == (
        "first",
        "2",
    )


def test_a_box_unticked_elsewhere_is_asked_for(pages: Pages, other: Pages) -> None:
    meet(pages, other, "job", {ISOLATED: "on"}, {NAME: "mine"})
    assert pages.shown.status_code == 409
    assert [item.key for item in pages.shown.context["conflict"].differences] == [ISOLATED]


def test_what_was_sent_after_the_session_does_not_overwrite_either(
    pages: Pages, other: Pages, alice: User
) -> None:
    pages.open("resources")
    pages.client.logout()
    pages.press("_next", typed={COUNT: "3"})
    other.open("resources")
    other.next({COUNT: "2"})
    pages.client.force_login(alice)
    assert pages.open("resources").status_code == 409
    assert Draft.objects.get().answers[COUNT] == "2"


def test_whoever_presses_create_is_the_creator(pages: Pages, bob: User) -> None:
    walk(pages)
    client = browser(bob)
    client.post(reverse("wizard:create", args=[pages.draft.uuid]), {"key": str(pages.draft.key)})
    assert TuningJob.objects.get().creator == bob


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


def test_a_definition_is_not_removed_for_one_that_another_window_removed(
    pages: Pages, other: Pages
) -> None:
    pages.open("job")
    pages.press("_definition", "add.0")
    pages.press("_definition", "add.0")
    pages.open("job")
    other.open("job")
    other.press("_definition", "remove.1")
    pages.press("_definition", "remove.1")
    assert "In another window the training job definitions were changed" in pages.text
    assert definitions.count(pages.draft.answers) == 2
    pages.press("_definition", "remove.1")
    assert definitions.count(pages.draft.answers) == 1


CHANNEL_NAME = f"{D}.InputDataConfig.1.ChannelName"


def removed_elsewhere(pages: Pages, other: Pages) -> None:
    """Enter a second channel on a page of a definition that the other window removes."""
    pages.open("job")
    pages.press("_definition", "add.0")
    pages.open("data-2")
    pages.press("_add", f"{D}.InputDataConfig")
    other.open("job")
    other.press("_definition", "remove.1")
    pages.press("_next", typed={CHANNEL_NAME: "validation"})


def test_what_was_typed_for_a_removed_definition_is_shown_and_becomes_a_new_one(
    pages: Pages, other: Pages
) -> None:
    removed_elsewhere(pages, other)
    assert pages.shown.status_code == 409
    assert "bob removed a definition in another window" in pages.text
    assert "validation" in pages.text
    assert definitions.count(pages.draft.answers) == 1
    pages.press("_again")
    assert definitions.count(pages.draft.answers) == 2
    second = definitions.each(pages.draft.answers)[1]
    assert second[CHANNEL_NAME] == "validation"
    assert second[definitions.NAME] == "definition-2"
    assert second[f"{D}.RoleArn"] == pages.draft.answers[f"{D}.RoleArn"]
    assert pages.shown.request["PATH_INFO"].endswith("/data-2/")
    assert pages.next().status_code == 422


@pytest.mark.parametrize("page_id", ["data-99", "data-0", "nothing-2", "job-2", "data-٢"])
def test_a_page_that_no_definition_can_have_is_not_there(pages: Pages, page_id: str) -> None:
    address = f"/create/{pages.draft.uuid}/{page_id}/"
    assert pages.client.post(address, {"_next": "1"}).status_code == 404


def test_what_was_sent_without_a_session_for_a_removed_definition_is_shown_too(
    pages: Pages, other: Pages, alice: User
) -> None:
    pages.open("job")
    pages.press("_definition", "add.0")
    pages.open("data-2")
    pages.client.logout()
    pages.press("_next", typed={f"{D}.OutputDataConfig.S3OutputPath": "s3://mine/"})
    other.open("job")
    other.press("_definition", "remove.1")
    pages.client.force_login(alice)
    assert pages.open("data-2").status_code == 409
    assert "s3://mine/" in pages.text


def test_a_review_that_another_window_made_outdated_creates_nothing(
    pages: Pages, other: Pages
) -> None:
    walk(pages)
    shown = pages.open("review")
    assert shown.status_code == 200
    sent = pages.inputs.values
    other.open("resources")
    other.next({VOLUME: "77"})
    address = reverse("wizard:create", args=[pages.draft.uuid])
    answer = pages.client.post(address, sent, follow=True)
    assert "after this review was shown" in answer.content.decode()
    assert not TuningJob.objects.exists()
    pages.open("review")
    pages.client.post(address, pages.inputs.values)
    assert TuningJob.objects.exists()


def test_create_after_a_lost_session_leads_to_the_review(pages: Pages, alice: User) -> None:
    pages.open("review")
    address = reverse("wizard:create", args=[pages.draft.uuid])
    pages.client.logout()
    assert "sign-in" in pages.client.post(address, pages.inputs.values)["Location"]
    pages.client.force_login(alice)
    assert pages.client.get(address)["Location"] == reverse(
        "wizard:review", args=[pages.draft.uuid]
    )
