"""A draft in several hands: who may do what with it, and what is done on the list of drafts."""

import re
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from tests.wizard.pages import browser
from tests.wizard.test_draft_list import DELETE, LIST, TEAM, make, names, page
from tuningconsole.audit.models import Entry
from tuningconsole.teams.models import Membership, Role
from tuningconsole.wizard import drafts
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.progress import address
from tuningconsole.wizard.steps import NAME


class TestWhoMayDoWhat:
    """An editor, an administrator, a viewer and a stranger before a draft of Alice's."""

    @pytest.fixture(params=["bob", "ada"])
    def mate(self, request: pytest.FixtureRequest) -> User:
        return request.getfixturevalue(request.param)

    @pytest.fixture(params=["vera", "stranger"])
    def other(self, request: pytest.FixtureRequest) -> User:
        return request.getfixturevalue(request.param)

    def test_who_may_edit_resumes_renames_and_duplicates(self, mate: User, draft: Draft) -> None:
        client = browser(mate)
        assert client.get(address(draft, "data")).status_code == 200
        rename = reverse("wizard:rename", args=[draft.uuid])
        assert client.post(rename, {"title": "Ours", "was": ""})["Location"] == TEAM
        client.post(reverse("wizard:duplicate", args=[draft.uuid]))
        assert Draft.objects.get(owner=mate).title == "Copy of Ours"
        draft.refresh_from_db()
        assert (draft.title, draft.owner.username) == ("Ours", "alice")

    def test_nobody_else_does_anything(self, other: User, draft: Draft) -> None:
        client = browser(other)
        for name in ("rename", "duplicate", "cancel", "create"):
            path = reverse(f"wizard:{name}", args=[draft.uuid])
            assert client.post(path, {"title": "Mine", "discard": "1"}).status_code == 404
        assert client.get(reverse("wizard:review", args=[draft.uuid])).status_code == 404
        assert client.get(address(draft, "job")).status_code == 404
        assert client.post(address(draft, "job"), {NAME: "taken"}).status_code == 404
        client.post(DELETE, {"draft": str(draft.uuid)})
        assert Draft.objects.values_list("title", "answers").get() == ("", draft.answers)

    def test_a_viewer_sees_the_teams_drafts_and_no_way_into_them(
        self, vera: User, draft: Draft
    ) -> None:
        html = page(vera)
        assert names(html) == [draft.name]
        assert str(draft.uuid) not in html

    def test_a_stranger_sees_none_of_it(self, stranger: User, draft: Draft) -> None:
        assert draft.name not in page(stranger, TEAM)

    def test_an_editor_cannot_delete_what_a_mate_began(self, bob: User, draft: Draft) -> None:
        client = browser(bob)
        assert DELETE not in client.get(TEAM).content.decode()
        answer = client.post(DELETE, {"draft": str(draft.uuid)}, follow=True)
        assert "Nothing was deleted" in answer.content.decode()
        cancel = reverse("wizard:cancel", args=[draft.uuid])
        assert "Delete draft" not in client.get(cancel).content.decode()
        assert client.post(cancel, {"discard": "1"}).status_code == 403
        assert Draft.objects.count() == 1

    def test_an_administrator_deletes_and_it_is_written_down(self, ada: User, draft: Draft) -> None:
        browser(ada).post(DELETE, {"draft": str(draft.uuid)})
        assert not Draft.objects.exists()
        entry = Entry.objects.get(verb="deleted")
        assert (entry.actor_name, entry.target_name) == ("ada", draft.name)

    def test_who_may_only_look_any_more_keeps_no_power_over_their_own(
        self, alice: User, draft: Draft
    ) -> None:
        Membership.objects.filter(user=alice).update(role=Role.VIEWER)
        browser(alice).post(DELETE, {"draft": str(draft.uuid)})
        assert Draft.objects.count() == 1


def test_a_draft_is_called_as_it_was_named_and_after_its_job_again(
    alice: User, draft: Draft
) -> None:
    client, rename = browser(alice), reverse("wizard:rename", args=[draft.uuid])
    client.post(rename, {"title": "  Forest, third try ", "was": ""})
    assert names(client.get(LIST).content.decode()) == ["Forest, third try"]
    client.post(rename, {"title": "", "was": "Forest, third try"})
    assert names(client.get(LIST).content.decode()) == [draft.name]


