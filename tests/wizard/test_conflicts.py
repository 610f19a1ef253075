"""Which inputs of a page are in conflict with what another window saved."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict

from tuningconsole.ui import windows
from tuningconsole.ui.windows import Conflict
from tuningconsole.wizard import conflicts, drafts
from tuningconsole.wizard.flow import page_of
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.progress import Progress
from tuningconsole.wizard.steps import NAME

VPC = "TrainingJobDefinitions.0.VpcConfig"
SUBNETS = f"{VPC}.Subnets"
TYPE = "TrainingJobDefinitions.0.ResourceConfig.InstanceType"


def save(draft: Draft, user: User, **answers: Any) -> None:
    was, draft.answers = draft.answers, {**draft.answers, **answers}
    draft.save_work(user, was)


def found(draft: Draft, step_id: str, **posted: Any) -> Conflict | None:
    """Post to a step's page of the draft as it is; the draft itself stays."""
    page = page_of(step_id, draft.answers)
    assert page
    typed = QueryDict(mutable=True)
    for name, value in posted.items():
        typed.setlist(name, value if isinstance(value, list) else [value])
    form = Progress(draft).form(page)
    taken = Draft(answers=draft.answers)
    drafts.take(taken, page, form, typed)
    return conflicts.find(form, page.seen(taken.answers), typed, page.own(draft.changes))


def test_a_version_grows_with_the_answers_only(draft: Draft, alice: User, bob: User) -> None:
    save(draft, alice, **{NAME: "a"})
    changed_at = draft.saved_at
    draft.leave("job")
    save(draft, bob)
    draft.refresh_from_db()
    assert (draft.version, draft.saved_by, draft.saved_at) == (2, alice, changed_at)
    assert draft.visited == ["job"]
    assert draft.changes == {NAME: 2}


def test_a_removed_input_is_a_change_too(draft: Draft, alice: User) -> None:
    was, draft.answers = draft.answers, {k: v for k, v in draft.answers.items() if k != NAME}
    draft.save_work(alice, was)
    assert draft.changes == {NAME: 2}


@pytest.mark.parametrize(
    ("posted", "is_found"),
    [
        ({NAME: "mine", "version": "1"}, True),
        ({NAME: "mine", "version": "2"}, False),
        ({NAME: "theirs", "version": "1"}, False),
        ({NAME: "mine"}, True),
        ({NAME: "mine", "version": "²"}, True),
        ({NAME: "mine", "version": "-9"}, True),
        ({NAME: "mine", "version": "9" * 99}, True),
        ({"version": "1"}, False),
    ],
)
def test_only_another_entry_on_an_older_page_is_in_conflict(
    draft: Draft, bob: User, posted: dict[str, str], is_found: bool
) -> None:
    save(draft, bob, **{NAME: "theirs"})
    assert bool(found(draft, "job", **posted)) == is_found


def test_an_input_of_another_page_is_not(draft: Draft, bob: User) -> None:
    save(draft, bob, **{TYPE: "ml.m5.xlarge"})
    assert not found(draft, "job", **{NAME: "mine", "version": "1"})


def test_the_difference_is_in_the_words_of_the_page(draft: Draft, bob: User) -> None:
    save(draft, bob, **{VPC: "vpc-1", SUBNETS: ["subnet-1", "subnet-2"]})
    conflict = found(draft, "job", **{VPC: "", SUBNETS: [], "version": "1"})
    assert conflict
    said = {item.key: (item.stored, item.yours) for item in conflict.differences}
    assert "main" in said[VPC][0]
    assert said[SUBNETS][0].count("subnet-") >= 2
    assert said[SUBNETS][1] == "\N{EN DASH}"


def test_either_side_settles_only_what_differs(draft: Draft, bob: User) -> None:
    save(draft, bob, **{NAME: "theirs"})
    conflict = found(draft, "job", **{NAME: "mine", "version": "1"})
    assert conflict
    taken = {NAME: "mine", "other": "entry"}
    assert conflict.settled(taken, windows.MINE) == taken
    assert conflict.settled(taken, windows.STORED) == {NAME: "theirs", "other": "entry"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [("_mine=7", "_mine"), ("_mine=6", ""), ("_mine=x", ""), ("_stored=1", "_stored"), ("", "")],
)
def test_ones_own_entries_win_only_over_the_version_that_was_shown(
    query: str, expected: str
) -> None:
    assert windows.pressed(QueryDict(query), 7) == expected
