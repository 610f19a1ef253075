"""An account is asked as often as it stands, however many workers there are."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from redis import Redis

from tests.jobs.rows import NOW, aws, created, summary
from tuningconsole.aws import errors, tuning_jobs
from tuningconsole.aws.calls import Calls, counted
from tuningconsole.aws.models import Connection
from tuningconsole.jobs import budget, due, polling
from tuningconsole.jobs.models import Sweep, TuningJob

SECOND = timedelta(seconds=1)
ACCOUNT = Connection(
    pk=1, kind=Connection.Kind.AWS, account_id="111122223333", region="us-east-2", name="AWS"
)


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    with Redis.from_url(settings.REDIS_URL) as redis:
        for key in redis.scan_iter("budget:*"):
            redis.delete(key)
        yield


def test_a_bucket_is_refilled_in_time() -> None:
    budget.spend(ACCOUNT, Calls(sent=7), NOW)
    assert budget.wait(ACCOUNT, NOW) == SECOND
    assert budget.wait(ACCOUNT, NOW + SECOND) == timedelta()


def test_descriptions_wait_before_lists_do() -> None:
    assert budget.take(ACCOUNT, NOW)
    assert budget.is_open(ACCOUNT, NOW)
    assert budget.take(ACCOUNT, NOW)
    assert not budget.is_open(ACCOUNT, NOW)
    assert not budget.take(ACCOUNT, NOW)
    assert budget.wait(ACCOUNT, NOW) == timedelta()
    budget.spend(ACCOUNT, Calls(sent=0), NOW, taken=budget.DESCRIPTION)
    assert budget.take(ACCOUNT, NOW)


def test_the_rate_is_halved_when_aws_refuses_and_rises_slowly() -> None:
    budget.spend(ACCOUNT, Calls(sent=1, throttled=1), NOW)
    # A second refusal at once says the same again.
    budget.spend(ACCOUNT, Calls(sent=1, throttled=1), NOW)
    assert budget.wait(ACCOUNT, NOW) == SECOND
    later = NOW + timedelta(minutes=10)
    budget.spend(ACCOUNT, Calls(sent=9), later)
    assert budget.wait(ACCOUNT, later) == 2 * SECOND


def test_however_often_it_refuses_it_is_asked_now_and_then() -> None:
    for count in range(30):
        budget.spend(ACCOUNT, Calls(sent=1, throttled=1), NOW + 2 * count * SECOND)
    assert budget.wait(ACCOUNT, NOW + 60 * SECOND) <= 60 * SECOND


def test_connections_of_an_account_and_region_have_one_budget() -> None:
    budget.spend(ACCOUNT, Calls(sent=9), NOW)
    same = Connection(pk=2, kind=ACCOUNT.kind, account_id=ACCOUNT.account_id, region="us-east-2")
    elsewhere = Connection(pk=3, kind=ACCOUNT.kind, account_id="444455556666", region="us-east-2")
    assert budget.wait(same, NOW) == 2 * SECOND
    assert budget.wait(elsewhere, NOW) == timedelta()


@pytest.mark.django_db
def test_what_is_refused_is_counted_and_not_hidden_by_trying_again() -> None:
    job = created()
    with aws(job.connection) as script, counted() as calls:
        script.fails_to("list_hyper_parameter_tuning_jobs", "ThrottlingException")
        with pytest.raises(errors.Throttled):
            list(tuning_jobs.list_by_status(job.connection, "InProgress"))
    # A stub answers before anything is sent; tests/chaos counts real requests.
    assert calls.sent == 0


@pytest.mark.django_db
def test_a_sweep_waits_for_its_budget_and_a_description_leaves_room_for_it() -> None:
    job = created(refresh_due_at=NOW, tags={}, modified_at=NOW)
    TuningJob.objects.update(description={})
    Connection.objects.update(kind=Connection.Kind.AWS)
    job.connection.refresh_from_db()
    Sweep.objects.create(
        connection=job.connection, due_at=NOW, discover_due_at=NOW + timedelta(hours=1)
    )
    budget.spend(job.connection, Calls(sent=9), NOW)
    assert not polling.sweep(job.connection_id, NOW)
    assert polling.refresh(job.pk, NOW) is None
    assert list(due._to_refresh(NOW)) == []
    later = Sweep.objects.get().due_at
    assert later == NOW + 2 * SECOND
    with aws(job.connection) as script:
        script.lists(summary())
        assert polling.sweep(job.connection_id, later)
    assert list(due._to_refresh(NOW + 5 * SECOND)) == [job.pk]
