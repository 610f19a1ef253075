"""Answers come back from their column as they went in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people import connected, member_of
from tuningconsole.teams.models import Role, Team
from tuningconsole.wizard import drafts, request
from tuningconsole.wizard.kept import Decoder, Encoder
from tuningconsole.wizard.models import Draft

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
ANSWERS = st.dictionaries(TEXTS, TEXTS | st.lists(TEXTS))


@given(ANSWERS)
def test_what_is_written_is_json_that_python_reads(answers):
    written = json.dumps(answers, cls=Encoder)
    assert json.loads(written) == answers
    assert json.loads(written, cls=Decoder) == answers


def test_what_python_wrote_before_is_read():
    answers = {"Tags.0.Key": 'a "quoted" \\ \u2028 é \U0001f600', "Subnets": ["a", "b"]}
    assert json.loads(json.dumps(answers), cls=Decoder) == answers


@pytest.mark.django_db
def test_a_definition_that_was_saved_is_known_again():
    # PostgreSQL gives the keys back in another order than they were typed in.
    team = Team.objects.create(name="Tuners")
    user, connection = member_of(team, "alice", Role.EDITOR), connected(team)
    draft = drafts.start(user, connection, None)
    request.build(draft.answers, {})
    known = request._definition.cache_info().misses
    reread = Draft.objects.get(pk=draft.pk)
    assert list(reread.answers) != list(draft.answers)
    request.build(reread.answers, {})
    assert request._definition.cache_info().misses == known
