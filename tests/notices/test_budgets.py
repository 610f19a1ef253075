"""Budgets that are passed: told once a team, month and threshold, whoever looks at them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import connections
from django.test import Client
from django.utils import timezone

from tests.jobs.test_budget import PRICES, spent
from tuningconsole.aws.models import Connection
from tuningconsole.celery import app
from tuningconsole.jobs import dashboard_spending
from tuningconsole.jobs.models import Budget, PriceTable
from tuningconsole.notices import delivering, recording, tasks
from tuningconsole.notices.models import Delivery, Event, Notice, Preference, Receiver
from tuningconsole.notices.sealing import seal

DECEMBER, JANUARY = datetime(2026, 12, 9, 23, tzinfo=UTC), datetime(2027, 1, 2, 1, tzinfo=UTC)


@pytest.fixture
def real(connection: Connection) -> Connection:
    """A connection to AWS at a euro an hour, of a team that has a hundred a month."""
    connection.kind = Connection.Kind.AWS
    connection.save()
    PriceTable.objects.create(team=connection.team, text=PRICES)
    Budget.objects.create(team=connection.team, amount=100, currency="EUR")
    return connection


def look(now: datetime = DECEMBER) -> None:
    """Do what the task does, at a time of the test's."""
    for use in dashboard_spending.budgets(now):
        recording.passed(use)


def subjects() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("subject", flat=True))


@pytest.mark.django_db
def test_each_threshold_is_told_once_a_month(real: Connection, alice: User, bob: User) -> None:
    steps = [(79.9, []), (0.1, ["2026-12 80"]), (19, ["2026-12 80"])]
    for hours, expected in [*steps, (1, ["2026-12 80", "2026-12 100"])]:
        spent(real, hours, DECEMBER.date())
        for _ in range(2):
            look()
        assert subjects() == expected
    assert Notice.objects.filter(user=alice).count() == 2
    assert Notice.objects.filter(user=bob).count() == 2
    look(JANUARY)
    assert len(subjects()) == 2
    spent(real, 85, JANUARY.date())
    look(JANUARY)
    assert subjects()[2:] == ["2027-01 80"]


@pytest.mark.django_db
def test_a_month_found_beyond_both_is_told_of_once(real: Connection, alice: User) -> None:
    spent(real, 120, DECEMBER.date())
    look()
    assert subjects() == ["2026-12 80", "2026-12 100"]
    assert Notice.objects.get().event.subject == "2026-12 100"
    # An estimate that AWS's bill corrects is no news.
    spent(real, -30, DECEMBER.date())
    look()
    assert Notice.objects.count() == 1


@pytest.mark.django_db
def test_it_says_that_it_is_an_estimate_and_of_what(
    client: Client, real: Connection, alice: User
) -> None:
    spent(real, 83.5, DECEMBER.date())
    look()
    Budget.objects.update(amount=900)
    client.force_login(alice)
    html = client.get("/notices/").content.decode()
    assert "Foresters has used 80 % of its budget for December 2026 (estimate)" in html
    assert "Spent in December 2026 so far, by estimate: €83.50 of €100.00." in html
    assert 'href="/jobs/budget/"' in html


@pytest.mark.django_db
def test_receivers_are_told_and_ones_own_jobs_make_no_difference(
    real: Connection, alice: User
) -> None:
    given = {
        "team": real.team,
        "is_mail": True,
        "sealed": seal("lead@example.org"),
        "created_at": timezone.now(),
    }
    Receiver.objects.create(name="Mine", owner=alice, is_own_only=True, **given)
    Receiver.objects.create(name="Not this", kinds=["failed"], **given)
    Preference.objects.create(user=alice, team=real.team, kinds=["budget"], is_own_only=True)
    spent(real, 100, DECEMBER.date())
    look()
    assert Notice.objects.filter(user=alice).count() == 1
    delivery = Delivery.objects.get()
    delivering.step(delivery.pk, DECEMBER + timedelta(seconds=1))
    [sent] = mail.outbox
    title = "Foresters has used 100 % of its budget for December 2026 (estimate)"
    assert sent.subject == f"[Tuning Console] {title}"
    assert "https://console.example/jobs/budget/" in sent.body


@pytest.mark.django_db(transaction=True)
def test_eight_workers_tell_it_once(real: Connection, alice: User) -> None:
    spent(real, 100, DECEMBER.date())

    def work(_number: int) -> None:
        try:
            look()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert sorted(subjects()) == ["2026-12 100", "2026-12 80"]
    assert Notice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_task_looks_each_minute(real: Connection, alice: User) -> None:
    spent(real, 80)
    for _ in range(2):
        tasks.budgets()
    assert Notice.objects.count() == 1
    [entry] = [one for one in app.conf.beat_schedule.values() if one["task"] == tasks.budgets.name]
    assert (entry["schedule"], entry["options"]["queue"]) == (60, "notify")
