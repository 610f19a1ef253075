"""Parts of pages: scripts get them alone, and who opens their address gets a whole page."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from botocore.stub import Stubber
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.jobs.conftest import Make, trained
from tests.teams.addresses import BY_TOKEN, names, world
from tests.teams.test_every_address import WITH_SESSION
from tuningconsole.aws import client as boto
from tuningconsole.aws.client import client_for
from tuningconsole.aws.models import Connection
from tuningconsole.jobs.models import TuningJob

HTMX = {"HX-Request": "true"}
OPENED = {"Sec-Fetch-Mode": "navigate"}
WHOLE = "<!DOCTYPE html>"
PARTS = {
    "bests": "",
    "family": "",
    "curves": "?t=trees-001-0123abcd",
    "chart": "?part=table",
    "log": "?part=1",
}
LIVE = ("detail", "training-jobs", "charts", "definition", "configuration", "tags", "training-job")


@pytest.fixture
def job(make_job: Make) -> TuningJob:
    made = make_job()
    trained(made, 1, 0.5)
    return made


def address(job: TuningJob, name: str, query: str = "") -> str:
    rest = {"chart": ["history"], "log": ["trees-001-0123abcd"]}
    rest["training-job"] = rest["log"]
    return reverse(f"jobs:{name}", args=[job.uuid, *rest.get(name, [])]) + query


@contextmanager
def silent(connection: Connection) -> Iterator[None]:
    """Let CloudWatch have nothing of any training job."""
    logs = Stubber(client_for(connection, "logs"))
    metrics = Stubber(client_for(connection, "cloudwatch"))
    with logs, metrics:
        for method in ("describe_log_streams", "get_log_events"):
            logs.add_client_error(method, "ResourceNotFoundException", "None.")
        metrics.add_response("get_metric_data", {"MetricDataResults": []})
        yield


@pytest.mark.parametrize(("name", "query"), PARTS.items(), ids=PARTS)
def test_a_part_is_a_whole_page_but_for_scripts(
    signed_in: Client, job: TuningJob, connection: Connection, name: str, query: str
) -> None:
    for headers, is_whole in ((HTMX, False), ({}, True)):
        with silent(connection):
            answer = signed_in.get(address(job, name, query), headers=headers)
        html = answer.content.decode()
        assert answer.status_code == 200
        for of_a_page in (WHOLE, "<title>", "tokens.css", 'aria-label="Breadcrumbs"'):
            assert (of_a_page in html) == is_whole


@pytest.mark.parametrize("name", ["bests", "family", "curves"])
def test_no_cache_takes_one_for_the_other(
    signed_in: Client, job: TuningJob, connection: Connection, name: str
) -> None:
    with silent(connection):
        answer = signed_in.get(address(job, name, PARTS[name]))
    assert "HX-Request" in answer["Vary"]


@pytest.mark.parametrize("name", [*LIVE, "/", "/wall/", "/jobs/"])
def test_what_refreshes_itself_is_a_whole_page_where_a_browser_goes(
    signed_in: Client, job: TuningJob, name: str
) -> None:
    query = f"?live=1&of={job.connection_id}&shown={job.pk}"
    where = name + query if name.startswith("/") else address(job, name, query)
    assert WHOLE not in signed_in.get(where).content.decode()
    opened = signed_in.get(where, headers=OPENED)
    assert opened.status_code == 200
    assert WHOLE in opened.content.decode()


@pytest.mark.django_db
def test_no_address_of_the_console_answers_with_a_bare_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(boto, "ATTEMPTS", 1)
    made, client = world("eu-north-1"), Client()
    user = made.people["ada"]
    assert user
    client.force_login(user)
    seen, bare = 0, []
    for name, one in WITH_SESSION:
        answer = client.get(reverse(name, kwargs=made.arguments(name, one)))
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            seen += 1
            bare += [] if WHOLE in answer.content.decode() else [name]
    assert seen > len(list(names())) / 4
    assert not any(name.startswith(BY_TOKEN) for name in bare)
    assert bare == []


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_without_scripts_the_parts_are_pages_with_styles_and_a_way_back(
    browser: Browser,
    live_server: LiveServer,
    signed_in: Client,
    job: TuningJob,
    connection: Connection,
) -> None:
    context = browser.new_context(java_script_enabled=False)
    session = signed_in.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + address(job, "configuration"))
    page.get_by_role("link", name="View the family").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("Warm start family")
    size = page.get_by_role("heading", level=1).evaluate("it => getComputedStyle(it).fontSize")
    assert size == "24px"
    page.get_by_role("link", name="View tuning job").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(job.name)
    page.goto(live_server.url + address(job, "training-jobs"))
    with silent(connection):
        page.get_by_role("link", name="View final and best values").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("Final and best values")
    expect(page.get_by_role("cell", name="0.5", exact=True)).to_be_visible()
    context.close()
