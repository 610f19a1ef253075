"""A team's budget of a month: who sets it, and how much of it the dashboard says is used."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.jobs.conftest import Make, trained
from tuningconsole.audit.models import Entry
from tuningconsole.aws.models import Connection
from tuningconsole.jobs import dashboard_spending
from tuningconsole.jobs.models import Budget, InstanceTime, PriceTable
from tuningconsole.teams.models import Team

pytestmark = pytest.mark.django_db
PAGE = "/jobs/budget/"
PRICES = "currency: EUR\nregions:\n  us-east-2:\n    ml.m5.large: 1\n"
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def real(connection: Connection) -> Connection:
    """The team's connection as one to AWS, by prices of a euro an hour."""
    connection.kind = Connection.Kind.AWS
    connection.save()
    PriceTable.objects.create(team=connection.team, text=PRICES)
    return connection


def spent(connection: Connection, hours: float, day: date | None = None) -> None:
    """Count so many hours more, which cost a euro each."""
    row, _ = InstanceTime.objects.get_or_create(
        team=connection.team,
        connection=connection,
        day=day or timezone.now().astimezone(UTC).date(),
        instance_type="ml.m5.large",
        defaults={"seconds": 0},
    )
    row.seconds += int(hours * 3600)
    row.save()


def text(client: Client, address: str = "/") -> str:
    return str(client.get(address).content.decode())


def test_an_administrator_sets_the_budget_changes_it_and_takes_it_away(
    client: Client, ada: User, real: Connection
) -> None:
    client.force_login(ada)
    assert "Budget of a month, in EUR" in text(client, PAGE)
    assert client.post(PAGE, {"amount": "499.90"}).status_code == 302
    budget = Budget.objects.get()
    assert (budget.team, budget.amount, budget.currency) == (real.team, Decimal("499.90"), "EUR")
    client.post(PAGE, {"amount": "20"})
    assert 'value="20.00"' in text(client, PAGE)
    client.post(PAGE, {"_remove": "1"})
    assert not Budget.objects.exists()
    told = Entry.objects.order_by("pk").values_list("verb", "details", "team_name")
    assert list(told) == [
        ("set the budget", {"budget": "€499.90", "before": ""}, "Foresters"),
        ("set the budget", {"budget": "€20.00", "before": "€499.90"}, "Foresters"),
        ("removed the budget", {"before": "€20.00"}, "Foresters"),
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Enter an amount such as 500"),
        ("x", "Enter an amount such as 500"),
        ("NaN", "Enter an amount such as 500"),
        ("1e999", "Enter less than 10,000,000,000."),
        ("10000000000", "Enter less than 10,000,000,000."),
        ("0", "Enter more than nothing"),
        ("-5", "Enter more than nothing"),
        ("1.234", "no more than two decimal places"),
    ],
)
def test_an_amount_that_is_none_says_why(
    client: Client, ada: User, real: Connection, typed: str, told: str
) -> None:
    client.force_login(ada)
    answer = client.post(PAGE, {"amount": typed})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "Budget of a month, in EUR" in answer.content.decode()
    assert not Budget.objects.exists()


def test_others_look_only(client: Client, vera: User, alice: User, real: Connection) -> None:
    Budget.objects.create(team=real.team, amount=100, currency="EUR")
    for person in (vera, alice):
        client.force_login(person)
        html = text(client, PAGE)
        assert "of the budget of €100.00" in html
        assert "Save budget" not in html
        assert client.post(PAGE, {"amount": "1"}).status_code == 403


@pytest.mark.parametrize(
    ("hours", "state", "told"),
    [
        (0, "well", "<strong>0&nbsp;%</strong>"),
        (79.99, "well", "<strong>79&nbsp;%</strong>"),
        (80, "near", "<strong>80&nbsp;%</strong>"),
        (99.99, "near", "€0.01 left."),
        (100, "over", "<strong>100&nbsp;%</strong>"),
        (250, "over", "€150.00 beyond it."),
    ],
)
def test_the_dashboard_says_how_much_of_it_is_used(
    client: Client, vera: User, real: Connection, hours: float, state: str, told: str
) -> None:
    Budget.objects.create(team=real.team, amount=100, currency="EUR")
    spent(real, hours)
    last_month = timezone.now().astimezone(UTC).date().replace(day=1) - timedelta(days=1)
    spent(real, 1000, last_month)
    client.force_login(vera)
    html = text(client)
    assert f'class="budget budget--{state}"' in html
    assert told in html
    assert "by estimate" in html
    assert f"{min(int(hours), 250)}&nbsp;%</span>" in text(client, "/wall/")


def test_a_budget_that_is_changed_is_seen_on_an_open_dashboard(
    client: Client, vera: User, real: Connection
) -> None:
    client.force_login(vera)
    first = client.get("/?live=1")
    Budget.objects.create(team=real.team, amount=100, currency="EUR")
    again = client.get("/?live=1", headers={"If-None-Match": first["ETag"]})
    assert "of the budget of €100.00" in again.content.decode()


def test_what_the_embedded_stack_runs_uses_nothing_up(
    client: Client, vera: User, real: Connection
) -> None:
    Connection.objects.update(kind=Connection.Kind.EMBEDDED)
    Budget.objects.create(team=real.team, amount=100, currency="EUR")
    spent(real, 90)
    client.force_login(vera)
    assert "<strong>0&nbsp;%</strong>" in text(client)


def test_another_currency_is_not_compared(client: Client, vera: User, real: Connection) -> None:
    Budget.objects.create(team=real.team, amount=100, currency="USD")
    spent(real, 90)
    client.force_login(vera)
    html = text(client)
    assert "The budget is $100.00, but the prices are in EUR now" in html
    assert "<meter" not in html
    [use] = dashboard_spending.budgets(timezone.now())
    assert use.percent == 0


def test_a_job_that_runs_counts_from_the_first_of_the_month(
    make_job: Make, real: Connection
) -> None:
    Budget.objects.create(team=real.team, amount=100, currency="EUR")
    start = datetime(2026, 2, 27, 12, tzinfo=UTC)
    job = make_job(created_at=start)
    trained(
        *(job, 1),
        status="InProgress",
        started_at=start,
        ended_at=None,
        instances={"ml.m5.large": 1},
    )
    [use] = dashboard_spending.budgets(NOON)
    assert use.spent.seconds == (3 * 24 + 12) * 3600


def test_budgets_of_many_teams_take_as_many_queries(
    make_job: Make, real: Connection, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def budgets(number: int) -> None:
        with django_assert_num_queries(4):
            assert len(dashboard_spending.budgets(NOON)) == number

    Budget.objects.create(team=real.team, amount=100, currency="EUR")
    budgets(1)
    for number in range(5):
        team = Team.objects.create(name=f"Team {number}")
        Budget.objects.create(team=team, amount=1, currency="USD")
    budgets(6)


def test_where_nobody_has_a_budget_hardly_anything_is_asked(
    real: Connection, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert dashboard_spending.budgets(NOON) == []
