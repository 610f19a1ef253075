"""A page of a search stays one of the search."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tuningconsole.aws.models import Connection
from tuningconsole.catalog.models import Algorithm
from tuningconsole.teams.models import Membership, Role, Team


@pytest.mark.django_db
def test_the_next_page_of_a_search_is_searched_too(client: Client) -> None:
    team = Team.objects.create(name="Foresters")
    user = User.objects.create_user("alice")
    Membership.objects.create(team=team, user=user, role=Role.VIEWER)
    connection = Connection.objects.create(
        team=team, name="embedded", kind=Connection.Kind.EMBEDDED, region="us-east-2"
    )
    for number in range(30):
        for word in ("tree & leaf", "line"):
            Algorithm.objects.create(
                connection=connection,
                source=Algorithm.Source.OWN,
                name=f"{word} {number:02}",
                arn=f"arn:{word}-{number}",
                status="Completed",
                created_at=timezone.now() - timedelta(hours=number),
                description={},
            )
    client.force_login(user)
    first = client.get(reverse("catalog:algorithms"), {"q": "tree &"})
    [older] = [page for page in [first.context["page"].older] if page]
    html = first.content.decode()
    assert "q=tree+%26" in html
    second = client.get(reverse("catalog:algorithms"), {"page": older, "q": "tree &"})
    names = [row.name for page in (first, second) for row in page.context["page"].rows]
    assert names == [f"tree & leaf {number:02}" for number in range(30)]
