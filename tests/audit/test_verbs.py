"""What was done is kept in one language and said in each."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils.translation import gettext, override

from tuningconsole.audit import verbs
from tuningconsole.audit.log import record
from tuningconsole.teams.models import Team

CODE = Path(settings.BASE_DIR, "tuningconsole")
RECORDERS = {"record", "_record"}


def recorded() -> Iterator[str]:
    """Yield every verb that the code hands to the log, also those that a name stands for."""
    for path in CODE.rglob("*.py"):
        tree = ast.parse(path.read_text())
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        verbs_given = [
            call.args[1]
            for call in calls
            if isinstance(call.func, ast.Name) and call.func.id in RECORDERS and len(call.args) > 1
        ]
        named = {node.id for node in verbs_given if isinstance(node, ast.Name)}
        verbs_given += [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in named
        ]
        for given in verbs_given:
            yield from (
                node.value
                for node in ast.walk(given)
                if isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and not isinstance(given, ast.Compare)
            )


def test_every_verb_that_is_recorded_is_known_to_translators() -> None:
    found = set(recorded())
    assert {"left", "created", "tested receiver"} <= found
    assert found == set(verbs.VERBS)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_a_verb_is_found_by_its_word_in_any_language(language: str) -> None:
    with override(language):
        said = [gettext(verb) for verb in verbs.VERBS]
    assert [verbs.stored(word) for word in said] == list(verbs.VERBS)
    assert verbs.stored("saw") == "saw"


@pytest.mark.django_db
def test_a_german_filter_finds_what_is_kept_in_english(
    client: Client, team: Team, vera: User
) -> None:
    wanted = record(vera, "changed role", team)
    record(vera, "changed", team)
    client.force_login(vera)
    with override("de"):
        said = gettext("changed role")
    for language in ("de", "en"):
        answer = client.get("/audit/", {"verb": said}, headers={"accept-language": language})
        assert list(answer.context["page"].rows) == [wanted]
