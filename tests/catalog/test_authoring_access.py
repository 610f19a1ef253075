"""Who may create algorithms: a draft is its owner's, and only of who may edit in its team."""

import pytest
from django.urls import reverse

from tests.catalog.authoring import PAGES, Author, complete
from tests.catalog.conftest import As
from tuningconsole.aws.models import Connection
from tuningconsole.catalog.models import Algorithm, AlgorithmDraft
from tuningconsole.teams.models import Membership, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(browse_as: As, connection: Connection) -> Author:
    return Author(browse_as("editor"))


def addresses(draft: AlgorithmDraft) -> list[str]:
    names = [("author", [page]) for page in PAGES[:-1]] + [("review", []), ("discard", [])]
    return [reverse(f"catalog:{name}", args=[draft.uuid, *more]) for name, more in names]


@pytest.mark.parametrize("role", ["viewer", "admin", "stranger"])
def test_a_draft_is_there_for_its_owner_only(author: Author, browse_as: As, role: str) -> None:
    author.begin(complete())
    client = browse_as(role)
    for address in addresses(author.draft):
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"_save": "1"}).status_code in {404, 405}, address
    create = reverse("catalog:create", args=[author.draft.uuid])
    assert client.post(create, {"key": str(author.draft.key)}).status_code == 404


def test_who_may_only_look_has_no_draft_any_more(author: Author) -> None:
    author.begin(complete())
    Membership.objects.update(role=Role.VIEWER)
    for address in addresses(author.draft):
        assert author.client.get(address).status_code == 404


def test_viewers_are_offered_nothing_and_may_do_nothing(
    browse_as: As, algorithm: Algorithm
) -> None:
    viewer = browse_as("viewer")
    pages = [
        viewer.get(reverse("catalog:algorithms")),
        viewer.get(reverse("catalog:algorithm", args=[algorithm.pk])),
    ]
    for page in pages:
        for words in ("Create algorithm", "Delete", "Create a copy"):
            assert words not in page.content.decode()
    for name, arguments in (("begin", []), ("copy", [algorithm.pk]), ("delete", [algorithm.pk])):
        assert viewer.post(reverse(f"catalog:{name}", args=arguments)).status_code == 403
    assert not AlgorithmDraft.objects.exists()


def test_another_teams_algorithm_is_neither_copied_nor_deleted(
    browse_as: As, algorithm: Algorithm
) -> None:
    stranger = browse_as("stranger")
    for name in ("copy", "delete"):
        address = reverse(f"catalog:{name}", args=[algorithm.pk])
        assert stranger.post(address, {"name": algorithm.name}).status_code == 404