@pytest.mark.parametrize("title", ["x" * 101, "nul\x00"])
def test_a_name_that_cannot_be_kept_is_refused_and_still_there(
    alice: User, draft: Draft, title: str
) -> None:
    rename = reverse("wizard:rename", args=[draft.uuid])
    answer = browser(alice).post(rename, {"title": title, "was": ""})
    assert answer.status_code == 422
    assert answer.context["form"].errors["title"]
    assert Draft.objects.get().title == ""


def test_a_name_given_in_another_window_is_not_overwritten(alice: User, draft: Draft) -> None:
    Draft.objects.update(title="of the other window")
    client, rename = browser(alice), reverse("wizard:rename", args=[draft.uuid])
    answer = client.post(rename, {"title": "mine", "was": ""})
    html = answer.content.decode()
    assert "renamed to “of the other window”" in html
    assert 'value="mine"' in html
    assert Draft.objects.get().title == "of the other window"
    [was] = re.findall(r'name="was" value="([^"]*)"', html)
    client.post(rename, {"title": "mine", "was": was})
    assert Draft.objects.get().title == "mine"


def test_a_copy_has_the_same_answers_a_free_name_and_a_key_of_its_own(
    alice: User, bob: User, draft: Draft
) -> None:
    draft.visited, draft.current = ["job"], "data"
    draft.save()
    answer = browser(bob).post(reverse("wizard:duplicate", args=[draft.uuid]))
    copy = Draft.objects.get(owner=bob)
    assert answer["Location"] == address(copy, "data")
    assert copy.key != draft.key
    assert copy.name != draft.name
    assert copy.name.startswith("decision-trees-")
    assert len(copy.name) == len(draft.name) <= 32
    assert copy.answers == {**draft.answers, NAME: copy.name}
    assert (copy.visited, copy.version, copy.changes) == (["job"], 1, {})


@pytest.mark.parametrize("name", ["", "x" * 99, "-", "ünï"])
def test_a_copy_of_any_name_has_a_good_one(draft: Draft, bob: User, name: str) -> None:
    draft.answers = {**draft.answers, NAME: name}
    assert re.fullmatch(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}", drafts.copied(draft, bob).name)


def test_deleting_asks_first_and_says_that_nothing_was_created(alice: User, draft: Draft) -> None:
    client = browser(alice)
    asked = client.get(DELETE, {"draft": str(draft.uuid)}).content.decode()
    assert "nothing was created" in asked
    assert Draft.objects.count() == 1
    answer = client.post(DELETE, {"draft": re.findall(r'name="draft" value="(.*?)"', asked)})
    assert answer["Location"] == LIST
    assert "Nothing was created at AWS." in client.get(LIST).content.decode()
    assert not Draft.objects.exists()


def test_the_chosen_drafts_are_deleted_together_and_no_other(alice: User, draft: Draft) -> None:
    second, kept = make(draft, title="second"), make(draft, title="kept")
    chosen = [str(draft.uuid), str(second.uuid)]
    asked = browser(alice).get(DELETE, {"draft": chosen}).content.decode()
    assert "2 drafts" in asked
    browser(alice).post(DELETE, {"draft": [*chosen, "no uuid", str(uuid4())]})
    assert list(Draft.objects.all()) == [kept]


@pytest.mark.parametrize("chosen", [[], ["no uuid"], ["00000000-0000-0000-0000-000000000000"]])
def test_deleting_nothing_says_so(alice: User, draft: Draft, chosen: list[str]) -> None:
    answer = browser(alice).post(DELETE, {"draft": chosen}, follow=True)
    assert "Nothing was deleted" in answer.content.decode()


def test_a_draft_that_became_a_job_is_neither_renamed_nor_copied_nor_deleted(
    alice: User, draft: Draft
) -> None:
    draft.mark_submitted(uuid4())
    job = reverse("jobs:detail", args=[draft.job])
    client = browser(alice)
    for name in ("rename", "duplicate", "cancel"):
        path = reverse(f"wizard:{name}", args=[draft.uuid])
        assert client.post(path, {"title": "x", "discard": "1"})["Location"] == job
    client.post(DELETE, {"draft": str(draft.uuid)})
    assert Draft.objects.get().title == ""


@pytest.mark.parametrize("name", ["rename", "duplicate", "delete-drafts"])
def test_nothing_changes_by_looking(alice: User, draft: Draft, name: str) -> None:
    arguments = [] if name == "delete-drafts" else [draft.uuid]
    query = {"draft": str(draft.uuid), "title": "x", "was": ""}
    browser(alice).get(reverse(f"wizard:{name}", args=arguments), query)
    assert list(Draft.objects.values_list("uuid", "title")) == [(draft.uuid, "")]
