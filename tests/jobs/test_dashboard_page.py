"""The team's dashboard, and the same on the wall."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.jobs.conftest import CONFIG, DEFINITION, Make, trained
from tuningconsole.aws.models import Connection
from tuningconsole.catalog.models import Lookup
from tuningconsole.jobs import spending
from tuningconsole.jobs.models import Reason, State, Sweep, TrainingJob, TuningJob
from tuningconsole.teams.models import Membership, Role, Team

PAGES = ("/", "/wall/")


def text(client: Client, address: str = "/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def part(html: str, name: str) -> str:
    """Return the section of a name, tags taken away."""
    found = html.partition(f'aria-labelledby="dashboard-{name}"')[2].partition("</section>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", found).split())


@pytest.fixture
def real(connection: Connection) -> Connection:
    """A connection to AWS, which costs money."""
    made = Connection.objects.create(
        team=connection.team, name="production", kind="aws", region="us-east-1"
    )
    now = timezone.now()
    Sweep.objects.create(connection=made, due_at=now, discover_due_at=now, seen_at=now)
    return made


def moved(job: TuningJob, connection: Connection) -> TuningJob:
    TuningJob.objects.filter(pk=job.pk).update(connection=connection)
    job.refresh_from_db()
    return job


def test_an_empty_dashboard_says_what_would_be_there(signed_in: Client) -> None:
    html = text(signed_in)
    for said in ("Nothing runs", "No results yet", "Nothing needs you", "$0.00", "Up to date"):
        assert said in html
    assert "Nothing runs." in text(signed_in, "/wall/")


def test_a_team_without_a_connection_has_a_dashboard_too(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert "The team has no connection yet." in text(client)
    assert client.get("/?live=1").status_code == 200


def test_what_runs_is_shown_with_progress_and_the_best_so_far(
    signed_in: Client, make_job: Make, alice: User
) -> None:
    job = make_job(
        creator=alice, key=uuid4(), best_value=0.75, counters={"Completed": 3, "InProgress": 1}
    )
    for number, value in enumerate((0.5, 0.25, 0.75), start=1):
        trained(job, number, value)
    html = text(signed_in)
    shown = part(html, "running")
    assert "Running (1)" in shown
    assert "3 / 6" in shown
    assert "alice · embedded" in shown
    assert 'aria-label="Best so far: 0.75, from 0.5 in 1 improvement"' in html
    assert html.count('class="sparkline__line"') == 1


@pytest.mark.parametrize(("kind", "best"), [("Minimize", "0.25"), ("Maximize", "0.75")])
def test_the_line_follows_the_direction_of_the_objective(
    signed_in: Client, make_job: Make, kind: str, best: str
) -> None:
    objective = {"Type": kind, "MetricName": "m"}
    described = {
        "HyperParameterTuningJobConfig": {**CONFIG, "HyperParameterTuningJobObjective": objective},
        "TrainingJobDefinition": DEFINITION,
    }
    job = make_job(description=described)
    for number, value in enumerate((0.5, 0.25, 0.75), start=1):
        trained(job, number, value)
    assert f"Best so far: {best}, from 0.5" in text(signed_in)


def test_results_are_told_with_their_value_the_last_first(
    signed_in: Client, make_job: Make
) -> None:
    now = timezone.now()
    for number in range(10):
        ended = now - timedelta(hours=number)
        make_job(f"done-{number}", status="Completed", ended_at=ended, best_value=0.5 + number)
    shown = part(text(signed_in), "ended")
    assert re.findall(r"done-\d", shown) == [f"done-{number}" for number in range(6)]
    assert "validation:accuracy ↑ higher is better" in shown


def test_a_failure_has_its_reason_its_log_and_a_way_on(signed_in: Client, make_job: Make) -> None:
    job = make_job(status="Failed", failure_reason="All training jobs failed.")
    trained(job, 2, status="Failed", failure_reason="AlgorithmError: <late>")
    first = trained(job, 1, status="Failed", failure_reason="AlgorithmError: <first>")
    html = text(signed_in)
    assert "AlgorithmError: &lt;first&gt;" in html
    assert "&lt;late&gt;" not in html
    assert f"/training-jobs/{first.name}/" in html
    shown = part(html, "failures")
    assert "It ended with an error of its own. Open its log to see why" in shown
    # There is no field that mends it.
    assert "Clone and fix" not in shown
    assert "Clone trees" in shown
    TrainingJob.objects.filter(pk=first.pk).update(failure_reason="CapacityError: none left")
    shown = part(text(signed_in), "failures")
    assert "It found no free instance. Choose another instance type, or try again later." in shown
    assert "Clone and fix trees" in shown


@pytest.mark.parametrize(
    ("reason", "remedy"), [(Reason.QUOTA, "Retry"), (Reason.INVALID, "Edit draft")]
)
def test_what_is_held_has_its_remedy(
    signed_in: Client, client: Client, make_job: Make, vera: User, reason: Reason, remedy: str
) -> None:
    make_job(state=State.HELD, status="", reason=reason, message="AWS said so.")
    shown = part(text(signed_in), "failures")
    assert "“AWS said so.”" in shown
    assert f"{remedy} " in shown
    client.force_login(vera)
    assert f">{remedy}<" not in text(client)


def test_old_failures_are_no_news(signed_in: Client, make_job: Make) -> None:
    make_job(status="Failed", created_at=timezone.now() - timedelta(days=30))
    assert "Nothing needs you" in text(signed_in)


def test_spending_is_of_aws_by_person_and_what_has_no_price_is_named(
    signed_in: Client, make_job: Make, real: Connection, alice: User, bob: User
) -> None:
    now = timezone.now()
    ended = {"status": "Completed", "ended_at": now}
    for name, person, billed in (("a", alice, 3600), ("b", bob, 36_000), ("odd", None, 60)):
        job = moved(make_job(name, creator=person, **ended), real)
        trained(job, 1, started_at=now, ended_at=now, description=bills(billed))
    TrainingJob.objects.filter(tuning_job__name="odd").update(instances={"ml.odd.large": 1})
    local = make_job("local", creator=alice, **ended)
    trained(local, 1, started_at=now, ended_at=now, description=bills(7200))
    spending.count_all()
    shown = part(text(signed_in), "spending")
    assert "Spending (estimate)" in shown
    assert "This month $1.26" in shown
    assert shown.index("bob $1.15 $1.15") < shown.index("alice $0.12 $0.12")
    assert "Outside the console no price known no price known" in shown
    assert "not counted: ml.odd.large in us-east-1 (1 min 00 s)" in shown
    assert "The embedded stack ran 2 h 00 min of instance time this month" in shown


def bills(seconds: int) -> dict[str, Any]:
    return {"TrainingJobStatus": "Completed", "BillableTimeInSeconds": seconds}


def test_what_runs_just_now_is_in_it(
    client: Client,
    make_job: Make,
    alice: User,
    real: Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job = moved(make_job(), real)
    noon = datetime(2026, 4, 1, 12, tzinfo=UTC)
    for number, hours in enumerate((10, 22), start=1):
        start = noon - timedelta(hours=hours)
        trained(job, number, status="InProgress", started_at=start, ended_at=None)
    spending.count_all()
    monkeypatch.setattr(timezone, "now", lambda: noon)
    client.force_login(alice)
    # What runs since yesterday is of both days, and yesterday was March.
    assert "Today $2.53 This month $2.53" in part(text(client), "spending")


def test_who_is_in_several_teams_sees_what_each_spends(
    signed_in: Client, make_job: Make, real: Connection, alice: User
) -> None:
    other = Team.objects.create(name="Gardeners")
    Membership.objects.create(team=other, user=alice, role=Role.VIEWER)
    assert re.search(
        r"Team .*Foresters \$0.00 .*Gardeners \$0.00", part(text(signed_in), "spending")
    )


def test_the_use_of_quotas_is_told_by_connection(
    signed_in: Client, make_job: Make, connection: Connection
) -> None:
    quota = {"value": "ml.m5.large for training job usage", "label": "", "detail": "1"}
    Lookup.objects.create(connection=connection, kind=Lookup.Kind.QUOTAS, items=[quota])
    trained(make_job(), 1, status="InProgress", ended_at=None)
    spending.count_all()
    shown = part(text(signed_in), "connections")
    assert "Tuning jobs 1 of 100 in use" in shown
    assert "ml.m5.large for training 1 of 1 in use, 2 at most" in shown
    assert "more than the quota" in shown


def test_late_data_and_waiting_submissions_are_told(
    signed_in: Client, make_job: Make, real: Connection
) -> None:
    moved(make_job("x", state=State.READY, status="", due_at=timezone.now()), real)
    Sweep.objects.filter(connection=real).update(
        seen_at=timezone.now() - timedelta(minutes=9), error="Token expired."
    )
    shown = part(text(signed_in), "connections")
    assert re.search("Read 9 minutes ago . Token expired. · 1 waiting to be sent", shown)
    assert "production: Token expired." in text(signed_in)


@pytest.mark.parametrize("address", PAGES)
def test_another_team_sees_none_of_it(
    client: Client, stranger: User, make_job: Make, address: str
) -> None:
    for status in ("InProgress", "Failed", "Completed"):
        make_job(f"secret-{status}".lower(), status=status, ended_at=timezone.now())
    client.force_login(stranger)
    assert "secret" not in text(client, address)


@pytest.mark.parametrize("address", PAGES)
def test_the_number_of_queries_does_not_grow_with_the_jobs(
    signed_in: Client,
    make_job: Make,
    address: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    queries = {"/": 16, "/wall/": 15}[address]

    def more(start: int, number: int) -> None:
        for each in range(start, start + number):
            now = timezone.now()
            for name, values in (
                ("runs", {}),
                ("failed", {"status": "Failed"}),
                ("done", {"status": "Completed", "ended_at": now}),
            ):
                job = make_job(f"{name}-{each}", **values)
                trained(job, 1, 0.5)
                trained(job, 2, status="InProgress", ended_at=None)
                trained(job, 3, status="Failed")

    more(0, 1)
    spending.count_all()
    with django_assert_num_queries(queries):
        text(signed_in, address)
    more(1, 15)
    spending.count_all()
    with django_assert_num_queries(queries):
        text(signed_in, address)


def test_a_viewer_is_offered_nothing_that_changes(
    client: Client, vera: User, make_job: Make
) -> None:
    make_job(status="Failed")
    client.force_login(vera)
    html = part(text(client), "failures")
    assert "Clone" not in html
