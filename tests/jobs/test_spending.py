"""What training took is counted as it ends, each second once, and by the day that it was on."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.jobs.conftest import CONFIG, DEFINITION, Make, trained
from tuningconsole.jobs import mirror, prices, spending
from tuningconsole.jobs.models import InstanceTime, TrainingJob

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def counted() -> dict[tuple[date, str], int]:
    rows = InstanceTime.objects.values_list("day", "instance_type", "seconds")
    return {(day, kind): seconds for day, kind, seconds in rows}


def ran(make_job: Make, start: datetime, length: timedelta, **values: Any) -> TrainingJob:
    times = {"started_at": start, "ended_at": start + length}
    return trained(make_job("job", created_at=start), 1, 0.5, **{**times, **values})


def test_a_training_job_is_counted_once(make_job: Make, alice: User) -> None:
    job = make_job("job", creator=alice, created_at=NOON)
    for number in range(3):
        trained(job, number, 0.5)
    trained(job, 4, status="InProgress", ended_at=None)
    trained(job, 5, status="Failed", started_at=None, ended_at=NOON)
    assert spending.count_all() == 4
    assert spending.count_all() == 0
    assert counted() == {(NOON.date(), "ml.m5.large"): 27}
    assert InstanceTime.objects.get().creator == alice
    running = TrainingJob.objects.get(status="InProgress")
    assert running.instances == {"ml.m5.large": 1}
    TrainingJob.objects.filter(pk=running.pk).update(
        status="Stopped", ended_at=running.started_at + timedelta(seconds=100)
    )
    assert spending.count_all() == 1
    assert counted() == {(NOON.date(), "ml.m5.large"): 127}


def test_many_are_counted_in_batches(make_job: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spending, "BATCH", 2)
    job = make_job("job", created_at=NOON)
    for number in range(5):
        trained(job, number, 0.5)
    assert spending.count_all() == 5
    assert list(counted().values()) == [45]


def test_counting_costs_no_more_queries_for_more_jobs(
    make_job: Make, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    job = make_job("job", created_at=NOON)
    for number in range(30):
        trained(job, number, 0.5)
    with django_assert_num_queries(13):
        spending.count_all()


def test_a_job_over_midnight_is_of_both_days(make_job: Make) -> None:
    late = NOON.replace(hour=23, minute=30)
    ran(make_job, late, timedelta(hours=25))
    spending.count_all()
    days = [late.date() + timedelta(days=number) for number in range(3)]
    assert counted() == {
        (days[0], "ml.m5.large"): 1800,
        (days[1], "ml.m5.large"): 86_400,
        (days[2], "ml.m5.large"): 1800,
    }


def test_what_aws_bills_corrects_what_was_counted(make_job: Make) -> None:
    job = ran(make_job, NOON, timedelta(seconds=100))
    spending.count_all()
    answer = {
        "TrainingJobStatus": "Completed",
        "TrainingStartTime": job.started_at,
        "TrainingEndTime": job.ended_at,
        "BillableTimeInSeconds": 40,
    }
    for _ in range(2):
        mirror.take_training_description(job, answer, NOON)
        assert list(counted().values()) == [40]
    job.refresh_from_db()
    assert job.counted_s == 40


def test_what_is_billed_counts_from_the_beginning_where_it_is_known(make_job: Make) -> None:
    ran(make_job, NOON, timedelta(seconds=100), description={"BillableTimeInSeconds": 30})
    spending.count_all()
    assert list(counted().values()) == [30]


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        ({"ResourceConfig": {"InstanceType": "ml.c5.xlarge", "InstanceCount": 3}}, [300]),
        (
            {
                "ResourceConfig": {
                    "InstanceGroups": [
                        {"InstanceType": "ml.c5.xlarge", "InstanceCount": 2},
                        {"InstanceType": "ml.m5.large", "InstanceCount": 1},
                    ]
                }
            },
            [200, 100],
        ),
        ({"ResourceConfig": None}, []),
    ],
    ids=["count", "groups", "none"],
)
def test_every_instance_counts(
    make_job: Make, definition: dict[str, Any], expected: list[int]
) -> None:
    described = {
        "HyperParameterTuningJobConfig": CONFIG,
        "TrainingJobDefinition": {**DEFINITION, **definition},
    }
    job = make_job("job", created_at=NOON, description=described)
    trained(job, 1, started_at=NOON, ended_at=NOON + timedelta(seconds=100))
    assert spending.count_all() == 1
    assert sorted(counted().values(), reverse=True) == expected


def test_a_training_job_runs_on_what_its_own_definition_says(make_job: Make) -> None:
    described = {
        "TrainingJobDefinitions": [
            {"DefinitionName": name, "ResourceConfig": {"InstanceType": kind, "InstanceCount": 1}}
            for name, kind in (("a", "ml.m5.large"), ("b", "ml.c5.xlarge"))
        ]
    }
    trained(make_job("job", created_at=NOON, description=described), 1, definition_name="b")
    spending.count_all()
    assert list(counted()) == [(NOON.date(), "ml.c5.xlarge")]


def test_a_job_that_was_not_described_yet_waits(make_job: Make) -> None:
    job = make_job("job", created_at=NOON, description=None)
    trained(job, 1)
    assert spending.count_all() == 0


def table(text: str) -> prices.Prices:
    return prices.read(text)


def test_the_table_that_the_console_brings_can_be_read() -> None:
    ours = prices.ours()
    assert ours.currency == "USD"
    assert ours.cost("us-east-1", "ml.m5.large", 3600) == 0.115
    assert ours.cost("us-east-1", "ml.no-such.large", 3600) is None
    assert ours.written(1234.5) == "$1,234.50"
    assert ours.written(0.001) == "under $0.01"
    assert ours.written(0) == "$0.00"


def test_what_has_no_price_is_named_and_is_not_nothing() -> None:
    times = [("r", "ml.a.b", 3600), ("r", "ml.c.d", 7200)]
    known = prices.total(table("regions: {r: {ml.a.b: 2}}"), times)
    assert (known.amount, known.unpriced, known.is_known) == (2, {"ml.c.d in r": 7200}, True)
    unknown = prices.total(table("regions: {}"), times)
    assert (unknown.amount, unknown.is_known) == (0, False)
    assert prices.total(table("regions: {}"), []).is_known


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The table"),
        ("[1]", "The table"),
        ("regions: [", "Line 2, column 1"),
        ("regions: 5", "regions"),
        ("regions: {r: {ml.a.b: x}}", "r, ml.a.b: enter the price"),
        ("regions: {r: {ml.a.b: -1}}", "r, ml.a.b: enter the price"),
        ("regions: {r: {ml.a.b: .nan}}", "r, ml.a.b: enter the price"),
        ("regions: {r: {ml.a.b: 1e999}}", "r, ml.a.b: enter the price"),
        ("regions: {r: {m5.large: 1}}", "enter an instance type"),
        ("regions: {r: {ml.a.b: 1, ml.a.b: 2}}", "stand once"),
        ("regions: {}\ncurrency: dollars", "three capital letters"),
        ("regions: {}\nas_of: 5", "a day in quotes"),
        ("region: {}", "“region” has no meaning here"),
        ("a: &a [x]\nregions: *a", "Anchors"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(text: str, message: str) -> None:
    with pytest.raises(prices.WrongPricesError) as caught:
        prices.read(text)
    assert message.lower() in str(caught.value).lower()


OWN = "currency: EUR\nregions:\n  us-east-2:\n    ml.m5.large: 0.5\n"


def test_administrators_set_the_prices_and_take_them_back(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert "USE1-Train:ml.m5.large" in client.get("/jobs/prices/").content.decode()
    wrong = client.post("/jobs/prices/", {"text": "regions: kept-text"}).content.decode()
    assert "kept-text" in wrong
    assert "regions: enter lines" in wrong.partition('id="id_text_error"')[2]
    client.post("/jobs/prices/", {"text": OWN})
    assert prices.of_teams([ada.teams.get().pk])[ada.teams.get().pk].currency == "EUR"
    assert "These are your team's own prices." in client.get("/jobs/prices/").content.decode()
    client.post("/jobs/prices/", {"_reset": "1"})
    assert "the prices that the console brings" in client.get("/jobs/prices/").content.decode()


def test_others_look_at_the_prices_only(client: Client, alice: User, vera: User) -> None:
    for person in (alice, vera):
        client.force_login(person)
        html = client.get("/jobs/prices/").content.decode()
        assert "ml.m5.large: 0.115" in html
        assert "Save prices" not in html
        assert client.post("/jobs/prices/", {"text": OWN}).status_code == 403
