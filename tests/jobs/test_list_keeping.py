"""How a person has the list: columns, page size, saved views, files."""

import csv
import json
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.jobs.conftest import Make
from tests.jobs.test_list_page import names, text
from tuningconsole.audit.models import Entry
from tuningconsole.jobs import saved_views
from tuningconsole.jobs.models import ListPreference, SavedView


def test_columns_and_page_size_are_kept_for_the_person(
    signed_in: Client, client: Client, make_job: Make, bob: User
) -> None:
    for number in range(12):
        make_job(f"job-{number}", facets=["algorithm:trees", "tag:a", "tag:a=1"])
    sent = {"size": "10", "column": ["algorithm", "tags", "no-such", "connection", "strategy"]}
    answer = signed_in.post("/jobs/preferences/?q=job", sent)
    assert answer["Location"] == "/jobs/?q=job"
    html = text(signed_in)
    assert len(names(html)) == 10
    assert "Algorithm" in html
    assert "?algorithm=trees" in html
    assert "?tag=a%3D1" in html
    assert "Best objective value</a>" not in html
    client.force_login(bob)
    assert len(names(text(client))) == 12


@pytest.mark.parametrize("size", ["7", "x", "99999999999999999999999", ""])
def test_a_size_that_is_none_is_the_usual_one(signed_in: Client, size: str) -> None:
    signed_in.post("/jobs/preferences/", {"size": size})
    assert ListPreference.objects.get().page_size == 25


def save(client: Client, name: str, query: str = "status=Failed", **sent: str) -> str:
    answer = client.post(f"/jobs/views/?{query}", {"view": name, **sent}, follow=True)
    return str(answer.content.decode())


def test_a_view_is_kept_and_replaced_and_deleted(signed_in: Client, make_job: Make) -> None:
    make_job()
    html = save(signed_in, " What  failed ", "status=Failed&sort=name&page=x&evil=1")
    assert "What failed" in html
    view = SavedView.objects.get()
    assert (view.name, view.query) == ("What failed", "status=Failed&sort=name")
    save(signed_in, "What failed", "q=x")
    assert SavedView.objects.get().query == "q=x"
    address = f"/jobs/views/{view.pk}/delete/"
    assert signed_in.get(address).status_code == 405
    signed_in.post(address)
    assert not SavedView.objects.exists()
    assert [entry.verb for entry in Entry.objects.order_by("pk")] == [
        "saved the view",
        "saved the view",
        "deleted the view",
    ]


@pytest.mark.parametrize("name", ["", " \x00 ", "x" * 61])
def test_a_view_needs_a_name(signed_in: Client, make_job: Make, name: str) -> None:
    make_job()
    assert "Enter a name of 1 to 60 characters" in save(signed_in, name)
    assert not SavedView.objects.exists()


def test_views_have_an_end(
    signed_in: Client, make_job: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_job()
    monkeypatch.setattr(saved_views, "MOST", 1)
    save(signed_in, "one")
    assert "Delete one first" in save(signed_in, "two")
    assert "is saved" in save(signed_in, "one")


def test_shared_views_are_the_teams_and_others_are_not(
    signed_in: Client, make_job: Make, bob: User, vera: User, ada: User, stranger: User
) -> None:
    make_job()
    save(signed_in, "my own")
    save(signed_in, "ours", shared="1")
    shared = SavedView.objects.get(name="ours")
    mine = SavedView.objects.get(name="my own")
    for person, status in ((bob, 404), (vera, 404), (stranger, 404), (ada, 302)):
        client = Client()
        client.force_login(person)
        html = text(client)
        assert "my own" not in html
        assert ("ours" in html) == (person != stranger)
        assert client.post(f"/jobs/views/{mine.pk}/delete/").status_code == 404
        assert client.post(f"/jobs/views/{shared.pk}/delete/").status_code == status
    assert [view.name for view in SavedView.objects.all()] == ["my own"]


def test_a_viewer_keeps_views_but_shares_none(client: Client, vera: User, make_job: Make) -> None:
    make_job()
    client.force_login(vera)
    assert "is saved" in save(client, "mine")
    assert "Only editors" in save(client, "ours", shared="1")


def body(client: Client, ending: str, query: str = "") -> str:
    answer = client.get(f"/jobs/export.{ending}?{query}")
    assert answer.status_code == 200
    assert f'.{ending}"' in answer["Content-Disposition"]
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_the_whole_list_goes_into_a_file_in_its_order(
    signed_in: Client, make_job: Make, alice: User
) -> None:
    now = timezone.now()
    for name in ("b", "a", "c"):
        make_job(name, creator=alice, best_value=-0.5, ended_at=now, facets=["algorithm:trees"])
    make_job("d", status="Failed")
    rows = list(csv.DictReader(StringIO(body(signed_in, "csv", "status=InProgress&sort=name"))))
    assert [row["name"] for row in rows] == ["a", "b", "c"]
    assert rows[0]["best_objective_value"] == "-0.5"
    assert rows[0]["algorithms"] == "trees"
    objects = json.loads(body(signed_in, "json", "sort=-name"))
    assert [each["name"] for each in objects] == ["d", "c", "b", "a"]
    assert objects[1]["best_objective_value"] == -0.5
    assert objects[1]["made_in_console"] is False
    assert json.loads(body(signed_in, "json", "q=none")) == []
    assert signed_in.get("/jobs/export.xls").status_code == 404


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1"])
def test_no_text_in_the_csv_is_a_formula(signed_in: Client, make_job: Make, text: str) -> None:
    make_job(failure_reason=text, facets=[f"tag:{text}=1"])
    row = next(csv.DictReader(StringIO(body(signed_in, "csv"))))
    assert row["failure_reason"].startswith("'")
    assert row["tags"].startswith("'")
    assert json.loads(body(signed_in, "json"))[0]["failure_reason"] == text


def test_a_file_has_nothing_of_another_team(client: Client, stranger: User, make_job: Make) -> None:
    make_job("secret-trees")
    client.force_login(stranger)
    assert "secret-trees" not in body(client, "csv", "connection=every")
