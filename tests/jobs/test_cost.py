"""What a tuning job costs so far, and what all of it may cost: exact figures."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.jobs.conftest import CONFIG, DEFINITION, Make, trained
from tuningconsole.aws.models import Connection
from tuningconsole.jobs import cost, spending
from tuningconsole.jobs.models import PriceTable, TrainingJob, TuningJob
from tuningconsole.ui.wording import NOTHING

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
BEGUN = NOW - timedelta(hours=2)
TABLE = """
currency: USD
as_of: "2026-01-01"
regions:
  us-east-2:
    ml.m5.large: 1.0
    ml.c5.xlarge: 2.0
"""


@pytest.fixture(autouse=True)
def table(connection: Connection) -> None:
    PriceTable.objects.create(team=connection.team, text=TABLE)


def asks(limits: dict[str, int] | None = None, **definition: Any) -> dict[str, Any]:
    """Return a description: 6 training jobs, 2 in parallel, but for what is given."""
    known = {**CONFIG["ResourceLimits"], **(limits or {})}
    return {
        "HyperParameterTuningJobConfig": {**CONFIG, "ResourceLimits": known},
        "TrainingJobDefinition": {**DEFINITION, **definition},
    }


def ended(job: TuningJob, number: int, length: timedelta, **values: Any) -> TrainingJob:
    times = {"started_at": BEGUN, "ended_at": BEGUN + length}
    return trained(job, number, 0.5, **{**times, **values})


def runs(job: TuningJob, number: int, length: timedelta, **values: Any) -> TrainingJob:
    times = {"started_at": NOW - length, "ended_at": None, "status": "InProgress"}
    return trained(job, number, **{**times, **values})


@pytest.fixture
def job(make_job: Make) -> TuningJob:
    """Two training jobs that ended after 30 and 60 minutes, one that runs for 15 minutes."""
    made = make_job(created_at=BEGUN, description=asks())
    ended(made, 1, timedelta(minutes=30))
    ended(made, 2, timedelta(minutes=60))
    runs(made, 3, timedelta(minutes=15))
    return made


@pytest.mark.parametrize("is_counted", [False, True])
def test_what_is_to_come_costs_as_much_as_the_mean_of_what_ended(
    job: TuningJob, is_counted: bool, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    if is_counted:
        assert spending.count_all() == 2
    with django_assert_num_queries(3):
        found = cost.of(job, NOW)
    assert found.so_far.written == "$1.75"
    assert found.projection is not None
    # 1.50 for the two, 0.75 for the one that runs and for each of the three to come.
    assert found.projection.written == "$4.50"
    assert found.projection.mean == "$0.75"
    assert (found.projection.ended, found.projection.to_come) == (2, 3)
    assert not found.projection.is_cut


def test_what_runs_longer_than_the_mean_costs_what_it_has_cost(job: TuningJob) -> None:
    runs(job, 4, timedelta(minutes=90))
    found = cost.of(job, NOW)
    assert found.so_far.written == "$3.25"
    assert found.projection is not None
    assert found.projection.written == "$5.25"


def test_every_instance_and_what_aws_bills_counts(make_job: Make) -> None:
    resources = {"InstanceType": "ml.c5.xlarge", "InstanceCount": 3, "VolumeSizeInGB": 1}
    job = make_job(created_at=BEGUN, description=asks(ResourceConfig=resources))
    ended(job, 1, timedelta(hours=1), description={"BillableTimeInSeconds": 600})
    found = cost.of(job, NOW)
    assert found.so_far.written == "$1.00"
    assert found.projection is not None
    assert found.projection.written == "$6.00"


def test_the_runtime_of_the_tuning_job_bounds_it(make_job: Make) -> None:
    # It has 3 hours, and 2 of them are over: 2 instances for an hour at most.
    job = make_job(created_at=BEGUN, description=asks({"MaxRuntimeInSeconds": 3 * 3600}))
    ended(job, 1, timedelta(hours=1))
    found = cost.of(job, NOW)
    assert found.projection is not None
    assert found.projection.written == "$3.00"
    assert found.projection.is_cut


def test_the_runtime_of_a_training_job_bounds_each(make_job: Make) -> None:
    job = make_job(
        created_at=BEGUN, description=asks(StoppingCondition={"MaxRuntimeInSeconds": 1800})
    )
    ended(job, 1, timedelta(hours=1))
    found = cost.of(job, NOW)
    assert found.projection is not None
    assert found.projection.written == "$3.50"


def test_more_than_were_wanted_leave_none_to_come(job: TuningJob) -> None:
    job.training_jobs_wanted = 2
    found = cost.of(job, NOW)
    assert found.projection is not None
    assert found.projection.to_come == 0
    assert found.projection.written == "$2.25"


@pytest.mark.parametrize(
    ("values", "missing"),
    [({}, "ended"), ({"training_jobs_wanted": None}, "number")],
    ids=["none ended", "no limit"],
)
def test_what_is_missing_for_a_projection_is_told(
    make_job: Make, values: dict[str, Any], missing: str
) -> None:
    found = cost.of(make_job(created_at=BEGUN, description=asks(), **values), NOW)
    assert (found.so_far.written, found.projection, found.missing) == ("$0.00", None, missing)


def test_without_a_price_there_is_neither(make_job: Make) -> None:
    resources = {"InstanceType": "ml.odd.large", "InstanceCount": 1, "VolumeSizeInGB": 1}
    job = make_job(created_at=BEGUN, description=asks(ResourceConfig=resources))
    ended(job, 1, timedelta(hours=1))
    found = cost.of(job, NOW)
    assert not found.so_far.is_known
    assert (found.projection, found.missing) == (None, "price")
    assert found.unpriced == ["ml.odd.large in us-east-2"]


@pytest.mark.parametrize("status", ["Completed", "Stopping", "Stopped", "Failed"])
def test_what_starts_no_more_has_no_projection(job: TuningJob, status: str) -> None:
    job.status = status
    found = cost.of(job, NOW)
    assert not found.is_running
    assert (found.projection, found.so_far.written) == (None, "$1.75")


def value(html: str, label: str) -> str:
    """Return the value of a label, tags taken away."""
    found = re.search(rf">{re.escape(label)}</dt>\s*<dd[^>]*>(.*?)</dd>", html, re.S)
    assert found, label
    return " ".join(re.sub(r"<[^>]*>", " ", found[1]).split())


def test_the_page_says_what_it_costs_and_how_that_is_worked_out(
    signed_in: Client, job: TuningJob, connection: Connection
) -> None:
    TrainingJob.objects.filter(status="InProgress").update(
        started_at=timezone.now() - timedelta(minutes=15)
    )
    Connection.objects.filter(pk=connection.pk).update(kind=Connection.Kind.AWS)
    address = reverse("jobs:detail", args=[job.uuid])
    html = signed_in.get(address).content.decode()
    prices = "Training time by on-demand prices of 2026-01-01, without storage and tax."
    assert value(html, "Cost so far (estimate)") == f"$1.75 {prices}"
    assert value(html, "Projected cost (estimate)") == (
        "$4.50 The 2 training jobs that ended cost $0.75 on average; 3 more are still to start."
    )
    TuningJob.objects.filter(pk=job.pk).update(status="Completed")
    html = signed_in.get(address).content.decode()
    assert value(html, "Cost (estimate)") == f"$1.75 {prices}"
    assert "Projected cost" not in html


def test_the_page_says_that_the_embedded_stack_costs_nothing(
    signed_in: Client, job: TuningJob
) -> None:
    begun = timezone.now() - timedelta(minutes=15)
    TrainingJob.objects.filter(status="InProgress").update(started_at=begun)
    html = signed_in.get(reverse("jobs:detail", args=[job.uuid])).content.decode()
    nothing = "The embedded stack costs nothing."
    so_far = value(html, "Cost so far (estimate)")
    assert so_far.startswith(f"{nothing} At AWS it would be $1.75: training time by on-demand")
    projected = value(html, "Projected cost (estimate)")
    assert "At AWS; the embedded stack costs nothing. The 2 training jobs" in projected
    PriceTable.objects.update(text="regions: {}")
    html = signed_in.get(reverse("jobs:detail", args=[job.uuid])).content.decode()
    assert value(html, "Cost so far (estimate)") == nothing
    assert "Projected cost" not in html


def test_the_page_says_why_there_is_no_cost(
    signed_in: Client, make_job: Make, connection: Connection
) -> None:
    Connection.objects.filter(pk=connection.pk).update(kind=Connection.Kind.AWS)
    resources = {"InstanceType": "ml.odd.large", "InstanceCount": 1, "VolumeSizeInGB": 1}
    job = make_job(created_at=BEGUN, description=asks(ResourceConfig=resources))
    address = reverse("jobs:detail", args=[job.uuid])
    html = signed_in.get(address).content.decode()
    told = f"{NOTHING} No price known for ml.odd.large in us-east-2. View prices"
    assert value(html, "Cost so far (estimate)") == told
    assert value(html, "Projected cost (estimate)") == f"{NOTHING} Not known without the price."
    ended(job, 1, timedelta(hours=1), instances={"ml.m5.large": 1})
    html = signed_in.get(address).content.decode()
    assert value(html, "Cost so far (estimate)") == (
        "$1.00 Without ml.odd.large in us-east-2, whose price is not known. View prices"
    )
